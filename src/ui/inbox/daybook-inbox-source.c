/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox/daybook-inbox-source.h"

#include <json-glib/json-glib.h>

#include "base/daybook-link.h"
#include "base/daybook-text.h"

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static char *
dup_line (JsonObject *object, const char *name)
{
  g_autofree char *line = daybook_text_one_line (get_text (object, name));

  return *line != '\0' ? g_steal_pointer (&line) : NULL;
}

/* @snapshot is what was kept with the suggestion; of anything else, nothing is known. */
DaybookInboxSource *
daybook_inbox_source_parse (const char *snapshot)
{
  DaybookInboxSource *self = g_new0 (DaybookInboxSource, 1);
  g_autoptr (JsonNode) root = snapshot != NULL ? json_from_string (snapshot, NULL) : NULL;
  JsonObject *object;
  const char *at, *url;
  g_autofree char *text = NULL;

  self->at = DAYBOOK_INSTANT_NONE;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return self;
  object = json_node_get_object (root);
  self->title = dup_line (object, "title");
  self->author = dup_line (object, "author");
  text = daybook_text_clean (get_text (object, "snippet"));
  g_strstrip (text);
  self->text = *text != '\0' ? g_steal_pointer (&text) : NULL;
  url = get_text (object, "url");
  self->url = url != NULL ? daybook_link_check (url) : NULL;
  at = get_text (object, "at");
  if (at != NULL && !daybook_instant_parse (at, -1, &self->at))
    self->at = DAYBOOK_INSTANT_NONE;
  return self;
}

void
daybook_inbox_source_free (DaybookInboxSource *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->author);
  g_free (self->text);
  g_free (self->url);
  g_free (self);
}

DaybookInboxPlace *
daybook_inbox_place_new (const char *provider, const char *kind)
{
  DaybookInboxPlace *self = g_new0 (DaybookInboxPlace, 1);

  self->provider = g_strdup (provider);
  self->kind = g_strdup (kind);
  return self;
}

void
daybook_inbox_place_free (DaybookInboxPlace *self)
{
  if (self == NULL)
    return;
  g_free (self->provider);
  g_free (self->kind);
  g_free (self);
}
