/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How far a calendar has been read: a JSON object of a cursor or of a checkpoint. All text is owned and
 * nullable. */
typedef struct
{
  char *token; /* of sync-collection; NULL where the server has none */
  char *ctag;  /* else: the mark of the calendar as a whole */
  GHashTable *passed; /* (owned) (nullable) set of gint64: digests of objects that hold nothing to be kept, for
                         servers without sync tokens, who would make us read them each time */
  char *after;  /* checkpoint: all up to this name is done */
  gboolean full; /* checkpoint: of a full round */
} DaybookCaldavCursor;

void daybook_caldav_cursor_read (DaybookCaldavCursor *self, const char *text);
char *daybook_caldav_cursor_write (const DaybookCaldavCursor *self);
void daybook_caldav_cursor_clear (DaybookCaldavCursor *self);
void daybook_caldav_cursor_pass (DaybookCaldavCursor *self, const char *name, const char *etag);
gboolean daybook_caldav_cursor_has_passed (const DaybookCaldavCursor *self, const char *name, const char *etag);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookCaldavCursor, daybook_caldav_cursor_clear)

G_END_DECLS
