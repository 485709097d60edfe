/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-activity.h"
#include "records/daybook-event.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_ITEM_UPSERT,         /* event or activity as it is now */
  DAYBOOK_ITEM_SEEN,           /* external_id is still there and unchanged (304 of one, same etag) */
  DAYBOOK_ITEM_TOMBSTONE,      /* external_id was deleted; a no-op for what is not known */
  DAYBOOK_ITEM_MISSING,        /* external_id is no longer named, which may be history passed over or a mistake: what a
                                  full round's sweep would do with it is done. Only of rounds that are not full */
  DAYBOOK_ITEM_PATCH,          /* event: fill an instance's missing fields from its series master */
  DAYBOOK_ITEM_REPLACE_SERIES, /* the instances of master external_id inside the window that this round has not
                                  mentioned so far are gone: comes after all that are there */
  DAYBOOK_ITEM_QUARANTINE,     /* external_id is there but could not be read; reason says why */
} DaybookItemOp;

/* What an exchange yields: one change to the rows of a source, in the order it was learned.
 *
 * Two activities of different kinds may have one external id (an issue and a pull request), so whatever names an
 * activity without carrying it, SEEN, TOMBSTONE, MISSING and QUARANTINE here and the exchange's table of what is
 * known, says KIND/external id: daybook_activity_make_key(). An event is named by its external id alone. */
typedef struct
{
  DaybookItemOp op;
  DaybookEvent *event;       /* (owned) (nullable) UPSERT, PATCH of calendars */
  DaybookActivity *activity; /* (owned) (nullable) UPSERT of everything else */
  char *external_id;         /* (owned) (nullable) SEEN, TOMBSTONE, MISSING, REPLACE_SERIES, QUARANTINE */
  char *etag;                /* (owned) (nullable) QUARANTINE */
  char *reason;              /* (owned) (nullable) QUARANTINE */
} DaybookItem;

DaybookItem *daybook_item_new_event (DaybookEvent *event /* (transfer full) */);
DaybookItem *daybook_item_new_activity (DaybookActivity *activity /* (transfer full) */);
DaybookItem *daybook_item_new_op (DaybookItemOp op, const char *external_id);
DaybookItem *daybook_item_new_quarantine (const char *external_id, const char *etag, const char *reason);
void daybook_item_free (DaybookItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookItem, daybook_item_free)

G_END_DECLS
