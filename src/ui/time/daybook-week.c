/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-week.h"

#include "timekeeping/daybook-report.h"

static void
free_project (gpointer data)
{
  DaybookWeekProject *project = data;

  g_free (project->client);
  g_free (project->name);
  g_free (project->color);
  g_free (project->currency);
  g_free (project);
}

static void
free_amount (gpointer data)
{
  DaybookWeekAmount *amount = data;

  g_free (amount->currency);
  g_free (amount);
}

void
daybook_week_free (DaybookWeek *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->projects);
  g_ptr_array_unref (self->amounts);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self);
}

static void
add_time (DaybookWeekTime *time, gint64 exact, gint64 rounded)
{
  time->exact += exact;
  time->rounded += rounded;
}

/* The totals know no names of clients; the entries that they were made of do. */
static const char *
find_client (DaybookWeek *self, gint64 client_id)
{
  for (guint i = 0; client_id != 0 && i < self->entries->len; i++)
    {
      const DaybookEntry *entry = self->entries->pdata[i];

      if (entry->client_id == client_id)
        return entry->client_name;
    }
  return NULL;
}

static DaybookWeekProject *
find_project (DaybookWeek *self, gint64 project_id)
{
  for (guint i = 0; i < self->projects->len; i++)
    {
      DaybookWeekProject *project = self->projects->pdata[i];

      if (project->project_id == project_id)
        return project;
    }
  return NULL;
}

static void
add_total (DaybookWeek *self, const DaybookTotal *total)
{
  DaybookWeekProject *project = find_project (self, total->project_id);
  int column = total->day - self->first;

  if (column < 0 || column >= DAYBOOK_WEEK_DAYS)
    return;
  if (project == NULL)
    {
      project = g_new0 (DaybookWeekProject, 1);
      project->project_id = total->project_id;
      project->client_id = total->client_id;
      project->client = g_strdup (find_client (self, total->client_id));
      project->name = g_strdup (total->key);
      project->color = g_strdup (total->color);
      g_ptr_array_add (self->projects, project);
    }
  add_time (&project->days[column], total->duration, total->rounded);
  add_time (&project->total, total->duration, total->rounded);
  add_time (&self->days[column], total->duration, total->rounded);
  add_time (&self->total, total->duration, total->rounded);
  add_time (&self->billable, total->billable_duration, total->billable_rounded);
}

static void
add_amount (DaybookWeek *self, const DaybookReportRow *row)
{
  DaybookWeekProject *project = find_project (self, row->project_id);
  DaybookWeekAmount *sum = NULL;

  if (row->currency == NULL || row->amount == 0)
    return;
  if (project != NULL)
    {
      project->amount = row->amount;
      project->currency = g_strdup (row->currency);
    }
  for (guint i = 0; i < self->amounts->len && sum == NULL; i++)
    {
      DaybookWeekAmount *amount = self->amounts->pdata[i];

      if (g_str_equal (amount->currency, row->currency))
        sum = amount;
    }
  if (sum == NULL)
    {
      sum = g_new0 (DaybookWeekAmount, 1);
      sum->currency = g_strdup (row->currency);
      g_ptr_array_add (self->amounts, sum);
    }
  if (__builtin_add_overflow (sum->amount, row->amount, &sum->amount))
    sum->amount = G_MAXINT64;
}

/* Order -------------------------------------------------------------------------------------------- */

static int
compare (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

static gint64
get_client_time (DaybookWeek *self, gint64 client_id)
{
  gint64 time = 0;

  for (guint i = 0; i < self->projects->len; i++)
    {
      const DaybookWeekProject *project = self->projects->pdata[i];

      if (project->client_id == client_id)
        time += project->total.exact;
    }
  return time;
}

/* What belongs to nobody comes last. */
static int
compare_projects (gconstpointer a, gconstpointer b, gpointer data)
{
  DaybookWeek *self = data;
  const DaybookWeekProject *x = *(DaybookWeekProject *const *) a, *y = *(DaybookWeekProject *const *) b;
  int order = compare (x->project_id == 0, y->project_id == 0);

  if (order == 0)
    order = compare (x->client_id == 0, y->client_id == 0);
  if (order == 0)
    order = compare (get_client_time (self, y->client_id), get_client_time (self, x->client_id));
  if (order == 0)
    order = compare (x->client_id, y->client_id);
  if (order == 0)
    order = compare (y->total.exact, x->total.exact);
  return order != 0 ? order : compare (x->project_id, y->project_id);
}

static int
compare_amounts (gconstpointer a, gconstpointer b)
{
  const DaybookWeekAmount *x = *(DaybookWeekAmount *const *) a, *y = *(DaybookWeekAmount *const *) b;
  int order = compare (y->amount, x->amount);

  return order != 0 ? order : g_strcmp0 (x->currency, y->currency);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const DaybookEntry *x = *(DaybookEntry *const *) a, *y = *(DaybookEntry *const *) b;
  int order = compare (y->start_at, x->start_at);

  return order != 0 ? order : compare (y->id, x->id);
}

/* Loading ------------------------------------------------------------------------------------------ */

static gboolean
load (DaybookWeek *self, DaybookStore *store, const DaybookTotalsFilter *rounding, GError **error)
{
  const DaybookEntryFilter entries
      = { .from = self->first, .to = self->first + DAYBOOK_WEEK_DAYS, .status = -1 };
  const DaybookTotalsFilter filter = {
    .from = self->first,
    .to = self->first + DAYBOOK_WEEK_DAYS,
    .status = -1,
    .rounding = rounding->rounding,
    .round_seconds = rounding->round_seconds,
  };
  g_autoptr (GPtrArray) totals = NULL;
  g_autoptr (GPtrArray) report = NULL;

  self->entries = daybook_store_list_entries (store, &entries, error);
  if (self->entries == NULL)
    return FALSE;
  g_ptr_array_sort (self->entries, compare_entries);
  totals = daybook_store_report_totals (store, &filter, DAYBOOK_TOTALS_BY_PROJECT_AND_DAY, error);
  if (totals == NULL)
    return FALSE;
  /* Money is made of a project's sum and not of each day's, or its cents would differ from the report's. */
  report = daybook_report (store, &filter, DAYBOOK_TOTALS_BY_PROJECT, error);
  if (report == NULL)
    return FALSE;
  for (guint i = 0; i < totals->len; i++)
    add_total (self, totals->pdata[i]);
  for (guint i = 0; i < report->len; i++)
    add_amount (self, report->pdata[i]);
  for (guint i = 0; i < self->entries->len; i++)
    self->pending += ((const DaybookEntry *) self->entries->pdata[i])->status == DAYBOOK_ENTRY_PENDING;
  g_ptr_array_sort_with_data (self->projects, compare_projects, self);
  g_ptr_array_sort (self->amounts, compare_amounts);
  return TRUE;
}

/* The seven days from @first on; of @rounding only the rounding counts. Three indexed queries, under a
 * millisecond for a usual week. */
DaybookWeek *
daybook_week_load (DaybookStore *store, DaybookDay first, const DaybookTotalsFilter *rounding, GError **error)
{
  g_autoptr (DaybookWeek) self = g_new0 (DaybookWeek, 1);

  self->first = first;
  self->projects = g_ptr_array_new_with_free_func (free_project);
  self->amounts = g_ptr_array_new_with_free_func (free_amount);
  return load (self, store, rounding, error) ? g_steal_pointer (&self) : NULL;
}
