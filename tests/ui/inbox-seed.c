/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox-seed.h"

#include "store/daybook-accounts.h"
#include "store/daybook-events.h"
#include "store/daybook-suggestions.h"
#include "store/daybook-tasks.h"

typedef struct
{
  DaybookStore *store;
  gint64 mail;
  gint64 mail_account;
  gint64 chat;
  gint64 code;
  int counter;
} Seed;

typedef enum
{
  LEAVE,
  APPROVE,
  APPROVE_AUTOMATICALLY,
  DISMISS,
} Decision;

typedef struct
{
  const char *kind; /* of the activity */
  const char *title;
  const char *author;
  const char *subject;
  const char *text;
  const char *reasoning;
  const char *url;
  double confidence;
  int hours_ago;
  int due_in; /* days, -99 none */
} What;

static gint64
add_source (Seed *seed, const char *provider, const char *name, gint64 *account_id, GError **error)
{
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (DaybookAccount) account = daybook_account_new ();
  g_autoptr (DaybookSource) source = daybook_source_new ();

  grant->provider = g_strdup (provider);
  grant->identity = g_strdup (name);
  grant->sign_in = g_strdup ("browser");
  grant->settings = g_strdup ("{\"write/gmail\":\"yes\"}");
  if (daybook_store_add_grant (seed->store, grant, error) == 0)
    return 0;
  account->grant_id = grant->id;
  account->provider = g_strdup (provider);
  account->name = g_strdup (name);
  account->identity = g_strdup (name);
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  account->settings = g_strdup ("{\"write_back\":\"on\"}");
  *account_id = daybook_store_add_account (seed->store, account, error);
  if (*account_id == 0)
    return 0;
  source->account_id = *account_id;
  source->external_id = g_strdup (name);
  source->name = g_strdup (name);
  source->kind = g_strdup ("mailbox");
  source->enabled = TRUE;
  return daybook_store_add_source (seed->store, source, error);
}

/* (nullable) The item, and what was made of it. */
static DaybookSuggestion *
make_suggestion (Seed *seed, gint64 source_id, const What *what, GError **error)
{
  g_autoptr (DaybookActivity) activity = daybook_activity_new ();
  g_autoptr (DaybookSuggestion) suggestion = daybook_suggestion_new ();
  gint64 now = daybook_store_now (seed->store);
  char at[DAYBOOK_INSTANT_TEXT_SIZE];
  gint64 item = 0;

  activity->source_id = source_id;
  activity->kind = g_strdup (what->kind);
  activity->external_id = g_strdup_printf ("item-%d", ++seed->counter);
  activity->title = g_strdup (what->subject);
  activity->author = g_strdup (what->author);
  activity->at = now - what->hours_ago * 3600;
  activity->count = 1;
  activity->url = g_strdup (what->url);
  if (!daybook_store_put_activity (seed->store, activity, 1, NULL, &item, error))
    return NULL;
  suggestion->source_id = source_id;
  suggestion->item_kind = g_strdup ("activity");
  suggestion->item_id = item;
  suggestion->item_key = g_strdup_printf ("%s/%s", what->kind, activity->external_id);
  suggestion->state = g_strdup_printf ("state-%d", seed->counter);
  suggestion->kind = g_strdup ("task");
  suggestion->title = g_strdup (what->title);
  suggestion->author = g_strdup (what->author);
  suggestion->confidence = what->confidence;
  suggestion->reasoning = g_strdup (what->reasoning);
  suggestion->engine = g_strdup ("builtin");
  if (what->due_in > -99)
    suggestion->due_day = daybook_zone_get_day (daybook_store_get_zone (seed->store), now) + what->due_in;
  suggestion->snapshot =
    g_strdup_printf ("{\"title\":\"%s\",\"author\":\"%s\",\"at\":\"%s\",\"snippet\":\"%s\",\"url\":\"%s\"}", what->subject,
                     what->author, daybook_instant_write (activity->at, at), what->text, what->url);
  if (!daybook_store_put_suggestion (seed->store, suggestion, NULL, error))
    return NULL;
  return g_steal_pointer (&suggestion);
}

static gboolean
add (Seed *seed, gint64 source_id, Decision decision, const What *what, gint64 *task_id, GError **error)
{
  g_autoptr (DaybookSuggestion) suggestion = make_suggestion (seed, source_id, what, error);

  if (suggestion == NULL)
    return FALSE;
  switch (decision)
    {
    case APPROVE:
    case APPROVE_AUTOMATICALLY:
      return daybook_store_approve_suggestion (seed->store, suggestion->id, decision == APPROVE_AUTOMATICALLY, task_id, error);
    case DISMISS:
      return daybook_store_dismiss_suggestion (seed->store, suggestion->id, error);
    case LEAVE:
    default:
      return TRUE;
    }
}

