/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of repositories by their last push, newest first, and one search for all issues and pull requests that concern
 * me: both conditional, so that an idle day costs two answers without a body. */
#include "providers/github/daybook-github-scout.h"

#include <string.h>

#include "providers/github/daybook-github-address.h"
#include "providers/github/daybook-github-items.h"
#include "providers/github/daybook-github-marks.h"
#include "providers/github/daybook-github-request.h"
#include "providers/github/daybook-github-search.h"

#define MAX_PAGES 10 /* a thousand, as many as a search gives out */

/* One repository that may be pulled. */
typedef struct
{
  const DaybookSource *source; /* (unowned) */
  DaybookGithubMarks cursor;
  DaybookGithubMarks hint;
  gboolean is_found;
  gboolean is_renamed;
} Candidate;

typedef struct
{
  char *api_url;         /* (owned) */
  char *url;             /* (owned) (nullable) asked for now */
  GPtrArray *sources;    /* (owned) keeps them */
  GPtrArray *candidates; /* (owned) Candidate */
  GHashTable *by_id;     /* (owned) external id (unowned) to Candidate (unowned) */
  GHashTable *by_name;   /* (owned) owner/name, lower case, to Candidate (unowned) */
  DaybookGithubMarks before;
  DaybookGithubMarks next;
  char *bound;           /* (owned) what was pushed before this time is not looked at */
  gboolean is_first;     /* it looks back over the whole window */
  gboolean is_incomplete; /* there is more than it has seen */
  guint pages;
} Scout;

/* What the repository is called, as far as that is known. */
static const char *
get_name (const Candidate *self)
{
  return self->cursor.name != NULL ? self->cursor.name : self->source->name;
}

static void
candidate_free (gpointer data)
{
  Candidate *self = data;

  daybook_github_marks_clear (&self->cursor);
  daybook_github_marks_clear (&self->hint);
  g_free (self);
}

static void
scout_free (gpointer data)
{
  Scout *self = data;

  g_free (self->api_url);
  g_free (self->url);
  g_free (self->bound);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->candidates);
  g_ptr_array_unref (self->sources);
  daybook_github_marks_clear (&self->before);
  daybook_github_marks_clear (&self->next);
  g_free (self);
}

/* ---- the end ---- */

/* What was never pulled is pulled once; where this look saw all of its window and nothing there, without a request. */
static void
finish (DaybookExchange *exchange, Scout *self)
{
  g_autofree char *cursor = daybook_github_marks_write (&self->next);

  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *candidate = self->candidates->pdata[i];
      const char *id = candidate->source->external_id;
      g_autofree char *hint = NULL;

      if (candidate->source->cursor == NULL && !candidate->is_found && self->is_first && !self->is_incomplete)
        candidate->hint.idle = g_strdup ("yes");
      if (!candidate->is_found && !candidate->is_renamed && candidate->source->cursor != NULL)
        continue;
      hint = daybook_github_marks_write (&candidate->hint);
      daybook_exchange_hint_source (exchange, id, hint);
      daybook_exchange_source_changed (exchange, id);
    }
  daybook_exchange_finish (exchange, cursor);
}

/* ---- issues and pull requests ---- */

