/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/gmail/daybook-gmail-message.h"
#include "providers/gmail/daybook-gmail-round.h"

G_BEGIN_DECLS

typedef struct _DaybookGmailRound DaybookGmailRound;

/* A round goes from one to the next:
 *
 *   full look     profile, labels, a list for each label, metadata, texts
 *   else          history; only when something changed: labels, lists, metadata, texts
 *
 * The lists decide what belongs to the mailbox's filter in both, so that both come to the same. What was
 * taken once stays while the message is in the mailbox, read or not: the person's day does not change because
 * they opened their mail. All owned. */
struct _DaybookGmailRound
{
  /* What the person chose */
  char **labels;      /* names or ids; none: any */
  char *query;        /* Gmail's search; "" */
  guint limit;        /* messages of a full look */
  gboolean want_text;
  char *filter;       /* all that as one text: a cursor holds to it */
  gint64 from_at;
  gint64 to_at;       /* G_MAXINT64: open */

  /* Where it is */
  char *api_url;      /* of the person's mailbox: .../users/me */
  char *api_path;     /* its path, as it stands in the parts of a batch */
  char *batch_url;
  char *address;      /* (nullable) the person's */
  gboolean full;
  gboolean resumed;
  char *start;        /* (nullable) the history to begin at, without a full look */
  char *history;      /* (nullable) where the next round begins */
  char *page;         /* (nullable) page token */
  gboolean restarted; /* the pages asked for now have begun anew once already */
  guint tries;        /* how often the batch, or what was left of it, has been asked for */

  /* What it found */
  GHashTable *deleted;   /* set of ids that are gone for good, by the history */
  GHashTable *changed;   /* set of ids that came or changed, by the history */
  GHashTable *names;     /* (nullable) labels, id -> name */
  GPtrArray *label_ids;  /* those that are listed; one NULL: any */
  guint label;           /* index of the one listed now */
  guint listed_here;     /* ids of it so far */
  guint pages_here;
  GPtrArray *listed;     /* ids, in the order found */
  GHashTable *is_listed; /* set of them */

  GPtrArray *ids;        /* to look at, each once */
  guint next;            /* index of the first that was not asked for */
  GHashTable *messages;  /* id -> DaybookGmailMessage, metadata */
  GPtrArray *texts;      /* ids whose text is to be fetched */
  GPtrArray *batch;      /* ids asked for now, in the order of their calls */
  gboolean batch_is_full;
};

void daybook_gmail_round_ask (DaybookExchange *exchange, DaybookGmailRound *self, const char *url,
                              DaybookResponseFunc func, guint cost);
void daybook_gmail_round_checkpoint (DaybookExchange *exchange, DaybookGmailRound *self);
void daybook_gmail_round_finish (DaybookExchange *exchange, DaybookGmailRound *self);
const DaybookKnown *daybook_gmail_round_get_known (DaybookExchange *exchange, const char *id);
void daybook_gmail_round_yield_op (DaybookExchange *exchange, DaybookItemOp op, const char *id);

/* daybook-gmail-find.c: which messages to look at. */
void daybook_gmail_find_all (DaybookExchange *exchange, DaybookGmailRound *self);
void daybook_gmail_find_names (DaybookExchange *exchange, DaybookGmailRound *self);
void daybook_gmail_find_changes (DaybookExchange *exchange, DaybookGmailRound *self);

/* daybook-gmail-fetch.c: the messages themselves. */
void daybook_gmail_fetch (DaybookExchange *exchange, DaybookGmailRound *self);
void daybook_gmail_fetch_texts (DaybookExchange *exchange, DaybookGmailRound *self);

G_END_DECLS
