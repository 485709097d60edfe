/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "microsoft-talk.h"

#include <string.h>

/* Whose account it is, and which calendars it has. */

static void
ask_identity (MicrosoftTalk *self)
{
  g_assert_true (daybook_provider_identify (daybook_registry_find ("outlook"), &self->context, self->talk->exchange));
}

static void
list (MicrosoftTalk *self)
{
  g_assert_true (daybook_provider_list_sources (daybook_registry_find ("outlook"), &self->context, self->talk->exchange));
}

static void
test_identity (void)
{
  const struct
  {
    const char *file;
    const char *identity;
  } rows[] = { { "microsoft/me.json", "ana@example.com" }, { "microsoft/me-no-mail.json", "ana@acme.onmicrosoft.com" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
      const TalkAnswer answers[] = { { 200, NULL, "{\"displayName\":" }, { 200, rows[i].file } };

      ask_identity (self);
      talk_run (self->talk, answers, 2);
      talk_assert_finished (self->talk);
      g_assert_cmpstr (self->talk->urls->pdata[0], ==,
                       "https://api.test/v1.0/me?$select=displayName,mail,userPrincipalName");
      g_assert_cmpstr (daybook_exchange_get_identity (self->talk->exchange), ==, rows[i].identity);
    }
}

static void
test_identity_of_nobody (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answers[] = { { 200, NULL, "{}" }, { 200, NULL, "{\"mail\":\"\"}" }, { 200, NULL, "{\"mail\":7}" } };

  ask_identity (self);
  talk_run (self->talk, answers, 3);
  talk_assert_failed (self->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static const DaybookSource *
find (MicrosoftTalk *self, const char *id)
{
  GPtrArray *sources = daybook_exchange_get_sources (self->talk->exchange);

  for (guint i = 0; i < sources->len; i++)
    {
      if (g_str_equal (((DaybookSource *) sources->pdata[i])->external_id, id))
        return sources->pdata[i];
    }
  g_assert_not_reached ();
}

/* Own, shared, delegated and read-only ones, over two pages. */
static void
test_calendars (void)
{
  static const struct
  {
    const char *id;
    const char *name;
    const char *owner;
    const char *color;
    gboolean enabled;
    DaybookSourceState state;
  } rows[] = {
    { "AQdefault", "Calendar", "ana@example.com", "#178344", TRUE, DAYBOOK_SOURCE_ACTIVE },
    { "AQprojects", "Projects", "Ana@Example.com", "#f5cb78", TRUE, DAYBOOK_SOURCE_ACTIVE },
    { "AQshared", "Ruth", "ruth@example.com", NULL, FALSE, DAYBOOK_SOURCE_ACTIVE },
    { "AQteam", "Team", "ruth@example.com", NULL, FALSE, DAYBOOK_SOURCE_READ_ONLY },
    { "AQholidays", "Holidays in Switzerland", "ana@example.com", NULL, FALSE, DAYBOOK_SOURCE_READ_ONLY },
    { "AQnameless", "ruth@example.com", "ruth@example.com", NULL, FALSE, DAYBOOK_SOURCE_ACTIVE },
  };
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answers[] = { { 200, "microsoft/calendars-1.json" }, { 200, "microsoft/calendars-2.json" } };

  list (self);
  talk_run (self->talk, answers, 2);
  talk_assert_finished (self->talk);
  g_assert_cmpstr (self->talk->urls->pdata[0], ==, "https://api.test/v1.0/me/calendars?$top=100");
  g_assert_cmpstr (self->talk->urls->pdata[1], ==, "https://api.test/v1.0/me/calendars?$top=100&$skip=2");
  g_assert_cmpuint (daybook_exchange_get_sources (self->talk->exchange)->len, ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const DaybookSource *source = find (self, rows[i].id);

      g_test_message ("%s", rows[i].id);
      g_assert_cmpstr (source->name, ==, rows[i].name);
      g_assert_cmpstr (source->kind, ==, "calendar");
      g_assert_cmpstr (source->owner, ==, rows[i].owner);
      g_assert_cmpstr (source->color, ==, rows[i].color);
      g_assert_cmpint (source->enabled, ==, rows[i].enabled);
      g_assert_cmpint (source->state, ==, rows[i].state);
      g_assert_cmpint (source->is_primary, ==, i == 0);
    }
}

static void
test_calendars_elsewhere_are_not_asked_for (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 200, "microsoft/calendars-elsewhere.json" };

  list (self);
  talk_run (self->talk, &answer, 1);
  talk_assert_failed (self->talk, DAYBOOK_ERROR_FORBIDDEN);
}

/* A list that cannot be read takes no calendar away. */
static void
test_cut_list (void)
{
  g_autoptr (GBytes) whole = talk_load ("microsoft/calendars-1.json");
  gsize size = g_bytes_get_size (whole);

  while (size > 0 && g_ascii_isspace (((const char *) g_bytes_get_data (whole, NULL))[size - 1]))
    size--;
  for (gsize at = 0; at < size; at++)
    {
      g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, at);

      list (self);
      while (talk_answer_bytes (self->talk, 200, NULL, cut))
        ;
      talk_assert_failed (self->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpuint (daybook_exchange_get_sources (self->talk->exchange)->len, ==, 0);
      g_assert_cmpuint (self->talk->urls->len, ==, 3);
    }
}

static void
test_no_mailbox_is_explained (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 404, "microsoft/error-no-mailbox.json" };

  list (self);
  talk_run (self->talk, &answer, 1);
  talk_assert_failed (self->talk, DAYBOOK_ERROR_CONFIG);
  g_assert_nonnull (strstr (daybook_exchange_get_error (self->talk->exchange)->message, "no mailbox"));
}

/* Never a secret; writing is asked for by other permissions. */
static void
test_description (void)
{
  const DaybookProviderInfo *info = daybook_provider_get_info (daybook_registry_find ("outlook"));

  g_assert_cmpstr (info->family, ==, "microsoft");
  g_assert_false (info->oauth->needs_secret);
  g_assert_null (info->oauth->revoke_url);
  g_assert_cmpstr (info->oauth->redirect_host, ==, "localhost");
  g_assert_nonnull (strstr (info->oauth->authorize_url, "/{tenant}/"));
  g_assert_nonnull (strstr (info->oauth->token_url, "/{tenant}/"));
  g_assert_nonnull (strstr (info->scopes, "Calendars.Read "));
  g_assert_null (strstr (info->scopes, "ReadWrite"));
  g_assert_nonnull (strstr (info->write_scopes, "Calendars.ReadWrite "));
  g_assert_nonnull (strstr (info->write_scopes, "Calendars.ReadWrite.Shared"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/microsoft/account/identity", test_identity);
  g_test_add_func ("/microsoft/account/identity-of-nobody", test_identity_of_nobody);
  g_test_add_func ("/microsoft/account/calendars", test_calendars);
  g_test_add_func ("/microsoft/account/calendars-elsewhere-are-not-asked-for", test_calendars_elsewhere_are_not_asked_for);
  g_test_add_func ("/microsoft/account/cut-list", test_cut_list);
  g_test_add_func ("/microsoft/account/no-mailbox-is-explained", test_no_mailbox_is_explained);
  g_test_add_func ("/microsoft/account/description", test_description);
  return g_test_run ();
}
