/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-insights-prose.h"

#include <glib/gi18n.h>

#include "base/daybook-text.h"
#include "common/daybook-wrap-layout.h"

struct _DaybookInsightsProse
{
  GtkWidget parent_instance;

  char *shown;      /* (owned) (nullable) what stands there: texts, rows and what the chips say */
  GtkWidget *label; /* (unowned) children */
  GtkWidget *chips;
};

G_DEFINE_FINAL_TYPE (DaybookInsightsProse, daybook_insights_prose, GTK_TYPE_WIDGET)

enum
{
  CITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

guint *
daybook_insights_prose_number (const DaybookInsights *insights)
{
  GPtrArray *sentences = insights->summary->sentences;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint *numbers = g_new0 (guint, sentences->len + 1);
  guint n = 0;

  for (guint i = 0; i < sentences->len; i++)
    {
      const DaybookSentence *sentence = sentences->pdata[i];
      g_autofree char *key = g_strjoinv (" ", sentence->evidence);
      g_autoptr (GPtrArray) rows = daybook_insights_list_rows (insights, (const char *const *) sentence->evidence);

      if (rows->len == 0)
        continue;
      numbers[i] = GPOINTER_TO_UINT (g_hash_table_lookup (known, key));
      if (numbers[i] > 0)
        continue;
      numbers[i] = ++n;
      g_hash_table_insert (known, g_steal_pointer (&key), GUINT_TO_POINTER (n));
    }
  return numbers;
}

char *
daybook_insights_prose_to_markup (const DaybookSummary *summary, const guint *numbers)
{
  GString *markup = g_string_new (NULL);

  for (guint i = 0; i < summary->sentences->len; i++)
    {
      const DaybookSentence *sentence = summary->sentences->pdata[i];
      g_autofree char *text = daybook_text_to_markup (sentence->text);

      g_string_append_printf (markup, "%s%s", i > 0 ? " " : "", text);
      /* A narrow space that does not break keeps the number with its sentence. */
      if (numbers != NULL && numbers[i] > 0)
        g_string_append_printf (markup, "\u202f<a href=\"%u\"><span size=\"72%%\" rise=\"4pt\" weight=\"bold\">%u</span></a>",
                                numbers[i], numbers[i]);
    }
  return g_string_free (markup, FALSE);
}

static void
on_chip_clicked_cb (DaybookCiteChip *chip, DaybookInsightsProse *self)
{
  g_signal_emit (self, signals[CITE], 0, chip);
}

/* A number leads to its chip, which takes the focus: from there the rows are one key away. */
static gboolean
on_link_cb (GtkLabel *label, const char *uri, DaybookInsightsProse *self)
{
  guint number = (guint) g_ascii_strtoull (uri, NULL, 10);
  GtkWidget *chip = gtk_widget_get_first_child (self->chips);

  while (chip != NULL && --number > 0)
    chip = gtk_widget_get_next_sibling (chip);
  if (chip != NULL)
    {
      gtk_widget_grab_focus (chip);
      g_signal_emit (self, signals[CITE], 0, chip);
    }
  return TRUE;
}

static void
fill_chips (DaybookInsightsProse *self, const DaybookInsights *insights, const guint *numbers)
{
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_widget_unparent (child);
  for (guint i = 0; i < insights->summary->sentences->len; i++)
    {
      GtkWidget *chip;

      if (numbers[i] != n + 1)
        continue;
      chip = daybook_cite_chip_new (insights, insights->summary->sentences->pdata[i], ++n, TRUE);
      g_signal_connect (chip, "clicked", G_CALLBACK (on_chip_clicked_cb), self);
      gtk_widget_set_parent (chip, self->chips);
    }
  gtk_widget_set_visible (self->chips, n > 0);
}

/* Everything that would make another picture, so that nothing is touched when it is the same. */
static char *
describe (const DaybookInsights *insights, const char *markup)
{
  GString *text = g_string_new (markup);

  for (guint i = 0; i < insights->summary->sentences->len; i++)
    {
      const DaybookSentence *sentence = insights->summary->sentences->pdata[i];
      g_autoptr (GPtrArray) rows = daybook_insights_list_rows (insights, (const char *const *) sentence->evidence);

      g_string_append_c (text, '\n');
      for (guint j = 0; j < rows->len; j++)
        {
          const DaybookEvidence *row = rows->pdata[j];

          g_string_append_printf (text, " %" G_GINT64_FORMAT "/%d", row->id, row->count);
        }
      if (rows->len == 1)
        g_string_append (text, ((DaybookEvidence *) rows->pdata[0])->title);
    }
  return g_string_free (text, FALSE);
}

void
daybook_insights_prose_show (DaybookInsightsProse *self, const DaybookInsights *insights)
{
  g_autofree guint *numbers = daybook_insights_prose_number (insights);
  g_autofree char *markup = daybook_insights_prose_to_markup (insights->summary, numbers);
  g_autofree char *shown = describe (insights, markup);

  g_return_if_fail (DAYBOOK_IS_INSIGHTS_PROSE (self));

  if (g_strcmp0 (self->shown, shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);
  gtk_label_set_markup (GTK_LABEL (self->label), markup);
  fill_chips (self, insights, numbers);
}

static void
daybook_insights_prose_dispose (GObject *object)
{
  DaybookInsightsProse *self = DAYBOOK_INSIGHTS_PROSE (object);
  GtkWidget *child;

  while (self->chips != NULL && (child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->chips, gtk_widget_unparent);
  G_OBJECT_CLASS (daybook_insights_prose_parent_class)->dispose (object);
}

static void
daybook_insights_prose_finalize (GObject *object)
{
  g_free (DAYBOOK_INSIGHTS_PROSE (object)->shown);
  G_OBJECT_CLASS (daybook_insights_prose_parent_class)->finalize (object);
}

static void
daybook_insights_prose_class_init (DaybookInsightsProseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = daybook_insights_prose_dispose;
  object_class->finalize = daybook_insights_prose_finalize;
  signals[CITE] = g_signal_new ("cite", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                DAYBOOK_TYPE_CITE_CHIP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "prose");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* Only a layout of its own: no dependence on a box's class. */
static GtkWidget *
make_chips (void)
{
  GtkWidget *chips = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (chips, daybook_wrap_layout_new (6, 6));
  gtk_accessible_update_property (GTK_ACCESSIBLE (chips), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Evidence"), -1);
  return chips;
}

static void
daybook_insights_prose_init (DaybookInsightsProse *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_add_css_class (self->label, "prose");
  g_signal_connect (self->label, "activate-link", G_CALLBACK (on_link_cb), self);
  self->chips = make_chips ();
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_parent (self->chips, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Summary"), -1);
}
