/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-request.h"
#include "records/daybook-item.h"
#include "records/daybook-source.h"

G_BEGIN_DECLS

/* One conversation with a service, without the network: a queue of requests, each with the function
 * that takes its response. A handler is plain code: bytes in; items, more requests, a checkpoint, a
 * cursor or an error out. Whoever runs it (the transport; a test with recorded bytes; a fuzzer) takes
 * requests with daybook_exchange_next_request() and hands responses to daybook_exchange_respond();
 * responses may arrive in any order, handlers are called in queue order, so runs are deterministic.
 *
 * An exchange ends once: finished (perhaps with a cursor) or failed. One that has no request left,
 * none in flight and did not end fails with INTERNAL. */
#define DAYBOOK_TYPE_EXCHANGE (daybook_exchange_get_type ())
G_DECLARE_FINAL_TYPE (DaybookExchange, daybook_exchange, DAYBOOK, EXCHANGE, GObject)

typedef void (*DaybookResponseFunc) (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);
/* A piece of a streamed body; a NULL @chunk is its end. Return FALSE to stop reading. */
typedef gboolean (*DaybookChunkFunc) (DaybookExchange *exchange, DaybookHttpResponse *head, GBytes *chunk, gpointer data);

/* ---- what the exchange is given (read-only) ---- */

typedef struct
{
  char *etag;
  guint64 hash;
} DaybookKnown;

DaybookExchange *daybook_exchange_new (gint64 now /* instant */, guint64 seed);
/* UTC seconds, of the clock it was given. */
gint64 daybook_exchange_get_now (DaybookExchange *self);
guint32 daybook_exchange_random (DaybookExchange *self);
/* external id (of an activity: KIND/external id, see daybook-item.h) -> DaybookKnown of the rows that the service
 * delivered, never of occurrences that we derived (owned by the exchange once set; may be absent). */
void daybook_exchange_set_known (DaybookExchange *self, GHashTable *known /* (transfer full) */);
/* The same, read when it is first asked for and never again: an answer that says "nothing new" then costs no look at
 * what is stored. Returns the table (transfer full), NULL when nothing is known, or NULL with @error, which ends the
 * exchange: whoever asked is told that nothing is known, and what it yields or asks for then does not count any more.
 * @data is the runner's, and outlives the exchange. */
typedef GHashTable *(*DaybookKnownTableFunc) (gpointer data, GError **error);
void daybook_exchange_set_known_func (DaybookExchange *self, DaybookKnownTableFunc func, gpointer data);
/* NULL = nothing is known. (transfer none) */
GHashTable *daybook_exchange_get_known_table (DaybookExchange *self);
const DaybookKnown *daybook_exchange_get_known (DaybookExchange *self, const char *external_id);
/* Reads one stored event (a master's fields); NULL where the runner offers none or has none. */
typedef DaybookEvent *(*DaybookKnownEventFunc) (const char *external_id, gpointer data);
void daybook_exchange_set_known_event_func (DaybookExchange *self, DaybookKnownEventFunc func, gpointer data);
DaybookEvent *daybook_exchange_get_known_event (DaybookExchange *self, const char *external_id);

/* ---- the provider's side ---- */

/* The exchange's own state, freed with it. */
void daybook_exchange_set_state (DaybookExchange *self, gpointer state, GDestroyNotify destroy);
gpointer daybook_exchange_get_state (DaybookExchange *self);
void daybook_exchange_ask (DaybookExchange *self, DaybookRequest *request /* (transfer full) */, DaybookResponseFunc func, gpointer data);
/* In a handler: makes the request that was answered once more, with the same handler, three times in all. FALSE: it was made
 * as often already, and nothing happens. */
gboolean daybook_exchange_retry (DaybookExchange *self);
/* The same for an answer that could not be read to its end (INVALID_RESPONSE); fails with @error when there is no further
 * try, and at once for any other error. */
void daybook_exchange_retry_or_fail (DaybookExchange *self, GError *error /* (transfer full) */);
void daybook_exchange_ask_stream (DaybookExchange *self, DaybookRequest *request /* (transfer full) */, DaybookChunkFunc func, gpointer data);
void daybook_exchange_yield (DaybookExchange *self, DaybookItem *item /* (transfer full) */);
/* A source the account has (list_sources): settings JSON may carry what the provider needs later. */
void daybook_exchange_yield_source (DaybookExchange *self, DaybookSource *source /* (transfer full) */);
/* scout: this source changed / is gone. */
void daybook_exchange_source_changed (DaybookExchange *self, const char *external_id);
void daybook_exchange_source_gone (DaybookExchange *self, const char *external_id);
/* scout: something to know for the pull of this source (its options->hint; opaque to all but the provider). It is kept
 * in source->owed until a pull went well; a scout that hints at the source again says that, too. */
