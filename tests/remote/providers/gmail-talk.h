/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange-talk.h"

G_BEGIN_DECLS

/* Conversations with Gmail, as an engine would begin them. */
typedef struct
{
  DaybookProviderContext context;
  DaybookPullOptions options;
  DaybookAccount *account; /* (owned) */
  DaybookSource *source;   /* (owned) */
  GHashTable *known;       /* (owned) what the next conversation is told is stored */
  Talk *talk;              /* (owned) */
} GmailTalk;

/* The answer to one call of a batch. */
typedef struct
{
  const char *id;   /* of the message it is about; NULL: an answer to no call */
  guint status;
  const char *file; /* below tests/data; NULL: @body */
  const char *body;
} GmailPart;

GmailTalk *gmail_talk_new (void);
void gmail_talk_free (GmailTalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmailTalk, gmail_talk_free)

void gmail_talk_know (GmailTalk *self, const char *id, const char *etag);
void gmail_talk_pull (GmailTalk *self);
void gmail_talk_renew (GmailTalk *self);
void gmail_talk_answer (GmailTalk *self, const char *file);
void gmail_talk_answer_batch (GmailTalk *self, const GmailPart *parts, guint n_parts);
GBytes *gmail_talk_make_batch (const char *request, const GmailPart *parts, guint n_parts);
guint gmail_talk_count_calls (GmailTalk *self, guint request);

#define GMAIL_BATCH_HEADERS "Content-Type: multipart/mixed; boundary=batch_x7-y"

G_END_DECLS
