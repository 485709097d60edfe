/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-conference.h"

#include <glib/gi18n.h>

/* @provider as events and base/daybook-meeting-link.h write it; NULL and unknown ones are "Online meeting". */
const char *
daybook_conference_name (const char *provider)
{
  static const struct
  {
    const char *provider;
    const char *name;
  } names[] = {
    { "jitsi", "Jitsi Meet" },
    { "meet", "Google Meet" },
    { "teams", "Microsoft Teams" },
    { "webex", "Webex" },
    { "whereby", "Whereby" },
    { "zoom", "Zoom" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (provider, names[i].provider) == 0)
      return names[i].name;
  return _("Online meeting");
}
