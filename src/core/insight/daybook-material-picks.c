/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which meetings, pull requests, threads and channels stood out. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/daybook-json-reader.h"
#include "base/daybook-text.h"
#include "base/daybook-zone.h"
#include "insight/daybook-material.h"

static GPtrArray *
one_id (DaybookKind kind, gint64 number)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (ids, daybook_id_format (kind, number));
  return ids;
}

/* What happens every day says least about this one; what was called for once says most. */
double
daybook_weigh_meeting (const DaybookEvent *event, GHashTable *series_counts)
{
  double hours = (double) (event->range_end - event->range_start) / 3600.0;
  double weight = MIN (hours, 4.0) + 0.35 * log2 (1.0 + MIN (event->attendee_count, 60));
  guint repeats = event->series_id != 0 ? GPOINTER_TO_UINT (g_hash_table_lookup (series_counts, &event->series_id)) : 0;

  if (event->importance == DAYBOOK_IMPORTANCE_HIGH)
    weight += 1.5;
  if (event->is_organizer)
    weight += 0.2;
  if (event->series_id == 0)
    weight *= 1.7;
  else if (repeats > 2)
    weight *= 0.4;
  return weight;
}

/* A stand-up is nobody's news. */
static gboolean
is_routine (const DaybookEvent *event)
{
  return event->series_id != 0 && event->rrule != NULL
         && (strstr (event->rrule, "FREQ=DAILY") != NULL || strstr (event->rrule, "BYDAY=MO,TU,WE") != NULL);
}

static GHashTable *
count_series (GPtrArray *meetings)
{
  GHashTable *counts = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < meetings->len; i++)
    {
      DaybookEvent *event = meetings->pdata[i];
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &event->series_id));

      g_hash_table_replace (counts, &event->series_id, GUINT_TO_POINTER (n + 1));
    }
  return counts;
}

static gboolean
is_same_meeting (const DaybookEvent *a, const DaybookEvent *b)
{
  return (a->series_id != 0 && a->series_id == b->series_id) || g_strcmp0 (a->title, b->title) == 0;
}

static const DaybookEvent *
pick_meeting (GPtrArray *meetings, GHashTable *series_counts, const DaybookEvent *except)
{
  const DaybookEvent *best = NULL;
  double best_weight = 0;

  for (guint i = 0; i < meetings->len; i++)
    {
      const DaybookEvent *event = meetings->pdata[i];
      double weight = daybook_weigh_meeting (event, series_counts);

      if (event->is_private || is_routine (event) || (except != NULL && is_same_meeting (event, except)))
        continue;
      if (best == NULL || weight > best_weight + 1e-9)
        {
          best = event;
          best_weight = weight;
        }
    }
  return best;
}

static void
set_meeting (DaybookMaterial *self, const DaybookEvent *event, const char *name, const char *day_name, GHashTable *own)
{
  g_autoptr (GPtrArray) ids = one_id (DAYBOOK_KIND_EVENT, event->id);
  g_autofree char *title = daybook_prose_title (event->title);
  g_autofree char *length = daybook_prose_length (event->range_end - event->range_start);
  g_autofree char *guests = daybook_prose_guests (event, own);
  g_autofree char *text = NULL;
  g_autofree char *day = NULL;

  if (guests != NULL)
    /* Translators: a meeting in a sentence: title, length, people; “Design review” (1.5 hours with Jonas Berg). */
    text = g_strdup_printf (_("%s (%s %s)"), title, length, guests);
  else
    /* Translators: a meeting in a sentence: title and length; “Design review” (1.5 hours). */
    text = g_strdup_printf (_("%s (%s)"), title, length);
  daybook_slots_set (self->slots, name, text, ids);
  day = daybook_prose_day (daybook_zone_get_day (self->zone, event->range_start), self->metrics->days->len > 7);
  daybook_slots_set (self->slots, day_name, day, NULL);
  daybook_material_add_highlight (self, text, ids);
}

