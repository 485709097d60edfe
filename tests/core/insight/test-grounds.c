/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which words led to a suggestion, shown in the text itself: <what asks>, {a date}, *what hurries*, (a kind of meeting). */
#include "insight/daybook-grounds.h"

#include <string.h>

#include "base/daybook-json-reader.h"
#include "insight/daybook-due.h"
#include "insight/daybook-sentences.h"
#include "insight/daybook-suggest-private.h"
#include "insight/daybook-suggest.h"

#define NOW G_GINT64_CONSTANT (1795251600) /* Saturday, 2026-11-21, 09:00 in UTC */

static char *
mark (const GArray *grounds, gboolean in_title, const char *text)
{
  static const char *const openings[] = { "<", "{", "*", "(" };
  static const char *const endings[] = { ">", "}", "*", ")" };
  GString *marked = g_string_new (NULL);

  for (gsize at = 0; at <= strlen (text); at++)
    {
      for (guint i = grounds->len; i > 0; i--)
        {
          const DaybookGround *ground = &g_array_index (grounds, DaybookGround, i - 1);

          if (ground->in_title == in_title && ground->extent.end == at)
            g_string_append (marked, endings[ground->kind]);
        }
      for (guint i = 0; i < grounds->len; i++)
        {
          const DaybookGround *ground = &g_array_index (grounds, DaybookGround, i);

          if (ground->in_title == in_title && ground->extent.start == at)
            g_string_append (marked, openings[ground->kind]);
        }
      if (text[at] != '\0')
        g_string_append_c (marked, text[at]);
    }
  return g_string_free (marked, FALSE);
}

static GArray *
find (const char *key, const char *title, const char *text)
{
  g_autoptr (DaybookSuggestion) suggestion = daybook_suggestion_new ();

  suggestion->item_kind = g_strdup (g_str_has_prefix (key, "event/") ? "event" : "activity");
  suggestion->item_key = g_strdup (key);
  suggestion->kind = (g_free (suggestion->kind), g_strdup (g_str_has_prefix (key, "issue/") ? "read" : "task"));
  return daybook_grounds_find (suggestion, title, text, NOW, daybook_zone_get_utc ());
}

static void
test_text (void)
{
  static const struct
  {
    const char *key;
    const char *text;
    const char *marked;
  } cases[] = {
    { "mail/1", "Hi Ben,\n\nall went well. Could you please send me the signed offer by Friday?\nThanks\nAna",
      "Hi Ben,\n\nall went well. <Could you please send me the signed offer {by Friday}?>\nThanks\nAna" },
    { "mail/1", "Guten Tag,\nkannst du mir bitte den Vertrag bis Freitag um 10 Uhr schicken?\nViele Grüße",
      "Guten Tag,\n<kannst du mir bitte den Vertrag {bis Freitag um 10 Uhr} schicken?>\nViele Grüße" },
    { "mail/1", "Bonjour,\npourriez-vous m’envoyer le contrat avant vendredi ?\nMerci",
      "Bonjour,\n<pourriez-vous m’envoyer le contrat {avant vendredi} ?>\nMerci" },
    { "mail/1", "Hola:\n¿puedes enviarme el contrato antes del viernes, por favor?\nGracias",
      "Hola:\n<¿puedes enviarme el contrato {antes del viernes}, por favor?>\nGracias" },
    { "mail/1", "Dzień dobry,\nczy możesz przesłać umowę do piątku?\nPozdrawiam",
      "Dzień dobry,\n<czy możesz przesłać umowę {do piątku}?>\nPozdrawiam" },
    /* As it stands: over wrapped lines, indented, with a day and a time apart. */
    { "mail/1", "Could you please send me the revised quote for the\n  second variant by Monday, and call me at 3 pm?\n",
      "<Could you please send me the revised quote for the\n  second variant {by Monday}, and call me {at 3 pm}?>\n" },
    /* Who is quoted does not ask, and what is below neither. */
    { "mail/1", "> Could you please call me?\nCould you please call me?\n\n-- \nCould you please call me?\n",
      "> Could you please call me?\n<Could you please call me?>\n\n-- \nCould you please call me?\n" },
    { "mail/1", "Please send me the logs as soon as possible.", "<Please send me the logs *as soon as possible*.>" },
    /* The one that asks most, wherever it stands; not those that hardly ask, but for the day that one of them names. */
    { "mail/1", "Any news on Friday?\nAny luck?\nAny ideas?\nAny hope?\nCould you please send me the signed offer?",
      "Any news {on Friday}?\nAny luck?\nAny ideas?\nAny hope?\n<Could you please send me the signed offer?>" },
    { "mail/1", "Could you call Ana? Please send me the logs.", "<Could you call Ana?> <Please send me the logs.>" },
    { "mail/1", "Thank you for the nice evening.", "Thank you for the nice evening." },
    { "message/1", "Could you look at the staging server today?", "<Could you look at the staging server {today}?>" },
    { "page/1", "Please check the numbers by 30 November 2026.", "<Please check the numbers {by 30 November 2026}.>" },
    { "issue/1", "@ben, could you please have a look at this?", "<@ben, could you please have a look at this?>" },
    /* These are not judged by their words. */
    { "pull_request/1", "Could you please review this by Friday?", "Could you please review this by Friday?" },
    { "event/1", "Could you please bring the offer on Friday?", "Could you please bring the offer on Friday?" },
    { "mail/1", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) grounds = find (cases[i].key, NULL, cases[i].text);
      g_autofree char *marked = mark (grounds, FALSE, cases[i].text);

      g_assert_cmpstr (marked, ==, cases[i].marked);
    }
}

