/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-item.h"

/* An upsert of a calendar's event, which the item takes over. */
DaybookItem *
daybook_item_new_event (DaybookEvent *event)
{
  DaybookItem *self = g_new0 (DaybookItem, 1);

  self->op = DAYBOOK_ITEM_UPSERT;
  self->event = event;
  return self;
}

/* An upsert of anything but a calendar's event; the item takes @activity over. */
DaybookItem *
daybook_item_new_activity (DaybookActivity *activity)
{
  DaybookItem *self = g_new0 (DaybookItem, 1);

  self->op = DAYBOOK_ITEM_UPSERT;
  self->activity = activity;
  return self;
}

/* SEEN, TOMBSTONE, MISSING or REPLACE_SERIES of @external_id. */
DaybookItem *
daybook_item_new_op (DaybookItemOp op, const char *external_id)
{
  DaybookItem *self = g_new0 (DaybookItem, 1);

  self->op = op;
  self->external_id = g_strdup (external_id);
  return self;
}

/* Says that @external_id could not be read. @reason is shown to people; it must not quote content. */
DaybookItem *
daybook_item_new_quarantine (const char *external_id, const char *etag, const char *reason)
{
  DaybookItem *self = daybook_item_new_op (DAYBOOK_ITEM_QUARANTINE, external_id);

  self->etag = g_strdup (etag);
  self->reason = g_strdup (reason);
  return self;
}

void
daybook_item_free (DaybookItem *self)
{
  if (self == NULL)
    return;
  daybook_event_free (self->event);
  daybook_activity_free (self->activity);
  g_free (self->external_id);
  g_free (self->etag);
  g_free (self->reason);
  g_free (self);
}
