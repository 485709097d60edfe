/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the days at the first visit. */
#include "time/daybook-time-page-private.h"

/* Heights in pixels, rather too small than too large: what is above the days, a line of the grid, a row of a day. */
#define ABOVE_HEIGHT 200
#define LINE_HEIGHT 34
#define ROW_HEIGHT 48
#define ROWS_A_TURN 6

/* Makes up to @most rows, from the top; FALSE: all are made. */
static gboolean
add_rows (DaybookTimePage *self, guint most)
{
  for (int i = 0; i < DAYBOOK_WEEK_DAYS && most > 0; i++)
    most -= daybook_week_day_add_rows (DAYBOOK_WEEK_DAY (self->day_lists[i]), most);
  return most == 0;
}

static gboolean
on_rows_idle_cb (gpointer data)
{
  DaybookTimePage *self = data;

  if (add_rows (self, ROWS_A_TURN))
    return G_SOURCE_CONTINUE;
  self->rows_source = 0;
  return G_SOURCE_REMOVE;
}

/* Before one of them is looked for. */
void
daybook_time_page_add_all_rows (DaybookTimePage *self)
{
  add_rows (self, G_MAXUINT);
  g_clear_handle_id (&self->rows_source, g_source_remove);
}

/* What a window of this height has room for comes with the page, the rest a few rows a turn, once that is on the screen. */
void
daybook_time_page_begin_rows (DaybookTimePage *self)
{
  const DaybookWeek *week;
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  int width, height = gtk_widget_get_height (window);

  if (self->model == NULL || self->rows_source != 0)
    return;
  week = daybook_week_model_get_week (self->model);
  if (height == 0) /* the page that the window begins with */
    gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  height -= ABOVE_HEIGHT + (week != NULL ? (int) week->projects->len * LINE_HEIGHT : 0);
  if (add_rows (self, MAX (height, 0) / ROW_HEIGHT + 1))
    self->rows_source = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, on_rows_idle_cb, self, NULL);
}
