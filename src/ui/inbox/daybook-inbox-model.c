/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox/daybook-inbox-model.h"

#include "store/daybook-accounts.h"
#include "store/daybook-suggestions.h"
#include "store/daybook-tasks.h"

struct _DaybookInboxModel
{
  GObject parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookReloadGate *gate;     /* (owned) */
  DaybookRowList *items;       /* (owned) DaybookInboxItem */
  GCancellable *cancellable;   /* (owned) */
  int approved; /* of decided */
  int decided;
};

G_DEFINE_FINAL_TYPE (DaybookInboxModel, daybook_inbox_model, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Reading, on the store's thread ------------------------------------------------------------------------- */

typedef struct
{
  DaybookStore *store;
  GHashTable *places;                              /* (owned) of sources; each is asked for once */
  GPtrArray *sections[DAYBOOK_INBOX_SECTIONS];     /* (owned) */
  int approved;
  int decided;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_hash_table_unref (reading->places);
  for (int i = 0; i < DAYBOOK_INBOX_SECTIONS; i++)
    g_ptr_array_unref (reading->sections[i]);
  g_free (reading);
}

static DaybookInboxPlace *
find_place (Reading *reading, gint64 source_id)
{
  DaybookInboxPlace *place = g_hash_table_lookup (reading->places, &source_id);

  if (place == NULL)
    {
      g_autoptr (DaybookSource) source = daybook_store_get_source (reading->store, source_id, NULL);
      g_autoptr (DaybookAccount) account =
        source != NULL ? daybook_store_get_account (reading->store, source->account_id, NULL) : NULL;

      place = daybook_inbox_place_new (account != NULL ? account->provider : NULL, source != NULL ? source->kind : NULL);
      g_hash_table_insert (reading->places, g_memdup2 (&source_id, sizeof source_id), place);
    }
  return place;
}

static gboolean
read_suggestions (Reading *reading, GError **error)
{
  DaybookSuggestionFilter filter = { 0 };
  g_autoptr (GPtrArray) suggestions = daybook_store_list_suggestions (reading->store, &filter, error);

  if (suggestions == NULL)
    return FALSE;
  while (suggestions->len > 0)
    {
      DaybookSuggestion *suggestion = g_ptr_array_steal_index (suggestions, 0);

      g_ptr_array_add (reading->sections[DAYBOOK_INBOX_REVIEW],
                       daybook_inbox_item_new_suggestion (suggestion, find_place (reading, suggestion->source_id)));
    }
  return TRUE;
}

static GHashTable *
index_origins (GPtrArray *suggestions)
{
  GHashTable *index = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) daybook_suggestion_free);

  while (suggestions->len > 0)
    {
      DaybookSuggestion *suggestion = g_ptr_array_steal_index_fast (suggestions, suggestions->len - 1);

      g_hash_table_replace (index, &suggestion->task_id, suggestion);
    }
  return index;
}

static GHashTable *
index_outbox (GPtrArray *rows)
{
  GHashTable *index = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_insert (index, &((DaybookOutboxRow *) rows->pdata[i])->task_id, rows->pdata[i]);
  return index;
}

static DaybookInboxItem *
make_task (Reading *reading, DaybookTask *task, GHashTable *origins, GHashTable *outbox)
{
  const DaybookOutboxRow *row = g_hash_table_lookup (outbox, &task->id);
  DaybookSuggestion *origin = NULL;
  DaybookInboxItem *item;

  g_hash_table_steal_extended (origins, &task->id, NULL, (gpointer *) &origin);
  item = daybook_inbox_item_new_task (task, origin, origin != NULL ? find_place (reading, origin->source_id) : NULL);
  if (row != NULL)
    daybook_inbox_item_set_waiting (item, row);
  return item;
}

/* Open ones by what is due first, below them what was done last. */
static gboolean
read_tasks (Reading *reading, GError **error)
{
  gint64 since = daybook_store_now (reading->store) - DAYBOOK_INBOX_DONE_DAYS * 86400;
  g_autoptr (GPtrArray) open = daybook_store_list_tasks (reading->store, DAYBOOK_TASK_OPEN, error);
  g_autoptr (GPtrArray) done = open != NULL ? daybook_store_list_done_tasks (reading->store, since, DAYBOOK_INBOX_MOST_DONE, error) : NULL;
  g_autoptr (GPtrArray) suggestions =
    done != NULL ? daybook_store_list_task_suggestions (reading->store, since, error) : NULL;
  g_autoptr (GPtrArray) rows = suggestions != NULL ? daybook_store_list_outbox (reading->store, 0, FALSE, error) : NULL;
  g_autoptr (GHashTable) origins = NULL;
  g_autoptr (GHashTable) outbox = NULL;

  if (rows == NULL)
    return FALSE;
  origins = index_origins (suggestions);
  outbox = index_outbox (rows);
  while (open->len > 0)
    {
      DaybookInboxItem *item = make_task (reading, g_ptr_array_steal_index (open, 0), origins, outbox);

      g_ptr_array_add (reading->sections[daybook_inbox_item_get_section (item)], item);
    }
  while (done->len > 0)
    g_ptr_array_add (reading->sections[DAYBOOK_INBOX_TASKS],
                     make_task (reading, g_ptr_array_steal_index (done, 0), origins, outbox));
  return TRUE;
}

