/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

struct _DaybookExchange
{
  GObject parent_instance;

  gint64 now;
  GRand *random;           /* (owned) */
  GHashTable *known;       /* (owned) (nullable) external id -> DaybookKnown */
  DaybookKnownTableFunc known_func; /* (nullable) reads it; NULL once it was called */
  gpointer known_data;
  DaybookKnownEventFunc known_event_func;
  gpointer known_event_data;
  gpointer state;          /* (owned) the provider's */
  GDestroyNotify state_destroy;

  GQueue queue;            /* Queued (owned): unanswered or not handed over yet, in order asked */
  guint window;
  gboolean delivering;
  gpointer answered;       /* (nullable) Queued whose handler runs now */
  GQueue retired;          /* Queued (owned): unanswered at the end; a runner may still hold their requests */

  GPtrArray *items;        /* (owned) DaybookItem since the last checkpoint */
  GPtrArray *whole_items;  /* (owned) (nullable) DaybookItem up to the last checkpoint */
  char *checkpoint;        /* (owned) (nullable) */
  guint n_yielded;
  guint expected;          /* of them, in the end; 0 not known */
  GPtrArray *sources;      /* (owned) DaybookSource */
  GHashTable *changed;     /* (owned) external ids */
  GHashTable *gone;        /* (owned) external ids */
  GHashTable *hints;       /* (owned) text by external id */
  GHashTable *postponed;   /* (owned) set of external ids */

  gboolean full;
  gboolean done;
  GError *error;           /* (owned) (nullable) */
  gint64 retry_at;
  char *cursor;            /* (owned) (nullable) */
  char *identity;          /* (owned) (nullable) */
  char *name;              /* (owned) (nullable) */
  char *moved_address;     /* (owned) (nullable) */
  GHashTable *kept;        /* (owned) text by key: settings of the grant */
};

G_END_DECLS
