/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-account-list.h"

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"

/* A sync writes batch after batch; nobody reads faster than this. */
#define PAUSE_MS 150

struct _DaybookAccountList
{
  GObject parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookReloadGate *gate;     /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  DaybookRowList *rows;        /* (owned) of DaybookAccountRow */
  gboolean loaded;
  guint pause;
};

G_DEFINE_FINAL_TYPE (DaybookAccountList, daybook_account_list, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Reading, on the store's thread --------------------------------------------------------------------- */

typedef struct
{
  DaybookAccount *account; /* (owned) (nullable) once taken */
  GPtrArray *sources;      /* (owned) (nullable) */
  GArray *counts;          /* (owned) (nullable) */
  char *sign_in;           /* (owned) */
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->account, daybook_account_free);
  g_clear_pointer (&found->sources, g_ptr_array_unref);
  g_clear_pointer (&found->counts, g_array_unref);
  g_free (found->sign_in);
  g_free (found);
}

static Found *
read_account (DaybookStore *store, const DaybookAccount *account, GError **error)
{
  g_autoptr (DaybookGrant) grant = daybook_store_get_grant (store, account->grant_id, NULL);
  g_autoptr (GPtrArray) sources = daybook_store_list_sources (store, account->id, error);
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  Found *found;

  if (sources == NULL)
    return NULL;
  for (guint i = 0; i < sources->len; i++)
    {
      gint64 count = daybook_store_count_source_items (store, ((DaybookSource *) sources->pdata[i])->id);

      g_array_append_val (counts, count);
    }
  found = g_new0 (Found, 1);
  found->account = daybook_account_copy (account);
  found->sources = g_steal_pointer (&sources);
  found->counts = g_steal_pointer (&counts);
  found->sign_in = g_strdup (grant != NULL ? grant->sign_in : "");
  return found;
}

static gpointer
read_accounts (DaybookStore *store, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (store, error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (found_free);

  if (accounts == NULL)
    return NULL;
  for (guint i = 0; i < accounts->len; i++)
    {
      Found *found = read_account (store, accounts->pdata[i], error);

      if (found == NULL)
        return NULL;
      g_ptr_array_add (all, found);
    }
  return g_steal_pointer (&all);
}

/* The list ------------------------------------------------------------------------------------------- */

static gboolean
needs_person (const Found *found)
{
  return found->account->status == DAYBOOK_ACCOUNT_NEEDS_SIGN_IN || found->account->status == DAYBOOK_ACCOUNT_ERROR;
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *x = *(Found *const *) a, *y = *(Found *const *) b;

  if (needs_person (x) != needs_person (y))
    return needs_person (x) ? -1 : 1;
  return x->account->id < y->account->id ? -1 : x->account->id > y->account->id;
}

/* Hands each account the job of the agent that works on it. */
static void
match_jobs (DaybookAccountList *self)
{
  DaybookAgentClient *agent = daybook_workspace_get_agent (self->workspace);

  for (guint i = 0; i < daybook_row_list_get_length (self->rows); i++)
    {
      DaybookAccountRow *row = daybook_row_list_peek (self->rows, i);
      g_autoptr (DaybookAgentJob) job =
        daybook_agent_client_find_job (agent, "sync", daybook_account_row_get_id (row));

      daybook_account_row_set_job (row, job);
    }
}

static void
take (DaybookAccountList *self, GPtrArray *all)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_sort (all, compare_found);
  for (guint i = 0; i < all->len; i++)
    {
      Found *found = all->pdata[i];

      g_ptr_array_add (rows, daybook_account_row_new (self->workspace, g_steal_pointer (&found->account),
                                                      g_steal_pointer (&found->sources),
                                                      g_steal_pointer (&found->counts), found->sign_in));
    }
  daybook_row_list_take (self->rows, rows);
  match_jobs (self);
  if (!self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }
}

