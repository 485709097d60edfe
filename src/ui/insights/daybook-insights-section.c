/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-insights-section.h"

#include "base/daybook-text.h"
#include "insights/daybook-insights-words.h"

struct _DaybookInsightsSection
{
  AdwBin parent_instance;

  char *shown; /* (owned) (nullable) */

  /* (unowned) */
  GtkWidget *heading;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (DaybookInsightsSection, daybook_insights_section, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_HEADING,
};

enum
{
  CITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_chip_clicked_cb (DaybookCiteChip *chip, DaybookInsightsSection *self)
{
  g_signal_emit (self, signals[CITE], 0, chip);
}

static const char *
find_icon (const DaybookInsights *insights, const DaybookSentence *sentence)
{
  g_autoptr (GPtrArray) rows = daybook_insights_list_rows (insights, (const char *const *) sentence->evidence);

  return rows->len > 0 ? daybook_insights_words_row_icon (rows->pdata[0]) : "daybook-insights-symbolic";
}

static GtkWidget *
make_row (DaybookInsightsSection *self, const DaybookInsights *insights, const DaybookSentence *sentence, const char *icon)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *chip = daybook_cite_chip_new (insights, sentence, 0, FALSE);
  GtkWidget *tile = gtk_image_new_from_icon_name (icon != NULL ? icon : find_icon (insights, sentence));
  g_autofree char *markup = daybook_text_to_markup (sentence->text);

  gtk_widget_add_css_class (tile, "insight-tile");
  gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tile);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (chip != NULL)
    {
      g_signal_connect (chip, "clicked", G_CALLBACK (on_chip_clicked_cb), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), chip);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), chip);
    }
  return row;
}

static char *
describe (const DaybookInsights *insights, GPtrArray *sentences)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sentences->len; i++)
    {
      const DaybookSentence *sentence = sentences->pdata[i];
      g_autoptr (GPtrArray) rows = daybook_insights_list_rows (insights, (const char *const *) sentence->evidence);
      g_autofree char *chip = daybook_insights_words_rows (rows);
      g_autofree char *ids = g_strjoinv (" ", sentence->evidence);

      g_string_append_printf (text, "%s\n%s\n%s\n", sentence->text, chip, ids);
    }
  return g_string_free (text, FALSE);
}

void
daybook_insights_section_show (DaybookInsightsSection *self, const DaybookInsights *insights, GPtrArray *sentences,
                               const char *icon)
{
  g_autofree char *shown = describe (insights, sentences);
  GtkWidget *row;

  g_return_if_fail (DAYBOOK_IS_INSIGHTS_SECTION (self));

  gtk_widget_set_visible (GTK_WIDGET (self), sentences->len > 0);
  if (g_strcmp0 (self->shown, shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < sentences->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (self, insights, sentences->pdata[i], icon));
}

void
daybook_insights_section_set_heading (DaybookInsightsSection *self, const char *heading)
{
  g_return_if_fail (DAYBOOK_IS_INSIGHTS_SECTION (self));

  gtk_label_set_label (GTK_LABEL (self->heading), heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
}

static void
daybook_insights_section_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_HEADING:
      daybook_insights_section_set_heading (DAYBOOK_INSIGHTS_SECTION (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_insights_section_finalize (GObject *object)
{
  g_free (DAYBOOK_INSIGHTS_SECTION (object)->shown);
  G_OBJECT_CLASS (daybook_insights_section_parent_class)->finalize (object);
}

static void
daybook_insights_section_class_init (DaybookInsightsSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = daybook_insights_section_set_property;
  object_class->finalize = daybook_insights_section_finalize;
  g_object_class_install_property (
    object_class, PROP_HEADING,
    g_param_spec_string ("heading", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  signals[CITE] = g_signal_new ("cite", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                DAYBOOK_TYPE_CITE_CHIP);
}

static void
daybook_insights_section_init (DaybookInsightsSection *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->heading = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->heading, "heading");
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_box_append (GTK_BOX (box), self->heading);
  gtk_box_append (GTK_BOX (box), self->list);
  adw_bin_set_child (ADW_BIN (self), box);
}
