/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-secrets.h"

G_DEFINE_INTERFACE (DaybookSecrets, daybook_secrets, G_TYPE_OBJECT)

static void
daybook_secrets_default_init (DaybookSecretsInterface *iface)
{
}

/* The secret called @name, wiped when it is freed. Errors: NOT_FOUND where there is none;
 * KEYRING_LOCKED, KEYRING_ABSENT, AUTH_REQUIRED (it is there, and its key is lost), STORAGE. */
GBytes *
daybook_secrets_get (DaybookSecrets *self, const char *name, GError **error)
{
  return DAYBOOK_SECRETS_GET_IFACE (self)->get (self, name, error);
}

/* Keeps @value under @name, durably when this returns. @grant_id 0: it belongs to no grant; else it
 * is refused with CONFLICT unless the grant's epoch is still @epoch (somebody disconnected it). */
gboolean
daybook_secrets_put (DaybookSecrets *self,
                     const char *name,
                     gint64 grant_id,
                     gint64 epoch,
                     GBytes *value,
                     GError **error)
{
  return DAYBOOK_SECRETS_GET_IFACE (self)->put (self, name, grant_id, epoch, value, error);
}

/* The name of a grant's secret: "grant/7/google/tokens". A secret is sealed together with its name,
 * so that a token of one service cannot be opened for a grant that somebody has turned into
 * another's. (transfer full) */
char *
daybook_secrets_name_for_grant (const DaybookGrant *grant, const char *what)
{
  g_autofree char *prefix = daybook_secrets_prefix_for_grant (grant->id);

  return g_strconcat (prefix, grant->provider != NULL ? grant->provider : "", "/", what, NULL);
}

/* What the names of all secrets of a grant begin with. (transfer full) */
char *
daybook_secrets_prefix_for_grant (gint64 grant_id)
{
  return g_strdup_printf ("grant/%" G_GINT64_FORMAT "/", grant_id);
}
