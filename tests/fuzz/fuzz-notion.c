/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notion's answers: any bytes are read or refused, and what comes of them can be stored. */
#include "fuzz.h"
#include "providers/notion/daybook-notion-blocks.h"
#include "providers/notion/daybook-notion-page.h"

static void
check_text (const char *text)
{
  FUZZ_ASSERT (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_page (const DaybookNotionPage *page)
{
  FUZZ_ASSERT (daybook_notion_id_is_valid (page->id));
  FUZZ_ASSERT (page->edited % 60 == 0);
  FUZZ_ASSERT (page->title == NULL || *page->title != '\0');
  FUZZ_ASSERT (page->source == NULL || daybook_notion_id_is_valid (page->source));
  check_text (page->title);
  check_text (page->editor_name);
  check_text (page->url);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (DaybookNotionPage) page = daybook_notion_page_parse (body, NULL);
  g_auto (DaybookNotionList) list = { 0 };
  g_auto (DaybookNotionBlocks) blocks = { 0 };
  g_auto (DaybookNotionUser) user = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);

  if (page != NULL)
    check_page (page);
  if (daybook_notion_list_parse (&list, body, NULL))
    for (guint i = 0; i < list.pages->len; i++)
      check_page (list.pages->pdata[i]);
  if (daybook_notion_blocks_parse (&blocks, body, "me", text, NULL))
    {
      FUZZ_ASSERT (text->len <= DAYBOOK_NOTION_TEXT_MAX);
      check_text (text->str);
      for (guint i = 0; i < blocks.nested->len; i++)
        FUZZ_ASSERT (daybook_notion_id_is_valid (blocks.nested->pdata[i]));
    }
  if (daybook_notion_user_parse (&user, body, NULL))
    {
      FUZZ_ASSERT (daybook_notion_id_is_valid (user.id));
      check_text (user.name);
      check_text (user.address);
    }
  return 0;
}
