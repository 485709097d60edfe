/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-service-tile.h"

struct _DaybookServiceTile
{
  AdwBin parent_instance;

  char *provider; /* (owned) (nullable) */
  int size;
  GtkWidget *image; /* (unowned) the child */
};

G_DEFINE_FINAL_TYPE (DaybookServiceTile, daybook_service_tile, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_PROVIDER,
  PROP_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_size (DaybookServiceTile *self, int size)
{
  self->size = size;
  gtk_widget_set_size_request (GTK_WIDGET (self), size, size);
  gtk_image_set_pixel_size (GTK_IMAGE (self->image), size <= 36 ? 16 : size / 2);
  if (size <= 36)
    gtk_widget_add_css_class (GTK_WIDGET (self), "small");
}

/* Services without a glyph of their own get the page's. */
static void
show_glyph (DaybookServiceTile *self)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autofree char *name = g_strdup_printf ("daybook-%s-symbolic", self->provider != NULL ? self->provider : "accounts");

  if (!gtk_icon_theme_has_icon (theme, name))
    {
      g_free (name);
      name = g_strdup ("daybook-accounts-symbolic");
    }
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), name);
}

static void
daybook_service_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookServiceTile *self = DAYBOOK_SERVICE_TILE (object);

  switch (id)
    {
    case PROP_PROVIDER:
      g_value_set_string (value, self->provider);
      break;
    case PROP_SIZE:
      g_value_set_int (value, self->size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_service_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookServiceTile *self = DAYBOOK_SERVICE_TILE (object);

  switch (id)
    {
    case PROP_PROVIDER:
      daybook_service_tile_set_provider (self, g_value_get_string (value));
      break;
    case PROP_SIZE:
      set_size (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_service_tile_finalize (GObject *object)
{
  g_free (DAYBOOK_SERVICE_TILE (object)->provider);
  G_OBJECT_CLASS (daybook_service_tile_parent_class)->finalize (object);
}

static void
daybook_service_tile_class_init (DaybookServiceTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_service_tile_get_property;
  object_class->set_property = daybook_service_tile_set_property;
  object_class->finalize = daybook_service_tile_finalize;

  properties[PROP_PROVIDER] = g_param_spec_string ("provider", NULL, NULL, NULL,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 16, 128, 48,
                                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
daybook_service_tile_init (DaybookServiceTile *self)
{
  self->image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_bin_set_child (ADW_BIN (self), self->image);
  gtk_widget_add_css_class (GTK_WIDGET (self), "service-tile");
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  show_glyph (self);
}

GtkWidget *
daybook_service_tile_new (const char *provider, int size)
{
  return g_object_new (DAYBOOK_TYPE_SERVICE_TILE, "provider", provider, "size", size, NULL);
}

void
daybook_service_tile_set_provider (DaybookServiceTile *self, const char *provider)
{
  g_return_if_fail (DAYBOOK_IS_SERVICE_TILE (self));

  if (g_strcmp0 (self->provider, provider) == 0)
    return;
  if (self->provider != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->provider);
  g_free (self->provider);
  self->provider = g_strdup (provider);
  if (provider != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), provider);
  show_glyph (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROVIDER]);
}
