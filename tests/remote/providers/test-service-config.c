/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "providers/daybook-provider.h"
#include "providers/daybook-service-config.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("daybook-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "providers.ini", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static DaybookServiceConfig *
load (Fixture *fixture, const char *text)
{
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  return daybook_service_config_load (fixture->path);
}

static void
assert_value (DaybookServiceConfig *config, const char *section, const char *key, const char *expected)
{
  g_autofree char *value = daybook_service_config_get (config, section, key);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookServiceConfig) config
      = load (fixture, "# mine\n[google]\nclient-id=abc\napi-url=http://127.0.0.1:8123/calendar/v3\n[model]\nbase-url=\n");

  assert_value (config, "google", "client-id", "abc");
  assert_value (config, "google", "api-url", "http://127.0.0.1:8123/calendar/v3");
  assert_value (config, "google", "token-url", NULL);
  assert_value (config, "model", "base-url", NULL);
  g_assert_cmpuint (daybook_service_config_get_warnings (config)->len, ==, 0);
}

static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = { "0", "-5", "many", "6000 ", "1e6" };
  g_autoptr (DaybookServiceConfig) config = load (fixture, "[google]\ngmail-units-per-minute=15000\n");

  assert_value (config, "google", "gmail-units-per-minute", "15000");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *text = g_strdup_printf ("[google]\ngmail-units-per-minute=\"%s\"\n", refused[i]);
      g_autoptr (DaybookServiceConfig) other = load (fixture, text);

      assert_value (other, "google", "gmail-units-per-minute", NULL);
      g_assert_cmpuint (daybook_service_config_get_warnings (other)->len, ==, 1);
    }
}

static void
test_missing_file_is_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookServiceConfig) config = daybook_service_config_load (fixture->path);

  assert_value (config, "google", "client-id", NULL);
  g_assert_cmpuint (daybook_service_config_get_warnings (config)->len, ==, 0);
}

static void
test_http_is_for_this_computer (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = { "http://example.com/", "ftp://example.com/", "example.com",
                                         "https://user:secret@example.com/", "https://", "http://127.0.0.1.example.com/" };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *text = g_strdup_printf ("[google]\napi-url=%s\n", refused[i]);
      g_autoptr (DaybookServiceConfig) config = load (fixture, text);
      GPtrArray *warnings = daybook_service_config_get_warnings (config);

      assert_value (config, "google", "api-url", NULL);
      g_assert_cmpuint (warnings->len, ==, 1);
      g_assert_nonnull (g_strstr_len (warnings->pdata[0], -1, "providers.ini:2: [google] api-url"));
    }
}

static void
test_unknown_key_is_one_warning (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookServiceConfig) config
      = load (fixture, "[google]\nclient-id=abc\n\nclientid=abc\n[gogle]\nclient-id=x\n");
  GPtrArray *warnings = daybook_service_config_get_warnings (config);

  g_assert_cmpuint (warnings->len, ==, 2);
  g_assert_nonnull (g_strstr_len (warnings->pdata[0], -1, ":4: [google] clientid"));
  g_assert_nonnull (g_strstr_len (warnings->pdata[1], -1, ":5: [gogle]"));
  assert_value (config, "google", "client-id", "abc");
}

static void
test_broken_file_is_one_warning (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookServiceConfig) config = load (fixture, "this is no key file\n");

  g_assert_cmpuint (daybook_service_config_get_warnings (config)->len, ==, 1);
  assert_value (config, "google", "client-id", NULL);
}

/* A line that is none costs that line alone, and its warning says where; what stands in it may be a secret. */
static void
test_unreadable_line (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookServiceConfig) config
      = load (fixture, "# mine\n[google]\nclient-secret GOCSPX-abc\nclient-id=abc\n[micro\n= x\n");
  GPtrArray *warnings = daybook_service_config_get_warnings (config);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpuint (warnings->len, ==, 3);
  g_assert_nonnull (g_strstr_len (warnings->pdata[0], -1, "providers.ini:3: [google] client-secret: "));
  g_assert_null (g_strstr_len (warnings->pdata[0], -1, "GOCSPX"));
  g_assert_nonnull (g_strstr_len (warnings->pdata[1], -1, "providers.ini:5: "));
  g_assert_nonnull (g_strstr_len (warnings->pdata[2], -1, "providers.ini:6: "));
  assert_value (config, "google", "client-id", "abc");

  /* Writing over it would lose what the person meant. */
  g_assert_false (daybook_service_config_set (config, "google", "client-id", "new", &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (g_strstr_len (text, -1, "GOCSPX-abc"));
}

static void
test_environment_wins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookServiceConfig) config = load (fixture, "[google]\nclient-id=file\n");

  g_setenv ("DAYBOOK_GOOGLE_CLIENT_ID", "environment", TRUE);
  assert_value (config, "google", "client-id", "environment");
  g_unsetenv ("DAYBOOK_GOOGLE_CLIENT_ID");
  assert_value (config, "google", "client-id", "file");
}

