/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* Time zones in words. New strings, owned by the caller. */
char *daybook_zone_words_place (const char *name);
char *daybook_zone_words_offset (int offset);
char *daybook_zone_words_describe (DaybookZone *zone, gint64 instant);

G_END_DECLS
