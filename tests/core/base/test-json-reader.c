/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-json-reader.h"

#include <string.h>

#include "base/daybook-error.h"

static DaybookJsonReader *
reader_for (const char *text)
{
  return daybook_json_reader_new_for_data (text, strlen (text));
}

/* Reads @text to its end without asking for anything; the error, if there is one. */
static GError *
verdict (const char *text, gsize length)
{
  /* An exact copy on the heap, so that sanitizers see a read past the end. */
  g_autofree char *copy = g_memdup2 (text, length);
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new_for_data (copy, length);
  GError *error = NULL;
  gboolean ok = daybook_json_reader_finish (reader, &error);

  g_assert_true (ok == (error == NULL));
  return error;
}

static void
assert_refused (const char *text, gsize length, DaybookError code)
{
  g_autoptr (GError) error = verdict (text, length);

  if (error == NULL)
    g_test_message ("accepted: %s", text);
  g_assert_error (error, DAYBOOK_ERROR, (int) code);
}

static char *
first_string (const char *text)
{
  g_autoptr (DaybookJsonReader) reader = reader_for (text);
  g_autofree char *value = NULL;

  g_assert_true (daybook_json_reader_begin_array (reader));
  g_assert_true (daybook_json_reader_next_element (reader));
  value = daybook_json_reader_read_string (reader);
  g_assert_true (daybook_json_reader_finish (reader, NULL));
  g_assert_true (g_utf8_validate (value, -1, NULL));
  return g_steal_pointer (&value);
}

