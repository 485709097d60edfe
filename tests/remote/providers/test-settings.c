/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "providers/daybook-provider.h"

/* Settings that a service declares: what may be stored, and what a provider reads. */

static const DaybookProviderSetting settings[] = {
  { .key = "days-back", .type = "int", .default_value = "14", .min = 1, .max = 365, .label = "Days back", .per_source = TRUE },
  { .key = "text", .type = "bool", .default_value = "on", .label = "Text", .per_source = TRUE },
  { .key = "query", .type = "text", .max = 8, .label = "Query" },
};

static const DaybookProviderInfo info = { .id = "test", .settings = settings, .n_settings = G_N_ELEMENTS (settings) };

static void
test_checked (void)
{
  static const struct
  {
    const char *key;
    const char *value;
    gboolean good;
  } cases[] = {
    { "days-back", "1", TRUE },    { "days-back", "365", TRUE }, { "days-back", "0", FALSE }, { "days-back", "366", FALSE },
    { "days-back", "many", FALSE }, { "days-back", "7x", FALSE }, { "days-back", "", TRUE },    { "text", "off", TRUE },
    { "text", "yes", TRUE },       { "text", "perhaps", FALSE }, { "query", "is:new", TRUE }, { "query", "ääääääää", TRUE },
    { "query", "too long!", FALSE }, { "query", "\xff", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DaybookProviderSetting *setting
          = daybook_provider_setting_find (settings, G_N_ELEMENTS (settings), cases[i].key);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (setting);
      g_assert_cmpint (daybook_provider_setting_check (setting, cases[i].value, &error), ==, cases[i].good);
      if (!cases[i].good)
        g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
    }
  g_assert_null (daybook_provider_setting_find (settings, G_N_ELEMENTS (settings), "days"));
  g_assert_null (daybook_provider_setting_find (NULL, 0, "days"));
  g_assert_nonnull (daybook_provider_setting_find_common ("interval"));
}

static void
test_source_over_account_over_default (void)
{
  g_autoptr (DaybookAccount) account = daybook_account_new ();
  g_autoptr (DaybookSource) source = daybook_source_new ();
  g_autofree char *absent = daybook_provider_get_setting_text (&info, account, source, "query");
  g_autofree char *query = NULL;

  g_assert_cmpstr (absent, ==, "");
  g_assert_cmpint (daybook_provider_get_setting_int (&info, NULL, NULL, "days-back"), ==, 14);
  g_assert_true (daybook_provider_get_setting_bool (&info, account, source, "text"));

  account->settings = g_strdup ("{\"days-back\":30,\"text\":false,\"query\":42}");
  g_assert_cmpint (daybook_provider_get_setting_int (&info, account, source, "days-back"), ==, 30);
  g_assert_false (daybook_provider_get_setting_bool (&info, account, source, "text"));
  /* A number that somebody stored for text, as the command line once did. */
  query = daybook_provider_get_setting_text (&info, account, source, "query");
  g_assert_cmpstr (query, ==, "42");

  g_free (source->settings);
  source->settings = g_strdup ("{\"days-back\":7,\"text\":true,\"query\":\"mine\"}");
  g_assert_cmpint (daybook_provider_get_setting_int (&info, account, source, "days-back"), ==, 7);
  g_assert_true (daybook_provider_get_setting_bool (&info, account, source, "text"));
  /* That one is the account's alone. */
  g_free (query);
  query = daybook_provider_get_setting_text (&info, account, source, "query");
  g_assert_cmpstr (query, ==, "42");
}

static void
test_nonsense_is_the_default (void)
{
  static const char *const broken[] = { "{\"days-back\":0}", "{\"days-back\":99999}", "{\"days-back\":\"soon\"}",
                                        "{\"days-back\":[7]}", "{\"days-back\":", "[]", "7", "" };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (DaybookAccount) account = daybook_account_new ();

      g_free (account->settings);
      account->settings = g_strdup (broken[i]);
      g_assert_cmpint (daybook_provider_get_setting_int (&info, account, NULL, "days-back"), ==, 14);
    }
}

static void
test_stored_by_type (void)
{
  g_autoptr (JsonNode) number = daybook_provider_setting_to_node (&settings[0], "7");
  g_autoptr (JsonNode) on = daybook_provider_setting_to_node (&settings[1], "yes");
  g_autoptr (JsonNode) text = daybook_provider_setting_to_node (&settings[2], "on");

  g_assert_cmpint (json_node_get_int (number), ==, 7);
  g_assert_true (json_node_get_boolean (on));
  g_assert_cmpstr (json_node_get_string (text), ==, "on");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/settings/checked", test_checked);
  g_test_add_func ("/providers/settings/source-over-account-over-default", test_source_over_account_over_default);
  g_test_add_func ("/providers/settings/nonsense-is-the-default", test_nonsense_is_the_default);
  g_test_add_func ("/providers/settings/stored-by-type", test_stored_by_type);
  return g_test_run ();
}
