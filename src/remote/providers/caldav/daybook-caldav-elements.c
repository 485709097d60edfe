/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-elements.h"

#define DAV "DAV:"
#define CALDAV "urn:ietf:params:xml:ns:caldav"
#define CALENDARSERVER "http://calendarserver.org/ns/"
#define APPLE "http://apple.com/ns/ical/"

/* RFC 4918, 3744, 5397, 6578; RFC 4791 and 6638; what Apple added. Four privileges let one put an event
 * there. */
static const struct
{
  const char *uri;
  const char *name;
  DaybookCaldavElement element;
} elements[] = {
  { DAV, "response", DAYBOOK_CALDAV_RESPONSE },
  { DAV, "propstat", DAYBOOK_CALDAV_PROPSTAT },
  { DAV, "prop", DAYBOOK_CALDAV_PROP },
  { DAV, "href", DAYBOOK_CALDAV_HREF },
  { DAV, "status", DAYBOOK_CALDAV_STATUS },
  { DAV, "getetag", DAYBOOK_CALDAV_ETAG },
  { CALDAV, "calendar-data", DAYBOOK_CALDAV_DATA },
  { DAV, "multistatus", DAYBOOK_CALDAV_MULTISTATUS },
  { DAV, "error", DAYBOOK_CALDAV_ERROR },
  { DAV, "displayname", DAYBOOK_CALDAV_NAME },
  { APPLE, "calendar-color", DAYBOOK_CALDAV_COLOR },
  { CALENDARSERVER, "getctag", DAYBOOK_CALDAV_CTAG },
  { DAV, "sync-token", DAYBOOK_CALDAV_SYNC_TOKEN },
  { CALDAV, "calendar-timezone", DAYBOOK_CALDAV_ZONE },
  { DAV, "owner", DAYBOOK_CALDAV_OWNER },
  { DAV, "current-user-principal", DAYBOOK_CALDAV_PRINCIPAL },
  { DAV, "unauthenticated", DAYBOOK_CALDAV_UNAUTHENTICATED },
  { CALDAV, "calendar-home-set", DAYBOOK_CALDAV_HOMES },
  { CALDAV, "calendar-user-address-set", DAYBOOK_CALDAV_ADDRESSES },
  { CALDAV, "schedule-default-calendar-URL", DAYBOOK_CALDAV_DEFAULT_CALENDAR },
  { DAV, "resourcetype", DAYBOOK_CALDAV_RESOURCETYPE },
  { DAV, "collection", DAYBOOK_CALDAV_COLLECTION },
  { CALDAV, "calendar", DAYBOOK_CALDAV_CALENDAR },
  { CALENDARSERVER, "shared", DAYBOOK_CALDAV_SHARED },
  { CALDAV, "supported-calendar-component-set", DAYBOOK_CALDAV_COMPONENTS },
  { CALDAV, "comp", DAYBOOK_CALDAV_COMP },
  { DAV, "current-user-privilege-set", DAYBOOK_CALDAV_PRIVILEGES },
  { DAV, "privilege", DAYBOOK_CALDAV_PRIVILEGE },
  { DAV, "all", DAYBOOK_CALDAV_WRITE },
  { DAV, "write", DAYBOOK_CALDAV_WRITE },
  { DAV, "write-content", DAYBOOK_CALDAV_WRITE },
  { DAV, "bind", DAYBOOK_CALDAV_WRITE },
  { DAV, "valid-sync-token", DAYBOOK_CALDAV_VALID_SYNC_TOKEN },
};

/* @uri (nullable). */
DaybookCaldavElement
daybook_caldav_element_find (const char *uri, const char *name)
{
  if (uri == NULL)
    return DAYBOOK_CALDAV_OTHER;
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      if (g_str_equal (elements[i].name, name) && g_str_equal (elements[i].uri, uri))
        return elements[i].element;
    }
  return DAYBOOK_CALDAV_OTHER;
}

/* Whether what counts of it is the text in it. */
gboolean
daybook_caldav_element_has_text (DaybookCaldavElement element)
{
  switch (element)
    {
    case DAYBOOK_CALDAV_HREF:
    case DAYBOOK_CALDAV_STATUS:
    case DAYBOOK_CALDAV_ETAG:
    case DAYBOOK_CALDAV_DATA:
    case DAYBOOK_CALDAV_NAME:
    case DAYBOOK_CALDAV_COLOR:
    case DAYBOOK_CALDAV_CTAG:
    case DAYBOOK_CALDAV_SYNC_TOKEN:
    case DAYBOOK_CALDAV_ZONE:
      return TRUE;
    default:
      return FALSE;
    }
}
