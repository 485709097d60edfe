/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* Finds out from the address that a person typed who the person is there and where the calendars are (RFC
 * 6764 section 6, without the look-up in DNS, which is none of an exchange's business). */
void daybook_caldav_discovery_start (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange);

G_END_DECLS
