/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-exchange-private.h"

#include "base/daybook-error.h"

#define MAX_TRIES 3 /* of a request whose answer came broken (reliability.md section 3) */

typedef struct
{
  DaybookRequest *request;   /* (owned) */
  DaybookResponseFunc func;  /* one of the two */
  DaybookChunkFunc chunk_func;
  gpointer data;
  DaybookHttpResponse *response; /* (owned) (nullable) arrived, waits for its turn */
  gboolean started;
  guint tries; /* how often the same request was answered before */
} Queued;

G_DEFINE_FINAL_TYPE (DaybookExchange, daybook_exchange, G_TYPE_OBJECT)

enum
{
  SIGNAL_ITEMS,
  SIGNAL_PROMPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
queued_free (gpointer data)
{
  Queued *queued = data;

  daybook_request_free (queued->request);
  g_clear_pointer (&queued->response, daybook_http_response_free);
  g_free (queued);
}

static void
end (DaybookExchange *self)
{
  Queued *queued;

  self->done = TRUE;
  /* Handlers run while their own queue entry is held by deliver_ready (). */
  while ((queued = g_queue_pop_head (&self->queue)) != NULL)
    g_queue_push_tail (&self->retired, queued);
}

static void
tell_items (DaybookExchange *self)
{
  if (self->whole_items != NULL && self->whole_items->len > 0)
    g_signal_emit (self, signals[SIGNAL_ITEMS], 0);
}

static void
fail_if_stuck (DaybookExchange *self)
{
  if (!self->done && g_queue_is_empty (&self->queue))
    daybook_exchange_fail_code (self, DAYBOOK_ERROR_INTERNAL,
                                "The conversation with the service ended without a result.");
}

/* Hands responses over in the order their requests were asked. */
static void
deliver_ready (DaybookExchange *self)
{
  g_autoptr (DaybookExchange) alive = g_object_ref (self);

  if (self->delivering)
    return;
  self->delivering = TRUE;
  while (!self->done)
    {
      Queued *head = g_queue_peek_head (&self->queue);
      DaybookHttpResponse *response;

      if (head == NULL || head->response == NULL)
        break;
      g_queue_pop_head (&self->queue);
      response = g_steal_pointer (&head->response);
      self->answered = head;
      if (head->func != NULL)
        head->func (self, response, head->data);
      self->answered = NULL;
      daybook_http_response_free (response);
      queued_free (head);
      fail_if_stuck (self);
      tell_items (self);
    }
  self->delivering = FALSE;
}

static Queued *
find_queued (DaybookExchange *self, DaybookRequest *request)
{
  for (GList *l = self->queue.head; l != NULL; l = l->next)
    {
      Queued *queued = l->data;

      if (queued->request == request)
        return queued;
    }
  return NULL;
}

static void
daybook_exchange_finalize (GObject *object)
{
  DaybookExchange *self = DAYBOOK_EXCHANGE (object);

  g_queue_clear_full (&self->queue, queued_free);
  g_queue_clear_full (&self->retired, queued_free);
  if (self->state_destroy != NULL)
    self->state_destroy (self->state);
  g_rand_free (self->random);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->whole_items, g_ptr_array_unref);
  g_free (self->checkpoint);
  g_ptr_array_unref (self->sources);
  g_hash_table_unref (self->changed);
  g_hash_table_unref (self->gone);
  g_hash_table_unref (self->hints);
  g_hash_table_unref (self->postponed);
  g_hash_table_unref (self->kept);
  g_clear_error (&self->error);
  g_free (self->cursor);
  g_free (self->identity);
  g_free (self->name);
  g_free (self->moved_address);
  G_OBJECT_CLASS (daybook_exchange_parent_class)->finalize (object);
}

static void
daybook_exchange_class_init (DaybookExchangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_exchange_finalize;

  /* items: a checkpoint or the end made items whole; take them. Never emitted inside a handler. */
  signals[SIGNAL_ITEMS] = g_signal_new ("items", DAYBOOK_TYPE_EXCHANGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  /* prompt (url, code, expires_at): something for the person to do; code is NULL for a plain address. */
  signals[SIGNAL_PROMPT] = g_signal_new ("prompt", DAYBOOK_TYPE_EXCHANGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT64);
}

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_item_free);
}

