/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

/* Gmail v1: mail that is unread or labelled, read only. */
#define DAYBOOK_TYPE_GMAIL (daybook_gmail_get_type ())
G_DECLARE_FINAL_TYPE (DaybookGmail, daybook_gmail, DAYBOOK, GMAIL, DaybookProviderBase)

G_END_DECLS
