/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* What has to be done: suggestions to decide on, and tasks. */
#define DAYBOOK_TYPE_INBOX_PAGE (daybook_inbox_page_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInboxPage, daybook_inbox_page, DAYBOOK, INBOX_PAGE, AdwBin)

G_END_DECLS
