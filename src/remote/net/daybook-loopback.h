/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "net/daybook-timers.h"

G_BEGIN_DECLS

/* The HTTP listener on this computer that the browser comes back to after a sign-in. It reads heads
 * of requests of at most 8 KiB, 32 connections at a time, each for 10 seconds, answers with pages
 * that never change, and is closed when the sign-in is over.
 *
 * Not SoupServer: its makers advise against exposing it to untrusted clients, every page a person
 * has open is one, and it takes bodies, paths, repeated hosts and silent connections that have no
 * business here (reliability.md section 0, 8). What is needed is one GET. */
#define DAYBOOK_TYPE_LOOPBACK (daybook_loopback_get_type ())
G_DECLARE_FINAL_TYPE (DaybookLoopback, daybook_loopback, DAYBOOK, LOOPBACK, GObject)

typedef enum
{
  DAYBOOK_LOOPBACK_PAGE_FOREIGN, /* not this sign-in's: goes on listening */
  DAYBOOK_LOOPBACK_PAGE_DONE,
  DAYBOOK_LOOPBACK_PAGE_REFUSED,
} DaybookLoopbackPage;

/* Takes the query of a request to the redirect address and says which page to show. */
typedef DaybookLoopbackPage (*DaybookLoopbackFunc) (DaybookLoopback *loopback,
                                                    const char *query,
                                                    gpointer data);

DaybookLoopback *daybook_loopback_new (const char *host,
                                       const guint16 *ports,
                                       const char *path,
                                       DaybookTimers *timers,
                                       DaybookLoopbackFunc func,
                                       gpointer data,
                                       GError **error);
const char *daybook_loopback_get_redirect_uri (DaybookLoopback *self);
void daybook_loopback_close (DaybookLoopback *self);

G_END_DECLS