static void on_found (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_search (DaybookExchange *exchange, Scout *self)
{
  const char *etag = self->pages == 0 ? self->before.search_etag : NULL;

  daybook_exchange_ask (exchange, daybook_github_request_new (self->url, etag), on_found, self);
}

static void
begin_search (DaybookExchange *exchange, Scout *self)
{
  self->pages = 0;
  g_free (self->url);
  self->url = daybook_github_search_new (self->api_url, NULL, self->next.since, self->next.plain != NULL);
  ask_search (exchange, self);
}

static void
take_issue (Scout *self, const DaybookGithubIssue *issue)
{
  g_autofree char *name = issue->repository != NULL ? g_ascii_strdown (issue->repository, -1) : g_strdup ("");
  Candidate *candidate = g_hash_table_lookup (self->by_name, name);

  daybook_github_marks_raise (&self->next.updated, issue->updated_at);
  if (candidate == NULL || g_strcmp0 (candidate->cursor.updated, issue->updated_at) >= 0)
    return;
  candidate->is_found = TRUE;
  daybook_github_marks_raise (&candidate->hint.updated, issue->updated_at);
}

/* The next search asks from the newest that this one found on: as long as nothing happens it is the same question, which
 * its etag answers. */
static void
end_search (DaybookExchange *exchange, Scout *self)
{
  if (self->next.updated != NULL && strcmp (self->next.updated, self->next.since) > 0)
    {
      g_free (self->next.since);
      self->next.since = g_strdup (self->next.updated);
      g_clear_pointer (&self->next.search_etag, g_free);
    }
  g_clear_pointer (&self->next.updated, g_free);
  finish (exchange, self);
}

static void
on_found (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Scout *self = data;
  g_autoptr (GPtrArray) issues = NULL;
  gboolean is_incomplete;
  GError *error = NULL;
  char *next;

  if (response->status == 304)
    {
      end_search (exchange, self);
      return;
    }
  if (response->status == 422 && self->next.plain == NULL)
    {
      self->next.plain = g_strdup ("yes");
      begin_search (exchange, self);
      return;
    }
  if (response->status != 200)
    {
      daybook_github_fail (exchange, response);
      return;
    }
  issues = daybook_github_issues_parse (response->body, &is_incomplete, &error);
  if (issues == NULL)
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  for (guint i = 0; i < issues->len; i++)
    take_issue (self, issues->pdata[i]);
  if (self->pages == 0)
    {
      g_free (self->next.search_etag);
      self->next.search_etag = g_strdup (is_incomplete ? NULL : daybook_http_response_get_header (response, "etag"));
    }
  self->is_incomplete |= is_incomplete;
  if (!daybook_github_address_get_next (self->api_url, response, &next, &error))
    {
      daybook_exchange_fail (exchange, error);
      return;
    }
  if (next == NULL || ++self->pages >= MAX_PAGES)
    {
      self->is_incomplete |= next != NULL;
      g_free (next);
      end_search (exchange, self);
      return;
    }
  g_free (self->url);
  self->url = next;
  ask_search (exchange, self);
}

/* ---- pushes ---- */

static void on_repositories (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_repositories (DaybookExchange *exchange, Scout *self)
{
  const char *etag = self->pages == 0 ? self->before.etag : NULL;

  daybook_exchange_ask (exchange, daybook_github_request_new (self->url, etag), on_repositories, self);
}

/* FALSE for what was pushed before this look's bound: what follows in the list is older still. */
static gboolean
take_repository (Scout *self, const DaybookGithubRepository *repository)
{
  Candidate *candidate = g_hash_table_lookup (self->by_id, repository->id);
  const gboolean is_recent = repository->pushed_at != NULL && strcmp (repository->pushed_at, self->bound) >= 0;

  daybook_github_marks_raise (&self->next.pushed, repository->pushed_at);
  if (candidate == NULL)
    return is_recent;
  if (g_ascii_strcasecmp (get_name (candidate), repository->full_name) != 0)
    {
      /* Pulled without a question, so that its cursor keeps the name: the next list may be a 304. */
      g_hash_table_insert (self->by_name, g_ascii_strdown (repository->full_name, -1), candidate);
      g_free (candidate->hint.name);
      candidate->hint.name = g_strdup (repository->full_name);
      candidate->is_renamed = TRUE;
    }
  if (is_recent && g_strcmp0 (candidate->cursor.pushed, repository->pushed_at) != 0)
    {
      candidate->is_found = TRUE;
      g_free (candidate->hint.pushed);
      candidate->hint.pushed = g_strdup (repository->pushed_at);
    }
  return is_recent;
}

static void
on_repositories (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Scout *self = data;
  g_autoptr (GPtrArray) page = NULL;
  gboolean goes_on = TRUE;
  GError *error = NULL;
  char *next;

  if (response->status == 304)
    {
      begin_search (exchange, self);
      return;
    }
  if (response->status != 200)
    {
      daybook_github_fail (exchange, response);
      return;
    }
  page = daybook_github_repositories_parse (response->body, &error);
  if (page == NULL)
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  for (guint i = 0; i < page->len; i++)
    goes_on = take_repository (self, page->pdata[i]);
  if (self->pages == 0)
    {
      g_free (self->next.etag);
      self->next.etag = g_strdup (daybook_http_response_get_header (response, "etag"));
    }
  if (!goes_on)
    next = NULL;
  else if (!daybook_github_address_get_next (self->api_url, response, &next, &error))
    {
      daybook_exchange_fail (exchange, error);
      return;
    }
  if (next == NULL || ++self->pages >= MAX_PAGES)
    {
      self->is_incomplete |= next != NULL;
      g_free (next);
      begin_search (exchange, self);
      return;
    }
  g_free (self->url);
  self->url = next;
  ask_repositories (exchange, self);
}

/* ---- the whole ---- */

static void
add_candidate (Scout *self, const DaybookSource *source)
{
  Candidate *candidate = g_new0 (Candidate, 1);

  candidate->source = source;
  daybook_github_marks_read (&candidate->cursor, source->cursor);
  if (source->owed != NULL && *source->owed != '\0')
    {
      daybook_github_marks_read (&candidate->hint, source->owed);
      g_clear_pointer (&candidate->hint.idle, g_free);
      candidate->is_found = TRUE;
    }
  g_ptr_array_add (self->candidates, candidate);
  g_hash_table_insert (self->by_id, source->external_id, candidate);
  g_hash_table_insert (self->by_name, g_ascii_strdown (get_name (candidate), -1), candidate);
}

/* How far the widest window of @sources goes back. */
static char *
find_window_start (GPtrArray *sources, gint64 now)
{
  int days = 1;

  for (guint i = 0; i < sources->len; i++)
    days = MAX (days, ((DaybookSource *) sources->pdata[i])->window_back_days + 1);
  return daybook_instant_format (now - days * DAYBOOK_DAY_SECONDS);
}

void
daybook_github_scout_start (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  Scout *self = g_new0 (Scout, 1);
  g_autofree char *start = find_window_start (context->sources, daybook_exchange_get_now (exchange));

  daybook_exchange_set_state (exchange, self, scout_free);
  self->api_url = daybook_github_address_get_api (context);
  self->sources = g_ptr_array_ref (context->sources);
  self->candidates = g_ptr_array_new_with_free_func (candidate_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  daybook_github_marks_read (&self->before, context->scout_cursor);
  daybook_github_marks_read (&self->next, context->scout_cursor);
  g_clear_pointer (&self->next.updated, g_free);
  self->is_first = self->before.since == NULL;
  if (self->is_first)
    self->next.since = g_strdup (start);
  /* Not from the newest push on: a repository may have been switched on, or failed, since. */
  self->bound = g_strdup (start);
  for (guint i = 0; i < self->sources->len; i++)
    add_candidate (self, self->sources->pdata[i]);
  self->url = g_strconcat (self->api_url, "/user/repos?sort=pushed&direction=desc&per_page=100", NULL);
  ask_repositories (exchange, self);
}
