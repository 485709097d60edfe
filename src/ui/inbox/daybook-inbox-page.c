/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox/daybook-inbox-page.h"

#include <glib/gi18n.h>

#include "common/daybook-page.h"
#include "common/daybook-pane.h"
#include "inbox/daybook-inbox-changes.h"
#include "inbox/daybook-inbox-detail.h"
#include "inbox/daybook-inbox-model.h"
#include "inbox/daybook-inbox-row.h"

struct _DaybookInboxPage
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace;   /* (owned) (nullable) */
  DaybookInboxModel *model;      /* (owned) (nullable) until there is a workspace */
  GtkSingleSelection *selection; /* (owned) (nullable) */
  GPtrArray *rows;               /* (owned) of unowned DaybookInboxRow */
  gint64 current;                /* the line that is shown, 0 = none */
  guint position;                /* where it stood */
  gint64 wanted;                 /* shown as soon as it is there, 0 = none */
  gboolean updating;
  gboolean keep_focus; /* the list had it when what it was on went */
  guint focus_tick;

  /* Template children */
  GtkStack *stack;
  AdwLeaflet *leaflet;
  DaybookPane *list_pane;
  DaybookPane *item_pane;
  GtkListView *list;
  GtkWidget *sure_bar;
  GtkButton *approve_sure;
  GtkWidget *back_bar;
  DaybookInboxDetail *detail;
};

static void daybook_inbox_page_page_init (DaybookPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookInboxPage, daybook_inbox_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PAGE, daybook_inbox_page_page_init))

enum
{
  PROP_0,
  PROP_WORKSPACE,
};

/* Selecting ---------------------------------------------------------------------------------------------- */

static DaybookInboxItem *
get_item (DaybookInboxPage *self)
{
  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
}

static gboolean
is_in_list (DaybookInboxPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == GTK_WIDGET (self->list) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)));
}

static void
update_actions (DaybookInboxPage *self)
{
  DaybookInboxItem *item = get_item (self);
  gboolean writable = self->workspace != NULL && !daybook_workspace_is_read_only (self->workspace);
  const DaybookSuggestion *suggestion = item != NULL ? daybook_inbox_item_get_suggestion (item) : NULL;
  const DaybookTask *task = item != NULL ? daybook_inbox_item_get_task (item) : NULL;
  const DaybookInboxSource *source = item != NULL ? daybook_inbox_item_get_source (item) : NULL;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "inbox.approve", writable && suggestion != NULL);
  gtk_widget_action_set_enabled (widget, "inbox.dismiss", writable && suggestion != NULL);
  gtk_widget_action_set_enabled (widget, "inbox.edit", writable && suggestion != NULL);
  gtk_widget_action_set_enabled (widget, "inbox.done", writable && task != NULL && task->status == DAYBOOK_TASK_OPEN);
  gtk_widget_action_set_enabled (widget, "inbox.reopen", writable && task != NULL && task->status == DAYBOOK_TASK_DONE);
  gtk_widget_action_set_enabled (widget, "inbox.retry",
                                 writable && item != NULL && daybook_inbox_item_get_outbox_id (item) != 0);
  gtk_widget_action_set_enabled (widget, "inbox.open", source != NULL && source->url != NULL);
}

static DaybookInboxItem *
peek (DaybookInboxPage *self, guint position)
{
  DaybookRowList *items = daybook_inbox_model_get_items (self->model);

  return position < daybook_row_list_get_length (items) ? daybook_row_list_peek (items, position) : NULL;
}

/* The line from @position on that can be selected, @step at a time; GTK_INVALID_LIST_POSITION: none. */
static guint
find_line (DaybookInboxPage *self, gint64 position, int step)
{
  guint n = daybook_row_list_get_length (daybook_inbox_model_get_items (self->model));

  for (; position >= 0 && position < n; position += step)
    {
      if (!daybook_inbox_item_is_title (peek (self, (guint) position)))
        return (guint) position;
    }
  return GTK_INVALID_LIST_POSITION;
}

static GtkWidget *
find_row (DaybookInboxPage *self, DaybookInboxItem *item)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (item != NULL && daybook_inbox_row_get_item (self->rows->pdata[i]) == item)
        return self->rows->pdata[i];
    }
  return NULL;
}

/* The focus follows once the line is laid out. */
static gboolean
on_focus_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (widget);
  GtkWidget *row = find_row (self, get_item (self));

  self->focus_tick = 0;
  gtk_widget_grab_focus (row != NULL ? gtk_widget_get_parent (row) : GTK_WIDGET (self->list));
  return G_SOURCE_REMOVE;
}

