/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-material.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/daybook-zone.h"
#include "store/daybook-accounts.h"
#include "store/daybook-events.h"

void
daybook_material_free (DaybookMaterial *self)
{
  if (self == NULL)
    return;
  daybook_metrics_free (self->metrics);
  daybook_slots_free (self->slots);
  g_clear_pointer (&self->meetings, g_ptr_array_unref);
  g_clear_pointer (&self->activities, g_ptr_array_unref);
  g_clear_pointer (&self->evidence, g_ptr_array_unref);
  g_clear_pointer (&self->highlights, g_ptr_array_unref);
  g_free (self);
}

/* A label of something that stood out, for the list beside the prose. */
void
daybook_material_add_highlight (DaybookMaterial *self, const char *text, GPtrArray *evidence)
{
  DaybookSentence *sentence = daybook_sentence_new (text, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < evidence->len; i++)
    g_ptr_array_add (ids, evidence->pdata[i]);
  g_ptr_array_add (ids, NULL);
  g_strfreev (sentence->evidence);
  sentence->evidence = g_strdupv ((char **) ids->pdata);
  g_ptr_array_add (self->highlights, sentence);
}

static gboolean
read_meetings (DaybookMaterial *self, DaybookStore *store, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GArray) ids = daybook_store_list_meeting_ids (store, from, to, error);

  self->meetings = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_event_free);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      DaybookEvent *event = daybook_store_get_event (store, g_array_index (ids, gint64, i), error);

      if (event == NULL)
        return FALSE;
      g_ptr_array_add (self->meetings, event);
    }
  return ids != NULL;
}

static GHashTable *
read_own_addresses (DaybookStore *store)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (store, NULL);
  GHashTable *addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    g_hash_table_add (addresses, g_utf8_strdown (((DaybookAccount *) accounts->pdata[i])->identity, -1));
  return addresses;
}

/* Ids of all meetings, or of the activities of @kind; NULL kind: everything. */
static GPtrArray *
list_ids (DaybookMaterial *self, const char *kind)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  gboolean meetings = kind == NULL || g_str_equal (kind, "meeting");

  for (guint i = 0; meetings && i < self->meetings->len; i++)
    g_ptr_array_add (ids, daybook_id_format (DAYBOOK_KIND_EVENT, ((DaybookEvent *) self->meetings->pdata[i])->id));
  for (guint i = 0; i < self->activities->len; i++)
    {
      const DaybookActivity *activity = self->activities->pdata[i];

      if (kind == NULL || g_str_equal (activity->kind, kind))
        g_ptr_array_add (ids, daybook_id_format (DAYBOOK_KIND_ACTIVITY, activity->id));
    }
  return ids;
}

/* Where there is no row, the sources are what a statement rests on: they were asked, and had nothing. */
static void
read_evidence (DaybookMaterial *self, DaybookStore *store)
{
  g_autoptr (GPtrArray) sources = NULL;

  self->evidence = list_ids (self, NULL);
  if (self->evidence->len > 0)
    return;
  sources = daybook_store_list_sources (store, 0, NULL);
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (source->enabled)
        g_ptr_array_add (self->evidence, daybook_id_format (DAYBOOK_KIND_SOURCE, source->id));
    }
}

static void
set_hours (DaybookMaterial *self, const char *name, gint64 seconds, GPtrArray *evidence)
{
  g_autofree char *text = daybook_prose_hours (seconds);

  daybook_slots_set (self->slots, name, text, evidence);
}

static void
set_count (DaybookMaterial *self, const char *name, DaybookFigure figure, gint64 count, GPtrArray *evidence)
{
  g_autofree char *text = daybook_prose_count (figure, count);

  daybook_slots_set (self->slots, name, text, evidence);
}