static gpointer
read_all (DaybookStore *store, gpointer data, GError **error)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->store = store;
  reading->places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) daybook_inbox_place_free);
  for (int i = 0; i < DAYBOOK_INBOX_SECTIONS; i++)
    reading->sections[i] = g_ptr_array_new_with_free_func (g_object_unref);
  if (!read_suggestions (reading, error) || !read_tasks (reading, error)
      || !daybook_store_get_suggestion_rate (store, &reading->approved, &reading->decided, error))
    g_clear_pointer (&reading, reading_free);
  return reading;
}

/* What was read ------------------------------------------------------------------------------------------ */

static void
take (DaybookInboxModel *self, Reading *reading)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; i < DAYBOOK_INBOX_SECTIONS; i++)
    {
      GPtrArray *section = reading->sections[i];

      if (section->len > 0)
        g_ptr_array_add (rows, daybook_inbox_item_new_title ((DaybookInboxSection) i, section->len));
      for (guint j = 0; j < section->len; j++)
        g_ptr_array_add (rows, g_object_ref (section->pdata[j]));
    }
  self->approved = reading->approved;
  self->decided = reading->decided;
  daybook_row_list_take (self->items, rows);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookInboxModel) self = data;
  g_autoptr (GError) error = NULL;
  Reading *reading = daybook_workspace_read_finish (self->workspace, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reading == NULL)
    {
      /* What was shown stays: another program is writing, and its change comes as one more signal. */
      g_message ("The inbox cannot be read: %s", error->message);
    }
  else
    {
      take (self, reading);
      reading_free (reading);
    }
  daybook_reload_gate_end (self->gate);
}

static void
read_again (gpointer model)
{
  DaybookInboxModel *self = model;

  if (daybook_workspace_get_store (self->workspace) == NULL)
    return;
  daybook_reload_gate_begin (self->gate);
  daybook_workspace_read_async (self->workspace, read_all, NULL, NULL, reading_free, self->cancellable, on_read_cb,
                                g_object_ref (self));
}

/* The type ----------------------------------------------------------------------------------------------- */

static void
daybook_inbox_model_dispose (GObject *object)
{
  g_cancellable_cancel (DAYBOOK_INBOX_MODEL (object)->cancellable);
  G_OBJECT_CLASS (daybook_inbox_model_parent_class)->dispose (object);
}

static void
daybook_inbox_model_finalize (GObject *object)
{
  DaybookInboxModel *self = DAYBOOK_INBOX_MODEL (object);

  g_clear_object (&self->gate);
  g_clear_object (&self->workspace);
  g_clear_object (&self->items);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (daybook_inbox_model_parent_class)->finalize (object);
}

static void
daybook_inbox_model_class_init (DaybookInboxModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = daybook_inbox_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = daybook_inbox_model_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_inbox_model_init (DaybookInboxModel *self)
{
  self->items = daybook_row_list_new (DAYBOOK_TYPE_INBOX_ITEM);
  self->cancellable = g_cancellable_new ();
}

DaybookInboxModel *
daybook_inbox_model_new (DaybookWorkspace *workspace)
{
  DaybookInboxModel *self = g_object_new (DAYBOOK_TYPE_INBOX_MODEL, NULL);

  self->workspace = g_object_ref (workspace);
  self->gate = daybook_reload_gate_new (workspace, read_again, self);
  read_again (self);
  return self;
}

/* (transfer none) */
DaybookRowList *
daybook_inbox_model_get_items (DaybookInboxModel *self)
{
  return self->items;
}

/* (transfer none) When the inbox is read again. */
DaybookReloadGate *
daybook_inbox_model_get_gate (DaybookInboxModel *self)
{
  return self->gate;
}

void
daybook_inbox_model_get_rate (DaybookInboxModel *self, int *approved, int *decided)
{
  *approved = self->approved;
  *decided = self->decided;
}

/* (transfer full) The suggestions (gint64) that may be approved at once. */
GArray *
daybook_inbox_model_list_sure (DaybookInboxModel *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < daybook_row_list_get_length (self->items); i++)
    {
      DaybookInboxItem *item = daybook_row_list_peek (self->items, i);

      if (daybook_inbox_item_is_sure (item))
        g_array_append_val (ids, daybook_inbox_item_get_suggestion (item)->id);
    }
  return ids;
}
