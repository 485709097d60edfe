/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that say something about an item by themselves. */
#include <string.h>

#include "insight/daybook-suggest-private.h"

static const char *const urgent[] = { "urgent", "asap", "as soon as possible", "immediately", "dringend", "sofort", "urgente",
                                      "au plus vite", "cuanto antes", "pilne", "jak najszybciej", NULL };

static const char *const topics[] = { "interview", "presentation", "demo", "review", "workshop", "kick-off", "kickoff", "pitch",
                                      "board", "steering", "retrospective", "planning", "präsentation", "vorstellungsgespräch",
                                      "présentation", "entretien", "presentación", "entrevista", "prezentacja", "rozmowa", NULL };

static const char *const senders[] = { "noreply", "no-reply", "donotreply", "do-not-reply", "newsletter", "notifications",
                                       "mailer-daemon", "bounce", "marketing", "news@", "info@", NULL };

static const char *const to_many[] = { "unsubscribe", "view in browser", "view this email", "abbestellen", "abmelden vom newsletter",
                                       "se désabonner", "désinscrire", "cancelar suscripción", "darse de baja", "wypisz się",
                                       "manage your preferences", "all rights reserved", "privacy policy", NULL };

/* The length in @text, in whatever case; 0: something else stands there. */
static gsize
match (const char *text, const char *word)
{
  const char *p = text;

  for (; *word != '\0'; word = g_utf8_next_char (word), p = g_utf8_next_char (p))
    {
      if (g_unichar_tolower (g_utf8_get_char (p)) != g_utf8_get_char (word))
        return 0;
    }
  return (gsize) (p - text);
}

/* Bytes that a word of the list can begin with, in either case. */
static void
find_first_bytes (const char *const *words, gboolean *begins)
{
  gboolean beyond_ascii = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    {
      begins[(guchar) *words[i]] = begins[(guchar) g_ascii_toupper (*words[i])] = TRUE;
      beyond_ascii |= (guchar) *words[i] >= 0x80;
    }
  for (guint i = 0xc0; i < 0x100 && beyond_ascii; i++)
    begins[i] = TRUE;
}

/* What begins so counts as well: "urgently", "interviews". @anywhere: also inside a word, as in an address. A long text is
 * gone through byte by byte: most of it begins nothing. */
static gboolean
find (const char *text, const char *const *words, gboolean anywhere, DaybookExtent *extent)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  gboolean begins[0x100] = { FALSE };

  find_first_bytes (words, begins);
  for (const char *p = valid; p != NULL && *p != '\0'; p++)
    {
      gunichar first;

      if (!begins[(guchar) *p])
        continue;
      /* An onboarding is no board. */
      if (!anywhere && p > valid
          && (g_ascii_isalnum (p[-1]) || g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p)))))
        continue;
      first = g_unichar_tolower (g_utf8_get_char (p));
      for (guint i = 0; words[i] != NULL; i++)
        {
          const char *end = first == g_utf8_get_char (words[i]) ? p + match (p, words[i]) : p;

          if (end == p)
            continue;
          while (g_unichar_isalnum (g_utf8_get_char (end)))
            end = g_utf8_next_char (end);
          *extent = (DaybookExtent){ p - valid, end - valid };
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
daybook_suggest_find_urgent (const char *text, DaybookExtent *extent)
{
  return find (text, urgent, FALSE, extent);
}

gboolean
daybook_suggest_find_topic (const char *title, DaybookExtent *extent)
{
  return find (title, topics, FALSE, extent);
}

gboolean
daybook_suggest_is_sender_of_many (const char *address)
{
  DaybookExtent ignored;

  return find (address, senders, TRUE, &ignored);
}

gboolean
daybook_suggest_speaks_to_many (const char *text)
{
  DaybookExtent ignored;

  return find (text, to_many, FALSE, &ignored);
}
