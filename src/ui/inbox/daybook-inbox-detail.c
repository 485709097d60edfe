/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox/daybook-inbox-detail.h"

#include <glib/gi18n.h>

#include "base/daybook-text.h"
#include "common/daybook-wrap-layout.h"
#include "inbox/daybook-inbox-editor.h"
#include "inbox/daybook-inbox-marks.h"
#include "inbox/daybook-inbox-words.h"

struct _DaybookInboxDetail
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookInboxItem *item;      /* (owned) (nullable) */

  /* Template children */
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkLabel *title;
  GtkLabel *why;
  GtkWidget *sure_box;
  GtkLabel *sure;
  GtkLabel *engine;
  GtkLabel *like;
  GtkLabel *due;
  GtkLabel *priority;
  GtkWidget *back_name;
  GtkLabel *back;
  GtkLabel *notes;
  GtkWidget *source_box;
  GtkLabel *source_heading;
  AdwAvatar *avatar;
  GtkLabel *author;
  GtkLabel *at;
  GtkWidget *open;
  GtkLabel *subject;
  GtkLabel *text;
  GtkLabel *rate;
  GtkWidget *dismiss;
  GtkMenuButton *edit;
  GtkPopover *popover;
  DaybookInboxEditor *editor;
  GtkWidget *reopen;
  GtkWidget *retry;
  GtkWidget *done;
  GtkWidget *approve;
};

G_DEFINE_FINAL_TYPE (DaybookInboxDetail, daybook_inbox_detail, ADW_TYPE_BIN)

/* Without words, not there. */
static void
set_words (GtkLabel *label, const char *words)
{
  gtk_label_set_label (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL && *words != '\0');
}

static void
show_why (DaybookInboxDetail *self)
{
  const DaybookSuggestion *origin = daybook_inbox_item_get_origin (self->item);
  g_autofree char *why = NULL, *sure = NULL, *engine = NULL, *like = NULL;

  gtk_widget_set_visible (self->sure_box, origin != NULL);
  if (origin == NULL)
    {
      set_words (self->why, NULL);
      return;
    }
  why = daybook_text_clean (origin->reasoning);
  sure = daybook_inbox_words_confidence (origin->corrected);
  engine = daybook_inbox_words_engine (origin);
  like = daybook_inbox_words_like (origin);
  set_words (self->why, why);
  set_words (self->sure, sure);
  set_words (self->engine, engine);
  set_words (self->like, like);
}

static void
show_facts (DaybookInboxDetail *self)
{
  const DaybookSuggestion *origin = daybook_inbox_item_get_origin (self->item);
  const DaybookTask *task = daybook_inbox_item_get_task (self->item);
  g_autofree char *due = daybook_inbox_words_due (self->item, self->workspace);
  g_autofree char *back = daybook_inbox_words_back (self->item, self->workspace);
  g_autofree char *notes = daybook_text_clean (task != NULL ? task->notes : NULL);

  gtk_label_set_label (self->due, due != NULL ? due : _("No date"));
  gtk_label_set_label (self->priority, daybook_inbox_words_priority (task != NULL ? task->priority : origin->priority));
  gtk_widget_set_visible (self->back_name, back != NULL);
  set_words (self->back, back);
  /* What a task says beyond its title stands in its source, where it has one. */
  set_words (self->notes, origin == NULL ? notes : NULL);
}

/* The words that led to it. */
static void
show_marks (DaybookInboxDetail *self)
{
  const DaybookInboxSource *source = daybook_inbox_item_get_source (self->item);
  g_autoptr (GArray) grounds = NULL;

  if (source == NULL)
    return;
  grounds = daybook_grounds_find (daybook_inbox_item_get_origin (self->item), source->title, source->text, source->at,
                                  daybook_workspace_get_zone (self->workspace));
  daybook_inbox_marks_show (self->subject, grounds, TRUE, source->title);
  daybook_inbox_marks_show (self->text, grounds, FALSE, source->text);
}

