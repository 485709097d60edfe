/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-options.h"
#include "daybook-rows.h"
#include "store/daybook-entries.h"
#include "timekeeping/daybook-conversion.h"

static gboolean
has_id (GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    {
      if (g_array_index (ids, gint64, i) == id)
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
convert_named (DaybookCtl *ctl, int argc, char **argv, const DaybookConversionOptions *options, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (int i = 1; i < argc; i++)
    {
      gint64 id;

      if (!daybook_options_row (ctl, DAYBOOK_KIND_EVENT, argv[i], &id, error))
        return NULL;
      /* Named twice it is still one meeting. */
      if (!has_id (ids, id))
        g_array_append_val (ids, id);
    }
  return daybook_convert_events (ctl->store, (const gint64 *) (gpointer) ids->data, ids->len, options, error);
}

/* What was made (or was there already) is the answer; what was not is said beside it. */
static gboolean
print_conversions (DaybookCtl *ctl, GPtrArray *conversions, gboolean named, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_entry_free);
  guint refused = 0;
  guint overlapping = 0;

  for (guint i = 0; i < conversions->len; i++)
    {
      const DaybookConversion *conversion = conversions->pdata[i];
      const char *title = conversion->title != NULL ? conversion->title : _ ("Untitled Meeting");
      DaybookEntry *entry;

      if (conversion->entry_id != 0 && (named || conversion->verdict == DAYBOOK_VERDICT_CONVERTIBLE))
        {
          entry = daybook_store_get_entry (ctl->store, conversion->entry_id, error);
          if (entry == NULL)
            return FALSE;
          g_ptr_array_add (entries, entry);
        }
      overlapping += conversion->overlaps;
      if (conversion->overlaps && named)
        daybook_output_message (_ ("“%s” overlaps another entry."), title);
      if (conversion->verdict == DAYBOOK_VERDICT_CONVERTIBLE)
        continue;
      /* Of a whole range only what a person may still decide is worth a line. */
      if (named || daybook_verdict_asks (conversion->verdict))
        daybook_output_message (_ ("“%s” was not logged: %s."), title, daybook_verdict_describe (conversion->verdict));
      if (named && daybook_verdict_asks (conversion->verdict))
        daybook_output_message ("%s", _ ("To log it all the same, add --anyway (and --duration for one without length "
                                         "or above 24 hours)."));
      refused += named && conversion->verdict != DAYBOOK_VERDICT_CONVERTED;
    }
  if (!named && overlapping > 0)
    daybook_output_message (ngettext ("%u of them overlaps another entry.", "%u of them overlap another entry.",
                                      overlapping),
                            overlapping);
  daybook_rows_print (ctl, entries, (DaybookRowFunc) daybook_row_entry, daybook_columns_entries,
                      named ? "" : _ ("There was no meeting to log."));
  if (refused > 0)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
                   ngettext ("%u meeting was not logged.", "%u meetings were not logged.", refused), refused);
      return FALSE;
    }
  return TRUE;
}

gboolean
daybook_command_convert (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;
  g_autofree char *project = NULL;
  g_autofree char *duration = NULL;
  DaybookConversionOptions options = DAYBOOK_CONVERSION_OPTIONS_INIT;
  const GOptionEntry entries[] = {
    { "project", 0, 0, G_OPTION_ARG_STRING, &project, N_ ("Project (the calendar’s, else the last of the series)"), N_ ("P") },
    { "approve", 0, 0, G_OPTION_ARG_NONE, &options.approve, N_ ("Approve at once"), NULL },
    { "anyway", 0, 0, G_OPTION_ARG_NONE, &options.anyway, N_ ("Also unanswered, empty or very long ones"), NULL },
    { "duration", 0, 0, G_OPTION_ARG_STRING, &duration, N_ ("Log this long instead"), N_ ("1h30") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from_text, N_ ("All meetings from this day"), N_ ("D") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to_text, N_ ("… to this day"), N_ ("D") },
    { NULL }
  };
  g_autoptr (GPtrArray) conversions = NULL;
  DaybookDay today = daybook_ctl_get_today (ctl);
  DaybookDay from, to;
  gboolean range;

  if (!daybook_options_parse (ctl, "convert", entries, &argc, &argv, error))
    return FALSE;
  range = from_text != NULL || to_text != NULL;
  if (range == (argc > 1))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _ ("Usage: daybookctl convert EVENT… [--project P] [--approve], or convert "
                              "--from D --to D"));
      return FALSE;
    }
  if (range && (options.anyway || duration != NULL))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _ ("--anyway and --duration are for meetings that are named: daybookctl convert EVENT…"));
      return FALSE;
    }
  if (!daybook_options_days (ctl, from_text, to_text, today, today, &from, &to, error)
      || (project != NULL
          && !daybook_options_named_row (ctl, DAYBOOK_KIND_PROJECT, project, &options.project_id, error))
      || (duration != NULL
          && (!daybook_options_duration (duration, &options.duration, error)
              || !daybook_entry_check_length (options.duration, error)))
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  conversions = range ? daybook_convert_days (ctl->store, from, to, &options, error)
                      : convert_named (ctl, argc, argv, &options, error);
  return conversions != NULL && print_conversions (ctl, conversions, !range, error);
}
