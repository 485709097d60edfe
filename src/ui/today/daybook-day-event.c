/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-event.h"

#include <glib/gi18n.h>

#include "base/daybook-text.h"
#include "common/daybook-conference.h"
#include "common/daybook-row.h"
#include "timekeeping/daybook-conversion.h"

struct _DaybookDayEvent
{
  GObject parent_instance;

  DaybookEvent *event; /* (owned) */
  char *title;         /* (owned) one line */
  char *color;         /* (owned) (nullable) */
  char *source_name;   /* (owned) (nullable) */
  gint64 project_id;   /* the calendar's, 0 = none */
  gint64 from;
  gint64 to;
};

static void daybook_day_event_row_init (DaybookRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookDayEvent, daybook_day_event, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_ROW, daybook_day_event_row_init))

enum
{
  PROP_0,
  PROP_EVENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_text (char **field, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*field);
  *field = copy;
}

static gint64
get_row_id (DaybookRow *row)
{
  return daybook_day_event_get_id (DAYBOOK_DAY_EVENT (row));
}

/* Whether nothing that a day shows of them differs. */
static gboolean
is_same (DaybookDayEvent *a, DaybookDayEvent *b)
{
  const DaybookEvent *x = a->event, *y = b->event;

  return a->from == b->from && a->to == b->to && a->project_id == b->project_id
         && x->range_start == y->range_start && x->range_end == y->range_end && x->all_day == y->all_day
         && x->status == y->status && x->response == y->response && x->busy == y->busy
         && x->entry_id == y->entry_id && x->is_private == y->is_private && x->attendee_count == y->attendee_count
         && g_strcmp0 (a->title, b->title) == 0 && g_strcmp0 (a->color, b->color) == 0
         && g_strcmp0 (a->source_name, b->source_name) == 0 && g_strcmp0 (x->description, y->description) == 0
         && g_strcmp0 (x->location, y->location) == 0 && g_strcmp0 (x->conference_url, y->conference_url) == 0
         && g_strcmp0 (x->attendees, y->attendees) == 0;
}

static void
assign_row (DaybookRow *row, DaybookRow *other_row)
{
  DaybookDayEvent *self = DAYBOOK_DAY_EVENT (row), *other = DAYBOOK_DAY_EVENT (other_row);
  gboolean same = is_same (self, other);
  DaybookEvent *event = self->event;

  self->event = other->event;
  other->event = event;
  self->from = other->from;
  self->to = other->to;
  self->project_id = other->project_id;
  set_text (&self->title, other->title);
  set_text (&self->color, other->color);
  set_text (&self->source_name, other->source_name);
  if (!same)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EVENT]);
}

static void
daybook_day_event_row_init (DaybookRowInterface *iface)
{
  iface->get_id = get_row_id;
  iface->assign = assign_row;
}

static void
daybook_day_event_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_EVENT:
      g_value_set_pointer (value, DAYBOOK_DAY_EVENT (object)->event);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_day_event_finalize (GObject *object)
{
  DaybookDayEvent *self = DAYBOOK_DAY_EVENT (object);

  daybook_event_free (self->event);
  g_free (self->title);
  g_free (self->color);
  g_free (self->source_name);
  G_OBJECT_CLASS (daybook_day_event_parent_class)->finalize (object);
}

