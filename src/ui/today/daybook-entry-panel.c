/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-entry-panel.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-duration.h"
#include "base/daybook-money.h"
#include "base/daybook-text.h"
#include "common/daybook-dot.h"
#include "common/daybook-format.h"
#include "common/daybook-project-picker.h"
#include "store/daybook-events.h"
#include "today/daybook-day-words.h"
#include "today/daybook-entry-changes.h"

struct _DaybookEntryPanel
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookDayModel *model;      /* (owned) (nullable) */
  DaybookDayEntry *entry;      /* (owned) (nullable) */
  gboolean filling;            /* the fields are being set, not edited */

  /* Template children */
  DaybookDot *dot;
  GtkLabel *project;
  GtkMenuButton *menu_button;
  GtkLabel *title;
  GtkLabel *time;
  GtkLabel *status;
  GtkLabel *flag;
  AdwPreferencesGroup *fields;
  DaybookProjectPicker *picker;
  AdwEntryRow *title_row;
  AdwEntryRow *start_row;
  AdwEntryRow *end_row;
  AdwActionRow *billable_row;
  GtkSwitch *billable;
  AdwEntryRow *tags_row;
  AdwPreferencesGroup *meeting_group;
  AdwActionRow *meeting_row;
  GtkLabel *locked;
  GtkButton *approve_button;
};

G_DEFINE_FINAL_TYPE (DaybookEntryPanel, daybook_entry_panel, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

enum
{
  SHOW_EVENT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* A field that the person is in the middle of is left alone. */
static void
fill (AdwEntryRow *row, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
update_head (DaybookEntryPanel *self, const DaybookEntry *entry)
{
  DaybookZone *zone = daybook_workspace_get_zone (self->workspace);
  g_autofree char *project = daybook_day_entry_get_project_name (self->entry);
  g_autofree char *day = daybook_format_day_relative (daybook_zone_get_day (zone, entry->start_at),
                                                      daybook_workspace_get_today (self->workspace));
  g_autofree char *range = daybook_format_spoken_range (daybook_zone_to_wall (zone, entry->start_at),
                                                        daybook_zone_to_wall (zone, entry->end_at));
  g_autofree char *duration = daybook_duration_format_short (entry->duration);
  /* Translators: a day, from when to when, how long */
  g_autofree char *time = g_strdup_printf (_("%s, %s, %s"), day, range, duration);
  const char *flag = (entry->flags & DAYBOOK_ENTRY_FLAG_GONE) != 0      ? _("The meeting was canceled")
                     : (entry->flags & DAYBOOK_ENTRY_FLAG_MOVED) != 0   ? _("The meeting moved")
                     : (entry->flags & DAYBOOK_ENTRY_FLAG_OVERLAP) != 0 ? _("Overlaps another entry")
                                                                         : NULL;

  daybook_dot_set_color (self->dot, entry->color);
  gtk_label_set_label (self->project, project);
  gtk_label_set_label (self->title, daybook_day_entry_get_title (self->entry));
  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->status, daybook_entry_status_name (entry->status));
  gtk_label_set_label (self->flag, flag);
  gtk_widget_set_visible (GTK_WIDGET (self->flag), flag != NULL);
  if (entry->status == DAYBOOK_ENTRY_APPROVED)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "success");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "success");
}

static void
update_fields (DaybookEntryPanel *self, const DaybookEntry *entry)
{
  DaybookZone *zone = daybook_workspace_get_zone (self->workspace);
  g_autofree char *start = daybook_format_time (daybook_zone_to_wall (zone, entry->start_at));
  g_autofree char *end = daybook_format_time (daybook_zone_to_wall (zone, entry->end_at));
  g_autofree char *tags = entry->tags != NULL ? g_strjoinv (", ", entry->tags) : g_strdup ("");
  g_autofree char *amount_text = NULL;
  gint64 amount;

  self->filling = TRUE;
  daybook_project_picker_set_project (self->picker, entry->project_id);
  fill (self->title_row, entry->title);
  fill (self->start_row, start);
  fill (self->end_row, end);
  fill (self->tags_row, tags);
  gtk_switch_set_active (self->billable, entry->billable);
  self->filling = FALSE;

  if (entry->billable && entry->hourly_rate >= 0 && entry->currency != NULL
      && daybook_money_for_duration (entry->hourly_rate, entry->duration, &amount))
    {
      g_autofree char *sum = daybook_money_format (amount, entry->currency);
      g_autofree char *rate = daybook_money_format (entry->hourly_rate, entry->currency);

      amount_text = g_strdup_printf (_("%s at %s an hour"), sum, rate);
    }
  adw_action_row_set_subtitle (self->billable_row, amount_text);
}

