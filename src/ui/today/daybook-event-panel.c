/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-event-panel.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-link.h"
#include "base/daybook-text.h"
#include "common/daybook-conference.h"
#include "common/daybook-dot.h"
#include "common/daybook-format.h"
#include "common/daybook-zone-words.h"
#include "common/daybook-project-name.h"
#include "store/daybook-entries.h"
#include "timekeeping/daybook-conversion.h"
#include "today/daybook-attendees.h"
#include "today/daybook-day-words.h"

#define FACES 4
#define FACE_SIZE 26

struct _DaybookEventPanel
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookDayModel *model;      /* (owned) (nullable) */
  DaybookDayEvent *event;      /* (owned) (nullable) */
  gint64 entry_id;             /* that was made of it, 0 none */
  char *url;                   /* (owned) (nullable) checked */
  char *conference_url;        /* (owned) (nullable) checked */
  GPtrArray *people;           /* (owned) rows of people_row (unowned) */

  /* Template children */
  DaybookDot *dot;
  GtkLabel *source;
  GtkLabel *title;
  GtkLabel *time;
  GtkLabel *state;
  GtkLabel *overlap;
  AdwPreferencesGroup *details;
  AdwActionRow *conference_row;
  AdwActionRow *place_row;
  AdwExpanderRow *people_row;
  GtkBox *faces;
  AdwActionRow *notes_row;
  DaybookLogForm *form;
  AdwPreferencesGroup *logged_group;
  AdwActionRow *logged_row;
  GtkLabel *verdict;
  GtkButton *log_button;
};

G_DEFINE_FINAL_TYPE (DaybookEventPanel, daybook_event_panel, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

enum
{
  LOG,
  CHANGED,
  SHOW_ENTRY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Text from outside is never markup, whatever the row's default is. */
static void
set_plain (gpointer row, const char *title, const char *subtitle)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title != NULL ? title : "");
  if (ADW_IS_ACTION_ROW (row))
    adw_action_row_set_subtitle (row, subtitle);
}

/* "9:00 to 10:30 in New York" where that is another time; NULL else. */
static char *
make_time_there (DaybookEventPanel *self, const DaybookEvent *event)
{
  DaybookZone *zone = daybook_workspace_get_zone (self->workspace);
  g_autoptr (DaybookZone) there = event->time_zone != NULL ? daybook_zone_lookup (event->time_zone) : NULL;
  g_autofree char *place = NULL;
  g_autofree char *range = NULL;

  if (there == NULL
      || daybook_zone_get_offset (there, event->range_start) == daybook_zone_get_offset (zone, event->range_start))
    return NULL;
  place = daybook_zone_words_place (event->time_zone);
  range = daybook_format_spoken_range (daybook_zone_to_wall (there, event->range_start),
                                       daybook_zone_to_wall (there, event->range_end));
  /* Translators: from when to when, and a city */
  return g_strdup_printf (_("%s in %s"), range, place);
}

/* "Today, 10:00 to 11:30" */
static void
update_time (DaybookEventPanel *self)
{
  const DaybookEvent *event = daybook_day_event_get_event (self->event);
  DaybookZone *zone = daybook_workspace_get_zone (self->workspace);
  DaybookDay today = daybook_workspace_get_today (self->workspace);
  DaybookDay first = event->all_day ? daybook_wall_get_day (event->range_start)
                                    : daybook_zone_get_day (zone, event->range_start);
  DaybookDay last = event->all_day ? daybook_wall_get_day (event->range_end - 1)
                                   : daybook_zone_get_day (zone, MAX (event->range_end - 1, event->range_start));
  g_autofree char *text = NULL;

  if (event->all_day && first == last)
    {
      g_autofree char *day = daybook_format_day_relative (first, today);

      text = g_strdup_printf (_("%s, all day"), day);
    }
  else if (event->all_day)
    {
      text = daybook_format_day_range (first, last);
    }
  else
    {
      g_autofree char *day = daybook_format_day_relative (first, today);
      gint64 start = daybook_zone_to_wall (zone, event->range_start), end = daybook_zone_to_wall (zone, event->range_end);

      if (first == last)
        {
          g_autofree char *range = daybook_format_spoken_range (start, end);

          /* Translators: a day, then from when to when */
          text = g_strdup_printf (C_ ("day and time", "%s, %s"), day, range);
        }
      else
        {
          g_autofree char *last_day = daybook_format_day_relative (last, today);
          g_autofree char *from = daybook_format_time (start), *to = daybook_format_time (end);

          /* Translators: day and time, to day and time */
          text = g_strdup_printf (_("%s, %s to %s, %s"), day, from, last_day, to);
        }
    }
  if (!event->all_day)
    {
      g_autofree char *there = make_time_there (self, event);

      if (there != NULL)
        {
          g_autofree char *here = g_steal_pointer (&text);

          text = g_strjoin ("\n", here, there, NULL);
        }
    }
  gtk_label_set_label (self->time, text);
}

