/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/daybook-error.h"
#include "notion-talk.h"
#include "providers/notion/daybook-notion-blocks.h"
#include "providers/notion/daybook-notion-page.h"

#define DONE "2026-11-20T10:00:00Z/page/text/done" /* p3 */
/* The last full round was an hour ago, its newest edit at 2026-11-20T10:00. */
#define CURSOR "{\"since\":1795168800,\"full_at\":1795258800,\"text\":true}"

static void
set (NotionTalk *notion, const char *settings)
{
  g_free (notion->account->settings);
  notion->account->settings = g_strdup (settings);
}

static gboolean
detail_is (const DaybookActivity *page, const char *member)
{
  g_autofree char *needle = g_strdup_printf ("\"%s\":true", member);

  return strstr (page->detail, needle) != NULL;
}

/* ---- pages ---- */

/* The example of providers.md section 7. */
static void
test_documented (void)
{
  g_autoptr (GBytes) body = talk_load ("notion/search-documented.json");
  g_auto (DaybookNotionList) list = { 0 };
  const DaybookNotionPage *page;

  g_assert_true (daybook_notion_list_parse (&list, body, NULL));
  g_assert_cmpuint (list.pages->len, ==, 1);
  g_assert_null (list.next_cursor);
  page = list.pages->pdata[0];
  g_assert_cmpstr (page->id, ==, "59833787-2cf9-4fdf-8782-e53db20768a5");
  g_assert_cmpstr (page->title, ==, "Q4 Plan");
  g_assert_cmpstr (page->source, ==, "d1");
  g_assert_cmpstr (page->database, ==, "b1");
  g_assert_cmpint (page->edited, ==, 1795167660);
  g_assert_false (page->is_source);
}

static void
test_titles (void)
{
  static const struct
  {
    const char *object;
    const char *title;
  } rows[] = {
    { "{\"object\":\"page\",\"properties\":{\"A\":{\"type\":\"title\",\"title\":[]}}", NULL },
    { "{\"object\":\"page\",\"properties\":{\"A\":{\"title\":[{\"plain_text\":\"x\"}],\"type\":\"title\"}}", "x" },
    { "{\"object\":\"page\",\"properties\":{\"title\":{\"type\":\"rich_text\",\"title\":[{\"plain_text\":\"no\"}]}}", NULL },
    { "{\"object\":\"page\",\"properties\":{}", NULL },
    { "{\"object\":\"page\",\"properties\":null", NULL },
    { "{\"object\":\"data_source\",\"title\":[{\"plain_text\":\"Kun\"},{\"plain_text\":\"den\"}]", "Kunden" },
    { "{\"object\":\"database\",\"title\":[{\"plain_text\":\"Kunden\"}],\"properties\":{\"A\":{\"type\":\"title\",\"title\":{}}}", "Kunden" },
    { "{\"object\":\"page\",\"properties\":{\"A\":{\"type\":\"title\",\"title\":[{\"plain_text\":\"<b>a\\u202e\\nb\"}]}}", "<b>a b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *json = g_strconcat (rows[i].object, ",\"id\":\"a\",\"last_edited_time\":\"2026-11-20T09:41:00.000Z\"}", NULL);
      g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
      g_autoptr (DaybookNotionPage) page = daybook_notion_page_parse (body, NULL);

      g_assert_nonnull (page);
      g_assert_cmpstr (page->title, ==, rows[i].title);
    }
}

static void
test_pages_that_are_none (void)
{
  static const char *const bodies[] = { "", "{}", "[]", "{\"object\":\"page\",\"id\":\"../a\",\"last_edited_time\":\"2026-11-20T09:41:00Z\"}",
                                        "{\"object\":\"page\",\"id\":\"a\"}", "{\"object\":\"block\",\"id\":\"a\",\"last_edited_time\":\"2026-11-20T09:41:00Z\"}",
                                        "{\"object\":\"page\",\"id\":\"a\",\"last_edited_time\":\"yesterday\"}", "{\"object\":\"page\"" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      g_auto (DaybookNotionList) list = { 0 };
      g_auto (DaybookNotionBlocks) blocks = { 0 };
      g_auto (DaybookNotionUser) user = { 0 };
      g_autoptr (GString) text = g_string_new (NULL);

      g_assert_null (daybook_notion_page_parse (body, NULL));
      g_assert_false (daybook_notion_list_parse (&list, body, NULL));
      g_assert_false (daybook_notion_blocks_parse (&blocks, body, NULL, text, NULL));
      if (i < 4)
        g_assert_false (daybook_notion_user_parse (&user, body, NULL));
    }
}

