/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a domain to its calendar server by what the name service tells (RFC 6764). */
#include "base/daybook-error.h"
#include "caldav-talk.h"

#include <string.h>

static const char *
get_kept (CaldavTalk *caldav, const char *key)
{
  return g_hash_table_lookup (daybook_exchange_get_kept_settings (caldav->talk->exchange), key);
}

static void
test_srv_and_txt (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = {
    { 200, NULL, "dav.example.org 8443\n" },
    { 200, NULL, "txtvers=1\nPath=/dav/\n" },
    { 207, "caldav/radicale-root.xml" },
    { 207, "caldav/radicale-principal.xml" },
  };

  caldav->context.user = "ana@example.org";
  caldav_talk_identify_by_name (caldav, "https://example.org/");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_cmpstr (caldav->talk->urls->pdata[0], ==, "dns:_caldavs._tcp.example.org?type=SRV");
  g_assert_cmpstr (caldav->talk->urls->pdata[1], ==, "dns:_caldavs._tcp.example.org?type=TXT");
  g_assert_cmpstr (caldav->talk->urls->pdata[2], ==, "https://dav.example.org:8443/dav/");
  g_assert_cmpstr (caldav->talk->urls->pdata[3], ==, "https://dav.example.org:8443/ana/");
  g_assert_cmpstr (get_kept (caldav, "home"), ==, "https://dav.example.org:8443/ana/");
  g_assert_cmpstr (get_kept (caldav, "origins"), ==, "https://example.org https://dav.example.org:8443");
  g_assert_cmpstr (daybook_exchange_get_identity (caldav->talk->exchange), ==, "ana@example.org (example.org)");
}

/* Without a path the well-known one of the server that was told; where that leads nowhere, those of the domain. */
static void
test_srv_without_txt (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
  const TalkAnswer answers[] = {
    { 200, NULL, "dav.example.org 443\n" },
    { 404, NULL, NULL },
    { 404, NULL, NULL },
    { 404, NULL, NULL },
    { 207, "caldav/radicale-root.xml" },
    { 207, "caldav/radicale-principal.xml" },
  };

  caldav_talk_identify_by_name (caldav, "example.org");
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_cmpstr (caldav->talk->urls->pdata[2], ==, "https://dav.example.org/.well-known/caldav");
  g_assert_cmpstr (caldav->talk->urls->pdata[3], ==, "https://dav.example.org/");
  g_assert_cmpstr (caldav->talk->urls->pdata[4], ==, "https://example.org/.well-known/caldav");
}

static void
test_no_srv (void)
{
  static const guint statuses[] = { 404, 503 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
      const TalkAnswer answers[] = {
        { statuses[i], NULL, NULL },
        { 207, "caldav/radicale-root.xml" },
        { 207, "caldav/radicale-principal.xml" },
      };

      caldav_talk_identify_by_name (caldav, "ana@example.org");
      talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
      talk_assert_finished (caldav->talk);
      g_assert_cmpstr (caldav->talk->urls->pdata[1], ==, "https://example.org/.well-known/caldav");
    }
}

/* Nothing vouches for what the name service says, so a password never goes outside the domain for it alone. */
static void
test_srv_outside_the_domain (void)
{
  static const char *const hosts[] = { "caldav.evil.test", "evilexample.org", "example.org.evil.test" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
      g_autofree char *line = g_strdup_printf ("%s 443\n", hosts[i]);
      const TalkAnswer answers[] = {
        { 200, NULL, line }, { 404, NULL, NULL }, { 404, NULL, NULL }, { 404, NULL, NULL }
      };

      caldav_talk_identify_by_name (caldav, "example.org");
      talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
      talk_assert_failed (caldav->talk, DAYBOOK_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (daybook_exchange_get_error (caldav->talk->exchange)->message, hosts[i]));
      for (guint at = 1; at < caldav->talk->urls->len; at++)
        g_assert_true (g_str_has_prefix (caldav->talk->urls->pdata[at], "https://example.org/"));
      g_assert_cmpstr (get_kept (caldav, "origins"), ==, "https://example.org");
    }
}

/* A path that is none leaves the well-known one. */
static void
test_bad_txt (void)
{
  static const char *const lines[] = { "path=//evil.test/\n", "path=dav\n",        "path=/a?b\n", "path=\n",
                                       "path=\\\\evil.test\n", "other=/dav/\n", "" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
      const TalkAnswer answers[] = {
        { 200, NULL, "example.org 443\n" },
        { 200, NULL, lines[i] },
        { 207, "caldav/radicale-root.xml" },
        { 207, "caldav/radicale-principal.xml" },
      };

      caldav_talk_identify_by_name (caldav, "example.org");
      talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
      talk_assert_finished (caldav->talk);
      g_assert_cmpstr (caldav->talk->urls->pdata[2], ==, "https://example.org/.well-known/caldav");
    }
}

/* A port, a path, this computer or a number is an address, and no domain to look up. */
static void
test_addresses_are_not_looked_up (void)
{
  static const char *const addresses[]
      = { "dav.test:8443", "https://dav.test/dav/", "http://localhost:5232/", "10.0.0.1", "https://[fd00::1]/", "server" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/");
      DaybookRequest *request;

      caldav_talk_identify_by_name (caldav, addresses[i]);
      request = daybook_exchange_next_request (caldav->talk->exchange);
      g_assert_nonnull (request);
      g_assert_true (g_str_has_prefix (request->url, "http"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/caldav/rfc6764/srv-and-txt", test_srv_and_txt);
  g_test_add_func ("/caldav/rfc6764/srv-without-txt", test_srv_without_txt);
  g_test_add_func ("/caldav/rfc6764/no-srv-is-well-known", test_no_srv);
  g_test_add_func ("/caldav/rfc6764/srv-outside-the-domain", test_srv_outside_the_domain);
  g_test_add_func ("/caldav/rfc6764/bad-txt", test_bad_txt);
  g_test_add_func ("/caldav/rfc6764/addresses-are-not-looked-up", test_addresses_are_not_looked_up);
  return g_test_run ();
}
