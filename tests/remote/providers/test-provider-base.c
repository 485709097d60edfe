/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-talk.h"

#include "base/daybook-error.h"
#include "providers/daybook-provider-base.h"

/* ---- a service that has nothing but what is shared ---- */

typedef struct
{
  DaybookProviderBase parent_instance;
} Plain;

typedef DaybookProviderBaseClass PlainClass;

GType plain_get_type (void);
G_DEFINE_TYPE (Plain, plain, DAYBOOK_TYPE_PROVIDER_BASE)

static const DaybookProviderInfo plain_info = { .id = "plain", .name = "Plain", .single_source = "notebook" };

static DaybookRequest *
ask_identity (const DaybookProviderContext *context, DaybookExchange *exchange)
{
  g_autofree char *url = g_strconcat (context->api_url, "/me", NULL);

  return daybook_request_new ("GET", url);
}

/* "NAME." is whole, all else was cut; what begins with ! is too large. */
static gboolean
read_identity (DaybookExchange *exchange, const DaybookHttpResponse *response, GError **error)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body));

  if (!g_str_has_suffix (text, "."))
    {
      g_set_error_literal (error, DAYBOOK_ERROR,
                           *text == '!' ? DAYBOOK_ERROR_TOO_LARGE : DAYBOOK_ERROR_INVALID_RESPONSE, "unreadable");
      return FALSE;
    }
  daybook_exchange_finish_identity (exchange, text, NULL);
  return TRUE;
}

static void
fail (DaybookExchange *exchange, const DaybookHttpResponse *response)
{
  daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN, "status %u", response->status);
}

static void
plain_class_init (PlainClass *klass)
{
  klass->info = &plain_info;
  klass->ask_identity = ask_identity;
  klass->read_identity = read_identity;
  klass->fail = fail;
}

static void
plain_init (Plain *self)
{
}

/* ---- one that has a list, and takes what is told ---- */

typedef struct
{
  DaybookProviderBase parent_instance;
} Rich;

typedef DaybookProviderBaseClass RichClass;

static void rich_provider_init (DaybookProviderInterface *iface);

GType rich_get_type (void);
G_DEFINE_TYPE_WITH_CODE (Rich, rich, DAYBOOK_TYPE_PROVIDER_BASE,
                         G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, rich_provider_init))

static const DaybookProviderInfo rich_info = { .id = "rich", .name = "Rich" };

static void
list_none (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  daybook_exchange_finish (exchange, NULL);
}

static void
push (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
      const DaybookPushOperation *operations, gsize n_operations, DaybookExchange *exchange)
{
  daybook_exchange_finish (exchange, NULL);
}

static void
rich_provider_init (DaybookProviderInterface *iface)
{
  iface->list_sources = list_none;
  iface->push = push;
}

static void
rich_class_init (RichClass *klass)
{
  klass->info = &rich_info;
}

static void
rich_init (Rich *self)
{
}

/* ---- tests ---- */

static void
test_is_abstract (void)
{
  g_assert_true (G_TYPE_IS_ABSTRACT (DAYBOOK_TYPE_PROVIDER_BASE));
  g_assert_true (g_type_is_a (DAYBOOK_TYPE_PROVIDER_BASE, DAYBOOK_TYPE_PROVIDER));
}

/* Each class says what it is itself, and what a service does not have is not there. */
static void
test_methods (void)
{
  g_autoptr (DaybookProvider) plain = g_object_new (plain_get_type (), NULL);
  g_autoptr (DaybookProvider) rich = g_object_new (rich_get_type (), NULL);
  g_autoptr (Talk) talk = talk_new (TALK_NOW);
  const DaybookProviderContext context = { 0 };

  g_assert_true (daybook_provider_get_info (plain) == &plain_info);
  g_assert_true (daybook_provider_get_info (rich) == &rich_info);
  g_assert_false (daybook_provider_can_push (plain));
  g_assert_true (daybook_provider_can_push (rich));
  g_assert_false (daybook_provider_push (plain, &context, NULL, NULL, 0, talk->exchange));
  g_assert_false (daybook_provider_scout (rich, &context, talk->exchange));
  g_assert_false (daybook_provider_pull (rich, &context, NULL, NULL, talk->exchange));
  g_assert_false (daybook_provider_revoke (rich, &context, "token", talk->exchange));
  g_assert_false (daybook_exchange_is_done (talk->exchange));
  g_assert_true (daybook_provider_list_sources (rich, &context, talk->exchange));
  talk_assert_finished (talk);
  g_assert_cmpuint (daybook_exchange_get_sources (talk->exchange)->len, ==, 0);
}

