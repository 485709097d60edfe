/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "timekeeping/daybook-log-text.h"

static void
test_what_people_type (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
    const char *title;
  } cases[] = {
    { "2.5 hours: Client meeting", 9000, "Client meeting" },
    { "1h30 review", 5400, "review" },
    { "90m x", 5400, "x" },
    { "2,5 h: y", 9000, "y" },
    { "1:15 z", 4500, "z" },
    { "  45 min  –  Fix the   checkout\nbug ", 2700, "Fix the checkout bug" },
    { "1 h: a: b", 3600, "a: b" },
    { "24h on call", 86400, "on call" },
    { "90m: 5 min pitch", 5400, "5 min pitch" },
    { "1:15 - and more", 4500, "and more" },
    { "30m to-do list", 1800, "to-do list" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DaybookLogText) read = daybook_log_text_parse (cases[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpint (read->duration, ==, cases[i].seconds);
      g_assert_cmpstr (read->title, ==, cases[i].title);
    }
}

static void
test_what_is_refused_says_how (void)
{
  static const char *const bad[] = { "", "   ", "Client meeting", "0 h: nothing", "25 hours: too long", "2 h", "1:15", "2h:",
                                     "-1h: back", "9:00-10:30 review", "9:00 – 10:30: review", "9:00 to 10:30 review",
                                     "1 hour and 30 minutes: review", "1 h + 30 min review" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DaybookLogText) read = daybook_log_text_parse (bad[i], &error);

      g_assert_null (read);
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
      g_assert_nonnull (g_strstr_len (error->message, -1, "2.5 hours: Client meeting"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timekeeping/log-text/what-people-type", test_what_people_type);
  g_test_add_func ("/timekeeping/log-text/what-is-refused-says-how", test_what_is_refused_says_how);
  return g_test_run ();
}