void
daybook_material_pick_meetings (DaybookMaterial *self, GHashTable *own_addresses)
{
  g_autoptr (GHashTable) series_counts = count_series (self->meetings);
  const DaybookEvent *first = pick_meeting (self->meetings, series_counts, NULL);
  const DaybookEvent *second = first != NULL ? pick_meeting (self->meetings, series_counts, first) : NULL;

  if (first != NULL)
    set_meeting (self, first, "meeting", "meeting_day", own_addresses);
  if (second != NULL)
    set_meeting (self, second, "second", "second_day", own_addresses);
}

/* What is only in an activity's detail -------------------------------------------------------------------------- */

static gboolean
detail_says (const DaybookActivity *activity, const char *pointer, gboolean fallback)
{
  g_autoptr (DaybookJsonReader) reader = NULL;

  if (activity->detail == NULL)
    return fallback;
  reader = daybook_json_reader_new_for_data (activity->detail, strlen (activity->detail));
  return daybook_json_reader_find (reader, pointer) ? daybook_json_reader_read_bool_or (reader, fallback) : fallback;
}

/* Code, issues and pages ----------------------------------------------------------------------------------------- */

static double
weigh_activity (const DaybookActivity *activity)
{
  double weight = MIN ((double) g_utf8_strlen (activity->title, -1), 60.0) / 60.0;

  if (detail_says (activity, "/merged", FALSE))
    weight += 2.0;
  if (detail_says (activity, "/author_me", FALSE) || detail_says (activity, "/edited_by_me", FALSE)
      || detail_says (activity, "/assigned_me", FALSE))
    weight += 1.0;
  if (g_ascii_strncasecmp (activity->title, "merge ", 6) == 0 || g_ascii_strncasecmp (activity->title, "wip", 3) == 0
      || g_ascii_strncasecmp (activity->title, "bump ", 5) == 0)
    weight -= 1.0;
  return weight;
}

static const DaybookActivity *
pick_activity (GPtrArray *activities, const char *kind, const char *parent, const DaybookActivity *except)
{
  const DaybookActivity *best = NULL;
  double best_weight = 0;

  for (guint i = 0; i < activities->len; i++)
    {
      const DaybookActivity *activity = activities->pdata[i];
      double weight;

      if (!g_str_equal (activity->kind, kind) || (parent != NULL && g_strcmp0 (activity->parent, parent) != 0)
          || (except != NULL && g_str_equal (activity->title, except->title)))
        continue;
      weight = weigh_activity (activity);
      if (best == NULL || weight > best_weight + 1e-9)
        {
          best = activity;
          best_weight = weight;
        }
    }
  return best;
}

#define REVIEWED "Reviewed: "

static gboolean
set_activity (DaybookMaterial *self, const DaybookActivity *activity, const char *name, const char *label)
{
  const char *bare;
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (activity == NULL)
    return FALSE;
  ids = one_id (DAYBOOK_KIND_ACTIVITY, activity->id);
  /* Some services put what was done in front of what it was done to. */
  bare = activity->title;
  if (g_str_has_prefix (bare, REVIEWED))
    bare += strlen (REVIEWED);
  title = daybook_prose_title (bare);
  daybook_slots_set (self->slots, name, title, ids);
  if (label != NULL)
    {
      text = g_strdup_printf (_(label), title);
      daybook_material_add_highlight (self, text, ids);
    }
  return TRUE;
}

