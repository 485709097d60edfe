/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gate before links are opened: what passes is plain ASCII, passes again unchanged, and leads
 * where GLib too says it leads, with nothing in front of the host. Meeting addresses pass it too.
 */
#include <string.h>

#include "base/daybook-link.h"
#include "base/daybook-meeting-link.h"
#include "fuzz.h"

static void
check_link (const char *link)
{
  g_autofree char *again = daybook_link_check (link);
  g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);
  const char *host = strstr (link, "://") + 3;

  for (const char *p = link; *p != '\0'; p++)
    FUZZ_ASSERT ((guchar) *p > 0x20 && (guchar) *p < 0x7f && *p != '\\' && *p != '"' && *p != '<');
  /* Escapes may have made it longer than what is taken in. */
  FUZZ_ASSERT (strlen (link) > DAYBOOK_LINK_MAX_LENGTH
               || (again != NULL && strcmp (again, link) == 0));
  FUZZ_ASSERT (uri != NULL);
  FUZZ_ASSERT (g_uri_get_userinfo (uri) == NULL);
  FUZZ_ASSERT (g_uri_get_host (uri) != NULL && g_uri_get_host (uri)[0] != '\0');
  FUZZ_ASSERT (g_str_has_prefix (host + (*host == '['), g_uri_get_host (uri)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *link = daybook_link_check (text);
  g_autoptr (DaybookMeetingLink) meeting = daybook_meeting_link_find (text);

  if (link != NULL)
    check_link (link);
  if (meeting != NULL)
    {
      check_link (meeting->url);
      FUZZ_ASSERT (meeting->id[0] != '\0' && g_utf8_validate (meeting->id, -1, NULL));
    }
  return 0;
}
