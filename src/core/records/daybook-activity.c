/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-activity.h"

#include <string.h>

#include "base/daybook-json-reader.h"

/* An empty activity that stands for one thing at an unknown time. */
DaybookActivity *
daybook_activity_new (void)
{
  DaybookActivity *self = g_new0 (DaybookActivity, 1);

  self->at = DAYBOOK_INSTANT_NONE;
  self->count = 1;
  return self;
}

/* A deep copy. */
DaybookActivity *
daybook_activity_copy (const DaybookActivity *self)
{
  DaybookActivity *copy = g_new (DaybookActivity, 1);

  *copy = *self;
  copy->kind = g_strdup (self->kind);
  copy->external_id = g_strdup (self->external_id);
  copy->parent = g_strdup (self->parent);
  copy->title = g_strdup (self->title);
  copy->author = g_strdup (self->author);
  copy->url = g_strdup (self->url);
  copy->snippet = g_strdup (self->snippet);
  copy->body = g_strdup (self->body);
  copy->detail = g_strdup (self->detail);
  copy->etag = g_strdup (self->etag);
  return copy;
}

void
daybook_activity_free (DaybookActivity *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->external_id);
  g_free (self->parent);
  g_free (self->title);
  g_free (self->author);
  g_free (self->url);
  g_free (self->snippet);
  g_free (self->body);
  g_free (self->detail);
  g_free (self->etag);
  g_free (self);
}

char *
daybook_activity_make_key (const char *kind, const char *external_id)
{
  return g_strconcat (kind, "/", external_id, NULL);
}

gboolean
daybook_activity_split_key (const char *key, const char **kind, const char **external_id)
{
  static const char *const kinds[] = { "mail", "message", "commit", "pull_request", "review", "issue", "page" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize length = strlen (kinds[i]);

      if (strncmp (key, kinds[i], length) == 0 && key[length] == '/' && key[length + 1] != '\0')
        {
          *kind = kinds[i];
          *external_id = key + length + 1;
          return TRUE;
        }
    }
  return FALSE;
}

char *
daybook_activity_find_detail (const DaybookActivity *self, const char *pointer)
{
  return self->detail != NULL ? daybook_json_find_string (self->detail, strlen (self->detail), pointer) : NULL;
}
