/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-request.h"

#include "providers/caldav/daybook-caldav-answer.h"

#define MAX_BODY (32 * 1024 * 1024) /* of a list of members, and of a batch of calendar objects */

#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define NAMESPACES                                                                                                    \
  "xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" xmlns:S=\"http://calendarserver.org/ns/\" "              \
  "xmlns:A=\"http://apple.com/ns/ical/\""

static const struct
{
  const char *depth;
  const char *properties;
} questions[] = {
  [DAYBOOK_CALDAV_ASK_PRINCIPAL] = { "0", "<D:current-user-principal/><D:resourcetype/><D:displayname/>"
                                          "<C:calendar-home-set/><C:calendar-user-address-set/>" },
  [DAYBOOK_CALDAV_ASK_CALENDARS] = { "1", "<D:resourcetype/><D:displayname/><D:owner/><D:current-user-principal/>"
                                          "<D:current-user-privilege-set/><A:calendar-color/>"
                                          "<C:supported-calendar-component-set/>"
                                          "<C:calendar-timezone/><C:schedule-default-calendar-URL/>" },
  [DAYBOOK_CALDAV_ASK_CHANGES] = { "1", "<D:resourcetype/><D:sync-token/><S:getctag/>" },
  [DAYBOOK_CALDAV_ASK_MARK] = { "0", "<D:sync-token/><S:getctag/>" },
  [DAYBOOK_CALDAV_ASK_ETAGS] = { "1", "<D:resourcetype/><D:getetag/>" },
};

/* PROPFIND and REPORT only ask (RFC 4918 section 9.1, RFC 3253 section 3.6), so they may be sent again. */
static DaybookRequest *
new_request (const char *method, const char *address, const char *depth, GString *body /* (transfer full) */)
{
  DaybookRequest *request = daybook_request_new (method, address);

  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->repeatable = TRUE;
  request->max_body = MAX_BODY;
  request->content_type = g_strdup ("application/xml; charset=utf-8");
  request->body = g_string_free_to_bytes (body);
  daybook_request_add_header (request, "Depth", depth);
  daybook_request_add_header (request, "Accept", "application/xml, text/xml");
  return request;
}

DaybookRequest *
daybook_caldav_request_propfind (const char *address, DaybookCaldavAsk ask)
{
  GString *body = g_string_new (HEAD "<D:propfind " NAMESPACES "><D:prop>");

  g_string_append (body, questions[ask].properties);
  g_string_append (body, "</D:prop></D:propfind>\n");
  return new_request ("PROPFIND", address, questions[ask].depth, body);
}

static void
append_text (GString *body, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (body, escaped);
}

/* RFC 6578 section 3.2. Without a token everything is a change. The depth is that of the report itself; how
 * deep it looks stands in it. */
DaybookRequest *
daybook_caldav_request_changes (const char *address, const char *sync_token)
{
  GString *body = g_string_new (HEAD "<D:sync-collection " NAMESPACES "><D:sync-token>");

  DaybookRequest *request;

  if (sync_token != NULL)
    append_text (body, sync_token);
  g_string_append (body, "</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop>"
                         "</D:sync-collection>\n");
  request = new_request ("REPORT", address, "0", body);
  request->takes_failure = sync_token != NULL;
  return request;
}

/* RFC 4791 section 7.9. @hrefs as the server wrote them. */
DaybookRequest *
daybook_caldav_request_objects (const char *address, char *const *hrefs, guint n_hrefs)
{
  GString *body = g_string_new (HEAD "<C:calendar-multiget " NAMESPACES "><D:prop><D:getetag/><C:calendar-data/></D:prop>");

  for (guint i = 0; i < n_hrefs; i++)
    {
      g_string_append (body, "<D:href>");
      append_text (body, hrefs[i]);
      g_string_append (body, "</D:href>");
    }
  g_string_append (body, "</C:calendar-multiget>\n");
  return new_request ("REPORT", address, "1", body);
}

/* One object by itself, for servers that know no multiget. */
DaybookRequest *
daybook_caldav_request_object (const char *address)
{
  DaybookRequest *request = daybook_request_new ("GET", address);

  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->max_body = DAYBOOK_CALDAV_MAX_OBJECT;
  daybook_request_add_header (request, "Accept", "text/calendar");
  return request;
}
