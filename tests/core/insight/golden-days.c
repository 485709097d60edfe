/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "golden-days.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-zone.h"

typedef struct
{
  StoreFixture *fixture;
  DaybookDay day;
  int number; /* of things so far */
  GHashTable *series;   /* (owned) title to GINT_TO_POINTER (row) */
  GHashTable *projects; /* (owned) name to GINT_TO_POINTER (row) */
} Filler;

static gint64
at (Filler *self, const char *time)
{
  int hour = atoi (time);
  int minute = atoi (strchr (time, ':') + 1);

  return daybook_zone_to_instant (daybook_store_get_zone (self->fixture->store),
                                  daybook_wall_from_day (self->day) + hour * 3600 + minute * 60);
}

static char *
make_attendees (const char *names, int *n)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_auto (GStrv) each = g_strsplit (names, ",", -1);

  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "name", "Ann");
  daybook_json_add_text (builder, "address", "Ann@example.com");
  json_builder_end_object (builder);
  for (*n = 0; each[*n] != NULL; (*n)++)
    {
      g_autofree char *address = g_strdup_printf ("%d@guests.example", *n);

      json_builder_begin_object (builder);
      daybook_json_add_text (builder, "name", g_strstrip (each[*n]));
      daybook_json_add_text (builder, "address", address);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  (*n)++;
  return json_to_string (root, FALSE);
}

/* A series needs its master; instances are put as exceptions, which say everything themselves. */
static void
join_series (Filler *self, DaybookEvent *event, const char *title, const char *how)
{
  gboolean daily = g_str_equal (how, "daily");
  g_autofree char *external_id = g_strdup_printf ("series-%s", title);

  if (!g_hash_table_contains (self->series, title))
    {
      g_autoptr (DaybookEvent) master = daybook_event_copy (event);

      g_free (master->external_id);
      master->external_id = g_strdup (external_id);
      master->kind = DAYBOOK_EVENT_MASTER;
      master->rrule = g_strdup (daily ? "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" : "RRULE:FREQ=WEEKLY");
      g_assert_true (daybook_store_put_event (self->fixture->store, master, 1, NULL, NULL, NULL));
      g_hash_table_add (self->series, g_strdup (title));
    }
  event->kind = DAYBOOK_EVENT_EXCEPTION;
  event->series_external_id = g_strdup (external_id);
  event->original_start = event->range_start;
}

static void
add_meeting (Filler *self, char **head, char **fields)
{
  g_autofree char *id = g_strdup_printf ("meeting-%d", ++self->number);
  g_autoptr (DaybookEvent) event = store_fixture_make_event (self->fixture, id, at (self, head[1]), atoi (head[2]) * 60);
  int n = 0;

  g_free (event->title);
  event->title = g_strdup (head[3]);
  if (fields[1] != NULL && *fields[1] != '\0')
    event->attendees = make_attendees (fields[1], &n);
  event->attendee_count = n;
  if (fields[1] != NULL && fields[2] != NULL)
    {
      if (g_str_equal (fields[2], "private"))
        event->is_private = TRUE;
      else if (g_str_equal (fields[2], "focus"))
        event->categories = g_strdup ("[\"Focus time\"]");
      else
        join_series (self, event, head[3], fields[2]);
    }
  g_assert_true (daybook_store_put_event (self->fixture->store, event, 1, NULL, NULL, NULL));
}

static void
add_activity (Filler *self, char **head, char **fields)
{
  g_autoptr (DaybookActivity) activity = daybook_activity_new ();
  gboolean is_message = g_str_equal (head[0], "message");
  gboolean is_mail = g_str_equal (head[0], "mail");
  const char *first = is_message ? head[3] : g_strcmp0 (head[3], "") == 0 ? head[2] : NULL;
  g_autofree char *joined = first != NULL ? g_strdup (first) : g_strjoin (" ", head[2], head[3], NULL);

  activity->source_id = self->fixture->source_id;
  activity->kind = g_strdup (head[0]);
  activity->external_id = g_strdup_printf ("%s-%d", head[0], ++self->number);
  activity->at = at (self, head[1]);
  if (is_message)
    activity->count = atoi (head[2]);
  if (g_str_equal (head[0], "page"))
    {
      activity->title = g_strdup (joined);
    }
  else
    {
      *(is_mail ? &activity->author : &activity->parent) = g_strdup (joined);
      activity->title = g_strdup (fields[1]);
    }
  if (is_mail)
    {
      activity->snippet = g_strdup (fields[2]);
      activity->parent = g_strdup (fields[3]);
    }
  if (g_str_equal (head[0], "pull_request"))
    activity->detail = g_strdup (fields[2] != NULL ? "{\"author_me\":true,\"merged\":true}" : "{\"author_me\":true}");
  g_assert_true (daybook_store_put_activity (self->fixture->store, activity, 1, NULL, NULL, NULL));
}

static void
add_entry (Filler *self, char **head, char **fields)
{
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry (fields[1], at (self, head[1]), atoi (head[2]) * 60);
  gpointer project = g_hash_table_lookup (self->projects, head[3]);

  if (project == NULL)
    {
      g_autoptr (DaybookProject) made = daybook_project_new ();

      made->name = g_strdup (head[3]);
      made->client_id = 0;
      project = GINT_TO_POINTER (daybook_store_add_project (self->fixture->store, made, NULL));
      g_hash_table_insert (self->projects, g_strdup (head[3]), project);
    }
  entry->project_id = GPOINTER_TO_INT (project);
  g_assert_cmpint (daybook_store_add_entry (self->fixture->store, entry, NULL), >, 0);
}

static void
add_line (Filler *self, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "|", -1);
  g_auto (GStrv) words = NULL;
  char *head[5] = { NULL };

  for (guint i = 0; fields[i] != NULL; i++)
    g_strstrip (fields[i]);
  words = g_strsplit (fields[0], " ", 4);
  for (guint i = 0; i < 4; i++)
    head[i] = words[i] != NULL ? words[i] : (char *) "";
  if (words[0] != NULL && words[1] != NULL && words[2] != NULL && words[3] == NULL)
    head[3] = (char *) "";
  if (g_str_equal (head[0], "meeting"))
    add_meeting (self, head, fields);
  else if (g_str_equal (head[0], "entry"))
    add_entry (self, head, fields);
  else
    add_activity (self, head, fields);
}

GArray *
golden_days_fill (StoreFixture *fixture, const char *path)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (DaybookDay));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Filler filler = { .fixture = fixture };

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  filler.series = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  filler.projects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      if (daybook_day_parse (lines[i], -1, &filler.day))
        g_array_append_val (days, filler.day);
      else
        add_line (&filler, lines[i]);
    }
  g_hash_table_unref (filler.series);
  g_hash_table_unref (filler.projects);
  return days;
}
