/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox/daybook-inbox-row.h"

#include <glib/gi18n.h>

#include "common/daybook-service-tile.h"
#include "inbox/daybook-inbox-words.h"

struct _DaybookInboxRow
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookInboxItem *item;      /* (owned) (nullable) */

  /* Template children */
  GtkStack *stack;
  GtkLabel *section;
  GtkLabel *count;
  DaybookServiceTile *tile;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *when;
  GtkLabel *confidence;
  GtkBox *back_box;
  GtkImage *back_icon;
  GtkLabel *back;
};

G_DEFINE_FINAL_TYPE (DaybookInboxRow, daybook_inbox_row, ADW_TYPE_BIN)

static void
set_class (gpointer widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_title (DaybookInboxRow *self)
{
  const char *name = daybook_inbox_words_section (daybook_inbox_item_get_section (self->item));
  g_autofree char *count = g_strdup_printf ("%u", daybook_inbox_item_get_count (self->item));
  g_autofree char *words = g_strdup_printf ("%s, %s", name, count);

  gtk_stack_set_visible_child_name (self->stack, "title");
  gtk_label_set_label (self->section, name);
  gtk_label_set_label (self->count, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* What travels back, once it is done or where something went wrong. */
static char *
update_back (DaybookInboxRow *self)
{
  const DaybookTask *task = daybook_inbox_item_get_task (self->item);
  gboolean done = task != NULL && task->status == DAYBOOK_TASK_DONE;
  gboolean failed = task != NULL && task->remote_state == DAYBOOK_REMOTE_FAILED;
  gboolean waits = task != NULL && task->remote_state == DAYBOOK_REMOTE_WAITING;
  g_autofree char *words = done || failed || waits ? daybook_inbox_words_back (self->item, self->workspace) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->back_box), words != NULL);
  if (words == NULL)
    return NULL;
  gtk_label_set_label (self->back, words);
  gtk_image_set_from_icon_name (self->back_icon, failed  ? "dialog-warning-symbolic"
                                                 : waits ? "content-loading-symbolic"
                                                         : "daybook-tick-symbolic");
  set_class (self->back_icon, "success", !failed && !waits);
  set_class (self->back_icon, "warning", failed);
  return g_steal_pointer (&words);
}

/* The words, also anew when a minute passed: what was due today is overdue. */
void
daybook_inbox_row_update (DaybookInboxRow *self)
{
  const DaybookSuggestion *suggestion;
  const DaybookTask *task;
  const char *provider;
  g_autofree char *title = NULL, *subtitle = NULL, *when = NULL, *confidence = NULL, *back = NULL, *words = NULL;
  gboolean done;

  g_return_if_fail (DAYBOOK_IS_INBOX_ROW (self));

  if (self->item == NULL)
    return;
  if (daybook_inbox_item_is_title (self->item))
    {
      update_title (self);
      return;
    }
  suggestion = daybook_inbox_item_get_suggestion (self->item);
  task = daybook_inbox_item_get_task (self->item);
  provider = daybook_inbox_item_get_provider (self->item);
  done = task != NULL && task->status == DAYBOOK_TASK_DONE;
  title = daybook_inbox_words_title (self->item);
  subtitle = daybook_inbox_words_subtitle (self->item, self->workspace);
  when = daybook_inbox_words_when (self->item, self->workspace);
  confidence = suggestion != NULL ? daybook_inbox_words_confidence (suggestion->corrected) : NULL;
  back = update_back (self);

  gtk_stack_set_visible_child_name (self->stack, "line");
  /* What no service knows of was written. */
  daybook_service_tile_set_provider (self->tile, provider != NULL ? provider : "pencil");
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_label_set_label (self->when, when);
  gtk_label_set_label (self->confidence, confidence != NULL ? confidence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->confidence), confidence != NULL);
  set_class (self->confidence, "chip", daybook_inbox_item_is_sure (self->item));
  set_class (self->confidence, "accent", daybook_inbox_item_is_sure (self->item));
  set_class (self->confidence, "dim-label", !daybook_inbox_item_is_sure (self->item));
  set_class (self->title, "dim-label", done);
  set_class (self->tile, "done", done);
  words = g_strjoin (", ", title, subtitle, when, confidence != NULL ? confidence : back, confidence != NULL ? back : NULL,
                     NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
daybook_inbox_row_dispose (GObject *object)
{
  DaybookInboxRow *self = DAYBOOK_INBOX_ROW (object);

  daybook_inbox_row_set_item (self, NULL);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_inbox_row_parent_class)->dispose (object);
}

static void
daybook_inbox_row_class_init (DaybookInboxRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = daybook_inbox_row_dispose;
  g_type_ensure (DAYBOOK_TYPE_SERVICE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daybookapp/Daybook/inbox/daybook-inbox-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, section);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, count);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, tile);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, when);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, confidence);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, back_box);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, back_icon);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxRow, back);
}

static void
daybook_inbox_row_init (DaybookInboxRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
daybook_inbox_row_new (DaybookWorkspace *workspace)
{
  DaybookInboxRow *self = g_object_new (DAYBOOK_TYPE_INBOX_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  return GTK_WIDGET (self);
}

/* NULL: it shows nothing any more. */
void
daybook_inbox_row_set_item (DaybookInboxRow *self, DaybookInboxItem *item)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_object (item, "changed", G_CALLBACK (daybook_inbox_row_update), self, G_CONNECT_SWAPPED);
  daybook_inbox_row_update (self);
}

/* (transfer none) (nullable) */
DaybookInboxItem *
daybook_inbox_row_get_item (DaybookInboxRow *self)
{
  return self->item;
}
