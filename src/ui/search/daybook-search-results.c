/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search/daybook-search-results.h"

#include "search/daybook-search-words.h"

/* As many as are read again when the store changed; what lies behind is read again when it is come to. */
#define REFRESH_MAX 200

struct _DaybookSearchResults
{
  GObject parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookReloadGate *gate; /* (owned) */
  GPtrArray *items;            /* (owned) DaybookSearchItem */
  char *text;                  /* (owned) what is looked for */
  char *problem;               /* (owned) (nullable) */
  GCancellable *cancellable;   /* (owned) of this list */
  DaybookSearchState state;
  gboolean has_more;
  gboolean stale;  /* the store changed since the question */
  gboolean asking; /* one question is under way */
};

static void daybook_search_results_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookSearchResults, daybook_search_results, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, daybook_search_results_model_init))

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One question ----------------------------------------------------------------------------------------- */

typedef struct
{
  /* Input */
  char *text; /* (owned) */
  int offset;
  int limit;
} Question;

typedef struct
{
  DaybookSearchResults *results; /* (owned) */
  char *text;                    /* (owned) */
  int offset;
  int limit;
} Asked;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->text);
  g_free (question);
}

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->results);
  g_free (asked->text);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

/* On the store's thread. */
static gpointer
answer (DaybookStore *store, gpointer data, GError **error)
{
  const Question *question = data;
  g_autoptr (GPtrArray) hits = daybook_store_search (store, question->text, question->limit, question->offset, error);
  g_auto (GStrv) words = NULL;
  GPtrArray *items;

  if (hits == NULL)
    return NULL;
  words = daybook_search_words_new (question->text);
  items = g_ptr_array_new_full (hits->len, g_object_unref);
  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (items, daybook_search_item_new (store, hits->pdata[i], words));
  return items;
}

static void ask (DaybookSearchResults *self, int offset, int limit);

/* The list -------------------------------------------------------------------------------------------- */

/* Makes the list say @items; what is the same at both ends stays where it is. */
static void
replace_items (DaybookSearchResults *self, GPtrArray *items)
{
  guint old = self->items->len, new = items->len;
  guint head = 0, tail = 0;

  while (head < MIN (old, new) && daybook_search_item_is_same (self->items->pdata[head], items->pdata[head]))
    head++;
  while (tail < MIN (old, new) - head
         && daybook_search_item_is_same (self->items->pdata[old - 1 - tail], items->pdata[new - 1 - tail]))
    tail++;
  /* A follower compares objects: what stays must be the same ones. */
  for (guint i = 0; i < head; i++)
    {
      g_object_unref (items->pdata[i]);
      items->pdata[i] = g_object_ref (self->items->pdata[i]);
    }
  for (guint i = 1; i <= tail; i++)
    {
      g_object_unref (items->pdata[new - i]);
      items->pdata[new - i] = g_object_ref (self->items->pdata[old - i]);
    }
  g_ptr_array_unref (self->items);
  self->items = g_ptr_array_ref (items);
  if (old - head - tail > 0 || new - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old - head - tail, new - head - tail);
}

/* Looks at the last pages only: no more than those can have been pushed on. */
static gboolean
is_listed (DaybookSearchResults *self, DaybookSearchItem *item)
{
  guint first = self->items->len > REFRESH_MAX ? self->items->len - REFRESH_MAX : 0;

  for (guint i = self->items->len; i > first; i--)
    {
      DaybookSearchItem *listed = self->items->pdata[i - 1];

      if (daybook_search_item_get_id (listed) == daybook_search_item_get_id (item)
          && daybook_search_item_get_kind (listed) == daybook_search_item_get_kind (item))
        return TRUE;
    }
  return FALSE;
}

/* Rows that came in meanwhile push others on to the next page: those are not listed twice. */
static void
append_items (DaybookSearchResults *self, GPtrArray *items)
{
  guint before = self->items->len;

  for (guint i = 0; i < items->len; i++)
    if (!is_listed (self, items->pdata[i]))
      g_ptr_array_add (self->items, g_object_ref (items->pdata[i]));
  if (self->items->len > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->items->len - before);
}

static void
take_answer (DaybookSearchResults *self, const Asked *asked, GPtrArray *items)
{
  self->state = DAYBOOK_SEARCH_DONE;
  self->has_more = (int) items->len >= asked->limit;
  if (asked->offset == 0)
    replace_items (self, items);
  else
    append_items (self, items);
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asked) asked = data;
  DaybookSearchResults *self = asked->results;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = daybook_workspace_read_finish (self->workspace, result, &error);

  self->asking = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!g_str_equal (asked->text, self->text))
    {
      /* Typed over meanwhile. */
      if (self->state != DAYBOOK_SEARCH_IDLE)
        ask (self, 0, DAYBOOK_SEARCH_PAGE);
      return;
    }
  if (items == NULL)
    {
      self->state = DAYBOOK_SEARCH_FAILED;
      g_free (self->problem);
      self->problem = g_strdup (error->message);
    }
  else
    {
      take_answer (self, asked, items);
    }
  g_signal_emit (self, signals[CHANGED], 0);
  if (self->stale && self->state == DAYBOOK_SEARCH_DONE && !self->asking)
    {
      self->stale = FALSE;
      ask (self, 0, CLAMP ((int) self->items->len, DAYBOOK_SEARCH_PAGE, REFRESH_MAX));
    }
}

