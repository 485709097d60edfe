/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one function that writes a JSON string by hand. Lists of thousands of events are written with it,
 * where a tree of nodes for each would cost more than everything else that is done with the event;
 * requests are built with JsonBuilder. */
void daybook_json_text_append (GString *json, const char *text);

G_END_DECLS
