/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-intent.h"

#include <string.h>

#include "insight/daybook-intent-features.h"
#include "insight/daybook-intent-model.h"

/* Sentences that were written for this test and never learned from. */
static void
test_tells_sentences_apart (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "insight", "intent-sentences.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint right = 0, found = 0, missed = 0, wrongly = 0, all = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++, all++)
    {
      gboolean asks = g_str_has_prefix (lines[i], "yes\t");
      DaybookIntent intent;

      daybook_intent_classify (strchr (lines[i], '\t') + 1, &intent);
      g_assert_cmpstr (intent.language, ==, "en");
      g_assert_true (intent.actionable == (intent.confidence >= 0.5));
      right += intent.actionable == asks;
      found += intent.actionable && asks;
      missed += !intent.actionable && asks;
      wrongly += intent.actionable && !asks;
    }
  g_assert_cmpuint (all, ==, 60);
  g_assert_cmpfloat ((double) right / all, >=, 0.9);
  g_assert_cmpfloat (2.0 * found / (2.0 * found + missed + wrongly), >=, 0.9);
}

static void
test_other_languages_are_said_and_limited (void)
{
  static const struct
  {
    const char *text;
    const char *language;
    gboolean actionable;
  } cases[] = {
    { "Kannst du mir bitte bis Freitag den Vertrag schicken?", "de", TRUE },
    { "Könnten Sie sich das noch heute ansehen?", "de", TRUE },
    { "Das Treffen war gut und alle sind zufrieden.", "de", FALSE },
    { "Pourriez-vous m’envoyer le devis avant vendredi ?", "fr", TRUE },
    { "Merci de confirmer votre présence.", "fr", TRUE },
    { "La réunion est terminée et nous sommes contents.", "fr", FALSE },
    { "¿Puedes enviarme la factura, por favor?", "es", TRUE },
    { "Avísame cuando estés en la oficina.", "es", TRUE },
    { "La reunión fue muy buena y todos están contentos.", "es", FALSE },
    { "Czy możesz sprawdzić fakturę do piątku?", "pl", TRUE },
    { "Proszę o przesłanie umowy.", "pl", TRUE },
    { "Spotkanie było bardzo dobre i wszyscy są zadowoleni.", "pl", FALSE },
    { "Kunt u mij het rapport sturen voor vrijdag?", "nl", TRUE },
    { "De vergadering was goed en we zijn tevreden met het resultaat.", "nl", FALSE },
    { "Potresti inviarmi il rapporto entro venerdì?", "it", FALSE },
    { "Mi puoi mandare il contratto firmato?", "it", FALSE },
    { "Você pode me enviar o relatório até sexta-feira?", "pt", TRUE },
    { "A reunião correu muito bem e todos estão contentes.", "pt", FALSE },
    { "Kan du skicka rapporten till mig på fredag?", "sv", TRUE },
    { "Mødet gik godt, og alle er tilfredse med det.", "da", FALSE },
    { "Prosím pošlete podepsanou smlouvu ještě dnes odpoledne kolegům.", "und", FALSE },
    { "明日までに送ってください。", "und", FALSE },
    { "Вы можете прислать договор?", "und", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DaybookIntent intent;

      daybook_intent_classify (cases[i].text, &intent);
      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (intent.language, ==, cases[i].language);
      g_assert_true (intent.actionable == cases[i].actionable);
      g_assert_cmpfloat (intent.confidence, <=, DAYBOOK_INTENT_FOREIGN_LIMIT);
    }
}

/* However its letters are written, a sentence is the same one. */
static void
test_spelling_does_not_matter (void)
{
  static const char *const texts[] = {
    "Could you please send me the signed contract by Friday?",
    "Könnten Sie sich das noch heute ansehen, bitte?",
    "Pourriez-vous m’envoyer le devis avant vendredi ?",
    "Czy możesz sprawdzić fakturę do piątku?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *apart = g_utf8_normalize (texts[i], -1, G_NORMALIZE_ALL);
      g_autofree char *loud = g_utf8_strup (texts[i], -1);
      DaybookIntent plain, other, upper;

      daybook_intent_classify (texts[i], &plain);
      daybook_intent_classify (apart, &other);
      daybook_intent_classify (loud, &upper);
      g_assert_true (plain.actionable);
      g_assert_cmpstr (other.language, ==, plain.language);
      g_assert_cmpfloat (other.confidence, ==, plain.confidence);
      g_assert_cmpstr (upper.language, ==, plain.language);
      g_assert_cmpfloat (upper.confidence, ==, plain.confidence);
    }
}

static void
test_any_bytes_are_judged (void)
{
  g_autofree char *long_text = g_strnfill (1 << 20, 'a');
  const char *const texts[] = { "", " \t ", "?", "!!!", "\xff\xfe\x80", "\xe2\x80", "'", "a'", "1:", "12:30 am", long_text };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      DaybookIntent intent = { .confidence = -1 };

      daybook_intent_classify (texts[i], &intent);
      g_assert_cmpfloat (intent.confidence, >=, 0);
      g_assert_cmpfloat (intent.confidence, <=, 1);
      g_assert_nonnull (intent.language);
    }
  daybook_intent_classify ("", &(DaybookIntent){ 0 });
}

