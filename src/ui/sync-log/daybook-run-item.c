/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-log/daybook-run-item.h"

struct _DaybookRunItem
{
  GObject parent_instance;

  DaybookSyncRun *run; /* (owned) */
  gboolean expanded;
};

G_DEFINE_FINAL_TYPE (DaybookRunItem, daybook_run_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_EXPANDED,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
daybook_run_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_EXPANDED:
      g_value_set_boolean (value, DAYBOOK_RUN_ITEM (object)->expanded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_run_item_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_EXPANDED:
      daybook_run_item_set_expanded (DAYBOOK_RUN_ITEM (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_run_item_finalize (GObject *object)
{
  daybook_sync_run_free (DAYBOOK_RUN_ITEM (object)->run);
  G_OBJECT_CLASS (daybook_run_item_parent_class)->finalize (object);
}

static void
daybook_run_item_class_init (DaybookRunItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = daybook_run_item_get_property;
  object_class->set_property = daybook_run_item_set_property;
  object_class->finalize = daybook_run_item_finalize;

  properties[PROP_EXPANDED] =
    g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_run_item_init (DaybookRunItem *self)
{
}

DaybookRunItem *
daybook_run_item_new (DaybookSyncRun *run)
{
  DaybookRunItem *self = g_object_new (DAYBOOK_TYPE_RUN_ITEM, NULL);

  self->run = run;
  return self;
}

/* (transfer none) */
const DaybookSyncRun *
daybook_run_item_get_run (DaybookRunItem *self)
{
  return self->run;
}

/* What a row shows of a run. */
static gboolean
says_the_same (const DaybookSyncRun *a, const DaybookSyncRun *b)
{
  return a->started_at == b->started_at && a->repeated == b->repeated && a->requests == b->requests
         && a->bytes == b->bytes && a->duration_ms == b->duration_ms && a->created == b->created
         && a->updated == b->updated && a->deleted == b->deleted && a->fetched == b->fetched
         && a->retry_at == b->retry_at && g_strcmp0 (a->status, b->status) == 0 && g_strcmp0 (a->error, b->error) == 0
         && g_strcmp0 (a->account_name, b->account_name) == 0 && g_strcmp0 (a->source_name, b->source_name) == 0;
}

/* The same run as it was read later. */
void
daybook_run_item_take_run (DaybookRunItem *self, DaybookSyncRun *run)
{
  gboolean same = says_the_same (self->run, run);

  daybook_sync_run_free (self->run);
  self->run = run;
  if (!same)
    g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
daybook_run_item_is_expanded (DaybookRunItem *self)
{
  return self->expanded;
}

void
daybook_run_item_set_expanded (DaybookRunItem *self, gboolean expanded)
{
  if (self->expanded == expanded)
    return;
  self->expanded = expanded;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}
