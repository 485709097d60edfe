/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-log/daybook-sync-log-window.h"

#include <glib/gi18n.h>

#include "accounts/daybook-account-words.h"
#include "base/daybook-text.h"
#include "common/daybook-drop-down-name.h"
#include "common/daybook-pane.h"
#include "common/daybook-wrap-layout.h"
#include "store/daybook-accounts.h"
#include "sync-log/daybook-run-list.h"
#include "sync-log/daybook-run-row.h"

#define NAME_CHARACTERS 30

/* The list keeps some hundred rows behind those that are seen; what is read before they are needed is laid out bit by
 * bit, as the rest is. */
#define PAGES_AHEAD 12

struct _DaybookSyncLogWindow
{
  AdwWindow parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookRunList *runs;        /* (owned) */
  GPtrArray *rows;             /* (owned) DaybookRunRow that there are, each owned by the list */
  GArray *account_ids;         /* (owned) gint64, as in the choice; the first one stands for all */
  gboolean choosing;           /* the choice of accounts is being filled */

  /* Template children */
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  DaybookPane *pane;
  GtkBox *filters;
  GtkSearchEntry *search;
  GtkDropDown *account;
  GtkDropDown *status;
  GtkDropDown *period;
  GtkWidget *head;
  GtkStack *stack;
  AdwStatusPage *none_page;
  GtkScrolledWindow *scroller;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (DaybookSyncLogWindow, daybook_sync_log_window, ADW_TYPE_WINDOW)

/* In the order of the choices in the template. */
static const char *const statuses[] = { NULL, "success", "failed", "partial", "queued running", "cancelled interrupted" };
static const int periods[] = { 1, 7, 30, 0 };

/* What is asked for -------------------------------------------------------------------------------------- */

static gint64
get_from (DaybookSyncLogWindow *self)
{
  int days = periods[gtk_drop_down_get_selected (self->period)];

  if (days == 0)
    return DAYBOOK_INSTANT_NONE;
  return daybook_zone_get_day_start (daybook_workspace_get_zone (self->workspace),
                                     daybook_workspace_get_today (self->workspace) - days + 1);
}

static void
ask (DaybookSyncLogWindow *self)
{
  guint account = gtk_drop_down_get_selected (self->account);
  DaybookRunQuestion question = { .text = gtk_editable_get_text (GTK_EDITABLE (self->search)),
                                  .status = statuses[gtk_drop_down_get_selected (self->status)],
                                  .from_at = get_from (self) };

  if (self->choosing)
    return;
  if (account < self->account_ids->len)
    question.account_id = g_array_index (self->account_ids, gint64, account);
  daybook_run_list_ask (self->runs, &question);
}

static gboolean
is_filtered (DaybookSyncLogWindow *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0' || gtk_drop_down_get_selected (self->account) != 0
         || gtk_drop_down_get_selected (self->status) != 0 || gtk_drop_down_get_selected (self->period) != 3;
}

static void
update_page (DaybookSyncLogWindow *self)
{
  const char *problem = daybook_run_list_get_problem (self->runs);
  gboolean filtered = is_filtered (self);

  if (problem != NULL)
    {
      g_autofree char *markup = daybook_text_to_markup (problem);

      adw_status_page_set_title (self->none_page, _("The Log Cannot Be Read"));
      adw_status_page_set_description (self->none_page, markup);
    }
  else
    {
      adw_status_page_set_title (self->none_page, filtered ? _("No Such Syncs") : _("Nothing Synced Yet"));
      adw_status_page_set_description (self->none_page,
                                       filtered ? _("Look in a longer time, or for something else.")
                                                : _("As soon as an account syncs, it is told here."));
    }
  gtk_stack_set_visible_child_name (
    self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->runs)) > 0 && problem == NULL ? "runs" : "none");
}

/* Accounts to choose from, and how today went ------------------------------------------------------------- */

typedef struct
{
  /* Input */
  gint64 today;

  /* Output */
  GPtrArray *accounts; /* (owned) (nullable) */
  gint64 runs;
  gint64 failed;
} Summary;

static void
summary_free (gpointer data)
{
  Summary *summary = data;

  g_clear_pointer (&summary->accounts, g_ptr_array_unref);
  g_free (summary);
}

