/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the address that a person typed to the calendars of an account. */
#include "base/daybook-error.h"
#include "caldav-talk.h"

#include <string.h>

static const char *
get_kept (CaldavTalk *caldav, const char *key)
{
  return g_hash_table_lookup (daybook_exchange_get_kept_settings (caldav->talk->exchange), key);
}

static const DaybookSource *
get_source (CaldavTalk *caldav, guint number)
{
  GPtrArray *sources = daybook_exchange_get_sources (caldav->talk->exchange);

  g_assert_cmpuint (number, <, sources->len);
  return sources->pdata[number];
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *typed;
    const char *address; /* NULL: refused */
  } cases[] = {
    { "cloud.example.com", "https://cloud.example.com/" },
    { " Cloud.Example.com/nextcloud\n", "https://cloud.example.com/nextcloud" },
    { "caldav://dav.test/ana/", "https://dav.test/ana/" },
    { "caldavs://dav.test", "https://dav.test/" },
    { "https://dav.test:8443/a?b#c", "https://dav.test:8443/a" },
    { "http://127.0.0.1:5232/", "http://127.0.0.1:5232/" },
    { "http://localhost:5232", "http://localhost:5232/" },
    { "http://dav.test/", NULL },
    { "https://ana:secret@dav.test/", NULL },
    { "ana@example.com", "https://example.com/" },
    { "ana@dav.test:8443", NULL },
    { "ana:secret@dav.test", NULL },
    { "ana@dav.test/dav", NULL },
    { "@dav.test", NULL },
    { "ana@", NULL },
    { "ana@ben@dav.test", NULL },
    { "ftp://dav.test/", NULL },
    { "/etc/passwd", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address =
          daybook_provider_check_address (daybook_registry_find ("caldav"), cases[i].typed, &error);
      g_autofree char *again =
          address != NULL ? daybook_provider_check_address (daybook_registry_find ("caldav"), address, NULL) : NULL;

      g_test_message ("%s", cases[i].typed);
      g_assert_cmpstr (address, ==, cases[i].address);
      g_assert_cmpstr (again, ==, cases[i].address);
      if (cases[i].address == NULL)
        g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
    }
}

/* ---- identify ---- */

static void
test_radicale (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = {
    { 301, NULL, "Redirected to /", "location: /" },
    { 207, "caldav/radicale-root.xml" },
    { 207, "caldav/radicale-principal.xml" },
  };

  caldav_talk_identify (caldav, "dav.test");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_cmpstr (caldav->talk->urls->pdata[0], ==, "https://dav.test/.well-known/caldav");
  g_assert_cmpstr (caldav->talk->urls->pdata[1], ==, "https://dav.test/");
  g_assert_cmpstr (caldav->talk->urls->pdata[2], ==, "https://dav.test/ana/");
  g_assert_nonnull (strstr (caldav->talk->requests->pdata[0], "PROPFIND"));
  g_assert_nonnull (strstr (caldav->talk->requests->pdata[0], "Depth: 0"));
  g_assert_cmpstr (daybook_exchange_get_identity (caldav->talk->exchange), ==, "ana (dav.test)");
  g_assert_cmpstr (get_kept (caldav, "home"), ==, "https://dav.test/ana/");
  g_assert_cmpstr (get_kept (caldav, "origins"), ==, "https://dav.test");
}

static void
test_xandikos (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = {
    { 302, NULL, "302: Found", "location: /" },
    { 207, "caldav/xandikos-root.xml" },
    { 207, "caldav/xandikos-principal.xml" },
  };

  caldav_talk_identify (caldav, "https://dav.test/");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_cmpstr (get_kept (caldav, "home"), ==, "https://dav.test/ana/calendars/");
  g_assert_cmpstr (daybook_exchange_get_name (caldav->talk->exchange), ==, "ana");
}

static void
test_nextcloud (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = {
    { 308, NULL, NULL, "location: https://dav.test/remote.php/dav/" },
    { 207, "caldav/nextcloud-root.xml" },
    { 207, "caldav/nextcloud-principal.xml" },
  };

  caldav_talk_identify (caldav, "dav.test");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_cmpstr (get_kept (caldav, "home"), ==, "https://dav.test/remote.php/dav/calendars/ana/");
  g_assert_cmpstr (get_kept (caldav, "address"), ==, "ana@example.com");
  g_assert_cmpstr (daybook_exchange_get_name (caldav->talk->exchange), ==, "Ana Muster");
}