static void
set_counts (DaybookMaterial *self)
{
  static const struct
  {
    const char *name;
    const char *kind;
    DaybookFigure figure;
  } counts[] = {
    { "meetings", "meeting", DAYBOOK_FIGURE_MEETINGS },
    { "commits", "commit", DAYBOOK_FIGURE_COMMITS },
    { "pull_requests", "pull_request", DAYBOOK_FIGURE_PULL_REQUESTS },
    { "reviews", "review", DAYBOOK_FIGURE_REVIEWS },
    { "issues", "issue", DAYBOOK_FIGURE_ISSUES },
    { "pages", "page", DAYBOOK_FIGURE_PAGES },
    { "messages", "message", DAYBOOK_FIGURE_MESSAGES },
    { "mails", "mail", DAYBOOK_FIGURE_MAILS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (GPtrArray) ids = list_ids (self, counts[i].kind);

      set_count (self, counts[i].name, counts[i].figure, self->metrics->figures[counts[i].figure], ids);
    }
}

static void
set_times (DaybookMaterial *self)
{
  const gint64 *figures = self->metrics->figures;
  g_autoptr (GPtrArray) meetings = list_ids (self, "meeting");
  g_autofree char *focus = daybook_prose_hours (figures[DAYBOOK_FIGURE_FOCUS_SECONDS]);
  g_autofree char *score = g_strdup_printf ("%" G_GINT64_FORMAT, figures[DAYBOOK_FIGURE_COLLABORATION]);
  g_autofree char *left = NULL;

  set_hours (self, "meeting_hours", figures[DAYBOOK_FIGURE_MEETING_SECONDS], meetings);
  set_hours (self, "focus_hours", figures[DAYBOOK_FIGURE_FOCUS_SECONDS], meetings);
  set_hours (self, "fragmented_hours", figures[DAYBOOK_FIGURE_FRAGMENTED_SECONDS], meetings);
  set_hours (self, "gap_hours", figures[DAYBOOK_FIGURE_FRAGMENTED_SECONDS], meetings);
  /* Translators: what meetings left of a day; %s is a number of hours, “2.5 hours”. */
  left = figures[DAYBOOK_FIGURE_FOCUS_SECONDS] > 0 ? g_strdup_printf (_("%s to concentrate"), focus)
                                                   : g_strdup (_("no long block to concentrate"));
  daybook_slots_set (self->slots, "focus_left", left, meetings);
  daybook_slots_set (self->slots, "collaboration", score, self->evidence);
  if (self->metrics->n_before > 0)
    {
      set_hours (self, "usual_meeting_hours", (gint64) self->metrics->usual[DAYBOOK_FIGURE_MEETING_SECONDS], meetings);
      set_hours (self, "usual_focus_hours", (gint64) self->metrics->usual[DAYBOOK_FIGURE_FOCUS_SECONDS], meetings);
    }
}

static GPtrArray *
list_entry_ids (DaybookStore *store, const DaybookPeriod *period, gint64 project_id)
{
  DaybookEntryFilter filter
      = { .from = period->from, .to = period->counted_to, .project_id = project_id, .status = -1 };
  g_autoptr (GPtrArray) entries = daybook_store_list_entries (store, &filter, NULL);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const DaybookEntry *entry = entries->pdata[i];

      if (entry->status != DAYBOOK_ENTRY_REJECTED)
        g_ptr_array_add (ids, daybook_id_format (DAYBOOK_KIND_ENTRY, entry->id));
    }
  return ids;
}

/* What most time was logged for, by its title. */
static void
set_entry (DaybookMaterial *self, DaybookStore *store)
{
  DaybookEntryFilter filter
      = { .from = self->metrics->period.from, .to = self->metrics->period.counted_to, .status = -1 };
  g_autoptr (GPtrArray) entries = daybook_store_list_entries (store, &filter, NULL);
  g_autofree char *quoted = NULL;
  g_autofree char *length = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  const char *title = NULL;
  gint64 most = 0;

  /* Every one is compared with every other. */
  if (entries == NULL || entries->len > 500)
    return;
  for (guint i = 0; i < entries->len; i++)
    {
      const DaybookEntry *entry = entries->pdata[i];
      gint64 sum = 0;

      for (guint j = 0; j < entries->len; j++)
        {
          const DaybookEntry *other = entries->pdata[j];

          if (other->status != DAYBOOK_ENTRY_REJECTED && g_strcmp0 (other->title, entry->title) == 0)
            sum += other->duration;
        }
      if (entry->status != DAYBOOK_ENTRY_REJECTED && sum > most)
        {
          most = sum;
          title = entry->title;
        }
    }
  if (title == NULL)
    return;
  for (guint i = 0; i < entries->len; i++)
    {
      const DaybookEntry *entry = entries->pdata[i];

      if (g_strcmp0 (entry->title, title) == 0)
        g_ptr_array_add (ids, daybook_id_format (DAYBOOK_KIND_ENTRY, entry->id));
    }
  quoted = daybook_prose_title (title);
  daybook_slots_set (self->slots, "entry", quoted, ids);
  length = daybook_prose_length (most);
  /* Translators: what most time was logged for: its title and how long that was; “Checkout screens” (4.5 hours). */
  label = g_strdup_printf (_("%s (%s)"), quoted, length);
  daybook_material_add_highlight (self, label, ids);
}

