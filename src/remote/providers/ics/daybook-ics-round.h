/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* What is wanted of a calendar's address. */
typedef enum
{
  DAYBOOK_ICS_IDENTIFY, /* the account's name */
  DAYBOOK_ICS_LIST,     /* its one source */
  DAYBOOK_ICS_PULL,     /* its events */
} DaybookIcsPurpose;

/* @source and @options are NULL for all but a pull. */
void daybook_ics_round_start (DaybookIcsPurpose purpose, const DaybookProviderContext *context,
                              const DaybookSource *source, const DaybookPullOptions *options,
                              DaybookExchange *exchange);

G_END_DECLS
