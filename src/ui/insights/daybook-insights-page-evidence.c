/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the page rests on: chips, tiles and bars lead to the rows that they were made from. */

#include "insights/daybook-insights-page-private.h"

#include "insights/daybook-evidence-popover.h"
#include "insights/daybook-insights-words.h"

/* The rows that are shown go, and nothing of them comes later. */
void
daybook_insights_page_hide_rows (DaybookInsightsPage *self)
{
  g_clear_handle_id (&self->popover_idle, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

static gboolean
on_popover_idle_cb (gpointer data)
{
  DaybookInsightsPage *self = data;

  self->popover_idle = 0;
  daybook_insights_page_hide_rows (self);
  return G_SOURCE_REMOVE;
}

static void
on_popover_closed_cb (DaybookInsightsPage *self)
{
  /* It still handles what closed it. */
  if (self->popover_idle == 0)
    self->popover_idle = g_idle_add (on_popover_idle_cb, self);
}

/* @rows at @place: something on the page. */
static void
show_rows (DaybookInsightsPage *self, GtkWidget *place, GPtrArray *rows, const char *title, const char *explanation)
{
  graphene_rect_t bounds;
  GdkRectangle rectangle;

  daybook_insights_page_hide_rows (self);
  if (!gtk_widget_compute_bounds (place, GTK_WIDGET (self), &bounds))
    return;
  rectangle = (GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width, (int) bounds.size.height };
  self->popover = daybook_evidence_popover_new (rows, title, explanation, self->workspace);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &rectangle);
  g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (on_popover_closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* A single row that has a page is shown there; more are listed first. */
void
daybook_insights_page_cite (DaybookInsightsPage *self, DaybookCiteChip *chip)
{
  const DaybookInsights *insights = daybook_insights_model_get_insights (self->model);
  g_autoptr (GPtrArray) rows = daybook_insights_list_rows (insights, daybook_cite_chip_get_ids (chip));
  g_autofree char *title = daybook_insights_words_rows (rows);

  if (rows->len == 1 && daybook_evidence_has_page (rows->pdata[0]))
    daybook_evidence_open (GTK_WIDGET (self), rows->pdata[0]);
  else
    show_rows (self, GTK_WIDGET (chip), rows, title, NULL);
}

typedef struct
{
  DaybookInsightsPage *page; /* (owned) */
  GtkWidget *place;          /* (owned) */
  char *title;               /* (owned) */
  const char *explanation;   /* (nullable) static */
} Asked;

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->page);
  g_object_unref (asked->place);
  g_free (asked->title);
  g_free (asked);
}

static gpointer
read_total (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_insights_total_read (data, store, error);
}

static void
on_total_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asked *asked = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (asked->page->workspace != NULL)
    {
      rows = daybook_workspace_read_finish (asked->page->workspace, result, &error);
      if (rows != NULL)
        show_rows (asked->page, asked->place, rows, asked->title, asked->explanation);
      else
        daybook_workspace_toast (asked->page->workspace, error->message, 0);
    }
  asked_free (asked);
}

void
daybook_insights_page_show_total (DaybookInsightsPage *self, GtkWidget *place, DaybookInsightsTotal *total, const char *title,
                                  const char *explanation)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->page = g_object_ref (self);
  asked->place = g_object_ref (place);
  asked->title = g_strdup (title);
  asked->explanation = explanation;
  daybook_workspace_read_async (self->workspace, read_total, total, (GDestroyNotify) daybook_insights_total_free,
                                (GDestroyNotify) g_ptr_array_unref, NULL, on_total_read_cb, asked);
}

void
daybook_insights_page_show_figure (DaybookInsightsPage *self, GtkWidget *tile, DaybookFigure figure)
{
  const DaybookInsights *insights = daybook_insights_model_get_insights (self->model);
  DaybookInsightsTotal *total = daybook_insights_total_new (DAYBOOK_TOTAL_FIGURE, &insights->period);
  double value = insights->stats->figures[figure];
  g_autofree char *number = daybook_insights_words_number (figure, value);
  g_autofree char *title
    = g_strdup_printf ("%s %s", number, daybook_insights_words_caption (figure, value));

  total->figure = figure;
  daybook_insights_page_show_total (self, tile, total, title, daybook_insights_words_explanation (figure));
}
