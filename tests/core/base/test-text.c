/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-text.h"

#include <string.h>

typedef char *(*Function) (const char *text);

typedef struct
{
  const char *text;
  const char *expected;
} Case;

static void
check (Function function, const Case *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *result = function (cases[i].text);

      g_assert_cmpstr (result, ==, cases[i].expected);
    }
}

static void
test_make_valid (void)
{
  g_autofree char *nul = daybook_text_make_valid ("a\0b\xff", 4);
  g_autofree char *none = daybook_text_make_valid (NULL, -1);

  g_assert_cmpstr (nul, ==,
                   "a\xEF\xBF\xBD"
                   "b\xEF\xBF\xBD");
  g_assert_cmpstr (none, ==, "");
}

/* Wherever among plain text a character or half of one stands, GLib has the same. */
static void
test_make_valid_like_glib (void)
{
  static const char *const pieces[] = { "\xC3\xBC", "\xC3", "\xBC", "\xE2\x82\xAC", "\xE2\x82", "\xF0\x9F\x98\x80",
                                        "\xED\xA0\x80", "\xC0\x80", "\xFF", "\xC3\xBC\xC3", "\xE2\x82\xAC\xBC" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      for (int before = 0; before < 20; before++)
        {
          g_autofree char *text = g_strdup_printf ("%.*s%s%s", before, "abcdefghijklmnopqrst", pieces[i],
                                                   before % 2 == 0 ? "after it" : "");
          g_autofree char *valid = daybook_text_make_valid (text, -1);
          g_autofree char *bounded = daybook_text_make_valid (text, strlen (text) - 1);
          g_autofree char *expected = g_utf8_make_valid (text, -1);
          g_autofree char *expected_bounded = g_utf8_make_valid (text, strlen (text) - 1);

          g_assert_cmpstr (valid, ==, expected);
          g_assert_cmpstr (bounded, ==, expected_bounded);
        }
    }
}

static void
test_clean (void)
{
  static const Case cases[] = {
    { NULL, "" },
    { "plain", "plain" },
    { "a\r\nb\rc\nd\te", "a\nb\nc\nd\te" },
    { "\x01\x1b[31mred\x7f", "[31mred" },
    { "next\xC2\x85line \xC2\x9b", "next\nline " },
    { "invoice\xE2\x80\xAE"
      "gpj.exe",
      "invoicegpj.exe" },
    { "\xE2\x81\xA6"
      "a\xE2\x81\xA9"
      "b",
      "ab" },
    { "pay\xE2\x80\x8Bpal\xEF\xBB\xBF", "paypal" },
    { "soft\xC2\xADhyphen", "softhyphen" },
    { "one\xE2\x80\xA8two\xE2\x80\xA9three", "one\ntwo\nthree" },
    { "flag\xF3\xA0\x81\xA7", "flag" },
    { "Zürich – naïve 日本 😀", "Zürich – naïve 日本 😀" },
    { "bad \xE2\x80 end", "bad \xEF\xBF\xBD\xEF\xBF\xBD end" },
  };

  check (daybook_text_clean, cases, G_N_ELEMENTS (cases));
}

static void
test_one_line (void)
{
  static const Case cases[] = {
    { "", "" },
    { " \n\t ", "" },
    { "  a \n\n b\tc  ", "a b c" },
    { "a\xC2\xA0\xE3\x80\x80z", "a z" },
    { "a\xE2\x80\x8B\nb", "a b" },
  };

  check (daybook_text_one_line, cases, G_N_ELEMENTS (cases));
}

static void
test_isolate (void)
{
  static const Case cases[] = {
    { "a\xE2\x81\xA9"
      "b",
      "\xE2\x81\xA8"
      "ab\xE2\x81\xA9" },
  };

  check (daybook_text_isolate, cases, G_N_ELEMENTS (cases));
}

static void
test_markup (void)
{
  static const Case cases[] = {
    { "A&B <b>x", "A&amp;B &lt;b&gt;x" },
    { "\"it's\"", "&quot;it&apos;s&quot;" },
    { "&amp;", "&amp;amp;" },
    { "<\xff>", "&lt;\xEF\xBF\xBD&gt;" },
    { "\x01"
      "a",
      "a" },
  };

  check (daybook_text_to_markup, cases, G_N_ELEMENTS (cases));
}

static void
test_notification (void)
{
  static const Case cases[] = {
    { "<a href='x'>R&D</a> 2 > 1", "‹a href='x'>R＆D‹/a> 2 > 1" },
  };

  check (daybook_text_to_notification, cases, G_N_ELEMENTS (cases));
}