static void
daybook_day_event_class_init (DaybookDayEventClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = daybook_day_event_get_property;
  object_class->finalize = daybook_day_event_finalize;

  /* Notified when anything that is shown changed. */
  properties[PROP_EVENT] = g_param_spec_pointer ("event", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
daybook_day_event_init (DaybookDayEvent *self)
{
}

DaybookDayEvent *
daybook_day_event_new (DaybookEvent *event, const DaybookSource *source, DaybookDay day, DaybookZone *zone)
{
  DaybookDayEvent *self = g_object_new (DAYBOOK_TYPE_DAY_EVENT, NULL);
  gint64 start = daybook_wall_from_day (day);

  self->event = event;
  self->title = daybook_text_one_line (event->title);
  if (*self->title == '\0')
    set_text (&self->title, event->is_private ? _("Private") : _("Untitled meeting"));
  self->color = g_strdup (event->color != NULL || source == NULL ? event->color : source->color);
  if (source != NULL)
    {
      self->source_name = daybook_text_one_line (source->name);
      self->project_id = source->project_id;
    }
  if (event->all_day)
    {
      self->to = DAYBOOK_DAY_SECONDS;
      return self;
    }
  self->from = CLAMP (daybook_zone_to_wall (zone, event->range_start) - start, 0, DAYBOOK_DAY_SECONDS);
  self->to = CLAMP (daybook_zone_to_wall (zone, event->range_end) - start, 0, DAYBOOK_DAY_SECONDS);
  /* When clocks go back an event may end before it began, by the clock on the wall. */
  self->to = MAX (self->to, self->from);
  return self;
}

gint64
daybook_day_event_get_id (DaybookDayEvent *self)
{
  return self->event->id;
}

/* (transfer none) Until the row changes. */
const DaybookEvent *
daybook_day_event_get_event (DaybookDayEvent *self)
{
  return self->event;
}

/* One line, never empty. */
const char *
daybook_day_event_get_title (DaybookDayEvent *self)
{
  return self->title;
}

/* (nullable) */
const char *
daybook_day_event_get_color (DaybookDayEvent *self)
{
  return self->color;
}

/* (nullable) */
const char *
daybook_day_event_get_source_name (DaybookDayEvent *self)
{
  return self->source_name;
}

/* Seconds of the day that is shown, clipped to it. */
gint64
daybook_day_event_get_from (DaybookDayEvent *self)
{
  return self->from;
}

gint64
daybook_day_event_get_to (DaybookDayEvent *self)
{
  return self->to;
}

gboolean
daybook_day_event_is_all_day (DaybookDayEvent *self)
{
  return self->event->all_day;
}

/* Not certain to happen, or not answered. */
gboolean
daybook_day_event_is_tentative (DaybookDayEvent *self)
{
  const DaybookEvent *event = self->event;

  return event->status == DAYBOOK_EVENT_TENTATIVE || event->response == DAYBOOK_RESPONSE_TENTATIVE
         || event->response == DAYBOOK_RESPONSE_NEEDS_ACTION;
}

/* Whether it takes the person's time. */
gboolean
daybook_day_event_is_busy (DaybookDayEvent *self)
{
  const DaybookEvent *event = self->event;

  return !event->all_day && event->busy != DAYBOOK_BUSY_FREE && event->status != DAYBOOK_EVENT_CANCELLED
         && event->response != DAYBOOK_RESPONSE_DECLINED;
}

/* Whether it counts as a meeting of the day: what was not answered does not yet. */
gboolean
daybook_day_event_is_attended (DaybookDayEvent *self)
{
  return daybook_day_event_is_busy (self) && self->event->response != DAYBOOK_RESPONSE_NEEDS_ACTION;
}

/* Whether it says where the time went, so that there is no gap: lunch does, although it is shown as free. */
gboolean
daybook_day_event_explains (DaybookDayEvent *self)
{
  const DaybookEvent *event = self->event;

  return !event->all_day && event->status != DAYBOOK_EVENT_CANCELLED && event->response != DAYBOOK_RESPONSE_DECLINED
         && event->response != DAYBOOK_RESPONSE_NEEDS_ACTION;
}

gboolean
daybook_day_event_is_logged (DaybookDayEvent *self)
{
  return self->event->entry_id != 0;
}

/* What Convert takes without asking, and is not logged yet. */
gboolean
daybook_day_event_is_loggable (DaybookDayEvent *self)
{
  return daybook_conversion_judge (self->event) == DAYBOOK_VERDICT_CONVERTIBLE;
}

/* (transfer full) (nullable) Where and with whom: "Microsoft Teams, 5 people". */
char *
daybook_day_event_get_place (DaybookDayEvent *self)
{
  const DaybookEvent *event = self->event;
  g_autofree char *place = NULL;
  g_autofree char *people = NULL;

  if (event->conference_url != NULL)
    place = g_strdup (daybook_conference_name (event->conference_provider));
  else if (event->location != NULL)
    place = daybook_text_one_line (event->location);
  else if (event->is_private)
    place = g_strdup (_("Private"));
  if (place != NULL && *place == '\0')
    g_clear_pointer (&place, g_free);
  if (event->attendee_count > 1)
    people = g_strdup_printf (ngettext ("%d person", "%d people", event->attendee_count), event->attendee_count);

  if (place != NULL && people != NULL)
    /* Translators: a place, then how many people */
    return g_strdup_printf (C_ ("place and people", "%s, %s"), place, people);
  return place != NULL ? g_steal_pointer (&place) : g_steal_pointer (&people);
}
