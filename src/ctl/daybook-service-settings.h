/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-ctl.h"

G_BEGIN_DECLS

/* The settings that a service declares, as the worker tells them: the command line knows no service. */
typedef struct _DaybookServiceSettings DaybookServiceSettings;

DaybookServiceSettings *daybook_service_settings_ask (DaybookCtl *ctl, const char *provider, GError **error);
void daybook_service_settings_free (DaybookServiceSettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookServiceSettings, daybook_service_settings_free)

gboolean daybook_service_settings_merge (DaybookServiceSettings *self,
                                         gboolean of_source,
                                         char **pairs,
                                         char **settings,
                                         GError **error);

G_END_DECLS