/* The repository with the most commits, and the commit that says the most. */
static void
pick_commit (DaybookMaterial *self)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  const char *repository = NULL;
  guint most = 0;

  for (guint i = 0; i < self->activities->len; i++)
    {
      const DaybookActivity *activity = self->activities->pdata[i];
      guint n;

      if (!g_str_equal (activity->kind, "commit") || activity->parent == NULL)
        continue;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, activity->parent)) + 1;
      g_hash_table_replace (counts, activity->parent, GUINT_TO_POINTER (n));
      if (n > most)
        {
          most = n;
          repository = activity->parent;
        }
    }
  if (repository != NULL
      && set_activity (self, pick_activity (self->activities, "commit", repository, NULL), "commit", NULL))
    {
      g_autofree char *name = daybook_text_one_line (repository);
      const DaybookActivity *commit = pick_activity (self->activities, "commit", repository, NULL);

      set_activity (self, pick_activity (self->activities, "commit", repository, commit), "second_commit", NULL);
      g_strdelimit (name, "{}", '|');
      daybook_slots_set (self->slots, "repository", name, daybook_slots_get_evidence (self->slots, "commit"));
    }
}

/* Mail and chat --------------------------------------------------------------------------------------------------- */

typedef struct
{
  const DaybookActivity *latest; /* not written by the person */
  GPtrArray *ids;                /* (owned) char* */
  gint64 count;
  double weight;
} Thread;

static void
thread_free (gpointer data)
{
  Thread *thread = data;

  g_ptr_array_unref (thread->ids);
  g_free (thread);
}

/* The subject without "Re:" and "Fwd:" in front. */
static const char *
skip_reply_marks (const char *title)
{
  static const char *const marks[] = { "re:", "fwd:", "fw:", "aw:", "wg:", "rv:", "tr:", "odp:" };
  gboolean found = TRUE;

  while (found)
    {
      found = FALSE;
      while (*title == ' ')
        title++;
      for (guint i = 0; i < G_N_ELEMENTS (marks) && !found; i++)
        {
          if (g_ascii_strncasecmp (title, marks[i], strlen (marks[i])) == 0 && title[strlen (marks[i])] != '\0')
            {
              title += strlen (marks[i]);
              found = TRUE;
            }
        }
    }
  return title;
}

static Thread *
find_thread (GHashTable *threads, GPtrArray *order, const char *key)
{
  Thread *thread = g_hash_table_lookup (threads, key);

  if (thread == NULL)
    {
      thread = g_new0 (Thread, 1);
      thread->ids = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (threads, g_strdup (key), thread);
      g_ptr_array_add (order, thread);
    }
  return thread;
}

/* Groups by what they belong to; @order keeps them as they came, so that the choice is the same every time. */
static GPtrArray *
group_threads (DaybookMaterial *self, const char *kind, GHashTable *threads)
{
  GPtrArray *order = g_ptr_array_new ();

  for (guint i = 0; i < self->activities->len; i++)
    {
      const DaybookActivity *activity = self->activities->pdata[i];
      Thread *thread;

      if (!g_str_equal (activity->kind, kind) || detail_says (activity, "/list", FALSE))
        continue;
      thread = find_thread (threads, order,
                            activity->parent != NULL ? activity->parent : skip_reply_marks (activity->title));
      g_ptr_array_add (thread->ids, daybook_id_format (DAYBOOK_KIND_ACTIVITY, activity->id));
      thread->count += activity->count;
      thread->weight += activity->count;
      if (!detail_says (activity, "/from_me", FALSE))
        {
          thread->latest = activity;
          if (activity->snippet != NULL && strchr (activity->snippet, '?') != NULL)
            thread->weight += 1.5;
        }
      if (detail_says (activity, "/mentions_me", FALSE) || detail_says (activity, "/unread", FALSE))
        thread->weight += 0.5;
    }
  return order;
}

static Thread *
pick_thread (GPtrArray *order, gboolean needs_author)
{
  Thread *best = NULL;

  for (guint i = 0; i < order->len; i++)
    {
      Thread *thread = order->pdata[i];

      if (needs_author && (thread->latest == NULL || thread->latest->author == NULL || *thread->latest->author == '\0'))
        continue;
      if (best == NULL || thread->weight > best->weight + 1e-9)
        best = thread;
    }
  return best;
}