static void
daybook_exchange_init (DaybookExchange *self)
{
  g_queue_init (&self->queue);
  g_queue_init (&self->retired);
  self->window = 1;
  self->items = new_items ();
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->hints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->postponed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* An exchange that believes it is @now and whose randomness follows from @seed. */
DaybookExchange *
daybook_exchange_new (gint64 now, guint64 seed)
{
  DaybookExchange *self = g_object_new (DAYBOOK_TYPE_EXCHANGE, NULL);
  const guint32 words[] = { (guint32) seed, (guint32) (seed >> 32) };

  self->now = now;
  self->random = g_rand_new_with_seed_array (words, G_N_ELEMENTS (words));
  return self;
}

gint64
daybook_exchange_get_now (DaybookExchange *self)
{
  return self->now;
}

/* For jitter and boundaries, never for secrets. */
guint32
daybook_exchange_random (DaybookExchange *self)
{
  return g_rand_int (self->random);
}

void
daybook_exchange_set_state (DaybookExchange *self, gpointer state, GDestroyNotify destroy)
{
  if (self->state_destroy != NULL)
    self->state_destroy (self->state);
  self->state = state;
  self->state_destroy = destroy;
}

gpointer
daybook_exchange_get_state (DaybookExchange *self)
{
  return self->state;
}

static void
ask (DaybookExchange *self, DaybookRequest *request, DaybookResponseFunc func, DaybookChunkFunc chunk_func,
     gpointer data, guint tries)
{
  Queued *queued;

  if (self->done)
    {
      daybook_request_free (request);
      return;
    }
  queued = g_new0 (Queued, 1);
  queued->request = request;
  queued->func = func;
  queued->chunk_func = chunk_func;
  queued->data = data;
  queued->tries = tries;
  g_queue_push_tail (&self->queue, queued);
}

void
daybook_exchange_ask (DaybookExchange *self, DaybookRequest *request, DaybookResponseFunc func, gpointer data)
{
  ask (self, request, func, NULL, data, 0);
}

gboolean
daybook_exchange_retry (DaybookExchange *self)
{
  const Queued *answered = self->answered;

  g_return_val_if_fail (answered != NULL, FALSE);
  if (answered->tries + 1 >= MAX_TRIES)
    return FALSE;
  ask (self, daybook_request_copy (answered->request), answered->func, NULL, answered->data, answered->tries + 1);
  return TRUE;
}

void
daybook_exchange_retry_or_fail (DaybookExchange *self, GError *error)
{
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE) && daybook_exchange_retry (self))
    g_error_free (error);
  else
    daybook_exchange_fail (self, error);
}

void
daybook_exchange_ask_stream (DaybookExchange *self, DaybookRequest *request, DaybookChunkFunc func, gpointer data)
{
  request->chunked = TRUE;
  ask (self, request, NULL, func, data, 0);
}

void
daybook_exchange_yield (DaybookExchange *self, DaybookItem *item)
{
  if (self->done)
    {
      daybook_item_free (item);
      return;
    }
  self->n_yielded++;
  g_ptr_array_add (self->items, item);
}

void
daybook_exchange_expect (DaybookExchange *self, guint items)
{
  self->expected = self->n_yielded + items;
}

static void
make_items_whole (DaybookExchange *self)
{
  if (self->whole_items == NULL)
    {
      self->whole_items = g_steal_pointer (&self->items);
    }
  else
    {
      g_ptr_array_extend_and_steal (self->whole_items, g_steal_pointer (&self->items));
    }
  self->items = new_items ();
}

void
daybook_exchange_checkpoint (DaybookExchange *self, const char *next)
{
  if (self->done)
    return;
  make_items_whole (self);
  g_free (self->checkpoint);
  self->checkpoint = g_strdup (next);
}

void
daybook_exchange_set_full (DaybookExchange *self, gboolean full)
{
  self->full = full;
}

void
daybook_exchange_prompt (DaybookExchange *self, const char *url, const char *code, gint64 expires_at)
{
  g_signal_emit (self, signals[SIGNAL_PROMPT], 0, url, code, expires_at);
}

/* Ends the exchange well. @cursor NULL: the service has none, the next round is full again. */
void
daybook_exchange_finish (DaybookExchange *self, const char *cursor)
{
  if (self->done)
    return;
  make_items_whole (self);
  g_clear_pointer (&self->checkpoint, g_free);
  self->cursor = g_strdup (cursor);
  end (self);
}

