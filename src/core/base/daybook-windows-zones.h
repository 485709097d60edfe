/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The time zone names of Windows, Exchange and Outlook. */
typedef struct
{
  const char *name; /* "W. Europe Standard Time" */
  const char *iana; /* "Europe/Berlin" */
  const char
      *display; /* "Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"; NULL for dropped names */
} DaybookWindowsZone;

const DaybookWindowsZone *daybook_windows_zones_get_all (guint *n_zones);
const char *daybook_windows_zones_lookup (const char *name);
const char *daybook_windows_zones_lookup_display (const char *text);

G_END_DECLS
