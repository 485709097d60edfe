/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-insights-tiles.h"

#include <glib/gi18n.h>

#include "insights/daybook-insights-words.h"

static const DaybookFigure figures[] = {
  DAYBOOK_FIGURE_COMMITS,         DAYBOOK_FIGURE_PULL_REQUESTS, DAYBOOK_FIGURE_MEETINGS,
  DAYBOOK_FIGURE_MEETING_SECONDS, DAYBOOK_FIGURE_FOCUS_SECONDS, DAYBOOK_FIGURE_COLLABORATION,
};

typedef struct
{
  /* (unowned) */
  GtkWidget *button;
  GtkWidget *number;
  GtkWidget *caption;
  GtkWidget *comparison;
} Tile;

struct _DaybookInsightsTiles
{
  GtkWidget parent_instance;

  GtkWidget *grid; /* (unowned) */
  Tile tiles[G_N_ELEMENTS (figures)];
};

G_DEFINE_FINAL_TYPE (DaybookInsightsTiles, daybook_insights_tiles, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_clicked_cb (GtkButton *button, DaybookInsightsTiles *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      if (self->tiles[i].button == GTK_WIDGET (button))
        g_signal_emit (self, signals[CHOSEN], 0, button, (int) figures[i]);
    }
}

/* "On average 12 in 4 weeks before"; NULL: nothing is known of them. */
static char *
explain_usual (const DaybookStats *stats, DaybookFigure figure, const DaybookPeriod *period)
{
  g_autofree char *number = daybook_insights_words_number (figure, stats->usual[figure]);
  guint n = stats->n_before;

  if (n == 0)
    return NULL;
  switch (period->type)
    {
    case DAYBOOK_SUMMARY_DAILY:
      /* Translators: what is usual: a number, then how many like days it is the average of */
      return g_strdup_printf (ngettext ("%s on %u such day before", "%s on average of %u such days before", n), number, n);
    case DAYBOOK_SUMMARY_WEEKLY:
      return g_strdup_printf (ngettext ("%s in %u week before", "%s on average of %u weeks before", n), number, n);
    case DAYBOOK_SUMMARY_MONTHLY:
      return g_strdup_printf (ngettext ("%s in %u month before", "%s on average of %u months before", n), number, n);
    case DAYBOOK_SUMMARY_RANGE:
    default:
      return g_strdup_printf (ngettext ("%s in %u period before", "%s on average of %u periods before", n), number, n);
    }
}

void
daybook_insights_tiles_show (DaybookInsightsTiles *self, const DaybookStats *stats, const DaybookPeriod *period)
{
  g_return_if_fail (DAYBOOK_IS_INSIGHTS_TILES (self));

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      Tile *tile = &self->tiles[i];
      double value = stats->figures[figures[i]];
      g_autofree char *number = daybook_insights_words_number (figures[i], value);
      g_autofree char *comparison = daybook_insights_words_comparison (stats, figures[i]);
      g_autofree char *spoken = daybook_insights_words_spoken (stats, figures[i]);
      g_autofree char *usual = explain_usual (stats, figures[i], period);
      const char *explanation = daybook_insights_words_explanation (figures[i]);
      g_autofree char *tooltip = explanation != NULL && usual != NULL ? g_strdup_printf ("%s\n%s", explanation, usual)
                                                                      : g_strdup (explanation != NULL ? explanation : usual);

      gtk_label_set_label (GTK_LABEL (tile->number), number);
      gtk_label_set_label (GTK_LABEL (tile->caption), daybook_insights_words_caption (figures[i], value));
      gtk_label_set_label (GTK_LABEL (tile->comparison), comparison);
      gtk_widget_set_visible (tile->comparison, comparison != NULL);
      gtk_widget_set_tooltip_text (tile->button, tooltip);
      gtk_accessible_update_property (GTK_ACCESSIBLE (tile->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tooltip != NULL ? tooltip : "", -1);
    }
}

/* Three beside each other, or two where there is less room. */
void
daybook_insights_tiles_set_columns (DaybookInsightsTiles *self, int columns)
{
  g_return_if_fail (DAYBOOK_IS_INSIGHTS_TILES (self));

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->grid);
      GtkGridLayoutChild *place
        = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, self->tiles[i].button));

      gtk_grid_layout_child_set_column (place, (int) i % columns);
      gtk_grid_layout_child_set_row (place, (int) i / columns);
    }
}

static GtkWidget *
add_label (GtkWidget *box, const char *first_class, const char *second_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (label, first_class);
  if (second_class != NULL)
    gtk_widget_add_css_class (label, second_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
add_tile (DaybookInsightsTiles *self, guint i)
{
  Tile *tile = &self->tiles[i];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  tile->number = add_label (box, "statnum", "numeric");
  tile->caption = add_label (box, "caption", "dim-label");
  tile->comparison = add_label (box, "caption", "comparison");
  tile->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (tile->button), box);
  gtk_widget_add_css_class (tile->button, "card");
  gtk_widget_add_css_class (tile->button, "activatable");
  gtk_widget_add_css_class (tile->button, "tile");
  g_signal_connect (tile->button, "clicked", G_CALLBACK (on_clicked_cb), self);
  gtk_grid_attach (GTK_GRID (self->grid), tile->button, (int) i % 3, (int) i / 3, 1, 1);
}

static void
daybook_insights_tiles_dispose (GObject *object)
{
  g_clear_pointer (&DAYBOOK_INSIGHTS_TILES (object)->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (daybook_insights_tiles_parent_class)->dispose (object);
}

static void
daybook_insights_tiles_class_init (DaybookInsightsTilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = daybook_insights_tiles_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  GTK_TYPE_WIDGET, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tiles");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
daybook_insights_tiles_init (DaybookInsightsTiles *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_row_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 12);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    add_tile (self, i);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Figures"), -1);
}