static void
update_state (DaybookEventPanel *self)
{
  const DaybookEvent *event = daybook_day_event_get_event (self->event);
  const char *text = event->status == DAYBOOK_EVENT_CANCELLED               ? C_("event", "Canceled")
                     : event->response == DAYBOOK_RESPONSE_NEEDS_ACTION     ? _("Not answered")
                     : event->response == DAYBOOK_RESPONSE_DECLINED         ? _("Declined")
                     : daybook_day_event_is_tentative (self->event)         ? _("Tentative")
                     : event->busy == DAYBOOK_BUSY_FREE && !event->all_day ? _("Shown as free")
                                                                            : NULL;

  gtk_label_set_label (self->state, text);
  gtk_widget_set_visible (GTK_WIDGET (self->state), text != NULL);
}

/* The chip: what else takes the same time, the longest of them. */
static void
update_overlap (DaybookEventPanel *self)
{
  DaybookRowList *events = daybook_day_model_get_events (self->model);
  DaybookDayEvent *other = NULL;
  gint64 longest = 0;

  for (guint i = 0; i < daybook_row_list_get_length (events) && daybook_day_event_is_busy (self->event); i++)
    {
      DaybookDayEvent *event = daybook_row_list_peek (events, i);
      gint64 shared = MIN (daybook_day_event_get_to (event), daybook_day_event_get_to (self->event))
                      - MAX (daybook_day_event_get_from (event), daybook_day_event_get_from (self->event));

      if (event != self->event && daybook_day_event_is_busy (event) && shared > longest)
        {
          longest = shared;
          other = event;
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self->overlap), other != NULL);
  if (other != NULL)
    {
      g_autofree char *title = daybook_text_isolate (daybook_day_event_get_title (other));
      g_autofree char *duration = daybook_duration_format_short (longest);
      /* Translators: the title of another meeting, a duration */
      g_autofree char *text = g_strdup_printf (_("Overlaps “%s” by %s"), title, duration);

      gtk_label_set_label (self->overlap, text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->overlap), text);
    }
}

static void
update_people (DaybookEventPanel *self)
{
  const DaybookEvent *event = daybook_day_event_get_event (self->event);
  g_autoptr (GPtrArray) attendees = daybook_attendees_list (event);
  int count = MAX (event->attendee_count, (int) attendees->len);
  g_autofree char *text = g_strdup_printf (ngettext ("%d person", "%d people", count), count);
  GtkWidget *face;

  for (guint i = 0; i < self->people->len; i++)
    adw_expander_row_remove (self->people_row, self->people->pdata[i]);
  g_ptr_array_set_size (self->people, 0);
  while ((face = gtk_widget_get_first_child (GTK_WIDGET (self->faces))) != NULL)
    gtk_box_remove (self->faces, face);

  gtk_widget_set_visible (GTK_WIDGET (self->people_row), count > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->people_row), text);
  adw_expander_row_set_enable_expansion (self->people_row, attendees->len > 0);
  adw_expander_row_set_expanded (self->people_row, FALSE);
  for (guint i = 0; i < attendees->len; i++)
    {
      const DaybookAttendee *attendee = attendees->pdata[i];
      GtkWidget *row = adw_action_row_new ();
      const char *answer = daybook_attendee_describe_response (attendee);

      if (i < FACES)
        {
          face = adw_avatar_new (FACE_SIZE, attendee->name, TRUE);
          gtk_widget_set_tooltip_text (face, attendee->name);
          gtk_box_append (self->faces, face);
        }
      set_plain (row, attendee->name, g_strcmp0 (attendee->name, attendee->address) != 0 ? attendee->address : NULL);
      if (answer != NULL)
        {
          GtkWidget *label = gtk_label_new (answer);

          gtk_widget_add_css_class (label, "dim-label");
          gtk_widget_add_css_class (label, "caption");
          adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
        }
      adw_expander_row_add_row (self->people_row, row);
      g_ptr_array_add (self->people, row);
    }
}

