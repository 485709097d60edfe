/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* A row that a sentence rests on, with what people know it by. Text is owned, valid UTF-8 and nullable unless said. */
typedef struct
{
  DaybookKind kind; /* event, activity, entry, task or source */
  gint64 id;
  char *word;     /* an activity's kind: commit, mail, ... */
  char *title;    /* never NULL */
  char *author;   /* who wrote it; of an entry its project, of a source its account */
  char *provider; /* the service it came from */
  char *url;
  gint64 at;      /* instant; all-day: day * 86400; DAYBOOK_INSTANT_NONE where there is no time to it */
  gint64 end;     /* the same, of what has an end */
  gboolean all_day;
  int count;      /* how many things the row stands for, at least 1 */
  /* What the inbox made of it and shows: a task, or a suggestion to decide on. */
  DaybookKind inbox_kind; /* DAYBOOK_KIND_NONE: nothing */
  gint64 inbox_id;
} DaybookEvidence;

void daybook_evidence_free (DaybookEvidence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookEvidence, daybook_evidence_free)

/* The rows that @ids (text ids, in any order, of any kinds) name: DaybookEvidence by time, each once; what has no time
 * comes last. Rows that are gone and kinds that nothing rests on are left out. (transfer full) */
GPtrArray *daybook_store_list_evidence (DaybookStore *self, const char *const *ids, GError **error);

G_END_DECLS
