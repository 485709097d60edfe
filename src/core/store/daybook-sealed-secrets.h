/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Sealed secrets (net/daybook-vault). With grant_id, refused (CONFLICT) unless the grant's epoch is @epoch. */
gboolean daybook_store_put_secret (DaybookStore *self, const char *name, gint64 grant_id, gint64 epoch,
                                   const char *key_id, GBytes *blob, GError **error);
gboolean daybook_store_reseal_secret (DaybookStore *self, const char *name, const char *key_id, GBytes *blob, GError **error);
GBytes *daybook_store_get_secret (DaybookStore *self, const char *name, char **key_id, GError **error);
gboolean daybook_store_delete_secrets (DaybookStore *self, const char *name_prefix, GError **error);
GPtrArray *daybook_store_list_secrets (DaybookStore *self); /* char*: names */
gint64 daybook_store_get_secret_time (DaybookStore *self, const char *name); /* DAYBOOK_INSTANT_NONE = none */
char **daybook_store_list_secret_keys (DaybookStore *self); /* distinct key ids in use */

G_END_DECLS