static void
ask (DaybookSearchResults *self, int offset, int limit)
{
  Question *question = g_new0 (Question, 1);
  Asked *asked = g_new0 (Asked, 1);

  question->text = g_strdup (self->text);
  question->offset = offset;
  question->limit = limit;
  asked->results = g_object_ref (self);
  asked->text = g_strdup (self->text);
  asked->offset = offset;
  asked->limit = limit;
  self->asking = TRUE;
  daybook_workspace_read_async (self->workspace, answer, question, question_free, (GDestroyNotify) g_ptr_array_unref,
                                self->cancellable, on_answered_cb, asked);
}

static void
ask_again (DaybookSearchResults *self)
{
  if (self->state == DAYBOOK_SEARCH_IDLE)
    return;
  if (self->asking)
    self->stale = TRUE;
  else if (self->items->len <= REFRESH_MAX)
    ask (self, 0, MAX ((int) self->items->len, DAYBOOK_SEARCH_PAGE));
}

/* The type -------------------------------------------------------------------------------------------- */

static GType
daybook_search_results_get_item_type (GListModel *model)
{
  return DAYBOOK_TYPE_SEARCH_ITEM;
}

static guint
daybook_search_results_get_n_items (GListModel *model)
{
  return DAYBOOK_SEARCH_RESULTS (model)->items->len;
}

static gpointer
daybook_search_results_get_item (GListModel *model, guint position)
{
  DaybookSearchResults *self = DAYBOOK_SEARCH_RESULTS (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
daybook_search_results_model_init (GListModelInterface *iface)
{
  iface->get_item_type = daybook_search_results_get_item_type;
  iface->get_n_items = daybook_search_results_get_n_items;
  iface->get_item = daybook_search_results_get_item;
}

static void
daybook_search_results_dispose (GObject *object)
{
  g_cancellable_cancel (DAYBOOK_SEARCH_RESULTS (object)->cancellable);
  G_OBJECT_CLASS (daybook_search_results_parent_class)->dispose (object);
}

static void
daybook_search_results_finalize (GObject *object)
{
  DaybookSearchResults *self = DAYBOOK_SEARCH_RESULTS (object);

  g_clear_object (&self->gate);
  g_clear_object (&self->workspace);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->items);
  g_free (self->text);
  g_free (self->problem);
  G_OBJECT_CLASS (daybook_search_results_parent_class)->finalize (object);
}

static void
daybook_search_results_class_init (DaybookSearchResultsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = daybook_search_results_dispose;
  object_class->finalize = daybook_search_results_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_search_results_init (DaybookSearchResults *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->text = g_strdup ("");
  self->cancellable = g_cancellable_new ();
}

DaybookSearchResults *
daybook_search_results_new (DaybookWorkspace *workspace)
{
  DaybookSearchResults *self = g_object_new (DAYBOOK_TYPE_SEARCH_RESULTS, NULL);

  self->workspace = g_object_ref (workspace);
  self->gate = daybook_reload_gate_new (workspace, (DaybookReloadFunc) ask_again, self);
  return self;
}

/* (transfer none) When a question is asked again by itself. */
DaybookReloadGate *
daybook_search_results_get_gate (DaybookSearchResults *self)
{
  return self->gate;
}

/* What is typed. A text without a word in it finds nothing and asks nothing. */
void
daybook_search_results_set_text (DaybookSearchResults *self, const char *text)
{
  g_auto (GStrv) words = NULL;

  g_return_if_fail (DAYBOOK_IS_SEARCH_RESULTS (self));

  if (g_str_equal (self->text, text))
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  words = daybook_search_words_new (text);
  if (words[0] == NULL)
    {
      g_autoptr (GPtrArray) none = g_ptr_array_new_with_free_func (g_object_unref);

      self->state = DAYBOOK_SEARCH_IDLE;
      self->has_more = FALSE;
      replace_items (self, none);
    }
  else
    {
      self->state = DAYBOOK_SEARCH_ASKING;
      if (!self->asking)
        ask (self, 0, DAYBOOK_SEARCH_PAGE);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The next page, where there is one and it is not under way. */
void
daybook_search_results_load_more (DaybookSearchResults *self)
{
  g_return_if_fail (DAYBOOK_IS_SEARCH_RESULTS (self));

  if (self->state == DAYBOOK_SEARCH_DONE && self->has_more && !self->asking)
    ask (self, (int) self->items->len, DAYBOOK_SEARCH_PAGE);
}

DaybookSearchState
daybook_search_results_get_state (DaybookSearchResults *self)
{
  return self->state;
}

/* (transfer none) */
const char *
daybook_search_results_get_text (DaybookSearchResults *self)
{
  return self->text;
}

/* (transfer none) (nullable) Why the last search failed. */
const char *
daybook_search_results_get_problem (DaybookSearchResults *self)
{
  return self->problem;
}

