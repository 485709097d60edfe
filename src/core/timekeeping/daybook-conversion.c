/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "timekeeping/daybook-conversion.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "base/daybook-zone.h"
#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"
#include "store/daybook-events.h"

static const char *const verdicts[] = {
  [DAYBOOK_VERDICT_CONVERTIBLE] = N_ ("can be logged"),
  [DAYBOOK_VERDICT_CONVERTED] = N_ ("already logged"),
  [DAYBOOK_VERDICT_DECLINED] = N_ ("you declined it"),
  [DAYBOOK_VERDICT_CANCELLED] = N_ ("it was canceled"),
  [DAYBOOK_VERDICT_FREE] = N_ ("it is shown as free"),
  [DAYBOOK_VERDICT_ALL_DAY] = N_ ("it lasts all day"),
  [DAYBOOK_VERDICT_UNANSWERED] = N_ ("you have not answered the invitation"),
  [DAYBOOK_VERDICT_ZERO_LENGTH] = N_ ("it has no length"),
  [DAYBOOK_VERDICT_TOO_LONG] = N_ ("it is longer than 24 hours"),
};

/* Whether and why not @event can become a time entry, as it is read by the store's functions
 * (entry_id filled in). An event without an answer of ours and without guests is our own. */
DaybookVerdict
daybook_conversion_judge (const DaybookEvent *event)
{
  gint64 length = event->range_end - event->range_start;

  if (event->entry_id != 0)
    return DAYBOOK_VERDICT_CONVERTED;
  if (event->status == DAYBOOK_EVENT_CANCELLED)
    return DAYBOOK_VERDICT_CANCELLED;
  if (event->response == DAYBOOK_RESPONSE_DECLINED)
    return DAYBOOK_VERDICT_DECLINED;
  if (event->all_day)
    return DAYBOOK_VERDICT_ALL_DAY;
  if (event->busy == DAYBOOK_BUSY_FREE)
    return DAYBOOK_VERDICT_FREE;
  if (event->response == DAYBOOK_RESPONSE_NEEDS_ACTION)
    return DAYBOOK_VERDICT_UNANSWERED;
  if (length <= 0)
    return DAYBOOK_VERDICT_ZERO_LENGTH;
  if (length > DAYBOOK_ENTRY_LONGEST)
    return DAYBOOK_VERDICT_TOO_LONG;
  return DAYBOOK_VERDICT_CONVERTIBLE;
}

/* Whether a person may overrule @verdict for one event (options.anyway). */
gboolean
daybook_verdict_asks (DaybookVerdict verdict)
{
  return verdict == DAYBOOK_VERDICT_UNANSWERED || verdict == DAYBOOK_VERDICT_ZERO_LENGTH
         || verdict == DAYBOOK_VERDICT_TOO_LONG;
}

/* The rest of "… was not logged: …", translated. Static. */
const char *
daybook_verdict_describe (DaybookVerdict verdict)
{
  return _ (verdicts[verdict]);
}

void
daybook_conversion_free (DaybookConversion *conversion)
{
  if (conversion == NULL)
    return;
  g_free (conversion->title);
  g_free (conversion);
}

/* The project a meeting most likely belongs to: what its calendar is set to, else what the last entry
 * of the same series or title was logged on. 0 when nothing is known. */
gint64
daybook_conversion_find_project (DaybookStore *store, const DaybookEvent *event)
{
  g_autoptr (DaybookSource) source = daybook_store_get_source (store, event->source_id, NULL);
  g_autoptr (GArray) projects = NULL;
  g_autofree char *key = NULL;

  if (source != NULL && source->project_id != 0)
    return source->project_id;
  key = event->series_id != 0 ? daybook_store_make_event_key (store, event) : NULL;
  projects = key != NULL ? daybook_store_recent_projects_of_series (store, key, NULL) : NULL;
  if (projects == NULL || projects->len == 0)
    {
      g_clear_pointer (&projects, g_array_unref);
      projects = event->title != NULL ? daybook_store_recent_projects_of_title (store, event->title, NULL) : NULL;
    }
  return projects != NULL && projects->len > 0 ? g_array_index (projects, DaybookRecentProject, 0).project_id : 0;
}

static gboolean
find_billable (DaybookStore *store, gint64 project_id, int wanted)
{
  g_autoptr (DaybookProject) project = NULL;

  if (wanted >= 0)
    return wanted;
  if (project_id != 0)
    project = daybook_store_get_project (store, project_id, NULL);
  return project != NULL ? project->billable : daybook_store_get_setting_bool (store, "billable");
}

static DaybookEntry *
make_entry (DaybookStore *store, const DaybookEvent *event, const DaybookConversionOptions *options)
{
  g_autoptr (DaybookEntry) entry = daybook_entry_new ();
  gint64 length = event->range_end - event->range_start;

  entry->title = g_strdup (options->title != NULL ? options->title
                           : event->title != NULL ? event->title
                                                  : _ ("Untitled Meeting"));
  entry->start_at = event->range_start;
  entry->duration = options->duration > 0 ? options->duration : MAX (length, 0);
  entry->end_at = entry->start_at + entry->duration;
  entry->project_id = options->project_id == 0 ? daybook_conversion_find_project (store, event)
                                               : MAX (options->project_id, 0);
  entry->billable = find_billable (store, entry->project_id, options->billable);
  entry->status = options->approve ? DAYBOOK_ENTRY_APPROVED : DAYBOOK_ENTRY_PENDING;
  entry->origin = DAYBOOK_ORIGIN_EVENT;
  entry->event_id = event->id;
  entry->event_key = daybook_store_make_event_key (store, event);
  entry->event_start_at = event->range_start;
  entry->event_end_at = event->range_end;
  return g_steal_pointer (&entry);
}

