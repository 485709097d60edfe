/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-week-entry.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-text.h"
#include "common/daybook-entry-words.h"
#include "common/daybook-format.h"
#include "common/daybook-project-name.h"
#include "common/daybook-row.h"

struct _DaybookWeekEntry
{
  GObject parent_instance;

  DaybookEntry *entry; /* (owned) */
  gint64 rounded;      /* seconds */
  gint64 start_wall;
  gint64 end_wall;
};

static void daybook_week_entry_row_init (DaybookRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookWeekEntry, daybook_week_entry, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_ROW, daybook_week_entry_row_init))

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
  return DAYBOOK_WEEK_ENTRY (row)->entry->id;
}

static gboolean
is_same (DaybookWeekEntry *a, DaybookWeekEntry *b)
{
  const DaybookEntry *x = a->entry, *y = b->entry;

  /* What belongs to the project does not raise the entry's version; flags are set by syncs. */
  return x->version == y->version && x->flags == y->flags && a->rounded == b->rounded
         && a->start_wall == b->start_wall && g_strcmp0 (x->project_name, y->project_name) == 0
         && g_strcmp0 (x->client_name, y->client_name) == 0 && x->hourly_rate == y->hourly_rate
         && g_strcmp0 (x->color, y->color) == 0 && g_strcmp0 (x->currency, y->currency) == 0;
}

static void
assign_row (DaybookRow *row, DaybookRow *other_row)
{
  DaybookWeekEntry *self = DAYBOOK_WEEK_ENTRY (row), *other = DAYBOOK_WEEK_ENTRY (other_row);
  gboolean same = is_same (self, other);
  DaybookEntry *entry = self->entry;

  self->entry = other->entry;
  other->entry = entry;
  self->rounded = other->rounded;
  self->start_wall = other->start_wall;
  self->end_wall = other->end_wall;
  if (!same)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENTRY]);
}

static void
daybook_week_entry_row_init (DaybookRowInterface *iface)
{
  iface->get_id = get_row_id;
  iface->assign = assign_row;
}

static void
daybook_week_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ENTRY:
      g_value_set_pointer (value, DAYBOOK_WEEK_ENTRY (object)->entry);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_week_entry_finalize (GObject *object)
{
  daybook_entry_free (DAYBOOK_WEEK_ENTRY (object)->entry);
  G_OBJECT_CLASS (daybook_week_entry_parent_class)->finalize (object);
}

static void
daybook_week_entry_class_init (DaybookWeekEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = daybook_week_entry_get_property;
  object_class->finalize = daybook_week_entry_finalize;

  properties[PROP_ENTRY] = g_param_spec_pointer ("entry", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
daybook_week_entry_init (DaybookWeekEntry *self)
{
}

DaybookWeekEntry *
daybook_week_entry_new (DaybookEntry *entry, gint64 rounded, DaybookZone *zone)
{
  DaybookWeekEntry *self = g_object_new (DAYBOOK_TYPE_WEEK_ENTRY, NULL);

  self->entry = entry;
  self->rounded = rounded;
  self->start_wall = daybook_zone_to_wall (zone, entry->start_at);
  self->end_wall = daybook_zone_to_wall (zone, entry->end_at);
  return self;
}

gint64
daybook_week_entry_get_id (DaybookWeekEntry *self)
{
  return self->entry->id;
}

/* (transfer none) Until the row changes. */
const DaybookEntry *
daybook_week_entry_get_entry (DaybookWeekEntry *self)
{
  return self->entry;
}

/* The day it counts on: that of its start. */
DaybookDay
daybook_week_entry_get_day (DaybookWeekEntry *self)
{
  return daybook_wall_get_day (self->start_wall);
}

/* Seconds as reports count them; the exact ones where nothing is rounded. */
gint64
daybook_week_entry_get_rounded (DaybookWeekEntry *self)
{
  return self->rounded;
}

/* Invoiced entries are locked: nothing can be done to them. */
gboolean
daybook_week_entry_is_locked (DaybookWeekEntry *self)
{
  return self->entry->status == DAYBOOK_ENTRY_INVOICED;
}

/* Words -------------------------------------------------------------------------------------------- */

/* (transfer full) One line, never empty. */
char *
daybook_week_entry_dup_title (DaybookWeekEntry *self)
{
  g_autofree char *title = daybook_text_one_line (self->entry->title);

  return *title != '\0' ? g_steal_pointer (&title) : g_strdup (_("Untitled"));
}

/* (transfer full) "ACME / Website", or "No Project". */
char *
daybook_week_entry_dup_project (DaybookWeekEntry *self)
{
  return daybook_project_name_format (self->entry->client_name, self->entry->project_name);
}

/* (transfer full) "9:30 to 10:00" */
char *
daybook_week_entry_dup_times (DaybookWeekEntry *self)
{
  return daybook_format_spoken_range (self->start_wall, self->end_wall);
}

/* (nullable) What the person should look at, the gravest first: a chip's text. */
const char *
daybook_week_entry_get_flag_text (DaybookWeekEntry *self)
{
  if (self->entry->flags & DAYBOOK_ENTRY_FLAG_GONE)
    return _("Meeting deleted");
  if (self->entry->flags & DAYBOOK_ENTRY_FLAG_MOVED)
    return _("Moved after approval");
  if (self->entry->flags & DAYBOOK_ENTRY_FLAG_OVERLAP)
    return _("Overlaps");
  return NULL;
}

/* (transfer full) All of it in one sentence, for a screen reader. */
char *
daybook_week_entry_describe (DaybookWeekEntry *self)
{
  g_autofree char *title = daybook_week_entry_dup_title (self);
  g_autofree char *project = daybook_week_entry_dup_project (self);
  g_autofree char *day = daybook_format_day_full (daybook_week_entry_get_day (self));
  g_autofree char *times = daybook_week_entry_dup_times (self);
  g_autofree char *exact = daybook_duration_format_spoken (self->entry->duration);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s, %s, %s, %s, %s", title, project, day, times, exact);
  if (self->rounded != self->entry->duration)
    {
      g_autofree char *rounded = daybook_duration_format_spoken (self->rounded);

      g_string_append (text, ", ");
      /* Translators: a duration after rounding, read aloud */
      g_string_append_printf (text, _("rounded %s"), rounded);
    }
  if (!self->entry->billable)
    g_string_append_printf (text, ", %s", _("not billable"));
  g_string_append_printf (text, ", %s", daybook_entry_status_name (self->entry->status));
  if (daybook_week_entry_get_flag_text (self) != NULL)
    g_string_append_printf (text, ", %s", daybook_week_entry_get_flag_text (self));
  g_string_append_printf (text, ", %s", daybook_entry_origin_name (self->entry->origin));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
