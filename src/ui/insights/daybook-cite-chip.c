/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-cite-chip.h"

#include <glib/gi18n.h>

#include "insights/daybook-insights-words.h"

struct _DaybookCiteChip
{
  GtkButton parent_instance;

  char **ids; /* (owned) */
};

G_DEFINE_FINAL_TYPE (DaybookCiteChip, daybook_cite_chip, GTK_TYPE_BUTTON)

static void
daybook_cite_chip_finalize (GObject *object)
{
  g_strfreev (DAYBOOK_CITE_CHIP (object)->ids);
  G_OBJECT_CLASS (daybook_cite_chip_parent_class)->finalize (object);
}

static void
daybook_cite_chip_class_init (DaybookCiteChipClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_cite_chip_finalize;
}

static void
daybook_cite_chip_init (DaybookCiteChip *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_add_css_class (widget, "chip");
  gtk_widget_add_css_class (widget, "accent");
  gtk_widget_add_css_class (widget, "cite");
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
}

GtkWidget *
daybook_cite_chip_new (const DaybookInsights *insights, const DaybookSentence *sentence, guint number, gboolean named)
{
  g_autoptr (GPtrArray) rows = daybook_insights_list_rows (insights, (const char *const *) sentence->evidence);
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  g_autofree char *spoken = NULL;
  DaybookCiteChip *self;
  GtkWidget *child;

  if (rows->len == 0)
    return NULL;
  self = g_object_new (DAYBOOK_TYPE_CITE_CHIP, NULL);
  self->ids = g_strdupv (sentence->evidence);
  text = named ? daybook_insights_words_chip (rows) : daybook_insights_words_rows (rows);
  label = number > 0 ? g_strdup_printf ("%u  %s", number, text) : g_strdup (text);
  child = gtk_label_new (label);
  /* A title may be cut off, a number may not. */
  if (named)
    gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (self), child);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _("Show What This Rests On"));
  if (number > 0)
    /* Translators: a screen reader's name of a mark in a text: its number, then what it stands for: "4 meetings" */
    spoken = g_strdup_printf (_("Evidence %u: %s"), number, text);
  else
    /* Translators: a screen reader's name of a button that shows rows: "4 meetings" */
    spoken = g_strdup_printf (_("Evidence: %s"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return GTK_WIDGET (self);
}

/* (transfer none) Text ids of the rows. */
const char *const *
daybook_cite_chip_get_ids (DaybookCiteChip *self)
{
  return (const char *const *) self->ids;
}