static void
test_set_keeps_the_rest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookServiceConfig) config
      = load (fixture, "# my own client\n[google]\nclient-id=old\nfuture-key=1\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GStatBuf status;

  g_assert_true (daybook_service_config_set (config, "google", "client-id", "new", &error));
  g_assert_no_error (error);
  assert_value (config, "google", "client-id", "new");
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (g_strstr_len (text, -1, "# my own client"));
  g_assert_nonnull (g_strstr_len (text, -1, "future-key=1"));
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_false (daybook_service_config_set (config, "google", "api-url", "http://example.com", &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
}

/* The example is what a person reads: each line that stands there as a comment counts, with the value that is built in. */
static void
test_example (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "providers.ini.example", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GRegex) commented = g_regex_new ("^#(?=[a-z-]+=)", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *active = NULL;
  g_autoptr (DaybookServiceConfig) config = NULL;
  g_autoptr (GPtrArray) providers = daybook_registry_list ();
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  active = g_regex_replace_literal (commented, text, -1, 0, "", 0, NULL);
  g_assert_cmpstr (active, !=, text);
  /* Where an address has a place for the tenant it is none yet. */
  for (char *p; (p = strstr (active, "{tenant}")) != NULL;)
    memcpy (p, "tenant00", 8);
  config = load (fixture, active);
  for (guint i = 0; i < daybook_service_config_get_warnings (config)->len; i++)
    g_test_message ("%s", (char *) daybook_service_config_get_warnings (config)->pdata[i]);
  g_assert_cmpuint (daybook_service_config_get_warnings (config)->len, ==, 0);
  for (guint i = 0; i < providers->len; i++)
    {
      const DaybookProviderInfo *info = daybook_provider_get_info (providers->pdata[i]);

      if (info->api_key == NULL)
        continue;
      assert_value (config, info->family, info->api_key, info->api_url);
      if (info->oauth != NULL && info->oauth->device_url != NULL)
        assert_value (config, info->family, "device-url", info->oauth->device_url);
      n++;
    }
  g_assert_cmpuint (n, >=, 6);
}

/* A key belongs to the services that have a use for it. */
static void
test_keys_follow_from_descriptions (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    guint warnings;
  } cases[] = {
    { "[slack]\nclient-id=1\nauthorize-url=https://a.test/\ntoken-url=https://a.test/\napi-url=https://a.test/\n", 0 },
    { "[slack]\nclient-secret=1\ntenant=x\nrevoke-url=https://a.test/\ndevice-url=https://a.test/\ngmail-api-url=https://a.test/\n", 5 },
    { "[google]\nclient-secret=1\nrevoke-url=https://a.test/\ngmail-api-url=https://a.test/\ngmail-units-per-minute=1\n", 0 },
    { "[google]\ntenant=x\ndevice-url=https://a.test/\n", 2 },
    { "[microsoft]\ntenant=x\n", 0 },
    { "[github]\ndevice-url=https://a.test/\nauthorize-url=https://a.test/\n", 0 },
    { "[notion]\napi-url=https://a.test/\n", 0 },
    { "[notion]\nclient-id=1\n", 1 },
    { "[caldav]\napi-url=https://a.test/\n", 1 },
    { "[sample]\n", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookServiceConfig) config = load (fixture, cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (daybook_service_config_get_warnings (config)->len, ==, cases[i].warnings);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/providers/service-config/example", test_example);
  ADD ("/providers/service-config/keys-follow-from-descriptions", test_keys_follow_from_descriptions);
  ADD ("/providers/service-config/values", test_values);
  ADD ("/providers/service-config/numbers", test_numbers);
  ADD ("/providers/service-config/missing-file-is-empty", test_missing_file_is_empty);
  ADD ("/providers/service-config/http-is-for-this-computer", test_http_is_for_this_computer);
  ADD ("/providers/service-config/unknown-key-is-one-warning", test_unknown_key_is_one_warning);
  ADD ("/providers/service-config/unreadable-line-is-one-warning", test_unreadable_line);
  ADD ("/providers/service-config/broken-file-is-one-warning", test_broken_file_is_one_warning);
  ADD ("/providers/service-config/environment-wins", test_environment_wins);
  ADD ("/providers/service-config/set-keeps-the-rest", test_set_keeps_the_rest);
  return g_test_run ();
}