static void
select_line (DaybookInboxPage *self, guint position, gboolean focus)
{
  gtk_single_selection_set_selected (self->selection, position);
  if (position == GTK_INVALID_LIST_POSITION)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  if (focus && self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_focus_tick_cb, NULL, NULL);
}

/* A title is never selected, though it takes the focus, as a list's first line must: to the line beyond it. */
static void
leave_title (DaybookInboxPage *self)
{
  guint at = gtk_single_selection_get_selected (self->selection);
  guint position = find_line (self, at, self->position != GTK_INVALID_LIST_POSITION && self->position > at ? -1 : 1);

  select_line (self, position != GTK_INVALID_LIST_POSITION ? position : find_line (self, at, 1), is_in_list (self));
}

static void
show_selected (DaybookInboxPage *self)
{
  DaybookInboxItem *item = get_item (self);

  if (self->updating)
    return;
  if (item != NULL && daybook_inbox_item_is_title (item))
    {
      leave_title (self);
      return;
    }
  self->current = item != NULL ? daybook_row_get_id (DAYBOOK_ROW (item)) : 0;
  self->position = gtk_single_selection_get_selected (self->selection);
  daybook_inbox_detail_show (self->detail, self->workspace, item);
  update_actions (self);
  if (item == NULL && adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->list_pane));
}

/* What was read --------------------------------------------------------------------------------------------- */

static void
update_sure (DaybookInboxPage *self)
{
  g_autoptr (GArray) sure = daybook_inbox_model_list_sure (self->model);
  /* Translators: a button: approves so many suggestions at once */
  g_autofree char *label = g_strdup_printf (ngettext ("Approve %u Above %d %%", "Approve %u Above %d %%", sure->len), sure->len,
                                            (int) (DAYBOOK_INBOX_SURE * 100));

  gtk_button_set_label (self->approve_sure, label);
  gtk_widget_set_visible (self->sure_bar, sure->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "inbox.approve-sure",
                                 sure->len > 0 && !daybook_workspace_is_read_only (self->workspace));
}

/* Keeps what is shown; when it went, what follows it is next, else what was before it. */
static void
restore_selection (DaybookInboxPage *self)
{
  DaybookRowList *items = daybook_inbox_model_get_items (self->model);
  guint position = GTK_INVALID_LIST_POSITION;
  gboolean found = (self->wanted != 0 && daybook_row_list_find (items, self->wanted, &position) != NULL)
                   || (self->current != 0 && daybook_row_list_find (items, self->current, &position) != NULL);
  if (!found && self->current != 0)
    {
      position = find_line (self, self->position, 1);
      if (position == GTK_INVALID_LIST_POSITION)
        position = find_line (self, (gint64) daybook_row_list_get_length (items) - 1, -1);
    }
  if (!found && self->current == 0)
    position = find_line (self, 0, 1);
  self->wanted = 0;
  select_line (self, position, self->keep_focus);
  self->keep_focus = FALSE;
}

static void
on_model_changed_cb (DaybookInboxPage *self)
{
  int approved, decided;

  self->updating = FALSE;
  restore_selection (self);
  show_selected (self);
  update_sure (self);
  daybook_inbox_model_get_rate (self->model, &approved, &decided);
  daybook_inbox_detail_set_rate (self->detail, approved, decided);
  gtk_stack_set_visible_child_name (
    self->stack, daybook_row_list_get_length (daybook_inbox_model_get_items (self->model)) > 0 ? "items" : "empty");
}

/* While lines come and go the selection jumps: what is shown is settled when all have. */
static void
on_items_changed_cb (GListModel *items, guint position, guint removed, guint added, DaybookInboxPage *self)
{
  self->updating = TRUE;
}

/* Doing --------------------------------------------------------------------------------------------------- */

/* After a decision the next one to decide on is shown. */
static void
move_on (DaybookInboxPage *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  DaybookInboxItem *next = peek (self, position + 1);

  if (next == NULL || daybook_inbox_item_is_title (next))
    next = position > 0 ? peek (self, position - 1) : NULL;
  self->wanted = next != NULL && !daybook_inbox_item_is_title (next) ? daybook_row_get_id (DAYBOOK_ROW (next)) : 0;
  self->keep_focus = is_in_list (self);
}

static void
on_decide_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (widget);
  DaybookInboxItem *item = get_item (self);
  const DaybookSuggestion *suggestion = item != NULL ? daybook_inbox_item_get_suggestion (item) : NULL;

  if (suggestion == NULL)
    return;
  move_on (self);
  if (g_str_equal (action, "inbox.dismiss"))
    {
      daybook_inbox_changes_dismiss (self->workspace, suggestion->id);
    }
  else
    {
      GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

      g_array_append_val (ids, suggestion->id);
      daybook_inbox_changes_approve (self->workspace, ids);
    }
}