/* A Nextcloud in a folder whose administrator did not set the well-known address up. */
static void
test_nextcloud_in_a_folder (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = {
    { 405, NULL, "<html>" },
    { 404, NULL, "<html>" },
    { 200, NULL, "<html>" },
    { 207, "caldav/nextcloud-root.xml" },
    { 207, "caldav/nextcloud-principal.xml" },
  };

  caldav_talk_identify (caldav, "dav.test/cloud");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_cmpstr (caldav->talk->urls->pdata[0], ==, "https://dav.test/cloud");
  g_assert_cmpstr (caldav->talk->urls->pdata[3], ==, "https://dav.test/cloud/remote.php/dav/");
}

/* iCloud has each person's calendars on one of many hosts. */
static void
test_icloud (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = {
    { 301, NULL, NULL, "location: https://caldav.icloud.com/" },
    { 207, "caldav/icloud-root.xml" },
    { 207, "caldav/icloud-principal.xml" },
  };

  caldav->context.user = "ana@example.com";
  caldav_talk_identify (caldav, "caldav.icloud.com");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_cmpstr (get_kept (caldav, "home"), ==, "https://p34-caldav.icloud.com/1234567/calendars/");
  g_assert_cmpstr (get_kept (caldav, "origins"), ==, "https://caldav.icloud.com https://p34-caldav.icloud.com");
  g_assert_cmpstr (daybook_exchange_get_identity (caldav->talk->exchange), ==, "ana@example.com (caldav.icloud.com)");
}

static void
test_redirect_to_another_host (void)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
      const TalkAnswer answers[] = {
        { statuses[i], NULL, NULL, "location: https://shard.test/dav/" },
        { 207, "caldav/radicale-root.xml" },
        { 207, "caldav/radicale-principal.xml" },
      };

      caldav_talk_identify (caldav, "dav.test");
      talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
      talk_assert_finished (caldav->talk);
      g_assert_cmpstr (caldav->talk->urls->pdata[2], ==, "https://shard.test/ana/");
      g_assert_cmpstr (get_kept (caldav, "origins"), ==, "https://dav.test https://shard.test");
    }
}

/* The password goes along with a request, so it must not follow to where anybody can read it. */
static void
test_redirect_to_http_is_not_followed (void)
{
  static const char *const places[] = { "location: http://dav.test/dav/", "location: http://127.0.0.1/",
                                        "location: ftp://dav.test/", "location: https://a@evil.test/", NULL };

  for (guint i = 0; places[i] != NULL; i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
      const TalkAnswer answer = { 302, NULL, NULL, places[i] };

      caldav_talk_identify (caldav, "dav.test");
      talk_run (caldav->talk, &answer, 1);
      talk_assert_failed (caldav->talk, DAYBOOK_ERROR_TLS);
    }
}

