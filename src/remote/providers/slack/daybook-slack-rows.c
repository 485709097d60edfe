/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack-rows.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-text.h"
#include "providers/daybook-digest.h"
#include "providers/daybook-event-rules.h"
#include "providers/slack/daybook-slack-round.h"
#include "providers/slack/daybook-slack-text.h"

#define TITLE_LENGTH 120
#define SNIPPET_LENGTH 300

static const char *const kinds[] = {
  [DAYBOOK_SLACK_ROW_SENT] = "sent",
  [DAYBOOK_SLACK_ROW_RECEIVED] = "received",
  [DAYBOOK_SLACK_ROW_REACTIONS] = "reactions",
};

/* ---- external ids ---- */

static gboolean
parse_day (DaybookSlackRow *self, const char *day, const char *kind)
{
  if (!daybook_day_parse (day, -1, &self->day))
    return FALSE;
  for (guint i = DAYBOOK_SLACK_ROW_SENT; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i], kind))
        {
          self->kind = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* FALSE for what is no id of ours in @channel. */
gboolean
daybook_slack_row_parse (DaybookSlackRow *self, const char *external_id, const char *channel)
{
  gsize length = strlen (channel);
  g_auto (GStrv) parts = NULL;
  guint n;

  memset (self, 0, sizeof *self);
  if (strncmp (external_id, channel, length) != 0 || external_id[length] != '/')
    return FALSE;
  parts = g_strsplit (external_id + length + 1, "/", 4);
  n = g_strv_length (parts);
  if (n == 2 && parse_day (self, parts[0], parts[1]))
    return TRUE;
  if (n == 2 || n == 3)
    {
      self->thread = daybook_slack_ts_parse (parts[0]);
      if (self->thread == DAYBOOK_SLACK_TS_NONE)
        return FALSE;
    }
  if (n == 3)
    return parse_day (self, parts[1], parts[2]);
  self->kind = DAYBOOK_SLACK_ROW_MESSAGE;
  self->ts = n == 1 || n == 2 ? daybook_slack_ts_parse (parts[n - 1]) : DAYBOOK_SLACK_TS_NONE;
  return self->ts != DAYBOOK_SLACK_TS_NONE;
}

/* (transfer full) */
char *
daybook_slack_row_format (const DaybookSlackRow *self, const char *channel)
{
  g_autoptr (GString) id = g_string_new (channel);
  char day[DAYBOOK_DAY_TEXT_SIZE];

  if (self->thread != 0)
    {
      g_autofree char *thread = daybook_slack_ts_format (self->thread);

      g_string_append_printf (id, "/%s", thread);
    }
  if (self->kind == DAYBOOK_SLACK_ROW_MESSAGE)
    {
      g_autofree char *ts = daybook_slack_ts_format (self->ts);

      g_string_append_printf (id, "/%s", ts);
    }
  else
    g_string_append_printf (id, "/%s/%s", daybook_day_write (self->day, day), kinds[self->kind]);
  return g_string_free (g_steal_pointer (&id), FALSE);
}

/* ---- rows ---- */

/* How somebody is called; NULL: nobody told yet. */
const char *
daybook_slack_scene_find_name (const DaybookSlackScene *self, const char *user)
{
  const char *name;

  if (user == NULL)
    return NULL;
  name = g_hash_table_lookup (self->workspace->names, user);
  return name != NULL ? name : g_hash_table_lookup (self->names, user);
}

/* What is the same for every row's detail; the object stays open. */
static JsonBuilder *
begin_detail (const DaybookSlackScene *self, gint64 thread, gboolean from_me)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "channel", self->name);
  daybook_json_add_bool (builder, "from_me", from_me);
  daybook_json_add_bool (builder, "direct", self->is_direct);
  if (thread != 0)
    {
      g_autofree char *text = daybook_slack_ts_format (thread);

      daybook_json_add_text (builder, "thread", text);
    }
  return builder;
}

static char *
end_detail (JsonBuilder *builder /* (transfer full) */)
{
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  g_object_unref (builder);
  return text;
}

/* Everything but the title of a counted row, which is in the person's language. */
static void
finish (DaybookActivity *activity, gboolean with_title)
{
  guint64 digest = daybook_digest_number (0, activity->at);

  digest = daybook_digest_number (digest, activity->count);
  digest = daybook_digest_text (digest, with_title ? activity->title : NULL);
  digest = daybook_digest_text (digest, activity->parent);
  digest = daybook_digest_text (digest, activity->author);
  digest = daybook_digest_text (digest, activity->url);
  digest = daybook_digest_text (digest, activity->body);
  activity->hash = daybook_digest_text (digest, activity->detail);
}

/* Text of more than one line becomes one, of at most @length characters. */
static char *
shorten (const char *text, guint length)
{
  g_autofree char *line = text != NULL ? daybook_event_tidy_line (g_strdup (text)) : NULL;

  return line != NULL ? daybook_text_ellipsize (line, length) : NULL;
}

static char *
make_plain (const DaybookSlackScene *self, const DaybookSlackMessage *message)
{
  g_autoptr (GHashTable) users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer user;

  daybook_slack_text_collect_users (message->text, users);
  g_hash_table_iter_init (&iter, users);
  while (g_hash_table_iter_next (&iter, &user, NULL))
    {
      const char *name = daybook_slack_scene_find_name (self, user);

      if (name != NULL)
        g_hash_table_insert (names, user, (gpointer) name);
    }
  return daybook_event_tidy_text (daybook_slack_text_to_plain (message->text, names));
}

/* A message's own row: one that mentions me, or one of a channel whose text is kept. Without @with_text it says
 * only that there was one. */
