/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is signed in, and what there is: auth.test, users.list and users.conversations. */
#include "providers/slack/daybook-slack-list.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "providers/slack/daybook-slack-error.h"
#include "providers/slack/daybook-slack-request.h"
#include "providers/slack/daybook-slack-text.h"
#include "providers/slack/daybook-slack-workspace.h"

#define PAGE "500"
/* Of people: in a larger workspace the others are asked for one by one, when one of them is met. */
#define MAX_PEOPLE_PAGES 4

typedef struct
{
  char *api_url;                   /* (owned) */
  gboolean identify;
  DaybookSlackIdentity identity;   /* identify: who it is */
  DaybookSlackWorkspace workspace; /* list: as kept */
  char *cursor;                    /* (owned) (nullable) of the page asked for */
  guint pages;
} List;

static void
list_free (gpointer data)
{
  List *self = data;

  g_free (self->api_url);
  g_free (self->cursor);
  daybook_slack_identity_clear (&self->identity);
  daybook_slack_workspace_clear (&self->workspace);
  g_free (self);
}

/* TRUE when there is another page, which @self then names. Fails for a list that repeats itself. */
static gboolean
turn_page (DaybookExchange *exchange, List *self, char *next /* (transfer full) (nullable) */)
{
  if (next != NULL && g_strcmp0 (next, self->cursor) == 0)
    {
      g_free (next);
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, _ ("Slack repeats one page for ever."));
      return FALSE;
    }
  g_free (self->cursor);
  self->cursor = next;
  self->pages++;
  return next != NULL;
}

static void ask_people (DaybookExchange *exchange, List *self);

/* ---- channels ---- */

