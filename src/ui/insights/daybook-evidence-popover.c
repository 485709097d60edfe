/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-evidence-popover.h"

#include <glib/gi18n.h>

#include "base/daybook-link.h"
#include "base/daybook-text.h"
#include "insights/daybook-insights-words.h"

#define MOST_ROWS 300
#define WIDTH 320
#define MOST_HEIGHT 380

/* Opening -------------------------------------------------------------------------------------------------- */

static void
show_id (GtkWidget *widget, DaybookKind kind, gint64 id)
{
  g_autofree char *text = daybook_id_format (kind, id);

  gtk_widget_activate_action (widget, "app.show", "s", text);
}

static char *
find_link (const DaybookEvidence *row)
{
  return row->kind == DAYBOOK_KIND_ACTIVITY && row->url != NULL ? daybook_link_check (row->url) : NULL;
}

gboolean
daybook_evidence_has_page (const DaybookEvidence *row)
{
  return row->kind != DAYBOOK_KIND_ACTIVITY || row->inbox_kind != DAYBOOK_KIND_NONE;
}

void
daybook_evidence_open (GtkWidget *widget, const DaybookEvidence *row)
{
  g_autofree char *link = find_link (row);

  if (row->kind == DAYBOOK_KIND_SOURCE)
    gtk_widget_activate_action (widget, "app.show", "s", "accounts");
  else if (row->kind == DAYBOOK_KIND_ACTIVITY && row->inbox_kind != DAYBOOK_KIND_NONE)
    show_id (widget, row->inbox_kind, row->inbox_id);
  else if (link != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW)), link, GDK_CURRENT_TIME);
  else
    show_id (widget, row->kind, row->id);
}

/* A line --------------------------------------------------------------------------------------------------- */

#define DAYBOOK_TYPE_EVIDENCE_LINE (daybook_evidence_line_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEvidenceLine, daybook_evidence_line, DAYBOOK, EVIDENCE_LINE, GtkListBoxRow)

struct _DaybookEvidenceLine
{
  GtkListBoxRow parent_instance;

  DaybookEvidence row; /* url (owned) (nullable); its other texts are left out */
};

G_DEFINE_FINAL_TYPE (DaybookEvidenceLine, daybook_evidence_line, GTK_TYPE_LIST_BOX_ROW)

static void
daybook_evidence_line_finalize (GObject *object)
{
  g_free (DAYBOOK_EVIDENCE_LINE (object)->row.url);
  G_OBJECT_CLASS (daybook_evidence_line_parent_class)->finalize (object);
}

static void
daybook_evidence_line_class_init (DaybookEvidenceLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_evidence_line_finalize;
}

static void
daybook_evidence_line_init (DaybookEvidenceLine *self)
{
}

/* "Jonas Berg, 3 times, Thu 19 Nov, 9:30" */
static char *
describe (const DaybookEvidence *row, DaybookWorkspace *workspace)
{
  g_autofree char *author = daybook_text_one_line (row->author);
  g_autofree char *time = daybook_insights_words_row_time (row, daybook_workspace_get_zone (workspace),
                                                           daybook_workspace_get_today (workspace));
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *times = NULL;

  if (row->count > 1)
    /* Translators: how many things a line stands for */
    times = g_strdup_printf (ngettext ("%d time", "%d times", (gulong) row->count), row->count);
  if (*author != '\0')
    g_ptr_array_add (parts, author);
  if (times != NULL)
    g_ptr_array_add (parts, times);
  if (*time != '\0')
    g_ptr_array_add (parts, time);
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (", ", (char **) parts->pdata);
}

static GtkWidget *
make_label (const char *text, const char *first_class, const char *second_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (first_class != NULL)
    gtk_widget_add_css_class (label, first_class);
  if (second_class != NULL)
    gtk_widget_add_css_class (label, second_class);
  return label;
}

static GtkWidget *
make_line (const DaybookEvidence *row, DaybookWorkspace *workspace)
{
  DaybookEvidenceLine *self = g_object_new (DAYBOOK_TYPE_EVIDENCE_LINE, NULL);
  g_autofree char *title = daybook_insights_words_row_title (row);
  g_autofree char *detail = describe (row, workspace);
  g_autofree char *link = find_link (row);
  g_autofree char *spoken = g_strjoin (", ", title, *detail != '\0' ? detail : NULL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gboolean outside = link != NULL && row->inbox_kind == DAYBOOK_KIND_NONE;

  self->row = *row;
  self->row.word = self->row.title = self->row.author = self->row.provider = NULL;
  self->row.url = g_steal_pointer (&link);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (daybook_insights_words_row_icon (row)));
  gtk_box_append (GTK_BOX (lines), make_label (title, NULL, NULL));
  if (*detail != '\0')
    gtk_box_append (GTK_BOX (lines), make_label (detail, "dim-label", "caption"));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (outside ? "adw-external-link-symbolic" : "go-next-symbolic"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, outside ? _("Opens in the browser") : "", -1);
  return GTK_WIDGET (self);
}

/* The list --------------------------------------------------------------------------------------------------- */

static void
on_row_activated_cb (GtkListBox *list, GtkListBoxRow *line, gpointer unused)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_POPOVER);
  GtkWidget *parent = gtk_widget_get_parent (popover);
  DaybookEvidenceLine *self = g_object_ref (DAYBOOK_EVIDENCE_LINE (line));

  gtk_popover_popdown (GTK_POPOVER (popover));
  daybook_evidence_open (parent, &self->row);
  g_object_unref (self);
}

static GtkWidget *
make_list (GPtrArray *rows, const char *title, DaybookWorkspace *workspace)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  for (guint i = 0; i < MIN (rows->len, MOST_ROWS); i++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_line (rows->pdata[i], workspace));
  g_signal_connect (list, "row-activated", G_CALLBACK (on_row_activated_cb), NULL);
  return list;
}

static GtkWidget *
make_words (const char *text, const char *first_class, const char *second_class)
{
  GtkWidget *label = make_label (text, first_class, second_class);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  return label;
}

GtkWidget *
daybook_evidence_popover_new (GPtrArray *rows, const char *title, const char *explanation, DaybookWorkspace *workspace)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), make_words (title, "heading", NULL));
  if (explanation != NULL)
    gtk_box_append (GTK_BOX (box), make_words (explanation, "dim-label", "caption"));
  if (rows->len == 0)
    gtk_box_append (GTK_BOX (box), make_words (_("There is nothing of it any more."), "dim-label", NULL));
  else
    gtk_box_append (GTK_BOX (box), make_list (rows, title, workspace));
  if (rows->len > MOST_ROWS)
    {
      guint more = rows->len - MOST_ROWS;
      g_autofree char *text = g_strdup_printf (ngettext ("and %u more", "and %u more", more), more);

      gtk_box_append (GTK_BOX (box), make_words (text, "dim-label", "caption"));
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MOST_HEIGHT);
  gtk_widget_set_size_request (scroller, WIDTH, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_widget_add_css_class (popover, "evidence");
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return popover;
}
