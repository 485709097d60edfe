/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search/daybook-search-row.h"

#include <glib/gi18n.h>

#include "common/daybook-format.h"
#include "search/daybook-search-words.h"

struct _DaybookSearchRow
{
  AdwBin parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *date;
  GtkLabel *snippet;
};

G_DEFINE_FINAL_TYPE (DaybookSearchRow, daybook_search_row, ADW_TYPE_BIN)

static void
daybook_search_row_class_init (DaybookSearchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/search/daybook-search-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookSearchRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DaybookSearchRow, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookSearchRow, date);
  gtk_widget_class_bind_template_child (widget_class, DaybookSearchRow, snippet);
}

static void
daybook_search_row_init (DaybookSearchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_text (GtkLabel *label, const char *text, const char *const *words)
{
  g_autoptr (PangoAttrList) attributes = daybook_search_words_emphasize (words, text);

  gtk_label_set_text (label, text);
  gtk_label_set_attributes (label, attributes);
}

/* "Today, 10:00", "19 Nov"; for a screen reader all of it. */
static void
make_dates (DaybookSearchItem *item, DaybookDay today, char **shown, char **spoken)
{
  DaybookDay day = daybook_search_item_get_day (item);
  gint64 wall = daybook_search_item_get_wall (item);
  gboolean is_near = ABS (day - today) <= 1;
  g_autofree char *name = NULL;
  g_autofree char *full = NULL;
  g_autofree char *time = NULL;

  if (day == DAYBOOK_DAY_NONE)
    {
      *shown = g_strdup ("");
      *spoken = g_strdup ("");
      return;
    }
  name = is_near ? daybook_format_day_relative (day, today) : daybook_format_day_brief (day, today);
  full = daybook_format_day_full (day);
  time = wall != DAYBOOK_INSTANT_NONE ? daybook_format_time (wall) : NULL;
  *shown = g_strjoin (", ", name, is_near ? time : NULL, NULL);
  *spoken = g_strjoin (", ", full, time, NULL);
}

void
daybook_search_row_bind (DaybookSearchRow *self, DaybookSearchItem *item, DaybookDay today)
{
  const char *const *words = daybook_search_item_get_words (item);
  const char *snippet = daybook_search_item_get_snippet (item);
  g_autofree char *date = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *description = NULL;

  g_return_if_fail (DAYBOOK_IS_SEARCH_ROW (self));

  make_dates (item, today, &date, &spoken);
  gtk_image_set_from_icon_name (self->icon, daybook_search_item_get_icon (item));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), daybook_search_item_get_kind_name (item));
  set_text (self->title, daybook_search_item_get_title (item), words);
  set_text (self->snippet, snippet, words);
  gtk_widget_set_visible (GTK_WIDGET (self->snippet), *snippet != '\0');
  gtk_label_set_label (self->date, date);
  description = g_strdup_printf ("%s, %s, %s%s%s", daybook_search_item_get_title (item),
                                 daybook_search_item_get_kind_name (item), spoken, *snippet != '\0' ? ", " : "", snippet);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  /* The row of the list around it is what has the focus. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
}