static void
test_users (void)
{
  static const struct
  {
    const char *file;
    const char *id, *person, *address, *name;
  } rows[] = {
    { "notion/user-person.json", "me", "me", "ana@example.com", "Ana Diaz" },
    { "notion/user-bot.json", "bot-1", NULL, NULL, "ACME" },
    { "notion/user-bot-of-person.json", "bot-2", "me", "ana@example.com", "ACME" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) body = talk_load (rows[i].file);
      g_auto (DaybookNotionUser) user = { 0 };

      g_assert_true (daybook_notion_user_parse (&user, body, NULL));
      g_assert_cmpstr (user.id, ==, rows[i].id);
      g_assert_cmpstr (user.person, ==, rows[i].person);
      g_assert_cmpstr (user.address, ==, rows[i].address);
      g_assert_cmpstr (user.name, ==, rows[i].name);
    }
}

/* ---- rounds ---- */

static void
test_full_round (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();
  const DaybookActivity *page;

  notion_talk_pull (notion);
  notion_talk_answer (notion, "notion/search-page-1.json");
  notion_talk_answer (notion, "notion/search-page-2.json");
  /* Newest first: p2 in two pages with something nested, then p1. */
  notion_talk_answer (notion, "notion/blocks-1.json");
  notion_talk_answer (notion, "notion/blocks-2.json");
  notion_talk_answer (notion, "notion/blocks-nested.json");
  notion_talk_answer (notion, "notion/search-empty.json");
  talk_assert_finished (notion->talk);
  g_assert_nonnull (strstr (notion->talk->requests->pdata[0], "Notion-Version: 2025-09-03"));
  g_assert_nonnull (strstr (notion->talk->requests->pdata[0], "\"direction\":\"descending\""));
  g_assert_nonnull (strstr (notion->talk->requests->pdata[1], "\"start_cursor\":\"p1\""));
  g_assert_nonnull (strstr (notion->talk->urls->pdata[2], "/blocks/p2/children?page_size=100"));
  g_assert_nonnull (strstr (notion->talk->urls->pdata[3], "start_cursor=k4"));
  g_assert_nonnull (strstr (notion->talk->urls->pdata[4], "/blocks/k2/children"));
  g_assert_true (daybook_exchange_is_full (notion->talk->exchange));
  /* p0 lies before the window. */
  g_assert_cmpuint (talk_count_items (notion->talk, DAYBOOK_ITEM_UPSERT), ==, 4);
  page = talk_find_activity (notion->talk, "page", "p2");
  g_assert_cmpstr (page->kind, ==, "page");
  g_assert_cmpstr (page->title, ==, "Retro notes");
  g_assert_cmpstr (page->parent, ==, "Kunden");
  g_assert_cmpstr (page->body, ==, "Plan\nMore\nA page inside\na b\nA picture\n@Ana please check");
  g_assert_cmpstr (page->url, ==, "https://www.notion.so/p2");
  g_assert_cmpstr (page->etag, ==, "2026-11-19T10:00:00Z/page/text/done");
  g_assert_true (detail_is (page, "mentions_me"));
  g_assert_false (detail_is (page, "edited_by_me"));
  page = talk_find_activity (notion->talk, "page", "p3");
  g_assert_true (detail_is (page, "edited_by_me"));
  g_assert_null (page->body);
  g_assert_cmpstr (talk_find_activity (notion->talk, "page", "p1")->title, ==, "Untitled");
  g_assert_cmpstr (talk_find_activity (notion->talk, "page", "d1")->title, ==, "Kunden");
  g_assert_cmpstr (daybook_exchange_get_cursor (notion->talk->exchange), ==,
                   "{\"since\":1795168800,\"full_at\":1795262400,\"text\":true}");
}

