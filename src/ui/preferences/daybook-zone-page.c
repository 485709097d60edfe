/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-zone-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-text.h"
#include "common/daybook-zone-words.h"

struct _DaybookZonePage
{
  AdwBin parent_instance;

  gint64 now;               /* for the offsets */
  GtkFilterListModel *rows; /* (owned) GtkStringObject: names, "" the computer's */
  GtkCustomFilter *filter;  /* (owned) */
  char *wanted;             /* (owned) (nullable) what was typed, folded */

  /* Template children */
  GtkSearchEntry *search;
  GtkListView *list;
  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE (DaybookZonePage, daybook_zone_page, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static DaybookZone *
get_zone (const char *name)
{
  return *name != '\0' ? daybook_zone_lookup (name) : daybook_zone_new_local ();
}

/* Searching ------------------------------------------------------------------------------------------- */

/* "new york" finds America/New_York, and "america" does. */
static gboolean
match_row (gpointer item, gpointer data)
{
  DaybookZonePage *self = data;
  const char *name = gtk_string_object_get_string (item);
  g_autofree char *spaced = g_strdelimit (g_strdup (*name != '\0' ? name : _("The Computer’s")), "_", ' ');
  g_autofree char *folded = NULL;

  if (self->wanted == NULL || *self->wanted == '\0')
    return TRUE;
  folded = daybook_text_fold (spaced);
  return strstr (folded, self->wanted) != NULL;
}

static void
on_search_changed_cb (DaybookZonePage *self)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))), "_", ' ');

  g_free (self->wanted);
  self->wanted = daybook_text_fold (g_strstrip (spaced));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0 ? "zones" : "none");
}

/* Rows ------------------------------------------------------------------------------------------------ */

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *place = gtk_label_new (NULL);
  GtkWidget *detail = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (place), 0);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_label_set_ellipsize (GTK_LABEL (place), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_box_append (GTK_BOX (box), place);
  gtk_box_append (GTK_BOX (box), detail);
  gtk_list_item_set_child (item, box);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, DaybookZonePage *self)
{
  const char *name = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *place = gtk_widget_get_first_child (box);
  g_autoptr (DaybookZone) zone = get_zone (name);
  g_autofree char *title = *name != '\0' ? daybook_zone_words_place (name) : g_strdup (_("The Computer’s"));
  g_autofree char *detail = zone != NULL ? daybook_zone_words_describe (zone, self->now) : g_strdup (name);
  g_autofree char *spoken = g_strjoin (", ", title, detail, NULL);

  gtk_label_set_text (GTK_LABEL (place), title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), detail);
  /* The row around it is what has the focus. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
choose (DaybookZonePage *self, guint position)
{
  g_autoptr (GtkStringObject) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  if (item != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, gtk_string_object_get_string (item));
}

static void
on_row_activated_cb (DaybookZonePage *self, guint position)
{
  choose (self, position);
}

/* Enter in the search takes the first that is left. */
static void
on_search_activate_cb (DaybookZonePage *self)
{
  choose (self, 0);
}

static void
on_back_cb (DaybookZonePage *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

/* The type -------------------------------------------------------------------------------------------- */

static gboolean
daybook_zone_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DAYBOOK_ZONE_PAGE (widget)->search));
}

static void
daybook_zone_page_finalize (GObject *object)
{
  DaybookZonePage *self = DAYBOOK_ZONE_PAGE (object);

  g_clear_object (&self->rows);
  g_clear_object (&self->filter);
  g_free (self->wanted);
  G_OBJECT_CLASS (daybook_zone_page_parent_class)->finalize (object);
}

static void
daybook_zone_page_class_init (DaybookZonePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_zone_page_finalize;
  widget_class->grab_focus = daybook_zone_page_grab_focus;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[BACK] =
    g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/preferences/daybook-zone-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookZonePage, search);
  gtk_widget_class_bind_template_child (widget_class, DaybookZonePage, list);
  gtk_widget_class_bind_template_child (widget_class, DaybookZonePage, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_back_cb);
}

static void
daybook_zone_page_init (DaybookZonePage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new ((const char *const[]){ "", NULL });
  g_auto (GStrv) zones = daybook_zone_list_names ();

  gtk_string_list_splice (names, 1, 0, (const char *const *) zones);
  self->filter = gtk_custom_filter_new (match_row, self, NULL);
  self->rows = gtk_filter_list_model_new (G_LIST_MODEL (g_steal_pointer (&names)), g_object_ref (GTK_FILTER (self->filter)));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
}

/* @now: the instant whose offsets are shown. */
GtkWidget *
daybook_zone_page_new (gint64 now)
{
  DaybookZonePage *self = g_object_new (DAYBOOK_TYPE_ZONE_PAGE, NULL);
  GtkNoSelection *selection;

  self->now = now;
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  return GTK_WIDGET (self);
}
