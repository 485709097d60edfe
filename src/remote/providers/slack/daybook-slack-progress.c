/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack-progress.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "providers/slack/daybook-slack-message.h"
#include "providers/slack/daybook-slack-workspace.h"

#define MAX_WANT 16
#define MAX_THREADS 40 /* remembered */
#define MAX_PENDING 60
#define MAX_NAMES 50

void
daybook_slack_progress_init (DaybookSlackProgress *self)
{
  memset (self, 0, sizeof *self);
  self->want = 1;
  self->page = DAYBOOK_SLACK_PAGE;
  self->counts = g_ptr_array_new_with_free_func (g_free);
  self->pending = g_array_new (FALSE, FALSE, sizeof (DaybookSlackThread));
  self->threads = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
daybook_slack_progress_clear (DaybookSlackProgress *self)
{
  g_clear_pointer (&self->counts, g_ptr_array_unref);
  g_clear_pointer (&self->pending, g_array_unref);
  g_clear_pointer (&self->threads, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
}

/* ---- reading ---- */

/* [thread, day, sent, received, last sent, last received] */
static void
read_count (DaybookSlackProgress *self, DaybookJsonReader *reader)
{
  DaybookSlackCount count = { 0 };
  guint i = 0;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  for (; daybook_json_reader_next_element (reader); i++)
    {
      switch (i)
        {
        case 0:
          count.thread = daybook_slack_ts_read (reader);
          break;
        case 1:
          count.day = daybook_json_reader_read_int_within (reader, 0, DAYBOOK_DAY_MIN, DAYBOOK_DAY_MAX);
          break;
        case 2:
          count.sent = daybook_json_reader_read_int_within (reader, 0, 0, G_MAXINT32);
          break;
        case 3:
          count.received = daybook_json_reader_read_int_within (reader, 0, 0, G_MAXINT32);
          break;
        case 4:
          count.last_sent = daybook_slack_ts_read (reader);
          break;
        case 5:
          count.last_received = daybook_slack_ts_read (reader);
          break;
        default:
          break;
        }
    }
  /* The day that the round had stopped in is written again when it is whole. */
  count.changed = TRUE;
  if (i >= 6)
    g_ptr_array_add (self->counts, g_memdup2 (&count, sizeof count));
}

/* [ts, ts] */
static gboolean
read_pair (DaybookJsonReader *reader, gint64 *first, gint64 *second)
{
  guint i = 0;

  *first = *second = DAYBOOK_SLACK_TS_NONE;
  if (!daybook_json_reader_begin_array_or_skip (reader))
    return FALSE;
  for (; daybook_json_reader_next_element (reader); i++)
    {
      if (i == 0)
        *first = daybook_slack_ts_read (reader);
      else if (i == 1)
        *second = daybook_slack_ts_read (reader);
    }
  return *first != DAYBOOK_SLACK_TS_NONE && *second != DAYBOOK_SLACK_TS_NONE;
}

static void
read_lists (DaybookSlackProgress *self, DaybookJsonReader *reader, int field)
{
  gint64 ts, other;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      if (field == 0)
        read_count (self, reader);
      else if (!read_pair (reader, &ts, &other))
        continue;
      else if (field == 1)
        daybook_slack_progress_add_thread (self, ts, other);
      else
        g_hash_table_replace (self->threads, g_memdup2 (&ts, sizeof ts), g_memdup2 (&other, sizeof other));
    }
}

/* Reads a cursor or checkpoint of ours into @self, which must be fresh; FALSE, @self fresh, for NULL and anything
 * else. */
gboolean
daybook_slack_progress_read (DaybookSlackProgress *self, const char *text)
{
  static const char *const fields[] = { "counts", "pending", "threads", "at",  "want",  "page",
                                        "texts",  "open",    "top",     "low", "floor", "names", "last", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  g_autofree char *names = NULL;
  int field;

  if (text == NULL)
    return FALSE;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
        case 1:
        case 2:
          read_lists (self, reader, field);
          break;
        case 3:
          self->at = daybook_json_reader_read_int_or (reader, 0);
          break;
        case 4:
          self->want = daybook_json_reader_read_int_within (reader, 1, 1, MAX_WANT);
          break;
        case 5:
          self->page = daybook_json_reader_read_int_within (reader, DAYBOOK_SLACK_PAGE, 1, 999);
          break;
        case 6:
          self->texts = daybook_json_reader_read_int_within (reader, 0, 0, 255);
          break;
        case 7:
          self->open = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 8:
          self->top = daybook_slack_ts_read (reader);
          break;
        case 9:
          self->low = daybook_slack_ts_read (reader);
          break;
        case 10:
          self->floor = daybook_slack_ts_read (reader);
          break;
        case 11:
          daybook_json_reader_read_string_into (reader, &names);
          break;
        case 12:
          self->last = daybook_slack_ts_read (reader);
          break;
        default:
          break;
        }
    }
  daybook_slack_names_read (self->names, names);
  if (self->open && self->low == DAYBOOK_SLACK_TS_NONE)
    self->low = G_MAXINT64;
  if (daybook_json_reader_finish (reader, NULL) && self->top != DAYBOOK_SLACK_TS_NONE)
    return TRUE;
  daybook_slack_progress_clear (self);
  daybook_slack_progress_init (self);
  return FALSE;
}

/* ---- writing ---- */

static void
add_ts (JsonBuilder *builder, gint64 ts)
{
  g_autofree char *text = ts != DAYBOOK_SLACK_TS_NONE ? daybook_slack_ts_format (ts) : g_strdup ("");

  json_builder_add_string_value (builder, text);
}

