/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

/* Mail, message, commit, pull request, review, issue or page: what happened beside the calendar.
 * One row per (source, kind, external id). All text owned, valid UTF-8, nullable unless said. */
typedef struct
{
  gint64 id;
  gint64 source_id;
  char *kind;        /* mail message commit pull_request review issue page; never NULL */
  char *external_id; /* never NULL */
  char *parent;      /* thread, channel, repository */
  char *title;       /* never NULL */
  char *author;
  gint64 at;
  char *url;
  int count; /* how many things the row stands for, at least 1 */
  char *snippet;
  char *body;   /* plain text, at most 64 KiB */
  char *detail; /* JSON object of what only this kind has; NULL = {} */
  char *etag;
  guint64 hash;
} DaybookActivity;

DaybookActivity *daybook_activity_new (void);
DaybookActivity *daybook_activity_copy (const DaybookActivity *self);
void daybook_activity_free (DaybookActivity *self);
/* How an activity is named where only text stands for it: "mail/18f0". (transfer full) */
char *daybook_activity_make_key (const char *kind, const char *external_id);
/* The halves of such a key; FALSE: @key names no activity. @external_id points into @key. */
gboolean daybook_activity_split_key (const char *key, const char **kind, const char **external_id);
/* The text in its detail at a JSON pointer, "/kept_by"; NULL: there is none. (transfer full) */
char *daybook_activity_find_detail (const DaybookActivity *self, const char *pointer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookActivity, daybook_activity_free)

G_END_DECLS