static void
test_stops_at_the_cursor (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();

  notion->options.cursor = CURSOR;
  notion_talk_know (notion, "p3", DONE);
  notion_talk_know (notion, "p1", "2026-11-18T10:00:00Z/page/text/done");
  notion_talk_pull (notion);
  /* p2 is older than the newest known edit by more than two minutes: the second page is not asked for. */
  notion_talk_answer (notion, "notion/search-page-1.json");
  talk_assert_finished (notion->talk);
  g_assert_false (daybook_exchange_is_full (notion->talk->exchange));
  g_assert_nonnull (talk_find_item (notion->talk, DAYBOOK_ITEM_SEEN, "page/p3"));
  g_assert_cmpuint (notion->talk->items->len, ==, 1);
  g_assert_cmpstr (daybook_exchange_get_cursor (notion->talk->exchange), ==, CURSOR);
}

/* Times are whole minutes: two minutes before the newest edit are looked at again. */
static void
test_overlap (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();
  const TalkAnswer answer = {
    200, NULL,
    "{\"results\":[{\"object\":\"page\",\"id\":\"a\",\"last_edited_time\":\"2026-11-20T09:58:00.000Z\",\"last_edited_by\":{\"id\":\"me\"}},"
    "{\"object\":\"page\",\"id\":\"b\",\"last_edited_time\":\"2026-11-20T09:57:00.000Z\",\"last_edited_by\":{\"id\":\"me\"}}],\"has_more\":false}"
  };

  notion->options.cursor = CURSOR;
  notion_talk_pull (notion);
  talk_run (notion->talk, &answer, 1);
  g_assert_nonnull (talk_find_activity (notion->talk, "page", "a"));
  g_assert_null (talk_find_activity (notion->talk, "page", "b"));
}

/* Edited in a minute that is not over: looked at again, and only written when it is another content. */
static void
test_minute_that_is_not_over (void)
{
  g_autofree char *etag = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (NotionTalk) notion = notion_talk_new ();
      const TalkAnswer answer = {
        200, NULL,
        "{\"results\":[{\"object\":\"page\",\"id\":\"a\",\"last_edited_time\":\"2026-11-21T11:59:00.000Z\",\"last_edited_by\":{\"id\":\"me\"}}]}"
      };

      notion->options.cursor = CURSOR;
      if (etag != NULL)
        notion_talk_know (notion, "a", etag);
      notion_talk_pull (notion);
      talk_run (notion->talk, &answer, 1);
      g_assert_true (g_str_has_prefix (talk_find_activity (notion->talk, "page", "a")->etag, "2026-11-21T11:59:00Z/page/text/open/"));
      if (etag != NULL)
        g_assert_cmpstr (etag, ==, talk_find_activity (notion->talk, "page", "a")->etag);
      g_free (etag);
      etag = g_strdup (talk_find_activity (notion->talk, "page", "a")->etag);
    }
}

/* What a full round does not find is asked for: deleted, in the bin, or only missing in the index. */
static void
test_deletions_are_verified (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();
  const TalkAnswer gone = { 404, "notion/error-not-found.json" };

  notion_talk_know (notion, "p3", DONE);
  notion_talk_know (notion, "a1", "2026-11-19T10:00:00Z/page/text/done");
  notion_talk_know (notion, "a2", "2026-11-19T10:00:00Z/source/text/done");
  notion_talk_know (notion, "p2", "2026-11-19T10:00:00Z/page/text/done");
  notion_talk_know (notion, "old", "2026-11-01T10:00:00Z/page/text/done");
  notion_talk_pull (notion);
  notion_talk_answer (notion, "notion/search-one.json");
  talk_run_until (notion->talk, &gone, 1);
  g_assert_nonnull (strstr (notion->talk->urls->pdata[1], "/pages/a1"));
  notion_talk_answer (notion, "notion/page-trash.json");
  g_assert_nonnull (strstr (notion->talk->urls->pdata[2], "/data_sources/a2"));
  notion_talk_answer (notion, "notion/page-p2.json");
  talk_assert_finished (notion->talk);
  g_assert_nonnull (talk_find_item (notion->talk, DAYBOOK_ITEM_SEEN, "page/p3"));
  g_assert_nonnull (talk_find_item (notion->talk, DAYBOOK_ITEM_SEEN, "page/p2"));
  g_assert_cmpuint (notion->talk->items->len, ==, 2);
}

/* Hours after the last full round the next one is full, whoever asks. */
static void
test_full_every_few_hours (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();

  notion->options.cursor = "{\"since\":1795168800,\"full_at\":1795230000,\"text\":true}";
  notion_talk_pull (notion);
  g_assert_true (daybook_exchange_is_full (notion->talk->exchange));
}