static void
test_refuses_what_is_not_json (void)
{
  static const char *const refused[] = {
    "",
    " \n",
    "\xEF\xBB\xBF",
    "{",
    "[",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1,,2]",
    "]",
    "}",
    "[}",
    "{]",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "{\"a\":1 \"b\":2}",
    "{}{}",
    "[][]",
    "1 2",
    "{}x",
    "[] \f",
    "nul",
    "nulll",
    "True",
    "tru",
    "NaN",
    "Infinity",
    "-Infinity",
    "-",
    "+1",
    "010",
    "-01",
    "00",
    "0x10",
    "1.",
    ".5",
    "1.e3",
    "1e",
    "1e+",
    "- 1",
    "\"",
    "\"a",
    "\"\\",
    "\"\\u",
    "\"\\u12",
    "\"\\u12g4\"",
    "\"\\x41\"",
    "\"\\",
    "\"a\tb\"",
    "\"a\nb\"",
    "'a'",
    "// c\n1",
    "1 /* c */",
    "<html></html>",
    "[\"12345678\\q\"]",
    "[\"1234567\x1f\"]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_refused (refused[i], strlen (refused[i]), DAYBOOK_ERROR_INVALID_RESPONSE);
  assert_refused ("\"a\0b\"", 5, DAYBOOK_ERROR_INVALID_RESPONSE);
  assert_refused ("{}\0", 3, DAYBOOK_ERROR_INVALID_RESPONSE);
  assert_refused (NULL, 0, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_accepts_what_is_json (void)
{
  static const char *const accepted[] = {
    "{}",
    "[]",
    " [ ] ",
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-0.0e-0",
    "1E400",
    "12345678901234567890123",
    "\"\"",
    "\xEF\xBB\xBF{}",
    "\t{ \"a\" : [ 1 , { } , [ ] ] , \"a\" : null }\r\n",
    "{\"\":{\"\":\"\"}}",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
    "[\"\\ud800\", \"\xff\"]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = verdict (accepted[i], strlen (accepted[i]));

      g_assert_no_error (error);
    }
}

/* A truncated page must never pass for a short one (reliability.md, fact 7). */
static void
test_refuses_every_prefix (void)
{
  static const char page[]
      = "{\"kind\":\"calendar#events\",\"items\":[{\"id\":\"5k2a\",\"n\":-1.5e3,\"ok\":true,"
        "\"no\":false,\"nil\":null,\"text\":\"a\\u00e9\\n\xc3\xa9 "
        "end\"}],\"nextSyncToken\":\"CP=\"}";

  for (gsize length = 0; length < sizeof page - 1; length++)
    assert_refused (page, length, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_error_tells_the_byte (void)
{
  g_autoptr (GError) error = verdict ("{\"secret\":nope}", 15);

  g_assert_nonnull (strstr (error->message, "10"));
  g_assert_null (strstr (error->message, "secret"));
}

static void
test_depth (void)
{
  for (guint depth = 63; depth <= 65; depth++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < depth; i++)
        g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
      g_string_append (text, "1");
      for (guint i = depth; i-- > 0;)
        g_string_append (text, i % 2 == 0 ? "]" : "}");
      error = verdict (text->str, text->len);
      if (depth <= DAYBOOK_JSON_MAX_DEPTH)
        g_assert_no_error (error);
      else
        g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE);
    }
}

static void
test_depth_bomb (void)
{
  g_autofree char *bomb = g_malloc (100000);

  memset (bomb, '[', 100000);
  assert_refused (bomb, 100000, DAYBOOK_ERROR_TOO_LARGE);
}

static void
test_token_bomb (void)
{
  g_autoptr (GString) text = g_string_new ("[0");
  g_autoptr (GError) error = NULL;

  for (guint i = 2; i < DAYBOOK_JSON_MAX_TOKENS; i++)
    g_string_append (text, ",0");
  g_string_append (text, "]");
  error = verdict (text->str, text->len);
  g_assert_no_error (error);

  g_string_truncate (text, text->len - 1);
  g_string_append (text, ",0]");
  assert_refused (text->str, text->len, DAYBOOK_ERROR_TOO_LARGE);
}

static void
test_strings (void)
{
  static const struct
  {
    const char *json;
    const char *text;
  } cases[] = {
    { "[\"\"]", "" },
    { "[\"plain text longer than eight\"]", "plain text longer than eight" },
    { "[\"1234567\\\"9\"]", "1234567\"9" },
    { "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "\"\\/\b\f\n\r\t" },
    { "[\"Z\\u00fcrich \\u20AC\"]", "Zürich €" },
    { "[\"Zürich €\"]", "Zürich €" },
    { "[\"\\ud83d\\ude00!\"]", "😀!" },
    { "[\"x\\u0000y\"]", "x\xEF\xBF\xBDy" },
    { "[\"\\ud800\"]", "\xEF\xBF\xBD" },
    { "[\"\\udc00\\ud800\"]", "\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "[\"\\ud800\\ud83d\\ude00\"]", "\xEF\xBF\xBD😀" },
    { "[\"\\ud800\\u0041\"]", "\xEF\xBF\xBD"
                              "A" },
    { "[\"\\ud800\\n\"]", "\xEF\xBF\xBD\n" },
    { "[\"a\xff z\"]", "a\xEF\xBF\xBD z" },
    { "[\"\xc3\"]", "\xEF\xBF\xBD" },
    { "[\"\\u00e9\xfe\"]", "é\xEF\xBF\xBD" },
    { "[\"12345678\xc3\xa9\"]", "12345678é" },
    { "[\"\x7f\"]", "\x7f" },
    { "[\"\xff, then a long plain tail\"]", "\xEF\xBF\xBD, then a long plain tail" },
    { "[\"a long plain head, then \xff\"]", "a long plain head, then \xEF\xBF\xBD" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = first_string (cases[i].json);
      g_autoptr (DaybookJsonReader) reader = reader_for (cases[i].json);
      const char *view;
      gsize length;

      g_assert_cmpstr (text, ==, cases[i].text);

      daybook_json_reader_begin_array (reader);
      daybook_json_reader_next_element (reader);
      view = daybook_json_reader_read_string_view (reader, &length);
      g_assert_cmpmem (view, length, cases[i].text, strlen (cases[i].text));
    }
}

static void
test_view_borrows (void)
{
  static const char text[] = "\"abc\"";
  g_autoptr (DaybookJsonReader) reader = reader_for (text);
  gsize length;

  g_assert_true (daybook_json_reader_read_string_view (reader, &length) == text + 1);
  g_assert_cmpuint (length, ==, 3);
}

static void
test_integers (void)
{
  static const struct
  {
    const char *json;
    gboolean ok;
    gint64 value;
  } cases[] = {
    { "0", TRUE, 0 },
    { "-0", TRUE, 0 },
    { "42", TRUE, 42 },
    { "-17", TRUE, -17 },
    { "999999999999999999", TRUE, G_GINT64_CONSTANT (999999999999999999) },
    { "-999999999999999999", TRUE, G_GINT64_CONSTANT (-999999999999999999) },
    { "1000000000000000000", FALSE, 0 },
    { "99999999999999999999999999", FALSE, 0 },
    { "1.0", FALSE, 0 },
    { "1e3", FALSE, 0 },
    { "\"1\"", FALSE, 0 },
    { "null", FALSE, 0 },
    { "true", FALSE, 0 },
    { "[1]", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookJsonReader) reader = reader_for (cases[i].json);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (daybook_json_reader_read_int (reader), ==, cases[i].value);
      g_assert_true (daybook_json_reader_finish (reader, &error) == cases[i].ok);
      if (!cases[i].ok)
        g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
    }
}

/* What lies outside is the nearer bound, and what is no integer the fallback. */
static void
test_integers_within_bounds (void)
{
  g_autoptr (DaybookJsonReader) reader = reader_for ("[-9, 2, \"3\", 7, 999999999999999999, \"x\", null]");
  const gint64 values[] = { 2, 2, 3, 5, 5, 4, 4 };
  g_autoptr (GError) error = NULL;

  daybook_json_reader_begin_array (reader);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_assert_true (daybook_json_reader_next_element (reader));
      g_assert_cmpint (daybook_json_reader_read_int_within (reader, 4, 2, 5), ==, values[i]);
    }
  g_assert_false (daybook_json_reader_next_element (reader));
  g_assert_true (daybook_json_reader_finish (reader, &error));
  g_assert_no_error (error);
}

static void
test_lenient_values (void)
{
  g_autoptr (DaybookJsonReader) reader = reader_for (
      "[\"1795222800000\", \"12x\", \"\", 99999999999999999999, 1.5, null, {\"a\":[1]}, 7,"
      " null, 3, \"x\", [true], 2.5, \"y\", 1e999, true, \"yes\", null]");
  g_autofree char *number = NULL;

  daybook_json_reader_begin_array (reader);
  daybook_json_reader_next_element (reader);
  g_assert_cmpint (daybook_json_reader_read_int_or (reader, -1), ==, 1795222800000);
  for (guint i = 0; i < 6; i++)
    {
      daybook_json_reader_next_element (reader);
      g_assert_cmpint (daybook_json_reader_read_int_or (reader, -1), ==, -1);
    }
  daybook_json_reader_next_element (reader);
  g_assert_cmpint (daybook_json_reader_read_int_or (reader, -1), ==, 7);

  daybook_json_reader_next_element (reader);
  g_assert_null (daybook_json_reader_read_string_or_null (reader));
  daybook_json_reader_next_element (reader);
  number = daybook_json_reader_read_text_or_null (reader);
  g_assert_cmpstr (number, ==, "3");
  daybook_json_reader_next_element (reader);
  daybook_json_reader_read_string_into (reader, &number);
  g_assert_cmpstr (number, ==, "x");
  daybook_json_reader_next_element (reader);
  daybook_json_reader_read_string_into (reader, &number);
  g_assert_null (number);

  daybook_json_reader_next_element (reader);
  g_assert_cmpfloat (daybook_json_reader_read_double_or (reader, 9), ==, 2.5);
  for (guint i = 0; i < 2; i++)
    {
      daybook_json_reader_next_element (reader);
      g_assert_cmpfloat (daybook_json_reader_read_double_or (reader, 9), ==, 9);
    }

  daybook_json_reader_next_element (reader);
  g_assert_true (daybook_json_reader_read_bool_or (reader, FALSE));
  daybook_json_reader_next_element (reader);
  g_assert_true (daybook_json_reader_read_bool_or (reader, TRUE));
  daybook_json_reader_next_element (reader);
  g_assert_false (daybook_json_reader_begin_object_or_skip (reader));
  g_assert_false (daybook_json_reader_next_element (reader));
  g_assert_true (daybook_json_reader_finish (reader, NULL));
}

static void
test_strict_values (void)
{
  g_autoptr (DaybookJsonReader) good = reader_for ("[-1.5e2, true, false, \"a\"]");
  g_autofree char *text = NULL;
  static const char *const wrong[] = { "null", "{}", "[]" };

  daybook_json_reader_begin_array (good);
  daybook_json_reader_next_element (good);
  g_assert_cmpfloat (daybook_json_reader_read_double (good), ==, -150);
  daybook_json_reader_next_element (good);
  g_assert_true (daybook_json_reader_read_bool (good));
  daybook_json_reader_next_element (good);
  g_assert_false (daybook_json_reader_read_bool (good));
  daybook_json_reader_next_element (good);
  text = daybook_json_reader_read_string (good);
  g_assert_cmpstr (text, ==, "a");
  g_assert_true (daybook_json_reader_finish (good, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (DaybookJsonReader) string = reader_for (wrong[i]);
      g_autoptr (DaybookJsonReader) number = reader_for (wrong[i]);
      g_autoptr (DaybookJsonReader) boolean = reader_for (wrong[i]);

      g_assert_null (daybook_json_reader_read_string (string));
      g_assert_true (daybook_json_reader_has_error (string));
      g_assert_cmpfloat (daybook_json_reader_read_double (number), ==, 0);
      g_assert_true (daybook_json_reader_has_error (number));
      g_assert_false (daybook_json_reader_read_bool (boolean));
      g_assert_true (daybook_json_reader_has_error (boolean));
    }
}

enum
{
  FIELD_ID,
  FIELD_STATUS,
  FIELD_START,
  FIELD_ATTENDEES,
};
static const char *const fields[] = { "id", "status", "start", "attendees", NULL };
static const char *const statuses[] = { "confirmed", "tentative", "cancelled", NULL };

static void
test_page_of_items (void)
{
  static const char *const page_fields[] = { "items", "nextPageToken", NULL };
  g_autoptr (DaybookJsonReader) reader = reader_for (
      "{\"kind\":\"calendar#events\",\"defaultReminders\":[{\"minutes\":10}],"
      "\"items\":[{\"id\":\"a\",\"status\":\"tentative\",\"start\":{\"date\":\"d1\"}},"
      "{\"start\":null,\"x\":{\"id\":\"inner\"},\"status\":\"new\",\"id\":\"b\"},"
      "{\"attendees\":[{\"email\":\"e1\"},7,{\"email\":\"e2\"}],\"\":0,\"i\":1,"
      "\"\\u0069d\":\"c\",\"ids\":2}],\"nextPageToken\":\"t\"}");
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, page_fields, &field))
    {
      if (field == 1)
        {
          g_autofree char *token = daybook_json_reader_read_string_or_null (reader);

          g_string_append_printf (log, "next=%s", token);
        }
      if (field != 0 || !daybook_json_reader_begin_array_or_skip (reader))
        continue;
      while (daybook_json_reader_next_element (reader))
        {
          daybook_json_reader_begin_object (reader);
          while (daybook_json_reader_next_field (reader, fields, &field))
            {
              g_autofree char *text = NULL;

              switch (field)
                {
                case FIELD_ID:
                  text = daybook_json_reader_read_string_or_null (reader);
                  g_string_append_printf (log, "id=%s ", text);
                  break;
                case FIELD_STATUS:
                  g_string_append_printf (log, "status=%d ",
                                          daybook_json_reader_read_choice (reader, statuses));
                  break;
                case FIELD_START:
                  if (!daybook_json_reader_begin_object_or_skip (reader))
                    break;
                  while (daybook_json_reader_next_member (reader))
                    g_string_append_printf (log, "start.%s ",
                                            daybook_json_reader_get_name (reader));
                  break;
                case FIELD_ATTENDEES:
                  if (!daybook_json_reader_begin_array_or_skip (reader))
                    break;
                  while (daybook_json_reader_next_element (reader))
                    {
                      if (!daybook_json_reader_begin_object_or_skip (reader))
                        continue;
                      while (daybook_json_reader_next_member (reader))
                        if (daybook_json_reader_name_is (reader, "email"))
                          {
                            daybook_json_reader_read_string_into (reader, &text);
                            g_string_append_printf (log, "%s ", text);
                          }
                    }
                  break;
                default:
                  g_string_append_printf (log, "?%s ", daybook_json_reader_get_name (reader));
                }
            }
        }
    }
  daybook_json_reader_finish (reader, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (log->str, ==,
                   "id=a status=1 start.date ?x status=-1 id=b e1 e2 ? ?i id=c ?ids next=t");
}

static void
test_leave_skips_the_rest (void)
{
  g_autoptr (DaybookJsonReader) reader = reader_for ("[{\"a\":[1,[2,{\"b\":3}],4],\"c\":5},6]");

  daybook_json_reader_begin_array (reader);
  daybook_json_reader_next_element (reader);
  daybook_json_reader_begin_object (reader);
  daybook_json_reader_next_member (reader);
  daybook_json_reader_begin_array (reader);
  daybook_json_reader_next_element (reader);
  daybook_json_reader_next_element (reader);
  daybook_json_reader_leave (reader);
  daybook_json_reader_leave (reader);
  g_assert_true (daybook_json_reader_next_element (reader));
  g_assert_cmpint (daybook_json_reader_read_int (reader), ==, 6);
  g_assert_false (daybook_json_reader_next_element (reader));
  g_assert_true (daybook_json_reader_finish (reader, NULL));
}

/* What lies in the part that nobody reads is checked too. */
static void
test_checks_what_it_skips (void)
{
  g_autoptr (DaybookJsonReader) reader = reader_for ("{\"a\":1,\"b\":[tru]}");
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_json_reader_begin_object (reader));
  g_assert_true (daybook_json_reader_next_member (reader));
  g_assert_cmpint (daybook_json_reader_read_int (reader), ==, 1);
  g_assert_false (daybook_json_reader_finish (reader, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_first_error_stays (void)
{
  g_autoptr (DaybookJsonReader) reader = reader_for ("{\"a\":\"x\",\"b\":1}");
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) again = NULL;
  gsize length;

  daybook_json_reader_begin_object (reader);
  daybook_json_reader_next_member (reader);
  daybook_json_reader_reject (reader, "event without an id");
  g_assert_false (daybook_json_reader_next_member (reader));
  g_assert_false (daybook_json_reader_begin_object (reader));
  g_assert_null (daybook_json_reader_read_string (reader));
  g_assert_null (daybook_json_reader_read_raw (reader, &length));
  g_assert_cmpint (daybook_json_reader_read_int_or (reader, 5), ==, 5);
  g_assert_cmpint (daybook_json_reader_peek (reader), ==, DAYBOOK_JSON_NOTHING);
  g_assert_false (daybook_json_reader_finish (reader, &first));
  g_assert_nonnull (strstr (first->message, "event without an id"));
  g_assert_false (daybook_json_reader_finish (reader, &again));
  g_assert_cmpstr (first->message, ==, again->message);
}

static void
test_wrong_loop_is_an_error (void)
{
  g_autoptr (DaybookJsonReader) reader = reader_for ("{\"a\":[1,2]}");
  g_autoptr (GError) error = NULL;

  daybook_json_reader_begin_object (reader);
  daybook_json_reader_next_member (reader);
  daybook_json_reader_begin_array (reader);
  g_assert_false (daybook_json_reader_next_member (reader));
  g_assert_false (daybook_json_reader_finish (reader, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL);
}

static void
test_raw_value (void)
{
  g_autoptr (DaybookJsonReader) reader
      = reader_for ("[ {\"a\" : [1, 2]} , \"s\\n\", -1.0,\"\xff\"]");
  g_autofree char *text = NULL;
  const char *raw;
  gsize length;

  daybook_json_reader_begin_array (reader);
  daybook_json_reader_next_element (reader);
  raw = daybook_json_reader_read_raw (reader, &length);
  g_assert_cmpmem (raw, length, "{\"a\" : [1, 2]}", 14);
  daybook_json_reader_next_element (reader);
  raw = daybook_json_reader_read_raw (reader, &length);
  g_assert_cmpmem (raw, length, "\"s\\n\"", 5);
  daybook_json_reader_next_element (reader);
  raw = daybook_json_reader_read_raw (reader, &length);
  g_assert_cmpmem (raw, length, "-1.0", 4);
  daybook_json_reader_next_element (reader);
  text = daybook_json_reader_read_raw_text (reader);
  g_assert_cmpstr (text, ==, "\"\xEF\xBF\xBD\"");
  g_assert_true (daybook_json_reader_finish (reader, NULL));
}

static void
test_find (void)
{
  static const char body[] = "{\"error\":{\"code\":410,\"errors\":[{\"reason\":\"other\"},{"
                             "\"reason\":\"fullSyncRequired\"}],"
                             "\"@odata.x\":\"y\"}}";
  gsize length = sizeof body - 1;
  g_autofree char *reason = daybook_json_find_string (body, length, "/error/errors/1/reason");
  g_autofree char *odata = daybook_json_find_string (body, length, "/error/@odata.x");
  g_autoptr (DaybookJsonReader) reader = reader_for (body);

  g_assert_cmpstr (reason, ==, "fullSyncRequired");
  g_assert_cmpstr (odata, ==, "y");
  g_assert_null (daybook_json_find_string (body, length, "/error/errors/2/reason"));
  g_assert_null (daybook_json_find_string (body, length, "/error/errors/x"));
  g_assert_null (daybook_json_find_string (body, length, "/error/code"));
  g_assert_null (daybook_json_find_string (body, length, "/err"));
  g_assert_null (daybook_json_find_string (body, length - 1, "/error/@odata.x"));
  g_assert_null (daybook_json_find_string ("", 0, "/a"));

  g_assert_true (daybook_json_reader_find (reader, "/error/code"));
  g_assert_cmpint (daybook_json_reader_read_int (reader), ==, 410);
  g_assert_true (daybook_json_reader_finish (reader, NULL));
}

static void
test_keeps_bytes (void)
{
  GBytes *bytes = g_bytes_new ("[\"a\"]", 5);
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (bytes);
  g_autofree char *text = NULL;

  g_bytes_unref (bytes);
  daybook_json_reader_begin_array (reader);
  daybook_json_reader_next_element (reader);
  text = daybook_json_reader_read_string (reader);
  g_assert_cmpstr (text, ==, "a");
}

/* A document of another kind than was asked for; what is wrong with the document itself comes first. */
static void
test_other_document (void)
{
  static const struct
  {
    const char *text;
    gboolean is_expected;
    const char *message; /* NULL: fine */
  } cases[] = { { "{}", TRUE, NULL }, { "{}", FALSE, "Another one." }, { "{", TRUE, "" }, { "{", FALSE, "" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookJsonReader) reader = reader_for (cases[i].text);
      g_autoptr (GError) error = NULL;

      g_assert_true (daybook_json_reader_finish_if (reader, cases[i].is_expected, "Another one.", &error)
                     == (cases[i].message == NULL));
      if (cases[i].message == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_true (g_str_equal (error->message, "Another one.") == (*cases[i].message != '\0'));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/refuses-what-is-not-json", test_refuses_what_is_not_json);
  g_test_add_func ("/json/accepts-what-is-json", test_accepts_what_is_json);
  g_test_add_func ("/json/refuses-every-prefix", test_refuses_every_prefix);
  g_test_add_func ("/json/error-tells-the-byte", test_error_tells_the_byte);
  g_test_add_func ("/json/depth-ends-at-64", test_depth);
  g_test_add_func ("/json/depth-bomb", test_depth_bomb);
  g_test_add_func ("/json/token-bomb", test_token_bomb);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/view-borrows", test_view_borrows);
  g_test_add_func ("/json/integers-are-exact-or-refused", test_integers);
  g_test_add_func ("/json/integers-within-bounds", test_integers_within_bounds);
  g_test_add_func ("/json/lenient-values", test_lenient_values);
  g_test_add_func ("/json/strict-values", test_strict_values);
  g_test_add_func ("/json/page-of-items", test_page_of_items);
  g_test_add_func ("/json/leave-skips-the-rest", test_leave_skips_the_rest);
  g_test_add_func ("/json/checks-what-it-skips", test_checks_what_it_skips);
  g_test_add_func ("/json/first-error-stays", test_first_error_stays);
  g_test_add_func ("/json/wrong-loop-is-an-error", test_wrong_loop_is_an_error);
  g_test_add_func ("/json/raw-value", test_raw_value);
  g_test_add_func ("/json/find", test_find);
  g_test_add_func ("/json/keeps-bytes", test_keeps_bytes);
  g_test_add_func ("/json/other-document", test_other_document);

  return g_test_run ();
}
