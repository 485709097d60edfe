/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github-repositories.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "providers/github/daybook-github-address.h"
#include "providers/github/daybook-github-items.h"
#include "providers/github/daybook-github-request.h"

#define MAX_PAGES 50 /* five thousand repositories */

typedef struct
{
  char *api_url; /* (owned) */
  char *url;     /* (owned) of the page asked for now */
  guint pages;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_free (self->api_url);
  g_free (self->url);
  g_free (self);
}

static void on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_page (DaybookExchange *exchange, Look *self)
{
  daybook_exchange_ask (exchange, daybook_github_request_new (self->url, NULL), on_page, self);
}

static void
yield_repository (DaybookExchange *exchange, const DaybookGithubRepository *repository)
{
  DaybookSource *source = daybook_source_new ();

  source->external_id = g_strdup (repository->id);
  source->name = g_strdup (repository->full_name);
  source->kind = g_strdup ("repository");
  source->owner = g_strdup (repository->owner);
  source->state = DAYBOOK_SOURCE_READ_ONLY;
  source->enabled = !repository->is_archived;
  daybook_exchange_yield_source (exchange, source);
}

static void
on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Look *self = data;
  g_autoptr (GPtrArray) page = NULL;
  GError *error = NULL;
  char *next;

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
    yield_repository (exchange, page->pdata[i]);
  if (!daybook_github_address_get_next (self->api_url, response, &next, &error))
    {
      daybook_exchange_fail (exchange, error);
      return;
    }
  if (next == NULL)
    {
      daybook_exchange_finish (exchange, NULL);
      return;
    }
  if (g_strcmp0 (next, self->url) == 0 || ++self->pages >= MAX_PAGES)
    {
      g_free (next);
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, _("GitHub repeats one page for ever."));
      return;
    }
  g_free (self->url);
  self->url = next;
  ask_page (exchange, self);
}

/* Every repository that the person owns, works on or reads as a member. */
void
daybook_github_list_start (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  Look *self = g_new0 (Look, 1);

  daybook_exchange_set_state (exchange, self, look_free);
  self->api_url = daybook_github_address_get_api (context);
  self->url = g_strconcat (self->api_url, "/user/repos?sort=pushed&direction=desc&per_page=100", NULL);
  ask_page (exchange, self);
}
