/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-zone-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-rrule.h"

/* Zones that a calendar brings along (RFC 5545 section 3.6.5). */

/* Real ones have two observances and are below 2 KiB. */
#define MAX_TEXT (64 * 1024)
#define MAX_OBSERVANCES 64
#define MAX_ONSETS 4096
#define MAX_WORK 200000

/* A moment at which an observance begins. */
typedef struct
{
  gint64 instant;
  gint32 before;
  gint32 offset;
} Onset;

/* One STANDARD or DAYLIGHT while it is read. */
typedef struct
{
  gboolean has_start, has_before, has_offset;
  gint64 start; /* wall time of @before */
  int before, offset;
  GArray *rules;  /* (owned) of DaybookRrule */
  GArray *extras; /* (owned) of gint64, walls */
} Observance;

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE, sentence);
  return FALSE;
}

/* NAME or NAME;PARAMETERS before the colon that ends them; quoted parameters may hold colons. */
static const char *
find_value (const char *line, const char *name)
{
  gsize length = strlen (name);
  gboolean quoted = FALSE;

  if (g_ascii_strncasecmp (line, name, length) != 0 || (line[length] != ':' && line[length] != ';'))
    return NULL;
  for (const char *at = line + length; *at != '\0'; at++)
    {
      if (*at == '"')
        quoted = !quoted;
      else if (*at == ':' && !quoted)
        return at + 1;
    }
  return NULL;
}

/* The times of a list (RDATE) as walls; a PERIOD counts by its start. */
static gboolean
read_extras (Observance *observance, const char *list)
{
  g_auto (GStrv) values = g_strsplit (list, ",", -1);

  for (char **value = values; *value != NULL; value++)
    {
      DaybookIcalForm form;
      gint64 wall;

      if (!daybook_ical_time_parse_any_year (*value, strcspn (*value, "/"), &wall, &form)
          || observance->extras->len >= MAX_ONSETS)
        return FALSE;
      g_array_append_val (observance->extras, wall);
    }
  return TRUE;
}

static gboolean
read_line (Observance *observance, const char *line, GError **error)
{
  const char *value;
  DaybookIcalForm form;

  if ((value = find_value (line, "DTSTART")) != NULL)
    observance->has_start = daybook_ical_time_parse_any_year (value, -1, &observance->start, &form);
  else if ((value = find_value (line, "TZOFFSETFROM")) != NULL)
    observance->has_before = daybook_ical_offset_parse (value, -1, &observance->before);
  else if ((value = find_value (line, "TZOFFSETTO")) != NULL)
    observance->has_offset = daybook_ical_offset_parse (value, -1, &observance->offset);
  else if ((value = find_value (line, "RDATE")) != NULL)
    {
      if (!read_extras (observance, value))
        return refuse (error, _ ("The calendar’s time zone has a date that is not valid."));
    }
  else if ((value = find_value (line, "RRULE")) != NULL)
    {
      DaybookRrule rule;

      if (!daybook_rrule_parse (&rule, value, -1, error))
        return FALSE;
      if (rule.frequency == DAYBOOK_FREQUENCY_HOURLY || observance->rules->len >= 16)
        return refuse (error, _ ("The calendar’s time zone has a rule that is not valid."));
      g_array_append_val (observance->rules, rule);
    }
  return TRUE;
}

static void
add_onset (GArray *onsets, const Observance *observance, gint64 wall)
{
  Onset onset = { wall - observance->before, observance->before, observance->offset };

  g_array_append_val (onsets, onset);
}

static gboolean
add_observance (GArray *onsets, const Observance *observance, guint *work, GError **error)
{
  g_autoptr (GArray) walls = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!observance->has_start || !observance->has_before || !observance->has_offset)
    return refuse (error, _ ("The calendar’s time zone lacks a start or an offset."));
  add_onset (onsets, observance, observance->start);
  for (guint i = 0; i < observance->extras->len; i++)
    add_onset (onsets, observance, g_array_index (observance->extras, gint64, i));
  for (guint i = 0; i < observance->rules->len; i++)
    {
      const DaybookRrule *rule = &g_array_index (observance->rules, DaybookRrule, i);
      DaybookRruleRequest request = {
        .start = observance->start,
        .from = daybook_wall_from_day (DAYBOOK_DAY_MIN),
        .to = daybook_wall_from_day (DAYBOOK_DAY_MAX + 1),
        .until = G_MAXINT64,
        .includes_start = TRUE,
        .max_instances = MAX_ONSETS,
        .work = work,
      };

      if (rule->has_until)
        {
          request.until = rule->until;
          if (rule->until_form == DAYBOOK_ICAL_UTC)
            request.until += observance->before;
          else if (rule->until_form == DAYBOOK_ICAL_DATE)
            request.until += DAYBOOK_DAY_SECONDS - 1;
        }
      if (daybook_rrule_expand (rule, &request, walls) != DAYBOOK_EXPANSION_COMPLETE)
        return refuse (error, _ ("The calendar’s time zone changes too often."));
    }
  for (guint i = 0; i < walls->len; i++)
    add_onset (onsets, observance, g_array_index (walls, gint64, i));
  if (onsets->len > MAX_ONSETS)
    return refuse (error, _ ("The calendar’s time zone changes too often."));
  return TRUE;
}