static void
on_approve_sure_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (widget);
  g_autoptr (GArray) sure = self->model != NULL ? daybook_inbox_model_list_sure (self->model) : NULL;

  if (sure != NULL && sure->len > 0)
    daybook_inbox_changes_approve (self->workspace, g_steal_pointer (&sure));
}

static void
on_edit_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (widget);

  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->item_pane));
  daybook_inbox_detail_edit (self->detail);
}

static void
on_done_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (widget);
  DaybookInboxItem *item = get_item (self);
  const DaybookTask *task = item != NULL ? daybook_inbox_item_get_task (item) : NULL;

  if (task == NULL)
    return;
  self->keep_focus = is_in_list (self);
  daybook_inbox_changes_set_done (self->workspace, task->id, g_str_equal (action, "inbox.done"));
}

static void
on_retry_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (widget);

  daybook_inbox_changes_retry (self->workspace, daybook_inbox_item_get_outbox_id (get_item (self)));
}

static void
on_open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookInboxItem *item = get_item (DAYBOOK_INBOX_PAGE (widget));
  const DaybookInboxSource *source = item != NULL ? daybook_inbox_item_get_source (item) : NULL;

  if (source != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), source->url, GDK_CURRENT_TIME);
}

static void
on_move_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (widget);
  int step = g_str_equal (action, "inbox.next") ? 1 : -1;
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint position = find_line (self, selected == GTK_INVALID_LIST_POSITION ? 0 : (gint64) selected + step, step);
  if (position != GTK_INVALID_LIST_POSITION)
    select_line (self, position, TRUE);
}

static void
on_back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (widget);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->list_pane));
  select_line (self, gtk_single_selection_get_selected (self->selection), TRUE);
}

/* Lines --------------------------------------------------------------------------------------------------- */

static void
on_row_destroyed_cb (DaybookInboxPage *self, DaybookInboxRow *row)
{
  g_ptr_array_remove_fast (self->rows, row);
}

static void
on_setup_cb (GtkListItemFactory *factory, GtkListItem *list_item, DaybookInboxPage *self)
{
  GtkWidget *row = daybook_inbox_row_new (self->workspace);

  /* The list takes rows down also without telling its factory. */
  g_ptr_array_add (self->rows, row);
  g_signal_connect_object (row, "destroy", G_CALLBACK (on_row_destroyed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
}

static void
on_bind_cb (GtkListItemFactory *factory, GtkListItem *list_item, DaybookInboxPage *self)
{
  DaybookInboxItem *item = gtk_list_item_get_item (list_item);
  gboolean title = daybook_inbox_item_is_title (item);
  GtkWidget *line = gtk_widget_get_parent (gtk_list_item_get_child (list_item));

  if (title)
    gtk_widget_add_css_class (line, "inert");
  else
    gtk_widget_remove_css_class (line, "inert");
  daybook_inbox_row_set_item (DAYBOOK_INBOX_ROW (gtk_list_item_get_child (list_item)), item);
}

static void
on_unbind_cb (GtkListItemFactory *factory, GtkListItem *list_item, DaybookInboxPage *self)
{
  daybook_inbox_row_set_item (DAYBOOK_INBOX_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
on_activate_cb (GtkListView *list, guint position, DaybookInboxPage *self)
{
  if (daybook_inbox_item_is_title (peek (self, position)))
    return;
  gtk_single_selection_set_selected (self->selection, position);
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->item_pane));
}

static void
on_folded_cb (DaybookInboxPage *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  gtk_widget_set_visible (self->back_bar, folded);
  gtk_widget_set_hexpand (GTK_WIDGET (self->list_pane), folded);
  /* A tap opens the page of the item where it is not beside the list. */
  gtk_list_view_set_single_click_activate (self->list, folded);
  if (folded)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
}

static void
on_minute_cb (DaybookInboxPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    daybook_inbox_row_update (self->rows->pdata[i]);
}

/* The type ------------------------------------------------------------------------------------------------ */

static gboolean
daybook_inbox_page_shows_kind (DaybookKind kind)
{
  return kind == DAYBOOK_KIND_TASK || kind == DAYBOOK_KIND_SUGGESTION;
}

static gboolean
daybook_inbox_page_show_item (DaybookPage *page, DaybookKind kind, gint64 id)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (page);
  gint64 line = daybook_inbox_item_make_id (kind == DAYBOOK_KIND_TASK, id);
  guint position;

  if (self->model == NULL)
    return FALSE;
  daybook_reload_gate_refresh (daybook_inbox_model_get_gate (self->model));
  if (!daybook_reload_gate_is_current (daybook_inbox_model_get_gate (self->model)))
    {
      self->wanted = line;
      return TRUE;
    }
  if (daybook_row_list_find (daybook_inbox_model_get_items (self->model), line, &position) == NULL)
    return FALSE;
  select_line (self, position, TRUE);
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->item_pane));
  return TRUE;
}