static void
test_incomplete_search (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();

  notion_talk_know (notion, "p2", "2026-11-19T10:00:00Z/page/text/done");
  notion->options.full = TRUE;
  notion_talk_pull (notion);
  notion_talk_answer (notion, "notion/search-incomplete.json");
  talk_assert_finished (notion->talk);
  /* What it did not name is not judged, and the next round is full again. */
  g_assert_nonnull (talk_find_item (notion->talk, DAYBOOK_ITEM_SEEN, "page/p2"));
  g_assert_cmpstr (daybook_exchange_get_cursor (notion->talk->exchange), ==, "{\"since\":0,\"full_at\":0,\"text\":true}");
}

static void
test_no_text_wanted (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();

  set (notion, "{\"text\":false}");
  notion->options.cursor = CURSOR;
  notion_talk_pull (notion);
  /* Another wish than the cursor's: full. */
  g_assert_true (daybook_exchange_is_full (notion->talk->exchange));
  notion_talk_answer (notion, "notion/search-page-1.json");
  notion_talk_answer (notion, "notion/search-page-2.json");
  talk_assert_finished (notion->talk);
  g_assert_null (talk_find_activity (notion->talk, "page", "p2")->body);
}

/* An internal connection speaks for nobody, but a person may say who they are. */
static void
test_user_of_an_internal_connection (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();

  g_free (notion->grant->settings);
  notion->grant->settings = g_strdup ("{}");
  set (notion, "{\"user\":\"other\"}");
  notion_talk_pull (notion);
  notion_talk_answer (notion, "notion/search-page-1.json");
  notion_talk_answer (notion, "notion/search-page-2.json");
  notion_talk_answer (notion, "notion/search-empty.json");
  talk_assert_finished (notion->talk);
  g_assert_true (detail_is (talk_find_activity (notion->talk, "page", "p2"), "edited_by_me"));
  g_assert_false (detail_is (talk_find_activity (notion->talk, "page", "p3"), "edited_by_me"));
}

/* Twenty texts a round; the rest is stored without, and comes next time. */
static void
test_texts_are_bounded (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();
  g_autoptr (GString) json = g_string_new ("{\"results\":[");
  TalkAnswer answer = { 200 };

  for (guint i = 0; i < 23; i++)
    g_string_append_printf (json,
                            "%s{\"object\":\"page\",\"id\":\"x%u\",\"last_edited_time\":\"2026-11-20T09:%02u:00.000Z\",\"last_edited_by\":{\"id\":\"o\"}}",
                            i == 0 ? "" : ",", i, 59 - i);
  g_string_append (json, "]}");
  answer.body = json->str;
  notion_talk_pull (notion);
  talk_run_until (notion->talk, &answer, 1);
  for (guint i = 0; i < 20; i++)
    notion_talk_answer (notion, "notion/search-empty.json");
  talk_assert_finished (notion->talk);
  g_assert_cmpuint (talk_count_items (notion->talk, DAYBOOK_ITEM_UPSERT), ==, 23);
  g_assert_true (g_str_has_suffix (talk_find_activity (notion->talk, "page", "x19")->etag, "/done"));
  g_assert_true (g_str_has_suffix (talk_find_activity (notion->talk, "page", "x20")->etag, "/due"));
  /* 09:37, the oldest that waits. */
  g_assert_true (g_str_has_prefix (daybook_exchange_get_cursor (notion->talk->exchange), "{\"since\":1795167420,"));
}

/* A page of toggles in toggles ends after ten requests. */
static void
test_blocks_are_bounded (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();
  const TalkAnswer page = {
    200, NULL, "{\"results\":[{\"object\":\"page\",\"id\":\"a\",\"last_edited_time\":\"2026-11-20T09:00:00Z\",\"last_edited_by\":{\"id\":\"o\"}}]}"
  };
  const TalkAnswer blocks = {
    200, NULL,
    "{\"results\":[{\"id\":\"n1\",\"has_children\":true,\"toggle\":{\"rich_text\":[{\"plain_text\":\"x\"}]}},"
    "{\"id\":\"n2\",\"has_children\":true,\"toggle\":{\"rich_text\":[]}}]}"
  };

  notion_talk_pull (notion);
  talk_run_until (notion->talk, &page, 1);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (talk_run_until (notion->talk, &blocks, 1), ==, 1);
  talk_assert_finished (notion->talk);
}

