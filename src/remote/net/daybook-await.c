/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-await.h"

void
daybook_await_cb (GObject *source, GAsyncResult *result, gpointer awaited)
{
  g_set_object ((GAsyncResult **) awaited, result);
}

void
daybook_await (GAsyncResult **awaited)
{
  while (*awaited == NULL)
    g_main_context_iteration (NULL, TRUE);
}
