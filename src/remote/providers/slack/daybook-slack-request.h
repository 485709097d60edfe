/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* The pace of each method that is asked for often (providers.md 5.2, tiers), a bucket each. */
extern const DaybookPace daybook_slack_paces[];
#define DAYBOOK_SLACK_N_PACES 7

DaybookRequest *daybook_slack_request_new (const char *api_url, const char *method, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
