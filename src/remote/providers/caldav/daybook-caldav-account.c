/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-account.h"

#include <string.h>

#include "base/daybook-json-reader.h"
#include "base/daybook-link.h"
#include "providers/caldav/daybook-caldav-address.h"

static char *
get_setting (const char *settings, const char *pointer)
{
  return settings != NULL ? daybook_json_find_string (settings, strlen (settings), pointer) : NULL;
}

static const char *
get_grant_settings (const DaybookProviderContext *context)
{
  return context->grant != NULL ? context->grant->settings : NULL;
}

/* Addresses, each checked anew; empty where nobody has signed in. (transfer full) */
char **
daybook_caldav_account_get_homes (const DaybookProviderContext *context)
{
  g_autofree char *list = get_setting (get_grant_settings (context), "/" DAYBOOK_CALDAV_HOMES);
  g_auto (GStrv) words = g_strsplit (list != NULL ? list : "", " ", -1);
  g_autoptr (GStrvBuilder) homes = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *home = daybook_link_check (words[i]);

      if (home != NULL)
        g_strv_builder_add (homes, home);
    }
  return g_strv_builder_end (homes);
}

/* The person's address, by which an event's attendees tell who is meant: what the person said (account
 * setting `address`), else what the server told. (transfer full) (nullable) */
char *
daybook_caldav_account_find_person (const DaybookProviderContext *context)
{
  char *address = get_setting (context->account != NULL ? context->account->settings : NULL, "/address");

  if (address == NULL || *address == '\0')
    {
      g_free (address);
      address = get_setting (get_grant_settings (context), "/" DAYBOOK_CALDAV_PERSON);
    }
  return address;
}

/* What a calendar at @address is known by: its path at the host of the first home, so that it stays the same
 * when a service moves its people to other hosts; elsewhere its whole address. (transfer full) */
char *
daybook_caldav_account_make_id (char *const *homes, const char *address)
{
  g_autofree char *origin = daybook_caldav_address_get_origin (address);
  g_autofree char *own = homes[0] != NULL ? daybook_caldav_address_get_origin (homes[0]) : NULL;
  g_autofree char *path = daybook_caldav_address_get_path (address);

  if (g_strcmp0 (origin, own) == 0)
    return g_steal_pointer (&path);
  return g_strconcat (origin, path, NULL);
}

/* Where @source is; NULL when nobody knows. (transfer full) */
char *
daybook_caldav_account_find_calendar (const DaybookProviderContext *context, const DaybookSource *source)
{
  g_auto (GStrv) homes = daybook_caldav_account_get_homes (context);
  g_autofree char *address = NULL;

  if (*source->external_id == '/' && homes[0] != NULL)
    address = daybook_caldav_address_at_root (homes[0], source->external_id);
  else
    address = daybook_link_check (source->external_id);
  if (address == NULL)
    return NULL;
  return g_strconcat (address, "/", NULL);
}
