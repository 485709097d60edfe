/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The address of a search for the issues and pull requests that concern me and were touched from @since on, in
 * @repository (nullable: anywhere). (transfer full) */
char *daybook_github_search_new (const char *api_url, const char *repository, const char *since, gboolean is_plain);

G_END_DECLS
