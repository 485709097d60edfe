/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The legibility that ui/README.md promises, for eight hues in both schemes. */
#include "common/daybook-color.h"

static const char *const hues[] = {
  "#3584e4", /* blue */
  "#26a269", /* green */
  "#e5a50a", /* yellow */
  "#e66100", /* orange */
  "#e01b24", /* red */
  "#9141ac", /* purple */
  "#986a44", /* brown */
  "#2190a4", /* teal */
};

static GdkRGBA
parse (const char *text)
{
  GdkRGBA color;

  g_assert_true (daybook_color_parse (text, &color));
  return color;
}

static void
check_scheme (const char *view_text, gboolean dark)
{
  GdkRGBA view = parse (view_text);

  for (gsize i = 0; i < G_N_ELEMENTS (hues); i++)
    {
      GdkRGBA hue = parse (hues[i]);
      DaybookBlockColors colors;

      daybook_block_colors_compute (&colors, &hue, &view, dark);
      g_test_message ("%s: title %.1f, detail %.1f, edge %.1f", hues[i],
                      daybook_color_contrast (&colors.title, &colors.fill),
                      daybook_color_contrast (&colors.detail, &colors.fill),
                      daybook_color_contrast (&colors.edge, &colors.fill));
      g_assert_cmpfloat (daybook_color_contrast (&colors.title, &colors.fill), >=, 7.0);
      g_assert_cmpfloat (daybook_color_contrast (&colors.detail, &colors.fill), >=, 4.8);
      g_assert_cmpfloat (daybook_color_contrast (&colors.edge, &colors.fill), >=, 3.0);
      /* Moved no further than needed: black or white everywhere would be legible too. */
      g_assert_cmpfloat (daybook_color_contrast (&colors.title, &colors.fill), <, 9.0);
    }
}

static void
test_light (void)
{
  check_scheme ("#ffffff", FALSE);
}

static void
test_dark (void)
{
  check_scheme ("#1e1e1e", TRUE);
}

static void
test_selected (void)
{
  const GdkRGBA white = { 1, 1, 1, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (hues); i++)
    {
      GdkRGBA hue = parse (hues[i]);
      GdkRGBA fill = daybook_color_for_white (&hue);

      g_assert_cmpfloat (daybook_color_contrast (&white, &fill), >=, 4.5);
    }
}

/* The figures of WCAG 2 itself. */
static void
test_contrast (void)
{
  GdkRGBA black = parse ("#000000"), white = parse ("#ffffff"), grey = parse ("#767676");

  g_assert_cmpfloat_with_epsilon (daybook_color_contrast (&black, &white), 21, 0.001);
  g_assert_cmpfloat_with_epsilon (daybook_color_contrast (&grey, &white), 4.54, 0.01);
  g_assert_cmpfloat_with_epsilon (daybook_color_contrast (&white, &grey), 4.54, 0.01);
}

static void
test_hopeless (void)
{
  GdkRGBA white = parse ("#ffffff");
  GdkRGBA found = daybook_color_reach (&white, &white, TRUE, 3);

  /* Nothing lighter than white stands out of white: it ends, and with white. */
  g_assert_cmpfloat (found.red, ==, 1);
}

static void
test_parse (void)
{
  static const char *const strange[] = { NULL, "", "red; background: url(x)", "#12345", "3584e4", "#gggggg" };
  GdkRGBA color;

  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      g_assert_false (daybook_color_parse (strange[i], &color));
      g_assert_cmpfloat (color.alpha, ==, 1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/color/contrast-is-that-of-wcag", test_contrast);
  g_test_add_func ("/ui/color/block-is-legible-on-light", test_light);
  g_test_add_func ("/ui/color/block-is-legible-on-dark", test_dark);
  g_test_add_func ("/ui/color/white-is-legible-on-selection", test_selected);
  g_test_add_func ("/ui/color/ends-where-nothing-helps", test_hopeless);
  g_test_add_func ("/ui/color/strange-text-is-grey", test_parse);
  return g_test_run ();
}
