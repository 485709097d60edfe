/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *daybook_html_parse_entity (const char *p, const char *end, gunichar *character);

G_END_DECLS
