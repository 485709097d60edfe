/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* providers.ini (interfaces.md): endpoints and client ids, the only configuration of services. Which
 * keys a service has follows from its description. Every key can also come from the environment, which wins: [google] client-id is
 * DAYBOOK_GOOGLE_CLIENT_ID. An unknown section or key, or a value that does not parse, is one warning
 * that names file, line and key, and the key counts as absent; a broken file never keeps a program
 * from starting. */
typedef struct _DaybookServiceConfig DaybookServiceConfig;

DaybookServiceConfig *daybook_service_config_load (const char *path);
void daybook_service_config_free (DaybookServiceConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookServiceConfig, daybook_service_config_free)

char *daybook_service_config_get (DaybookServiceConfig *self, const char *section, const char *key);
gboolean daybook_service_config_set (DaybookServiceConfig *self,
                                     const char *section,
                                     const char *key,
                                     const char *value,
                                     GError **error);
GPtrArray *daybook_service_config_get_warnings (DaybookServiceConfig *self);

G_END_DECLS