static void
daybook_inbox_page_page_init (DaybookPageInterface *iface)
{
  iface->shows_kind = daybook_inbox_page_shows_kind;
  iface->show_item = daybook_inbox_page_show_item;
}

static void
set_workspace (DaybookInboxPage *self, DaybookWorkspace *workspace)
{
  GListModel *items;

  if (!g_set_object (&self->workspace, workspace) || workspace == NULL)
    return;
  self->model = daybook_inbox_model_new (workspace);
  items = G_LIST_MODEL (daybook_inbox_model_get_items (self->model));
  /* Before the selection hears of it. */
  g_signal_connect_object (items, "items-changed", G_CALLBACK (on_items_changed_cb), self, 0);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_model (self->selection, items);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_selected), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->model, "changed", G_CALLBACK (on_model_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "minute", G_CALLBACK (on_minute_cb), self, G_CONNECT_SWAPPED);
  daybook_reload_gate_follow (daybook_inbox_model_get_gate (self->model), GTK_WIDGET (self));
}

static void
daybook_inbox_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_inbox_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      set_workspace (DAYBOOK_INBOX_PAGE (object), g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_inbox_page_dispose (GObject *object)
{
  DaybookInboxPage *self = DAYBOOK_INBOX_PAGE (object);

  if (self->focus_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_tick);
  self->focus_tick = 0;
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_inbox_page_parent_class)->dispose (object);
}

static void
daybook_inbox_page_finalize (GObject *object)
{
  g_ptr_array_unref (DAYBOOK_INBOX_PAGE (object)->rows);
  G_OBJECT_CLASS (daybook_inbox_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "inbox.approve", NULL, on_decide_cb);
  gtk_widget_class_install_action (widget_class, "inbox.dismiss", NULL, on_decide_cb);
  gtk_widget_class_install_action (widget_class, "inbox.approve-sure", NULL, on_approve_sure_cb);
  gtk_widget_class_install_action (widget_class, "inbox.edit", NULL, on_edit_cb);
  gtk_widget_class_install_action (widget_class, "inbox.done", NULL, on_done_cb);
  gtk_widget_class_install_action (widget_class, "inbox.reopen", NULL, on_done_cb);
  gtk_widget_class_install_action (widget_class, "inbox.retry", NULL, on_retry_cb);
  gtk_widget_class_install_action (widget_class, "inbox.open", NULL, on_open_cb);
  gtk_widget_class_install_action (widget_class, "inbox.next", NULL, on_move_cb);
  gtk_widget_class_install_action (widget_class, "inbox.previous", NULL, on_move_cb);
  gtk_widget_class_install_action (widget_class, "inbox.back", NULL, on_back_cb);
}

static void
daybook_inbox_page_class_init (DaybookInboxPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_inbox_page_get_property;
  object_class->set_property = daybook_inbox_page_set_property;
  object_class->dispose = daybook_inbox_page_dispose;
  object_class->finalize = daybook_inbox_page_finalize;
  g_object_class_override_property (object_class, PROP_WORKSPACE, "workspace");

  g_type_ensure (DAYBOOK_TYPE_INBOX_DETAIL);
  g_type_ensure (DAYBOOK_TYPE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daybookapp/Daybook/inbox/daybook-inbox-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxPage, list_pane);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxPage, item_pane);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxPage, list);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxPage, sure_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxPage, approve_sure);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxPage, back_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_cb);
  install_actions (widget_class);
}

/* Single letters, only while the list has the focus: they may mean something else everywhere else. */
static void
add_keys (DaybookInboxPage *self)
{
  static const struct { guint key; const char *action; } keys[] = {
    { GDK_KEY_a, "inbox.approve" }, { GDK_KEY_d, "inbox.dismiss" },  { GDK_KEY_e, "inbox.edit" },
    { GDK_KEY_j, "inbox.next" },    { GDK_KEY_k, "inbox.previous" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, 0), gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), controller);
}

static void
daybook_inbox_page_init (DaybookInboxPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  add_keys (self);
  update_actions (self);
  on_folded_cb (self);
}
