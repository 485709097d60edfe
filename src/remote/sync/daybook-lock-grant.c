/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-lock-grant.h"

typedef struct
{
  gboolean done;
  DaybookGrantLock *lock;
  GError *error;
} Locking;

static void
on_locked_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Locking *locking = data;

  locking->lock = daybook_grant_lock_acquire_finish (result, &locking->error);
  locking->done = TRUE;
}

/* Waits for the grant's lock: a refresh that is under way in another worker ends first, and the next one reads what
 * is written under the lock. (transfer full): daybook_grant_lock_release(). */
DaybookGrantLock *
daybook_lock_grant (DaybookServices *services, gint64 grant_id, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder
      = g_path_get_dirname (daybook_store_get_path (daybook_services_get_store (services)));
  Locking locking = { 0 };

  daybook_grant_lock_acquire_async (folder, grant_id,
                                    daybook_transport_get_timers (daybook_services_get_transport (services)),
                                    cancellable, on_locked_cb, &locking);
  while (!locking.done)
    g_main_context_iteration (NULL, TRUE);
  if (locking.lock == NULL)
    g_propagate_error (error, locking.error);
  return locking.lock;
}
