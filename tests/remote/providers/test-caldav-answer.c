/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What calendar servers answer, read from their bytes. */
#include "base/daybook-error.h"
#include "exchange-talk.h"
#include "providers/caldav/daybook-caldav-answer.h"

#include <string.h>

static gboolean
parse (DaybookCaldavAnswer *answer, const char *text, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return daybook_caldav_answer_parse (answer, body, error);
}

static void
test_properties (void)
{
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  g_autoptr (GBytes) body = talk_load ("caldav/nextcloud-home.xml");
  g_autoptr (GError) error = NULL;
  const DaybookCaldavResponse *response;

  g_assert_true (daybook_caldav_answer_parse (&answer, body, &error));
  g_assert_no_error (error);
  g_assert_true (answer.is_multistatus);
  g_assert_cmpuint (answer.responses->len, ==, 9);
  response = answer.responses->pdata[1];
  g_assert_cmpstr (response->href, ==, "/remote.php/dav/calendars/ana/personal/");
  g_assert_true (response->is_calendar && response->is_collection && response->has_events && response->can_write);
  g_assert_false (response->is_shared);
  g_assert_cmpstr (response->ctag, ==, "http://sabre.io/ns/sync/17");
  g_assert_true (g_str_has_prefix (response->zone, "BEGIN:VCALENDAR\r\n"));
  response = answer.responses->pdata[3];
  g_assert_true (response->has_privileges);
  g_assert_false (response->can_write);
  response = answer.responses->pdata[4];
  g_assert_true (response->has_components);
  g_assert_false (response->has_events);
}

/* A property that was not found counts as not said, also where the status stands before it. */
static void
test_properties_that_are_missing (void)
{
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  const DaybookCaldavResponse *response;

  g_assert_true (parse (&answer,
                        "<a:multistatus xmlns:a='DAV:'><a:response><a:href>/x</a:href><a:propstat>"
                        "<a:status>HTTP/1.1 404 Not Found</a:status><a:prop><a:getetag>no</a:getetag></a:prop></a:propstat>"
                        "<a:propstat><a:prop><a:displayname>yes</a:displayname></a:prop></a:propstat></a:response>"
                        "<a:response><a:href>/y</a:href><a:propstat><a:prop><a:getetag/></a:prop>"
                        "<a:status>HTTP/1.1 404 Not Found</a:status></a:propstat></a:response></a:multistatus>",
                        NULL));
  response = answer.responses->pdata[0];
  g_assert_null (response->etag);
  g_assert_cmpstr (response->name, ==, "yes");
  g_assert_cmpuint (response->status, ==, 200);
  response = answer.responses->pdata[1];
  g_assert_cmpuint (response->status, ==, 404);
}

/* Elements of other namespaces, and known ones in other places, say nothing. */
static void
test_names_in_other_places (void)
{
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  const DaybookCaldavResponse *response;

  g_assert_true (parse (&answer,
                        "<multistatus xmlns='DAV:' xmlns:o='urn:other'><response><href>/x</href><o:href>/z</o:href><propstat>"
                        "<prop><o:getetag>1</o:getetag><o:box><getetag>2</getetag><href>/q</href><response><href>/r</href>"
                        "<propstat><prop><getetag>3</getetag></prop></propstat></response></o:box><displayname>a<o:b>c</o:b>d"
                        "</displayname></prop></propstat></response><o:sync-token>5</o:sync-token></multistatus>",
                        NULL));
  g_assert_cmpuint (answer.responses->len, ==, 1);
  g_assert_null (answer.sync_token);
  response = answer.responses->pdata[0];
  g_assert_cmpstr (response->href, ==, "/x");
  g_assert_null (response->etag);
  g_assert_cmpstr (response->name, ==, "ad");
}

static void
test_preconditions (void)
{
  static const struct
  {
    const char *file;
    gboolean is_bad_sync_token;
  } cases[] = {
    { "caldav/radicale-bad-token.xml", TRUE },
    { "caldav/nextcloud-bad-token.xml", TRUE },
    { "caldav/nextcloud-no-report.xml", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DaybookCaldavAnswer) answer = { 0 };
      g_autoptr (GBytes) body = talk_load (cases[i].file);

      g_assert_true (daybook_caldav_answer_parse (&answer, body, NULL));
      g_assert_false (answer.is_multistatus);
      g_assert_cmpint (answer.is_bad_sync_token, ==, cases[i].is_bad_sync_token);
    }
}

