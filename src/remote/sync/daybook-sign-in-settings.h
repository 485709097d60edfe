/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"
#include "providers/daybook-service-config.h"

G_BEGIN_DECLS

gboolean daybook_sign_in_check_settings (const DaybookProviderInfo *info, GHashTable *settings, GError **error);
gboolean daybook_sign_in_keep_client (const DaybookProviderInfo *info, GHashTable *settings, DaybookServiceConfig *config,
                                      GError **error);
char *daybook_sign_in_make_settings (const DaybookProviderInfo *info, GHashTable *settings);

G_END_DECLS
