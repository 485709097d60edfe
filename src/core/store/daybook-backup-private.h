/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-backup.h"

G_BEGIN_DECLS

/* What the name of a copy ends in until it is whole. */
#define DAYBOOK_BACKUP_UNFINISHED ".part"
/* Deletes an unfinished copy, unless somebody writes it still. */
void daybook_backup_drop_unfinished (const char *file);
/* Folds the WAL into the file and empties it. */
gboolean daybook_store_truncate_wal (DaybookStore *self, GError **error);
/* The daily backups, newest first: full names. */
GPtrArray *daybook_store_list_backups (DaybookStore *self);
GPtrArray *daybook_backup_list (const char *path);
/* What is deleted shall not live on in older copies: said inside the transaction that deletes it, done by
 * daybook_store_drop_older_copies () behind it. What fails then, or is killed, is done with the next maintenance. */
#define DAYBOOK_OLDER_COPIES_NOTE ".older_copies"
gboolean daybook_store_owe_older_copies (DaybookStore *self, GError **error);
/* Makes today's backup anew and deletes every older copy, where that is owed. */
gboolean daybook_store_drop_older_copies (DaybookStore *self, GError **error);
char *daybook_store_name_daily_backup (DaybookStore *self);

G_END_DECLS
