/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file-secrets.h"

#include "base/daybook-error.h"

struct _FileSecrets
{
  GObject parent_instance;

  char *folder;
  int failure;
  guint writes;
};

static char *
path_of (FileSecrets *self, const char *name)
{
  g_autofree char *flat = g_strdelimit (g_strdup (name), "/", '-');

  return g_build_filename (self->folder, flat, NULL);
}

static gint64
read_epoch (FileSecrets *self)
{
  g_autofree char *path = path_of (self, "epoch");
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? g_ascii_strtoll (text, NULL, 10) : 0;
}

void
file_secrets_set_epoch (FileSecrets *self, gint64 epoch)
{
  g_autofree char *path = path_of (self, "epoch");
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, epoch);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static GBytes *
get (DaybookSecrets *secrets, const char *name, GError **error)
{
  g_autofree char *path = path_of (FILE_SECRETS (secrets), name);
  char *text;
  gsize size;

  if (g_file_get_contents (path, &text, &size, NULL))
    return g_bytes_new_take (text, size);
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, "none");
  return NULL;
}

static gboolean
put (DaybookSecrets *secrets,
     const char *name,
     gint64 grant_id,
     gint64 epoch,
     GBytes *value,
     GError **error)
{
  FileSecrets *self = FILE_SECRETS (secrets);
  g_autofree char *path = path_of (self, name);

  if (self->failure >= 0)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, self->failure, "planted");
      self->failure = -1;
      return FALSE;
    }
  if (grant_id != 0 && epoch != read_epoch (self))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT, "epoch");
      return FALSE;
    }
  self->writes++;
  return g_file_set_contents (path, g_bytes_get_data (value, NULL), g_bytes_get_size (value),
                              error);
}

static void
secrets_init (DaybookSecretsInterface *iface)
{
  iface->get = get;
  iface->put = put;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FileSecrets,
                               file_secrets,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_SECRETS, secrets_init))

static void
file_secrets_finalize (GObject *object)
{
  g_free (FILE_SECRETS (object)->folder);
  G_OBJECT_CLASS (file_secrets_parent_class)->finalize (object);
}

static void
file_secrets_class_init (FileSecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = file_secrets_finalize;
}

static void
file_secrets_init (FileSecrets *self)
{
  self->failure = -1;
}

FileSecrets *
file_secrets_new (const char *folder)
{
  FileSecrets *self = g_object_new (FILE_TYPE_SECRETS, NULL);

  self->folder = g_strdup (folder);
  return self;
}

void
file_secrets_fail (FileSecrets *self, int code)
{
  self->failure = code;
}

guint
file_secrets_count_writes (FileSecrets *self)
{
  return self->writes;
}
