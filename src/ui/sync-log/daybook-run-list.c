/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-log/daybook-run-list.h"

#define PAGE 200

struct _DaybookRunList
{
  GObject parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  GPtrArray *items;            /* (owned) DaybookRunItem, newest first */
  GCancellable *cancellable;   /* (owned) of what is being read */
  char *text;                  /* (owned) (nullable) */
  char *status;                /* (owned) (nullable) */
  gint64 account_id;
  gint64 from_at;
  char *problem;               /* (owned) (nullable) */
  guint question;              /* raised when another one is asked */
  gboolean reading;
  gboolean stale;              /* the store changed while it was read */
  gboolean loaded;
  gboolean answered; /* what is listed is an answer to this question */
  gboolean has_more;
};

static void daybook_run_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookRunList, daybook_run_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, daybook_run_list_model_init))

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Reading, on the store's thread ------------------------------------------------------------------------- */

typedef struct
{
  char *text;   /* (owned) (nullable) */
  char *status; /* (owned) (nullable) */
  DaybookRunFilter filter;
} Reading;

typedef struct
{
  DaybookRunList *list; /* (owned) */
  guint question;
  gboolean more; /* the page behind what is there, else the first one */
} Awaited;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->text);
  g_free (reading->status);
  g_free (reading);
}

static gpointer
read_page (DaybookStore *store, gpointer data, GError **error)
{
  const Reading *reading = data;

  return daybook_store_list_runs (store, &reading->filter, error);
}

static void on_read_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
read_runs (DaybookRunList *self, gboolean more)
{
  Reading *reading = g_new0 (Reading, 1);
  Awaited *awaited = g_new0 (Awaited, 1);

  reading->text = g_strdup (self->text);
  reading->status = g_strdup (self->status);
  reading->filter = (DaybookRunFilter) { .account_id = self->account_id, .text = reading->text,
                                         .status = reading->status, .from_at = self->from_at,
                                         .to_at = DAYBOOK_INSTANT_NONE, .limit = PAGE };
  if (more && self->items->len > 0)
    {
      const DaybookSyncRun *last = daybook_run_item_get_run (self->items->pdata[self->items->len - 1]);

      reading->filter.before_at = last->started_at;
      reading->filter.before_id = last->id;
    }
  awaited->list = g_object_ref (self);
  awaited->question = self->question;
  awaited->more = more;
  self->reading = TRUE;
  daybook_workspace_read_async (self->workspace, read_page, reading, reading_free, (GDestroyNotify) g_ptr_array_unref,
                                self->cancellable, on_read_cb, awaited);
}

/* What was read ----------------------------------------------------------------------------------------- */

static GHashTable *
index_items (GPtrArray *items)
{
  GHashTable *index = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < items->len; i++)
    g_hash_table_insert (index, (gpointer) &daybook_run_item_get_run (items->pdata[i])->id, items->pdata[i]);
  return index;
}

/* Whether @run stands behind @last in the log. */
static gboolean
is_behind (const DaybookSyncRun *run, const DaybookSyncRun *last)
{
  return run->started_at < last->started_at || (run->started_at == last->started_at && run->id < last->id);
}

/* Makes the list say @items; what is the same at both ends stays where it is. */
static void
replace_items (DaybookRunList *self, GPtrArray *items /* (transfer full) */)
{
  guint old = self->items->len, new = items->len;
  guint head = 0, tail = 0;

  while (head < MIN (old, new) && self->items->pdata[head] == items->pdata[head])
    head++;
  while (tail < MIN (old, new) - head && self->items->pdata[old - 1 - tail] == items->pdata[new - 1 - tail])
    tail++;
  g_ptr_array_unref (self->items);
  self->items = items;
  if (old - head - tail > 0 || new - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old - head - tail, new - head - tail);
}

/* The first page again: runs that began, ended or were folded since, and behind it what was there. */
static void
take_first_page (DaybookRunList *self, GPtrArray *runs)
{
  g_autoptr (GHashTable) known = index_items (self->items);
  GPtrArray *items = g_ptr_array_new_full (runs->len, g_object_unref);
  g_autoptr (GHashTable) present = NULL;
  const DaybookSyncRun *last;

  for (guint i = 0; i < runs->len; i++)
    {
      const DaybookSyncRun *run = runs->pdata[i];
      DaybookRunItem *item = g_hash_table_lookup (known, &run->id);

      g_ptr_array_add (items, item != NULL ? g_object_ref (item) : daybook_run_item_new (daybook_sync_run_copy (run)));
    }
  present = index_items (items);
  last = runs->len > 0 ? runs->pdata[runs->len - 1] : NULL;
  for (guint i = 0; self->answered && runs->len >= PAGE && i < self->items->len; i++)
    {
      const DaybookSyncRun *run = daybook_run_item_get_run (self->items->pdata[i]);

      if (is_behind (run, last) && !g_hash_table_contains (present, &run->id))
        g_ptr_array_add (items, g_object_ref (self->items->pdata[i]));
    }
  if (items->len == runs->len)
    self->has_more = runs->len >= PAGE;
  self->answered = TRUE;
  replace_items (self, items);
  for (guint i = 0; i < runs->len; i++)
    daybook_run_item_take_run (self->items->pdata[i], daybook_sync_run_copy (runs->pdata[i]));
}

