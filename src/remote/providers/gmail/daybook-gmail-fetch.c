/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages of a round: their headers in batches, then the texts of those whose text is wanted. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "providers/daybook-google-error.h"
#include "providers/daybook-google-request.h"
#include "providers/gmail/daybook-gmail-batch.h"
#include "providers/gmail/daybook-gmail-round-private.h"

#define MAX_TRIES 3 /* of a message that a batch leaves out, or that Gmail wants to be asked for later */
#define COST_GET 20 /* units a message (providers.md 3.3) */

/* Bytes of messages in one batch of texts, by their own sizes, attachments included, which do not come. */
#define MAX_TEXT_BATCH (8 * 1024 * 1024)

/* Bytes of a message whose text is not worth its way. */
#define MAX_TEXT_MESSAGE (24 * 1024 * 1024)

/* Bytes of an answer that holds texts. */
#define MAX_TEXT_ANSWER (48 * 1024 * 1024)

static void on_batch (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static char *
make_target (const DaybookGmailRound *self, const char *id)
{
  static const char *const headers[] = { "From", "To", "Cc", "Subject", "Precedence", "List-Id", "List-Unsubscribe" };
  GString *target = g_string_new (self->api_path);

  g_string_append_printf (target, "/messages/%s", id);
  daybook_google_append_parameter (target, "format", self->batch_is_full ? "full" : "metadata");
  for (guint i = 0; !self->batch_is_full && i < G_N_ELEMENTS (headers); i++)
    daybook_google_append_parameter (target, "metadataHeaders", headers[i]);
  daybook_google_append_parameter (target, "fields",
                                   self->batch_is_full ? daybook_gmail_full_fields : daybook_gmail_metadata_fields);
  daybook_google_append_parameter (target, "prettyPrint", "false");
  return g_string_free (target, FALSE);
}

static void
ask_batch (DaybookExchange *exchange, DaybookGmailRound *self)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (g_free);
  DaybookRequest *request;

  for (guint i = 0; i < self->batch->len; i++)
    g_ptr_array_add (targets, make_target (self, self->batch->pdata[i]));
  request = daybook_gmail_batch_new (self->batch_url, (const char *const *) targets->pdata, targets->len,
                                     COST_GET * targets->len);
  if (self->batch_is_full)
    request->max_body = MAX_TEXT_ANSWER;
  self->tries++;
  daybook_exchange_ask (exchange, request, on_batch, self);
}

/* ---- what becomes of a message ---- */

static gboolean
is_unchanged (const DaybookKnown *known, const DaybookActivity *activity)
{
  return known != NULL && activity->etag != NULL && g_strcmp0 (known->etag, activity->etag) == 0;
}

/* It is not in the mailbox any more. A full look does not mention it, and the brake on its sweep looks after
 * what that deletes. */
static void
forget (DaybookExchange *exchange, const DaybookGmailRound *self, const char *id)
{
  if (!self->full && daybook_gmail_round_get_known (exchange, id) != NULL)
    daybook_gmail_round_yield_op (exchange, DAYBOOK_ITEM_TOMBSTONE, id);
}

static void
yield (DaybookExchange *exchange, DaybookGmailMessage *message)
{
  daybook_exchange_yield (exchange, daybook_item_new_activity (g_steal_pointer (&message->activity)));
}

/* Metadata is there: a message is let be, stored as it is, or its text is wanted. */
static void
settle_message (DaybookExchange *exchange, DaybookGmailRound *self, const char *id)
{
  DaybookGmailMessage *message = g_hash_table_lookup (self->messages, id);
  const DaybookKnown *known = daybook_gmail_round_get_known (exchange, id);

  if (message == NULL)
    return;
  if (message->unwanted)
    forget (exchange, self, id);
  else if (known == NULL && (message->activity->at < self->from_at || message->activity->at >= self->to_at))
    return;
  else if (is_unchanged (known, message->activity))
    daybook_gmail_round_yield_op (exchange, DAYBOOK_ITEM_SEEN, id);
  else if (self->want_text && !message->is_list && message->size <= MAX_TEXT_MESSAGE)
    g_ptr_array_add (self->texts, g_strdup (id));
  else
    yield (exchange, message);
}