static void
test_title (void)
{
  static const struct
  {
    const char *key;
    const char *title;
    const char *marked;
  } cases[] = {
    { "mail/1", "Re: Please send me the signed offer by Friday", "Re: <Please send me the signed offer {by Friday}>" },
    { "mail/1", "DRINGEND: Vertrag", "*DRINGEND*: Vertrag" },
    { "mail/1", "Offer", "Offer" },
    { "message/1", "Please send me the offer", "Please send me the offer" },
    { "event/1", "Workshop with ACME", "(Workshop) with ACME" },
    { "event/1", "Die PRÄSENTATIONEN", "Die (PRÄSENTATIONEN)" },
    { "event/1", "Lunch", "Lunch" },
    { "event/1", "Onboarding and previews", "Onboarding and previews" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) grounds = find (cases[i].key, cases[i].title, NULL);
      g_autofree char *marked = mark (grounds, TRUE, cases[i].title);

      g_assert_cmpstr (marked, ==, cases[i].marked);
    }
}

/* The words for a day and a time, of every kind of them. */
static void
test_due_words (void)
{
  static const struct
  {
    const char *text;
    const char *marked;
  } cases[] = {
    { "Send it by the end of the week, thanks", "Send it {by the end of the week}, thanks" },
    { "Send it next week.", "Send it {next week}." },
    { "Let us meet next Monday at noon", "Let us meet {next Monday} {at noon}" },
    { "Bitte bis 30.11. zurückschicken", "Bitte {bis 30.11.} zurückschicken" },
    { "due 2026-12-24, (at 15:00)", "{due 2026-12-24}, ({at 15:00})" },
    { "by November 30th, 2027", "{by November 30th, 2027}" },
    { "nous fermons aujourd’hui à 14 h", "nous fermons {aujourd’hui} {à 14 h}" },
    { "until 8:30 am", "{until 8:30 am}" },
    { "ÄÖÜ İİİ “Freitag”", "ÄÖÜ İİİ “{Freitag}”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) grounds = g_array_new (FALSE, FALSE, sizeof (DaybookGround));
      g_autofree char *marked = NULL;
      DaybookDue due;

      g_assert_true (daybook_due_find (cases[i].text, NOW, daybook_zone_get_utc (), &due));
      g_array_append_vals (grounds, &(DaybookGround){ DAYBOOK_GROUND_DUE, FALSE, due.day_words }, due.day_words.end > 0);
      g_array_append_vals (grounds, &(DaybookGround){ DAYBOOK_GROUND_DUE, FALSE, due.time_words }, due.time_words.end > 0);
      marked = mark (grounds, FALSE, cases[i].text);
      g_assert_cmpstr (marked, ==, cases[i].marked);
    }
}

/* What is kept of a long mail has in it what was asked, however far below. */
static void
test_kept_of_a_long_mail (void)
{
  static const char asked[] = "Could you please send me the signed offer by Friday?";
  g_autoptr (DaybookActivity) mail = daybook_activity_new ();
  const DaybookSuggestContext context = { NOW, daybook_zone_get_utc (), NULL };
  g_autoptr (DaybookSuggestion) suggestion = NULL;
  g_autofree char *filler = NULL, *snippet = NULL, *marked = NULL, *expected = NULL;
  g_autoptr (GArray) grounds = NULL;
  g_autoptr (GString) body = g_string_new (NULL);

  for (int i = 0; i < 20; i++)
    g_string_append_printf (body, "The %d. day was a sunny one.\n", i);
  filler = g_strdup (body->str);
  g_string_append_printf (body, "%s\nIt was nice to see you.\n", asked);
  mail->kind = (g_free (mail->kind), g_strdup ("mail"));
  mail->external_id = (g_free (mail->external_id), g_strdup ("1"));
  mail->title = (g_free (mail->title), g_strdup ("Holidays"));
  mail->body = g_strdup (body->str);
  mail->at = NOW;
  suggestion = daybook_suggest_for_activity (mail, &context);
  snippet = daybook_json_find_string (suggestion->snapshot, strlen (suggestion->snapshot), "/snippet");
  g_assert_nonnull (snippet);
  g_assert_cmpuint (g_utf8_strlen (snippet, -1), <, 400);
  g_assert_true (strncmp (snippet, filler, 290) == 0);
  expected = g_strconcat ("\n…\n", asked, "\n…", NULL);
  g_assert_true (g_str_has_suffix (snippet, expected));
  grounds = daybook_grounds_find (suggestion, mail->title, snippet, NOW, daybook_zone_get_utc ());
  marked = mark (grounds, FALSE, snippet);
  g_assert_true (g_str_has_suffix (marked, "\n<Could you please send me the signed offer {by Friday}?>\n…"));
}

/* A sentence over the edge of what is kept is kept whole. */
static void
test_kept_over_the_edge (void)
{
  g_autoptr (DaybookActivity) mail = daybook_activity_new ();
  const DaybookSuggestContext context = { NOW, daybook_zone_get_utc (), NULL };
  g_autoptr (DaybookSuggestion) suggestion = NULL;
  g_autofree char *snippet = NULL;
  g_autoptr (GString) body = g_string_new (NULL);

  while (body->len < 280)
    g_string_append (body, "It rained.\n");
  g_string_append (body, "Could you please send me the signed offer by Friday?");
  mail->kind = (g_free (mail->kind), g_strdup ("mail"));
  mail->external_id = (g_free (mail->external_id), g_strdup ("1"));
  mail->title = (g_free (mail->title), g_strdup ("Rain"));
  mail->body = g_strdup (body->str);
  mail->at = NOW;
  suggestion = daybook_suggest_for_activity (mail, &context);
  snippet = daybook_json_find_string (suggestion->snapshot, strlen (suggestion->snapshot), "/snippet");
  g_assert_cmpstr (snippet, ==, body->str);
}

/* Where what somebody wrote ends: at a signature, a forwarded or an older mail, however long the lines before it are. */
static void
test_where_a_message_ends (void)
{
  static const char *const endings[] = {
    "-- ", "--", "--\tAna", "-----Original Message-----", "-----URSPRÜNGLICHE NACHRICHT-----", "________________________________",
    "Begin forwarded message:", "---------- Forwarded message ---------", "Sent from my telephone", "Von meinem iPhone gesendet",
    "Get Outlook for Android", "On Mon, 3 Nov 2026, Ana wrote:", "Am 3.11.2026 schrieb Ana:", "Le lun. 3 nov. 2026, Ana a écrit :",
    "El lun, 3 nov 2026, Ana escribió:", "pon., 3 lis 2026 Ana napisał(a):",
  };
  static const char *const others[] = { "-> see below", "_one_ word", "Begin with the first page:", "Get well soon", "On Monday:",
                                        "Sent the offer", "Von Bern nach Basel", "é", "Ana wrote to me on Monday", "" };

  for (guint i = 0; i < G_N_ELEMENTS (endings) + G_N_ELEMENTS (others); i++)
    {
      gboolean ends = i < G_N_ELEMENTS (endings);
      const char *line = ends ? endings[i] : others[i - G_N_ELEMENTS (endings)];
      g_autofree char *text = g_strconcat ("Best regards from Zürich\n", line, "\nPlease call me", NULL);
      g_autofree char *written = daybook_sentences_strip_quotes (text);

      g_test_message ("%s", line);
      g_assert_true (g_str_has_prefix (written, "Best regards from Zürich\n"));
      g_assert_cmpint (strstr (written, "Please call me") == NULL, ==, ends);
    }
}

/* What mail to many says, in whatever case, at the beginning of a word of whatever letters. */
static void
test_to_many (void)
{
  g_assert_true (daybook_suggest_speaks_to_many ("Sale!\nUNSUBSCRIBE"));
  g_assert_true (daybook_suggest_speaks_to_many ("Vente. Se DÉSABONNER"));
  g_assert_true (daybook_suggest_speaks_to_many ("é unsubscribed"));
  g_assert_true (daybook_suggest_speaks_to_many ("(Wypisz SIĘ)"));
  g_assert_true (daybook_suggest_speaks_to_many ("\xff\xfeunsubscribe"));
  g_assert_false (daybook_suggest_speaks_to_many ("éunsubscribe"));
  g_assert_false (daybook_suggest_speaks_to_many ("1unsubscribe"));
  g_assert_false (daybook_suggest_speaks_to_many ("the reunsubscribe button"));
  g_assert_false (daybook_suggest_speaks_to_many ("unsubscrib"));
  g_assert_false (daybook_suggest_speaks_to_many (NULL));
  g_assert_true (daybook_suggest_is_sender_of_many ("ana.NoReply@example.com"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insight/grounds/text", test_text);
  g_test_add_func ("/insight/grounds/title", test_title);
  g_test_add_func ("/insight/grounds/due-words", test_due_words);
  g_test_add_func ("/insight/grounds/long-mail-keeps-what-was-asked", test_kept_of_a_long_mail);
  g_test_add_func ("/insight/grounds/sentence-over-the-edge-is-kept-whole", test_kept_over_the_edge);
  g_test_add_func ("/insight/grounds/where-a-message-ends", test_where_a_message_ends);
  g_test_add_func ("/insight/grounds/to-many", test_to_many);
  return g_test_run ();
}
