/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "records/daybook-account.h"

G_BEGIN_DECLS

/* How an account is doing, in words. A pure function: everything it looks at is handed in, and the card,
 * the account's own page and a screen reader all say the same. */

typedef enum
{
  DAYBOOK_TONE_GOOD,      /* synced, nothing to do */
  DAYBOOK_TONE_BUSY,      /* something goes on */
  DAYBOOK_TONE_WAITING,   /* goes on by itself, later */
  DAYBOOK_TONE_ATTENTION, /* does not go on without the person */
  DAYBOOK_TONE_QUIET,     /* switched off by the person */
} DaybookTone;

/* The one thing to do about an account in its state. */
typedef enum
{
  DAYBOOK_ACCOUNT_ACTION_SYNC,
  DAYBOOK_ACCOUNT_ACTION_CANCEL,
  DAYBOOK_ACCOUNT_ACTION_SIGN_IN,
  DAYBOOK_ACCOUNT_ACTION_RESUME,
  DAYBOOK_ACCOUNT_ACTION_UNLOCK, /* syncs, with a prompt of the keyring */
} DaybookAccountAction;

typedef struct
{
  const DaybookAccount *account;
  gboolean queued;  /* a job of the agent waits for its turn */
  gboolean running; /* a job of the agent runs */
  guint64 done;     /* items, while running */
  guint64 total;    /* 0 = not known */
  gint64 now;
  DaybookZone *zone;
} DaybookAccountSituation;

typedef struct
{
  DaybookTone tone;
  DaybookAccountAction action;
  char *text;      /* (owned) "Synced 4 minutes ago" */
  char *since;     /* (owned) (nullable) "Last synced yesterday, 18:20", where @text does not say when */
  double fraction; /* 0 to 1, -1 not known; only while BUSY */
} DaybookAccountWords;

DaybookAccountWords *daybook_account_words_new (const DaybookAccountSituation *situation);
void daybook_account_words_free (DaybookAccountWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookAccountWords, daybook_account_words_free)

const char *daybook_tone_get_style_class (DaybookTone tone);

char *daybook_account_words_format_moment (gint64 instant, gint64 now, DaybookZone *zone);
char *daybook_account_words_format_until (gint64 until, gint64 now, DaybookZone *zone);
char *daybook_account_words_format_number (guint64 number);

G_END_DECLS
