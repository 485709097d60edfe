/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/daybook-json-reader.h"
#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

/* The series of one round: completes occurrences, which a delta describes by times and series alone, from
 * their masters, in whatever order and on whichever pages both come (providers.md 4.2). */
typedef struct _DaybookMicrosoftSeries DaybookMicrosoftSeries;

DaybookMicrosoftSeries *daybook_microsoft_series_new (DaybookExchange *exchange, gboolean incremental);
void daybook_microsoft_series_free (DaybookMicrosoftSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookMicrosoftSeries, daybook_microsoft_series_free)

void daybook_microsoft_series_take (DaybookMicrosoftSeries *self, DaybookItem *item);
void daybook_microsoft_series_take_master (DaybookMicrosoftSeries *self, DaybookItem *item);
void daybook_microsoft_series_settle_page (DaybookMicrosoftSeries *self);
gboolean daybook_microsoft_series_is_whole (DaybookMicrosoftSeries *self);
const char *daybook_microsoft_series_find_wanted (DaybookMicrosoftSeries *self);
void daybook_microsoft_series_give_up (DaybookMicrosoftSeries *self, const char *master_id);
void daybook_microsoft_series_end (DaybookMicrosoftSeries *self);

void daybook_microsoft_series_write (DaybookMicrosoftSeries *self, JsonBuilder *builder);
void daybook_microsoft_series_read (DaybookMicrosoftSeries *self, DaybookJsonReader *reader, gboolean is_sent);

G_END_DECLS
