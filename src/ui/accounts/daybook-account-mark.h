/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts/daybook-account-row.h"

G_BEGIN_DECLS

/* A further account of the same sign-in, in one line of its card: what it is and how it is doing. Pressed, it is
 * opened. */
#define DAYBOOK_TYPE_ACCOUNT_LINE (daybook_account_line_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAccountLine, daybook_account_line, DAYBOOK, ACCOUNT_LINE, GtkButton)

GtkWidget *daybook_account_line_new (DaybookAccountRow *row);
DaybookAccountRow *daybook_account_line_get_row (DaybookAccountLine *self);

G_END_DECLS
