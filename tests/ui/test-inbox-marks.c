/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the words that led to a suggestion are marked, and what is said of them. */
#include "inbox/daybook-inbox-marks.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "common/daybook-color.h"

static const char text[] = "Hi,\ncould you please send\nit by Friday?";

/* "could ... Friday?" asks, "by Friday" is a date, and the title hurries. */
static GArray *
make_grounds (void)
{
  static const DaybookGround grounds[] = {
    { DAYBOOK_GROUND_URGENT, TRUE, { 0, 6 } },
    { DAYBOOK_GROUND_ASKS, FALSE, { 4, 39 } },
    { DAYBOOK_GROUND_DUE, FALSE, { 29, 38 } },
  };
  GArray *array = g_array_new (FALSE, FALSE, sizeof (DaybookGround));

  return g_array_append_vals (array, grounds, G_N_ELEMENTS (grounds));
}

/* "4-39 background, 29-38 weight" */
static char *
list (gboolean in_title, gboolean high_contrast)
{
  g_autoptr (GArray) grounds = make_grounds ();
  const DaybookInboxMarkStyle style = { { 1, 0.5, 0, 1 }, high_contrast };
  g_autoptr (PangoAttrList) attributes = daybook_inbox_marks_make_attributes (grounds, in_title, &style);
  GSList *list = pango_attr_list_get_attributes (attributes);
  GString *words = g_string_new (NULL);

  for (GSList *l = list; l != NULL; l = l->next)
    {
      const PangoAttribute *attribute = l->data;
      const char *name = attribute->klass->type == PANGO_ATTR_BACKGROUND  ? "background"
                         : attribute->klass->type == PANGO_ATTR_WEIGHT    ? "weight"
                         : attribute->klass->type == PANGO_ATTR_UNDERLINE ? "underline"
                                                                          : "?";

      g_string_append_printf (words, "%s%u-%u %s", words->len > 0 ? ", " : "", attribute->start_index, attribute->end_index,
                              name);
      if (attribute->klass->type == PANGO_ATTR_BACKGROUND)
        {
          const PangoColor *color = &((const PangoAttrColor *) attribute)->color;

          g_assert_cmpuint (color->red, ==, 0xffff);
          g_assert_cmpuint (color->green, ==, 0x8000);
          g_assert_cmpuint (color->blue, ==, 0);
        }
    }
  g_slist_free_full (list, (GDestroyNotify) pango_attribute_destroy);
  return g_string_free (words, FALSE);
}

static void
test_attributes (void)
{
  g_autofree char *in_text = list (FALSE, FALSE);
  g_autofree char *in_title = list (TRUE, FALSE);
  g_autofree char *in_contrast = list (FALSE, TRUE);

  g_assert_cmpstr (in_text, ==, "4-39 background, 29-38 background, 29-38 weight");
  g_assert_cmpstr (in_title, ==, "0-6 background, 0-6 underline");
  g_assert_cmpstr (in_contrast, ==, "4-39 background, 4-39 underline, 29-38 background, 29-38 weight, 29-38 underline");
}

/* Whoever hears the text hears which words they are, each in its own direction. */
static void
test_words (void)
{
  g_autoptr (GArray) grounds = make_grounds ();
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (DaybookGround));
  g_autofree char *of_text = daybook_inbox_marks_describe (grounds, FALSE, text);
  g_autofree char *of_title = daybook_inbox_marks_describe (grounds, TRUE, "URGENT <b>offer</b>");
  g_autofree char *of_nothing = daybook_inbox_marks_describe (none, FALSE, text);

  g_assert_cmpstr (of_text, ==,
                   "Asks: “\u2068could you please send it by Friday?\u2069”. Names a date: “\u2068by Friday\u2069”.");
  g_assert_cmpstr (of_title, ==, "Says that it hurries: “\u2068URGENT\u2069”.");
  g_assert_cmpstr (of_nothing, ==, "");
}

/* The themes' colours: the text stays legible, and what is marked differs from what is not. */
static void
test_contrast (void)
{
  static const struct
  {
    const char *name;
    GdkRGBA ground, text;
    gboolean dark;
  } themes[] = {
    { "light", { 1, 1, 1, 1 }, { 0, 0, 0, 0.8f }, FALSE },
    { "light, high contrast", { 1, 1, 1, 1 }, { 0, 0, 0, 1 }, FALSE },
    { "dark", { 0.21f, 0.21f, 0.21f, 1 }, { 1, 1, 1, 1 }, TRUE },
  };
  static const char *const accents[] = { "#3584e4", "#2190a4", "#3a944a", "#c88800", "#ed5b00", "#e62d42", "#9141ac", "#6f8396" };

  for (guint i = 0; i < G_N_ELEMENTS (themes) * G_N_ELEMENTS (accents); i++)
    {
      const guint theme = i / G_N_ELEMENTS (accents);
      GdkRGBA accent, seen = daybook_color_mix (&themes[theme].ground, &themes[theme].text, themes[theme].text.alpha);
      DaybookInboxMarkStyle style;

      g_assert_true (daybook_color_parse (accents[i % G_N_ELEMENTS (accents)], &accent));
      daybook_inbox_mark_style_compute (&style, &themes[theme].ground, &themes[theme].text, &accent, themes[theme].dark, FALSE);
      g_test_message ("%s %s: text %.1f, fill %.2f", themes[theme].name, accents[i % G_N_ELEMENTS (accents)],
                      daybook_color_contrast (&seen, &style.fill),
                      daybook_color_contrast (&themes[theme].ground, &style.fill));
      g_assert_cmpfloat (daybook_color_contrast (&seen, &style.fill), >=, 7);
      g_assert_cmpfloat (daybook_color_contrast (&themes[theme].ground, &style.fill), >=, 1.15);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inbox/marks/attributes", test_attributes);
  g_test_add_func ("/inbox/marks/are-said", test_words);
  g_test_add_func ("/inbox/marks/text-on-them-is-legible", test_contrast);
  return g_test_run ();
}
