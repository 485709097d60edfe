/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

/* Notion: pages and data sources that were edited, by a token that a person pastes. */
#define DAYBOOK_TYPE_NOTION (daybook_notion_get_type ())
G_DECLARE_FINAL_TYPE (DaybookNotion, daybook_notion, DAYBOOK, NOTION, DaybookProviderBase)

G_END_DECLS
