/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-json-lines.h"

#include <string.h>

#include "base/daybook-error.h"

static void
take_all (DaybookJsonLines *lines, GString *out)
{
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      gsize length;
      const char *line = daybook_json_lines_next (lines, &length, &error);

      if (line != NULL)
        {
          g_string_append_c (out, '[');
          g_string_append_len (out, line, MIN (length, 20));
          g_string_append_c (out, ']');
        }
      else if (error != NULL)
        {
          g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE);
          g_string_append_c (out, '!');
        }
      else
        {
          break;
        }
    }
}

/* The same lines come out however the bytes are cut. */
static void
test_any_cut (void)
{
  static const char text[] = "{\"a\":1}\n\n{}\r\n\r\nlast\npart";

  for (gsize chunk = 1; chunk <= sizeof text; chunk++)
    {
      g_autoptr (DaybookJsonLines) lines = daybook_json_lines_new ();
      g_autoptr (GString) out = g_string_new (NULL);

      g_assert_true (daybook_json_lines_is_empty (lines));
      for (gsize at = 0; at < sizeof text - 1; at += chunk)
        {
          daybook_json_lines_feed (lines, text + at, MIN (chunk, sizeof text - 1 - at));
          take_all (lines, out);
        }
      g_assert_cmpstr (out->str, ==, "[{\"a\":1}][{}][last]");
      g_assert_false (daybook_json_lines_is_empty (lines));
      daybook_json_lines_feed (lines, "\n", 1);
      take_all (lines, out);
      g_assert_cmpstr (out->str, ==, "[{\"a\":1}][{}][last][part]");
      g_assert_true (daybook_json_lines_is_empty (lines));
    }
}

static void
test_long_line_is_dropped (void)
{
  g_autofree char *most = g_strnfill (DAYBOOK_JSON_LINE_MAX, 'm');
  g_autofree char *more = g_strnfill (DAYBOOK_JSON_LINE_MAX * 5 + 1, 'x');
  g_autoptr (DaybookJsonLines) lines = daybook_json_lines_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  daybook_json_lines_feed (lines, most, strlen (most));
  daybook_json_lines_feed (lines, "\n", 1);
  take_all (lines, out);
  g_assert_cmpstr (out->str, ==, "[mmmmmmmmmmmmmmmmmmmm]");

  g_string_truncate (out, 0);
  for (gsize at = 0; at < strlen (more); at += 10000)
    {
      daybook_json_lines_feed (lines, more + at, MIN (10000, strlen (more) - at));
      take_all (lines, out);
    }
  g_assert_false (daybook_json_lines_is_empty (lines));
  daybook_json_lines_feed (lines, "x\nafter\n", 8);
  take_all (lines, out);
  g_assert_cmpstr (out->str, ==, "![after]");

  g_string_truncate (out, 0);
  daybook_json_lines_feed (lines, "a\n", 2);
  daybook_json_lines_feed (lines, more, strlen (more));
  daybook_json_lines_feed (lines, "\nb\n", 3);
  take_all (lines, out);
  g_assert_cmpstr (out->str, ==, "[a]![b]");
  g_assert_true (daybook_json_lines_is_empty (lines));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-lines/any-cut", test_any_cut);
  g_test_add_func ("/json-lines/long-line-is-dropped", test_long_line_is_dropped);

  return g_test_run ();
}
