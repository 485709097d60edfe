/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/caldav/daybook-caldav-answer.h"
#include "providers/caldav/daybook-caldav-cursor.h"
#include "providers/caldav/daybook-caldav-members.h"
#include "providers/ical-reader/daybook-ical-entries.h"

G_BEGIN_DECLS

/* One round of a calendar: first what is there or has changed is listed (daybook-caldav-round.c), then what
 * is not stored as it is, is fetched (daybook-caldav-fetch.c). */
typedef struct
{
  /* Input */
  char *address;   /* (owned) of the collection */
  char *source_id; /* (owned) */
  char *owner;     /* (owned) (nullable) the person's address */
  DaybookZone *zone; /* (owned) */
  DaybookIcalOptions options;
  DaybookCaldavCursor cursor; /* where the last round ended; empty for a full one */
  DaybookCaldavCursor resume; /* where an interrupted one stopped */

  /* In progress */
  gboolean is_full;   /* everything that is there has to be said */
  gboolean is_listed; /* what is not listed is not there */
  DaybookCaldavMembers *members; /* (owned) */
  GPtrArray *wanted;  /* (owned) DaybookCaldavMember, to be fetched, by name */
  guint position;     /* in it */
  guint batch;        /* how many at a time */
  guint asked;        /* how many were asked for */
  gboolean no_batches; /* the server does not know them */
  GPtrArray *singles;  /* (owned) DaybookCaldavMember that a batch did not answer, to be asked for by themselves */
  DaybookCaldavMember *single; /* (nullable) the one that is asked for by itself now */
  guint pages;

  /* Output */
  DaybookCaldavCursor next;
} DaybookCaldavRound;

void daybook_caldav_fetch (DaybookExchange *exchange, DaybookCaldavRound *self);
void daybook_caldav_round_refuse (DaybookExchange *exchange, DaybookCaldavRound *self,
                                  const DaybookHttpResponse *response);

G_END_DECLS
