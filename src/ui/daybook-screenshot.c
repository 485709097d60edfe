/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-screenshot.h"

#include "base/daybook-error.h"

/* A display without a compositor draws a frame inside the window that no picture should show. */
void
daybook_screenshot_prepare (GdkDisplay *display)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, "window.solid-csd { padding: 0; border: none; box-shadow: none; }", -1);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* Where @native's widget begins on its surface: what its shadow takes is before it. */
static graphene_point_t
get_inset (GtkNative *native)
{
  double x, y;

  gtk_native_get_surface_transform (native, &x, &y);
  return GRAPHENE_POINT_INIT ((float) x, (float) y);
}

/* A popover and what it stands on, at their place from the window's top left corner. */
typedef struct
{
  GtkSnapshot *snapshot;
  graphene_rect_t bounds;
} Drawing;

static void
draw (Drawing *self, GtkWidget *widget, graphene_point_t at)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (at.x, at.y, (float) width, (float) height);

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &at);
  gdk_paintable_snapshot (paintable, self->snapshot, width, height);
  gtk_snapshot_restore (self->snapshot);
  graphene_rect_union (&self->bounds, &bounds, &self->bounds);
}

static void
draw_popovers (Drawing *self, GtkWidget *widget, GtkNative *native, graphene_point_t at)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_mapped (child))
        continue;
      if (GTK_IS_POPOVER (child))
        {
          GdkPopup *popup = GDK_POPUP (gtk_native_get_surface (GTK_NATIVE (child)));
          graphene_point_t under = get_inset (native), above = get_inset (GTK_NATIVE (child));
          graphene_point_t place = GRAPHENE_POINT_INIT (at.x - under.x + (float) gdk_popup_get_position_x (popup) + above.x,
                                                        at.y - under.y + (float) gdk_popup_get_position_y (popup) + above.y);

          draw (self, child, place);
          draw_popovers (self, child, GTK_NATIVE (child), place);
        }
      else
        draw_popovers (self, child, native, at);
    }
}

/* Renders @window as it stands, with the popovers that are open, into the PNG @file, for documents and tests: what a person
 * sees, without the display around it. The window must be mapped and have been laid out. */
gboolean
daybook_screenshot_save (GtkWindow *window, const char *file, GError **error)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  Drawing drawing = { snapshot, GRAPHENE_RECT_INIT (0, 0, 0, 0) };

  draw (&drawing, GTK_WIDGET (window), *graphene_point_zero ());
  draw_popovers (&drawing, GTK_WIDGET (window), GTK_NATIVE (window), *graphene_point_zero ());
  node = gtk_snapshot_to_node (snapshot);
  if (node == NULL || renderer == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, "The window is not drawn yet");
      return FALSE;
    }
  texture = gsk_renderer_render_texture (renderer, node, &drawing.bounds);
  if (!gdk_texture_save_to_png (texture, file))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE, "Cannot write %s", file);
      return FALSE;
    }
  return TRUE;
}