static void
test_text_is_bounded (void)
{
  g_autofree char *piece = g_strnfill (150000, 'x');
  g_autofree char *json
      = g_strdup_printf ("{\"results\":[{\"id\":\"a\",\"paragraph\":{\"rich_text\":[{\"plain_text\":\"%sü\"}]}}],\"has_more\":false}", piece);
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  g_autoptr (GString) text = g_string_new ("a");
  g_auto (DaybookNotionBlocks) blocks = { 0 };

  g_assert_true (daybook_notion_blocks_parse (&blocks, body, NULL, text, NULL));
  g_assert_cmpuint (text->len, ==, 65536);
}

/* ---- answers cut on their way, and what else happens ---- */

static void
test_cut_anywhere (void)
{
  static const char *const files[] = { "notion/search-page-2.json", "notion/blocks-nested.json" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) whole = talk_load (files[i]);

      for (gsize at = 0; at + 1 < g_bytes_get_size (whole); at++)
        {
          g_autoptr (NotionTalk) notion = notion_talk_new ();
          g_autoptr (GBytes) piece = g_bytes_new_from_bytes (whole, 0, at);

          notion_talk_pull (notion);
          if (i > 0)
            notion_talk_answer (notion, files[0]);
          talk_answer_bytes (notion->talk, 200, NULL, piece);
          g_assert_false (daybook_exchange_is_done (notion->talk->exchange));
          for (guint j = i; j < G_N_ELEMENTS (files); j++)
            notion_talk_answer (notion, files[j]);
          talk_assert_finished (notion->talk);
          g_assert_cmpuint (talk_count_items (notion->talk, DAYBOOK_ITEM_UPSERT), ==, 2);
          g_assert_cmpstr (talk_find_activity (notion->talk, "page", "p1")->body, ==, "@Ana please check");
        }
    }
}

static void
test_place_in_the_list_is_forgotten (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();
  const TalkAnswer refused = { 400, "notion/error-validation.json" };

  notion_talk_pull (notion);
  notion_talk_answer (notion, "notion/search-page-1.json");
  talk_run_until (notion->talk, &refused, 1);
  notion_talk_answer (notion, "notion/search-page-1.json");
  talk_run (notion->talk, &refused, 1);
  talk_assert_failed (notion->talk, DAYBOOK_ERROR_INTERNAL);
}

static void
test_resume (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();

  notion->options.resume = "{\"since\":1795168800,\"full_at\":1795258800,\"text\":true,\"full\":true}";
  notion_talk_know (notion, "p3", DONE);
  notion_talk_pull (notion);
  g_assert_true (daybook_exchange_is_full (notion->talk->exchange));
  notion_talk_answer (notion, "notion/search-one.json");
  talk_assert_finished (notion->talk);
  g_assert_nonnull (talk_find_item (notion->talk, DAYBOOK_ITEM_SEEN, "page/p3"));
}

static void
test_text_that_may_not_be_read (void)
{
  static const TalkAnswer refused[] = { { 403, "notion/error-restricted.json" }, { 404, "notion/error-not-found.json" } };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (NotionTalk) notion = notion_talk_new ();

      notion_talk_pull (notion);
      notion_talk_answer (notion, "notion/search-page-2.json");
      talk_run (notion->talk, &refused[i], 1);
      talk_assert_finished (notion->talk);
      g_assert_null (talk_find_activity (notion->talk, "page", "p1")->body);
    }
}

static void
test_name_of_a_parent_is_asked_for (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();

  notion->options.cursor = "{\"since\":1795000000,\"full_at\":1795258800,\"text\":true}";
  set (notion, "{}");
  notion_talk_pull (notion);
  notion_talk_answer (notion, "notion/search-page-1.json");
  notion_talk_answer (notion, "notion/search-empty.json");
  g_assert_cmpuint (notion->talk->urls->len, ==, 2);
  notion_talk_answer (notion, "notion/data-source.json");
  g_assert_nonnull (strstr (notion->talk->urls->pdata[2], "/data_sources/d1"));
  notion_talk_answer (notion, "notion/search-empty.json");
  talk_assert_finished (notion->talk);
  g_assert_cmpstr (talk_find_activity (notion->talk, "page", "p2")->parent, ==, "Kunden");
  g_assert_nonnull (strstr (talk_find_activity (notion->talk, "page", "p2")->detail, "\"database\":\"Kunden\""));
}

