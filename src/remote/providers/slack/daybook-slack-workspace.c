/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack-workspace.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "base/daybook-link.h"
#include "providers/daybook-event-rules.h"
#include "providers/slack/daybook-slack-message.h"

/* Takes what the sign-in kept; without a grant nobody and nothing is known. */
void
daybook_slack_workspace_load (DaybookSlackWorkspace *self, const DaybookGrant *grant)
{
  static const char *const fields[] = { "user_id", "user_name", "workspace_url", "names", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  g_autofree char *names = NULL;
  int field;

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (grant == NULL || grant->settings == NULL)
    return;
  reader = daybook_json_reader_new_for_data (grant->settings, strlen (grant->settings));
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &self->user);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &self->user_name);
      else if (field == 2)
        daybook_json_reader_read_string_into (reader, &self->url);
      else if (field == 3)
        daybook_json_reader_read_string_into (reader, &names);
    }
  daybook_slack_names_read (self->names, names);
}

void
daybook_slack_workspace_clear (DaybookSlackWorkspace *self)
{
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->user_name, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->names, g_hash_table_unref);
}

/* Where a browser shows a channel, or (@ts) one message of it, perhaps in a thread. NULL: the workspace's address is
 * not known. (transfer full) */
char *
daybook_slack_workspace_new_link (const DaybookSlackWorkspace *self, const char *channel, gint64 ts, gint64 thread)
{
  g_autofree char *channel_text = g_uri_escape_string (channel, NULL, FALSE);
  g_autoptr (GString) link = NULL;

  if (self->url == NULL)
    return NULL;
  link = g_string_new (self->url);
  if (!g_str_has_suffix (link->str, "/"))
    g_string_append_c (link, '/');
  g_string_append_printf (link, "archives/%s", channel_text);
  if (ts != 0)
    g_string_append_printf (link, "/p%" G_GINT64_FORMAT, ts);
  if (ts != 0 && thread != 0)
    g_string_append_printf (link, "?thread_ts=%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT "&cid=%s", thread / G_USEC_PER_SEC,
                            thread % G_USEC_PER_SEC, channel_text);
  return daybook_link_check (link->str);
}

/* ---- names ---- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted, so that the same names are the same text. (transfer full) */
char *
daybook_slack_names_write (GHashTable *names)
{
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (names, NULL);
  guint n = g_hash_table_size (names);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  qsort (keys, n, sizeof *keys, compare_texts);
  json_builder_begin_object (builder);
  for (guint i = 0; i < n; i++)
    daybook_json_add_text (builder, keys[i], g_hash_table_lookup (names, keys[i]));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* Adds what daybook_slack_names_write() wrote (nullable). */
void
daybook_slack_names_read (GHashTable *names, const char *text)
{
  g_autoptr (DaybookJsonReader) reader = NULL;

  if (text == NULL)
    return;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    {
      g_autofree char *id = g_strdup (daybook_json_reader_get_name (reader));
      char *name = daybook_json_reader_read_string_or_null (reader);

      if (name != NULL)
        g_hash_table_replace (names, g_steal_pointer (&id), name);
    }
}

/* ---- auth.test ---- */

void
daybook_slack_identity_clear (DaybookSlackIdentity *self)
{
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->user_name, g_free);
  g_clear_pointer (&self->team, g_free);
  g_clear_pointer (&self->team_id, g_free);
  g_clear_pointer (&self->url, g_free);
}

/* Reads the answer of auth.test into @self, which must be empty. */
gboolean
daybook_slack_identity_parse (DaybookSlackIdentity *self, GBytes *body, GError **error)
{
  static const char *const fields[] = { "ok", "url", "team", "user", "team_id", "user_id", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean ok = FALSE;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          ok = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->url);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &self->team);
          break;
        case 3:
          daybook_json_reader_read_string_into (reader, &self->user_name);
          break;
        case 4:
          daybook_json_reader_read_string_into (reader, &self->team_id);
          break;
        case 5:
          daybook_json_reader_read_string_into (reader, &self->user);
          break;
        default:
          break;
        }
    }
  self->team = daybook_event_tidy_line (self->team);
  self->user_name = daybook_event_tidy_line (self->user_name);
  return daybook_slack_answer_finish (reader, ok && self->user != NULL && *self->user != '\0' && self->team_id != NULL && *self->team_id != '\0',
                 error);
}

/* ---- people ---- */

/* The pending value, a user: adds how they are called. */
static void
read_user (GHashTable *names, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "id", "real_name", "name", "profile", NULL };
  static const char *const profile_fields[] = { "real_name", "display_name", NULL };
  g_autofree char *id = NULL;
  g_autofree char *handle = NULL;
  char *texts[3] = { NULL, NULL, NULL };
  char *name = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &id);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &texts[0]);
      else if (field == 2)
        daybook_json_reader_read_string_into (reader, &handle);
      else if (field == 3 && daybook_json_reader_begin_object_or_skip (reader))
        {
          while (daybook_json_reader_next_field (reader, profile_fields, &field))
            {
              if (field >= 0)
                daybook_json_reader_read_string_into (reader, &texts[1 + field]);
            }
        }
    }
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      texts[i] = daybook_event_tidy_line (texts[i]);
      if (name == NULL)
        name = g_steal_pointer (&texts[i]);
      g_free (texts[i]);
    }
  if (name == NULL)
    name = daybook_event_tidy_line (g_steal_pointer (&handle));
  if (id != NULL && *id != '\0' && name != NULL)
    g_hash_table_replace (names, g_steal_pointer (&id), name);
  else
    g_free (name);
}

/* Adds to @names those in a page of users.list, or in the answer of users.info. @next_cursor (nullable, transfer full):
 * where to go on, NULL at the end. */