static void
show_source (DaybookInboxDetail *self)
{
  const DaybookInboxSource *source = daybook_inbox_item_get_source (self->item);
  g_autofree char *at = NULL;

  gtk_widget_set_visible (self->source_box, source != NULL);
  if (source == NULL)
    return;
  if (source->at != DAYBOOK_INSTANT_NONE)
    at = daybook_inbox_words_instant (source->at, self->workspace);
  gtk_label_set_label (self->source_heading, daybook_inbox_words_source (self->item));
  adw_avatar_set_text (self->avatar, source->author);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), source->author != NULL);
  set_words (self->author, source->author);
  set_words (self->at, at);
  set_words (self->subject, source->title);
  set_words (self->text, source->text);
  show_marks (self);
  gtk_widget_set_visible (self->open, source->url != NULL);
}

static void
show_actions (DaybookInboxDetail *self)
{
  const DaybookTask *task = daybook_inbox_item_get_task (self->item);
  gboolean done = task != NULL && task->status == DAYBOOK_TASK_DONE;

  gtk_widget_set_visible (self->dismiss, task == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->edit), task == NULL);
  gtk_widget_set_visible (self->approve, task == NULL);
  gtk_widget_set_visible (self->done, task != NULL && !done);
  gtk_widget_set_visible (self->reopen, done);
  gtk_widget_set_visible (self->retry, task != NULL && daybook_inbox_item_get_problem (self->item) != NULL);
}

static void
update (DaybookInboxDetail *self)
{
  g_autofree char *title = daybook_inbox_words_title (self->item);

  gtk_label_set_label (self->title, title);
  show_why (self);
  show_facts (self);
  show_source (self);
  show_actions (self);
}

static void
on_popover_shown_cb (DaybookInboxDetail *self)
{
  const DaybookSuggestion *suggestion = self->item != NULL ? daybook_inbox_item_get_suggestion (self->item) : NULL;

  if (suggestion != NULL)
    daybook_inbox_editor_edit (self->editor, self->workspace, suggestion);
}

static void
on_editor_done_cb (DaybookInboxDetail *self)
{
  gtk_popover_popdown (self->popover);
}

/* The marks are of the theme's colours. */
static void
daybook_inbox_detail_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DaybookInboxDetail *self = DAYBOOK_INBOX_DETAIL (widget);

  GTK_WIDGET_CLASS (daybook_inbox_detail_parent_class)->css_changed (widget, change);
  if (self->item != NULL)
    show_marks (self);
}

static void
daybook_inbox_detail_dispose (GObject *object)
{
  DaybookInboxDetail *self = DAYBOOK_INBOX_DETAIL (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_inbox_detail_parent_class)->dispose (object);
}

static void
daybook_inbox_detail_class_init (DaybookInboxDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = daybook_inbox_detail_dispose;
  widget_class->css_changed = daybook_inbox_detail_css_changed;
  g_type_ensure (DAYBOOK_TYPE_INBOX_EDITOR);
  g_type_ensure (DAYBOOK_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/inbox/daybook-inbox-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, why);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, sure_box);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, sure);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, engine);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, like);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, due);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, priority);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, back_name);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, back);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, notes);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, source_box);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, source_heading);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, avatar);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, author);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, at);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, open);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, subject);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, text);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, rate);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, dismiss);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, edit);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, popover);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, editor);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, reopen);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, retry);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, done);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxDetail, approve);
  gtk_widget_class_bind_template_callback (widget_class, on_editor_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown_cb);
}

static void
daybook_inbox_detail_init (DaybookInboxDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @item NULL: nothing is selected. */
void
daybook_inbox_detail_show (DaybookInboxDetail *self, DaybookWorkspace *workspace, DaybookInboxItem *item)
{
  g_return_if_fail (DAYBOOK_IS_INBOX_DETAIL (self));

  g_set_object (&self->workspace, workspace);
  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  gtk_popover_popdown (self->popover);
  g_set_object (&self->item, item);
  gtk_stack_set_visible_child_name (self->stack, item != NULL ? "item" : "none");
  if (item == NULL)
    return;
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/* What was decided on all suggestions so far. */
void
daybook_inbox_detail_set_rate (DaybookInboxDetail *self, int approved, int decided)
{
  g_autofree char *words = daybook_inbox_words_rate (approved, decided);

  g_return_if_fail (DAYBOOK_IS_INBOX_DETAIL (self));

  set_words (self->rate, words);
}

/* Opens the editor, where there is something to edit. */
void
daybook_inbox_detail_edit (DaybookInboxDetail *self)
{
  g_return_if_fail (DAYBOOK_IS_INBOX_DETAIL (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self->edit)))
    gtk_menu_button_popup (self->edit);
}