/* On the store's thread. */
static gpointer
read_summary (DaybookStore *store, gpointer data, GError **error)
{
  const Summary *asked = data;
  DaybookRunFilter filter = { .from_at = asked->today, .to_at = DAYBOOK_INSTANT_NONE };
  Summary *summary = g_new0 (Summary, 1);

  summary->accounts = daybook_store_list_accounts (store, error);
  if (summary->accounts == NULL || !daybook_store_count_runs (store, &filter, &summary->runs, error))
    {
      summary_free (summary);
      return NULL;
    }
  filter.status = "failed";
  if (!daybook_store_count_runs (store, &filter, &summary->failed, error))
    {
      summary_free (summary);
      return NULL;
    }
  return summary;
}

static gboolean
has_same_accounts (DaybookSyncLogWindow *self, GPtrArray *accounts, GListModel *names)
{
  if (self->account_ids->len != accounts->len + 1)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];
      g_autofree char *name = daybook_text_brief (account->name, NAME_CHARACTERS);

      if (g_array_index (self->account_ids, gint64, i + 1) != account->id
          || g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (names), i + 1), name) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
show_accounts (DaybookSyncLogWindow *self, GPtrArray *accounts)
{
  guint selected = gtk_drop_down_get_selected (self->account);
  gint64 chosen = selected < self->account_ids->len ? g_array_index (self->account_ids, gint64, selected) : 0;
  g_autoptr (GtkStringList) names = NULL;

  if (has_same_accounts (self, accounts, gtk_drop_down_get_model (self->account)))
    return;
  names = gtk_string_list_new (NULL);
  gtk_string_list_append (names, _("All Accounts"));
  g_array_set_size (self->account_ids, 1);
  selected = 0;
  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];
      g_autofree char *name = daybook_text_brief (account->name, NAME_CHARACTERS);

      gtk_string_list_append (names, name);
      g_array_append_val (self->account_ids, account->id);
      if (account->id == chosen)
        selected = i + 1;
    }
  self->choosing = TRUE;
  gtk_drop_down_set_model (self->account, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->account, selected);
  self->choosing = FALSE;
  if (chosen != 0 && selected == 0)
    ask (self);
}

static void
on_summary_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookSyncLogWindow) self = data;
  Summary *summary = daybook_workspace_read_finish (self->workspace, result, NULL);
  g_autofree char *runs = NULL;
  g_autofree char *text = NULL;

  if (summary == NULL)
    return;
  runs = daybook_account_words_format_number ((guint64) summary->runs);
  if (summary->failed > 0)
    {
      g_autofree char *failed = daybook_account_words_format_number ((guint64) summary->failed);

      /* Translators: numbers of syncs today */
      text = g_strdup_printf (ngettext ("Today: %s run, %s failed", "Today: %s runs, %s failed", (gulong) summary->runs),
                              runs, failed);
    }
  else
    {
      text = g_strdup_printf (ngettext ("Today: %s run", "Today: %s runs", (gulong) summary->runs), runs);
    }
  adw_window_title_set_subtitle (self->title, text);
  if (self->account != NULL)
    show_accounts (self, summary->accounts);
  summary_free (summary);
}

static void
read_all (DaybookSyncLogWindow *self)
{
  Summary *asked = g_new0 (Summary, 1);

  asked->today = daybook_zone_get_day_start (daybook_workspace_get_zone (self->workspace),
                                             daybook_workspace_get_today (self->workspace));
  daybook_workspace_read_async (self->workspace, read_summary, asked, summary_free, summary_free, NULL, on_summary_cb,
                                g_object_ref (self));
}

/* Rows --------------------------------------------------------------------------------------------------- */

static void
on_row_destroyed_cb (DaybookSyncLogWindow *self, DaybookRunRow *row)
{
  g_ptr_array_remove_fast (self->rows, row);
}