static void
assert_single_source (const DaybookAccount *account, const char *name, const char *owner)
{
  g_autoptr (DaybookProvider) plain = g_object_new (plain_get_type (), NULL);
  g_autoptr (Talk) talk = talk_new (TALK_NOW);
  const DaybookProviderContext context = { .account = account };
  GPtrArray *sources = daybook_exchange_get_sources (talk->exchange);
  const DaybookSource *source;

  g_assert_true (daybook_provider_list_sources (plain, &context, talk->exchange));
  talk_assert_finished (talk);
  g_assert_cmpuint (sources->len, ==, 1);
  source = sources->pdata[0];
  g_assert_cmpstr (source->external_id, ==, "notebook");
  g_assert_cmpstr (source->kind, ==, "notebook");
  g_assert_cmpstr (source->name, ==, name);
  g_assert_cmpstr (source->owner, ==, owner);
  g_assert_true (source->is_primary);
  g_assert_true (source->enabled);
}

/* It is called like the account, as far as that has a name. */
static void
test_single_source (void)
{
  g_autoptr (DaybookAccount) account = daybook_account_new ();

  assert_single_source (NULL, "Plain", NULL);
  account->name = g_strdup ("");
  assert_single_source (account, "Plain", NULL);
  account->identity = g_strdup ("ana@example.com");
  assert_single_source (account, "ana@example.com", "ana@example.com");
  g_free (account->name);
  account->name = g_strdup ("ACME");
  assert_single_source (account, "ACME", "ana@example.com");
}

static Talk *
identify (const TalkAnswer *answers, guint n_answers)
{
  g_autoptr (DaybookProvider) plain = g_object_new (plain_get_type (), NULL);
  const DaybookProviderContext context = { .api_url = "https://api.test" };
  Talk *talk = talk_new (TALK_NOW);

  g_assert_true (daybook_provider_identify (plain, &context, talk->exchange));
  talk_run (talk, answers, n_answers);
  for (guint i = 0; i < n_answers; i++)
    g_assert_cmpstr (talk->requests->pdata[i], ==, "GET https://api.test/me\n\n");
  return talk;
}

static void
test_identity (void)
{
  const TalkAnswer whole[] = { { 200, NULL, "ana." } };
  const TalkAnswer cut_twice[] = { { 200, NULL, "an" }, { 200, NULL, "a" }, { 200, NULL, "ana." } };
  g_autoptr (Talk) first = identify (whole, G_N_ELEMENTS (whole));
  g_autoptr (Talk) third = identify (cut_twice, G_N_ELEMENTS (cut_twice));

  talk_assert_finished (first);
  g_assert_cmpstr (daybook_exchange_get_identity (first->exchange), ==, "ana.");
  talk_assert_finished (third);
  g_assert_cmpstr (daybook_exchange_get_identity (third->exchange), ==, "ana.");
}

static void
test_no_identity (void)
{
  const TalkAnswer cut[] = { { 200, NULL, "an" }, { 200, NULL, "an" }, { 200, NULL, "an" } };
  const TalkAnswer too_large[] = { { 200, NULL, "!" } };
  const TalkAnswer refused[] = { { 403, NULL, "ana." } };
  g_autoptr (Talk) never = identify (cut, G_N_ELEMENTS (cut));
  g_autoptr (Talk) large = identify (too_large, G_N_ELEMENTS (too_large));
  g_autoptr (Talk) forbidden = identify (refused, G_N_ELEMENTS (refused));

  talk_assert_failed (never, DAYBOOK_ERROR_INVALID_RESPONSE);
  talk_assert_failed (large, DAYBOOK_ERROR_TOO_LARGE);
  talk_assert_failed (forbidden, DAYBOOK_ERROR_FORBIDDEN);
  g_assert_cmpstr (daybook_exchange_get_error (forbidden->exchange)->message, ==, "status 403");
}

/* What the registry knows was made of it. */
static void
test_services (void)
{
  g_autoptr (GPtrArray) providers = daybook_registry_list ();

  g_assert_cmpuint (providers->len, >, 0);
  for (guint i = 0; i < providers->len; i++)
    {
      DaybookProvider *provider = providers->pdata[i];
      const DaybookProviderInfo *info = daybook_provider_get_info (provider);

      g_assert_true (DAYBOOK_IS_PROVIDER_BASE (provider));
      g_assert_true (daybook_registry_find (info->id) == provider);
      g_assert_cmpint (daybook_provider_can_push (provider), ==, (info->capabilities & DAYBOOK_CAPABILITY_WRITE) != 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-base/is-abstract", test_is_abstract);
  g_test_add_func ("/provider-base/methods", test_methods);
  g_test_add_func ("/provider-base/single-source", test_single_source);
  g_test_add_func ("/provider-base/identity", test_identity);
  g_test_add_func ("/provider-base/no-identity", test_no_identity);
  g_test_add_func ("/provider-base/services", test_services);
  return g_test_run ();
}