static int
compare_newest (gconstpointer a, gconstpointer b, gpointer data)
{
  GHashTable *messages = data;
  const DaybookGmailMessage *x = g_hash_table_lookup (messages, *(const char *const *) a);
  const DaybookGmailMessage *y = g_hash_table_lookup (messages, *(const char *const *) b);

  if (x->activity->at != y->activity->at)
    return x->activity->at > y->activity->at ? -1 : 1;
  return strcmp (x->activity->external_id, y->activity->external_id);
}

/* Each label's list was as long as the person wants all of them to be: only the newest of them together stay.
 * What is stored already stays besides, so that a round that was killed half-way comes to the same. */
static void
drop_beyond_limit (DaybookExchange *exchange, DaybookGmailRound *self)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < self->listed->len; i++)
    {
      const DaybookGmailMessage *message = g_hash_table_lookup (self->messages, self->listed->pdata[i]);

      if (message != NULL && !message->unwanted)
        g_ptr_array_add (found, self->listed->pdata[i]);
    }
  g_ptr_array_sort_with_data (found, compare_newest, self->messages);
  for (guint i = self->limit; i < found->len; i++)
    {
      if (daybook_gmail_round_get_known (exchange, found->pdata[i]) == NULL)
        g_hash_table_remove (self->messages, found->pdata[i]);
    }
}

static void
settle (DaybookExchange *exchange, DaybookGmailRound *self)
{
  if (self->full)
    drop_beyond_limit (exchange, self);
  for (guint i = 0; i < self->ids->len; i++)
    settle_message (exchange, self, self->ids->pdata[i]);
  if (self->texts->len > 0)
    daybook_gmail_round_checkpoint (exchange, self);
  daybook_gmail_fetch_texts (exchange, self);
}

/* ---- answers ---- */

/* What a message that could not be read, or not be had, comes to. */
typedef enum
{
  OUTCOME_DONE,
  OUTCOME_BROKEN, /* came, but makes no sense */
  OUTCOME_LATER,  /* too fast, or the service has trouble: may be asked for again */
  OUTCOME_FAILED, /* the exchange has ended */
} Outcome;

static Outcome
take_message (DaybookExchange *exchange, DaybookGmailRound *self, const char *id, GBytes *body)
{
  const DaybookGmailContext context = { self->names, self->address, self->want_text };
  g_autoptr (DaybookGmailMessage) message = daybook_gmail_message_parse (body, &context, NULL);

  if (message == NULL || !g_str_equal (message->activity->external_id, id))
    return OUTCOME_BROKEN;
  if (!self->batch_is_full)
    g_hash_table_replace (self->messages, g_strdup (id), g_steal_pointer (&message));
  else if (message->unwanted)
    forget (exchange, self, id);
  else
    yield (exchange, message);
  return OUTCOME_DONE;
}

static Outcome
take_answer (DaybookExchange *exchange, DaybookGmailRound *self, const char *id, const DaybookHttpResponse *response)
{
  guint status = response->status;

  if (status == 200)
    return take_message (exchange, self, id, response->body);
  if (status == 404)
    {
      forget (exchange, self, id);
      return OUTCOME_DONE;
    }
  if (self->tries < MAX_TRIES
      && (status == 401 || status == 429 || status >= 500 || daybook_google_is_throttled (response)))
    return OUTCOME_LATER;
  daybook_google_fail (exchange, response, _("Gmail"));
  return OUTCOME_FAILED;
}

/* A message that nobody can read keeps nobody from reading the others. */
static void
quarantine (DaybookExchange *exchange, const char *id)
{
  g_autofree char *key = daybook_activity_make_key ("mail", id);

  daybook_exchange_yield (exchange, daybook_item_new_quarantine (key, NULL, _("Gmail’s answer holds no message that can be read.")));
}

