/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-activity-groups.h"

#include <locale.h>

static void
add_source (GPtrArray *sources, gint64 id, const char *name, gboolean enabled)
{
  DaybookSource *source = daybook_source_new ();

  source->id = id;
  g_free (source->name);
  source->name = g_strdup (name);
  source->enabled = enabled;
  g_ptr_array_add (sources, source);
}

static void
add_activity (GPtrArray *activities, gint64 source_id, const char *kind, int count)
{
  DaybookActivity *activity = daybook_activity_new ();

  activity->source_id = source_id;
  activity->kind = g_strdup (kind);
  activity->external_id = g_strdup_printf ("%u", activities->len);
  activity->title = g_strdup ("Title");
  activity->body = g_strdup ("A long text");
  activity->at = 1000 + activities->len;
  activity->count = count;
  g_ptr_array_add (activities, activity);
}

typedef struct
{
  GPtrArray *sources;
  GPtrArray *activities;
} Day;

static void
set_up (Day *day, gconstpointer unused)
{
  day->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  day->activities = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_activity_free);
  add_source (day->sources, 1, "daybook", TRUE);
  add_source (day->sources, 2, "#launch", TRUE);
  add_source (day->sources, 3, "Off", FALSE);
}

static void
tear_down (Day *day, gconstpointer unused)
{
  g_ptr_array_unref (day->sources);
  g_ptr_array_unref (day->activities);
}

static void
expect (Day *day, const char *const *expected)
{
  g_autoptr (GPtrArray) groups = daybook_activity_groups_new (day->activities, day->sources);
  guint i;

  for (i = 0; i < groups->len; i++)
    {
      g_autofree char *text = daybook_activity_group_describe (groups->pdata[i]);

      g_assert_cmpstr (text, ==, expected[i]);
      g_assert_nonnull (daybook_activity_group_get_icon (groups->pdata[i]));
    }
  g_assert_null (expected[i]);
}

static void
test_per_source_and_kind (Day *day, gconstpointer unused)
{
  add_activity (day->activities, 1, "commit", 1);
  add_activity (day->activities, 2, "message", 13); /* a row that stands for many */
  add_activity (day->activities, 1, "commit", 1);
  add_activity (day->activities, 1, "review", 1);
  add_activity (day->activities, 2, "message", 1);
  add_activity (day->activities, 1, "commit", 1);
  add_activity (day->activities, 3, "mail", 1);  /* switched off */
  add_activity (day->activities, 99, "mail", 1); /* of a source that went away */
  expect (day, (const char *const[]){ "14 messages in #launch", "3 commits in daybook", "1 review in daybook", NULL });
}

/* Slack counts reactions in rows of their own: they are no messages. */
static void
test_reactions_are_no_messages (Day *day, gconstpointer unused)
{
  DaybookActivity *row;

  add_activity (day->activities, 2, "message", 3);
  add_activity (day->activities, 2, "message", 2);
  row = day->activities->pdata[1];
  row->detail = g_strdup ("{\"channel\":\"#launch\",\"reactions\":2}");
  expect (day, (const char *const[]){ "3 messages in #launch", "2 reactions in #launch", NULL });
}

static void
test_every_kind_has_words (Day *day, gconstpointer unused)
{
  static const char *const kinds[] = { "mail", "message", "commit", "pull_request", "review", "issue", "page", "dream" };
  static const char *const one[]
    = { "1 mail in daybook",   "1 message in daybook", "1 commit in daybook", "1 pull request in daybook",
        "1 review in daybook", "1 issue in daybook",   "1 page in daybook",   "1 item in daybook", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    add_activity (day->activities, 1, kinds[i], 1);
  expect (day, one);
}

/* Texts of mails are large and not shown. */
static void
test_bodies_are_not_kept (Day *day, gconstpointer unused)
{
  g_autoptr (GPtrArray) groups = NULL;
  const DaybookActivityGroup *group;

  add_activity (day->activities, 1, "mail", 1);
  groups = daybook_activity_groups_new (day->activities, day->sources);
  group = groups->pdata[0];
  g_assert_null (((DaybookActivity *) group->items->pdata[0])->body);
}

static void
test_names_from_outside_are_tamed (Day *day, gconstpointer unused)
{
  add_source (day->sources, 4, "a\nname that goes on and on and on and on and on", TRUE);
  add_activity (day->activities, 4, "commit", 1);
  expect (day, (const char *const[]){ "1 commit in a name that goes on and on and…", NULL });
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/today/activities/per-source-and-kind", Day, NULL, set_up, test_per_source_and_kind, tear_down);
  g_test_add ("/today/activities/reactions-are-no-messages", Day, NULL, set_up, test_reactions_are_no_messages, tear_down);
  g_test_add ("/today/activities/every-kind-has-words", Day, NULL, set_up, test_every_kind_has_words, tear_down);
  g_test_add ("/today/activities/bodies-are-not-kept", Day, NULL, set_up, test_bodies_are_not_kept, tear_down);
  g_test_add ("/today/activities/names-from-outside-are-tamed", Day, NULL, set_up, test_names_from_outside_are_tamed,
              tear_down);
  return g_test_run ();
}
