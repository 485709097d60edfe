/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-goa.h"

#include <string.h>

#include "net/daybook-goa-private.h"

#define MANAGER_PATH "/org/gnome/OnlineAccounts"
#define LIST_TIMEOUT_MS 5000 /* it only reads what it has; one that hangs is as good as none */

void
daybook_goa_account_free (DaybookGoaAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->id);
  g_free (self->type);
  g_free (self->identity);
  g_free (self->name);
  g_free (self->calendar_uri);
  g_free (self->user);
  g_free (self);
}

static char *
dup_text (GVariant *properties, const char *name)
{
  const char *text = NULL;

  if (properties == NULL || !g_variant_lookup (properties, name, "&s", &text) || *text == '\0')
    return NULL;
  return g_strdup (text);
}

static gboolean
get_bool (GVariant *properties, const char *name)
{
  gboolean value = FALSE;

  g_variant_lookup (properties, name, "b", &value);
  return value;
}

/* Calendar.Uri may carry the user name ("https://ana@cloud.example/"): it comes apart from the address, which is asked for
 * without it. */
static void
take_uri (DaybookGoaAccount *self, const char *text)
{
  g_autoptr (GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return;
  self->user = g_strdup (g_uri_get_userinfo (uri));
  if (self->user != NULL && strchr (self->user, ':') != NULL)
    *strchr (self->user, ':') = '\0';
  self->calendar_uri = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                                   g_uri_get_port (uri), g_uri_get_path (uri), g_uri_get_query (uri), NULL);
}

/* One object of the manager: a{sa{sv}}. NULL for what is no account. */
static DaybookGoaAccount *
read_account (const char *path, GVariant *interfaces)
{
  g_autoptr (GVariant) account = g_variant_lookup_value (interfaces, DAYBOOK_GOA_ACCOUNT, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) calendar = g_variant_lookup_value (interfaces, DAYBOOK_GOA_CALENDAR, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) token = g_variant_lookup_value (interfaces, DAYBOOK_GOA_OAUTH2, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) password = g_variant_lookup_value (interfaces, DAYBOOK_GOA_PASSWORD, G_VARIANT_TYPE_VARDICT);
  g_autoptr (DaybookGoaAccount) self = NULL;
  g_autofree char *uri = NULL;

  if (account == NULL)
    return NULL;
  self = g_new0 (DaybookGoaAccount, 1);
  self->path = g_strdup (path);
  self->id = dup_text (account, "Id");
  self->type = dup_text (account, "ProviderType");
  self->identity = dup_text (account, "Identity");
  self->name = dup_text (account, "PresentationIdentity");
  if (self->id == NULL || self->type == NULL || self->identity == NULL)
    return NULL;
  if (self->name == NULL)
    self->name = g_strdup (self->identity);
  self->attention_needed = get_bool (account, "AttentionNeeded");
  self->calendar_disabled = get_bool (account, "CalendarDisabled");
  self->mail_disabled = get_bool (account, "MailDisabled");
  self->has_token = token != NULL;
  self->has_password = password != NULL;
  uri = dup_text (calendar, "Uri");
  take_uri (self, uri);
  if (self->user == NULL)
    self->user = g_strdup (self->identity);
  return g_steal_pointer (&self);
}

/* Every account there is, in the order of Settings. Empty where there is no session bus, no GNOME Online Accounts, or
 * none that answers: then this way is simply not offered. (transfer full) (element-type DaybookGoaAccount) */
GPtrArray *
daybook_goa_list (GCancellable *cancellable)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_goa_account_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, &error);
  g_autoptr (GVariant) reply = NULL;
  GVariantIter *objects = NULL;
  GVariant *interfaces;
  const char *path;

  if (bus != NULL)
    reply = g_dbus_connection_call_sync (bus, DAYBOOK_GOA_NAME, MANAGER_PATH, "org.freedesktop.DBus.ObjectManager",
                                         "GetManagedObjects", NULL, G_VARIANT_TYPE ("(a{oa{sa{sv}}})"),
                                         G_DBUS_CALL_FLAGS_NONE, LIST_TIMEOUT_MS, cancellable, &error);
  if (reply == NULL)
    {
      g_debug ("No GNOME Online Accounts: %s", error->message);
      return accounts;
    }
  g_variant_get (reply, "(a{oa{sa{sv}}})", &objects);
  while (g_variant_iter_next (objects, "{&o@a{sa{sv}}}", &path, &interfaces))
    {
      DaybookGoaAccount *account = read_account (path, interfaces);

      if (account != NULL)
        g_ptr_array_add (accounts, account);
      g_variant_unref (interfaces);
    }
  g_variant_iter_free (objects);
  return accounts;
}
