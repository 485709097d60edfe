/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One repository: my commits in the window, and the issues, pull requests and reviews that concern me. */
#include "providers/github/daybook-github-round.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "providers/github/daybook-github-activities.h"
#include "providers/github/daybook-github-address.h"
#include "providers/github/daybook-github-identity.h"
#include "providers/github/daybook-github-marks.h"
#include "providers/github/daybook-github-request.h"
#include "providers/github/daybook-github-search.h"

#define MAX_PAGES 10
#define MAX_HOPS 3
#define MAX_REVIEWED 50 /* pull requests a round whose reviews are asked for */

typedef enum
{
  STEP_COMMITS,
  STEP_NAME, /* only where a redirect says that the repository is called otherwise now */
  STEP_ISSUES,
  STEP_PULLS,
  STEP_REVIEWS,
} Step;

typedef struct
{
  char *api_url;   /* (owned) */
  char *source_id; /* (owned) */
  char *name;      /* (owned) owner/name as far as it is known */
  char *login;     /* (owned) */
  char *from;      /* (owned) start of the window */
  char *since;     /* (owned) of the search */
  DaybookGithubMarks next;
  gboolean asks_commits;
  gboolean asks_issues;
  gboolean is_full;
  gboolean is_incomplete;

  Step step;
  Step renamed_step; /* that is asked for again under the new name */
  char *url;       /* (owned) (nullable) asked for now */
  guint pages;
  guint hops;             /* redirects of the whole round */
  gboolean is_plain;      /* a search without OR */
  gboolean is_unnamed;    /* a search without the repository, which the search does not see */
  GPtrArray *issues;      /* (owned) DaybookGithubIssue */
  GPtrArray *pulls;       /* (owned) DaybookGithubPull */
  GPtrArray *reviewed;    /* (owned) DaybookGithubIssue (unowned) whose reviews are still to be asked for */
  GPtrArray *items;       /* (owned) DaybookItem: commits and reviews */
} Round;

static void
round_free (gpointer data)
{
  Round *self = data;

  g_free (self->api_url);
  g_free (self->source_id);
  g_free (self->name);
  g_free (self->login);
  g_free (self->from);
  g_free (self->since);
  g_free (self->url);
  daybook_github_marks_clear (&self->next);
  g_ptr_array_unref (self->issues);
  g_ptr_array_unref (self->pulls);
  g_ptr_array_unref (self->reviewed);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static void on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);
static void go_on (DaybookExchange *exchange, Round *self);

static void
ask (DaybookExchange *exchange, Round *self)
{
  daybook_exchange_ask (exchange, daybook_github_request_new (self->url, NULL), on_page, self);
}

/* The address of something below the repository. (transfer full) */
static char *
get_repository_url (const Round *self, const char *rest)
{
  return g_strconcat (self->api_url, "/repos/", self->name, rest, NULL);
}

static void
begin_step (DaybookExchange *exchange, Round *self, Step step, char *url /* (transfer full) */)
{
  self->step = step;
  self->pages = 0;
  g_free (self->url);
  self->url = url;
  ask (exchange, self);
}

/* ---- the steps ---- */

static char *
new_commits_url (const Round *self)
{
  g_autofree char *base = get_repository_url (self, "/commits");
  g_autoptr (GString) url = g_string_new (base);

  daybook_github_append_parameter (url, "author", self->login);
  daybook_github_append_parameter (url, "since", self->from);
  daybook_github_append_parameter (url, "per_page", "100");
  return g_string_free (g_steal_pointer (&url), FALSE);
}

