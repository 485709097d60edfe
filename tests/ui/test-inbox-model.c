/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inbox as its page has it: sections, what is in them, and how they follow what is done. */

#include "data-folder.h"
#include "inbox-seed.h"
#include "inbox/daybook-inbox-changes.h"
#include "inbox/daybook-inbox-model.h"
#include "inbox/daybook-inbox-words.h"
#include "week-seed.h"

typedef struct
{
  DaybookWorkspace *workspace;
  DaybookInboxModel *model;
  guint changes; /* of the model */
  gint64 change; /* to be undone */
} Fixture;

static char *folder;

static void
on_changed_cb (Fixture *fixture)
{
  fixture->changes++;
}

static void
on_toast_cb (DaybookWorkspace *workspace, const char *text, gint64 change, Fixture *fixture)
{
  fixture->change = change;
}

static void
wait_until_read (Fixture *fixture)
{
  guint before = fixture->changes;

  while (fixture->changes == before)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  data_folder_fill (inbox_seed_fill);
  fixture->workspace = daybook_workspace_new ();
  g_signal_connect (fixture->workspace, "toast", G_CALLBACK (on_toast_cb), fixture);
  fixture->model = daybook_inbox_model_new (fixture->workspace);
  g_signal_connect_swapped (fixture->model, "changed", G_CALLBACK (on_changed_cb), fixture);
  wait_until_read (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  /* A read that is under way keeps them longer than the fixture lives. */
  g_signal_handlers_disconnect_by_data (fixture->model, fixture);
  g_signal_handlers_disconnect_by_data (fixture->workspace, fixture);
  g_clear_object (&fixture->model);
  g_clear_object (&fixture->workspace);
  data_folder_clear (folder);
}

/* "#To Review 4|Send the revised quote|..." */
static char *
list (Fixture *fixture)
{
  DaybookRowList *items = daybook_inbox_model_get_items (fixture->model);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < daybook_row_list_get_length (items); i++)
    {
      DaybookInboxItem *item = daybook_row_list_peek (items, i);
      g_autofree char *title = daybook_inbox_words_title (item);

      if (daybook_inbox_item_is_title (item))
        g_string_append_printf (text, "#%s %u|", title, daybook_inbox_item_get_count (item));
      else
        g_string_append_printf (text, "%s|", title);
    }
  return g_string_free (text, FALSE);
}

static DaybookInboxItem *
find (Fixture *fixture, const char *wanted)
{
  DaybookRowList *items = daybook_inbox_model_get_items (fixture->model);

  for (guint i = 0; i < daybook_row_list_get_length (items); i++)
    {
      DaybookInboxItem *item = daybook_row_list_peek (items, i);
      g_autofree char *title = daybook_inbox_words_title (item);

      if (g_str_equal (title, wanted))
        return item;
    }
  g_error ("“%s” is not in the inbox", wanted);
}

#define WAITING \
  "#To Review 4|Send the revised quote to Jonas|Answer the hosting question|" \
  "Answer <b>A&B</b> about the staging server|Review “Retry failed imports”|"
#define OPEN "#Added Automatically 1|Pay the hosting invoice|#Tasks 9|Confirm the workshop date|Book the train|Share the test accounts|"

static void
assert_list (Fixture *fixture, const char *begins)
{
  g_autofree char *all = list (fixture);

  if (!g_str_has_prefix (all, begins))
    g_error ("%s\ndoes not begin with\n%s", all, begins);
}

static gboolean
begins_with (Fixture *fixture, const char *begins)
{
  g_autofree char *all = list (fixture);

  return g_str_has_prefix (all, begins);
}

/* What the badge says, whether there is a page or not. */
static guint
get_waiting (Fixture *fixture)
{
  guint waiting;

  g_object_get (fixture->workspace, "waiting", &waiting, NULL);
  return waiting;
}

