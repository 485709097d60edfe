/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-event-rules.h"

#include <string.h>

#include "providers/daybook-css-color.h"
#include "providers/daybook-digest.h"
#include "providers/daybook-json-text.h"

static void
test_tidy_line (void)
{
  static const struct
  {
    const char *text;
    const char *tidy;
  } cases[] = {
    { "Design review", "Design review" },
    { "  Two\r\n lines\t here ", "Two lines here" },
    { "right\xe2\x80\xae to left", "right to left" },
    { "Z\xc3\xbcrich", "Z\xc3\xbcrich" },
    { "broken \xff", "broken \xef\xbf\xbd" },
    { "   ", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tidy = daybook_event_tidy_line (g_strdup (cases[i].text));

      g_assert_cmpstr (tidy, ==, cases[i].tidy);
    }
}

/* Long text ends at the end of a character. */
static void
test_long_text_is_cut (void)
{
  g_autoptr (GString) text = g_string_new ("x");
  g_autofree char *tidy = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "ü");
  tidy = daybook_event_tidy_line (g_strdup (text->str));
  g_assert_cmpuint (strlen (tidy), ==, 4095);
  g_assert_true (g_utf8_validate (tidy, -1, NULL));
}

/* reliability.md section 2, row 6 */
static void
test_range (void)
{
  const struct
  {
    gint64 start;
    gint64 length;
    gboolean good;
  } cases[] = {
    { daybook_wall_from_civil (2026, 11, 23, 9, 0, 0), 3600, TRUE },
    { daybook_wall_from_civil (2026, 11, 23, 9, 0, 0), 0, TRUE },
    { daybook_wall_from_civil (2026, 11, 23, 9, 0, 0), -1, FALSE },
    { daybook_wall_from_civil (2026, 11, 23, 9, 0, 0), 366 * 86400, TRUE },
    { daybook_wall_from_civil (2026, 11, 23, 9, 0, 0), 366 * 86400 + 1, FALSE },
    { daybook_wall_from_civil (1900, 1, 1, 0, 0, 0), 3600, TRUE },
    { daybook_wall_from_civil (2200, 12, 31, 0, 0, 0), 86400, TRUE },
    { G_MININT64 / 2, 0, FALSE },
    { G_MAXINT64 / 2, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookEvent) event = daybook_event_new ();

      event->range_start = cases[i].start;
      event->range_end = cases[i].start + cases[i].length;
      g_assert_cmpint (daybook_event_check (event) == NULL, ==, cases[i].good);
    }
}

static void
test_series (void)
{
  g_assert_null (daybook_event_check_series ("RRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE:20261123T090000Z"));
  g_assert_null (daybook_event_check_series ("RDATE:20261123T090000Z"));
  g_assert_nonnull (daybook_event_check_series ("EXDATE:20261123T090000Z\nRRULE:FREQ=SECONDLY"));
  g_assert_nonnull (daybook_event_check_series ("RRULE:FREQ=DAILY\nEXRULE:FREQ=MINUTELY"));
  g_assert_nonnull (daybook_event_check_series ("RRULE:"));
}

/* Every field that a service says moves the digest; what the store adds does not. */
static void
test_digest (void)
{
  g_autoptr (DaybookEvent) event = daybook_event_new ();
  guint64 empty = daybook_event_digest (event), titled, moved;

  event->title = g_strdup ("");
  titled = daybook_event_digest (event);
  g_assert_cmpuint (titled, !=, empty);
  event->range_end = 1;
  moved = daybook_event_digest (event);
  g_assert_cmpuint (moved, !=, titled);
  event->id = 7;
  event->source_id = 8;
  g_assert_cmpuint (daybook_event_digest (event), ==, moved);
}

/* The value is stored: it must be the same on every machine and in every version. */
static void
test_digest_is_for_ever (void)
{
  guint64 digest = daybook_digest_bytes (0, "0123456789abcdefghij", 20);

  g_assert_cmphex (digest, ==, daybook_digest_bytes (0, "0123456789abcdefghij", 20));
  g_assert_cmphex (daybook_digest_text (0, "Daybook"), ==, G_GUINT64_CONSTANT (0x87553f070151322d));
  g_assert_cmphex (daybook_digest_bytes (daybook_digest_bytes (0, "a", 1), "b", 1), !=, daybook_digest_bytes (0, "ab", 2));
  g_assert_cmphex (daybook_digest_bytes (0, "", 0), !=, 0);
  for (guint bit = 0; bit < 160; bit++)
    {
      char text[] = "0123456789abcdefghij";

      text[bit / 8] ^= 1 << bit % 8;
      g_assert_cmphex (daybook_digest_bytes (0, text, 20), !=, digest);
    }
}

static void
test_css_colors (void)
{
  static const struct
  {
    const char *text;
    const char *hex;
  } cases[] = {
    { "turquoise", "#40e0d0" }, { "AliceBlue", "#f0f8ff" }, { "yellowgreen", "#9acd32" }, { "#A347BA", "#a347ba" },
    { "#A347BAFF", "#a347ba" }, { " red ", "#ff0000" },     { "#12345", NULL },           { "nocolor", NULL },
    { "", NULL },               { "#gggggg", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *hex = daybook_css_color_to_hex (cases[i].text, -1);

      g_assert_cmpstr (hex, ==, cases[i].hex);
    }
}

static void
test_json_text (void)
{
  g_autoptr (GString) json = g_string_new (NULL);

  daybook_json_text_append (json, "a\"b\\c\nd\x01");
  daybook_json_text_append (json, NULL);
  daybook_json_text_append (json, "");
  daybook_json_text_append (json, "\xff");
  g_assert_cmpstr (json->str, ==, "\"a\\\"b\\\\c d\"nullnull\"\xef\xbf\xbd\"");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-rules/tidy-line", test_tidy_line);
  g_test_add_func ("/event-rules/long-text-is-cut", test_long_text_is_cut);
  g_test_add_func ("/event-rules/range", test_range);
  g_test_add_func ("/event-rules/series", test_series);
  g_test_add_func ("/event-rules/digest", test_digest);
  g_test_add_func ("/digest/is-for-ever", test_digest_is_for_ever);
  g_test_add_func ("/css-color/names", test_css_colors);
  g_test_add_func ("/json-text/append", test_json_text);
  return g_test_run ();
}