static int
compare_onsets (const void *a, const void *b)
{
  const Onset *one = a, *other = b;

  return one->instant < other->instant ? -1 : one->instant > other->instant;
}

/* @text without the line breaks that only fold long lines. (transfer full) */
static GStrv
split_lines (const char *text, gsize length)
{
  g_autoptr (GString) unfolded = g_string_sized_new (length);

  for (gsize i = 0; i < length && text[i] != '\0'; i++)
    {
      if (text[i] == '\r')
        continue;
      if (text[i] == '\n' && i + 1 < length && (text[i + 1] == ' ' || text[i + 1] == '\t'))
        i++;
      else
        g_string_append_c (unfolded, text[i]);
    }
  return g_strsplit (unfolded->str, "\n", -1);
}

static void
observance_clear (Observance *observance)
{
  g_clear_pointer (&observance->rules, g_array_unref);
  g_clear_pointer (&observance->extras, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Observance, observance_clear)

static void
observance_begin (Observance *observance)
{
  observance_clear (observance);
  *observance = (Observance){ .rules = g_array_new (FALSE, FALSE, sizeof (DaybookRrule)),
                              .extras = g_array_new (FALSE, FALSE, sizeof (gint64)) };
}

/* Of at least one onset, in any order. Before the first of them holds what that one ends. */
static DaybookZone *
make_zone (const char *name, GArray *onsets)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DaybookZoneSpan));

  g_array_sort (onsets, compare_onsets);
  daybook_zone_span_append (spans, G_MININT64, g_array_index (onsets, Onset, 0).before);
  for (guint i = 0; i < onsets->len; i++)
    {
      const Onset *onset = &g_array_index (onsets, Onset, i);

      daybook_zone_span_append (spans, onset->instant, onset->offset);
    }
  return daybook_zone_new_for_spans (name, TRUE, spans);
}

/* The zone that the first VTIMEZONE in @text describes, named by its TZID. What surrounds it does
 * not matter, lines may be folded. Ask daybook_zone_lookup() for the TZID first: a zone that this
 * computer knows is better than the rules a calendar carries around.
 * DAYBOOK_ERROR_INVALID_RESPONSE, or TOO_LARGE above 64 KiB. (transfer full) */
DaybookZone *
daybook_zone_new_for_vtimezone (const char *text, gssize length, GError **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (GArray) onsets = g_array_new (FALSE, FALSE, sizeof (Onset));
  g_auto (GStrv) lines = NULL;
  g_autofree char *name = NULL;
  g_auto (Observance) observance = { 0 };
  gboolean in_zone = FALSE, in_observance = FALSE;
  guint n_observances = 0, work = MAX_WORK;

  if (size > MAX_TEXT)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                           _ ("The calendar’s time zone is larger than a zone can be."));
      return NULL;
    }
  lines = split_lines (text, size);
  for (char **line = lines; *line != NULL; line++)
    {
      const char *value = find_value (*line, "BEGIN");

      if (value != NULL && g_ascii_strcasecmp (value, "VTIMEZONE") == 0)
        in_zone = TRUE;
      if (!in_zone)
        continue;
      if (value != NULL
          && (g_ascii_strcasecmp (value, "STANDARD") == 0
              || g_ascii_strcasecmp (value, "DAYLIGHT") == 0))
        {
          if (++n_observances > MAX_OBSERVANCES)
            {
              refuse (error, _ ("The calendar’s time zone changes too often."));
              return NULL;
            }
          observance_begin (&observance);
          in_observance = TRUE;
          continue;
        }
      value = find_value (*line, "END");
      if (value != NULL && g_ascii_strcasecmp (value, "VTIMEZONE") == 0)
        break;
      if (value != NULL && in_observance)
        {
          if (!add_observance (onsets, &observance, &work, error))
            return NULL;
          in_observance = FALSE;
        }
      else if (in_observance)
        {
          if (!read_line (&observance, *line, error))
            return NULL;
        }
      else if (name == NULL && (value = find_value (*line, "TZID")) != NULL)
        name = g_strdup (value);
    }
  if (onsets->len == 0 || name == NULL)
    {
      refuse (error, _ ("The calendar’s time zone is not complete."));
      return NULL;
    }
  return make_zone (name, onsets);
}
