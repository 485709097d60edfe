/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "records/daybook-account.h"

G_BEGIN_DECLS

/* Secrets by name, wherever they are kept: the vault in programs, memory in tests. */
#define DAYBOOK_TYPE_SECRETS (daybook_secrets_get_type ())
G_DECLARE_INTERFACE (DaybookSecrets, daybook_secrets, DAYBOOK, SECRETS, GObject)

struct _DaybookSecretsInterface
{
  GTypeInterface parent_iface;

  GBytes *(*get) (DaybookSecrets *self, const char *name, GError **error);
  gboolean (*put) (DaybookSecrets *self,
                   const char *name,
                   gint64 grant_id,
                   gint64 epoch,
                   GBytes *value,
                   GError **error);
};

GBytes *daybook_secrets_get (DaybookSecrets *self, const char *name, GError **error);
gboolean daybook_secrets_put (DaybookSecrets *self,
                              const char *name,
                              gint64 grant_id,
                              gint64 epoch,
                              GBytes *value,
                              GError **error);
char *daybook_secrets_name_for_grant (const DaybookGrant *grant, const char *what);
char *daybook_secrets_prefix_for_grant (gint64 grant_id);

G_END_DECLS
