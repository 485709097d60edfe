/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-service-config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-link.h"
#include "providers/daybook-provider.h"

struct _DaybookServiceConfig
{
  char *path;          /* (owned) */
  GKeyFile *file;      /* (owned) */
  GPtrArray *warnings; /* (owned) char* */
};

typedef enum
{
  VALUE_TEXT,
  VALUE_URL,
  VALUE_URL_OR_EMPTY,
  VALUE_NUMBER,  /* at least 1 */
  VALUE_ADDRESS, /* host:port to listen on */
} ValueKind;

/* What is no service's. */
static const struct
{
  const char *section;
  const char *key;
  ValueKind kind;
} own[] = {
  { "model", "base-url", VALUE_URL_OR_EMPTY },
  { "model", "name", VALUE_TEXT },
  { "push", "listen", VALUE_ADDRESS },
  { "push", "public-url", VALUE_URL_OR_EMPTY },
};

/* A service's keys follow from its description: an address that it has can be another, a client id is needed for what is
 * signed in to by OAuth, and so on. */
static gboolean
is_oauth_key (const DaybookOAuthInfo *oauth, const char *key, ValueKind *kind)
{
  *kind = VALUE_URL;
  if (g_str_equal (key, "authorize-url") || g_str_equal (key, "token-url"))
    return TRUE;
  if (g_str_equal (key, "revoke-url"))
    return oauth->revoke_url != NULL;
  if (g_str_equal (key, "device-url"))
    return oauth->device_url != NULL;
  *kind = VALUE_TEXT;
  if (g_str_equal (key, "client-id"))
    return TRUE;
  if (g_str_equal (key, "client-secret"))
    return oauth->needs_secret;
  return g_str_equal (key, "tenant") && oauth->authorize_url != NULL && strstr (oauth->authorize_url, "{tenant}") != NULL;
}

/* @key NULL: any. */
static gboolean
is_key_of (const DaybookProviderInfo *info, const char *key, ValueKind *kind)
{
  if (key == NULL)
    return info->oauth != NULL || info->api_key != NULL || info->n_paces > 0;
  if (info->oauth != NULL && is_oauth_key (info->oauth, key, kind))
    return TRUE;
  *kind = VALUE_URL;
  if (g_strcmp0 (info->api_key, key) == 0)
    return TRUE;
  *kind = VALUE_NUMBER;
  for (gsize i = 0; i < info->n_paces; i++)
    {
      if (g_strcmp0 (info->paces[i].key, key) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether there is such a key (NULL: such a section), and of what @kind its values are. */
static gboolean
find_known (const char *section, const char *key, ValueKind *kind)
{
  g_autoptr (GPtrArray) providers = daybook_registry_list ();

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      *kind = own[i].kind;
      if (g_str_equal (own[i].section, section) && (key == NULL || g_str_equal (own[i].key, key)))
        return TRUE;
    }
  for (guint i = 0; i < providers->len; i++)
    {
      const DaybookProviderInfo *info = daybook_provider_get_info (providers->pdata[i]);

      if (g_strcmp0 (info->family, section) == 0 && is_key_of (info, key, kind))
        return TRUE;
    }
  return FALSE;
}

/* https anywhere, http on this computer alone. */
static gboolean
is_allowed_url (const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' || g_uri_get_userinfo (uri) != NULL
      || strpbrk (value, "\\ \t") != NULL)
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;
  return g_str_equal (g_uri_get_scheme (uri), "http") && daybook_link_host_is_loopback (g_uri_get_host (uri));
}

static gboolean
is_valid (ValueKind kind, const char *value)
{
  switch (kind)
    {
    case VALUE_URL:
      return is_allowed_url (value);
    case VALUE_URL_OR_EMPTY:
      return *value == '\0' || is_allowed_url (value);
    case VALUE_ADDRESS:
      {
        g_autoptr (GSocketConnectable) address = g_network_address_parse (value, 0, NULL);

        return address != NULL && g_network_address_get_port (G_NETWORK_ADDRESS (address)) != 0;
      }
    case VALUE_NUMBER:
      return g_ascii_string_to_unsigned (value, 10, 1, 100000000, NULL, NULL);
    case VALUE_TEXT:
    default:
      return g_utf8_validate (value, -1, NULL) && strpbrk (value, "\r\n") == NULL;
    }
}

/* GKeyFile does not tell where a key stands: the warning's line is looked for. 0 = unknown. */
static guint
find_line (const char *text, const char *section, const char *key)
{
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;
  g_autofree char *header = g_strdup_printf ("[%s]", section);
  gboolean inside = FALSE;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (lines[i][0] == '[')
        inside = g_str_equal (lines[i], header);
      if (key == NULL ? g_str_equal (lines[i], header)
                      : inside && g_str_has_prefix (lines[i], key)
                            && strchr (" \t=", lines[i][strlen (key)]) != NULL)
        return i + 1;
    }
  return 0;
}

