/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scrolls the Sync Log from the first run to the last and notes how long the main loop was kept busy at once: what
 * a person would feel. A source of high priority that wants to run all the time measures it, in processor time, since
 * other programs of this computer must not count.
 *
 * usage: sync-log-gaps RUNS [MOST-MS] (XDG_DATA_HOME: filled by "seed-accounts RUNS"; a display) */
#include <adwaita.h>
#include <stdlib.h>
#include <time.h>

#include "daybook-application.h"
#include "sync-log/daybook-sync-log-window.h"

#define PAGES 2.5 /* as when the scroll bar is dragged: every row of the window is another one with each frame */
#define MOST_MS 50.0 /* three frames: a page switch may take as long (ui.md, "Measures") */

static gint64 last, worst; /* microseconds */

static gint64
get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gboolean
on_moment_cb (gpointer data)
{
  gint64 now = get_cpu ();

  worst = MAX (worst, now - last);
  last = now;
  return G_SOURCE_CONTINUE;
}

static gboolean
on_over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
spin (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add_full (G_PRIORITY_HIGH, milliseconds, on_over_cb, &over, NULL);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static GtkWidget *
get_child (GtkWindow *window, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (window), DAYBOOK_TYPE_SYNC_LOG_WINDOW, name));
}

static GtkWindow *
open_log (DaybookApplication *application)
{
  g_action_group_activate_action (G_ACTION_GROUP (application), "sync-log", NULL);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL; l = l->next)
    if (DAYBOOK_IS_SYNC_LOG_WINDOW (l->data))
      return l->data;
  g_error ("there is no Sync Log");
}

int
main (int argc, char **argv)
{
  g_autoptr (DaybookApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  guint runs = argc > 1 ? (guint) atoi (argv[1]) : 0;
  double most = argc > 2 ? g_ascii_strtod (argv[2], NULL) : MOST_MS;
  GtkWindow *window;
  GtkAdjustment *adjustment;
  GListModel *model;
  guint steps = 0;

  g_setenv ("DAYBOOK_NOW", "2026-11-19T13:40:00Z", FALSE);
  application = daybook_application_new ();
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  g_application_activate (G_APPLICATION (application));
  window = open_log (application);
  spin (1000);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (get_child (window, "scroller")));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (get_child (window, "period")), 3); /* all */
  spin (300);
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (get_child (window, "list"))));
  g_timeout_add_full (G_PRIORITY_HIGH, 1, on_moment_cb, NULL, NULL);
  spin (50);
  worst = 0;
  while (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment)
           < gtk_adjustment_get_upper (adjustment) - 1
         && steps++ < 3 * runs)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment)
                                              + gtk_adjustment_get_page_size (adjustment) * PAGES);
      spin (20);
      if (worst > 20000 && g_getenv ("GAPS_VERBOSE") != NULL)
        {
          g_print ("# step %u, %u rows: %.1f ms\n", steps, g_list_model_get_n_items (model), worst / 1000.0);
          worst = 0;
        }
    }
  g_print ("1..2\n");
  g_print ("%s 1 /sync-log/scrolling/comes-to-the-last-run\n", g_list_model_get_n_items (model) >= runs ? "ok" : "not ok");
  g_print ("# %u rows in %u steps\n", g_list_model_get_n_items (model), steps);
  g_print ("%s 2 /sync-log/scrolling/never-blocks\n", worst / 1000.0 <= most ? "ok" : "not ok");
  g_print ("# the longest the main loop was busy: %.1f ms\n", worst / 1000.0);
  gtk_window_destroy (window);
  return 0;
}
