/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the windows keep the main loop to themselves, on a store with many years in it: a source of high
 * priority that wants to run all the time notes the longest time that it could not.
 *
 * usage: window-gaps [pages|weeks|days|typing|scrolling]... (XDG_DATA_HOME: a folder where "queries fill" made
 * daybook/daybook.db; a display)
 *
 * Each kind of use is a number of steps: a page shown, a week turned, a letter typed, a screen scrolled. Of each
 * step counts its longest gap. Printed are, in milliseconds, the longest of all steps and their median, by the
 * clock (gap) and as CPU time of the main thread (cpu): the second is what the program did itself, whatever else
 * the computer was doing. */

#include <adwaita.h>
#include <stdio.h>
#include <time.h>

#include "big-store.h"
#include "daybook-application.h"

#define WEEKS 52
#define PAGES 200

typedef struct
{
  gint64 wall; /* microseconds */
  gint64 cpu;
} Gap;

static Gap last, worst; /* worst: of this step */
static GArray *steps;   /* Gap */

static Gap
get_moment (void)
{
  struct timespec cpu;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
  return (Gap) { g_get_monotonic_time (), (gint64) cpu.tv_sec * G_USEC_PER_SEC + cpu.tv_nsec / 1000 };
}

static gboolean
on_moment_cb (gpointer data)
{
  Gap now = get_moment ();

  worst.wall = MAX (worst.wall, now.wall - last.wall);
  worst.cpu = MAX (worst.cpu, now.cpu - last.cpu);
  last = now;
  return G_SOURCE_CONTINUE;
}

static void
begin (void)
{
  g_array_set_size (steps, 0);
}

static int
compare_wall (gconstpointer a, gconstpointer b)
{
  return ((const Gap *) a)->wall < ((const Gap *) b)->wall ? -1 : 1;
}

static int
compare_cpu (gconstpointer a, gconstpointer b)
{
  return ((const Gap *) a)->cpu < ((const Gap *) b)->cpu ? -1 : 1;
}

static void
end (const char *name)
{
  const Gap *sorted = (const Gap *) steps->data;

  g_array_sort (steps, compare_wall);
  printf ("%s_gap_ms=%.1f\n%s_gap_median_ms=%.1f\n", name, sorted[steps->len - 1].wall / 1000.0, name,
          sorted[steps->len / 2].wall / 1000.0);
  g_array_sort (steps, compare_cpu);
  printf ("%s_cpu_ms=%.1f\n%s_cpu_median_ms=%.1f\n", name, sorted[steps->len - 1].cpu / 1000.0, name,
          sorted[steps->len / 2].cpu / 1000.0);
  fflush (stdout);
}

static gboolean
on_over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the windows go on for a while. */
static void
spin (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add_full (G_PRIORITY_HIGH, milliseconds, on_over_cb, &over, NULL);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* What was just done, and what follows from it. */
static void
finish_step (guint milliseconds)
{
  spin (milliseconds);
  g_array_append_val (steps, worst);
}

static void
begin_step (void)
{
  last = get_moment ();
  worst = (Gap) { 0, 0 };
}

static GtkWidget *
find (GtkWidget *widget, const char *type)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
show (GtkWidget *window, const char *page)
{
  begin_step ();
  gtk_widget_activate_action (window, "win.show-page", "s", page);
  finish_step (300);
}

/* The first visit of a page too: what it builds then is waited for as well. */
static void
measure_pages (GtkWidget *window)
{
  static const char *const pages[] = { "time", "inbox", "insights", "accounts", "today" };

  for (guint page = 0; page < G_N_ELEMENTS (pages); page++)
    {
      begin ();
      for (int i = 0; i < 5; i++)
        {
          show (window, pages[page]);
          show (window, pages[(page + 1) % G_N_ELEMENTS (pages)]);
        }
      end (pages[page]);
    }
}

static void
measure_paging (GtkWidget *window, const char *name, const char *page, const char *type, const char *action)
{
  GtkWidget *widget;

  /* Made by being shown. */
  show (window, page);
  widget = find (window, type);
  begin ();
  for (int i = 0; i < WEEKS; i++)
    {
      begin_step ();
      gtk_widget_activate_action (widget, action, NULL);
      finish_step (100);
    }
  end (name);
}

static void
measure_typing (GtkWidget *window)
{
  static const char *const texts[] = { "website review", "northwind budget", "room 1", "acme", "hiring interview" };
  GtkEditable *entry;

  begin ();
  begin_step ();
  gtk_widget_activate_action (window, "win.search", NULL);
  finish_step (300);
  entry = GTK_EDITABLE (find (find (window, "DaybookSearchView"), "GtkSearchEntry"));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      for (gsize length = 1; texts[i][length - 1] != '\0'; length++)
        {
          g_autofree char *typed = g_strndup (texts[i], length);

          begin_step ();
          gtk_editable_set_text (entry, typed);
          finish_step (60);
        }
    }
  end ("typing");
  gtk_widget_activate_action (window, "win.search", NULL);
  spin (100);
}

static void
measure_scrolling (GtkWidget *window)
{
  GtkWidget *view, *list;
  GtkAdjustment *adjustment;

  gtk_widget_activate_action (window, "win.search", NULL);
  view = find (window, "DaybookSearchView");
  list = find (view, "GtkListView");
  adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW)));
  gtk_editable_set_text (GTK_EDITABLE (find (view, "GtkSearchEntry")), "re");
  spin (300);
  begin ();
  for (int i = 0; i < PAGES; i++)
    {
      begin_step ();
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment)
                                              + gtk_adjustment_get_page_size (adjustment) * 0.8);
      finish_step (30);
    }
  end ("scrolling");
  printf ("scrolled_rows=%u\n", g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))));
  gtk_widget_activate_action (window, "win.search", NULL);
  spin (100);
}

static void
measure_weeks (GtkWidget *window)
{
  measure_paging (window, "weeks", "time", "DaybookTimePage", "time.previous-week");
}

static void
measure_days (GtkWidget *window)
{
  measure_paging (window, "days", "today", "DaybookTodayPage", "today.previous-day");
}

static const struct
{
  const char *name;
  void (*measure) (GtkWidget *window);
} uses[] = {
  { "pages", measure_pages },
  { "weeks", measure_weeks },
  { "days", measure_days },
  { "typing", measure_typing },
  { "scrolling", measure_scrolling },
};

int
main (int argc, char **argv)
{
  g_autoptr (DaybookApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *now = g_strdup_printf ("=%s", "2026-11-21T12:00:00Z");
  GtkWidget *window;

  steps = g_array_new (FALSE, FALSE, sizeof (Gap));
  g_setenv ("DAYBOOK_NOW", now, TRUE);
  application = daybook_application_new ();
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  g_application_activate (G_APPLICATION (application));
  window = GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (application)));
  spin (1500);
  g_timeout_add_full (G_PRIORITY_HIGH, 1, on_moment_cb, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    if (argc < 2 || g_strv_contains ((const char *const *) argv + 1, uses[i].name))
      uses[i].measure (window);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
