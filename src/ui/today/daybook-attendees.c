/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-attendees.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "base/daybook-text.h"

void
daybook_attendee_free (DaybookAttendee *self)
{
  g_free (self->name);
  g_free (self->address);
  g_free (self->response);
  g_free (self);
}

/* (transfer full) (nullable) A member that is a text, in one line; NULL when it is none or empty. */
static char *
get_line (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *line = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  line = daybook_text_one_line (json_node_get_string (node));
  return *line != '\0' ? g_steal_pointer (&line) : NULL;
}

/* (transfer full) DaybookAttendee; empty when nobody is known. What the store keeps was written by us, so a
 * plain parser does. */
GPtrArray *
daybook_attendees_list (const DaybookEvent *event)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_attendee_free);
  g_autoptr (JsonNode) root = event->attendees != NULL ? json_from_string (event->attendees, NULL) : NULL;
  JsonArray *array = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *name = NULL;
      g_autofree char *address = NULL;
      DaybookAttendee *attendee;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      name = get_line (json_node_get_object (node), "name");
      address = get_line (json_node_get_object (node), "address");
      if (name == NULL && address == NULL)
        continue;
      attendee = g_new0 (DaybookAttendee, 1);
      attendee->name = name != NULL ? g_steal_pointer (&name) : g_strdup (address);
      attendee->address = g_steal_pointer (&address);
      attendee->response = get_line (json_node_get_object (node), "response");
      g_ptr_array_add (list, attendee);
    }
  return list;
}

/* (nullable) "Accepted", translated and static. */
const char *
daybook_attendee_describe_response (const DaybookAttendee *self)
{
  static const struct
  {
    const char *response;
    const char *words;
  } table[] = {
    { "accepted", N_ ("Accepted") },       { "tentative", N_ ("Maybe") },     { "declined", N_ ("Declined") },
    { "needs_action", N_ ("Not answered") }, { "organizer", N_ ("Organizer") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (self->response, table[i].response) == 0)
      return _(table[i].words);
  return NULL;
}
