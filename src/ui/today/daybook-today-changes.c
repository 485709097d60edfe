/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-today-page-private.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-text.h"
#include "store/daybook-entries.h"
#include "timekeeping/daybook-conversion.h"
#include "today/daybook-entry-changes.h"

/* Meetings to entries ------------------------------------------------------------------------------- */

typedef struct
{
  /* Input */
  GArray *events; /* (owned) of gint64 */
  char *title;    /* (owned) (nullable) */
  DaybookConversionOptions options;
  /* Output */
  guint made;
  char *made_title;     /* (owned) (nullable) of the only one */
  const char *refusal;  /* (nullable) static, when nothing was made */
  gboolean overlapping; /* one of them takes time that another entry has */
} Conversion;

static void
conversion_free (gpointer data)
{
  Conversion *conversion = data;

  g_array_unref (conversion->events);
  g_free (conversion->title);
  g_free (conversion->made_title);
  g_free (conversion);
}

static Conversion *
conversion_new (void)
{
  Conversion *conversion = g_new0 (Conversion, 1);

  conversion->events = g_array_new (FALSE, FALSE, sizeof (gint64));
  conversion->options = (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT;
  return conversion;
}

static gboolean
convert (DaybookStore *store, gpointer data, GError **error)
{
  Conversion *conversion = data;
  g_autoptr (GPtrArray) results = NULL;

  conversion->options.title = conversion->title;
  results = daybook_convert_events (store, (gint64 *) conversion->events->data, conversion->events->len,
                                    &conversion->options, error);
  if (results == NULL)
    return FALSE;
  conversion->made = 0;
  for (guint i = 0; i < results->len; i++)
    {
      const DaybookConversion *result = results->pdata[i];

      if (result->verdict != DAYBOOK_VERDICT_CONVERTIBLE)
        {
          conversion->refusal = daybook_verdict_describe (result->verdict);
          continue;
        }
      conversion->made++;
      conversion->overlapping |= result->overlaps;
      g_free (conversion->made_title);
      conversion->made_title =
        daybook_text_one_line (conversion->title != NULL ? conversion->title : result->title);
    }
  return TRUE;
}

static char *
describe (const Conversion *conversion)
{
  g_autofree char *brief = NULL, *title = NULL;

  if (conversion->made == 0)
    return conversion->refusal != NULL
             /* Translators: a reason, "already logged" */
             ? g_strdup_printf (_("Nothing was logged: %s"), conversion->refusal)
             : g_strdup (_("Nothing was logged"));
  if (conversion->made > 1)
    return g_strdup_printf (ngettext ("%u meeting logged", "%u meetings logged", conversion->made), conversion->made);
  brief = daybook_text_ellipsize (conversion->made_title, 40);
  title = daybook_text_isolate (brief);
  if (conversion->overlapping)
    /* Translators: the title of a meeting */
    return g_strdup_printf (_("“%s” logged; it overlaps another entry"), title);
  /* Translators: the title of a meeting */
  return g_strdup_printf (_("“%s” logged"), title);
}

static void
on_converted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DaybookWorkspace *workspace = DAYBOOK_WORKSPACE (source);
  g_autoptr (DaybookTodayPage) self = data;
  Conversion *conversion = daybook_workspace_change_get_data (workspace, result);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 change;

  if (!daybook_workspace_change_finish (workspace, result, &change, &error))
    {
      daybook_workspace_toast (workspace, error->message, 0);
      return;
    }
  text = describe (conversion);
  daybook_workspace_toast (workspace, text, conversion->made > 0 ? change : 0);
  if (conversion->made > 0 && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    daybook_today_page_select_next (self);
}

static void
start_conversion (DaybookTodayPage *self, Conversion *conversion)
{
  /* The conversion names its own step of Undo. */
  daybook_workspace_change_async (self->workspace, NULL, convert, conversion, conversion_free, on_converted_cb,
                                  g_object_ref (self));
}

/* Everything of the day that is over and can be logged without asking. */
void
daybook_today_page_convert_all (DaybookTodayPage *self)
{
  g_autoptr (GPtrArray) unlogged = daybook_day_model_list_unlogged (self->model);
  Conversion *conversion;

  if (unlogged->len == 0)
    return;
  conversion = conversion_new ();
  for (guint i = 0; i < unlogged->len; i++)
    {
      gint64 id = daybook_day_event_get_id (unlogged->pdata[i]);

      g_array_append_val (conversion->events, id);
    }
  start_conversion (self, conversion);
}

/* The selected meeting, as its form says. */
void
daybook_today_page_log_selected (DaybookTodayPage *self)
{
  GObject *row = daybook_day_column_get_selected (self->column);
  DaybookEventPanel *panel = daybook_today_page_get_event_panel (self);
  DaybookLogForm *form = daybook_event_panel_get_form (panel);
  Conversion *conversion;
  gint64 id;

  if (!DAYBOOK_IS_DAY_EVENT (row) || !daybook_event_panel_can_log (panel)
      || !daybook_log_form_is_complete (form))
    return;
  id = daybook_day_event_get_id (DAYBOOK_DAY_EVENT (row));
  conversion = conversion_new ();
  g_array_append_val (conversion->events, id);
  conversion->title = daybook_log_form_dup_title (form);
  conversion->options.project_id = daybook_log_form_get_project (form);
  if (conversion->options.project_id == 0)
    conversion->options.project_id = -1;
  conversion->options.duration = daybook_log_form_get_duration (form);
  conversion->options.billable = daybook_log_form_get_billable (form);
  conversion->options.anyway = TRUE;
  start_conversion (self, conversion);
}

/* Enter on anything in the day: a meeting is logged (one that asks is shown first), a gap becomes a draft,
 * what is logged is opened. */
void
daybook_today_page_log_row (DaybookTodayPage *self, GObject *row)
{
  Conversion *conversion;
  gint64 id;

  if (DAYBOOK_IS_DAY_GAP (row))
    {
      daybook_today_page_begin_draft (self, daybook_day_gap_get_from (DAYBOOK_DAY_GAP (row)),
                                      daybook_day_gap_get_to (DAYBOOK_DAY_GAP (row)));
      return;
    }
  if (row == daybook_day_column_get_selected (self->column) && DAYBOOK_IS_DAY_EVENT (row)
      && daybook_event_panel_can_log (daybook_today_page_get_event_panel (self)))
    {
      daybook_today_page_log_selected (self);
      return;
    }
  if (!DAYBOOK_IS_DAY_EVENT (row) || !daybook_day_event_is_loggable (DAYBOOK_DAY_EVENT (row)))
    {
      daybook_day_column_set_selected (self->column, row);
      daybook_today_page_show_panel (self, TRUE);
      return;
    }
  id = daybook_day_event_get_id (DAYBOOK_DAY_EVENT (row));
  conversion = conversion_new ();
  g_array_append_val (conversion->events, id);
  start_conversion (self, conversion);
}

/* A span that was drawn ------------------------------------------------------------------------------ */

static gboolean
add_entry (DaybookStore *store, gpointer data, GError **error)
{
  g_autoptr (DaybookEntry) entry = daybook_entry_copy (data);

  if (daybook_store_entry_overlaps (store, entry->start_at, entry->end_at, 0))
    entry->flags |= DAYBOOK_ENTRY_FLAG_OVERLAP;
  return daybook_store_add_entry (store, entry, error) != 0;
}

void
daybook_today_page_log_draft (DaybookTodayPage *self)
{
  DaybookDraftPanel *panel = daybook_today_page_get_draft_panel (self);
  DaybookLogForm *form = daybook_draft_panel_get_form (panel);
  DaybookEntry *entry;
  g_autofree char *title = NULL, *duration = NULL, *label = NULL, *toast = NULL;

  if (!daybook_log_form_is_complete (form))
    return;
  entry = daybook_entry_new ();
  entry->title = daybook_log_form_dup_title (form);
  entry->duration = daybook_log_form_get_duration (form);
  entry->start_at = daybook_day_model_to_instant (self->model, daybook_draft_panel_get_from (panel));
  entry->end_at = entry->start_at + entry->duration;
  entry->project_id = daybook_log_form_get_project (form);
  entry->billable = daybook_log_form_get_billable (form);
  entry->status = DAYBOOK_ENTRY_PENDING;
  entry->origin = DAYBOOK_ORIGIN_MANUAL;
  title = daybook_text_isolate (entry->title);
  duration = daybook_duration_format_short (entry->duration);
  label = g_strdup_printf (_("Log “%s”"), title);
  toast = g_strdup_printf (_("%s of “%s” logged"), duration, title);
  daybook_workspace_change (self->workspace, label, toast, add_entry, entry, (GDestroyNotify) daybook_entry_free);
  daybook_today_page_end_draft (self);
}

/* The edge of an entry was moved to seconds @from and @to of the day; the other edge keeps its moment, also
 * when it lies on another day. */
void
daybook_today_page_resize (DaybookTodayPage *self, DaybookDayEntry *entry, gint64 from, gint64 to)
{
  const DaybookEntry *before = daybook_day_entry_get_entry (entry);
  g_autoptr (DaybookEntry) edited = daybook_entry_copy (before);

  if (from != daybook_day_entry_get_from (entry))
    edited->start_at = daybook_day_model_to_instant (self->model, from);
  if (to != daybook_day_entry_get_to (entry))
    edited->end_at = daybook_day_model_to_instant (self->model, to);
  edited->duration = edited->end_at - edited->start_at;
  daybook_entry_changes_edit (self->workspace, before, edited);
}