static void
test_ellipsize (void)
{
  static const struct
  {
    const char *text;
    guint max;
    const char *expected;
  } cases[] = {
    { "abc", 3, "abc" },
    { "abcd", 3, "ab…" },
    { "äöü", 3, "äöü" },
    { "äöüß", 3, "äö…" },
    { "one two", 5, "one…" },
    { "abc", 1, "…" },
    { "abc", 0, "" },
    { "", 0, "" },
    { "ae\xCC\x81\xCC\xA3xy", 4, "a…" },
    { "   x", 2, "…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = daybook_text_ellipsize (cases[i].text, cases[i].max);

      g_assert_cmpstr (result, ==, cases[i].expected);
    }
}

static void
test_brief (void)
{
  g_autofree char *brief = daybook_text_brief ("two\nlines and more", 10);
  g_autofree char *nothing = daybook_text_brief (NULL, 10);

  g_assert_cmpstr (brief, ==, "two lines…");
  g_assert_cmpstr (nothing, ==, "");
}

static void
test_fold (void)
{
  static const Case cases[] = {
    { "ZÜRICH", "zurich" },
    { "Stra\xC3\x9F"
      "e",
      "strasse" },
    { "\xEF\xBC\xBA"
      "u\xCC\x88rich",
      "zurich" },
    { "ΣΑΣ", "σασ" },
  };

  check (daybook_text_fold, cases, G_N_ELEMENTS (cases));
}

static void
test_html (void)
{
  static const Case cases[] = {
    { "plain &amp; simple", "plain & simple" },
    { "  a\n   b  ", "a b" },
    { "one<br>two<br/>three<BR />four", "one\ntwo\nthree\nfour" },
    { "a<br><br><br><br>b", "a\n\nb" },
    { "<p>First</p><p>Second</p>", "First\n\nSecond" },
    { "<div>a</div><div>b</div>", "a\nb" },
    { "Agenda:<ul><li>One</li><li>Two <b>bold</b></li></ul>End",
      "Agenda:\n\n• One\n• Two bold\n\nEnd" },
    { "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc" },
    { "<html><head><title>T</title><style>p { color: red }</style></head><body>x</body></html>",
      "x" },
    { "a<script>if (a < b) alert('</p>')</script>b", "ab" },
    { "a<script>never ends", "a" },
    { "a<!-- <p>hidden</p> -->b<!-- open", "ab" },
    { "<!DOCTYPE html><?xml x?>a", "a" },
    { "1 < 2 and 3 <4 <> </ >", "1 < 2 and 3 <4 <> </ >" },
    { "<a href=\"https://x.example/>\">link</a>", "link" },
    { "<img alt='>' src=x>y", "y" },
    { "&lt;b&gt; &#65;&#x42;&#X43; &eacute; &nbsp;&euro;&hellip; &apos;", "<b> ABC é  €… '" },
    { "&bogus; &amp &; & &#; &#x; &#xZ;", "&bogus; &amp &; & &#; &#x; &#xZ;" },
    { "&#0;&#xD800;&#99999999999;&#x110000;", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "&#147;quoted&#148;", "“quoted”" },
    { "&#8238;x&#1;", "x" },
    { "<pre>a\n  b</pre>c", "a\n  b\n\nc" },
    { "one two  three <b> four</b> five &amp; six <pre>a b  c</pre>", "one two three four five & six\n\na b  c" },
    { "<p", "" },
    { "", "" },
    { NULL, "" },
    { "x\xff<b>y", "x\xEF\xBF\xBDy" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = daybook_text_from_html (cases[i].text, -1, DAYBOOK_HTML_PLAIN);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_html_links (void)
{
  static const Case cases[] = {
    { "<a href=\"https://x.example/a?b=1&amp;c=2\">Join</a> now",
      "Join (https://x.example/a?b=1&c=2) now" },
    { "<a href=https://x.example/>https://x.example/</a>", "https://x.example/" },
    { "<a href='http://x.example'><img></a>", "http://x.example" },
    { "<a href='javascript:alert(1)'>x</a>", "x" },
    { "<a href='https://a.example/'>never closed", "never closed (https://a.example/)" },
    { "<a name=top>x</a>", "x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = daybook_text_from_html (cases[i].text, -1, DAYBOOK_HTML_LINKS);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_html_is_bounded (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  g_autofree char *result = daybook_text_from_html (text, -1, DAYBOOK_HTML_PLAIN);

  g_assert_cmpuint (strlen (result), ==, DAYBOOK_HTML_MAX_TEXT);
}

static void
test_looks_like_html (void)
{
  g_assert_true (daybook_text_looks_like_html ("a<br>b"));
  g_assert_true (daybook_text_looks_like_html ("<p class='x'>"));
  g_assert_true (daybook_text_looks_like_html ("Q&amp;A"));
  g_assert_false (daybook_text_looks_like_html ("Ana <ana@example.com>, <b@example.com>"));
  g_assert_false (daybook_text_looks_like_html ("<https://example.com/a>"));
  g_assert_false (daybook_text_looks_like_html ("R&D; 1 < 2 <3 & more"));
  g_assert_false (daybook_text_looks_like_html (""));
  g_assert_false (daybook_text_looks_like_html (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/make-valid", test_make_valid);
  g_test_add_func ("/text/make-valid-like-glib", test_make_valid_like_glib);
  g_test_add_func ("/text/clean-drops-controls-and-direction", test_clean);
  g_test_add_func ("/text/one-line", test_one_line);
  g_test_add_func ("/text/isolate", test_isolate);
  g_test_add_func ("/text/markup", test_markup);
  g_test_add_func ("/text/notification", test_notification);
  g_test_add_func ("/text/ellipsize", test_ellipsize);
  g_test_add_func ("/text/brief", test_brief);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/html", test_html);
  g_test_add_func ("/text/html-links", test_html_links);
  g_test_add_func ("/text/html-is-bounded", test_html_is_bounded);
  g_test_add_func ("/text/looks-like-html", test_looks_like_html);

  return g_test_run ();
}