static void
add_ts_member (JsonBuilder *builder, const char *name, gint64 ts)
{
  json_builder_set_member_name (builder, name);
  add_ts (builder, ts);
}

static void
add_counts (JsonBuilder *builder, const DaybookSlackProgress *self)
{
  json_builder_set_member_name (builder, "counts");
  json_builder_begin_array (builder);
  for (guint i = 0; self->open && i < self->counts->len; i++)
    {
      const DaybookSlackCount *count = self->counts->pdata[i];

      if (count->thread != 0)
        continue;
      json_builder_begin_array (builder);
      add_ts (builder, count->thread);
      json_builder_add_int_value (builder, count->day);
      json_builder_add_int_value (builder, count->sent);
      json_builder_add_int_value (builder, count->received);
      add_ts (builder, count->last_sent);
      add_ts (builder, count->last_received);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

static void
add_pair (JsonBuilder *builder, gint64 first, gint64 second)
{
  json_builder_begin_array (builder);
  add_ts (builder, first);
  add_ts (builder, second);
  json_builder_end_array (builder);
}

static int
compare_ts (gconstpointer a, gconstpointer b)
{
  gint64 x = **(const gint64 *const *) a;
  gint64 y = **(const gint64 *const *) b;

  return x > y ? -1 : x < y;
}

/* The newest ones: what an older thread is told again costs one request. */
static void
add_threads (JsonBuilder *builder, const DaybookSlackProgress *self)
{
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (self->threads, NULL);
  guint n = g_hash_table_size (self->threads);

  qsort (keys, n, sizeof *keys, compare_ts);
  json_builder_set_member_name (builder, "threads");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MIN (n, MAX_THREADS); i++)
    add_pair (builder, *(gint64 *) keys[i], *(gint64 *) g_hash_table_lookup (self->threads, keys[i]));
  json_builder_end_array (builder);
}

/* One line of JSON. (transfer full) */
char *
daybook_slack_progress_write (const DaybookSlackProgress *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_int (builder, "at", self->at);
  daybook_json_add_int (builder, "want", CLAMP (self->want, 1, MAX_WANT));
  daybook_json_add_int (builder, "page", self->page);
  daybook_json_add_int (builder, "texts", self->texts);
  daybook_json_add_bool (builder, "open", self->open);
  add_ts_member (builder, "top", self->top);
  add_ts_member (builder, "last", self->last);
  add_ts_member (builder, "low", self->low != G_MAXINT64 ? self->low : DAYBOOK_SLACK_TS_NONE);
  add_ts_member (builder, "floor", self->floor);
  add_counts (builder, self);
  json_builder_set_member_name (builder, "pending");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MIN (self->pending->len, MAX_PENDING); i++)
    add_pair (builder, g_array_index (self->pending, DaybookSlackThread, i).ts,
              g_array_index (self->pending, DaybookSlackThread, i).from);
  json_builder_end_array (builder);
  add_threads (builder, self);
  if (g_hash_table_size (self->names) > 0 && g_hash_table_size (self->names) <= MAX_NAMES)
    {
      g_autofree char *names = daybook_slack_names_write (self->names);

      daybook_json_add_text (builder, "names", names);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* ---- using ---- */

/* How many requests a round may make that goes on from here, with @extra threads that somebody else knows of. */
guint
daybook_slack_progress_get_allowance (const DaybookSlackProgress *self, guint extra)
{
  /* A page a minute: one is what there is. */
  if (self->page <= DAYBOOK_SLACK_LIMITED_PAGE)
    return 1;
  return MIN (MAX (self->want, 1) + extra, MAX_WANT);
}

/* (transfer none) (nullable) */
const DaybookSlackCount *
daybook_slack_progress_find (const DaybookSlackProgress *self, gint64 thread, DaybookDay day)
{
  for (guint i = 0; i < self->counts->len; i++)
    {
      const DaybookSlackCount *count = self->counts->pdata[i];

      if (count->thread == thread && count->day == day)
        return count;
    }
  return NULL;
}

/* The count of a day, made when there is none. (transfer none) */
DaybookSlackCount *
daybook_slack_progress_count (DaybookSlackProgress *self, gint64 thread, DaybookDay day)
{
  DaybookSlackCount *count = (DaybookSlackCount *) daybook_slack_progress_find (self, thread, day);

  if (count == NULL)
    {
      count = g_new0 (DaybookSlackCount, 1);
      count->thread = thread;
      count->day = day;
      g_ptr_array_add (self->counts, count);
    }
  return count;
}

void
daybook_slack_progress_forget_counts (DaybookSlackProgress *self, gint64 thread)
{
  for (guint i = self->counts->len; i > 0; i--)
    {
      const DaybookSlackCount *count = self->counts->pdata[i - 1];

      if (count->thread == thread)
        g_ptr_array_remove_index (self->counts, i - 1);
    }
}

/* Notes that thread @ts is to be read, its replies from @from on. FALSE: it was noted already. */
gboolean
daybook_slack_progress_add_thread (DaybookSlackProgress *self, gint64 ts, gint64 from)
{
  DaybookSlackThread thread = { ts, from };

  for (guint i = 0; i < self->pending->len; i++)
    {
      DaybookSlackThread *other = &g_array_index (self->pending, DaybookSlackThread, i);

      if (other->ts == ts)
        {
          other->from = MIN (other->from, from);
          return FALSE;
        }
    }
  g_array_append_val (self->pending, thread);
  return TRUE;
}
