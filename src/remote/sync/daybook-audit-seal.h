/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-secrets.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* The end of the audit log's chain, sealed with the vault's key: whoever can write the file can compute
 * the chain anew after an edit, but not the seal. It detects, it cannot prevent (reliability.md, row 30):
 * an older copy of the whole file carries its own seal. */
#define DAYBOOK_AUDIT_SEAL_SECRET "audit/head"

gboolean daybook_audit_seal_verify (DaybookStore *store, DaybookSecrets *secrets, GError **error);
gboolean daybook_audit_seal_renew (DaybookStore *store, DaybookSecrets *secrets, GError **error);

G_END_DECLS