DaybookActivity *
daybook_slack_row_new_message (const DaybookSlackScene *self, const DaybookSlackMessage *message, gint64 thread,
                               gboolean with_text)
{
  DaybookActivity *activity = daybook_activity_new ();
  const DaybookSlackRow row = { DAYBOOK_SLACK_ROW_MESSAGE, thread, message->ts, 0 };
  const char *author = daybook_slack_scene_find_name (self, message->user);
  JsonBuilder *detail = begin_detail (self, thread, message->is_mine);
  g_autofree char *bare_title
      = g_strdup_printf (message->mentions_me ? _ ("A mention of you in %s") : _ ("A message in %s"), self->name);

  activity->kind = g_strdup ("message");
  activity->external_id = daybook_slack_row_format (&row, self->channel);
  activity->parent = g_strdup (self->name);
  activity->author = daybook_event_tidy_line (g_strdup (author != NULL ? author : message->name));
  activity->at = message->ts / G_USEC_PER_SEC;
  activity->url = daybook_slack_workspace_new_link (self->workspace, self->channel, message->ts, thread);
  if (with_text)
    activity->body = make_plain (self, message);
  activity->snippet = shorten (activity->body, SNIPPET_LENGTH);
  activity->title = shorten (activity->body, TITLE_LENGTH);
  daybook_json_add_bool (detail, "mentions_me", message->mentions_me);
  if (activity->title == NULL)
    {
      activity->title = g_steal_pointer (&bare_title);
    }
  else
    {
      /* What is left when the text is not kept any more. */
      daybook_json_add_text (detail, "kept_by",
                             message->mentions_me ? DAYBOOK_SLACK_KEEP_MENTIONS " " DAYBOOK_SLACK_KEEP_TEXT
                                                  : DAYBOOK_SLACK_KEEP_TEXT);
      daybook_json_add_text (detail, "bare_title", bare_title);
    }
  activity->detail = end_detail (detail);
  finish (activity, activity->body != NULL);
  return activity;
}

static char *
make_title (const DaybookSlackScene *self, const DaybookSlackRow *row, guint count)
{
  const char *format;

  if (row->kind == DAYBOOK_SLACK_ROW_REACTIONS && self->is_direct)
    format = g_dngettext (GETTEXT_PACKAGE, "%u reaction in a conversation with %s", "%u reactions in a conversation with %s",
                          count);
  else if (row->kind == DAYBOOK_SLACK_ROW_REACTIONS)
    format = g_dngettext (GETTEXT_PACKAGE, "%u reaction in %s", "%u reactions in %s", count);
  else if (row->thread != 0 && self->is_direct)
    format = g_dngettext (GETTEXT_PACKAGE, "%u reply in a thread with %s", "%u replies in a thread with %s", count);
  else if (row->thread != 0)
    format = g_dngettext (GETTEXT_PACKAGE, "%u reply in a thread in %s", "%u replies in a thread in %s", count);
  else if (row->kind == DAYBOOK_SLACK_ROW_SENT && self->is_direct)
    format = g_dngettext (GETTEXT_PACKAGE, "%u message to %s", "%u messages to %s", count);
  else if (row->kind == DAYBOOK_SLACK_ROW_RECEIVED)
    format = g_dngettext (GETTEXT_PACKAGE, "%u message from %s", "%u messages from %s", count);
  else
    format = g_dngettext (GETTEXT_PACKAGE, "%u message in %s", "%u messages in %s", count);
  return g_strdup_printf (format, count, self->name);
}

/* The title of a count that is not one of the whole day says since when it is one. */
static char *
make_dated_title (const DaybookSlackScene *self, const DaybookSlackRow *row, guint count, gint64 since)
{
  g_autofree char *title = make_title (self, row, count);
  int second;

  if (since <= daybook_zone_get_day_start (self->zone, row->day))
    return g_steal_pointer (&title);
  second = daybook_wall_get_second_of_day (daybook_zone_to_wall (self->zone, since));
  /* Translators: so many messages in a channel, counted from a time of the day on */
  return g_strdup_printf (_ ("%s, since %02d:%02d"), title, second / 3600, second / 60 % 60);
}

/* A row that stands for @count messages or reactions of a day, the last of them at @at (instant). The count is
 * complete from @since (instant) on: later than the day's beginning when that has not been read. */
DaybookActivity *
daybook_slack_row_new_count (const DaybookSlackScene *self, const DaybookSlackRow *row, guint count, gint64 at, gint64 since)
{
  DaybookActivity *activity = daybook_activity_new ();
  gboolean from_me = row->kind != DAYBOOK_SLACK_ROW_RECEIVED;
  JsonBuilder *detail = begin_detail (self, row->thread, from_me);
  char text[DAYBOOK_INSTANT_TEXT_SIZE];

  activity->kind = g_strdup ("message");
  activity->external_id = daybook_slack_row_format (row, self->channel);
  activity->parent = g_strdup (self->name);
  activity->title = make_dated_title (self, row, count, since);
  if (from_me)
    activity->author = g_strdup (daybook_slack_scene_find_name (self, self->workspace->user));
  activity->at = at;
  activity->count = (int) MIN (count, G_MAXINT);
  activity->url = daybook_slack_workspace_new_link (self->workspace, self->channel, row->thread, 0);
  daybook_json_add_bool (detail, "mentions_me", FALSE);
  if (row->kind == DAYBOOK_SLACK_ROW_REACTIONS)
    daybook_json_add_int (detail, "reactions", count);
  daybook_json_add_text (detail, "since", daybook_instant_write (since, text));
  activity->detail = end_detail (detail);
  finish (activity, FALSE);
  return activity;
}
