/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <locale.h>

G_BEGIN_DECLS

/* Money is a gint64 of minor units (cents) beside an ISO 4217 code. How many minor units make one
 * unit depends on the currency: 100 of most, 1 of yen, 1000 of dinars. */

gboolean daybook_money_is_currency (const char *code);
guint daybook_money_decimals (const char *currency);
const char *daybook_money_locale_currency (void);

gboolean
daybook_money_parse (const char *text, const char *currency, gint64 *minor, GError **error);
gboolean daybook_money_parse_exact (const char *text, const char *currency, gint64 *minor, GError **error);
char *daybook_money_format (gint64 minor, const char *currency);
char *daybook_money_format_in (gint64 minor, const char *currency, const struct lconv *locale);
char *daybook_money_format_plain (gint64 minor, const char *currency);

gboolean daybook_money_scale (gint64 minor, gint64 numerator, gint64 denominator, gint64 *result);
gboolean daybook_money_for_duration (gint64 hourly_rate, gint64 seconds, gint64 *amount);

G_END_DECLS