static void
test_sections (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) sure = daybook_inbox_model_list_sure (fixture->model);
  int approved, decided;

  assert_list (fixture, WAITING OPEN);
  g_assert_cmpuint (get_waiting (fixture), ==, 4);
  /* Jonas' 0.96 is less after what was decided on his. */
  g_assert_cmpuint (sure->len, ==, 1);
  daybook_inbox_model_get_rate (fixture->model, &approved, &decided);
  g_assert_cmpint (approved, ==, 8);
  g_assert_cmpint (decided, ==, 9);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *title;
    const char *back;
  } cases[] = {
    { "Confirm the workshop date", "Mail will be archived" },
    { "Share the test accounts", "Done here only: its service is not told" },
    { "Answer Priya about Friday", "Done, mail archived" },
    { "Send the address list", "Done, the mail will be archived in a moment" },
    { "Return the signed form", "Could not be told: The mailbox is full." },
  };
  DaybookInboxItem *quote = find (fixture, "Send the revised quote to Jonas");
  g_autofree char *like = daybook_inbox_words_like (daybook_inbox_item_get_suggestion (quote));
  g_autofree char *subtitle = NULL;
  g_autofree char *sure = daybook_inbox_words_confidence (0.899999);

  g_assert_cmpstr (like, ==, "3 of 4 like this approved");
  g_assert_cmpstr (sure, ==, "89 % sure");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *back = daybook_inbox_words_back (find (fixture, cases[i].title), fixture->workspace);

      g_assert_cmpstr (back, ==, cases[i].back);
    }
  g_assert_null (daybook_inbox_words_back (find (fixture, "Book the train"), fixture->workspace));
  subtitle = daybook_inbox_words_subtitle (find (fixture, "Confirm the workshop date"), fixture->workspace);
  g_assert_nonnull (strstr (subtitle, "overdue: Yesterday"));
  /* Nothing but a web address is opened. */
  g_assert_null (
    daybook_inbox_item_get_source (find (fixture, "Answer <b>A&B</b> about the staging server"))->url);
  g_assert_cmpstr (daybook_inbox_item_get_source (quote)->url, ==, "https://mail.example/quote");
}