static void
take_warning (DaybookServiceConfig *self, char *message /* (transfer full) */)
{
  g_message ("%s", message);
  g_ptr_array_add (self->warnings, message);
}

static void
warn (DaybookServiceConfig *self, const char *text, const char *section, const char *key, const char *what)
{
  char *message = g_strdup_printf ("%s:%u: [%s]%s%s: %s", self->path, find_line (text, section, key), section,
                                   key != NULL ? " " : "", key != NULL ? key : "", what);

  take_warning (self, message);
}

static void
check_section (DaybookServiceConfig *self, const char *text, const char *section)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->file, section, NULL, NULL);
  ValueKind kind;

  if (!find_known (section, NULL, &kind))
    {
      warn (self, text, section, NULL, _ ("There is no such section."));
      return;
    }
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = NULL;

      if (!find_known (section, keys[i], &kind))
        {
          warn (self, text, section, keys[i], _ ("There is no such key."));
          continue;
        }
      value = g_key_file_get_string (self->file, section, keys[i], NULL);
      if (value == NULL || !is_valid (kind, value))
        {
          warn (self, text, section, keys[i],
                kind == VALUE_URL || kind == VALUE_URL_OR_EMPTY
                    ? _ ("This is no https address (http is for this computer alone); the default is used.")
                    : _ ("This value cannot be used; the default is."));
          g_key_file_remove_key (self->file, section, keys[i], NULL);
        }
    }
}

/* What GKeyFile takes for a line of its file; a key needs a section above it. */
static gboolean
is_readable_line (const char *line, gboolean in_section)
{
  const char *equals = strchr (line, '=');
  const char *end = strchr (line, ']');

  if (*line == '\0' || *line == '#')
    return TRUE;
  if (*line == '[')
    return end != NULL && end > line + 1 && end[1] == '\0' && strrchr (line, '[') == line;
  return in_section && equals != NULL && equals > line && g_ascii_isalnum (*line);
}

/* The first word of a line that is none, where it looks like a key: what follows may be a secret. */
static char *
find_meant_key (const char *line)
{
  gsize length = strspn (line, "abcdefghijklmnopqrstuvwxyz-");

  return length > 0 && length <= 32 && (line[length] == '\0' || strchr (" \t:=", line[length]) != NULL)
             ? g_strndup (line, length)
             : NULL;
}

/* One line that cannot be read costs that line, not the file: each is a warning, and becomes empty. (transfer full) */
static char *
drop_unreadable_lines (DaybookServiceConfig *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *section = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = g_strstrip (g_strdup (lines[i]));
      g_autofree char *key = NULL;

      if (is_readable_line (line, section != NULL))
        {
          if (*line == '[')
            {
              g_free (section);
              section = g_strdup (line);
            }
          continue;
        }
      key = find_meant_key (line);
      take_warning (self, g_strdup_printf ("%s:%u: %s%s%s: %s", self->path, i + 1, section != NULL ? section : "",
                                           section != NULL && key != NULL ? " " : "", key != NULL ? key : "",
                                           section == NULL && *line != '[' ? _ ("There is no [section] above this line; it is left out.")
                                           : *line == '['                  ? _ ("This is no [section]; it is left out.")
                                                                           : _ ("This line is no key=value; it is left out.")));
      lines[i][0] = '\0';
    }
  return g_strjoinv ("\n", lines);
}

