/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox/daybook-inbox-item.h"

struct _DaybookInboxItem
{
  GObject parent_instance;

  gint64 id;
  DaybookInboxSection section;
  guint count;                   /* of a section's title */
  DaybookSuggestion *suggestion; /* (owned) (nullable) what waits, or what a task came from */
  DaybookTask *task;             /* (owned) (nullable) */
  DaybookInboxSource *source;    /* (owned) (nullable) */
  char *provider;                /* (owned) (nullable) */
  char *source_kind;             /* (owned) (nullable) */
  gint64 outbox_id;              /* 0 = nothing waits to be told */
  char *problem;                 /* (owned) (nullable) why it could not be told */
  gboolean tried;                /* at least once */
  gint64 send_at;                /* when it is told at the earliest */
};

static void daybook_inbox_item_row_init (DaybookRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookInboxItem, daybook_inbox_item, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_ROW, daybook_inbox_item_row_init))

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gint64
daybook_inbox_item_get_id (DaybookRow *row)
{
  return DAYBOOK_INBOX_ITEM (row)->id;
}

#define SWAP(type, a, b) \
  G_STMT_START \
  { \
    type swapped = (a); \
    (a) = (b); \
    (b) = swapped; \
  } \
  G_STMT_END

static void
daybook_inbox_item_assign (DaybookRow *row, DaybookRow *other_row)
{
  DaybookInboxItem *self = DAYBOOK_INBOX_ITEM (row);
  DaybookInboxItem *other = DAYBOOK_INBOX_ITEM (other_row);

  self->section = other->section;
  self->count = other->count;
  self->outbox_id = other->outbox_id;
  SWAP (DaybookSuggestion *, self->suggestion, other->suggestion);
  SWAP (DaybookTask *, self->task, other->task);
  SWAP (DaybookInboxSource *, self->source, other->source);
  SWAP (char *, self->provider, other->provider);
  SWAP (char *, self->source_kind, other->source_kind);
  SWAP (char *, self->problem, other->problem);
  SWAP (gboolean, self->tried, other->tried);
  SWAP (gint64, self->send_at, other->send_at);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
daybook_inbox_item_row_init (DaybookRowInterface *iface)
{
  iface->get_id = daybook_inbox_item_get_id;
  iface->assign = daybook_inbox_item_assign;
}

static void
daybook_inbox_item_finalize (GObject *object)
{
  DaybookInboxItem *self = DAYBOOK_INBOX_ITEM (object);

  daybook_suggestion_free (self->suggestion);
  daybook_task_free (self->task);
  daybook_inbox_source_free (self->source);
  g_free (self->provider);
  g_free (self->source_kind);
  g_free (self->problem);
  G_OBJECT_CLASS (daybook_inbox_item_parent_class)->finalize (object);
}

static void
daybook_inbox_item_class_init (DaybookInboxItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_inbox_item_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_inbox_item_init (DaybookInboxItem *self)
{
}

gint64
daybook_inbox_item_make_id (gboolean task, gint64 number)
{
  return number * 2 + (task ? 1 : 0);
}

DaybookInboxItem *
daybook_inbox_item_new_title (DaybookInboxSection section, guint count)
{
  DaybookInboxItem *self = g_object_new (DAYBOOK_TYPE_INBOX_ITEM, NULL);

  self->id = -1 - (gint64) section;
  self->section = section;
  self->count = count;
  return self;
}

DaybookInboxItem *
daybook_inbox_item_new_suggestion (DaybookSuggestion *suggestion, const DaybookInboxPlace *place)
{
  DaybookInboxItem *self = g_object_new (DAYBOOK_TYPE_INBOX_ITEM, NULL);

  self->id = daybook_inbox_item_make_id (FALSE, suggestion->id);
  self->section = DAYBOOK_INBOX_REVIEW;
  self->suggestion = suggestion;
  self->source = daybook_inbox_source_parse (suggestion->snapshot);
  self->provider = place != NULL ? g_strdup (place->provider) : NULL;
  self->source_kind = place != NULL ? g_strdup (place->kind) : NULL;
  return self;
}

/* What became a task by itself is told apart until it is done. */
DaybookInboxItem *
daybook_inbox_item_new_task (DaybookTask *task, DaybookSuggestion *origin, const DaybookInboxPlace *place)
{
  DaybookInboxItem *self = g_object_new (DAYBOOK_TYPE_INBOX_ITEM, NULL);
  gboolean automatic = origin != NULL && origin->status == DAYBOOK_SUGGESTION_AUTO_APPROVED;

  self->id = daybook_inbox_item_make_id (TRUE, task->id);
  self->section = automatic && task->status == DAYBOOK_TASK_OPEN ? DAYBOOK_INBOX_ADDED : DAYBOOK_INBOX_TASKS;
  self->task = task;
  self->suggestion = origin;
  self->source = origin != NULL ? daybook_inbox_source_parse (origin->snapshot) : NULL;
  self->provider = place != NULL ? g_strdup (place->provider) : NULL;
  self->source_kind = place != NULL ? g_strdup (place->kind) : NULL;
  return self;
}

void
daybook_inbox_item_set_waiting (DaybookInboxItem *self, const DaybookOutboxRow *row)
{
  self->outbox_id = row->id;
  self->tried = row->attempts > 0;
  self->send_at = row->next_attempt_at;
  g_free (self->problem);
  self->problem = g_strdup (row->last_error);
}

DaybookInboxSection
daybook_inbox_item_get_section (DaybookInboxItem *self)
{
  return self->section;
}

gboolean
daybook_inbox_item_is_title (DaybookInboxItem *self)
{
  return self->suggestion == NULL && self->task == NULL;
}

/* Whether it is approved with all that are as sure. */
gboolean
daybook_inbox_item_is_sure (DaybookInboxItem *self)
{
  return self->section == DAYBOOK_INBOX_REVIEW && self->suggestion != NULL
         && self->suggestion->corrected >= DAYBOOK_INBOX_SURE;
}

guint
daybook_inbox_item_get_count (DaybookInboxItem *self)
{
  return self->count;
}

/* (transfer none) (nullable) What waits for the person. */
const DaybookSuggestion *
daybook_inbox_item_get_suggestion (DaybookInboxItem *self)
{
  return self->task == NULL ? self->suggestion : NULL;
}

/* (transfer none) (nullable) The suggestion, or what the task came from. */
const DaybookSuggestion *
daybook_inbox_item_get_origin (DaybookInboxItem *self)
{
  return self->suggestion;
}

/* (transfer none) (nullable) */
const DaybookTask *
daybook_inbox_item_get_task (DaybookInboxItem *self)
{
  return self->task;
}

/* (transfer none) (nullable) */
const DaybookInboxSource *
daybook_inbox_item_get_source (DaybookInboxItem *self)
{
  return self->source;
}

/* (transfer none) (nullable) */
const char *
daybook_inbox_item_get_provider (DaybookInboxItem *self)
{
  return self->provider;
}

/* (transfer none) (nullable) */
const char *
daybook_inbox_item_get_source_kind (DaybookInboxItem *self)
{
  return self->source_kind;
}

gint64
daybook_inbox_item_get_outbox_id (DaybookInboxItem *self)
{
  return self->outbox_id;
}

/* (transfer none) (nullable) Why the service could not be told. */
const char *
daybook_inbox_item_get_problem (DaybookInboxItem *self)
{
  return self->problem;
}

gboolean
daybook_inbox_item_was_tried (DaybookInboxItem *self)
{
  return self->tried;
}

gint64
daybook_inbox_item_get_send_at (DaybookInboxItem *self)
{
  return self->send_at;
}
