/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @text (nullable, Markdown, any bytes) speaks to @login as "@login": as a word of its own and not in code, as GitHub
 * tells who is mentioned. A team's name ("@acme/login") is somebody else. */
gboolean daybook_github_mentions (const char *text, const char *login);

G_END_DECLS
