/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "daybook-worker.h"
#include "store/daybook-backup.h"
#include "store/daybook-model-pause.h"

/* Looking after the store: maintain, erase; and the vault's own errand, secret. */

gboolean
daybook_errand_maintain (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *summary = NULL;
  JsonBuilder *line;

  if (!daybook_errand_parse (worker, "maintain", NULL, &argc, &argv, error)
      || daybook_worker_get_store (worker, error) == NULL || !daybook_store_maintain (worker->store, done, error)
      || !daybook_worker_seal_audit (worker, error))
    return FALSE;
  g_ptr_array_add (done, NULL);
  summary = g_strjoinv ("\n", (char **) done->pdata);
  line = daybook_worker_line_begin (DAYBOOK_WORKER_RESULT);
  daybook_json_add_text (line, "summary", summary);
  daybook_worker_line_end (line);
  return TRUE;
}

/* The key goes first: from then on whatever remains of tokens anywhere is noise. */
gboolean
daybook_errand_erase (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autofree char *path = daybook_store_default_path ();
  g_autoptr (GError) local = NULL;

  if (!daybook_errand_parse (worker, "erase", NULL, &argc, &argv, error))
    return FALSE;
  if (!daybook_services_forget_keys (worker->cancellable, &local))
    g_warning ("The keyring did not forget Daybook’s key: %s", local->message);
  g_clear_object (&worker->services);
  g_clear_object (&worker->store);
  return daybook_store_erase (path, error);
}

static gboolean
set_secret (DaybookWorker *worker, const char *name, GError **error)
{
  DaybookServices *services = daybook_worker_get_services (worker, error);
  char *secret = NULL;
  gboolean ok;

  if (services == NULL || !daybook_worker_read_secret (&secret, error))
    return FALSE;
  if (secret == NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("No secret came on stdin."));
      return FALSE;
    }
  ok = daybook_services_set_secret (services, name, secret, worker->cancellable, error);
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
  /* What it refused may be what it wants now. */
  if (ok && g_str_equal (name, DAYBOOK_MODEL_KEY))
    ok = daybook_store_end_model_pause (worker->store, error);
  return ok;
}

gboolean
daybook_errand_secret (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  DaybookServices *services;

  if (!daybook_errand_parse (worker, "secret", NULL, &argc, &argv, error))
    return FALSE;
  if (argc == 3 && g_str_equal (argv[1], "set"))
    return set_secret (worker, argv[2], error);
  if (argc == 2 && g_str_equal (argv[1], "rotate-key"))
    {
      services = daybook_worker_get_services (worker, error);
      return services != NULL && daybook_services_rotate_key (services, worker->cancellable, error);
    }
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, "daybook-worker secret set NAME | rotate-key");
  return FALSE;
}
