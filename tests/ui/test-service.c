/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-service.h"

#include <string.h>

#include "accounts/daybook-sign-in-way.h"
#include "base/daybook-error.h"
#include "records/daybook-provider-setting.h"

static GPtrArray *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *services = daybook_service_parse_list (json, strlen (json), &error);

  g_assert_no_error (error);
  return services;
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) services =
    parse ("[{\"id\":\"calendar\",\"family\":\"f\",\"name\":\"A Calendar\",\"summary\":\"Meetings\",\"icon\":\"i\",\"help\":\"page\","
           "\"kinds\":[\"calendar\"],\"sign_in\":[\"browser\",\"url\"],\"configured\":false,\"needs_client_secret\":true,\"tenants\":true,"
           "\"writes\":true,\"writes_back\":true,\"revokes\":true,\"tomorrow\":{\"x\":[1]}},"
           "{\"id\":\"sample\",\"sign_in\":[\"none\"]}]");
  DaybookService *first, *second;

  g_assert_cmpuint (services->len, ==, 2);
  first = services->pdata[0];
  g_assert_cmpstr (daybook_service_get_name (first), ==, "A Calendar");
  g_assert_cmpstr (daybook_service_get_help (first), ==, "page");
  g_assert_cmpstr (daybook_service_get_sign_in (first)[1], ==, "url");
  g_assert_false (daybook_service_is_configured (first));
  g_assert_true (daybook_service_needs_client_secret (first));
  g_assert_true (daybook_service_has_tenants (first));
  g_assert_true (daybook_service_can_write_back (first));
  g_assert_true (daybook_service_can_revoke (first));
  g_assert_false (daybook_service_is_sample (first));
  /* What the worker does not say has something in its place. */
  second = services->pdata[1];
  g_assert_cmpstr (daybook_service_get_name (second), ==, "sample");
  g_assert_cmpstr (daybook_service_get_summary (second), ==, "");
  g_assert_null (daybook_service_get_help (second));
  g_assert_null (daybook_service_get_kinds (second)[0]);
  g_assert_true (daybook_service_is_sample (second));
  g_assert_false (daybook_service_has_tenants (second));
  g_assert_false (daybook_service_can_write_back (second));
}

/* Settings that a service declares; of those that this program cannot show it shows none. */
static void
test_settings (void)
{
  g_autoptr (GPtrArray) services =
    parse ("[{\"id\":\"mail\",\"sign_in\":[\"token\"],\"token_link\":\"https://mail.example/tokens\",\"settings\":["
           "{\"key\":\"most\",\"type\":\"int\",\"default\":20,\"min\":1,\"max\":500,\"label\":\"How Many\","
           "\"description\":null,\"per_source\":true},"
           "{\"key\":\"text\",\"type\":\"bool\",\"default\":true,\"min\":null,\"max\":null,\"label\":\"Text\","
           "\"description\":\"Keep it\",\"per_source\":false},"
           "{\"key\":\"query\",\"type\":\"text\",\"default\":\"is:unread\",\"label\":\"Query\"},"
           "{\"key\":\"colour\",\"type\":\"colour\",\"label\":\"Colour\"},{\"type\":\"int\",\"label\":\"x\"},7,null]},"
           "{\"id\":\"plain\",\"sign_in\":[\"goa\"],\"settings\":{},\"goa\":[{\"user\":\"account_1\",\"identity\":"
           "\"ana@example.com\",\"name\":\"Ana\",\"attention_needed\":false},{\"name\":\"x\"},7]}]");
  GPtrArray *settings = daybook_service_get_settings (services->pdata[0]);
  const DaybookProviderSetting *setting;

  g_assert_cmpstr (daybook_service_get_token_link (services->pdata[0]), ==, "https://mail.example/tokens");
  g_assert_cmpuint (settings->len, ==, 3);
  setting = settings->pdata[0];
  g_assert_cmpstr (setting->key, ==, "most");
  g_assert_cmpstr (setting->default_value, ==, "20");
  g_assert_cmpint (setting->min, ==, 1);
  g_assert_cmpint (setting->max, ==, 500);
  g_assert_true (setting->per_source);
  g_assert_false (daybook_provider_setting_check (setting, "501", NULL));
  setting = settings->pdata[1];
  g_assert_cmpstr (setting->default_value, ==, "on");
  g_assert_cmpstr (setting->description, ==, "Keep it");
  setting = settings->pdata[2];
  g_assert_cmpstr (setting->default_value, ==, "is:unread");
  g_assert_cmpuint (daybook_service_get_settings (services->pdata[1])->len, ==, 0);
  g_assert_null (daybook_service_get_token_link (services->pdata[1]));
  g_assert_cmpuint (daybook_service_get_goa_users (services->pdata[0])->len, ==, 0);
  g_assert_cmpuint (daybook_service_get_goa_users (services->pdata[1])->len, ==, 1);
  g_assert_cmpstr (daybook_service_get_goa_users (services->pdata[1])->pdata[0], ==, "account_1");
  g_assert_cmpstr (daybook_service_get_goa_names (services->pdata[1])->pdata[0], ==, "ana@example.com");
}