static void
on_setup_cb (GtkListItemFactory *factory, GtkListItem *item, DaybookSyncLogWindow *self)
{
  GtkWidget *row = daybook_run_row_new (self->workspace);

  daybook_run_row_set_narrow (DAYBOOK_RUN_ROW (row), daybook_pane_is_narrow (self->pane));
  /* The list takes rows down also without telling its factory. */
  g_ptr_array_add (self->rows, row);
  g_signal_connect_object (row, "destroy", G_CALLBACK (on_row_destroyed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
on_bind_cb (GtkListItemFactory *factory, GtkListItem *item, DaybookSyncLogWindow *self)
{
  daybook_run_row_set_item (DAYBOOK_RUN_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
on_unbind_cb (GtkListItemFactory *factory, GtkListItem *item, DaybookSyncLogWindow *self)
{
  daybook_run_row_set_item (DAYBOOK_RUN_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
on_activate_cb (GtkListView *list, guint position, DaybookSyncLogWindow *self)
{
  g_autoptr (DaybookRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->runs), position);

  if (item != NULL)
    daybook_run_item_set_expanded (item, !daybook_run_item_is_expanded (item));
}

static void
on_scrolled_cb (GtkAdjustment *adjustment, DaybookSyncLogWindow *self)
{
  double left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment)
                - gtk_adjustment_get_page_size (adjustment);

  if (left < PAGES_AHEAD * gtk_adjustment_get_page_size (adjustment))
    daybook_run_list_load_more (self->runs);
}

static void
on_narrow_cb (DaybookSyncLogWindow *self)
{
  gboolean narrow = daybook_pane_is_narrow (self->pane);

  for (guint i = 0; i < self->rows->len; i++)
    daybook_run_row_set_narrow (self->rows->pdata[i], narrow);
  gtk_widget_set_visible (self->head, !narrow);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->search), narrow ? 8 : 32);
  gtk_widget_set_halign (GTK_WIDGET (self->filters), narrow ? GTK_ALIGN_FILL : GTK_ALIGN_CENTER);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->filters),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

static void
on_minute_cb (DaybookSyncLogWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    daybook_run_row_update (self->rows->pdata[i]);
}

/* The type ----------------------------------------------------------------------------------------------- */

static void
on_say_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *markup = daybook_text_to_markup (g_variant_get_string (parameter, NULL));

  adw_toast_overlay_add_toast (DAYBOOK_SYNC_LOG_WINDOW (widget)->toasts, adw_toast_new (markup));
}

static gboolean
on_find_cb (GtkWidget *widget, GVariant *arguments, gpointer unused)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DAYBOOK_SYNC_LOG_WINDOW (widget)->search));
}

static gboolean
on_escape_cb (GtkWidget *widget, GVariant *arguments, gpointer unused)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
daybook_sync_log_window_dispose (GObject *object)
{
  DaybookSyncLogWindow *self = DAYBOOK_SYNC_LOG_WINDOW (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), DAYBOOK_TYPE_SYNC_LOG_WINDOW);
  g_clear_object (&self->runs);
  G_OBJECT_CLASS (daybook_sync_log_window_parent_class)->dispose (object);
}

static void
daybook_sync_log_window_finalize (GObject *object)
{
  DaybookSyncLogWindow *self = DAYBOOK_SYNC_LOG_WINDOW (object);

  g_clear_object (&self->workspace);
  g_ptr_array_unref (self->rows);
  g_array_unref (self->account_ids);
  G_OBJECT_CLASS (daybook_sync_log_window_parent_class)->finalize (object);
}

static void
daybook_sync_log_window_class_init (DaybookSyncLogWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = daybook_sync_log_window_dispose;
  object_class->finalize = daybook_sync_log_window_finalize;
  g_type_ensure (DAYBOOK_TYPE_PANE);
  g_type_ensure (DAYBOOK_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/sync-log/daybook-sync-log-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, pane);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, filters);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, search);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, account);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, status);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, period);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, head);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, none_page);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncLogWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_install_action (widget_class, "sync-log.say", "s", on_say_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, on_find_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape_cb, NULL);
}

static void
daybook_sync_log_window_init (DaybookSyncLogWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  gint64 all = 0;

  self->choosing = TRUE;
  self->rows = g_ptr_array_new ();
  self->account_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (self->account_ids, all);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  daybook_drop_down_name_tell (self->account, _("Account"));
  daybook_drop_down_name_tell (self->status, _("Status"));
  daybook_drop_down_name_tell (self->period, _("Time"));
}

GtkWidget *
daybook_sync_log_window_new (DaybookWorkspace *workspace)
{
  DaybookSyncLogWindow *self = g_object_new (DAYBOOK_TYPE_SYNC_LOG_WINDOW, NULL);
  g_autoptr (GtkNoSelection) selection = NULL;

  self->workspace = g_object_ref (workspace);
  self->runs = daybook_run_list_new (workspace);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->runs)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (self->runs, "changed", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (read_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "minute", G_CALLBACK (on_minute_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (on_scrolled_cb), self, 0);
  self->choosing = FALSE;
  ask (self);
  read_all (self);
  return GTK_WIDGET (self);
}