static void
test_approving_and_undoing (Fixture *fixture, gconstpointer data)
{
  DaybookInboxItem *kept = find (fixture, "Send the revised quote to Jonas");

  daybook_inbox_changes_approve (fixture->workspace, daybook_inbox_model_list_sure (fixture->model));
  while (!begins_with (fixture, "#To Review 3|") || fixture->change == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (get_waiting (fixture), ==, 3);
  assert_list (fixture, "#To Review 3|Send the revised quote to Jonas|Answer <b>A&B</b>");
  g_assert_nonnull (daybook_inbox_item_get_task (find (fixture, "Answer the hosting question")));
  /* The same object stands for what stayed. */
  g_assert_true (find (fixture, "Send the revised quote to Jonas") == kept);
  daybook_workspace_undo (fixture->workspace, fixture->change);
  while (!begins_with (fixture, "#To Review 4|"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (get_waiting (fixture), ==, 4);
  assert_list (fixture, WAITING OPEN);
}

static void
test_editing (Fixture *fixture, gconstpointer data)
{
  const DaybookSuggestion *suggestion =
    daybook_inbox_item_get_suggestion (find (fixture, "Answer the hosting question"));

  daybook_inbox_changes_edit (fixture->workspace, suggestion, "Answer Hetzner", DAYBOOK_DAY_NONE, DAYBOOK_PRIORITY_HIGH);
  wait_until_read (fixture);
  suggestion = daybook_inbox_item_get_suggestion (find (fixture, "Answer Hetzner"));
  g_assert_cmpint (suggestion->due_day, ==, DAYBOOK_DAY_NONE);
  g_assert_cmpint (suggestion->priority, ==, DAYBOOK_PRIORITY_HIGH);
}

static void
test_doing (Fixture *fixture, gconstpointer data)
{
  const DaybookTask *task = daybook_inbox_item_get_task (find (fixture, "Pay the hosting invoice"));
  g_autofree char *back = NULL;

  daybook_inbox_changes_set_done (fixture->workspace, task->id, TRUE);
  wait_until_read (fixture);
  /* Below what is open, among the tasks. */
  assert_list (fixture, WAITING "#Tasks 10|Confirm the workshop date|Book the train|Share the test accounts|");
  back = daybook_inbox_words_back (find (fixture, "Pay the hosting invoice"), fixture->workspace);
  g_assert_cmpstr (back, ==, "Done, the mail will be archived in a moment");
}

/* Ten seconds are waited on purpose; only then it is the network. */
static void
test_what_it_waits_for (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *source_kind;
    gboolean done;
    int attempts;
    gint64 later; /* than now it is sent at the earliest */
    const char *problem;
    const char *says;
  } cases[] = {
    { "mailbox", TRUE, 0, 10, NULL, "Done, the mail will be archived in a moment" },
    { "mailbox", TRUE, 1, 10, NULL, "Done, waiting for the network to archive the mail" },
    { "mailbox", TRUE, 0, -61, NULL, "Done, waiting for the network to archive the mail" },
    { "mailbox", TRUE, 2, 60, "No\nroute", "Done, could not be told yet: No route" },
    { "mailbox", FALSE, 0, 10, NULL, "The mail will be brought back in a moment" },
    { "mailbox", FALSE, 1, 10, NULL, "Waiting for the network to bring the mail back" },
    { "repository", TRUE, 0, 10, NULL, "Done, the notification will be marked as read in a moment" },
    { "repository", TRUE, 1, 10, NULL, "Done, waiting for the network to mark the notification as read" },
  };
  gint64 now = daybook_workspace_get_now (fixture->workspace);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DaybookOutboxRow row = { .attempts = cases[i].attempts, .next_attempt_at = now + cases[i].later,
                                     .last_error = (char *) cases[i].problem };
      DaybookTask *task = daybook_task_new ();
      g_autoptr (DaybookInboxItem) item = NULL;
      g_autofree char *back = NULL;
      DaybookInboxPlace place = { .kind = (char *) cases[i].source_kind };

      task->title = g_strdup ("Task");
      task->status = cases[i].done ? DAYBOOK_TASK_DONE : DAYBOOK_TASK_OPEN;
      task->source_kind = g_strdup ("activity");
      task->remote_state = DAYBOOK_REMOTE_WAITING;
      item = daybook_inbox_item_new_task (task, NULL, &place);
      daybook_inbox_item_set_waiting (item, &row);
      back = daybook_inbox_words_back (item, fixture->workspace);
      g_assert_cmpstr (back, ==, cases[i].says);
    }
}

static void
test_broken_snapshots (void)
{
  static const char *const snapshots[] = { NULL, "", "{", "[]", "{\"title\":1,\"at\":\"x\",\"url\":{},\"snippet\":null}" };

  for (guint i = 0; i < G_N_ELEMENTS (snapshots); i++)
    {
      g_autoptr (DaybookInboxSource) source = daybook_inbox_source_parse (snapshots[i]);

      g_assert_null (source->title);
      g_assert_null (source->text);
      g_assert_null (source->url);
      g_assert_cmpint (source->at, ==, DAYBOOK_INSTANT_NONE);
    }
}

/* By what its source is for, whoever the service is. */
static void
test_headings (void)
{
  static const struct
  {
    const char *item_kind;
    const char *source_kind;
    const char *heading;
  } cases[] = {
    { "activity", "mailbox", "The Mail" },
    { "activity", "channel", "The Message" },
    { "activity", "repository", "Where It Came From" },
    { "activity", NULL, "Where It Came From" },
    { "event", "calendar", "The Meeting" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DaybookSuggestion *suggestion = daybook_suggestion_new ();
      DaybookInboxPlace *place = daybook_inbox_place_new ("acme", cases[i].source_kind);
      g_autoptr (DaybookInboxItem) item = NULL;

      g_free (suggestion->item_kind);
      suggestion->item_kind = g_strdup (cases[i].item_kind);
      item = daybook_inbox_item_new_suggestion (suggestion, place);
      g_assert_cmpstr (daybook_inbox_words_source (item), ==, cases[i].heading);
      g_assert_cmpstr (daybook_inbox_item_get_provider (item), ==, "acme");
      daybook_inbox_place_free (place);
    }
}

int
main (int argc, char *argv[])
{
  int status;

  folder = data_folder_enter ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/inbox-model/sections", Fixture, NULL, set_up, test_sections, tear_down);
  g_test_add ("/inbox-model/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/inbox-model/approving-and-undoing", Fixture, NULL, set_up, test_approving_and_undoing, tear_down);
  g_test_add ("/inbox-model/editing", Fixture, NULL, set_up, test_editing, tear_down);
  g_test_add ("/inbox-model/doing", Fixture, NULL, set_up, test_doing, tear_down);
  g_test_add ("/inbox-model/what-it-waits-for", Fixture, NULL, set_up, test_what_it_waits_for, tear_down);
  g_test_add_func ("/inbox-model/broken-snapshots", test_broken_snapshots);
  g_test_add_func ("/inbox-model/headings", test_headings);
  status = g_test_run ();
  data_folder_leave (folder);
  return status;
}
