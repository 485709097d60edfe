/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_PRIORITY_LOW,
  DAYBOOK_PRIORITY_NORMAL,
  DAYBOOK_PRIORITY_HIGH,
} DaybookPriority;

typedef enum
{
  DAYBOOK_SUGGESTION_PENDING,
  DAYBOOK_SUGGESTION_APPROVED,
  DAYBOOK_SUGGESTION_DISMISSED,
  DAYBOOK_SUGGESTION_AUTO_APPROVED,
} DaybookSuggestionStatus;

/* What an engine thinks has to be done because of a mail, a message, a meeting, ... It changes nothing
 * until a person approves it; then it is a task. Text owned, nullable unless said. */
typedef struct
{
  gint64 id;
  gint64 source_id;
  char *item_kind;    /* event or activity; never NULL */
  gint64 item_id;     /* the row; 0: it is gone */
  char *item_key;     /* what names the item for good: KIND/external id; never NULL */
  char *item_version; /* etag or hash of the item that was looked at: the same one is not looked at again */
  char *state;        /* digest of what was judged: a dismissed suggestion never returns for the same; never NULL */
  char *kind;         /* task reply review prepare read; never NULL */
  char *title;        /* at most 200 characters; never NULL */
  char *description;
  char *author;       /* who asks: what feedback is counted by */
  DaybookPriority priority;
  DaybookDay due_day; /* DAYBOOK_DAY_NONE none */
  gint64 due_at;      /* DAYBOOK_INSTANT_NONE none or no time */
  char *tags;         /* JSON array of text */
  double confidence;  /* 0 to 1, as the engine says */
  char *reasoning;
  char *engine;       /* builtin or model; never NULL */
  char *model;
  char *snapshot;     /* JSON object: title author at snippet url of the item as it was */
  DaybookSuggestionStatus status;
  gint64 task_id;     /* 0 = none */
  gint64 created_at;
  gint64 decided_at;
  gint64 version;
  /* Not a column: who judged need not read it, because rules say for certain that nothing in it waits. */
  gboolean settled;
  /* Filled in when listed; not columns. */
  double corrected;   /* confidence after what the person decided on ones like it */
  int like_approved;  /* of like_decided */
  int like_decided;
} DaybookSuggestion;

#define DAYBOOK_SUGGESTION_SHOWN 0.5 /* below are stored, not shown */
#define DAYBOOK_TITLE_MAX_CHARACTERS 200

DaybookSuggestion *daybook_suggestion_new (void);
void daybook_suggestion_free (DaybookSuggestion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSuggestion, daybook_suggestion_free)

/* Words as the database and interfaces.md have them; static. FALSE, the value untouched: no such word. */
const char *daybook_priority_to_string (DaybookPriority priority);
gboolean daybook_priority_from_string (const char *text, DaybookPriority *priority);
const char *daybook_suggestion_status_to_string (DaybookSuggestionStatus status);
gboolean daybook_suggestion_status_from_string (const char *text, DaybookSuggestionStatus *status);

G_END_DECLS
