/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *daybook_css_color_to_hex (const char *text, gssize length);

G_END_DECLS
