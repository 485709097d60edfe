/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-source.h"

/* As the database, the command line and D-Bus spell them. */
static const char *const states[] = {
  [DAYBOOK_SOURCE_ACTIVE] = "active",
  [DAYBOOK_SOURCE_GONE] = "gone",
  [DAYBOOK_SOURCE_READ_ONLY] = "read_only",
  [DAYBOOK_SOURCE_QUARANTINED] = "quarantined",
  [DAYBOOK_SOURCE_HELD] = "held",
};

/* Every owned text of a source, so that copy and free cannot forget one. */
static const gsize texts[] = {
  G_STRUCT_OFFSET (DaybookSource, external_id),
  G_STRUCT_OFFSET (DaybookSource, name),
  G_STRUCT_OFFSET (DaybookSource, kind),
  G_STRUCT_OFFSET (DaybookSource, owner),
  G_STRUCT_OFFSET (DaybookSource, color),
  G_STRUCT_OFFSET (DaybookSource, time_zone),
  G_STRUCT_OFFSET (DaybookSource, direction),
  G_STRUCT_OFFSET (DaybookSource, visibility),
  G_STRUCT_OFFSET (DaybookSource, cursor),
  G_STRUCT_OFFSET (DaybookSource, cursor_params),
  G_STRUCT_OFFSET (DaybookSource, resume),
  G_STRUCT_OFFSET (DaybookSource, owed),
  G_STRUCT_OFFSET (DaybookSource, settings),
};

/* A source that is off, imports with details, and looks 7 days back and 30 ahead. */
DaybookSource *
daybook_source_new (void)
{
  DaybookSource *self = g_new0 (DaybookSource, 1);

  self->state = DAYBOOK_SOURCE_ACTIVE;
  self->direction = g_strdup ("import");
  self->visibility = g_strdup ("details");
  self->window_back_days = 7;
  self->window_ahead_days = 30;
  self->last_sync_at = DAYBOOK_INSTANT_NONE;
  self->expanded_from = DAYBOOK_DAY_NONE;
  self->expanded_to = DAYBOOK_DAY_NONE;
  return self;
}

/* A deep copy. */
DaybookSource *
daybook_source_copy (const DaybookSource *self)
{
  DaybookSource *copy = g_new (DaybookSource, 1);

  *copy = *self;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    G_STRUCT_MEMBER (char *, copy, texts[i]) = g_strdup (G_STRUCT_MEMBER (char *, self, texts[i]));
  return copy;
}

void
daybook_source_free (DaybookSource *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (G_STRUCT_MEMBER (char *, self, texts[i]));
  g_free (self);
}

/* The spelling of @state. Static. */
const char *
daybook_source_state_to_string (DaybookSourceState state)
{
  return (guint) state < G_N_ELEMENTS (states) ? states[state] : "active";
}

/* Reads a spelling; FALSE, @state untouched, for any other text. */
gboolean
daybook_source_state_from_string (const char *text, DaybookSourceState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (g_strcmp0 (states[i], text) == 0)
        {
          *state = i;
          return TRUE;
        }
    }
  return FALSE;
}
