/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What each way of signing in is called and asks for. Ways are words of the worker: browser device token
 * password url goa none. */
typedef enum
{
  DAYBOOK_ASKS_NOTHING = 0,
  DAYBOOK_ASKS_CLIENT = 1 << 0,  /* a client id of one's own, where none came with Daybook */
  DAYBOOK_ASKS_ADDRESS = 1 << 1, /* a secret address, or a file */
  DAYBOOK_ASKS_SERVER = 1 << 2,
  DAYBOOK_ASKS_USER = 1 << 3,
  DAYBOOK_ASKS_PASSWORD = 1 << 4,
  DAYBOOK_ASKS_TOKEN = 1 << 5,
} DaybookAsks;

typedef struct
{
  const char *way;
  const char *title;    /* untranslated, N_() */
  const char *sentence; /* untranslated, N_() */
  const char *button;   /* untranslated, N_() */
  DaybookAsks asks;
  const char *help;     /* a page that walks through it; NULL: the service's own does */
} DaybookSignInWay;

const DaybookSignInWay *daybook_sign_in_way_find (const char *way);
char *daybook_sign_in_explain (const GError *error, const char *way);

G_END_DECLS