static void
pick_mail (DaybookMaterial *self)
{
  g_autoptr (GHashTable) threads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, thread_free);
  g_autoptr (GPtrArray) order = group_threads (self, "mail", threads);
  Thread *thread = pick_thread (order, TRUE);
  g_autofree char *title = NULL;
  g_autofree char *author = NULL;
  g_autofree char *brief = NULL;
  g_autofree char *label = NULL;

  if (thread == NULL)
    return;
  title = daybook_prose_title (skip_reply_marks (thread->latest->title));
  author = daybook_text_one_line (thread->latest->author);
  g_strdelimit (author, "{}", '|');
  brief = daybook_text_ellipsize (author, 40);
  daybook_slots_set (self->slots, "thread", title, thread->ids);
  daybook_slots_set (self->slots, "author", brief, thread->ids);
  /* Translators: a mail: its subject and who sent it. */
  label = g_strdup_printf (_("%s from %s"), title, brief);
  daybook_slots_set (self->slots, "open_end", label, thread->ids);
  daybook_material_add_highlight (self, label, thread->ids);
}

/* What a channel is called: Slack's with a #, whatever has no spaces. */
static char *
name_channel (const DaybookActivity *activity)
{
  g_autofree char *channel = daybook_activity_find_detail (activity, "/channel");
  g_autofree char *name = daybook_text_one_line (channel != NULL ? channel : activity->parent);

  g_strdelimit (name, "{}", '|');
  if (*name == '\0')
    return NULL;
  if (strchr ("#@", name[0]) == NULL && strchr (name, ' ') == NULL)
    return g_strdup_printf ("#%s", name);
  return g_steal_pointer (&name);
}

static void
pick_chat (DaybookMaterial *self)
{
  g_autoptr (GHashTable) threads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, thread_free);
  g_autoptr (GPtrArray) order = group_threads (self, "message", threads);
  Thread *thread = pick_thread (order, FALSE);
  g_autofree char *channel = NULL;
  g_autofree char *count = NULL;
  g_autofree char *label = NULL;

  if (thread == NULL || thread->count < 2)
    return;
  for (guint i = 0; i < self->activities->len && channel == NULL; i++)
    {
      const DaybookActivity *activity = self->activities->pdata[i];
      g_autofree char *id = daybook_id_format (DAYBOOK_KIND_ACTIVITY, activity->id);

      if (g_str_equal (id, thread->ids->pdata[0]))
        channel = name_channel (activity);
    }
  if (channel == NULL)
    return;
  count = daybook_prose_count (DAYBOOK_FIGURE_MESSAGES, thread->count);
  daybook_slots_set (self->slots, "channel", channel, thread->ids);
  daybook_slots_set (self->slots, "channel_messages", count, thread->ids);
  if (thread->count < self->metrics->figures[DAYBOOK_FIGURE_MESSAGES])
    daybook_slots_set (self->slots, "all_messages", daybook_slots_get (self->slots, "messages"),
                       daybook_slots_get_evidence (self->slots, "messages"));
  /* Translators: a chat channel and how much was written there: #design, 12 messages. */
  label = g_strdup_printf (_("%s, %s"), channel, count);
  daybook_material_add_highlight (self, label, thread->ids);
}

void
daybook_material_pick_activities (DaybookMaterial *self)
{
  const DaybookActivity *pull_request = pick_activity (self->activities, "pull_request", NULL, NULL);

  pick_commit (self);
  set_activity (self, pull_request, "pull_request", N_("Pull request %s"));
  if (pull_request != NULL)
    set_activity (self, pick_activity (self->activities, "pull_request", NULL, pull_request), "second_pull_request",
                  N_("Pull request %s"));
  set_activity (self, pick_activity (self->activities, "review", NULL, NULL), "review", N_("Review %s"));
  set_activity (self, pick_activity (self->activities, "issue", NULL, NULL), "issue", N_("Issue %s"));
  set_activity (self, pick_activity (self->activities, "page", NULL, NULL), "page", N_("Page %s"));
  pick_mail (self);
  pick_chat (self);
}
