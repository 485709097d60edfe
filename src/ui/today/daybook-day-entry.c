/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-entry.h"

#include <glib/gi18n.h>

#include "base/daybook-text.h"
#include "common/daybook-project-name.h"
#include "common/daybook-row.h"

struct _DaybookDayEntry
{
  GObject parent_instance;

  DaybookEntry *entry; /* (owned) */
  char *title;         /* (owned) one line */
  gint64 from;
  gint64 to;
};

static void daybook_day_entry_row_init (DaybookRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookDayEntry, daybook_day_entry, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_ROW, daybook_day_entry_row_init))

enum
{
  PROP_0,
  PROP_ENTRY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gint64
get_row_id (DaybookRow *row)
{
  return daybook_day_entry_get_id (DAYBOOK_DAY_ENTRY (row));
}

static gboolean
is_same (DaybookDayEntry *a, DaybookDayEntry *b)
{
  const DaybookEntry *x = a->entry, *y = b->entry;

  /* Names and colours of the project are not the entry's own and do not raise its version. */
  return a->from == b->from && a->to == b->to && x->version == y->version
         && g_strcmp0 (x->project_name, y->project_name) == 0 && g_strcmp0 (x->client_name, y->client_name) == 0
         && g_strcmp0 (x->color, y->color) == 0 && x->hourly_rate == y->hourly_rate
         && g_strcmp0 (x->currency, y->currency) == 0;
}

static void
assign_row (DaybookRow *row, DaybookRow *other_row)
{
  DaybookDayEntry *self = DAYBOOK_DAY_ENTRY (row), *other = DAYBOOK_DAY_ENTRY (other_row);
  gboolean same = is_same (self, other);
  DaybookEntry *entry = self->entry;
  char *title = self->title;

  self->entry = other->entry;
  other->entry = entry;
  self->title = other->title;
  other->title = title;
  self->from = other->from;
  self->to = other->to;
  if (!same)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENTRY]);
}

static void
daybook_day_entry_row_init (DaybookRowInterface *iface)
{
  iface->get_id = get_row_id;
  iface->assign = assign_row;
}

static void
daybook_day_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ENTRY:
      g_value_set_pointer (value, DAYBOOK_DAY_ENTRY (object)->entry);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_day_entry_finalize (GObject *object)
{
  DaybookDayEntry *self = DAYBOOK_DAY_ENTRY (object);

  daybook_entry_free (self->entry);
  g_free (self->title);
  G_OBJECT_CLASS (daybook_day_entry_parent_class)->finalize (object);
}

static void
daybook_day_entry_class_init (DaybookDayEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = daybook_day_entry_get_property;
  object_class->finalize = daybook_day_entry_finalize;

  /* Notified when anything that is shown changed. */
  properties[PROP_ENTRY] = g_param_spec_pointer ("entry", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
daybook_day_entry_init (DaybookDayEntry *self)
{
}

DaybookDayEntry *
daybook_day_entry_new (DaybookEntry *entry, DaybookDay day, DaybookZone *zone)
{
  DaybookDayEntry *self = g_object_new (DAYBOOK_TYPE_DAY_ENTRY, NULL);
  gint64 start = daybook_wall_from_day (day);

  self->entry = entry;
  self->title = daybook_text_one_line (entry->title);
  if (*self->title == '\0')
    {
      g_free (self->title);
      self->title = g_strdup (_("Untitled"));
    }
  self->from = CLAMP (daybook_zone_to_wall (zone, entry->start_at) - start, 0, DAYBOOK_DAY_SECONDS);
  self->to = CLAMP (daybook_zone_to_wall (zone, entry->end_at) - start, 0, DAYBOOK_DAY_SECONDS);
  self->to = MAX (self->to, self->from);
  return self;
}

gint64
daybook_day_entry_get_id (DaybookDayEntry *self)
{
  return self->entry->id;
}

/* (transfer none) Until the row changes. */
const DaybookEntry *
daybook_day_entry_get_entry (DaybookDayEntry *self)
{
  return self->entry;
}

/* One line, never empty. */
const char *
daybook_day_entry_get_title (DaybookDayEntry *self)
{
  return self->title;
}

/* Seconds of the day that is shown, clipped to it. */
gint64
daybook_day_entry_get_from (DaybookDayEntry *self)
{
  return self->from;
}

gint64
daybook_day_entry_get_to (DaybookDayEntry *self)
{
  return self->to;
}

/* (transfer full) "ACME / Website", or "No Project". */
char *
daybook_day_entry_get_project_name (DaybookDayEntry *self)
{
  return daybook_project_name_format (self->entry->client_name, self->entry->project_name);
}
