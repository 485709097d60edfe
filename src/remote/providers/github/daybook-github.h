/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

/* GitHub, and GitHub Enterprise: commits, pull requests, reviews, issues (providers.md 6). */
#define DAYBOOK_TYPE_GITHUB (daybook_github_get_type ())
G_DECLARE_FINAL_TYPE (DaybookGithub, daybook_github, DAYBOOK, GITHUB, DaybookProviderBase)

G_END_DECLS
