/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-sender.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "store/daybook-tasks.h"

#define MOST_AT_ONCE 500
#define WAIT 60 /* seconds, where the service says nothing of when to come back */

typedef struct
{
  DaybookServices *services;
  DaybookStore *store;
  DaybookAccount *account; /* (owned) */
  DaybookGrant *grant;     /* (owned) */
  DaybookProvider *provider;
  const DaybookProviderInfo *info;
  DaybookProviderContext context;
  DaybookSendCounts *counts;
  GCancellable *cancellable;
} Sender;

static void
sender_clear (Sender *self)
{
  g_clear_pointer (&self->account, daybook_account_free);
  g_clear_pointer (&self->grant, daybook_grant_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sender, sender_clear)

static gboolean
begin (Sender *self, gint64 account_id, GError **error)
{
  self->store = daybook_services_get_store (self->services);
  self->account = daybook_store_get_account (self->store, account_id, error);
  self->grant = self->account != NULL ? daybook_store_get_grant (self->store, self->account->grant_id, error) : NULL;
  if (self->grant == NULL)
    return FALSE;
  self->provider = daybook_registry_find (self->account->provider);
  if (self->provider == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG,
                   _ ("This version of Daybook does not know the service “%s”."), self->account->provider);
      return FALSE;
    }
  self->info = daybook_provider_get_info (self->provider);
  self->context.account = self->account;
  self->context.grant = self->grant;
  return daybook_services_fill_context (self->services, &self->context, self->info, error);
}

/* What a later try may well get through: the network, the service's own trouble, its limits. */
static gboolean
may_pass (const GError *error)
{
  return error->domain == DAYBOOK_ERROR
         && (error->code == DAYBOOK_ERROR_NETWORK || error->code == DAYBOOK_ERROR_SERVER
             || error->code == DAYBOOK_ERROR_RATE_LIMITED || error->code == DAYBOOK_ERROR_CANCELLED
             || error->code == DAYBOOK_ERROR_TLS || error->code == DAYBOOK_ERROR_KEYRING_LOCKED
             || error->code == DAYBOOK_ERROR_KEYRING_ABSENT || error->code == DAYBOOK_ERROR_AUTH_REQUIRED
             || error->code == DAYBOOK_ERROR_ADMIN_APPROVAL
             || error->code == DAYBOOK_ERROR_INVALID_RESPONSE);
}

/* Moves what is still wanted to the front of @rows; @n becomes their number. */
static gboolean
note_begin (Sender *self, DaybookOutboxRow **rows, guint *n, GError **error)
{
  guint kept = 0;

  if (!daybook_store_begin (self->store, error))
    return FALSE;
  for (guint i = 0; i < *n; i++)
    {
      DaybookOutboxRow *row = rows[i];
      gboolean wanted;

      if (!daybook_store_begin_send (self->store, row, &wanted, error))
        {
          daybook_store_rollback (self->store);
          return FALSE;
        }
      if (!wanted)
        continue;
      rows[i] = rows[kept];
      rows[kept++] = row;
    }
  *n = kept;
  return daybook_store_commit (self->store, error);
}

static gboolean
note_end (Sender *self, DaybookOutboxRow **rows, guint n, const GError *failure, gint64 retry_at, GError **error)
{
  gboolean ok = TRUE;

  if (!daybook_store_begin (self->store, error))
    return FALSE;
  for (guint i = 0; ok && i < n; i++)
    ok = failure == NULL
           ? daybook_store_finish_send (self->store, rows[i], error)
           : daybook_store_fail_send (self->store, rows[i], failure->message, retry_at, may_pass (failure), error);
  if (!ok)
    {
      daybook_store_rollback (self->store);
      return FALSE;
    }
  return daybook_store_commit (self->store, error);
}

/* One exchange for @n rows of one kind. */
static gboolean
push (Sender *self, DaybookOutboxRow **rows, guint n, gint64 *retry_at, GError **error)
{
  gint64 now = daybook_store_now (self->store);
  g_autoptr (DaybookSource) source = daybook_store_get_source (self->store, rows[0]->source_id, NULL);
  g_autoptr (DaybookExchange) exchange = daybook_exchange_new (now, g_random_int ());
  g_autofree DaybookPushOperation *operations = g_new0 (DaybookPushOperation, n);

  *retry_at = now + WAIT;
  for (guint i = 0; i < n; i++)
    operations[i] = (DaybookPushOperation){ rows[i]->kind, rows[i]->target, rows[i]->key, rows[i]->body };
  if (!daybook_provider_push (self->provider, &self->context, source, operations, n, exchange))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN, _ ("%s cannot be told that."), _ (self->info->name));
      return FALSE;
    }
  if (!daybook_services_run_for_account (self->services, exchange, &self->context, self->info, NULL, self->cancellable,
                                         error))
    return FALSE;
  *retry_at = MAX (*retry_at, daybook_exchange_get_retry_at (exchange));
  if (daybook_exchange_get_error (exchange) == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (daybook_exchange_get_error (exchange)));
  return FALSE;
}

/* What was begun is sent in one exchange, or one by one when it is refused together. FALSE: nothing more can be sent now. */
static gboolean
send_begun (Sender *self, DaybookOutboxRow **rows, guint n, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 retry_at = 0;

  if (push (self, rows, n, &retry_at, &failure))
    {
      self->counts->sent += (int) n;
      return note_end (self, rows, n, NULL, 0, error);
    }
  if (n > 1 && !may_pass (failure))
    {
      for (guint i = 0; i < n; i++)
        {
          if (!send_begun (self, rows + i, 1, error))
            return FALSE;
        }
      return TRUE;
    }
  self->counts->failed += (int) n;
  if (!note_end (self, rows, n, failure, retry_at, error))
    return FALSE;
  if (!may_pass (failure))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
send_rows (Sender *self, DaybookOutboxRow **rows, guint n, GError **error)
{
  return note_begin (self, rows, &n, error) && (n == 0 || send_begun (self, rows, n, error));
}

static guint
count_of_kind (GPtrArray *rows, guint from)
{
  const DaybookOutboxRow *first = rows->pdata[from];
  guint n = 1;

  while (from + n < rows->len && n < MOST_AT_ONCE
         && g_str_equal (((DaybookOutboxRow *) rows->pdata[from + n])->kind, first->kind))
    n++;
  return n;
}

static gboolean
send_due (Sender *self, gint64 account_id, GError **error)
{
  g_autoptr (GPtrArray) rows
      = daybook_store_list_outbox (daybook_services_get_store (self->services), account_id, TRUE, error);

  if (rows == NULL)
    return FALSE;
  if (rows->len == 0)
    return TRUE;
  if (!begin (self, account_id, error))
    return FALSE;
  for (guint i = 0, n; i < rows->len; i += n)
    {
      n = count_of_kind (rows, i);
      if (!send_rows (self, (DaybookOutboxRow **) rows->pdata + i, n, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
daybook_send_outbox (DaybookServices *services,
                     gint64 account_id,
                     DaybookSendCounts *counts,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (Sender) self = { .services = services, .counts = counts, .cancellable = cancellable };
  DaybookFileLock *lock;
  gboolean ok;

  /* Of two workers one could say what the other has just taken back. */
  lock = daybook_services_lock_account (services, account_id, cancellable, error);
  if (lock == NULL)
    return FALSE;
  ok = send_due (&self, account_id, error);
  daybook_file_lock_release (lock);
  return ok;
}
