/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-item.h"

G_BEGIN_DECLS

/* One page of a calendarView, of its delta or otherwise, or one event by itself. */
typedef struct
{
  GPtrArray *items; /* (owned) DaybookItem: see daybook_microsoft_event_read() */
  char *next_link;  /* (owned) (nullable) there are more pages */
  char *delta_link; /* (owned) (nullable) the last page of a delta round: where the next round begins */
} DaybookMicrosoftPage;

gboolean daybook_microsoft_page_parse (DaybookMicrosoftPage *self, GBytes *body, GHashTable *colors, GError **error);
gboolean daybook_microsoft_page_parse_event (DaybookMicrosoftPage *self, GBytes *body, GHashTable *colors,
                                             GError **error);
void daybook_microsoft_page_clear (DaybookMicrosoftPage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookMicrosoftPage, daybook_microsoft_page_clear)

G_END_DECLS
