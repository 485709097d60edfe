/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-reader.h"

G_BEGIN_DECLS

/* Bytes of a page's text that are kept. */
#define DAYBOOK_NOTION_TEXT_MAX (64 * 1024)

/* One answer of a page's or a block's children. */
typedef struct
{
  GPtrArray *nested;    /* (owned) char*: blocks that have more inside */
  char *next_cursor;    /* (owned) (nullable) */
  gboolean mentions_me;
} DaybookNotionBlocks;

gboolean daybook_notion_blocks_parse (DaybookNotionBlocks *self, GBytes *body, const char *me, GString *text,
                                      GError **error);
void daybook_notion_blocks_clear (DaybookNotionBlocks *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookNotionBlocks, daybook_notion_blocks_clear)

void daybook_notion_rich_text_read (DaybookJsonReader *reader, const char *me, GString *text, gboolean *mentions_me);

G_END_DECLS
