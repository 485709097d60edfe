/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* json-glib writes 0.545 as 0.54500000000000004. Shortens every number of @json, a document that json-glib wrote, to
 * the fewest digits that are read back as the same double; whole numbers and text are left as they are. (transfer
 * full) */
char *daybook_json_shorten_numbers (const char *json);

G_END_DECLS
