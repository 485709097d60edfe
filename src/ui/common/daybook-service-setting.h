/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-reader.h"
#include "records/daybook-provider-setting.h"

G_BEGIN_DECLS

/* A setting that a service declares, as the worker describes it: a DaybookProviderSetting whose texts are its own,
 * label and description in the person's language already. */
DaybookProviderSetting *daybook_service_setting_read (DaybookJsonReader *reader);
DaybookProviderSetting *daybook_service_setting_copy (const DaybookProviderSetting *self);
void daybook_service_setting_free (DaybookProviderSetting *self);

G_END_DECLS
