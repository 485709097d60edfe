/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-service-card.h"

#include <glib/gi18n.h>

#include "common/daybook-service-tile.h"

struct _DaybookServiceCard
{
  GtkButton parent_instance;

  /* Template children */
  DaybookServiceTile *tile;
  GtkLabel *name;
  GtkLabel *summary;
};

G_DEFINE_FINAL_TYPE (DaybookServiceCard, daybook_service_card, GTK_TYPE_BUTTON)

static void
daybook_service_card_class_init (DaybookServiceCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DAYBOOK_TYPE_SERVICE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/accounts/daybook-service-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookServiceCard, tile);
  gtk_widget_class_bind_template_child (widget_class, DaybookServiceCard, name);
  gtk_widget_class_bind_template_child (widget_class, DaybookServiceCard, summary);
}

static void
daybook_service_card_init (DaybookServiceCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
daybook_service_card_new (DaybookService *service)
{
  DaybookServiceCard *self = g_object_new (DAYBOOK_TYPE_SERVICE_CARD, NULL);
  g_autofree char *spoken = NULL;

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", daybook_service_get_id (service));
  daybook_service_tile_set_provider (self->tile, daybook_service_get_id (service));
  gtk_label_set_label (self->name, daybook_service_get_name (service));
  gtk_label_set_label (self->summary, daybook_service_get_summary (service));
  /* Translators: a service's name and what it brings */
  spoken = g_strdup_printf (_("Connect %s: %s"), daybook_service_get_name (service),
                            daybook_service_get_summary (service));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), daybook_service_get_summary (service));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return GTK_WIDGET (self);
}
