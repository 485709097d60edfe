/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the loopback listener makes of the head of a request: a plain function of bytes, so that it
 * can be fuzzed. Reads HTTP/1.1 as strictly as RFC 9112 allows, since nobody but a browser has any
 * business there. */
#define DAYBOOK_LOOPBACK_MAX_HEAD 8192

typedef enum
{
  DAYBOOK_LOOPBACK_MORE,        /* the head is not complete yet */
  DAYBOOK_LOOPBACK_ANSWER,      /* the browser comes back from the service: @query is set */
  DAYBOOK_LOOPBACK_BAD,         /* 400: no request that a browser makes here */
  DAYBOOK_LOOPBACK_FORBIDDEN,   /* 403: made by a page, not by a person's navigation */
  DAYBOOK_LOOPBACK_NOT_FOUND,   /* 404: another path (favicon, another service's) */
  DAYBOOK_LOOPBACK_NOT_GET,     /* 405 */
  DAYBOOK_LOOPBACK_TOO_LARGE,   /* 431 */
  DAYBOOK_LOOPBACK_MISDIRECTED, /* 421: the Host is another one (DNS rebinding) */
  DAYBOOK_LOOPBACK_PREFETCH,    /* 503: not wanted before the person goes there */
} DaybookLoopbackVerdict;

DaybookLoopbackVerdict daybook_loopback_judge (
    const char *head, gsize size, const char *authority, const char *path, char **query);

G_END_DECLS