static void
test_redirects_without_end (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = {
    { 302, NULL, NULL, "location: /a" }, { 302, NULL, NULL, "location: /b" }, { 302, NULL, NULL, "location: /a" },
    { 302, NULL, NULL, "location: /b" }, { 302, NULL, NULL, "location: /a" }, { 302, NULL, NULL, "location: /b" },
  };

  caldav_talk_identify (caldav, "dav.test");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_failed (caldav->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_bad_password (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answer = { 401, NULL, "no", "www-authenticate: Basic realm=x" };

  caldav_talk_identify (caldav, "dav.test");
  talk_run (caldav->talk, &answer, 1);
  talk_assert_failed (caldav->talk, DAYBOOK_ERROR_AUTH_REQUIRED);
}

/* Some servers say 403 to a wrong password. */
static void
test_bad_password_as_403 (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = { { 403, NULL, "no" }, { 403, NULL, "no" }, { 404, NULL, "no" } };

  caldav_talk_identify (caldav, "dav.test");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_failed (caldav->talk, DAYBOOK_ERROR_AUTH_REQUIRED);
}

static void
test_unauthenticated (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answer = { 207, NULL,
                              "<multistatus xmlns='DAV:'><response><href>/</href><propstat><prop><current-user-principal>"
                              "<unauthenticated/></current-user-principal></prop><status>HTTP/1.1 200 OK</status>"
                              "</propstat></response></multistatus>" };

  caldav_talk_identify (caldav, "dav.test");
  talk_run (caldav->talk, &answer, 1);
  talk_assert_failed (caldav->talk, DAYBOOK_ERROR_AUTH_REQUIRED);
}

static void
test_no_calendar_server (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = { { 404, NULL, "<html>" }, { 200, NULL, "<html>" }, { 405, NULL, "<html>" } };

  caldav_talk_identify (caldav, "dav.test");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_failed (caldav->talk, DAYBOOK_ERROR_NOT_FOUND);
}

static void
test_cut_answer_is_asked_for_again (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = {
    { 207, NULL, "<multistatus xmlns='DAV:'><resp" },
    { 207, "caldav/radicale-root.xml" },
    { 207, "caldav/radicale-principal.xml" },
  };

  caldav_talk_identify (caldav, "dav.test");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
}

static void
test_single_calendar (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answer = { 207, NULL,
                              "<D:multistatus xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'><D:response>"
                              "<D:href>/one/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/><C:calendar/>"
                              "</D:resourcetype></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"
                              "</D:response></D:multistatus>" };

  caldav_talk_identify (caldav, "https://dav.test/one/");
  talk_run (caldav->talk, &answer, 1);
  talk_assert_finished (caldav->talk);
  g_assert_cmpstr (get_kept (caldav, "home"), ==, "https://dav.test/one/");
}

/* ---- the list ---- */

static void
test_list_of_radicale (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answer = { 207, "caldav/radicale-home.xml" };

  caldav_talk_list (caldav);
  talk_run (caldav->talk, &answer, 1);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (daybook_exchange_get_sources (caldav->talk->exchange)->len, ==, 1);
  g_assert_cmpstr (get_source (caldav, 0)->external_id, ==, "/ana/work");
  g_assert_cmpstr (get_source (caldav, 0)->name, ==, "Work");
  g_assert_cmpstr (get_source (caldav, 0)->color, ==, "#a347ba");
  g_assert_cmpint (get_source (caldav, 0)->state, ==, DAYBOOK_SOURCE_ACTIVE);
  g_assert_true (get_source (caldav, 0)->enabled);
  g_assert_true (get_source (caldav, 0)->is_primary);
}

static void
test_list_of_xandikos (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answer = { 207, "caldav/xandikos-home.xml" };

  caldav_talk_set_grant (caldav, "{\"home\":\"https://dav.test/ana/calendars/\"}");
  caldav_talk_list (caldav);
  talk_run (caldav->talk, &answer, 1);
  talk_assert_finished (caldav->talk);
  g_assert_cmpstr (get_source (caldav, 0)->external_id, ==, "/ana/calendars/calendar");
  g_assert_true (get_source (caldav, 0)->enabled);
}

/* Own, shared and generated calendars; lists of tasks, subscriptions, boxes and the bin are none. */
static void
test_list_of_nextcloud (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answer = { 207, "caldav/nextcloud-home.xml" };

  caldav_talk_set_grant (caldav, "{\"home\":\"https://dav.test/remote.php/dav/calendars/ana/\","
                                 "\"address\":\"ana@example.com\"}");
  caldav_talk_list (caldav);
  talk_run (caldav->talk, &answer, 1);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (daybook_exchange_get_sources (caldav->talk->exchange)->len, ==, 3);
  g_assert_cmpstr (get_source (caldav, 0)->name, ==, "Personal");
  g_assert_cmpstr (get_source (caldav, 0)->time_zone, ==, "Europe/Zurich");
  g_assert_cmpstr (get_source (caldav, 0)->color, ==, "#0082c9");
  g_assert_cmpstr (get_source (caldav, 0)->owner, ==, "ana@example.com");
  g_assert_true (get_source (caldav, 0)->enabled);
  g_assert_true (get_source (caldav, 0)->is_primary);
  g_assert_cmpstr (get_source (caldav, 1)->name, ==, "Team (Ben)");
  g_assert_null (get_source (caldav, 1)->owner);
  g_assert_false (get_source (caldav, 1)->enabled);
  g_assert_cmpint (get_source (caldav, 1)->state, ==, DAYBOOK_SOURCE_ACTIVE);
  g_assert_cmpstr (get_source (caldav, 2)->name, ==, "Contact birthdays");
  g_assert_cmpint (get_source (caldav, 2)->state, ==, DAYBOOK_SOURCE_READ_ONLY);
  g_assert_false (get_source (caldav, 2)->enabled);
}

static void
test_list_of_icloud (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answer = { 207, "caldav/icloud-home.xml" };

  caldav_talk_set_grant (caldav, "{\"home\":\"https://p34-caldav.icloud.com/1234567/calendars/\"}");
  caldav_talk_list (caldav);
  talk_run (caldav->talk, &answer, 1);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (daybook_exchange_get_sources (caldav->talk->exchange)->len, ==, 1);
  g_assert_cmpstr (get_source (caldav, 0)->external_id, ==, "/1234567/calendars/home");
  g_assert_cmpstr (get_source (caldav, 0)->color, ==, "#1badf8");
  g_assert_true (get_source (caldav, 0)->enabled);
}

static void
test_list_of_google (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answer = { 207, "caldav/google-home.xml" };

  caldav_talk_set_grant (caldav, "{\"home\":\"https://dav.test/caldav/v2/ana@example.com/\"}");
  caldav_talk_list (caldav);
  talk_run (caldav->talk, &answer, 1);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (daybook_exchange_get_sources (caldav->talk->exchange)->len, ==, 1);
  g_assert_cmpstr (get_source (caldav, 0)->external_id, ==, "/caldav/v2/ana@example.com/events");
  g_assert_true (get_source (caldav, 0)->enabled);
}

static void
test_several_homes (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = { { 207, "caldav/radicale-home.xml" }, { 207, "caldav/icloud-home.xml" } };

  caldav_talk_set_grant (caldav, "{\"home\":\"https://dav.test/ana/ https://other.test/1234567/calendars/\"}");
  caldav_talk_list (caldav);
  talk_run (caldav->talk, answers, 2);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (daybook_exchange_get_sources (caldav->talk->exchange)->len, ==, 2);
  g_assert_cmpstr (get_source (caldav, 1)->external_id, ==, "https://other.test/1234567/calendars/home");
}

/* A list that does not even hold the home it is of would have every calendar gone. */
static void
test_list_of_something_else (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = {
    { 207, NULL, "<multistatus xmlns='DAV:'/>" },
    { 207, "caldav/icloud-home.xml" },
    { 207, NULL, "<multistatus xmlns='DAV:'/>" },
  };

  caldav_talk_list (caldav);
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_failed (caldav->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

/* Where a server leads to later, nobody was asked about. */
static void
test_server_that_has_moved (void)
{
  static const guint statuses[] = { 301, 302, 307, 308, 404, 410 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
      const TalkAnswer answer = { statuses[i], NULL, NULL, "location: https://evil.test/" };

      caldav_talk_list (caldav);
      talk_run (caldav->talk, &answer, 1);
      talk_assert_failed (caldav->talk, DAYBOOK_ERROR_AUTH_REQUIRED);
    }
}

/* ---- the scout ---- */

static DaybookSource *
new_source (const char *id, const char *cursor)
{
  DaybookSource *source = daybook_source_new ();

  source->external_id = g_strdup (id);
  source->name = g_strdup (id);
  source->cursor = g_strdup (cursor);
  return source;
}

static void
test_scout (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  const TalkAnswer answer = { 207, "caldav/nextcloud-home.xml" };
  GHashTable *changed, *gone;

  caldav_talk_set_grant (caldav, "{\"home\":\"https://dav.test/remote.php/dav/calendars/ana/\"}");
  g_ptr_array_add (sources, new_source ("/remote.php/dav/calendars/ana/personal",
                                        "{\"token\":\"http://sabre.io/ns/sync/17\"}"));
  g_ptr_array_add (sources, new_source ("/remote.php/dav/calendars/ana/team_shared_by_ben",
                                        "{\"token\":\"http://sabre.io/ns/sync/3\"}"));
  g_ptr_array_add (sources, new_source ("/remote.php/dav/calendars/ana/contact_birthdays",
                                        "{\"ctag\":\"http://sabre.io/ns/sync/1\"}"));
  g_ptr_array_add (sources, new_source ("/remote.php/dav/calendars/ana/deleted", "{\"ctag\":\"1\"}"));
  caldav->context.sources = sources;
  g_assert_true (
      daybook_provider_scout (daybook_registry_find ("caldav"), &caldav->context, caldav->talk->exchange));
  talk_run (caldav->talk, &answer, 1);
  talk_assert_finished (caldav->talk);
  changed = daybook_exchange_get_changed_sources (caldav->talk->exchange);
  gone = daybook_exchange_get_gone_sources (caldav->talk->exchange);
  g_assert_cmpuint (g_hash_table_size (changed), ==, 1);
  g_assert_true (g_hash_table_contains (changed, "/remote.php/dav/calendars/ana/team_shared_by_ben"));
  g_assert_cmpuint (g_hash_table_size (gone), ==, 1);
  g_assert_true (g_hash_table_contains (gone, "/remote.php/dav/calendars/ana/deleted"));
}

/* Who is refused at their own door asks the person, and stops asking the server. */
static void
test_scout_is_refused (void)
{
  static const guint statuses[] = { 401, 403 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
      g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
      const TalkAnswer answer = { statuses[i], NULL, "no" };

      caldav_talk_set_grant (caldav, "{\"home\":\"https://dav.test/remote.php/dav/calendars/ana/\"}");
      g_ptr_array_add (sources, new_source ("/remote.php/dav/calendars/ana/personal", "{\"ctag\":\"1\"}"));
      caldav->context.sources = sources;
      daybook_provider_scout (daybook_registry_find ("caldav"), &caldav->context, caldav->talk->exchange);
      talk_run (caldav->talk, &answer, 1);
      talk_assert_failed (caldav->talk, DAYBOOK_ERROR_AUTH_REQUIRED);
      g_assert_cmpuint (g_hash_table_size (daybook_exchange_get_gone_sources (caldav->talk->exchange)), ==, 0);
    }
}

/* What was never read to its end is read, whatever the server says. */
static void
test_scout_names_what_was_not_read (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  const TalkAnswer answer = { 207, "caldav/radicale-home.xml" };

  g_ptr_array_add (sources, new_source ("/ana/work", NULL));
  caldav->context.sources = sources;
  g_assert_true (
      daybook_provider_scout (daybook_registry_find ("caldav"), &caldav->context, caldav->talk->exchange));
  talk_run (caldav->talk, &answer, 1);
  g_assert_true (
      g_hash_table_contains (daybook_exchange_get_changed_sources (caldav->talk->exchange), "/ana/work"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/caldav/address/typed", test_addresses);
  g_test_add_func ("/caldav/identify/radicale", test_radicale);
  g_test_add_func ("/caldav/identify/xandikos", test_xandikos);
  g_test_add_func ("/caldav/identify/nextcloud", test_nextcloud);
  g_test_add_func ("/caldav/identify/nextcloud-in-a-folder", test_nextcloud_in_a_folder);
  g_test_add_func ("/caldav/identify/icloud", test_icloud);
  g_test_add_func ("/caldav/identify/redirect-to-another-host", test_redirect_to_another_host);
  g_test_add_func ("/caldav/identify/redirect-to-http-is-not-followed", test_redirect_to_http_is_not_followed);
  g_test_add_func ("/caldav/identify/redirects-without-end", test_redirects_without_end);
  g_test_add_func ("/caldav/identify/bad-password", test_bad_password);
  g_test_add_func ("/caldav/identify/bad-password-as-403", test_bad_password_as_403);
  g_test_add_func ("/caldav/identify/unauthenticated", test_unauthenticated);
  g_test_add_func ("/caldav/identify/no-calendar-server", test_no_calendar_server);
  g_test_add_func ("/caldav/identify/cut-answer-is-asked-for-again", test_cut_answer_is_asked_for_again);
  g_test_add_func ("/caldav/identify/single-calendar", test_single_calendar);
  g_test_add_func ("/caldav/list/radicale", test_list_of_radicale);
  g_test_add_func ("/caldav/list/xandikos", test_list_of_xandikos);
  g_test_add_func ("/caldav/list/nextcloud", test_list_of_nextcloud);
  g_test_add_func ("/caldav/list/icloud", test_list_of_icloud);
  g_test_add_func ("/caldav/list/google", test_list_of_google);
  g_test_add_func ("/caldav/list/several-homes", test_several_homes);
  g_test_add_func ("/caldav/list/something-else", test_list_of_something_else);
  g_test_add_func ("/caldav/list/server-has-moved", test_server_that_has_moved);
  g_test_add_func ("/caldav/scout/changed-and-gone", test_scout);
  g_test_add_func ("/caldav/scout/is-refused", test_scout_is_refused);
  g_test_add_func ("/caldav/scout/what-was-not-read", test_scout_names_what_was_not_read);
  return g_test_run ();
}
