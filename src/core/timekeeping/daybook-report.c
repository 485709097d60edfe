/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "timekeeping/daybook-report.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-csv.h"
#include "base/daybook-duration.h"
#include "base/daybook-error.h"
#include "base/daybook-money.h"
#include "base/daybook-zone.h"

#define LARGEST_STEP (24 * 60)

void
daybook_report_row_free (DaybookReportRow *row)
{
  if (row == NULL)
    return;
  g_free (row->key);
  g_free (row->label);
  g_free (row->client_name);
  g_free (row->currency);
  g_free (row);
}

/* project, client, day or tag. */
gboolean
daybook_report_parse_key (const char *text, DaybookTotalsKey *key, GError **error)
{
  static const char *const names[] = {
    [DAYBOOK_TOTALS_BY_PROJECT] = "project",
    [DAYBOOK_TOTALS_BY_CLIENT] = "client",
    [DAYBOOK_TOTALS_BY_DAY] = "day",
    [DAYBOOK_TOTALS_BY_TAG] = "tag",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_strcmp0 (names[i], text) == 0)
        {
          *key = i;
          return TRUE;
        }
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
               _ ("A report is by project, client, day or tag, not by “%s”."), text);
  return FALSE;
}

/* "15:up", "6:nearest", "30:down", "15" (nearest), "none". */
gboolean
daybook_report_parse_rounding (const char *text, DaybookTotalsFilter *filter, GError **error)
{
  static const struct
  {
    const char *name;
    DaybookRounding rounding;
  } modes[] = { { "nearest", DAYBOOK_ROUND_NEAREST }, { "up", DAYBOOK_ROUND_UP }, { "down", DAYBOOK_ROUND_DOWN } };
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  guint64 minutes;

  if (g_str_equal (text, "none") || g_str_equal (text, "0"))
    {
      filter->rounding = DAYBOOK_ROUND_NONE;
      filter->round_seconds = 0;
      return TRUE;
    }
  if (parts[0] != NULL && g_ascii_string_to_unsigned (parts[0], 10, 1, LARGEST_STEP, &minutes, NULL))
    {
      for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
        {
          if (g_strcmp0 (parts[1] != NULL ? parts[1] : "nearest", modes[i].name) != 0)
            continue;
          filter->rounding = modes[i].rounding;
          filter->round_seconds = (int) minutes * 60;
          return TRUE;
        }
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
               _ ("“%s” is no rounding: write minutes and a direction, for example 15:up, 6:nearest or 30:down."),
               text);
  return FALSE;
}

/* What the sums of @filter count for one entry of @duration seconds: the same arithmetic as in the
 * store's totals, for lists that show each entry beside them. */
gint64
daybook_report_round (const DaybookTotalsFilter *filter, gint64 duration)
{
  gint64 step = filter->round_seconds;

  if (step <= 0)
    return duration;
  switch (filter->rounding)
    {
    case DAYBOOK_ROUND_UP:
      return (duration + step - 1) / step * step;
    case DAYBOOK_ROUND_DOWN:
      return duration / step * step;
    case DAYBOOK_ROUND_NEAREST:
      return (duration + step / 2) / step * step;
    case DAYBOOK_ROUND_NONE:
    default:
      return duration;
    }
}

static gboolean
has_rate (const DaybookTotal *total)
{
  return total->hourly_rate >= 0 && total->currency != NULL;
}

/* Only money of another currency needs a row of its own: time without a rate adds up with any. */
static gboolean
continues (const DaybookReportRow *row, const DaybookTotal *total, gboolean by_day)
{
  if (row->has_rate && has_rate (total) && g_strcmp0 (row->currency, total->currency) != 0)
    return FALSE;
  if (by_day)
    return row->day == total->day;
  return row->project_id == total->project_id && row->client_id == total->client_id
         && g_strcmp0 (row->key, total->key) == 0;
}

static gboolean
add_total (DaybookReportRow *row, const DaybookTotal *total, GError **error)
{
  gint64 amount = 0;

  if (has_rate (total)
      && (!daybook_money_for_duration (total->hourly_rate, total->billable_rounded, &amount)
          || __builtin_add_overflow (row->amount, amount, &row->amount)))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE, _ ("The sum of this report is too large."));
      return FALSE;
    }
  if (row->currency == NULL || (has_rate (total) && !row->has_rate))
    {
      g_free (row->currency);
      row->currency = g_strdup (total->currency);
    }
  row->has_rate |= has_rate (total);
  row->duration += total->duration;
  row->rounded += total->rounded;
  row->count += total->count;
  return TRUE;
}

static DaybookReportRow *
new_row (const DaybookTotal *total, DaybookTotalsKey key)
{
  DaybookReportRow *row = g_new0 (DaybookReportRow, 1);

  row->day = key == DAYBOOK_TOTALS_BY_DAY ? total->day : DAYBOOK_DAY_NONE;
  row->key = key == DAYBOOK_TOTALS_BY_DAY ? daybook_day_format (total->day) : g_strdup (total->key);
  row->project_id = total->project_id;
  row->client_id = total->client_id;
  row->client_name = g_strdup (total->client_name);
  return row;
}

static gboolean
is_ambiguous (GPtrArray *rows, const DaybookReportRow *row)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const DaybookReportRow *other = rows->pdata[i];

      if (other->project_id != row->project_id && g_str_equal (other->key, row->key))
        return TRUE;
    }
  return FALSE;
}

