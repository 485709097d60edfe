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

/* Renders @window as it stands into the PNG @file, for documents and tests: what a person sees, without
 * the display around it. The window must be mapped and have been laid out. */
gboolean
daybook_screenshot_save (GtkWindow *window, const char *file, GError **error)
{
  GtkWidget *widget = GTK_WIDGET (window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  if (node == NULL || renderer == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, "The window is not drawn yet");
      return FALSE;
    }
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  if (!gdk_texture_save_to_png (texture, file))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE, "Cannot write %s", file);
      return FALSE;
    }
  return TRUE;
}