void daybook_exchange_hint_source (DaybookExchange *self, const char *external_id, const char *hint);
/* scout: this source has something owed that waits for a later run; else it is pulled whether it is named or not. */
void daybook_exchange_postpone_source (DaybookExchange *self, const char *external_id);
/* The address that the account was connected with has moved for good: the runner keeps @url, which is
 * as secret as the old one, in its place. */
void daybook_exchange_move_address (DaybookExchange *self, const char *url);
/* Text to keep in the grant's settings under @key (NULL @value: nothing after all), where every later run finds it.
 * What is kept as `origins` (space separated) may be asked from then on, and told the credentials: it becomes
 * part of context->origins of later runs and of list_sources in the same sign-in. No run but identify can add to
 * those. What is kept as `claims` is asked for by the next sign-in, which ends it. */
void daybook_exchange_keep_setting (DaybookExchange *self, const char *key, const char *value);
/* Everything yielded so far is whole: the run may go on from @next (opaque to all but the provider). */
void daybook_exchange_checkpoint (DaybookExchange *self, const char *next);
/* That there are about @items still to yield, where the service has told: for people who wait. */
void daybook_exchange_expect (DaybookExchange *self, guint items);
/* Declares that this is a full round: rows not yielded that overlap the window are swept after finish. */
void daybook_exchange_set_full (DaybookExchange *self, gboolean full);
/* A prompt for the person: address to open, code to type there (device flow). */
void daybook_exchange_prompt (DaybookExchange *self, const char *url, const char *code, gint64 expires_at);
void daybook_exchange_finish (DaybookExchange *self, const char *cursor /* (nullable) */);
/* identify: what this account is called at the service. */
void daybook_exchange_finish_identity (DaybookExchange *self, const char *identity, const char *name);
void daybook_exchange_fail (DaybookExchange *self, GError *error /* (transfer full) */);
void daybook_exchange_fail_code (DaybookExchange *self, int code, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* Rate limits: when the service said to come back. Carried by the failure. */
void daybook_exchange_set_retry_at (DaybookExchange *self, gint64 retry_at);

/* ---- the runner's side ---- */

/* The next request to start, or NULL: none asked for, or @window of them are unanswered. A streamed
 * request runs alone, since its pieces are handed over as they come. The exchange keeps the request;
 * valid until its response was given, or as long as the exchange when that ends before. */
DaybookRequest *daybook_exchange_next_request (DaybookExchange *self);
void daybook_exchange_set_window (DaybookExchange *self, guint window); /* default 1 */
void daybook_exchange_respond (DaybookExchange *self, DaybookRequest *request, DaybookHttpResponse *response /* (transfer full) */);
gboolean daybook_exchange_respond_chunk (DaybookExchange *self, DaybookRequest *request, DaybookHttpResponse *head, GBytes *chunk);
/* A request could not be answered at all: ends the exchange with @error. */
void daybook_exchange_abort (DaybookExchange *self, GError *error /* (transfer full) */);
gboolean daybook_exchange_is_done (DaybookExchange *self);
/* The failure, or NULL. (transfer none) */
const GError *daybook_exchange_get_error (DaybookExchange *self);
gint64 daybook_exchange_get_retry_at (DaybookExchange *self); /* 0 = none */
const char *daybook_exchange_get_cursor (DaybookExchange *self);
const char *daybook_exchange_get_identity (DaybookExchange *self);
const char *daybook_exchange_get_name (DaybookExchange *self);
const char *daybook_exchange_get_moved_address (DaybookExchange *self); /* NULL = it did not */
GHashTable *daybook_exchange_get_kept_settings (DaybookExchange *self); /* text by key, (transfer none) */
/* How many items it will have yielded in the end, 0 = not known. */
guint daybook_exchange_get_expected (DaybookExchange *self);
gboolean daybook_exchange_is_full (DaybookExchange *self);
/* Takes what was yielded since the last call up to and with the last checkpoint or the end:
 * @resume (transfer full) is that checkpoint, NULL at the end. Returns NULL when there is nothing yet. */
GPtrArray *daybook_exchange_take_items (DaybookExchange *self, char **resume);
GPtrArray *daybook_exchange_get_sources (DaybookExchange *self); /* DaybookSource, (transfer none) */
GHashTable *daybook_exchange_get_changed_sources (DaybookExchange *self);
GHashTable *daybook_exchange_get_gone_sources (DaybookExchange *self);
GHashTable *daybook_exchange_get_postponed_sources (DaybookExchange *self);
const char *daybook_exchange_get_hint (DaybookExchange *self, const char *external_id); /* NULL = none */
/* "prompt" signal: url, code, expires_at. */

G_END_DECLS