static gboolean
on_pause_over_cb (gpointer data)
{
  DaybookAccountList *self = data;

  self->pause = 0;
  daybook_reload_gate_end (self->gate);
  return G_SOURCE_REMOVE;
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookAccountList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = daybook_workspace_read_finish (self->workspace, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (all != NULL)
    take (self, all);
  else
    g_warning ("The accounts cannot be read: %s", error->message);
  self->pause = g_timeout_add (PAUSE_MS, on_pause_over_cb, self);
}

static void
load (gpointer list)
{
  DaybookAccountList *self = list;

  if (daybook_workspace_get_store (self->workspace) == NULL)
    return;
  daybook_reload_gate_begin (self->gate);
  daybook_workspace_read_async (self->workspace, read_accounts, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                                self->cancellable, on_read_cb, g_object_ref (self));
}

static void
tick (DaybookAccountList *self)
{
  for (guint i = 0; i < daybook_row_list_get_length (self->rows); i++)
    daybook_account_row_tick (daybook_row_list_peek (self->rows, i));
}

/* A job says whom it is about a moment after it was met. */
static void
on_jobs_changed_cb (GListModel *jobs, guint position, guint removed, guint added, DaybookAccountList *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (DaybookAgentJob) job = g_list_model_get_item (jobs, i);

      g_signal_connect_object (job, "notify::subject", G_CALLBACK (match_jobs), self, G_CONNECT_SWAPPED);
    }
  match_jobs (self);
}

static void
daybook_account_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookAccountList *self = DAYBOOK_ACCOUNT_LIST (object);

  switch (id)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_account_list_dispose (GObject *object)
{
  DaybookAccountList *self = DAYBOOK_ACCOUNT_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->pause, g_source_remove);
  G_OBJECT_CLASS (daybook_account_list_parent_class)->dispose (object);
}

static void
daybook_account_list_finalize (GObject *object)
{
  DaybookAccountList *self = DAYBOOK_ACCOUNT_LIST (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->gate);
  g_clear_object (&self->rows);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_account_list_parent_class)->finalize (object);
}

static void
daybook_account_list_class_init (DaybookAccountListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = daybook_account_list_get_property;
  object_class->dispose = daybook_account_list_dispose;
  object_class->finalize = daybook_account_list_finalize;

  properties[PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
daybook_account_list_init (DaybookAccountList *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = daybook_row_list_new (DAYBOOK_TYPE_ACCOUNT_ROW);
}

DaybookAccountList *
daybook_account_list_new (DaybookWorkspace *workspace)
{
  DaybookAccountList *self = g_object_new (DAYBOOK_TYPE_ACCOUNT_LIST, NULL);
  GListModel *jobs = daybook_agent_client_get_jobs (daybook_workspace_get_agent (workspace));
  DaybookServiceCatalog *services = daybook_workspace_get_services (workspace);

  self->workspace = g_object_ref (workspace);
  self->gate = daybook_reload_gate_new (workspace, load, self);
  daybook_reload_gate_set_active (self->gate, FALSE);
  daybook_reload_gate_invalidate (self->gate);
  g_signal_connect_object (workspace, "minute", G_CALLBACK (tick), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (services, "items-changed", G_CALLBACK (tick), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (on_jobs_changed_cb), self, 0);
  on_jobs_changed_cb (jobs, 0, 0, g_list_model_get_n_items (jobs), self);
  return self;
}

/* (transfer none) */
DaybookRowList *
daybook_account_list_get_rows (DaybookAccountList *self)
{
  return self->rows;
}

gboolean
daybook_account_list_is_loaded (DaybookAccountList *self)
{
  return self->loaded;
}

/* (transfer none) When the accounts are read: closed at first. */
DaybookReloadGate *
daybook_account_list_get_gate (DaybookAccountList *self)
{
  return self->gate;
}

/* Whether no account before @row shares its sign-in: those that do are shown with the first one. */
gboolean
daybook_account_list_is_first (DaybookAccountList *self, DaybookAccountRow *row)
{
  gint64 grant_id = daybook_account_row_get_account (row)->grant_id;

  for (guint i = 0; i < daybook_row_list_get_length (self->rows); i++)
    {
      DaybookAccountRow *other = daybook_row_list_peek (self->rows, i);

      if (daybook_account_row_get_account (other)->grant_id == grant_id)
        return other == row;
    }
  return TRUE;
}

/* (transfer none) (nullable) */
DaybookAccountRow *
daybook_account_list_find (DaybookAccountList *self, gint64 id)
{
  g_return_val_if_fail (DAYBOOK_IS_ACCOUNT_LIST (self), NULL);

  return daybook_row_list_find (self->rows, id, NULL);
}