static void
label_rows (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      DaybookReportRow *row = rows->pdata[i];

      if (row->client_name != NULL && is_ambiguous (rows, row))
        /* Translators: a client, then one of several projects of the same name. */
        row->label = g_strdup_printf (_ ("%s – %s"), row->client_name, row->key);
      else
        row->label = g_strdup (row->key);
    }
}

/* The rows of a report (element-type DaybookReportRow): one a key, several only where its money is of several
 * currencies. Time without a rate then stands with the first of them. */
GPtrArray *
daybook_report (DaybookStore *store, const DaybookTotalsFilter *filter, DaybookTotalsKey key, GError **error)
{
  g_autoptr (GPtrArray) totals = daybook_store_report_totals (store, filter, key, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_report_row_free);

  if (totals == NULL)
    return NULL;
  for (guint i = 0; i < totals->len; i++)
    {
      const DaybookTotal *total = totals->pdata[i];
      DaybookReportRow *row = NULL;

      for (guint j = rows->len; j > 0 && row == NULL; j--)
        {
          if (continues (rows->pdata[j - 1], total, key == DAYBOOK_TOTALS_BY_DAY))
            row = rows->pdata[j - 1];
        }
      if (row == NULL)
        {
          row = new_row (total, key);
          g_ptr_array_add (rows, row);
        }
      if (!add_total (row, total, error))
        return NULL;
    }
  label_rows (rows);
  return g_steal_pointer (&rows);
}

static void
add_hours (DaybookCsvWriter *writer, gint64 seconds)
{
  g_autofree char *hours = daybook_duration_format_plain_hours (seconds);

  daybook_csv_writer_add_number (writer, hours);
}

static void
add_amount (DaybookCsvWriter *writer, gint64 amount, const char *currency)
{
  g_autofree char *plain = currency != NULL ? daybook_money_format_plain (amount, currency) : NULL;

  if (plain != NULL)
    daybook_csv_writer_add_number (writer, plain);
  else
    daybook_csv_writer_add_text (writer, "");
  daybook_csv_writer_add_text (writer, currency);
}

/* The report as CSV: hours as decimal numbers with a point, money in units. (transfer full) */
char *
daybook_report_to_csv (GPtrArray *rows, gsize *length)
{
  static const char *const header[]
      = { "Key", "Seconds", "Hours", "Rounded Seconds", "Rounded Hours", "Amount", "Currency", "Client", NULL };
  g_autoptr (DaybookCsvWriter) writer = daybook_csv_writer_new ();

  daybook_csv_writer_add_texts (writer, header);
  for (guint i = 0; i < rows->len; i++)
    {
      const DaybookReportRow *row = rows->pdata[i];

      daybook_csv_writer_add_text (writer, row->key);
      daybook_csv_writer_add_integer (writer, row->duration);
      add_hours (writer, row->duration);
      daybook_csv_writer_add_integer (writer, row->rounded);
      add_hours (writer, row->rounded);
      add_amount (writer, row->amount, row->currency);
      daybook_csv_writer_add_text (writer, row->client_name);
      daybook_csv_writer_end_record (writer);
    }
  return daybook_csv_writer_finish (writer, length);
}

static void
add_wall (DaybookCsvWriter *writer, DaybookZone *zone, gint64 instant)
{
  char buffer[DAYBOOK_INSTANT_TEXT_SIZE];

  daybook_wall_write (daybook_zone_to_wall (zone, instant), buffer);
  buffer[10] = '\0'; /* 2026-11-21T14:00:00 */
  daybook_csv_writer_add_text (writer, buffer);
  daybook_csv_writer_add_text (writer, buffer + 11);
}

/* Entries as CSV, times in @zone; what other trackers and our own import read. (transfer full) */
char *
daybook_entries_to_csv (GPtrArray *entries, DaybookZone *zone, gsize *length)
{
  static const char *const header[]
      = { "Client", "Project", "Description", "Start date", "Start time", "End date", "End time", "Seconds", "Hours",
          "Billable", "Status", "Tags", "Amount", "Currency", NULL };
  g_autoptr (DaybookCsvWriter) writer = daybook_csv_writer_new ();

  daybook_csv_writer_add_texts (writer, header);
  for (guint i = 0; i < entries->len; i++)
    {
      const DaybookEntry *entry = entries->pdata[i];
      g_autofree char *tags = entry->tags != NULL ? g_strjoinv (", ", entry->tags) : NULL;
      gint64 amount = 0;
      gboolean has_amount = entry->billable && entry->hourly_rate >= 0 && entry->currency != NULL
                            && daybook_money_for_duration (entry->hourly_rate, entry->duration, &amount);

      daybook_csv_writer_add_text (writer, entry->client_name);
      daybook_csv_writer_add_text (writer, entry->project_name);
      daybook_csv_writer_add_text (writer, entry->title);
      add_wall (writer, zone, entry->start_at);
      add_wall (writer, zone, entry->end_at);
      daybook_csv_writer_add_integer (writer, entry->duration);
      add_hours (writer, entry->duration);
      daybook_csv_writer_add_text (writer, entry->billable ? "Yes" : "No");
      daybook_csv_writer_add_text (writer, daybook_entry_status_to_string (entry->status));
      daybook_csv_writer_add_text (writer, tags);
      add_amount (writer, amount, has_amount ? entry->currency : NULL);
      daybook_csv_writer_end_record (writer);
    }
  return daybook_csv_writer_finish (writer, length);
}