static void
take_next_page (DaybookRunList *self, GPtrArray *runs)
{
  guint before = self->items->len;

  self->has_more = runs->len >= PAGE;
  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (self->items, daybook_run_item_new (daybook_sync_run_copy (runs->pdata[i])));
  if (runs->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, runs->len);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Awaited *awaited = data;
  g_autoptr (DaybookRunList) self = awaited->list;
  gboolean more = awaited->more;
  gboolean asked_otherwise = awaited->question != self->question;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = daybook_workspace_read_finish (self->workspace, result, &error);

  g_free (awaited);
  if (asked_otherwise || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->reading = FALSE;
  g_clear_pointer (&self->problem, g_free);
  if (runs == NULL)
    self->problem = g_strdup (error->message);
  else if (more)
    take_next_page (self, runs);
  else
    take_first_page (self, runs);
  if (!more)
    {
      self->loaded = TRUE;
      g_signal_emit (self, signals[CHANGED], 0);
    }
  if (self->stale)
    {
      self->stale = FALSE;
      read_runs (self, FALSE);
    }
}

static void
on_store_changed_cb (DaybookRunList *self)
{
  if (self->reading)
    self->stale = TRUE;
  else if (self->loaded)
    read_runs (self, FALSE);
}

/* The type ---------------------------------------------------------------------------------------------- */

static GType
daybook_run_list_get_item_type (GListModel *model)
{
  return DAYBOOK_TYPE_RUN_ITEM;
}

static guint
daybook_run_list_get_n_items (GListModel *model)
{
  return DAYBOOK_RUN_LIST (model)->items->len;
}

static gpointer
daybook_run_list_get_item (GListModel *model, guint position)
{
  DaybookRunList *self = DAYBOOK_RUN_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
daybook_run_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = daybook_run_list_get_item_type;
  iface->get_n_items = daybook_run_list_get_n_items;
  iface->get_item = daybook_run_list_get_item;
}

static void
daybook_run_list_dispose (GObject *object)
{
  g_cancellable_cancel (DAYBOOK_RUN_LIST (object)->cancellable);
  G_OBJECT_CLASS (daybook_run_list_parent_class)->dispose (object);
}

static void
daybook_run_list_finalize (GObject *object)
{
  DaybookRunList *self = DAYBOOK_RUN_LIST (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->items);
  g_free (self->text);
  g_free (self->status);
  g_free (self->problem);
  G_OBJECT_CLASS (daybook_run_list_parent_class)->finalize (object);
}

static void
daybook_run_list_class_init (DaybookRunListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = daybook_run_list_dispose;
  object_class->finalize = daybook_run_list_finalize;
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_run_list_init (DaybookRunList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  self->from_at = DAYBOOK_INSTANT_NONE;
}

DaybookRunList *
daybook_run_list_new (DaybookWorkspace *workspace)
{
  DaybookRunList *self = g_object_new (DAYBOOK_TYPE_RUN_LIST, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (on_store_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/* What is there stays until the answer comes: typing does not make the list flicker. */
void
daybook_run_list_ask (DaybookRunList *self, const DaybookRunQuestion *question)
{
  g_return_if_fail (DAYBOOK_IS_RUN_LIST (self));

  g_free (self->text);
  g_free (self->status);
  self->text = g_strdup (question->text);
  self->status = g_strdup (question->status);
  self->account_id = question->account_id;
  self->from_at = question->from_at;
  self->question++;
  self->answered = FALSE;
  self->stale = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  read_runs (self, FALSE);
}

/* The next page, where there is one and nothing is being read. */
void
daybook_run_list_load_more (DaybookRunList *self)
{
  g_return_if_fail (DAYBOOK_IS_RUN_LIST (self));

  if (self->loaded && self->has_more && !self->reading)
    read_runs (self, TRUE);
}

/* (transfer none) (nullable) Why it could not be read. */
const char *
daybook_run_list_get_problem (DaybookRunList *self)
{
  return self->problem;
}