/* A database that is not shared, or that an older Notion does not know as a data source: its rows do without the name. */
static void
test_name_of_a_parent_that_is_not_shared (void)
{
  static const TalkAnswer refused[] = { { 403, "notion/error-restricted.json" },
                                        { 404, "notion/error-not-found.json" },
                                        { 400, "notion/error-validation.json" } };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (NotionTalk) notion = notion_talk_new ();

      notion->options.cursor = "{\"since\":1795000000,\"full_at\":1795258800,\"text\":true}";
      set (notion, "{}");
      notion_talk_pull (notion);
      notion_talk_answer (notion, "notion/search-page-1.json");
      notion_talk_answer (notion, "notion/search-empty.json");
      talk_run_until (notion->talk, &refused[i], 1);
      notion_talk_answer (notion, "notion/search-empty.json");
      talk_assert_finished (notion->talk);
      g_assert_null (strstr (talk_find_activity (notion->talk, "page", "p2")->detail, "\"database\":\"Kunden\""));
    }
}

/* ---- whose token it is ---- */

static void
test_identity (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();
  const TalkAnswer answers[] = { { 200, NULL, "{\"id\":" }, { 200, "notion/user-person.json" } };

  g_assert_true (daybook_provider_identify (daybook_registry_find ("notion"), &notion->context, notion->talk->exchange));
  talk_run (notion->talk, answers, 2);
  talk_assert_finished (notion->talk);
  g_assert_cmpstr (daybook_exchange_get_identity (notion->talk->exchange), ==, "ana@example.com");
  g_assert_cmpstr (g_hash_table_lookup (daybook_exchange_get_kept_settings (notion->talk->exchange), "user"), ==, "me");
}

static void
test_tokens (void)
{
  static const char *const refused[] = { "", "  ", "two words", "ntn_a\nntn_b", "ntn_ü" };
  g_autoptr (DaybookPastedTokens) tokens = daybook_provider_check_token (daybook_registry_find ("notion"), " ntn_abc\n", NULL);

  g_assert_cmpstr (tokens->user, ==, "ntn_abc");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (daybook_provider_check_token (daybook_registry_find ("notion"), refused[i], &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notion/pages/documented", test_documented);
  g_test_add_func ("/notion/pages/titles", test_titles);
  g_test_add_func ("/notion/pages/that-are-none", test_pages_that_are_none);
  g_test_add_func ("/notion/users", test_users);
  g_test_add_func ("/notion/round/full", test_full_round);
  g_test_add_func ("/notion/round/stops-at-the-cursor", test_stops_at_the_cursor);
  g_test_add_func ("/notion/round/overlap", test_overlap);
  g_test_add_func ("/notion/round/minute-that-is-not-over", test_minute_that_is_not_over);
  g_test_add_func ("/notion/round/deletions-are-verified", test_deletions_are_verified);
  g_test_add_func ("/notion/round/full-every-few-hours", test_full_every_few_hours);
  g_test_add_func ("/notion/round/incomplete-search", test_incomplete_search);
  g_test_add_func ("/notion/round/no-text-wanted", test_no_text_wanted);
  g_test_add_func ("/notion/round/user-of-an-internal-connection", test_user_of_an_internal_connection);
  g_test_add_func ("/notion/round/name-of-a-parent", test_name_of_a_parent_is_asked_for);
  g_test_add_func ("/notion/round/name-of-a-parent-and-not-shared", test_name_of_a_parent_that_is_not_shared);
  g_test_add_func ("/notion/round/resume", test_resume);
  g_test_add_func ("/notion/texts/bounded", test_texts_are_bounded);
  g_test_add_func ("/notion/texts/blocks-bounded", test_blocks_are_bounded);
  g_test_add_func ("/notion/texts/text-bounded", test_text_is_bounded);
  g_test_add_func ("/notion/texts/may-not-be-read", test_text_that_may_not_be_read);
  g_test_add_func ("/notion/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/notion/place-in-the-list-is-forgotten", test_place_in_the_list_is_forgotten);
  g_test_add_func ("/notion/identity", test_identity);
  g_test_add_func ("/notion/tokens", test_tokens);
  return g_test_run ();
}
