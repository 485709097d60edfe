/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *daybook_project_name_format (const char *client, const char *project);

G_END_DECLS
