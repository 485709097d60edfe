/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* What signing in has found out and the grant keeps, beside `origins`, which the runner reads. */
#define DAYBOOK_CALDAV_HOMES "home"      /* addresses of the folders that hold calendars, space separated */
#define DAYBOOK_CALDAV_PERSON "address"  /* the person's mail address there */

char **daybook_caldav_account_get_homes (const DaybookProviderContext *context);
char *daybook_caldav_account_find_person (const DaybookProviderContext *context);
char *daybook_caldav_account_find_calendar (const DaybookProviderContext *context, const DaybookSource *source);
char *daybook_caldav_account_make_id (char *const *homes, const char *address);

G_END_DECLS
