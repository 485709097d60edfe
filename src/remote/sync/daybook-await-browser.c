/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-await-browser.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "net/daybook-await.h"

typedef struct
{
  gboolean timed_out;
  DaybookBrowserSignIn *sign_in;
  GCancellable *cancellable; /* of this wait alone */
  GDataInputStream *paste;
} Browsing;

static void on_pasted_cb (GObject *object, GAsyncResult *result, gpointer data);

static void
read_paste (Browsing *browsing)
{
  g_data_input_stream_read_line_async (browsing->paste, G_PRIORITY_DEFAULT, browsing->cancellable, on_pasted_cb,
                                       browsing);
}

static void
on_pasted_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (object), result, NULL, &error);
  Browsing *browsing;

  /* The wait is over, its memory gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || line == NULL)
    return;
  browsing = data;
  daybook_browser_sign_in_paste (browsing->sign_in, g_strstrip (line));
  read_paste (browsing);
}

static gboolean
on_timeout_cb (gpointer data)
{
  Browsing *browsing = data;

  browsing->timed_out = TRUE;
  g_cancellable_cancel (browsing->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_errand_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

/* (transfer full) how it ended */
static GAsyncResult *
wait_for_browser (Browsing *browsing, guint timeout_seconds, int paste_fd, GCancellable *cancellable)
{
  GAsyncResult *result = NULL;
  gulong handler = g_cancellable_connect (cancellable, G_CALLBACK (on_errand_cancelled_cb),
                                          browsing->cancellable, NULL);
  guint timeout = g_timeout_add_seconds (timeout_seconds,
                                         on_timeout_cb, browsing);

  if (paste_fd >= 0)
    {
      g_autoptr (GInputStream) input = g_unix_input_stream_new (paste_fd, FALSE);

      browsing->paste = g_data_input_stream_new (input);
      read_paste (browsing);
    }
  daybook_browser_sign_in_run_async (browsing->sign_in, browsing->cancellable, daybook_await_cb, &result);
  daybook_await (&result);
  if (!browsing->timed_out)
    g_source_remove (timeout);
  g_cancellable_disconnect (cancellable, handler);
  g_cancellable_cancel (browsing->cancellable);
  /* The cancelled read answers before its stream goes. */
  while (browsing->paste != NULL && g_input_stream_has_pending (G_INPUT_STREAM (browsing->paste)))
    g_main_context_iteration (NULL, TRUE);
  return result;
}

/* Waits, while the main context iterates, until the person has signed in: in the browser, or by pasting
 * the address it ended at as a line on @paste_fd (-1 none). @timeout_seconds 0: the usual five minutes. AUTH_REQUIRED
 * when nobody came or the person refused, CANCELLED. (transfer full) */
DaybookTokens *
daybook_await_browser (DaybookBrowserSignIn *sign_in,
                       guint timeout_seconds,
                       int paste_fd,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GCancellable) own = g_cancellable_new ();
  Browsing browsing = { .sign_in = sign_in, .cancellable = own };
  g_autoptr (DaybookTokens) tokens = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) failure = NULL;

  result = wait_for_browser (&browsing, timeout_seconds != 0 ? timeout_seconds : DAYBOOK_OAUTH_FLOW_SECONDS, paste_fd,
                             cancellable);
  tokens = daybook_browser_sign_in_run_finish (sign_in, result, &failure);
  g_clear_object (&browsing.paste);
  if (browsing.timed_out)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                           _ ("Nobody finished signing in in time. Try again."));
      return NULL;
    }
  if (tokens == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return g_steal_pointer (&tokens);
}
