/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "store/daybook-store.h"

G_BEGIN_DECLS

typedef gboolean (*DataFolderFill) (DaybookStore *store, GError **error);

/* A folder of one test program where Daybook keeps its data, at the time of week-seed.h, in English and without a bus: an agent
 * is nothing that models need. Before g_test_init (). (transfer full) */
char *data_folder_enter (void);
/* Empty by then. Consumes @folder. */
void data_folder_leave (char *folder);

/* (transfer full) The store in it, made when it is not there. */
DaybookStore *data_folder_open (void);
void data_folder_fill (DataFolderFill fill);

/* Whether this process has any file below @folder open, deleted ones too. */
gboolean data_folder_is_open (const char *folder);

/* Deletes what Daybook keeps below @parent, once nobody in this process has it open any more: a connection that leaves later
 * would take the next database's WAL, which has the same name, along. */
void data_folder_clear (const char *parent);

G_END_DECLS
