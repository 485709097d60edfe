/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-event-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-link.h"
#include "base/daybook-meeting-link.h"
#include "base/daybook-rrule.h"
#include "base/daybook-text.h"
#include "providers/daybook-digest.h"

/* Bytes. No service allows as much; a feed may contain anything. */
#define MAX_LINE (4 * 1024)
#define MAX_TEXT (64 * 1024)

/* reliability.md section 2, row 6 */
#define MAX_DAYS 366

/* Whether cleaning would change nothing, told without decoding: most text is printable ASCII. */
static gboolean
is_plain (const char *text, gsize *length, gboolean one_line)
{
  const char *at = text;

  for (; *at != '\0'; at++)
    {
      guchar c = *at;

      if (c >= 0x7f || (c < 0x20 && (one_line || c != '\n')))
        return FALSE;
      if (one_line && c == ' ' && (at == text || at[1] == ' ' || at[1] == '\0'))
        return FALSE;
    }
  *length = at - text;
  return TRUE;
}

/* Cuts valid text to @max bytes, at a character's end. */
static void
cut (char *text, gsize length, gsize max)
{
  if (length <= max)
    return;
  while (max > 0 && ((guchar) text[max] & 0xc0) == 0x80)
    max--;
  text[max] = '\0';
}

static char *
tidy (char *text, gboolean one_line, gsize max)
{
  gsize length = 0;

  if (text == NULL)
    return NULL;
  if (!is_plain (text, &length, one_line))
    {
      char *clean = one_line ? daybook_text_one_line (text) : daybook_text_clean (text);

      g_free (text);
      text = clean;
      length = strlen (text);
    }
  cut (text, length, max);
  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/* A title, a name or a place as it is stored: clean (base/daybook-text.h), in one line, at most 4
 * KiB; NULL when nothing is left. Takes and gives ownership. */
char *
daybook_event_tidy_line (char *text)
{
  return tidy (text, TRUE, MAX_LINE);
}

/* The same for text of several lines, at most 64 KiB. */
char *
daybook_event_tidy_text (char *text)
{
  return tidy (text, FALSE, MAX_TEXT);
}

/* Makes @text, which may be HTML, the event's plain description. */
void
daybook_event_take_description (DaybookEvent *event, char *text)
{
  if (text != NULL && strpbrk (text, "<&") != NULL && daybook_text_looks_like_html (text))
    {
      char *plain = daybook_text_from_html (text, -1, DAYBOOK_HTML_LINKS);

      g_free (text);
      text = plain;
    }
  g_free (event->description);
  event->description = daybook_event_tidy_text (text);
}

static void
set_conference (DaybookEvent *event, const DaybookMeetingLink *link)
{
  g_free (event->conference_url);
  g_free (event->conference_provider);
  g_free (event->conference_id);
  event->conference_url = g_strdup (link->url);
  event->conference_provider = g_strdup (link->provider);
  event->conference_id = g_strdup (link->id);
}

/* Makes @address, which the service says is the meeting's, the event's conference. FALSE when it is
 * none that may be opened. */
gboolean
daybook_event_take_conference (DaybookEvent *event, const char *address)
{
  g_autoptr (DaybookMeetingLink) link = NULL;
  g_autofree char *checked = NULL;

  if (address == NULL)
    return FALSE;
  link = daybook_meeting_link_parse (address);
  if (link != NULL)
    {
      set_conference (event, link);
      return TRUE;
    }
  /* A service that we know no name of: the address alone. */
  checked = daybook_link_check (address);
  if (checked == NULL)
    return FALSE;
  g_free (event->conference_url);
  event->conference_url = g_steal_pointer (&checked);
  g_clear_pointer (&event->conference_provider, g_free);
  g_clear_pointer (&event->conference_id, g_free);
  return TRUE;
}

/* An event without a conference gets the first meeting address of its place, else of its text. */
void
daybook_event_find_conference (DaybookEvent *event)
{
  const char *const places[] = { event->location, event->description };

  if (event->conference_url != NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (DaybookMeetingLink) link = NULL;

      if (places[i] == NULL || strchr (places[i], '/') == NULL)
        continue;
      link = daybook_meeting_link_find (places[i]);
      if (link != NULL)
        {
          set_conference (event, link);
          return;
        }
    }
}

/* What makes an event impossible to keep, translated, or NULL: it goes into quarantine instead
 * (reliability.md section 2, row 6). */
const char *
daybook_event_check (const DaybookEvent *event)
{
  const gint64 first = (gint64) DAYBOOK_DAY_MIN * DAYBOOK_DAY_SECONDS - DAYBOOK_DAY_SECONDS;
  const gint64 last = (gint64) (DAYBOOK_DAY_MAX + 2) * DAYBOOK_DAY_SECONDS;

  if (event->range_start < first || event->range_end > last)
    return _("The date is out of the years 1900 to 2200.");
  if (event->range_end < event->range_start)
    return _("It ends before it starts.");
  if (event->range_end - event->range_start > MAX_DAYS * DAYBOOK_DAY_SECONDS)
    return _("It lasts longer than 366 days.");
  return NULL;
}

/* What makes the lines of a series impossible to keep, translated, or NULL: a rule that no meeting needs
 * but that never ends to be searched (reliability.md section 2, row 3). */
const char *
daybook_event_check_series (const char *lines)
{
  for (const char *line = lines; line != NULL; line = strchr (line, '\n'))
    {
      DaybookRrule rule;

      line += *line == '\n';
      if (!g_str_has_prefix (line, "RRULE:") && !g_str_has_prefix (line, "EXRULE:"))
        continue;
      line = strchr (line, ':') + 1;
      if (!daybook_rrule_parse (&rule, line, strcspn (line, "\n"), NULL))
        return _("It repeats by a rule that cannot be followed.");
    }
  return NULL;
}

/* A digest of everything that a service says about an event, for services that give no etag. */
guint64
daybook_event_digest (const DaybookEvent *event)
{
  const char *const texts[] = {
    event->series_external_id, event->ical_uid,       event->title,        event->description,
    event->location,           event->url,            event->conference_url, event->organizer,
    event->organizer_name,     event->attendees,      event->categories,   event->color,
    event->time_zone,          event->rrule,
  };
  const gint64 numbers[] = {
    event->kind,     event->original_start, event->attendee_count, event->is_organizer,
    event->status,   event->response,       event->busy,           event->importance,
    event->is_private, event->all_day,      event->range_start,    event->range_end,
    event->start_wall, event->zone_flags,   event->sequence,
  };
  guint64 digest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    digest = daybook_digest_text (digest, texts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    digest = daybook_digest_number (digest, numbers[i]);
  return digest;
}
