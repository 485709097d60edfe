/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-item.h"

G_BEGIN_DECLS

/* What is asked of a page of events, as a `fields` mask: exactly what is read below. It divides the
 * bytes by three. */
extern const char daybook_google_events_fields[];

/* One page of events.list. All text owned and nullable. */
typedef struct
{
  GPtrArray *items; /* DaybookItem, in page order */
  char *next_page;
  char *next_sync;
} DaybookGooglePage;

void daybook_google_page_clear (DaybookGooglePage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookGooglePage, daybook_google_page_clear)

gboolean daybook_google_page_parse (DaybookGooglePage *self, GBytes *body, const char *zone_name, GError **error);

G_END_DECLS