static void
update_details (DaybookEventPanel *self)
{
  const DaybookEvent *event = daybook_day_event_get_event (self->event);
  g_autofree char *place = daybook_text_one_line (event->location);
  g_autofree char *room = daybook_text_one_line (event->conference_id);
  g_autofree char *notes = daybook_text_clean (event->description);
  gboolean has_place;

  g_clear_pointer (&self->conference_url, g_free);
  g_clear_pointer (&self->url, g_free);
  if (event->conference_url != NULL)
    self->conference_url = daybook_link_check (event->conference_url);
  if (event->url != NULL)
    self->url = daybook_link_check (event->url);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "event.join", self->conference_url != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "event.open", self->url != NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->conference_row), self->conference_url != NULL);
  /* Teams names a room by a thread, which tells nobody anything. */
  set_plain (self->conference_row, daybook_conference_name (event->conference_provider),
             *room != '\0' && strchr (room, '@') == NULL ? room : NULL);
  /* Many services write the meeting's address, or what it is called, into the place too. */
  has_place = *place != '\0' && g_strcmp0 (place, event->conference_url) != 0
              && (self->conference_url == NULL || g_strcmp0 (place, daybook_conference_name (event->conference_provider)) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->place_row), has_place);
  set_plain (self->place_row, place, NULL);
  update_people (self);
  g_strstrip (notes);
  gtk_widget_set_visible (GTK_WIDGET (self->notes_row), *notes != '\0');
  set_plain (self->notes_row, _("Notes"), notes);
  gtk_widget_set_visible (GTK_WIDGET (self->details),
                          self->conference_url != NULL || has_place || event->attendee_count > 0
                            || self->people->len > 0 || *notes != '\0');
}

static void
update_logged (DaybookEventPanel *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (DaybookEntry) entry = NULL;
  g_autofree char *project = NULL, *duration = NULL, *subtitle = NULL;

  self->entry_id = daybook_day_event_get_event (self->event)->entry_id;
  if (self->entry_id != 0)
    entry = daybook_store_get_entry (store, self->entry_id, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->logged_group), entry != NULL);
  if (entry == NULL)
    return;
  project = daybook_project_name_format (entry->client_name, entry->project_name);
  duration = daybook_duration_format_short (entry->duration);
  /* Translators: a duration, then a status: "1 h 30 min, Approved" */
  subtitle = g_strdup_printf (C_ ("entry", "%s, %s"), duration, daybook_entry_status_name (entry->status));
  set_plain (self->logged_row, project, subtitle);
}

/* What can be done with it: logged as it is, logged although something speaks against it, or nothing. */
static void
update_verdict (DaybookEventPanel *self)
{
  DaybookVerdict verdict = daybook_conversion_judge (daybook_day_event_get_event (self->event));
  gboolean can = daybook_event_panel_can_log (self);
  g_autofree char *text = NULL;

  if (verdict != DAYBOOK_VERDICT_CONVERTIBLE && verdict != DAYBOOK_VERDICT_CONVERTED)
    text = daybook_verdict_asks (verdict)
             /* Translators: a reason, "you have not answered the invitation" */
             ? g_strdup_printf (_("Not logged by itself: %s."), daybook_verdict_describe (verdict))
             : g_strdup_printf (_("Not to be logged: %s."), daybook_verdict_describe (verdict));
  gtk_label_set_label (self->verdict, text);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->form), can);
  gtk_widget_set_visible (GTK_WIDGET (self->log_button), can);
  gtk_widget_set_sensitive (GTK_WIDGET (self->log_button), daybook_log_form_is_complete (self->form));
}

static void
update (DaybookEventPanel *self)
{
  if (self->event == NULL)
    return;
  daybook_dot_set_color (self->dot, daybook_day_event_get_color (self->event));
  gtk_label_set_label (self->source, daybook_day_event_get_source_name (self->event));
  gtk_label_set_label (self->title, daybook_day_event_get_title (self->event));
  update_time (self);
  update_state (self);
  update_overlap (self);
  update_details (self);
  update_logged (self);
  update_verdict (self);
}

