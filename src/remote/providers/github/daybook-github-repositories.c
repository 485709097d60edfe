/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github-repositories.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-event-rules.h"
#include "providers/github/daybook-github-address.h"
#include "providers/github/daybook-github-items.h"
#include "providers/github/daybook-github-push.h"
#include "providers/github/daybook-github-request.h"

#define MAX_TRIES 3
#define MAX_PAGES 50 /* five thousand repositories */

typedef struct
{
  char *api_url;     /* (owned) */
  char *label_host;  /* (owned) (nullable) the context's secret_url */
  char *url;         /* (owned) (nullable) of the page asked for now */
  guint tries;
  guint pages;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_free (self->api_url);
  g_free (self->label_host);
  g_free (self->url);
  g_free (self);
}

/* Who signed in. (transfer full) (nullable) */
char *
daybook_github_get_login (const DaybookProviderContext *context)
{
  const char *settings = context->grant != NULL ? context->grant->settings : NULL;

  return settings != NULL ? daybook_json_find_string (settings, strlen (settings), "/" DAYBOOK_GITHUB_LOGIN) : NULL;
}

/* Whether @error (transfer full), of an answer that was cut, is worth another try; else @exchange fails with it. */
static gboolean
may_retry (DaybookExchange *exchange, Look *self, GError *error)
{
  if (!g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE) || ++self->tries >= MAX_TRIES)
    {
      daybook_exchange_fail (exchange, error);
      return FALSE;
    }
  g_error_free (error);
  return TRUE;
}

static Look *
begin (const DaybookProviderContext *context, DaybookExchange *exchange)
{
  Look *self = g_new0 (Look, 1);

  daybook_exchange_set_state (exchange, self, look_free);
  self->api_url = daybook_github_address_get_api (context);
  self->label_host = g_strdup (context->secret_url);
  return self;
}

/* ---- who it is ---- */

static void on_user (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_user (DaybookExchange *exchange, Look *self)
{
  g_autofree char *url = g_strconcat (self->api_url, "/user", NULL);

  daybook_exchange_ask (exchange, daybook_github_request_new (url, NULL), on_user, self);
}

static gboolean
read_user (GBytes *body, char **login, char **name, GError **error)
{
  static const char *const fields[] = { "login", "name", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, login);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, name);
    }
  if (!daybook_json_reader_finish (reader, error))
    return FALSE;
  if (*login == NULL || **login == '\0')
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE, _("GitHub did not say who you are."));
      return FALSE;
    }
  return TRUE;
}

static void
on_user (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Look *self = data;
  const DaybookProviderContext context = { .secret_url = self->label_host };
  g_autofree char *login = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  g_autofree char *shown = NULL;
  GError *error = NULL;

  if (response->status == 404)
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_NOT_FOUND,
                                  _("There is no GitHub server at this address. Look at the address once more."));
      return;
    }
  if (response->status != 200)
    {
      daybook_github_fail (exchange, response);
      return;
    }
  if (!read_user (response->body, &login, &name, &error))
    {
      if (may_retry (exchange, self, error))
        ask_user (exchange, self);
      return;
    }
  label = daybook_github_address_get_label (&context, login);
  shown = daybook_event_tidy_line (g_steal_pointer (&name));
  daybook_exchange_keep_setting (exchange, DAYBOOK_GITHUB_LOGIN, login);
  /* What was asked for does not tell: pasted tokens, and those of GitHub Apps, have what they have. */
  daybook_exchange_keep_setting (exchange, DAYBOOK_WRITE_SETTING_PREFIX "github",
                                 daybook_github_scopes_reach_notifications (
                                     daybook_http_response_get_header (response, "x-oauth-scopes"))
                                   ? "yes"
                                   : "no");
  daybook_exchange_finish_identity (exchange, label, shown != NULL ? shown : login);
}

void
daybook_github_identify_start (const DaybookProviderContext *context, DaybookExchange *exchange)
{
  ask_user (exchange, begin (context, exchange));
}

/* ---- what there is ---- */

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
      if (may_retry (exchange, self, error))
        ask_page (exchange, self);
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
  self->tries = 0;
  ask_page (exchange, self);
}

/* Every repository that the person owns, works on or reads as a member. */
void
daybook_github_list_start (const DaybookProviderContext *context, DaybookExchange *exchange)
{
  Look *self = begin (context, exchange);

  self->url = g_strconcat (self->api_url, "/user/repos?sort=pushed&direction=desc&per_page=100", NULL);
  ask_page (exchange, self);
}