static void on_channels (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

/* What the person is a member of. Archived ones are left out, which makes them gone: nothing happens there. */
static void
ask_channels (DaybookExchange *exchange, List *self)
{
  daybook_exchange_ask (exchange,
                        daybook_slack_request_new (self->api_url, "users.conversations", "types",
                                                   "public_channel,private_channel,mpim,im", "exclude_archived", "true",
                                                   "limit", PAGE, "cursor", self->cursor, NULL),
                        on_channels, self);
}

/* Names the conversations of two whose other half has been met since; how many are still without a name. */
static guint
name_people (DaybookExchange *exchange, List *self)
{
  GPtrArray *sources = daybook_exchange_get_sources (exchange);
  guint left = 0;

  for (guint i = 0; i < sources->len; i++)
    {
      DaybookSource *source = sources->pdata[i];
      const char *name = g_hash_table_lookup (self->workspace.names, source->name);

      if (name != NULL)
        {
          g_free (source->name);
          source->name = g_strdup (name);
        }
      else if (daybook_slack_is_person (source->name))
        left++;
    }
  return left;
}

static void
on_channels (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  List *self = data;
  g_auto (DaybookSlackProblem) problem = { 0 };
  g_auto (DaybookSlackChannels) page = { 0 };
  GError *error = NULL;

  if (!daybook_slack_accept (exchange, response, &problem))
    {
      if (problem.error != NULL)
        daybook_exchange_fail (exchange, daybook_slack_error_new (&problem));
      return;
    }
  if (!daybook_slack_channels_parse (&page, response->body, &self->workspace, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  for (guint i = 0; i < page.sources->len; i++)
    daybook_exchange_yield_source (exchange, daybook_source_copy (page.sources->pdata[i]));
  if (turn_page (exchange, self, g_steal_pointer (&page.next_cursor)))
    ask_channels (exchange, self);
  else if (!daybook_exchange_is_done (exchange) && name_people (exchange, self) > 0)
    {
      self->pages = 0;
      ask_people (exchange, self);
    }
  else
    daybook_exchange_finish (exchange, NULL);
}

/* ---- people ---- */

static void on_people (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_people (DaybookExchange *exchange, List *self)
{
  daybook_exchange_ask (exchange,
                        daybook_slack_request_new (self->api_url, "users.list", "limit", PAGE, "cursor", self->cursor, NULL),
                        on_people, self);
}

/* ana@acme.slack.com: the same person in two workspaces are two accounts. */
static char *
make_identity (const DaybookSlackIdentity *identity)
{
  g_autoptr (GUri) uri = identity->url != NULL ? g_uri_parse (identity->url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return g_strdup_printf ("%s@%s", identity->user_name != NULL ? identity->user_name : identity->user,
                          host != NULL && *host != '\0' ? host : identity->team_id);
}

static void
finish_people (DaybookExchange *exchange, List *self)
{
  g_autofree char *names = NULL;
  g_autofree char *identity = NULL;

  if (!self->identify)
    {
      name_people (exchange, self);
      names = daybook_slack_names_write (self->workspace.names);
      daybook_exchange_keep_setting (exchange, "names", names);
      daybook_exchange_finish (exchange, NULL);
      return;
    }
  names = daybook_slack_names_write (self->workspace.names);
  identity = make_identity (&self->identity);
  daybook_exchange_keep_setting (exchange, "user_id", self->identity.user);
  daybook_exchange_keep_setting (exchange, "user_name", self->identity.user_name);
  daybook_exchange_keep_setting (exchange, "team_id", self->identity.team_id);
  daybook_exchange_keep_setting (exchange, "workspace_url", self->identity.url);
  daybook_exchange_keep_setting (exchange, "names", names);
  daybook_exchange_finish_identity (exchange, identity, self->identity.team);
}

static void
on_people (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  List *self = data;
  g_auto (DaybookSlackProblem) problem = { 0 };
  char *next = NULL;
  GError *error = NULL;

  if (!daybook_slack_accept (exchange, response, &problem))
    {
      /* Without their names people are shown by their ids, and everything else works. */
      if (daybook_slack_problem_is (&problem, "missing_scope"))
        finish_people (exchange, self);
      else if (problem.error != NULL)
        daybook_exchange_fail (exchange, daybook_slack_error_new (&problem));
      return;
    }
  if (!daybook_slack_people_parse (self->workspace.names, response->body, &next, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  if (turn_page (exchange, self, next) && self->pages < MAX_PEOPLE_PAGES)
    ask_people (exchange, self);
  else if (!daybook_exchange_is_done (exchange))
    finish_people (exchange, self);
}

/* ---- me ---- */

static void on_identity (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_identity (DaybookExchange *exchange, List *self)
{
  daybook_exchange_ask (exchange, daybook_slack_request_new (self->api_url, "auth.test", NULL), on_identity, self);
}

static void
on_identity (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  List *self = data;
  g_auto (DaybookSlackProblem) problem = { 0 };
  GError *error = NULL;

  if (!daybook_slack_accept (exchange, response, &problem))
    {
      if (problem.error != NULL)
        daybook_exchange_fail (exchange, daybook_slack_error_new (&problem));
      return;
    }
  daybook_slack_identity_clear (&self->identity);
  if (!daybook_slack_identity_parse (&self->identity, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  ask_people (exchange, self);
}

static List *
list_new (const DaybookProviderContext *context, DaybookExchange *exchange, gboolean identify)
{
  List *self = g_new0 (List, 1);

  self->api_url = g_strdup (context->api_url);
  self->identify = identify;
  daybook_slack_workspace_load (&self->workspace, identify ? NULL : context->grant);
  daybook_exchange_set_state (exchange, self, list_free);
  return self;
}

/* Sets up @exchange to find out who is signed in, and how the people there are called. */
void
daybook_slack_identify_start (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  ask_identity (exchange, list_new (context, exchange, TRUE));
}

/* Sets up @exchange to list the channels and conversations that the person is in. */
void
daybook_slack_list_start (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  ask_channels (exchange, list_new (context, exchange, FALSE));
}