static void
test_nothing_asks_for_nothing (void)
{
  DaybookIntent intent;

  daybook_intent_classify ("   ", &intent);
  g_assert_false (intent.actionable);
  g_assert_cmpfloat (intent.confidence, ==, 0);
}

static void
test_numbers_and_addresses_are_alike (void)
{
  g_autoptr (GArray) one = daybook_intent_features ("Meet me at 10:30 am, see https://a.example/x or ana@example.com");
  g_autoptr (GArray) other = daybook_intent_features ("meet ME at 9, see www.b.example/y or ben@b.example");

  g_assert_cmpuint (one->len, ==, other->len);
  g_assert_cmpmem (one->data, one->len * sizeof (guint32), other->data, other->len * sizeof (guint32));
}

static void
test_model_survives_being_written (void)
{
  static const gint8 ratios[4] = { 16, -16, 127, 0 };
  static const gint8 weights[4] = { 127, 1, -127, 5 };
  DaybookIntentModel model = { .bits = 2, .bias = -0.25, .weight_unit = 0.01, .ratios = ratios, .weights = weights };
  DaybookIntentModel again;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GArray) features = g_array_new (FALSE, FALSE, sizeof (guint32));
  gsize size;
  const guint8 *data;
  guint32 feature = 4; /* slot 0 */
  double before = -1;

  for (guint i = 0; i < DAYBOOK_INTENT_STEPS; i++)
    model.steps[i] = -1 + i * 0.0625;
  bytes = daybook_intent_model_write (&model);
  g_assert_true (daybook_intent_model_read (&again, bytes));
  g_array_append_val (features, feature);
  /* 16 * 127 * 0.01 / 16 - 0.25 */
  g_assert_cmpfloat_with_epsilon (daybook_intent_model_score (&again, features), 1.02, 0.0001);
  for (double score = -5; score < 5; score += 0.01)
    {
      double probability = daybook_intent_model_probability (&again, score);

      g_assert_cmpfloat (probability, >, before);
      g_assert_cmpfloat (probability, <, 1);
      before = probability;
    }
  data = g_bytes_get_data (bytes, &size);
  for (gsize cut = 0; cut < size; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new (data, cut);

      g_assert_false (daybook_intent_model_read (&again, part));
    }
}

/* A name is no language, however often it comes. */
static void
test_a_word_counts_once (void)
{
  g_autoptr (GString) text = g_string_new ("It is on.");

  for (int i = 0; i < 1000; i++)
    g_string_append (text, " Der");
  g_assert_cmpuint (text->len, <, DAYBOOK_INTENT_MAX_BYTES);
  g_assert_cmpstr (daybook_intent_detect_language (text->str), ==, "en");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insight/intent/tells-sentences-apart", test_tells_sentences_apart);
  g_test_add_func ("/insight/intent/other-languages-are-said-and-limited", test_other_languages_are_said_and_limited);
  g_test_add_func ("/insight/intent/spelling-does-not-matter", test_spelling_does_not_matter);
  g_test_add_func ("/insight/intent/any-bytes-are-judged", test_any_bytes_are_judged);
  g_test_add_func ("/insight/intent/nothing-asks-for-nothing", test_nothing_asks_for_nothing);
  g_test_add_func ("/insight/intent/numbers-and-addresses-are-alike", test_numbers_and_addresses_are_alike);
  g_test_add_func ("/insight/intent/a-word-counts-once", test_a_word_counts_once);
  g_test_add_func ("/insight/intent/model-survives-being-written", test_model_survives_being_written);
  return g_test_run ();
}