static void
on_form_changed_cb (DaybookEventPanel *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->log_button), daybook_log_form_is_complete (self->form));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_log_cb (DaybookEventPanel *self)
{
  if (daybook_event_panel_can_log (self) && daybook_log_form_is_complete (self->form))
    g_signal_emit (self, signals[LOG], 0);
}

static void
on_show_entry_cb (DaybookEventPanel *self)
{
  if (self->entry_id != 0)
    g_signal_emit (self, signals[SHOW_ENTRY], 0, self->entry_id);
}

static void
on_open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookEventPanel *self = DAYBOOK_EVENT_PANEL (widget);
  const char *address = g_str_equal (action, "event.join") ? self->conference_url : self->url;

  if (address != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), address, GDK_CURRENT_TIME);
}

static void
daybook_event_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_EVENT_PANEL (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_event_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&DAYBOOK_EVENT_PANEL (object)->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_event_panel_dispose (GObject *object)
{
  DaybookEventPanel *self = DAYBOOK_EVENT_PANEL (object);

  if (self->event != NULL)
    g_signal_handlers_disconnect_by_data (self->event, self);
  g_clear_object (&self->event);
  g_clear_object (&self->model);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_event_panel_parent_class)->dispose (object);
}

static void
daybook_event_panel_finalize (GObject *object)
{
  DaybookEventPanel *self = DAYBOOK_EVENT_PANEL (object);

  g_ptr_array_unref (self->people);
  g_free (self->url);
  g_free (self->conference_url);
  G_OBJECT_CLASS (daybook_event_panel_parent_class)->finalize (object);
}

static void
daybook_event_panel_class_init (DaybookEventPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_event_panel_get_property;
  object_class->set_property = daybook_event_panel_set_property;
  object_class->dispose = daybook_event_panel_dispose;
  object_class->finalize = daybook_event_panel_finalize;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOG] =
    g_signal_new ("log", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW_ENTRY] = g_signal_new ("show-entry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (DAYBOOK_TYPE_DOT);
  g_type_ensure (DAYBOOK_TYPE_LOG_FORM);
  gtk_widget_class_install_action (widget_class, "event.open", NULL, on_open_cb);
  gtk_widget_class_install_action (widget_class, "event.join", NULL, on_open_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/today/daybook-event-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, dot);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, source);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, time);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, state);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, overlap);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, details);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, conference_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, place_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, people_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, faces);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, notes_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, form);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, logged_group);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, logged_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, verdict);
  gtk_widget_class_bind_template_child (widget_class, DaybookEventPanel, log_button);
  gtk_widget_class_bind_template_callback (widget_class, on_form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_log_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_entry_cb);
}

static void
daybook_event_panel_init (DaybookEventPanel *self)
{
  self->people = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows @event (NULL: forgets what it showed) and follows it. What the person began to write for an event
 * stays as long as that event is shown. */
void
daybook_event_panel_show (DaybookEventPanel *self, DaybookDayModel *model, DaybookDayEvent *event)
{
  const DaybookEvent *record;

  g_return_if_fail (DAYBOOK_IS_EVENT_PANEL (self));

  if (self->event == event)
    return;
  if (self->event != NULL)
    g_signal_handlers_disconnect_by_data (self->event, self);
  g_set_object (&self->model, model);
  g_set_object (&self->event, event);
  if (event == NULL)
    return;
  g_signal_connect_swapped (event, "notify", G_CALLBACK (update), self);
  record = daybook_day_event_get_event (event);
  daybook_log_form_reset (self->form, daybook_day_event_get_title (event),
                          daybook_conversion_find_project (daybook_workspace_get_store (self->workspace), record),
                          record->all_day ? 0 : record->range_end - record->range_start);
  update (self);
}

DaybookLogForm *
daybook_event_panel_get_form (DaybookEventPanel *self)
{
  return self->form;
}

/* Whether the event that is shown may be logged, if need be because the person says so. */
gboolean
daybook_event_panel_can_log (DaybookEventPanel *self)
{
  DaybookVerdict verdict;

  if (self->event == NULL)
    return FALSE;
  verdict = daybook_conversion_judge (daybook_day_event_get_event (self->event));
  return verdict == DAYBOOK_VERDICT_CONVERTIBLE || daybook_verdict_asks (verdict);
}
