/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/daybook-model-choice.h"

#include <string.h>

#include "base/daybook-link.h"

static char *
choose (DaybookStore *store, const char *setting, const char *configured, gboolean *is_configured)
{
  g_autofree char *value = daybook_store_get_setting (store, setting);

  *is_configured = (value == NULL || *value == '\0') && configured != NULL;
  if (*is_configured)
    return g_strdup (configured);
  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

void
daybook_model_choice_make (DaybookModelChoice *self, DaybookStore *store, const char *configured_url, const char *configured_name)
{
  self->url = choose (store, "model_url", configured_url, &self->url_is_configured);
  self->name = choose (store, "model_name", configured_name, &self->name_is_configured);
  while (self->url != NULL && g_str_has_suffix (self->url, "/"))
    self->url[strlen (self->url) - 1] = '\0';
}

/* https anywhere, http on this computer alone, as whoever asks the model has it. */
static gboolean
is_allowed_url (const char *value)
{
  g_autofree char *checked = daybook_link_check (value);
  g_autoptr (GUri) uri = checked != NULL ? g_uri_parse (checked, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL && (g_str_equal (g_uri_get_scheme (uri), "https") || daybook_link_host_is_loopback (g_uri_get_host (uri)));
}

static char *
read_key (GKeyFile *file, const char *key, const char *variable, gboolean is_url)
{
  const char *environment = g_getenv (variable);
  g_autofree char *value = NULL;

  if (environment != NULL && *environment != '\0' && (!is_url || is_allowed_url (environment)))
    return g_strdup (environment);
  value = g_key_file_get_string (file, "model", key, NULL);
  return value != NULL && *value != '\0' && (!is_url || is_allowed_url (value)) ? g_steal_pointer (&value) : NULL;
}

void
daybook_model_choice_read (DaybookModelChoice *self, DaybookStore *store, const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *usual = g_build_filename (g_get_user_config_dir (), "daybook", "providers.ini", NULL);
  g_autofree char *url = NULL;
  g_autofree char *name = NULL;

  /* Without one, as with a broken one, there are the settings. */
  g_key_file_load_from_file (file, path != NULL ? path : usual, G_KEY_FILE_NONE, NULL);
  url = read_key (file, "base-url", "DAYBOOK_MODEL_BASE_URL", TRUE);
  name = read_key (file, "name", "DAYBOOK_MODEL_NAME", FALSE);
  daybook_model_choice_make (self, store, url, name);
}

void
daybook_model_choice_clear (DaybookModelChoice *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->name, g_free);
}
