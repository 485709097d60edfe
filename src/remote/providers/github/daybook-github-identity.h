/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

char *daybook_github_get_login (const DaybookProviderContext *context);

/* Whose account it is: gives @klass the methods that find it out. */
void daybook_github_identity_init_class (DaybookProviderBaseClass *klass);

G_END_DECLS
