/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

DaybookStoreThread *daybook_workspace_get_thread (DaybookWorkspace *self);
/* Rows or settings changed: everything that follows "changed" looks at them. */
void daybook_workspace_tell_changed (DaybookWorkspace *self);

/* From the asking to the end of a change of this window's own, whether it succeeds or fails: the end is told. */
void daybook_workspace_begin_changing (DaybookWorkspace *self);
void daybook_workspace_end_changing (DaybookWorkspace *self);

G_END_DECLS
