/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-activity-row.h"

#include <glib/gi18n.h>

#include "base/daybook-link.h"
#include "base/daybook-text.h"
#include "common/daybook-format.h"

struct _DaybookActivityRow
{
  GtkListBoxRow parent_instance;

  char *link; /* (owned) (nullable) checked */
};

G_DEFINE_FINAL_TYPE (DaybookActivityRow, daybook_activity_row, GTK_TYPE_LIST_BOX_ROW)

static void
daybook_activity_row_finalize (GObject *object)
{
  g_free (DAYBOOK_ACTIVITY_ROW (object)->link);
  G_OBJECT_CLASS (daybook_activity_row_parent_class)->finalize (object);
}

static void
daybook_activity_row_class_init (DaybookActivityRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_activity_row_finalize;
}

static void
daybook_activity_row_init (DaybookActivityRow *self)
{
}

static GtkWidget *
make_label (const char *text, const char *const *classes)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  for (guint i = 0; classes != NULL && classes[i] != NULL; i++)
    gtk_widget_add_css_class (label, classes[i]);
  return label;
}

/* "Mei Lin", "Mei Lin, 3 times": who, and of how many things this one is the last. */
static char *
describe_author (const DaybookActivity *activity)
{
  g_autofree char *author = activity->author != NULL ? daybook_text_one_line (activity->author) : NULL;
  g_autofree char *times = NULL;

  if (activity->count > 1)
    /* Translators: how many things a line stands for */
    times = g_strdup_printf (ngettext ("%d time", "%d times", (gulong) activity->count), activity->count);
  if (author != NULL && *author != '\0')
    return g_strjoin (", ", author, times, NULL);
  return g_strdup (times != NULL ? times : "");
}

GtkWidget *
daybook_activity_row_new (const DaybookActivity *activity, DaybookZone *zone)
{
  static const char *const dim[] = { "dim-label", "caption", NULL };
  static const char *const when[] = { "dim-label", "numeric", NULL };
  DaybookActivityRow *self = g_object_new (DAYBOOK_TYPE_ACTIVITY_ROW, NULL);
  g_autofree char *time = daybook_format_time (daybook_zone_to_wall (zone, activity->at));
  g_autofree char *title = daybook_text_one_line (activity->title);
  g_autofree char *author = describe_author (activity);
  g_autofree char *spoken = g_strjoin (", ", title, time, *author != '\0' ? author : NULL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *at = make_label (time, when);
  g_autofree char *widest = daybook_format_time (12 * 3600 + 30 * 60);

  self->link = activity->url != NULL ? daybook_link_check (activity->url) : NULL;
  /* The titles stand under each other. */
  gtk_label_set_width_chars (GTK_LABEL (at), (int) g_utf8_strlen (widest, -1));
  gtk_label_set_xalign (GTK_LABEL (at), 1);
  gtk_widget_set_valign (at, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), at);
  gtk_box_append (GTK_BOX (lines), make_label (title, NULL));
  if (*author != '\0')
    gtk_box_append (GTK_BOX (lines), make_label (author, dim));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  if (self->link != NULL)
    {
      GtkWidget *mark = gtk_image_new_from_icon_name ("adw-external-link-symbolic");

      gtk_widget_set_tooltip_text (mark, _("Open in browser"));
      gtk_box_append (GTK_BOX (box), mark);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), self->link != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return GTK_WIDGET (self);
}

/* (transfer none) (nullable) What activating it opens. */
const char *
daybook_activity_row_get_link (DaybookActivityRow *self)
{
  return self->link;
}
