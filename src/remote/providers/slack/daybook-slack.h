/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

/* Slack (providers.md 5): what was said by channel and day. */
#define DAYBOOK_TYPE_SLACK (daybook_slack_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSlack, daybook_slack, DAYBOOK, SLACK, DaybookProviderBase)

G_END_DECLS