/* ---- what is refused ---- */

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "<html><body>Sign in</body></html>",
    "<multistatus/>",
    "<multistatus xmlns='urn:other'/>",
    "not xml",
    "<multistatus xmlns='DAV:'><response></multistatus>",
    "<multistatus xmlns='DAV:'>&unknown;</multistatus>",
    "<!DOCTYPE multistatus><multistatus xmlns='DAV:'/>",
    "<!DOCTYPE m [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><multistatus xmlns='DAV:'>&b;</multistatus>",
    "<!DOCTYPE m [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><multistatus xmlns='DAV:'><response><href>&x;</href></response>"
    "</multistatus>",
    "<!DOCTYPE m SYSTEM 'http://127.0.0.1:1/m.dtd'><multistatus xmlns='DAV:'/>",
    "<multistatus xmlns='DAV:'/><multistatus xmlns='DAV:'/>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DaybookCaldavAnswer) answer = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i]);
      g_assert_false (parse (&answer, cases[i], &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
    }
}

static void
test_too_deep (void)
{
  g_autoptr (GString) text = g_string_new ("<multistatus xmlns='DAV:'>");
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < DAYBOOK_CALDAV_MAX_DEPTH; i++)
    g_string_append (text, "<a>");
  g_assert_false (parse (&answer, text->str, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE);
}

static void
test_too_many (void)
{
  g_autoptr (GString) text = g_string_new ("<multistatus xmlns='DAV:'>");
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= DAYBOOK_CALDAV_MAX_RESPONSES; i++)
    g_string_append (text, "<response><href>/</href></response>");
  g_assert_false (parse (&answer, text->str, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE);
}

/* One giant object is that object's trouble, not its batch's. */
static void
test_giant_object (void)
{
  g_autoptr (GString) text = g_string_new ("<multistatus xmlns='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'><response>"
                                           "<href>/a</href><propstat><prop><getetag>1</getetag><C:calendar-data>");
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  const DaybookCaldavResponse *response;

  for (guint i = 0; i < DAYBOOK_CALDAV_MAX_OBJECT / 8 + 1; i++)
    g_string_append (text, "aaaaaaa\n");
  g_string_append (text, "</C:calendar-data></prop></propstat></response></multistatus>");
  g_assert_true (parse (&answer, text->str, NULL));
  response = answer.responses->pdata[0];
  g_assert_true (response->is_too_large);
  g_assert_cmpstr (response->etag, ==, "1");
}

/* An answer that was cut anywhere is none. */
static void
test_cut_at_every_byte (void)
{
  static const char *const files[] = {
    "caldav/google-objects.xml", "caldav/radicale-changes.xml", "caldav/xandikos-principal.xml",
    "caldav/icloud-home.xml", "caldav/nextcloud-bad-token.xml",
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) whole = talk_load (files[i]);
      gsize size;
      const char *text = g_bytes_get_data (whole, &size);

      while (size > 0 && g_ascii_isspace (text[size - 1]))
        size--;
      for (gsize length = 0; length < size; length++)
        {
          g_auto (DaybookCaldavAnswer) answer = { 0 };
          g_autofree char *copy = g_memdup2 (text, length);
          g_autoptr (GBytes) cut = g_bytes_new_take (g_steal_pointer (&copy), length);
          g_autoptr (GError) error = NULL;

          g_assert_false (daybook_caldav_answer_parse (&answer, cut, &error));
          g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/caldav/answer/properties", test_properties);
  g_test_add_func ("/caldav/answer/properties-that-are-missing", test_properties_that_are_missing);
  g_test_add_func ("/caldav/answer/names-in-other-places", test_names_in_other_places);
  g_test_add_func ("/caldav/answer/preconditions", test_preconditions);
  g_test_add_func ("/caldav/answer/refused", test_refused);
  g_test_add_func ("/caldav/answer/too-deep", test_too_deep);
  g_test_add_func ("/caldav/answer/too-many", test_too_many);
  g_test_add_func ("/caldav/answer/giant-object", test_giant_object);
  g_test_add_func ("/caldav/answer/cut-at-every-byte", test_cut_at_every_byte);
  return g_test_run ();
}
