/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts/daybook-account-row.h"

G_BEGIN_DECLS

/* A further account of the same sign-in, as a small tile on the card of the first, which tells in its tooltip how it is
 * doing. Pressed, it is opened. */
#define DAYBOOK_TYPE_ACCOUNT_MARK (daybook_account_mark_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAccountMark, daybook_account_mark, DAYBOOK, ACCOUNT_MARK, GtkButton)

GtkWidget *daybook_account_mark_new (DaybookAccountRow *row);
char *daybook_account_mark_describe (DaybookAccountRow *row);
DaybookAccountRow *daybook_account_mark_get_row (DaybookAccountMark *self);

G_END_DECLS