static gboolean
has_pull (const Round *self)
{
  for (guint i = 0; i < self->issues->len; i++)
    {
      if (((DaybookGithubIssue *) self->issues->pdata[i])->is_pull)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_requested (const Round *self, gint64 number)
{
  for (guint i = 0; i < self->pulls->len; i++)
    {
      const DaybookGithubPull *pull = self->pulls->pdata[i];

      if (pull->number != number)
        continue;
      for (guint j = 0; j < pull->reviewers->len; j++)
        {
          if (g_ascii_strcasecmp (pull->reviewers->pdata[j], self->login) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

static void
finish (DaybookExchange *exchange, Round *self)
{
  g_autofree char *cursor = NULL;

  for (guint i = 0; i < self->issues->len; i++)
    {
      const DaybookGithubIssue *issue = self->issues->pdata[i];

      daybook_github_marks_raise (&self->next.updated, issue->updated_at);
      daybook_exchange_yield (exchange, daybook_github_issue_to_item (issue, self->name, self->login,
                                                                      is_requested (self, issue->number)));
    }
  while (self->items->len > 0)
    daybook_exchange_yield (exchange, g_ptr_array_steal_index (self->items, 0));
  /* What a search did not get to may not be taken for gone. */
  daybook_exchange_set_full (exchange, self->is_full && !self->is_incomplete);
  cursor = daybook_github_marks_write (&self->next);
  daybook_exchange_finish (exchange, cursor);
}

static void
ask_next_reviews (DaybookExchange *exchange, Round *self)
{
  const DaybookGithubIssue *issue;
  g_autofree char *rest = NULL;

  if (self->reviewed->len == 0)
    {
      finish (exchange, self);
      return;
    }
  issue = self->reviewed->pdata[0];
  rest = g_strdup_printf ("/pulls/%" G_GINT64_FORMAT "/reviews?per_page=100", issue->number);
  begin_step (exchange, self, STEP_REVIEWS, get_repository_url (self, rest));
}

/* One's own pull requests cannot be reviewed. */
static void
choose_reviewed (Round *self)
{
  for (guint i = 0; i < self->issues->len; i++)
    {
      DaybookGithubIssue *issue = self->issues->pdata[i];

      if (!issue->is_pull || (issue->author != NULL && g_ascii_strcasecmp (issue->author, self->login) == 0))
        continue;
      if (self->reviewed->len < MAX_REVIEWED)
        g_ptr_array_add (self->reviewed, issue);
      else
        self->is_incomplete = TRUE;
    }
}

static void
begin_search (DaybookExchange *exchange, Round *self)
{
  begin_step (exchange, self, STEP_ISSUES,
              daybook_github_search_new (self->api_url, self->is_unnamed ? NULL : self->name, self->since,
                                         self->is_plain));
}

static void
begin_commits (DaybookExchange *exchange, Round *self)
{
  g_ptr_array_set_size (self->items, 0);
  begin_step (exchange, self, STEP_COMMITS, new_commits_url (self));
}

static void
begin_pulls (DaybookExchange *exchange, Round *self)
{
  begin_step (exchange, self, STEP_PULLS,
              get_repository_url (self, "/pulls?state=all&sort=updated&direction=desc&per_page=100"));
}

/* The step that a redirect has interrupted, now that the new name is known. */
static void
ask_again (DaybookExchange *exchange, Round *self)
{
  if (self->renamed_step == STEP_COMMITS)
    begin_commits (exchange, self);
  else if (self->renamed_step == STEP_PULLS)
    begin_pulls (exchange, self);
  else
    ask_next_reviews (exchange, self);
}

/* What comes after the step that has ended. */
static void
go_on (DaybookExchange *exchange, Round *self)
{
  switch (self->step)
    {
    case STEP_NAME:
      ask_again (exchange, self);
      break;
    case STEP_COMMITS:
      if (self->asks_issues)
        begin_search (exchange, self);
      else
        finish (exchange, self);
      break;
    case STEP_ISSUES:
      choose_reviewed (self);
      if (has_pull (self))
        begin_pulls (exchange, self);
      else
        finish (exchange, self);
      break;
    case STEP_PULLS:
      ask_next_reviews (exchange, self);
      break;
    case STEP_REVIEWS:
    default:
      g_ptr_array_remove_index (self->reviewed, 0);
      ask_next_reviews (exchange, self);
      break;
    }
}

/* ---- pages ---- */

static gboolean
take_list (GPtrArray *to, GPtrArray *from /* (transfer full) (nullable) */)
{
  if (from == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (to, from);
  return TRUE;
}

/* A search without the repository finds others too. */
static gboolean
take_issues (Round *self, GBytes *body, GError **error)
{
  gboolean is_incomplete;
  g_autoptr (GPtrArray) found = daybook_github_issues_parse (body, &is_incomplete, error);

  if (found == NULL)
    return FALSE;
  self->is_incomplete |= is_incomplete;
  for (guint i = 0; i < found->len;)
    {
      DaybookGithubIssue *issue = found->pdata[i];

      if (self->is_unnamed && (issue->repository == NULL || g_ascii_strcasecmp (issue->repository, self->name) != 0))
        i++;
      else
        g_ptr_array_add (self->issues, g_ptr_array_steal_index (found, i));
    }
  return TRUE;
}

/* The search knows a repository by its new name only. The cursor keeps it for as long as the list has not learned it. */
static gboolean
take_name (Round *self, GBytes *body, GError **error)
{
  DaybookGithubRepository *repository = daybook_github_repository_parse (body, error);

  if (repository == NULL)
    return FALSE;
  g_free (self->name);
  self->name = g_steal_pointer (&repository->full_name);
  g_free (self->next.name);
  self->next.name = g_strdup (self->name);
  daybook_github_repository_free (repository);
  return TRUE;
}

static gboolean
take_page (Round *self, GBytes *body, GError **error)
{
  switch (self->step)
    {
    case STEP_COMMITS:
      return take_list (self->items, daybook_github_commits_parse (body, self->name, error));
    case STEP_NAME:
      return take_name (self, body, error);
    case STEP_ISSUES:
      return take_issues (self, body, error);
    case STEP_PULLS:
      return take_list (self->pulls, daybook_github_pulls_parse (body, error));
    case STEP_REVIEWS:
    default:
      return take_list (self->items, daybook_github_reviews_parse (body, self->reviewed->pdata[0], self->name,
                                                                   self->login, error));
    }
}

/* A renamed repository answers with its address by number, which tells the new name. */
static gboolean
follow (DaybookExchange *exchange, Round *self, const DaybookHttpResponse *response)
{
  char *next = daybook_github_address_follow (self->api_url, daybook_http_response_get_header (response, "location"));
  const char *repositories, *end;

  if (next == NULL || ++self->hops > MAX_HOPS)
    {
      g_free (next);
      return FALSE;
    }
  repositories = self->step != STEP_ISSUES ? strstr (next, "/repositories/") : NULL;
  if (repositories != NULL)
    {
      end = repositories + strlen ("/repositories/");
      end += strspn (end, "0123456789");
      if (self->step != STEP_NAME)
        self->renamed_step = self->step;
      begin_step (exchange, self, STEP_NAME, g_strndup (next, end - next));
      g_free (next);
      return TRUE;
    }
  g_free (self->url);
  self->url = next;
  ask (exchange, self);
  return TRUE;
}

static void
on_refused (DaybookExchange *exchange, Round *self, const DaybookHttpResponse *response)
{
  switch (response->status)
    {
    case 301:
    case 302:
    case 307:
    case 308:
      if (!follow (exchange, self, response))
        daybook_github_fail (exchange, response);
      break;
    case 409: /* an empty repository has no commits */
      if (self->step == STEP_COMMITS)
        go_on (exchange, self);
      else
        daybook_github_fail (exchange, response);
      break;
    case 422:
      /* The search does not know OR, or does not see this repository. */
      if (self->step == STEP_ISSUES && !self->is_plain)
        {
          self->is_plain = TRUE;
          begin_search (exchange, self);
        }
      else if (self->step == STEP_ISSUES && !self->is_unnamed)
        {
          self->is_unnamed = TRUE;
          self->is_plain = FALSE;
          begin_search (exchange, self);
        }
      else
        daybook_github_fail (exchange, response);
      break;
    case 404:
      if (self->step == STEP_REVIEWS)
        {
          go_on (exchange, self);
          break;
        }
      /* The search is not the repository's own. */
      if (self->step != STEP_ISSUES)
        daybook_exchange_source_gone (exchange, self->source_id);
      daybook_github_fail (exchange, response);
      break;
    default:
      daybook_github_fail (exchange, response);
      break;
    }
}

static void
on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Round *self = data;
  GError *error = NULL;
  char *next;

  if (response->status != 200)
    {
      on_refused (exchange, self, response);
      return;
    }
  if (!take_page (self, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  /* Of the pull requests the newest hundred do. */
  if (self->step == STEP_PULLS)
    next = NULL;
  else if (!daybook_github_address_get_next (self->api_url, response, &next, &error))
    {
      daybook_exchange_fail (exchange, error);
      return;
    }
  if (next == NULL || g_strcmp0 (next, self->url) == 0 || ++self->pages >= MAX_PAGES)
    {
      self->is_incomplete |= next != NULL;
      g_free (next);
      go_on (exchange, self);
      return;
    }
  g_free (self->url);
  self->url = next;
  ask (exchange, self);
}

/* ---- the whole ---- */

/* What the scout saw spares a question, but for a round that has to tell everything. */
static void
choose_questions (Round *self, const DaybookPullOptions *options)
{
  g_auto (DaybookGithubMarks) hint = { 0 };

  daybook_github_marks_read (&hint, options->hint);
  self->asks_commits = self->asks_issues = hint.idle == NULL || options->full;
  if (options->hint != NULL && !self->is_full)
    {
      self->asks_commits = hint.pushed != NULL;
      self->asks_issues = hint.updated != NULL;
    }
  daybook_github_marks_raise (&self->next.pushed, hint.pushed);
  if (hint.name != NULL)
    {
      g_free (self->next.name);
      self->next.name = g_steal_pointer (&hint.name);
    }
  if (self->next.name != NULL)
    {
      g_free (self->name);
      self->name = g_strdup (self->next.name);
    }
}

void
daybook_github_round_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                            const DaybookPullOptions *options, DaybookExchange *exchange)
{
  Round *self = g_new0 (Round, 1);

  daybook_exchange_set_state (exchange, self, round_free);
  self->api_url = daybook_github_address_get_api (context);
  self->source_id = g_strdup (source->external_id);
  self->name = g_strdup (source->name);
  self->login = daybook_github_get_login (context);
  self->from = daybook_instant_format (options->from_at);
  self->issues = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_github_issue_free);
  self->pulls = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_github_pull_free);
  self->reviewed = g_ptr_array_new ();
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_item_free);
  self->is_full = options->full || options->cursor == NULL;
  daybook_github_marks_read (&self->next, self->is_full ? NULL : options->cursor);
  self->since = g_strdup (self->from);
  daybook_github_marks_raise (&self->since, self->next.updated);
  choose_questions (self, options);
  if (self->login == NULL)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_AUTH_REQUIRED, _("Sign in to GitHub again."));
  else if (self->asks_commits)
    begin_commits (exchange, self);
  else if (self->asks_issues)
    begin_search (exchange, self);
  else
    finish (exchange, self);
}
