/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Deletes everything that Daybook stored on this computer: the background service is asked to end and waited for, this
 * program closes its store, then the worker forgets the keys and deletes the files. The program should end after it: its store is gone. */
void daybook_erase_async (DaybookWorkspace *workspace, GAsyncReadyCallback callback, gpointer data);
gboolean daybook_erase_finish (GAsyncResult *result, GError **error);

G_END_DECLS
