/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../net/fake-server.h"
#include "insight/daybook-suggester.h"
#include "model/daybook-suggestion-writer.h"
#include "store-fixture.h"

G_BEGIN_DECLS

/* A mail that asks for something. */
#define SUGGESTION_ASKING "Could you please send me the signed contract 4711 by Friday? Details: https://intra.example/c?id=1"

/* A good answer; %s is the item's id. */
extern const char suggestion_talk_good[];

/* A model at a server of the test's own. */
typedef struct
{
  StoreFixture *store; /* (unowned) */
  DaybookServiceConfig *config;
  DaybookTimers *timers;
  DaybookTransport *transport;
  FakeServer *server;
  DaybookModel *model;
} SuggestionTalk;

gint64 suggestion_talk_put_mail (StoreFixture *self, const char *subject, const char *body);
DaybookSuggestion *suggestion_talk_get_first (StoreFixture *self);

void suggestion_talk_begin (SuggestionTalk *self, StoreFixture *store, FakeHandler handler, gpointer data);
void suggestion_talk_end (SuggestionTalk *self);
/* One sync's worth. */
void suggestion_talk_judge_new (SuggestionTalk *self, DaybookSuggestCounts *counts);

/* What a handler does with @request: it answers with @content, whatever that is; or well. */
gboolean suggestion_talk_answer (GIOStream *connection, const char *content);
char *suggestion_talk_find_id (const FakeRequest *request);
gboolean suggestion_talk_answer_well (const FakeRequest *request, GIOStream *connection, gpointer data);

G_END_DECLS
