/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-ctl.h"

G_BEGIN_DECLS

/* A service as the worker describes it: the command line knows none by name. */
typedef struct _DaybookServiceDescription DaybookServiceDescription;

DaybookServiceDescription *daybook_service_description_ask (DaybookCtl *ctl, const char *provider, GError **error);
void daybook_service_description_free (DaybookServiceDescription *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookServiceDescription, daybook_service_description_free)

const char *daybook_service_description_choose_way (DaybookServiceDescription *self,
                                                    const char *sign_in,
                                                    const char *user);
gboolean daybook_service_description_merge_settings (DaybookServiceDescription *self,
                                                     gboolean of_source,
                                                     char **pairs,
                                                     char **settings,
                                                     GError **error);

G_END_DECLS
