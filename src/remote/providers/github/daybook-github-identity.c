/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github-identity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-event-rules.h"
#include "providers/github/daybook-github-address.h"
#include "providers/github/daybook-github-push.h"
#include "providers/github/daybook-github-request.h"

#define LOGIN "login" /* grant setting: who signed in */

/* Who signed in. (transfer full) (nullable) */
char *
daybook_github_get_login (const DaybookProviderContext *context)
{
  const char *settings = context->grant != NULL ? context->grant->settings : NULL;

  return settings != NULL ? daybook_json_find_string (settings, strlen (settings), "/" LOGIN) : NULL;
}

/* The address that the account is connected with tells it from the same login elsewhere. */
static DaybookRequest *
ask_identity (const DaybookProviderContext *context, DaybookExchange *exchange)
{
  g_autofree char *api_url = daybook_github_address_get_api (context);
  g_autofree char *url = g_strconcat (api_url, "/user", NULL);

  daybook_exchange_set_state (exchange, g_strdup (context->secret_url), g_free);
  return daybook_github_request_new (url, NULL);
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
  return daybook_json_reader_finish_if (reader, *login != NULL && **login != '\0', _("GitHub did not say who you are."), error);
}

static gboolean
read_identity (DaybookExchange *exchange, const DaybookHttpResponse *response, GError **error)
{
  const DaybookProviderContext context = { .secret_url = daybook_exchange_get_state (exchange) };
  g_autofree char *login = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  g_autofree char *shown = NULL;

  if (!read_user (response->body, &login, &name, error))
    return FALSE;
  label = daybook_github_address_get_label (&context, login);
  shown = daybook_event_tidy_line (g_steal_pointer (&name));
  daybook_exchange_keep_setting (exchange, LOGIN, login);
  /* What was asked for does not tell: pasted tokens, and those of GitHub Apps, have what they have. */
  daybook_exchange_keep_setting (exchange, DAYBOOK_WRITE_SETTING_PREFIX "github",
                                 daybook_github_scopes_reach_notifications (
                                     daybook_http_response_get_header (response, "x-oauth-scopes"))
                                   ? "yes"
                                   : "no");
  daybook_exchange_finish_identity (exchange, label, shown != NULL ? shown : login);
  return TRUE;
}

static void
fail (DaybookExchange *exchange, const DaybookHttpResponse *response)
{
  if (response->status == 404)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_NOT_FOUND,
                                _("There is no GitHub server at this address. Look at the address once more."));
  else
    daybook_github_fail (exchange, response);
}

void
daybook_github_identity_init_class (DaybookProviderBaseClass *klass)
{
  klass->ask_identity = ask_identity;
  klass->read_identity = read_identity;
  klass->fail = fail;
}
