/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"
#include "records/daybook-suggestion.h"

G_BEGIN_DECLS

/* Title, day and priority of a suggestion. Signal "done": it was saved. */
#define DAYBOOK_TYPE_INBOX_EDITOR (daybook_inbox_editor_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInboxEditor, daybook_inbox_editor, DAYBOOK, INBOX_EDITOR, AdwBin)

void daybook_inbox_editor_edit (DaybookInboxEditor *self, DaybookWorkspace *workspace, const DaybookSuggestion *suggestion);

G_END_DECLS
