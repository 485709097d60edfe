/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-link.h"

#include <string.h>

#include "base/daybook-meeting-link.h"

static void
test_opens (void)
{
  static const struct
  {
    const char *address;
    const char *opened;
  } cases[] = {
    { "https://example.com", "https://example.com/" },
    { "HTTPS://Example.COM/Path?q=a%20b&c=[d]#frag",
      "https://example.com/Path?q=a%20b&c=[d]#frag" },
    { "http://example.com:80/", "http://example.com/" },
    { "https://example.com:8443/x", "https://example.com:8443/x" },
    { "http://127.0.0.1:8080/", "http://127.0.0.1:8080/" },
    { "https://[::1]:99/x", "https://[::1]:99/x" },
    { "https://bücher.example/käse", "https://xn--bcher-kva.example/k%C3%A4se" },
    { "https://example.com?x", "https://example.com/?x" },
    { "https://example.com/a@b:c", "https://example.com/a@b:c" },
    { "https://example.com/100%/\"<>", "https://example.com/100%25/%22%3C%3E" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *opened = daybook_link_check (cases[i].address);
      g_autofree char *again = daybook_link_check (opened);

      g_assert_cmpstr (opened, ==, cases[i].opened);
      g_assert_cmpstr (again, ==, opened);
    }
}

static void
test_refuses (void)
{
  static const char *const refused[] = {
    "",
    "example.com",
    "//example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "mailto:a@example.com",
    "https:",
    "https://",
    "https:///x",
    "https://?x",
    "https://:80/",
    "https:/example.com",
    "https:example.com",
    " https://example.com/",
    "https://example.com/ x",
    "https://example.com/\n",
    "https://exa\tmple.com/",
    "https://example.com/\x01",
    "https://example.com/\x7f",
    "https://example.com/\xC2\xA0",
    "https://example.com/\xE2\x80\xAEgpj",
    "https://exa\xE2\x80\x8Bmple.com/",
    "https://example.com\\@good.example/",
    "https://evil.example\\.good.example/",
    "https://example.com/a\\b",
    "https://user@example.com/",
    "https://user:pass@example.com/",
    "https://@example.com/",
    "https://example.com:x/",
    "https://example.com:/",
    "https://example.com:0/",
    "https://example.com:65536/",
    "https://example.com:80:80/",
    "https://exa%6Dple.com/",
    "https://exa mple.com/",
    "https://exa<mple.com/",
    "https://a..b/",
    "https://.example.com/",
    "https://[::1/",
    "https://[x]/",
    "https://[::1]x/",
    "https://[127.0.0.1]/",
    "https://[::1%25lo]/",
    "https://example.com/\xff",
    "https://example.com\xEF\xBC\x8F@x/",
  };
  g_autofree char *path = g_strnfill (DAYBOOK_LINK_MAX_LENGTH, 'a');
  g_autofree char *longer = g_strconcat ("https://example.com/", path, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *opened = daybook_link_check (refused[i]);

      if (opened != NULL)
        g_test_message ("%s", refused[i]);
      g_assert_null (opened);
    }
  g_assert_null (daybook_link_check (NULL));
  g_assert_null (daybook_link_check (longer));
}

static void
test_meetings (void)
{
  static const struct
  {
    const char *text;
    const char *provider;
    const char *id;
    const char *url;
  } cases[] = {
    { "https://meet.google.com/abc-defg-hij", "meet", "abc-defg-hij",
      "https://meet.google.com/abc-defg-hij" },
    { "Video call: meet.google.com/abc-defg-hij?authuser=0.", "meet", "abc-defg-hij",
      "https://meet.google.com/abc-defg-hij?authuser=0" },
    { "see https://example.com/ and (https://acme.zoom.us/j/98765432101?pwd=a1B2).", "zoom",
      "98765432101", "https://acme.zoom.us/j/98765432101?pwd=a1B2" },
    { "https://us02web.zoom.us/my/ana.room", "zoom", "ana.room",
      "https://us02web.zoom.us/my/ana.room" },
    { "https://zoom.us/wc/join/123456", "zoom", "123456", "https://zoom.us/wc/join/123456" },
    { "<https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d>",
      "teams", "19:meeting_x@thread.v2",
      "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d" },
    { "https://teams.live.com/meet/9412345?p=xyz", "teams", "9412345",
      "https://teams.live.com/meet/9412345?p=xyz" },
    { "https://teams.microsoft.com/meet/21234?p=xyz", "teams", "21234",
      "https://teams.microsoft.com/meet/21234?p=xyz" },
    { "https://eur01.safelinks.protection.outlook.com/"
      "?url=https%3A%2F%2Fteams.microsoft.com%2Fmeet%2F77%3Fp%3Dq&amp;data=05",
      "teams", "77", "https://teams.microsoft.com/meet/77?p=q" },
    { "<a href=\"https://www.google.com/url?q=https://zoom.us/j/5&amp;sa=D\">x</a>", "zoom", "5",
      "https://zoom.us/j/5" },
    { "https://acme.webex.com/acme/j.php?MTID=m12ab", "webex", "m12ab",
      "https://acme.webex.com/acme/j.php?MTID=m12ab" },
    { "https://acme.webex.com/meet/ana", "webex", "ana", "https://acme.webex.com/meet/ana" },
    { "https://whereby.com/acme-room", "whereby", "acme-room", "https://whereby.com/acme-room" },
    { "https://acme.whereby.com/stand-up", "whereby", "stand-up",
      "https://acme.whereby.com/stand-up" },
    { "Room:https://meet.jit.si/AcmeDaily#config.x=1", "jitsi", "AcmeDaily",
      "https://meet.jit.si/AcmeDaily#config.x=1" },
    { "\xE2\x80\x9Chttps://8x8.vc/acme/daily\xE2\x80\x9D", "jitsi", "daily",
      "https://8x8.vc/acme/daily" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookMeetingLink) link = daybook_meeting_link_find (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (link);
      g_assert_cmpstr (link->provider, ==, cases[i].provider);
      g_assert_cmpstr (link->id, ==, cases[i].id);
      g_assert_cmpstr (link->url, ==, cases[i].url);
    }
}

static void
test_no_meetings (void)
{
  static const char *const texts[] = {
    "",
    "Room 5, 2nd floor / left",
    "https://example.com/j/123",
    "https://evilzoom.us/j/123",
    "https://zoom.us.evil.example/j/123",
    "https://zoom.us/pricing",
    "https://zoom.us/j/abc",
    "https://meet.google.com/",
    "https://meet.google.com/ABC",
    "https://teams.microsoft.com/l/channel/x/y",
    "https://user@zoom.us/j/123",
    "https://whereby.com/",
    "https://whereby.com/blog",
    "https://meet.jit.si",
    "https://acme.webex.com/",
    "https://x.safelinks.protection.outlook.com/?url=javascript%3A1",
    "https://meet.jit.si/%00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DaybookMeetingLink) link = daybook_meeting_link_find (texts[i]);

      if (link != NULL)
        g_test_message ("%s", texts[i]);
      g_assert_null (link);
    }
  g_assert_null (daybook_meeting_link_find (NULL));
  g_assert_null (daybook_meeting_link_parse (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link/opens-what-was-checked", test_opens);
  g_test_add_func ("/link/refuses", test_refuses);
  g_test_add_func ("/link/meetings", test_meetings);
  g_test_add_func ("/link/no-meetings", test_no_meetings);

  return g_test_run ();
}