void
daybook_exchange_finish_identity (DaybookExchange *self, const char *identity, const char *name)
{
  if (self->done)
    return;
  self->identity = g_strdup (identity);
  self->name = g_strdup (name);
  daybook_exchange_finish (self, NULL);
}

/* Ends the exchange with @error. What was yielded up to the last checkpoint can still be taken. */
void
daybook_exchange_fail (DaybookExchange *self, GError *error)
{
  if (self->done)
    {
      g_error_free (error);
      return;
    }
  self->error = error;
  g_ptr_array_set_size (self->items, 0);
  end (self);
}

void
daybook_exchange_fail_code (DaybookExchange *self, int code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  daybook_exchange_fail (self, g_error_new_valist (DAYBOOK_ERROR, code, format, args));
  va_end (args);
}

void
daybook_exchange_set_retry_at (DaybookExchange *self, gint64 retry_at)
{
  self->retry_at = retry_at;
}

void
daybook_exchange_set_window (DaybookExchange *self, guint window)
{
  self->window = MAX (window, 1);
}

DaybookRequest *
daybook_exchange_next_request (DaybookExchange *self)
{
  guint in_flight = 0;

  if (self->done)
    return NULL;
  for (GList *l = self->queue.head; l != NULL && in_flight < self->window; l = l->next)
    {
      Queued *queued = l->data;

      if (!queued->started)
        {
          if (queued->request->chunked && in_flight > 0)
            return NULL;
          queued->started = TRUE;
          return queued->request;
        }
      if (queued->request->chunked)
        return NULL;
      in_flight++;
    }
  return NULL;
}

/* The whole of a streamed body may be given here too. */
void
daybook_exchange_respond (DaybookExchange *self, DaybookRequest *request, DaybookHttpResponse *response)
{
  Queued *queued = find_queued (self, request);

  if (queued != NULL && queued->chunk_func != NULL)
    {
      if (g_bytes_get_size (response->body) == 0
          || daybook_exchange_respond_chunk (self, request, response, response->body))
        daybook_exchange_respond_chunk (self, request, response, NULL);
      daybook_http_response_free (response);
      return;
    }

  /* The exchange ended while this one was on its way. */
  if (queued == NULL || queued->response != NULL)
    {
      daybook_http_response_free (response);
      return;
    }
  queued->response = response;
  deliver_ready (self);
}

/* A piece of a streamed body, NULL @chunk at its end. Returns FALSE when no more is wanted. */
gboolean
daybook_exchange_respond_chunk (DaybookExchange *self, DaybookRequest *request, DaybookHttpResponse *head, GBytes *chunk)
{
  g_autoptr (DaybookExchange) alive = g_object_ref (self);
  Queued *queued = find_queued (self, request);
  gboolean more;

  if (queued == NULL || queued->chunk_func == NULL)
    return FALSE;
  more = queued->chunk_func (self, head, chunk, queued->data);
  tell_items (self);
  if (self->done)
    return FALSE;
  if (chunk == NULL || !more)
    {
      g_queue_remove (&self->queue, queued);
      queued_free (queued);
      fail_if_stuck (self);
      deliver_ready (self);
      return FALSE;
    }
  return TRUE;
}

void
daybook_exchange_abort (DaybookExchange *self, GError *error)
{
  daybook_exchange_fail (self, error);
}

gboolean
daybook_exchange_is_done (DaybookExchange *self)
{
  return self->done;
}

const GError *
daybook_exchange_get_error (DaybookExchange *self)
{
  return self->error;
}

gint64
daybook_exchange_get_retry_at (DaybookExchange *self)
{
  return self->retry_at;
}

const char *
daybook_exchange_get_cursor (DaybookExchange *self)
{
  return self->cursor;
}

const char *
daybook_exchange_get_identity (DaybookExchange *self)
{
  return self->identity;
}

const char *
daybook_exchange_get_name (DaybookExchange *self)
{
  return self->name;
}

guint
daybook_exchange_get_expected (DaybookExchange *self)
{
  return self->expected;
}

gboolean
daybook_exchange_is_full (DaybookExchange *self)
{
  return self->full;
}

/* (transfer full) (nullable): DaybookItem, whole up to @resume. */
GPtrArray *
daybook_exchange_take_items (DaybookExchange *self, char **resume)
{
  if (resume != NULL)
    *resume = g_strdup (self->checkpoint);
  return g_steal_pointer (&self->whole_items);
}
