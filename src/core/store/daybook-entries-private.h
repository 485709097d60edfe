/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-event.h"
#include "store/daybook-entries.h"

G_BEGIN_DECLS

/* The seal: every entry carries the SHA-256 of all its fields (daybook-entry-seal.c). */
gboolean daybook_store_seal_entry (DaybookStore *self, gint64 id, GError **error);
gboolean daybook_store_entry_is_sound (DaybookStore *self, gint64 id, gboolean *sound, GError **error);
GArray *daybook_store_list_unsound_entries (DaybookStore *self, GError **error); /* gint64 */

/* An entry's words in the search index. */
gboolean daybook_store_index_entry (DaybookStore *self, gint64 id, GError **error);
gboolean daybook_store_unindex_entry (DaybookStore *self, gint64 id, GError **error);
/* After a row was written by something that knows only rows: link, flags, words, seal. */
gboolean daybook_store_settle_entry (DaybookStore *self, gint64 id, GError **error);

/* Entries follow their meetings with flags, never with times (daybook-entry-links.c). */
gboolean daybook_store_has_event_keys (DaybookStore *self);
gboolean daybook_store_follow_event (DaybookStore *self, const DaybookEvent *event, gint64 event_id,
                                     const char *master_external_id, GError **error);
gboolean daybook_store_follow_lost_event (DaybookStore *self, gint64 event_id, GError **error);
gboolean daybook_store_rename_event_key (DaybookStore *self, const char *from, const char *to, GError **error);
gint64 daybook_store_find_keyed_event (DaybookStore *self, const char *event_key);

/* A row that was just inserted, for undo (daybook-journal.c). */
gboolean daybook_store_journal_added (DaybookStore *self, const char *table, gint64 id, GError **error);

G_END_DECLS
