/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* A conversation with a service whose half was recorded: runs an exchange without a network. */
typedef struct
{
  guint status;
  const char *file;    /* below tests/data; NULL: @body */
  const char *body;    /* NULL: empty */
  const char *headers; /* "name: value", LF between; NULL: none */
} TalkAnswer;

typedef struct
{
  DaybookExchange *exchange; /* (owned) */
  GPtrArray *urls;           /* (owned) char*: what was asked, in order */
  GPtrArray *requests;       /* (owned) char*: the same with method, headers and body */
  GPtrArray *items;          /* (owned) DaybookItem: what a runner would have stored by now */
  GPtrArray *resumes;        /* (owned) char*: every checkpoint taken with them */
  gsize chunk_size;          /* pieces that streamed bodies come in; 0: whole */
} Talk;

/* 2026-11-21T12:00:00Z, a Saturday */
#define TALK_NOW G_GINT64_CONSTANT (1795262400)

Talk *talk_new (gint64 now);
void talk_free (Talk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Talk, talk_free)

void talk_run (Talk *self, const TalkAnswer *answers, guint n_answers);
guint talk_run_until (Talk *self, const TalkAnswer *answers, guint n_answers);
gboolean talk_answer_bytes (Talk *self, guint status, const char *headers, GBytes *body);

char *talk_get_parameter (Talk *self, guint request, const char *name);
const DaybookEvent *talk_find_event (Talk *self, const char *external_id);
const DaybookItem *talk_find_item (Talk *self, DaybookItemOp op, const char *external_id);
guint talk_count_items (Talk *self, DaybookItemOp op);
const DaybookActivity *talk_find_activity (Talk *self, const char *kind, const char *external_id);
void talk_assert_failed (Talk *self, int code);
void talk_assert_refused (Talk *self, int code, gint64 wait);
void talk_assert_finished (Talk *self);

void talk_options_init (DaybookPullOptions *options);

GHashTable *talk_known_new (void);
void talk_known_add (GHashTable *self, char *id /* (transfer full) */, const char *etag, guint64 hash);

GBytes *talk_load (const char *file);

G_END_DECLS
