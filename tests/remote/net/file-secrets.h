/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-secrets.h"

G_BEGIN_DECLS

/* Secrets in the clear in a folder, for tests of what several processes do with them. A file
 * "epoch" beside them stands for the grants' epoch. */
#define FILE_TYPE_SECRETS (file_secrets_get_type ())
G_DECLARE_FINAL_TYPE (FileSecrets, file_secrets, FILE, SECRETS, GObject)

FileSecrets *file_secrets_new (const char *folder);
void file_secrets_set_epoch (FileSecrets *self, gint64 epoch);
void file_secrets_fail (FileSecrets *self,
                        int code); /* the next write; an error of DAYBOOK_ERROR */
guint file_secrets_count_writes (FileSecrets *self);

G_END_DECLS
