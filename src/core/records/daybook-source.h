/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_SOURCE_ACTIVE,
  DAYBOOK_SOURCE_GONE,        /* vanished at the service; its rows stay */
  DAYBOOK_SOURCE_READ_ONLY,
  DAYBOOK_SOURCE_QUARANTINED, /* killed its worker twice: not synced until Retry */
  DAYBOOK_SOURCE_HELD,        /* a sweep would have deleted too much: waits for the person */
} DaybookSourceState;

/* A calendar, mailbox, channel, repository or database of an account. */
typedef struct
{
  gint64 id;
  gint64 account_id;
  char *external_id; /* never NULL */
  char *name;        /* never NULL */
  char *kind;        /* calendar mailbox channel repository database */
  char *owner;
  char *color; /* #rrggbb */
  char *time_zone;
  gboolean is_primary;
  DaybookSourceState state;
  gboolean enabled;
  char *direction;  /* import export two-way */
  char *visibility; /* details busy */
  gboolean push;
  gint64 project_id; /* 0 = none */
  gint64 person_id;
  int window_back_days;
  int window_ahead_days;
  gint64 last_sync_at;
  char *cursor;
  char *cursor_params;
  char *resume;
  char *owed; /* what a scout found and no pull has taken yet: NULL nothing, "" a change, else the provider's hint */
  gint64 generation;
  DaybookDay expanded_from; /* occurrences stand for days [from, to); DAYBOOK_DAY_NONE never */
  DaybookDay expanded_to;
  gint64 max_duration;
  int held_count;
  gint64 item_count; /* what the service delivered; kept by the store */
  char *settings; /* JSON object */
  gint64 version;
} DaybookSource;

DaybookSource *daybook_source_new (void);
DaybookSource *daybook_source_copy (const DaybookSource *self);
void daybook_source_free (DaybookSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSource, daybook_source_free)

const char *daybook_source_state_to_string (DaybookSourceState state);
gboolean daybook_source_state_from_string (const char *text, DaybookSourceState *state);

G_END_DECLS
