/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of calendar servers: any bytes are read or refused; what is taken from them is text; hrefs lead to members of a
 * collection or to nothing; what the name service says leads to servers of the domain alone. */
#include <string.h>

#include "fuzz.h"
#include "providers/caldav/daybook-caldav-address.h"
#include "providers/caldav/daybook-caldav-answer.h"
#include "providers/caldav/daybook-caldav-cursor.h"
#include "providers/caldav/daybook-caldav-records.h"

#define COLLECTION "https://dav.test/ana/work/"

static void
check_text (const char *text)
{
  FUZZ_ASSERT (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_list (GPtrArray *list)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    check_text (list->pdata[i]);
}

static void
check_href (const char *href)
{
  g_autofree char *member = daybook_caldav_address_get_member (COLLECTION, href);
  g_autofree char *resolved = daybook_caldav_address_resolve (COLLECTION, href);

  FUZZ_ASSERT (resolved == NULL || g_str_has_prefix (resolved, "https://"));
  if (member == NULL)
    return;
  FUZZ_ASSERT (*member != '\0' && strchr (member, '/') == NULL);
  FUZZ_ASSERT (resolved != NULL && g_str_has_prefix (resolved, "https://dav.test/"));
  {
    /* Its one spelling names the same member. */
    g_autofree char *again = daybook_caldav_address_get_member (COLLECTION, member);
    g_autofree char *path = g_strconcat ("/ana/work/", member, NULL);
    g_autofree char *absolute = daybook_caldav_address_get_member (COLLECTION, path);

    FUZZ_ASSERT (strchr (member, ':') != NULL || g_strcmp0 (again, member) == 0);
    FUZZ_ASSERT (g_strcmp0 (absolute, member) == 0);
  }
}

static void
check_records (GBytes *lines)
{
  g_autofree char *elsewhere = NULL;
  g_autofree char *path = daybook_caldav_records_read_path (lines);
  g_autoptr (GPtrArray) servers = daybook_caldav_records_read_servers (lines, "dav.test", &elsewhere);

  FUZZ_ASSERT (path == NULL || (path[0] == '/' && path[1] != '/'));
  for (guint i = 0; i < servers->len; i++)
    {
      g_autoptr (GUri) uri = g_uri_parse (servers->pdata[i], G_URI_FLAGS_NONE, NULL);
      const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

      FUZZ_ASSERT (host != NULL && g_str_equal (g_uri_get_scheme (uri), "https"));
      FUZZ_ASSERT (g_str_equal (host, "dav.test") || g_str_has_suffix (host, ".dav.test"));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  g_auto (DaybookCaldavCursor) cursor = { 0 };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  gboolean is_whole = daybook_caldav_answer_parse (&answer, body, &error);

  FUZZ_ASSERT (is_whole == (error == NULL));
  FUZZ_ASSERT (answer.responses->len <= DAYBOOK_CALDAV_MAX_RESPONSES);
  check_text (answer.sync_token);
  for (guint i = 0; i < answer.responses->len; i++)
    {
      const DaybookCaldavResponse *response = answer.responses->pdata[i];

      FUZZ_ASSERT (response->href != NULL && response->status >= 100 && response->status <= 599);
      check_text (response->href);
      check_text (response->etag);
      check_text (response->data);
      check_text (response->name);
      check_text (response->zone);
      check_list (response->homes);
      check_list (response->addresses);
      check_href (response->href);
    }
  daybook_caldav_cursor_read (&cursor, text);
  check_href (text);
  check_records (body);
  return 0;
}