static int
compare_totals (gconstpointer a, gconstpointer b)
{
  const DaybookTotal *x = *(DaybookTotal *const *) a;
  const DaybookTotal *y = *(DaybookTotal *const *) b;

  if (x->duration != y->duration)
    return x->duration > y->duration ? -1 : 1;
  return x->project_id < y->project_id ? -1 : x->project_id > y->project_id;
}

static void
set_project (DaybookMaterial *self, DaybookStore *store, const DaybookTotal *total, const char *name, const char *hours)
{
  g_autoptr (GPtrArray) ids = list_entry_ids (store, &self->metrics->period, total->project_id);
  g_autofree char *text = g_strdup (total->key);

  g_strdelimit (text, "{}", '|');
  daybook_slots_set (self->slots, name, text, ids);
  set_hours (self, hours, total->duration, ids);
}

static gboolean
set_projects (DaybookMaterial *self, DaybookStore *store, GError **error)
{
  g_autoptr (GPtrArray) totals = g_ptr_array_new ();
  g_autoptr (GPtrArray) entries = list_entry_ids (store, &self->metrics->period, 0);
  g_autoptr (GPtrArray) projects = daybook_store_list_projects (store, FALSE, error);
  g_autoptr (GPtrArray) unlogged = g_ptr_array_new_with_free_func (g_free);

  if (projects == NULL)
    return FALSE;
  self->tracks_time = projects->len > 0;
  for (guint i = 0; i < self->metrics->projects->len; i++)
    {
      DaybookTotal *total = self->metrics->projects->pdata[i];

      if (total->project_id != 0 && total->duration > 0)
        g_ptr_array_add (totals, total);
    }
  g_ptr_array_sort (totals, compare_totals);
  set_hours (self, "logged_hours", self->metrics->figures[DAYBOOK_FIGURE_LOGGED_SECONDS], entries);
  if (totals->len > 0)
    set_project (self, store, totals->pdata[0], "project", "project_hours");
  if (totals->len > 1)
    set_project (self, store, totals->pdata[1], "second_project", "second_project_hours");
  for (guint i = 0; i < self->metrics->unlogged->len; i++)
    g_ptr_array_add (unlogged,
                     daybook_id_format (DAYBOOK_KIND_EVENT, g_array_index (self->metrics->unlogged, gint64, i)));
  if (unlogged->len > 0)
    {
      set_count (self, "unlogged", DAYBOOK_FIGURE_MEETINGS, unlogged->len, unlogged);
      set_hours (self, "unlogged_hours", self->metrics->figures[DAYBOOK_FIGURE_UNLOGGED_SECONDS], unlogged);
    }
  return TRUE;
}

/* Days on which something happened: a holiday is no quiet day. */
static GHashTable *
find_days (DaybookMaterial *self)
{
  GHashTable *days = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->meetings->len; i++)
    {
      const DaybookEvent *event = self->meetings->pdata[i];

      g_hash_table_add (days, GINT_TO_POINTER (daybook_zone_get_day (self->zone, event->range_start)));
    }
  for (guint i = 0; i < self->activities->len; i++)
    {
      const DaybookActivity *activity = self->activities->pdata[i];

      g_hash_table_add (days, GINT_TO_POINTER (daybook_zone_get_day (self->zone, activity->at)));
    }
  return days;
}

/* The fullest and the quietest working day, where a period has three and they differ by an hour. */
static void
set_days (DaybookMaterial *self, guint8 working_days)
{
  const DaybookDayFigures *busiest = NULL;
  const DaybookDayFigures *freest = NULL;
  g_autoptr (GHashTable) known = find_days (self);
  g_autoptr (GPtrArray) meetings = list_ids (self, "meeting");
  gboolean with_date = self->metrics->days->len > 7;
  guint n = 0;

  for (guint i = 0; i < self->metrics->days->len; i++)
    {
      const DaybookDayFigures *day = &g_array_index (self->metrics->days, DaybookDayFigures, i);

      if (!daybook_period_is_working_day (working_days, day->day)
          || day->meeting_seconds + day->focus_seconds + day->fragmented_seconds == 0
          || !g_hash_table_contains (known, GINT_TO_POINTER (day->day)))
        continue;
      n++;
      if (busiest == NULL || day->meeting_seconds > busiest->meeting_seconds)
        busiest = day;
      if (freest == NULL || day->meeting_seconds < freest->meeting_seconds)
        freest = day;
    }
  if (n < 3 || busiest->meeting_seconds < freest->meeting_seconds + 3600)
    return;
  {
    g_autofree char *busiest_name = daybook_prose_day (busiest->day, with_date);
    g_autofree char *freest_name = daybook_prose_day (freest->day, with_date);

    daybook_slots_set (self->slots, "busiest", busiest_name, NULL);
    daybook_slots_set (self->slots, "freest", freest_name, NULL);
    if (!with_date)
      {
        /* What comes again and can be planned; a date that has passed cannot. */
        daybook_slots_set (self->slots, "busiest_weekday", busiest_name, NULL);
        daybook_slots_set (self->slots, "freest_weekday", freest_name, NULL);
      }
    set_hours (self, "busiest_hours", busiest->meeting_seconds, meetings);
    set_hours (self, "freest_hours", freest->meeting_seconds, meetings);
    if (freest->meeting_seconds == 0)
      /* Translators: no hours of meetings, in “Wednesday the quietest with none”. */
      daybook_slots_set (self->slots, "freest_hours", _("none"), meetings);
  }
}

