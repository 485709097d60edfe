/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "daybook-worker.h"
#include "store/daybook-tasks.h"
#include "sync/daybook-sender.h"

/* What goes out: send. */

/* One account's trouble is its own: the others are told all the same, and the first error is the errand's. */
gboolean
daybook_errand_send (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  DaybookServices *services;
  g_autoptr (GArray) accounts = NULL;
  g_autoptr (GError) first = NULL;
  DaybookSendCounts counts = { 0 };
  JsonBuilder *line;

  if (!daybook_errand_parse (worker, "send", NULL, &argc, &argv, error)
      || daybook_worker_get_store (worker, error) == NULL)
    return FALSE;
  accounts = daybook_store_list_send_accounts (worker->store, error);
  if (accounts == NULL)
    return FALSE;
  services = accounts->len > 0 ? daybook_worker_get_services (worker, error) : NULL;
  if (accounts->len > 0 && services == NULL)
    return FALSE;
  for (guint i = 0; i < accounts->len && !g_cancellable_is_cancelled (worker->cancellable); i++)
    daybook_send_outbox (services, g_array_index (accounts, gint64, i), &counts, worker->cancellable,
                         first == NULL ? &first : NULL);
  line = daybook_worker_line_begin (DAYBOOK_WORKER_RESULT);
  daybook_json_add_int (line, "sent", counts.sent);
  daybook_json_add_int (line, "failed", counts.failed);
  daybook_worker_line_end (line);
  if (first == NULL && g_cancellable_is_cancelled (worker->cancellable))
    first = g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, _ ("Canceled."));
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}
