/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model may write, and where in what it said the answer lies. */
#include "model/daybook-model-answer.h"

static void
test_plain (void)
{
  static const char *const plain[] = { "The week was calm.", "Größe, naïve: “Design review” went well!", "Call at noon; rest later?",
                                       "A 50 percent chance", "e.g. the second one, i.e. this", "日本語の文",
                                       "Send report.pdf to Ana", "Look at Budget_2026.xlsx.", "Fix app.js and style.css",
                                       "Read the “offer-final.docx”, please", "Check logs.tar.gz", "(see photo.JPG)",
                                       "Prüfe Übersicht.csv" };
  static const char *const refused[] = {
    "", "<b>bold</b>", "See https://evil.example/", "HTTP://EVIL.EXAMPLE", "www.evil.example", "write to ceo@evil.test",
    "[here](x)", "javascript:alert(1)", "mailto:x", "data:text/html,x", "`code`", "**bold**", "_under_", "# Title",
    "a | b", "&#60;b&#62;", "evil.com has it", "evil.co.uk/x", "10.0.0.1 is open", "file:///etc/passwd", "a\\nb",
    "evil.zip", "README.md", "main.py", "evil.com.pdf", "report.pdf.evil.com", "report.pdf/evil", "report.pdf:80",
    "evil.pdf@evil.com", "report.pdfx", "https://evil.example/report.pdf", "evil.jsx.co", "evil.csv?x=1", "evil.js-evil.com",
    "[1]", "ftp://x", "https :// is not it but [x] is",
  };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_assert_true (daybook_model_text_is_plain (plain[i], 400));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      if (daybook_model_text_is_plain (refused[i], 400))
        g_error ("“%s” was taken for plain", refused[i]);
    }
  g_assert_false (daybook_model_text_is_plain ("four", 3));
  g_assert_false (daybook_model_text_is_plain ("\xff\xfe", 10));
}

static void
test_find (void)
{
  static const struct
  {
    const char *said;
    const char *found;
  } cases[] = {
    { "{\"a\":1}", "{\"a\":1}" },
    { "Sure!\n```json\n{\"a\":{\"b\":\"}\"}}\n```\nBye {x}", "{\"a\":{\"b\":\"}\"}}" },
    { "<think>The user wants {\"no\": 1}.</think>\n{\"a\":2}", "{\"a\":2}" },
    { "no beginning {\"no\":1}</think>{\"a\":3}", "{\"a\":3}" },
    { "{\"a\":\"\\\"}\"}", "{\"a\":\"\\\"}\"}" },
    { "<think>never ends {", NULL },
    { "{\"a\":1", NULL },
    { "nothing here", NULL },
    { "", NULL },
    { "{\"a\":\"\\", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = daybook_model_answer_find_json (cases[i].said);

      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

static void
test_too_long (void)
{
  g_autofree char *long_text = g_strnfill (10 << 20, '{');

  g_assert_null (daybook_model_answer_find_json (long_text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/text/plain-or-not", test_plain);
  g_test_add_func ("/model/text/the-object-in-what-was-said", test_find);
  g_test_add_func ("/model/text/ten-megabytes", test_too_long);
  return g_test_run ();
}