static DaybookConversion *
convert_one (DaybookStore *store, const DaybookEvent *event, const DaybookConversionOptions *options, GError **error)
{
  g_autoptr (DaybookEntry) entry = NULL;
  DaybookConversion *conversion = g_new0 (DaybookConversion, 1);

  conversion->event_id = event->id;
  conversion->title = g_strdup (event->title);
  conversion->verdict = daybook_conversion_judge (event);
  conversion->entry_id = event->entry_id;
  if (options->anyway && daybook_verdict_asks (conversion->verdict)
      && (daybook_entry_check_length (event->range_end - event->range_start, NULL) || options->duration > 0))
    conversion->verdict = DAYBOOK_VERDICT_CONVERTIBLE;
  if (conversion->verdict != DAYBOOK_VERDICT_CONVERTIBLE)
    return conversion;

  entry = make_entry (store, event, options);
  /* The row's link may lag behind (a service gave the meeting a new id); the key never does. */
  {
    g_autoptr (DaybookEntry) present = daybook_store_find_entry_by_key (store, entry->event_key);

    if (present != NULL)
      {
        conversion->verdict = DAYBOOK_VERDICT_CONVERTED;
        conversion->entry_id = present->id;
        return conversion;
      }
  }
  conversion->overlaps = daybook_store_entry_overlaps (store, entry->start_at, entry->end_at, 0);
  if (conversion->overlaps)
    entry->flags |= DAYBOOK_ENTRY_FLAG_OVERLAP;
  conversion->entry_id = daybook_store_add_entry (store, entry, error);
  if (conversion->entry_id == 0)
    {
      daybook_conversion_free (conversion);
      return NULL;
    }
  return conversion;
}

static guint
count_made (GPtrArray *conversions)
{
  guint n = 0;

  for (guint i = 0; i < conversions->len; i++)
    n += ((DaybookConversion *) conversions->pdata[i])->verdict == DAYBOOK_VERDICT_CONVERTIBLE;
  return n;
}

static GPtrArray *
convert (DaybookStore *store, GPtrArray *events, const DaybookConversionOptions *options, GError **error)
{
  g_autoptr (GPtrArray) conversions
      = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_conversion_free);

  for (guint i = 0; i < events->len; i++)
    {
      DaybookConversion *conversion = convert_one (store, events->pdata[i], options, error);

      if (conversion == NULL)
        return NULL;
      g_ptr_array_add (conversions, conversion);
    }
  return g_steal_pointer (&conversions);
}

static GPtrArray *
convert_in_change (DaybookStore *store, GPtrArray *events, const DaybookConversionOptions *options, GError **error)
{
  g_autoptr (GPtrArray) conversions = NULL;
  g_autofree char *label = NULL;
  guint n;

  if (!daybook_store_begin_change (store, _ ("Log meetings"), error))
    return NULL;
  conversions = convert (store, events, options, error);
  if (conversions == NULL)
    {
      daybook_store_rollback (store);
      return NULL;
    }
  n = count_made (conversions);
  label = g_strdup_printf (ngettext ("Log %u meeting", "Log %u meetings", n), n);
  daybook_store_label_change (store, label);
  if (n == 0)
    daybook_store_rollback (store);
  else if (!daybook_store_commit (store, error))
    return NULL;
  return g_steal_pointer (&conversions);
}

/* Makes time entries of @event_ids in one step that Undo takes back as a whole. Returns
 * (element-type DaybookConversion) one result an event, in the order given: events that cannot be
 * converted are results with a verdict, not errors. NOT_FOUND when an event does not exist. */
GPtrArray *
daybook_convert_events (DaybookStore *store,
                        const gint64 *event_ids,
                        gsize n_event_ids,
                        const DaybookConversionOptions *options,
                        GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_event_free);

  for (gsize i = 0; i < n_event_ids; i++)
    {
      DaybookEvent *event = daybook_store_get_event (store, event_ids[i], error);

      if (event == NULL)
        return NULL;
      g_ptr_array_add (events, event);
    }
  return convert_in_change (store, events, options, error);
}

/* The same for every meeting that starts on days [@from, @to) and can be converted without asking. */
GPtrArray *
daybook_convert_days (DaybookStore *store,
                      DaybookDay from,
                      DaybookDay to,
                      const DaybookConversionOptions *options,
                      GError **error)
{
  const DaybookEventFilter filter = { .from = from, .to = to };
  DaybookZone *zone = daybook_store_get_zone (store);
  g_autoptr (GPtrArray) events = daybook_store_list_events (store, &filter, error);
  DaybookConversionOptions careful = *options;

  if (events == NULL)
    return NULL;
  for (guint i = events->len; i > 0; i--)
    {
      const DaybookEvent *event = events->pdata[i - 1];

      if (!event->all_day && daybook_zone_get_day (zone, event->range_start) < from)
        g_ptr_array_remove_index (events, i - 1);
    }
  careful.anyway = FALSE;
  careful.title = NULL;
  careful.duration = 0;
  return convert_in_change (store, events, &careful, error);
}
