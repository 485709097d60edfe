/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-time-page.h"

#include "common/daybook-page.h"

struct _DaybookTimePage
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
};

static void
daybook_time_page_page_init (DaybookPageInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookTimePage, daybook_time_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PAGE, daybook_time_page_page_init))

enum
{
  PROP_0,
  PROP_WORKSPACE,
};


static void
daybook_time_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_TIME_PAGE (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_time_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&self->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_time_page_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_TIME_PAGE (object)->workspace);
  G_OBJECT_CLASS (daybook_time_page_parent_class)->finalize (object);
}

static void
daybook_time_page_class_init (DaybookTimePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_time_page_get_property;
  object_class->set_property = daybook_time_page_set_property;
  object_class->finalize = daybook_time_page_finalize;

  g_object_class_override_property (object_class, PROP_WORKSPACE, "workspace");

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daybookapp/Daybook/time/daybook-time-page.ui");
}

static void
daybook_time_page_init (DaybookTimePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
