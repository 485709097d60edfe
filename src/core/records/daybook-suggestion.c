/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-suggestion.h"

static const char *const priorities[] = {
  [DAYBOOK_PRIORITY_LOW] = "low",
  [DAYBOOK_PRIORITY_NORMAL] = "normal",
  [DAYBOOK_PRIORITY_HIGH] = "high",
};

static const char *const statuses[] = {
  [DAYBOOK_SUGGESTION_PENDING] = "pending_approval",
  [DAYBOOK_SUGGESTION_APPROVED] = "approved",
  [DAYBOOK_SUGGESTION_DISMISSED] = "dismissed",
  [DAYBOOK_SUGGESTION_AUTO_APPROVED] = "auto_approved",
};

DaybookSuggestion *
daybook_suggestion_new (void)
{
  DaybookSuggestion *self = g_new0 (DaybookSuggestion, 1);

  self->priority = DAYBOOK_PRIORITY_NORMAL;
  self->due_day = DAYBOOK_DAY_NONE;
  self->due_at = DAYBOOK_INSTANT_NONE;
  self->decided_at = DAYBOOK_INSTANT_NONE;
  return self;
}

void
daybook_suggestion_free (DaybookSuggestion *self)
{
  if (self == NULL)
    return;
  g_free (self->item_kind);
  g_free (self->item_key);
  g_free (self->item_version);
  g_free (self->state);
  g_free (self->kind);
  g_free (self->title);
  g_free (self->description);
  g_free (self->author);
  g_free (self->tags);
  g_free (self->reasoning);
  g_free (self->engine);
  g_free (self->model);
  g_free (self->snapshot);
  g_free (self);
}

static gboolean
find_name (const char *const *names, guint n, const char *text, guint *value)
{
  for (guint i = 0; i < n; i++)
    {
      if (g_strcmp0 (names[i], text) == 0)
        {
          *value = i;
          return TRUE;
        }
    }
  return FALSE;
}

const char *
daybook_priority_to_string (DaybookPriority priority)
{
  return priorities[priority];
}

gboolean
daybook_priority_from_string (const char *text, DaybookPriority *priority)
{
  guint value;

  if (!find_name (priorities, G_N_ELEMENTS (priorities), text, &value))
    return FALSE;
  *priority = (DaybookPriority) value;
  return TRUE;
}

const char *
daybook_suggestion_status_to_string (DaybookSuggestionStatus status)
{
  return statuses[status];
}

gboolean
daybook_suggestion_status_from_string (const char *text, DaybookSuggestionStatus *status)
{
  guint value;

  if (!find_name (statuses, G_N_ELEMENTS (statuses), text, &value))
    return FALSE;
  *status = (DaybookSuggestionStatus) value;
  return TRUE;
}