static gboolean
add_waiting (Seed *seed, GError **error)
{
  static const What review = { "review_request", "Review “Retry failed imports”", "Noor Haddad", "Retry failed imports",
                               "Pull request 214 waits for your review.", "You were asked for a review",
                               "https://github.com/northwind/importer/pull/214", 0.78, 6, -99 };
  static const What markup = { "message", "Answer <b>A&B</b> about the staging server", "Mei Lin <i>", "#northwind",
                               "Is <b>staging</b> down & out? Could you look?", "Asks a question & waits",
                               "javascript:alert(1)", 0.64, 5, -99 };
  static const What hosting = { "mail", "Answer the hosting question", "Hetzner Online", "Your server",
                                "Please confirm the new address by tomorrow.", "Asks for something and names a day",
                                "https://mail.example/hosting", 0.92, 4, 1 };
  static const What quote = {
    "mail", "Send the revised quote to Jonas", "Jonas Berg", "Quote for the second variant",
    "Hi Kris,\\n\\nthanks for the walk-through this morning, the team liked the second variant. Could you send me the "
    "revised quote by Monday? We would like to sign it before the workshop.\\n\\nThe open point is still the search "
    "page: in or out, both are fine for us.\\n\\nBest\\nJonas",
    "Asks for something and names a day", "https://mail.example/quote", 0.96, 2, 4 };
  static const What before = { "mail", "Earlier one", "Jonas Berg", "Earlier", "Could you?", "Asks for something",
                               "https://mail.example/earlier", 0.8, 900, -99 };
  gint64 task;

  for (int i = 0; i < 4; i++)
    {
      if (!add (seed, seed->mail, i == 3 ? DISMISS : APPROVE, &before, &task, error)
          || (i < 3 && !daybook_store_set_task_done (seed->store, task, TRUE, error)))
        return FALSE;
    }
  return add (seed, seed->code, LEAVE, &review, NULL, error) && add (seed, seed->chat, LEAVE, &markup, NULL, error)
         && add (seed, seed->mail, LEAVE, &hosting, NULL, error) && add (seed, seed->mail, LEAVE, &quote, NULL, error);
}

static gboolean
add_tasks (Seed *seed, GError **error)
{
  static const What invoice = { "mail", "Pay the hosting invoice", "Hetzner Online", "Invoice 4711", "Please pay.",
                                "Asks for money and names a day", "https://mail.example/invoice", 0.93, 30, 6 };
  static const What date = { "mail", "Confirm the workshop date", "Sofia Conti", "Workshop", "Does Monday suit you?",
                             "Asks a question", "https://mail.example/workshop", 0.81, 50, -1 };
  static const What accounts = { "message", "Share the test accounts", "Priya Nair", "#acme-web", "Can you share them?",
                                 "Asks for something", "https://chat.example/accounts", 0.7, 70, -99 };
  g_autoptr (DaybookTask) own = daybook_task_new ();
  gint64 task;

  own->title = g_strdup ("Book the train");
  own->notes = g_strdup ("Window seat.");
  return daybook_store_add_task (seed->store, own, error) != 0
         && add (seed, seed->mail, APPROVE_AUTOMATICALLY, &invoice, &task, error)
         && add (seed, seed->mail, APPROVE, &date, &task, error)
         && add (seed, seed->chat, APPROVE, &accounts, &task, error);
}

/* What the service said to what was done: yes, nothing yet, no. */
static gboolean
add_done (Seed *seed, GError **error)
{
  static const What what[] = {
    { "mail", "Answer Priya about Friday", "Priya Nair", "Friday", "Are you there?", "Asks a question",
      "https://mail.example/friday", 0.75, 80, -99 },
    { "mail", "Send the address list", "Tomás Ruiz", "Addresses", "Please send it.", "Asks for something",
      "https://mail.example/list", 0.75, 81, -99 },
    { "mail", "Return the signed form", "Land registry", "Form", "Please return it.", "Asks for something",
      "https://mail.example/form", 0.75, 82, -99 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (what); i++)
    {
      g_autoptr (GPtrArray) rows = NULL;
      DaybookOutboxRow *row;
      gint64 task;
      gboolean wanted;

      if (!add (seed, seed->mail, APPROVE, &what[i], &task, error)
          || !daybook_store_set_task_done (seed->store, task, TRUE, error))
        return FALSE;
      rows = daybook_store_list_outbox (seed->store, seed->mail_account, FALSE, error);
      if (rows == NULL || rows->len == 0)
        return FALSE;
      row = rows->pdata[rows->len - 1];
      if (i == 0
          && (!daybook_store_begin_send (seed->store, row, &wanted, error)
              || !daybook_store_finish_send (seed->store, row, error)))
        return FALSE;
      for (int j = 0; i == 2 && j < DAYBOOK_OUTBOX_TRIES; j++)
        {
          if (!daybook_store_begin_send (seed->store, row, &wanted, error)
              || !daybook_store_fail_send (seed->store, row, "The mailbox is full.", daybook_store_now (seed->store), FALSE,
                                           error))
            return FALSE;
        }
    }
  return TRUE;
}

gboolean
inbox_seed_fill (DaybookStore *store, GError **error)
{
  Seed seed = { .store = store };
  gint64 ignored;

  seed.mail = add_source (&seed, "gmail", "kris.holm@gmail.example", &seed.mail_account, error);
  seed.chat = seed.mail != 0 ? add_source (&seed, "slack", "northwind", &ignored, error) : 0;
  seed.code = seed.chat != 0 ? add_source (&seed, "github", "krisholm", &ignored, error) : 0;
  return seed.code != 0 && add_waiting (&seed, error) && add_done (&seed, error) && add_tasks (&seed, error);
}
