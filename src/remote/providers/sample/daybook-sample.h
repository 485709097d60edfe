/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

/* Sample data: a fortnight around today of somebody who works for two clients. No network, no account. */
#define DAYBOOK_TYPE_SAMPLE (daybook_sample_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSample, daybook_sample, DAYBOOK, SAMPLE, DaybookProviderBase)

G_END_DECLS