gboolean
daybook_slack_people_parse (GHashTable *names, GBytes *body, char **next_cursor, GError **error)
{
  static const char *const fields[] = { "ok", "user", "members", "response_metadata", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autofree char *next = NULL;
  gboolean ok = FALSE, is_list = FALSE;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          ok = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 1:
          is_list = TRUE;
          read_user (names, reader);
          break;
        case 2:
          if (!daybook_json_reader_begin_array_or_skip (reader))
            break;
          is_list = TRUE;
          while (daybook_json_reader_next_element (reader))
            read_user (names, reader);
          break;
        case 3:
          g_free (next);
          next = daybook_slack_read_next_cursor (reader);
          break;
        default:
          break;
        }
    }
  if (!daybook_slack_answer_finish (reader, ok && is_list, error))
    return FALSE;
  if (next_cursor != NULL)
    *next_cursor = g_steal_pointer (&next);
  return TRUE;
}

/* ---- channels ---- */

typedef struct
{
  char *id;
  char *name;
  char *user;
  gboolean is_im;
  gboolean is_mpim;
  gboolean is_private;
  gboolean is_gone; /* the person at the other end */
} Channel;

static void
channel_clear (Channel *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->user);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Channel, channel_clear)

/* The people of "mpdm-ana--ben--carla-1" but me. */
static char *
name_of_group (const char *name, const char *me)
{
  g_autofree char *inner = g_strdup (g_str_has_prefix (name, "mpdm-") ? name + strlen ("mpdm-") : name);
  g_autoptr (GString) people = g_string_new (NULL);
  g_auto (GStrv) handles = NULL;
  char *number = strrchr (inner, '-');

  if (number != NULL && number[1] != '\0' && strspn (number + 1, "0123456789") == strlen (number + 1))
    *number = '\0';
  handles = g_strsplit (inner, "--", -1);
  for (guint i = 0; handles[i] != NULL; i++)
    {
      if (*handles[i] != '\0' && g_strcmp0 (handles[i], me) != 0)
        g_string_append_printf (people, "%s%s", people->len > 0 ? ", " : "", handles[i]);
    }
  return people->len > 0 ? g_string_free (g_steal_pointer (&people), FALSE) : NULL;
}

static char *
name_of (const Channel *channel, const DaybookSlackWorkspace *workspace)
{
  const char *person;

  if (channel->is_im)
    {
      person = channel->user != NULL ? g_hash_table_lookup (workspace->names, channel->user) : NULL;
      return g_strdup (person != NULL ? person : channel->user);
    }
  if (channel->is_mpim)
    return channel->name != NULL ? name_of_group (channel->name, workspace->user_name) : NULL;
  return channel->name != NULL ? g_strconcat ("#", channel->name, NULL) : NULL;
}

static DaybookSource *
make_source (Channel *channel, const DaybookSlackWorkspace *workspace)
{
  DaybookSource *source = daybook_source_new ();
  const char *type = channel->is_im        ? "im"
                     : channel->is_mpim    ? "mpim"
                     : channel->is_private ? "private_channel"
                                           : "public_channel";

  source->name = daybook_event_tidy_line (name_of (channel, workspace));
  if (source->name == NULL)
    source->name = g_strdup (channel->id);
  source->external_id = g_steal_pointer (&channel->id);
  source->kind = g_strdup ("channel");
  source->enabled = !channel->is_gone && g_strcmp0 (channel->user, "USLACKBOT") != 0;
  source->settings = g_strdup_printf ("{\"type\":\"%s\"}", type);
  return source;
}

/* The pending value, a conversation. NULL: it is none. */
static DaybookSource *
read_channel (DaybookJsonReader *reader, const DaybookSlackWorkspace *workspace)
{
  static const char *const fields[] = { "id", "name", "user", "is_im", "is_mpim", "is_private", "is_user_deleted", NULL };
  g_auto (Channel) channel = { 0 };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          daybook_json_reader_read_string_into (reader, &channel.id);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &channel.name);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &channel.user);
          break;
        case 3:
          channel.is_im = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 4:
          channel.is_mpim = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 5:
          channel.is_private = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 6:
          channel.is_gone = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        default:
          break;
        }
    }
  if (channel.id == NULL || *channel.id == '\0' || strchr (channel.id, '/') != NULL)
    return NULL;
  return make_source (&channel, workspace);
}

void
daybook_slack_channels_clear (DaybookSlackChannels *self)
{
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->next_cursor, g_free);
}

/* Reads one page of users.conversations into @self, which must be empty. INVALID_RESPONSE for what is no page. */
gboolean
daybook_slack_channels_parse (DaybookSlackChannels *self, GBytes *body, const DaybookSlackWorkspace *workspace,
                              GError **error)
{
  static const char *const fields[] = { "ok", "channels", "response_metadata", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean ok = FALSE, is_list = FALSE;
  int field;

  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          ok = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 1:
          if (!daybook_json_reader_begin_array_or_skip (reader))
            break;
          is_list = TRUE;
          while (daybook_json_reader_next_element (reader))
            {
              DaybookSource *source = read_channel (reader, workspace);

              if (source != NULL)
                g_ptr_array_add (self->sources, source);
            }
          break;
        case 2:
          g_free (self->next_cursor);
          self->next_cursor = daybook_slack_read_next_cursor (reader);
          break;
        default:
          break;
        }
    }
  return daybook_slack_answer_finish (reader, ok && is_list, error);
}

gboolean
daybook_slack_is_direct (const DaybookSource *source)
{
  g_autofree char *type
      = source->settings != NULL ? daybook_json_find_string (source->settings, strlen (source->settings), "/type") : NULL;

  return g_strcmp0 (type, "im") == 0 || g_strcmp0 (type, "mpim") == 0;
}
