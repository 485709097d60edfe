/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An errand of the worker is straight code; here it waits for an answer while the main context iterates:
 *
 *   g_autoptr (GAsyncResult) result = NULL;
 *
 *   daybook_thing_run_async (thing, cancellable, daybook_await_cb, &result);
 *   daybook_await (&result);
 *   ok = daybook_thing_run_finish (thing, result, error);
 */
void daybook_await_cb (GObject *source, GAsyncResult *result, gpointer awaited);
void daybook_await (GAsyncResult **awaited /* (inout) NULL until daybook_await_cb() ran, then (transfer full) */);

G_END_DECLS