/* Reads providers.ini at @path, NULL = the person's. A missing file is an empty one. */
DaybookServiceConfig *
daybook_service_config_load (const char *path)
{
  DaybookServiceConfig *self = g_new0 (DaybookServiceConfig, 1);
  g_autofree char *text = NULL;
  g_autofree char *readable = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) sections = NULL;

  self->path = path != NULL ? g_strdup (path)
                            : g_build_filename (g_get_user_config_dir (), "daybook", "providers.ini", NULL);
  self->file = g_key_file_new ();
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  if (!g_file_get_contents (self->path, &text, NULL, NULL))
    return self;
  readable = drop_unreadable_lines (self, text);
  if (!g_key_file_load_from_data (self->file, readable, strlen (readable), G_KEY_FILE_KEEP_COMMENTS, &error))
    {
      take_warning (self, g_strdup_printf ("%s: %s", self->path, error->message));
      return self;
    }
  sections = g_key_file_get_groups (self->file, NULL);
  for (guint i = 0; sections[i] != NULL; i++)
    check_section (self, text, sections[i]);
  return self;
}

void
daybook_service_config_free (DaybookServiceConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_key_file_unref (self->file);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

static char *
variable_name (const char *section, const char *key)
{
  g_autofree char *joined = g_strdup_printf ("DAYBOOK_%s_%s", section, key);
  char *name = g_ascii_strup (joined, -1);

  g_strdelimit (name, "-", '_');
  return name;
}

/* The value of a known key: the environment's, else the file's, else NULL. Empty counts as absent.
 * (transfer full) (nullable) */
char *
daybook_service_config_get (DaybookServiceConfig *self, const char *section, const char *key)
{
  g_autofree char *variable = variable_name (section, key);
  g_autofree char *value = g_strdup (g_getenv (variable));
  ValueKind kind;

  g_return_val_if_fail (find_known (section, key, &kind), NULL);
  if (value != NULL && *value != '\0')
    {
      if (is_valid (kind, value))
        return g_steal_pointer (&value);
      g_message (_ ("The environment’s %s cannot be used."), variable);
    }
  g_free (value);
  value = g_key_file_get_string (self->file, section, key, NULL);
  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

/* Writes one key, comments and everything else kept: the connect dialog's own client id. */
gboolean
daybook_service_config_set (DaybookServiceConfig *self,
                            const char *section,
                            const char *key,
                            const char *value,
                            GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *text = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  ValueKind kind;
  gsize length;

  if (!find_known (section, key, &kind) || !is_valid (kind, value))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("[%s] %s cannot be set to this."), section, key);
      return FALSE;
    }
  /* From the file as it is now: values that were not understood are not ours to throw away. */
  g_key_file_load_from_file (file, self->path, G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, &local);
  if (local != NULL && !g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG, _ ("%s has a line that cannot be read: mend it first."),
                   self->path);
      return FALSE;
    }
  g_key_file_set_string (file, section, key, value);
  g_key_file_set_string (self->file, section, key, value);
  text = g_key_file_to_data (file, &length, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0
      || !g_file_set_contents_full (self->path, text, (gssize) length,
                                    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, NULL))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE, _ ("%s could not be written."), self->path);
      return FALSE;
    }
  return TRUE;
}

/* What was wrong with the file (element-type char*). (transfer none) */
GPtrArray *
daybook_service_config_get_warnings (DaybookServiceConfig *self)
{
  return self->warnings;
}
