/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-ctl.h"

G_BEGIN_DECLS

/* Reading a command's words. Everything a person can get wrong is a USAGE error that names the word. */
gboolean daybook_options_parse (DaybookCtl *ctl,
                                const char *name,
                                const GOptionEntry *entries,
                                int *argc,
                                char ***argv,
                                GError **error);
gboolean daybook_options_expect (int argc, int least, int most, const char *usage, GError **error);
gboolean daybook_options_limit (int limit, int most, GError **error);
gboolean daybook_options_day (DaybookCtl *ctl, const char *text, DaybookDay fallback, DaybookDay *day, GError **error);
gboolean daybook_options_days (DaybookCtl *ctl,
                               const char *from_text,
                               const char *to_text,
                               DaybookDay from_fallback,
                               DaybookDay to_fallback,
                               DaybookDay *from,
                               DaybookDay *to,
                               GError **error);
gboolean daybook_options_instant (DaybookCtl *ctl, const char *text, gint64 *instant, GError **error);
gboolean daybook_options_duration (const char *text, gint64 *seconds, GError **error);
gboolean daybook_options_row (DaybookCtl *ctl, DaybookKind kind, const char *text, gint64 *number, GError **error);
gboolean daybook_options_named_row (DaybookCtl *ctl,
                                    DaybookKind kind,
                                    const char *text,
                                    gint64 *number,
                                    GError **error);
gboolean daybook_options_pair (const char *text, char **key, char **value, GError **error);
gboolean daybook_options_text (const char *text, const char *missing, GError **error);
gboolean daybook_options_boolean (const char *text, gboolean *value, GError **error);
char *daybook_options_read_secret (GError **error);

G_END_DECLS
