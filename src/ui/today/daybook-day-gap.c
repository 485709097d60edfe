/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-gap.h"

#include "common/daybook-row.h"

struct _DaybookDayGap
{
  GObject parent_instance;

  gint64 from;
  gint64 to;
};

static void daybook_day_gap_row_init (DaybookRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookDayGap, daybook_day_gap, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_ROW, daybook_day_gap_row_init))

enum
{
  PROP_0,
  PROP_TO,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A gap is the one that begins there. */
static gint64
get_row_id (DaybookRow *row)
{
  return DAYBOOK_DAY_GAP (row)->from;
}

static void
assign_row (DaybookRow *row, DaybookRow *other)
{
  DaybookDayGap *self = DAYBOOK_DAY_GAP (row);

  if (self->to == DAYBOOK_DAY_GAP (other)->to)
    return;
  self->to = DAYBOOK_DAY_GAP (other)->to;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TO]);
}

static void
daybook_day_gap_row_init (DaybookRowInterface *iface)
{
  iface->get_id = get_row_id;
  iface->assign = assign_row;
}

static void
daybook_day_gap_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TO:
      g_value_set_int64 (value, DAYBOOK_DAY_GAP (object)->to);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_day_gap_class_init (DaybookDayGapClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = daybook_day_gap_get_property;

  properties[PROP_TO] = g_param_spec_int64 ("to", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
daybook_day_gap_init (DaybookDayGap *self)
{
}

DaybookDayGap *
daybook_day_gap_new (gint64 from, gint64 to)
{
  DaybookDayGap *self = g_object_new (DAYBOOK_TYPE_DAY_GAP, NULL);

  self->from = from;
  self->to = to;
  return self;
}

gint64
daybook_day_gap_get_from (DaybookDayGap *self)
{
  return self->from;
}

gint64
daybook_day_gap_get_to (DaybookDayGap *self)
{
  return self->to;
}
