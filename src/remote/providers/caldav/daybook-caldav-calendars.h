/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* The calendars of an account: what they are, and which have changed since they were read. */
void daybook_caldav_calendars_list (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange);
void daybook_caldav_calendars_scout (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange);

G_END_DECLS
