/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-keyring.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gnutls/gnutls.h>
#include <libsecret/secret.h>
#include <string.h>

#include "base/daybook-error.h"
#include "ipc/daybook-keyring-state.h"

#define MAX_LOOKS 4
#define STUMBLE_USEC (50 * 1000)

static const SecretSchema schema = {
  "io.github.daybookapp.Daybook.Key",
  SECRET_SCHEMA_NONE,
  { { "id", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

static gboolean
fail (GError **error, DaybookError code, const char *message)
{
  g_set_error_literal (error, DAYBOOK_ERROR, code, message);
  return FALSE;
}

static gboolean
fail_locked (GError **error)
{
  return fail (error, DAYBOOK_ERROR_KEYRING_LOCKED,
               _ ("The keyring is locked. Unlock it, and Daybook goes on by itself."));
}

/* A service that is there and answers with an error. That was met once, with GNOME Keyring on a busy machine, where the
 * key was there before and after; why is not known.
 */
static gboolean
has_stumbled (const GError *cause)
{
  if (cause->domain == G_DBUS_ERROR)
    return cause->code != G_DBUS_ERROR_SERVICE_UNKNOWN && cause->code != G_DBUS_ERROR_NAME_HAS_NO_OWNER;
  return g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_DBUS_ERROR)
         || (cause->domain == SECRET_ERROR && cause->code != SECRET_ERROR_IS_LOCKED);
}

/* Turns what a look at the keyring met (transfer full) into the reason that a person is told. */
static gboolean
fail_because (GError **error, GError *cause)
{
  g_autoptr (GError) taken = cause;

  if (taken->domain == DAYBOOK_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&taken));
      return FALSE;
    }
  if (g_error_matches (taken, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return fail_locked (error);
  if (has_stumbled (taken))
    g_message ("the keyring service: %s", taken->message);
  return fail (error, DAYBOOK_ERROR_KEYRING_ABSENT,
               _ ("There is no keyring service to keep Daybook’s key in. Start one, for example "
                  "GNOME Keyring."));
}

/* Whether to look again after look @number met @cause, which is freed then, and a moment waited for. */
static gboolean
shall_look_again (guint number, GError **cause)
{
  if (number == MAX_LOOKS || !has_stumbled (*cause))
    return FALSE;
  g_debug ("the keyring service, look %u: %s", number, (*cause)->message);
  g_clear_error (cause);
  g_usleep (STUMBLE_USEC);
  return TRUE;
}

/* Nobody else locks a file of libsecret's own, and the service knows nothing of it. */
static gboolean
asks_service (void)
{
  return daybook_keyring_find_place () == DAYBOOK_KEYRING_SERVICE;
}

/* One look; any error, KEYRING_LOCKED among them. */
static gboolean
check_once (gboolean interactive, GError **error)
{
  g_autoptr (GDBusConnection) bus = NULL;
  gboolean is_open;

  if (!asks_service ())
    return TRUE;
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  if (bus == NULL || !daybook_keyring_ask_service (bus, &is_open, error))
    return FALSE;
  return is_open || interactive || fail_locked (error);
}

/* Whether a secret can be asked for now: looks, and raises no prompt. With @interactive a locked
 * keyring passes, since the look-up that follows may ask the person. KEYRING_LOCKED,
 * KEYRING_ABSENT. */
gboolean
daybook_keyring_check (gboolean interactive, GError **error)
{
  GError *cause = NULL;

  for (guint look = 1; !check_once (interactive, &cause); look++)
    {
      if (!shall_look_again (look, &cause))
        return fail_because (error, cause);
    }
  return TRUE;
}

/* The text under @key_id. NOT_FOUND, KEYRING_LOCKED, or any error of the service's. An answer of
 * "nothing" without an error also means a dismissed prompt, so the lock is looked at again. */
static char *
look_up_once (const char *key_id, gboolean interactive, GError **error)
{
  GError *cause = NULL;
  char *text;

  if (!check_once (interactive, error))
    return NULL;
  text = secret_password_lookup_nonpageable_sync (&schema, NULL, &cause, "id", key_id, NULL);
  if (cause != NULL)
    g_propagate_error (error, cause);
  else if (text == NULL && check_once (FALSE, error))
    fail (error, DAYBOOK_ERROR_NOT_FOUND, _ ("The keyring does not hold Daybook’s key."));
  return text;
}

/* Reads key @key_id. NOT_FOUND: the keyring is open and the key is not there. */
gboolean
daybook_keyring_look_up (const char *key_id,
                         gboolean interactive,
                         guint8 key[DAYBOOK_KEY_SIZE],
                         GError **error)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autofree guchar *bytes = NULL;
  GError *cause = NULL;
  char *text;
  gsize length;

  /* Looking at the lock and libsecret's look-up then share one connection: it lasts while somebody holds it. */
  if (asks_service ())
    bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  for (guint look = 1; (text = look_up_once (key_id, interactive, &cause)) == NULL; look++)
    {
      if (!shall_look_again (look, &cause))
        return fail_because (error, cause);
    }
  bytes = g_base64_decode (text, &length);
  secret_password_free (text);
  if (bytes == NULL || length != DAYBOOK_KEY_SIZE)
    return fail (error, DAYBOOK_ERROR_NOT_FOUND, _ ("Daybook’s key in the keyring is damaged."));
  memcpy (key, bytes, DAYBOOK_KEY_SIZE);
  gnutls_memset (bytes, 0, length);
  return TRUE;
}

gboolean
daybook_keyring_store (const char *key_id, const guint8 key[DAYBOOK_KEY_SIZE], GError **error)
{
  g_autofree char *text = g_base64_encode (key, DAYBOOK_KEY_SIZE);
  GError *local = NULL;
  gboolean ok = secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT,
                                            _ ("Daybook: key to its stored tokens"), text, NULL,
                                            &local, "id", key_id, NULL);

  gnutls_memset (text, 0, strlen (text));
  if (ok)
    return TRUE;
  if (local == NULL || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&local);
      return fail_locked (error);
    }
  return fail_because (error, local);
}

/* Takes key @key_id out of the keyring, NULL: every one of ours. What is locked cannot be taken
 * out, and libsecret says nothing about it: then this is KEYRING_LOCKED. */
gboolean
daybook_keyring_forget (const char *key_id, GError **error)
{
  GError *local = NULL;

  if (!daybook_keyring_check (FALSE, error))
    return FALSE;
  if (key_id != NULL)
    secret_password_clear_sync (&schema, NULL, &local, "id", key_id, NULL);
  else
    secret_password_clear_sync (&schema, NULL, &local, NULL);
  return local == NULL || fail_because (error, local);
}
