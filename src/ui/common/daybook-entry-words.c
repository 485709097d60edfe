/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-entry-words.h"

#include <glib/gi18n.h>

const char *
daybook_entry_status_name (DaybookEntryStatus status)
{
  switch (status)
    {
    case DAYBOOK_ENTRY_PENDING:
      return _("Pending");
    case DAYBOOK_ENTRY_APPROVED:
      return _("Approved");
    case DAYBOOK_ENTRY_REJECTED:
      return _("Rejected");
    case DAYBOOK_ENTRY_INVOICED:
      return _("Invoiced");
    default:
      return "";
    }
}

const char *
daybook_entry_origin_name (DaybookEntryOrigin origin)
{
  switch (origin)
    {
    case DAYBOOK_ORIGIN_EVENT:
      return _("From the calendar");
    case DAYBOOK_ORIGIN_SLACK:
      return _("From Slack");
    case DAYBOOK_ORIGIN_MANUAL:
      return _("Written by hand");
    case DAYBOOK_ORIGIN_TIMER:
      return _("From the timer");
    case DAYBOOK_ORIGIN_IMPORT:
      return _("Imported");
    default:
      return "";
    }
}

const char *
daybook_entry_origin_icon (DaybookEntryOrigin origin)
{
  switch (origin)
    {
    case DAYBOOK_ORIGIN_EVENT:
      return "daybook-today-symbolic";
    case DAYBOOK_ORIGIN_SLACK:
      return "daybook-slack-symbolic";
    case DAYBOOK_ORIGIN_TIMER:
      return "daybook-timer-symbolic";
    case DAYBOOK_ORIGIN_IMPORT:
      return "document-open-symbolic";
    case DAYBOOK_ORIGIN_MANUAL:
    default:
      return "daybook-pencil-symbolic";
    }
}