/* A service without a name or a way to sign in cannot be offered. */
static void
test_of_no_use (void)
{
  g_autoptr (GPtrArray) services = parse ("[{\"name\":\"x\",\"sign_in\":[\"url\"]},{\"id\":\"y\"},7,null,"
                                          "{\"id\":\"z\",\"sign_in\":[]},{\"id\":\"w\",\"sign_in\":\"url\"}]");

  g_assert_cmpuint (services->len, ==, 0);
}

static void
test_no_list (void)
{
  static const char *const texts[] = { "", "{}", "[", "null", "[{\"id\":\"a\"}] x" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (daybook_service_parse_list (texts[i], strlen (texts[i]), &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
    }
}

static void
test_ways (void)
{
  static const char *const ways[] = { "browser", "device", "goa", "token", "password", "url", "none" };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      const DaybookSignInWay *way = daybook_sign_in_way_find (ways[i]);

      g_assert_nonnull (way);
      g_assert_cmpstr (way->way, ==, ways[i]);
    }
  g_assert_null (daybook_sign_in_way_find ("telepathy"));
  g_assert_cmpint (daybook_sign_in_way_find ("token")->asks, ==, DAYBOOK_ASKS_TOKEN);
  g_assert_cmpint (daybook_sign_in_way_find ("none")->asks, ==, DAYBOOK_ASKS_NOTHING);
  /* What is set up in Settings is explained by a page of its own, whichever the service. */
  g_assert_cmpstr (daybook_sign_in_way_find ("goa")->help, ==, "connect-online-accounts");
  g_assert_null (daybook_sign_in_way_find ("browser")->help);
}

static void
test_explained (void)
{
  g_autoptr (GError) refused = g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED, "It was refused.");
  g_autoptr (GError) broken = g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, "It broke.");
  g_autofree char *token = daybook_sign_in_explain (refused, "token");
  g_autofree char *browser = daybook_sign_in_explain (refused, "browser");
  g_autofree char *plain = daybook_sign_in_explain (broken, "token");

  g_assert_cmpstr (token, ==, "It was refused.\nCheck the token, and whether it is still valid.");
  g_assert_cmpstr (browser, ==, "It was refused.\nTry again and allow what is asked for.");
  g_assert_cmpstr (plain, ==, "It broke.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accounts/service/list", test_list);
  g_test_add_func ("/accounts/service/settings", test_settings);
  g_test_add_func ("/accounts/service/of-no-use", test_of_no_use);
  g_test_add_func ("/accounts/service/no-list", test_no_list);
  g_test_add_func ("/accounts/sign-in/ways", test_ways);
  g_test_add_func ("/accounts/sign-in/explained", test_explained);
  return g_test_run ();
}