/* Which answer belongs to which call of the batch; NULL: none came. */
static const DaybookHttpResponse *
find_answer (GPtrArray *answers, guint call)
{
  for (guint i = 0; i < answers->len; i++)
    {
      const DaybookGmailAnswer *answer = answers->pdata[i];

      if (answer->call == call)
        return answer->response;
    }
  return NULL;
}

/* Takes every answer that came; what is left to ask for stays in the batch. FALSE: the exchange has ended. */
static gboolean
take_answers (DaybookExchange *exchange, DaybookGmailRound *self, GPtrArray *answers)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->batch->len; i++)
    {
      const char *id = self->batch->pdata[i];
      const DaybookHttpResponse *response = find_answer (answers, i);
      Outcome outcome = response != NULL ? take_answer (exchange, self, id, response) : OUTCOME_BROKEN;

      if (outcome == OUTCOME_FAILED)
        return FALSE;
      if (outcome == OUTCOME_LATER || (outcome == OUTCOME_BROKEN && self->tries < MAX_TRIES))
        g_ptr_array_add (left, g_strdup (id));
      else if (outcome == OUTCOME_BROKEN)
        quarantine (exchange, id);
    }
  g_ptr_array_unref (self->batch);
  self->batch = g_steal_pointer (&left);
  return TRUE;
}

static void
on_batch (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookGmailRound *self = data;
  g_autoptr (GPtrArray) answers = NULL;
  GError *error = NULL;

  if (response->status != 200)
    {
      daybook_google_fail (exchange, response, _("Gmail"));
      return;
    }
  answers = daybook_gmail_batch_parse (response, &error);
  if (answers == NULL)
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  if (!take_answers (exchange, self, answers))
    return;
  if (self->batch->len > 0)
    {
      ask_batch (exchange, self);
      return;
    }
  if (!self->batch_is_full)
    {
      daybook_gmail_fetch (exchange, self);
      return;
    }
  if (self->texts->len > 0)
    daybook_gmail_round_checkpoint (exchange, self);
  daybook_gmail_fetch_texts (exchange, self);
}

/* ---- asking ---- */

/* Asks for the next messages' metadata; when all is there, for the texts. */
void
daybook_gmail_fetch (DaybookExchange *exchange, DaybookGmailRound *self)
{
  g_ptr_array_set_size (self->batch, 0);
  while (self->next < self->ids->len && self->batch->len < DAYBOOK_GMAIL_BATCH_MAX)
    g_ptr_array_add (self->batch, g_strdup (self->ids->pdata[self->next++]));
  self->batch_is_full = FALSE;
  self->tries = 0;
  if (self->batch->len == 0)
    settle (exchange, self);
  else
    ask_batch (exchange, self);
}

/* Takes the next texts out of the list, as many as fit into one batch, and asks for them. At the end the
 * round is over. */
void
daybook_gmail_fetch_texts (DaybookExchange *exchange, DaybookGmailRound *self)
{
  gint64 size = 0;

  g_ptr_array_set_size (self->batch, 0);
  while (self->texts->len > 0 && self->batch->len < DAYBOOK_GMAIL_BATCH_MAX)
    {
      const DaybookGmailMessage *message = g_hash_table_lookup (self->messages, self->texts->pdata[0]);

      size += message != NULL ? message->size : MAX_TEXT_BATCH / DAYBOOK_GMAIL_BATCH_MAX;
      if (self->batch->len > 0 && size > MAX_TEXT_BATCH)
        break;
      g_ptr_array_add (self->batch, g_ptr_array_steal_index (self->texts, 0));
    }
  self->batch_is_full = TRUE;
  self->tries = 0;
  if (self->batch->len == 0)
    daybook_gmail_round_finish (exchange, self);
  else
    ask_batch (exchange, self);
}
