/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

/* What a suggestion was made from, as it was then. Text owned, nullable; safe to show as plain text. */
typedef struct
{
  char *title;  /* one line */
  char *author; /* one line */
  char *text;
  char *url;    /* one that may be opened */
  gint64 at;    /* DAYBOOK_INSTANT_NONE unknown */
} DaybookInboxSource;

DaybookInboxSource *daybook_inbox_source_parse (const char *snapshot);
void daybook_inbox_source_free (DaybookInboxSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookInboxSource, daybook_inbox_source_free)

/* Where something lies at a service: whose, and what it is for (DaybookSource). Text owned, nullable. */
typedef struct
{
  char *provider;
  char *kind; /* calendar mailbox channel repository ... */
} DaybookInboxPlace;

DaybookInboxPlace *daybook_inbox_place_new (const char *provider, const char *kind);
void daybook_inbox_place_free (DaybookInboxPlace *self);

G_END_DECLS