static void
update_meeting (DaybookEntryPanel *self, const DaybookEntry *entry)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (DaybookEvent) event =
    entry->event_id != 0 ? daybook_store_get_event (store, entry->event_id, NULL) : NULL;
  g_autofree char *title = daybook_text_one_line (event != NULL ? event->title : NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->meeting_group), event != NULL);
  if (event == NULL)
    return;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->meeting_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->meeting_row), *title != '\0' ? title : _("Untitled meeting"));
}

static void
update (DaybookEntryPanel *self)
{
  const DaybookEntry *entry;
  gboolean locked;

  if (self->entry == NULL)
    return;
  entry = daybook_day_entry_get_entry (self->entry);
  locked = entry->status == DAYBOOK_ENTRY_INVOICED;
  update_head (self, entry);
  update_fields (self, entry);
  update_meeting (self, entry);
  gtk_widget_set_sensitive (GTK_WIDGET (self->fields), !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->locked), locked);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->approve_button), entry->status == DAYBOOK_ENTRY_PENDING);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.approve", entry->status == DAYBOOK_ENTRY_PENDING);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.unapprove", entry->status == DAYBOOK_ENTRY_APPROVED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.reject", entry->status == DAYBOOK_ENTRY_PENDING);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.delete", !locked);
}

/* The moment that a field names, on the day the entry starts; an end before the start is of the day after. */
static gboolean
read_times (DaybookEntryPanel *self, gint64 *start_at, gint64 *end_at)
{
  const DaybookEntry *entry = daybook_day_entry_get_entry (self->entry);
  DaybookZone *zone = daybook_workspace_get_zone (self->workspace);
  gint64 midnight = daybook_wall_from_day (daybook_zone_get_day (zone, entry->start_at));
  gint64 start, end;

  if (!daybook_format_parse_time (gtk_editable_get_text (GTK_EDITABLE (self->start_row)), &start)
      || !daybook_format_parse_time (gtk_editable_get_text (GTK_EDITABLE (self->end_row)), &end))
    return FALSE;
  if (end <= start)
    end += DAYBOOK_DAY_SECONDS;
  *start_at = daybook_zone_to_instant (zone, midnight + start);
  *end_at = daybook_zone_to_instant (zone, midnight + end);
  return TRUE;
}

static void
on_time_changed_cb (AdwEntryRow *row, DaybookEntryPanel *self)
{
  gint64 ignored;

  if (daybook_format_parse_time (gtk_editable_get_text (GTK_EDITABLE (row)), &ignored))
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
}

/* Everything that stands in the fields becomes the entry's; what did not change writes nothing. */
static void
on_edited_cb (DaybookEntryPanel *self)
{
  const DaybookEntry *entry;
  g_autoptr (DaybookEntry) edited = NULL;
  g_autofree char *title = NULL;
  gint64 start_at, end_at;

  if (self->filling || self->entry == NULL)
    return;
  entry = daybook_day_entry_get_entry (self->entry);
  edited = daybook_entry_copy (entry);
  title = daybook_text_one_line (gtk_editable_get_text (GTK_EDITABLE (self->title_row)));
  if (*title == '\0' || !read_times (self, &start_at, &end_at))
    {
      update (self);
      return;
    }
  g_free (edited->title);
  edited->title = g_steal_pointer (&title);
  /* Fields show minutes: what they do not contradict keeps its seconds. */
  if (ABS (start_at - entry->start_at) >= 60 || ABS (end_at - entry->end_at) >= 60)
    {
      edited->start_at = start_at;
      edited->end_at = end_at;
      edited->duration = end_at - start_at;
    }
  edited->project_id = daybook_project_picker_get_project (self->picker);
  edited->billable = gtk_switch_get_active (self->billable);
  g_strfreev (edited->tags);
  edited->tags = daybook_tags_parse (gtk_editable_get_text (GTK_EDITABLE (self->tags_row)));
  daybook_entry_changes_edit (self->workspace, entry, edited);
}

