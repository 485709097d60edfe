/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-lazy-bin.h"

struct _DaybookLazyBin
{
  AdwBin parent_instance;

  GType child_type;
  DaybookWorkspace *workspace; /* (owned) (nullable) until the window is made */
};

G_DEFINE_FINAL_TYPE (DaybookLazyBin, daybook_lazy_bin, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CHILD_TYPE,
  PROP_WORKSPACE,
  N_PROPS
};

enum
{
  MADE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Before the rest is mapped, so that the part is laid out and drawn with the frame that shows it. */
static void
daybook_lazy_bin_map (GtkWidget *widget)
{
  daybook_lazy_bin_get (DAYBOOK_LAZY_BIN (widget));
  GTK_WIDGET_CLASS (daybook_lazy_bin_parent_class)->map (widget);
}

static void
daybook_lazy_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookLazyBin *self = DAYBOOK_LAZY_BIN (object);

  switch (id)
    {
    case PROP_CHILD_TYPE:
      g_value_set_gtype (value, self->child_type);
      break;
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_lazy_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookLazyBin *self = DAYBOOK_LAZY_BIN (object);

  switch (id)
    {
    case PROP_CHILD_TYPE:
      self->child_type = g_value_get_gtype (value);
      break;
    case PROP_WORKSPACE:
      if (g_set_object (&self->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_lazy_bin_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_LAZY_BIN (object)->workspace);
  G_OBJECT_CLASS (daybook_lazy_bin_parent_class)->finalize (object);
}

static void
daybook_lazy_bin_class_init (DaybookLazyBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = daybook_lazy_bin_get_property;
  object_class->set_property = daybook_lazy_bin_set_property;
  object_class->finalize = daybook_lazy_bin_finalize;
  GTK_WIDGET_CLASS (klass)->map = daybook_lazy_bin_map;

  properties[PROP_CHILD_TYPE] = g_param_spec_gtype (
    "child-type", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                GTK_TYPE_WIDGET);
}

static void
daybook_lazy_bin_init (DaybookLazyBin *self)
{
}

/* What will be there, made or not. */
GType
daybook_lazy_bin_get_child_type (DaybookLazyBin *self)
{
  g_return_val_if_fail (DAYBOOK_IS_LAZY_BIN (self), G_TYPE_INVALID);
  return self->child_type;
}

/* (transfer none) What is there, made first where it was not. */
GtkWidget *
daybook_lazy_bin_get (DaybookLazyBin *self)
{
  g_return_val_if_fail (DAYBOOK_IS_LAZY_BIN (self), NULL);
  g_return_val_if_fail (self->workspace != NULL, NULL);

  if (adw_bin_get_child (ADW_BIN (self)) == NULL)
    {
      GtkWidget *child = g_object_new (self->child_type, "workspace", self->workspace, NULL);

      adw_bin_set_child (ADW_BIN (self), child);
      g_signal_emit (self, signals[MADE], 0, child);
    }
  return adw_bin_get_child (ADW_BIN (self));
}

/* (transfer none) (nullable) What is there; NULL: nobody has needed it yet. */
GtkWidget *
daybook_lazy_bin_peek (DaybookLazyBin *self)
{
  g_return_val_if_fail (DAYBOOK_IS_LAZY_BIN (self), NULL);
  return adw_bin_get_child (ADW_BIN (self));
}