static void
set_names (DaybookMaterial *self)
{
  const DaybookPeriod *period = &self->metrics->period;
  g_autofree char *weekday = daybook_prose_day (period->from, FALSE);
  g_autofree char *date = daybook_prose_day (period->from, TRUE);
  g_autofree char *covered = daybook_prose_day (self->metrics->covered_from, TRUE);
  g_autofree char *begin = daybook_prose_period (period, TRUE);
  g_autofree char *inside = daybook_prose_period (period, FALSE);
  g_autofree char *begin_before = daybook_prose_periods_before (period, TRUE);
  g_autofree char *inside_before = daybook_prose_periods_before (period, FALSE);

  daybook_slots_set (self->slots, "weekday", weekday, NULL);
  daybook_slots_set (self->slots, "date", date, NULL);
  daybook_slots_set (self->slots, "covered_day", covered, NULL);
  daybook_slots_set (self->slots, "Period", begin, NULL);
  daybook_slots_set (self->slots, "period", inside, NULL);
  daybook_slots_set (self->slots, "Before", begin_before, NULL);
  daybook_slots_set (self->slots, "before", inside_before, NULL);
  set_count (self, "items", DAYBOOK_N_FIGURES, daybook_metrics_count_items (self->metrics), self->evidence);
  if (self->metrics->usual_items >= 0.5)
    set_count (self, "usual_items", DAYBOOK_N_FIGURES, (gint64) round (self->metrics->usual_items), self->evidence);
}

/* Of today, meetings that have not begun and working hours that have not passed are counted as planned; of a week or
 * month, working days are still to come. */
static gboolean
find_under_way (DaybookMaterial *self, DaybookStore *store)
{
  const DaybookPeriod *period = &self->metrics->period;
  gint64 now = daybook_store_now (store);
  gint64 day_end = daybook_store_get_setting_time (store, "day_end");

  if (period->today < period->from || period->today >= period->to)
    return FALSE;
  for (DaybookDay day = period->counted_to; day < period->to; day++)
    {
      if (daybook_period_is_working_day (daybook_period_get_working_days (store), day))
        return TRUE;
    }
  if (period->to - period->from > 1)
    return FALSE;
  for (guint i = 0; i < self->meetings->len; i++)
    {
      if (((DaybookEvent *) self->meetings->pdata[i])->range_start > now)
        return TRUE;
    }
  return self->metrics->scheduled_seconds > 0
         && now < daybook_zone_to_instant (self->zone, daybook_wall_from_day (period->from) + day_end);
}

/* Reads and measures @period, and finds what stood out. */
DaybookMaterial *
daybook_material_new (DaybookStore *store, const DaybookPeriod *period, GError **error)
{
  g_autoptr (DaybookMaterial) self = g_new0 (DaybookMaterial, 1);
  g_autoptr (GHashTable) own_addresses = NULL;
  gint64 from = daybook_zone_get_day_start (daybook_store_get_zone (store), period->from);
  gint64 to = daybook_zone_get_day_start (daybook_store_get_zone (store), period->counted_to);

  self->zone = daybook_store_get_zone (store);
  self->slots = daybook_slots_new ();
  self->highlights = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_sentence_free);
  self->metrics = daybook_metrics_new (store, period, error);
  if (self->metrics == NULL || !read_meetings (self, store, from, to, error))
    return NULL;
  self->activities = daybook_store_list_activity_heads (store, from, to, error);
  if (self->activities == NULL)
    return NULL;
  read_evidence (self, store);
  self->under_way = find_under_way (self, store);
  own_addresses = read_own_addresses (store);
  set_names (self);
  set_counts (self);
  set_times (self);
  set_days (self, daybook_period_get_working_days (store));
  if (!set_projects (self, store, error))
    return NULL;
  daybook_material_pick_meetings (self, own_addresses);
  daybook_material_pick_activities (self);
  set_entry (self, store);
  return g_steal_pointer (&self);
}
