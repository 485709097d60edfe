/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "timekeeping/daybook-log-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-duration.h"
#include "base/daybook-error.h"
#include "base/daybook-text.h"
#include "store/daybook-entries.h"

#define TITLE_MAX 500

/* Every refusal says how it is meant, with examples that work. */
static void
set_usage (GError **error, const char *problem)
{
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, "%s %s", problem,
               _ ("Write how long it took and what it was, for example “2.5 hours: Client meeting”, "
                  "“1h30 review” or “90m reading”."));
}

/* The separator between duration and title is a colon, a dash, a comma or just a space. */
static const char *
skip_separator (const char *text)
{
  static const char *const separators[] = { ":", "–", "—", "-", ",", ";" };

  while (g_ascii_isspace (*text))
    text++;
  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      if (g_str_has_prefix (text, separators[i]))
        {
          text += strlen (separators[i]);
          break;
        }
    }
  while (g_ascii_isspace (*text))
    text++;
  return text;
}

/* Whether what follows the duration says that it is none, or only half of one: "9:00-10:30" are times of a day, and in
 * "1 hour and 30 minutes" the rest of it would become the title. */
static gboolean
goes_on (const char *rest)
{
  static const char *const joints[] = { "–", "—", "-", "to ", "bis ", "until ", "and ", "und ", "et ", "&", "+" };
  gint64 more;

  rest += strspn (rest, " ");
  for (guint i = 0; i < G_N_ELEMENTS (joints); i++)
    if (g_ascii_strncasecmp (rest, joints[i], strlen (joints[i])) == 0)
      return daybook_duration_parse_prefix (rest + strlen (joints[i]), &more) != 0;
  return FALSE;
}

/* Reads what a person typed. Errors are USAGE and say what to write instead. */
DaybookLogText *
daybook_log_text_parse (const char *text, GError **error)
{
  g_autofree char *line = daybook_text_one_line (text);
  g_autoptr (DaybookLogText) self = g_new0 (DaybookLogText, 1);
  g_autoptr (GError) wrong = NULL;
  gsize used;

  if (*line == '\0')
    {
      set_usage (error, _ ("There is nothing to log."));
      return NULL;
    }
  used = daybook_duration_parse_prefix (line, &self->duration);
  if (used == 0)
    {
      set_usage (error, _ ("This does not begin with a duration."));
      return NULL;
    }
  if (goes_on (line + used))
    {
      set_usage (error, _ ("This is more than one time."));
      return NULL;
    }
  if (!daybook_entry_check_length (self->duration, &wrong))
    {
      set_usage (error, wrong->message);
      return NULL;
    }
  self->title = daybook_text_ellipsize (skip_separator (line + used), TITLE_MAX);
  if (*self->title == '\0')
    {
      set_usage (error, _ ("What it was is missing."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
daybook_log_text_free (DaybookLogText *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self);
}

static gboolean
find_billable (DaybookStore *store, gint64 project_id)
{
  g_autoptr (DaybookProject) project = NULL;

  if (project_id != 0)
    project = daybook_store_get_project (store, project_id, NULL);
  return project != NULL ? project->billable : daybook_store_get_setting_bool (store, "billable");
}

/* Logs @text as a pending entry: from @start_at, or ending now when that is DAYBOOK_INSTANT_NONE; on
 * @project_id, 0 none. One step for Undo. Returns the stored entry. (transfer full) */
DaybookEntry *
daybook_log_entry (DaybookStore *store,
                   const DaybookLogText *text,
                   gint64 project_id,
                   gint64 start_at,
                   GError **error)
{
  g_autoptr (DaybookEntry) entry = daybook_entry_new ();
  g_autofree char *label = g_strdup_printf (_ ("Log “%s”"), text->title);

  entry->title = g_strdup (text->title);
  entry->duration = text->duration;
  entry->start_at = start_at != DAYBOOK_INSTANT_NONE ? start_at : daybook_store_now (store) - text->duration;
  entry->end_at = entry->start_at + text->duration;
  entry->project_id = project_id;
  entry->billable = find_billable (store, project_id);
  entry->status = DAYBOOK_ENTRY_PENDING;
  entry->origin = DAYBOOK_ORIGIN_MANUAL;
  if (daybook_store_entry_overlaps (store, entry->start_at, entry->end_at, 0))
    entry->flags |= DAYBOOK_ENTRY_FLAG_OVERLAP;
  if (!daybook_store_begin_change (store, label, error))
    return NULL;
  entry->id = daybook_store_add_entry (store, entry, error);
  if (entry->id == 0)
    {
      daybook_store_rollback (store);
      return NULL;
    }
  if (!daybook_store_commit (store, error))
    return NULL;
  return daybook_store_get_entry (store, entry->id, error);
}