static void
on_status_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookEntryPanel *self = DAYBOOK_ENTRY_PANEL (widget);
  DaybookEntryStatus status = g_str_equal (action, "entry.approve")  ? DAYBOOK_ENTRY_APPROVED
                              : g_str_equal (action, "entry.reject") ? DAYBOOK_ENTRY_REJECTED
                                                                     : DAYBOOK_ENTRY_PENDING;

  if (self->entry != NULL)
    daybook_entry_changes_set_status (self->workspace, daybook_day_entry_get_entry (self->entry), status);
}

static void
on_delete_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookEntryPanel *self = DAYBOOK_ENTRY_PANEL (widget);

  if (self->entry != NULL)
    daybook_entry_changes_delete (self->workspace, daybook_day_entry_get_entry (self->entry));
}

static void
on_show_event_cb (DaybookEntryPanel *self)
{
  g_signal_emit (self, signals[SHOW_EVENT], 0, daybook_day_entry_get_entry (self->entry)->event_id);
}

static void
daybook_entry_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_ENTRY_PANEL (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_entry_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&DAYBOOK_ENTRY_PANEL (object)->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_entry_panel_dispose (GObject *object)
{
  DaybookEntryPanel *self = DAYBOOK_ENTRY_PANEL (object);

  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_clear_object (&self->entry);
  g_clear_object (&self->model);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_entry_panel_parent_class)->dispose (object);
}

static void
daybook_entry_panel_class_init (DaybookEntryPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_entry_panel_get_property;
  object_class->set_property = daybook_entry_panel_set_property;
  object_class->dispose = daybook_entry_panel_dispose;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SHOW_EVENT] = g_signal_new ("show-event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (DAYBOOK_TYPE_DOT);
  g_type_ensure (DAYBOOK_TYPE_PROJECT_PICKER);
  gtk_widget_class_install_action (widget_class, "entry.approve", NULL, on_status_action_cb);
  gtk_widget_class_install_action (widget_class, "entry.unapprove", NULL, on_status_action_cb);
  gtk_widget_class_install_action (widget_class, "entry.reject", NULL, on_status_action_cb);
  gtk_widget_class_install_action (widget_class, "entry.delete", NULL, on_delete_action_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/today/daybook-entry-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, dot);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, project);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, menu_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, time);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, status);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, flag);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, fields);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, picker);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, title_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, start_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, end_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, billable_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, billable);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, tags_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, meeting_group);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, meeting_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, locked);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryPanel, approve_button);
  gtk_widget_class_bind_template_callback (widget_class, on_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_time_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_event_cb);
}

static void
daybook_entry_panel_init (DaybookEntryPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows @entry (NULL: forgets what it showed) and follows it. */
void
daybook_entry_panel_show (DaybookEntryPanel *self, DaybookDayModel *model, DaybookDayEntry *entry)
{
  g_return_if_fail (DAYBOOK_IS_ENTRY_PANEL (self));

  if (self->entry == entry)
    return;
  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_set_object (&self->model, model);
  g_set_object (&self->entry, entry);
  if (entry == NULL)
    return;
  g_signal_connect_swapped (entry, "notify", G_CALLBACK (update), self);
  update (self);
}

void
daybook_entry_panel_choose_project (DaybookEntryPanel *self)
{
  daybook_project_picker_popup (self->picker);
}
