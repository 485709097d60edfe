/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-zone-private.h"

#include <string.h>

#include "base/daybook-windows-zones.h"

/* Calendars name zones in many ways. All answers of daybook_zone_lookup() are kept for the life of
 * the process: the zones that exist are few. Names that mean nothing are kept too, so that a feed
 * with ten thousand events of one unknown zone asks the disk once, but not more than this many. */
#define MAX_REMEMBERED 512
#define MAX_NAME 256
#define MAX_FILE (256 * 1024)

static GMutex lock;
static GHashTable *remembered; /* (owned) name -> DaybookZone or NULL, under lock */
static GHashTable *loaded;     /* (owned) IANA name -> DaybookZone, under lock */

/* Where the compiled zones of this computer lie. */
const char *
daybook_zone_get_folder (void)
{
  const char *folder = g_getenv ("TZDIR");

  return folder != NULL && g_path_is_absolute (folder) ? folder : "/usr/share/zoneinfo";
}

/* Whether @name can be a file below the zone folder and nothing else: it comes from outside. */
static gboolean
is_iana_name (const char *name)
{
  gsize length = strlen (name);

  if (length == 0 || length > 64 || *name == '/' || name[length - 1] == '/')
    return FALSE;
  for (const char *at = name; *at != '\0'; at++)
    {
      if (!g_ascii_isalnum (*at) && strchr ("+-_/", *at) == NULL)
        return FALSE;
      if (*at == '/' && at[1] == '/')
        return FALSE;
    }
  /* Files of that folder that are no zones, or zones that count leap seconds. */
  return !g_str_has_prefix (name, "right/") && !g_str_has_prefix (name, "posix/")
         && !g_str_equal (name, "Factory") && !g_str_equal (name, "localtime")
         && !g_str_equal (name, "posixrules");
}

static DaybookZone *
load_file (const char *path, const char *name)
{
  g_autofree char *data = NULL;
  gsize size;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_get_contents (path, &data, &size, NULL)
      || size > MAX_FILE)
    return NULL;
  return daybook_zone_new_for_tzif (name, (const guint8 *) data, size);
}

/* (transfer none), under lock */
static DaybookZone *
load_iana (const char *name)
{
  g_autofree char *path = NULL;
  DaybookZone *zone;

  if (!is_iana_name (name))
    return NULL;
  zone = g_hash_table_lookup (loaded, name);
  if (zone != NULL)
    return zone;
  path = g_build_filename (daybook_zone_get_folder (), name, NULL);
  zone = load_file (path, name);
  if (zone != NULL)
    g_hash_table_insert (loaded, g_strdup (name), zone);
  return zone;
}

/* Names that tzdata has given up, for systems that ship them in a package of their own, and back,
 * for systems whose tzdata is older than the change. */
static const char *
get_other_name (const char *name)
{
  static const char *const pairs[][2] = {
    { "America/Buenos_Aires", "America/Argentina/Buenos_Aires" },
    { "America/Fort_Wayne", "America/Indiana/Indianapolis" },
    { "America/Godthab", "America/Nuuk" },
    { "America/Indianapolis", "America/Indiana/Indianapolis" },
    { "America/Louisville", "America/Kentucky/Louisville" },
    { "America/Montreal", "America/Toronto" },
    { "Asia/Calcutta", "Asia/Kolkata" },
    { "Asia/Chongqing", "Asia/Shanghai" },
    { "Asia/Dacca", "Asia/Dhaka" },
    { "Asia/Istanbul", "Europe/Istanbul" },
    { "Asia/Katmandu", "Asia/Kathmandu" },
    { "Asia/Macao", "Asia/Macau" },
    { "Asia/Rangoon", "Asia/Yangon" },
    { "Asia/Saigon", "Asia/Ho_Chi_Minh" },
    { "Asia/Tel_Aviv", "Asia/Jerusalem" },
    { "Asia/Ulan_Bator", "Asia/Ulaanbaatar" },
    { "Atlantic/Faeroe", "Atlantic/Faroe" },
    { "Australia/ACT", "Australia/Sydney" },
    { "Australia/Canberra", "Australia/Sydney" },
    { "Australia/NSW", "Australia/Sydney" },
    { "Australia/North", "Australia/Darwin" },
    { "Australia/Queensland", "Australia/Brisbane" },
    { "Australia/South", "Australia/Adelaide" },
    { "Australia/Tasmania", "Australia/Hobart" },
    { "Australia/Victoria", "Australia/Melbourne" },
    { "Australia/West", "Australia/Perth" },
    { "Brazil/East", "America/Sao_Paulo" },
    { "Brazil/West", "America/Manaus" },
    { "Canada/Atlantic", "America/Halifax" },
    { "Canada/Central", "America/Winnipeg" },
    { "Canada/Eastern", "America/Toronto" },
    { "Canada/Mountain", "America/Edmonton" },
    { "Canada/Newfoundland", "America/St_Johns" },
    { "Canada/Pacific", "America/Vancouver" },
    { "Chile/Continental", "America/Santiago" },
    { "Eire", "Europe/Dublin" },
    { "Europe/Belfast", "Europe/London" },
    { "Europe/Kiev", "Europe/Kyiv" },
    { "GB", "Europe/London" },
    { "GB-Eire", "Europe/London" },
    { "Hongkong", "Asia/Hong_Kong" },
    { "Iceland", "Atlantic/Reykjavik" },
    { "Israel", "Asia/Jerusalem" },
    { "Japan", "Asia/Tokyo" },
    { "Mexico/General", "America/Mexico_City" },
    { "NZ", "Pacific/Auckland" },
    { "PRC", "Asia/Shanghai" },
    { "Poland", "Europe/Warsaw" },
    { "Portugal", "Europe/Lisbon" },
    { "ROC", "Asia/Taipei" },
    { "ROK", "Asia/Seoul" },
    { "Singapore", "Asia/Singapore" },
    { "Turkey", "Europe/Istanbul" },
    { "US/Alaska", "America/Anchorage" },
    { "US/Arizona", "America/Phoenix" },
    { "US/Central", "America/Chicago" },
    { "US/East-Indiana", "America/Indiana/Indianapolis" },
    { "US/Eastern", "America/New_York" },
    { "US/Hawaii", "Pacific/Honolulu" },
    { "US/Michigan", "America/Detroit" },
    { "US/Mountain", "America/Denver" },
    { "US/Pacific", "America/Los_Angeles" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (g_str_equal (name, pairs[i][0]))
        return pairs[i][1];
    }
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (g_str_equal (name, pairs[i][1]))
        return pairs[i][0];
    }
  return NULL;
}

/* `europe/zurich` as `Europe/Zurich`; NULL when that changes nothing. */
static char *
capitalize (const char *name)
{
  char *copy = g_strdup (name);
  gboolean start = TRUE;

  for (char *at = copy; *at != '\0'; at++)
    {
      *at = start ? g_ascii_toupper (*at) : g_ascii_tolower (*at);
      start = !g_ascii_isalpha (*at);
    }
  if (g_str_equal (copy, name))
    g_clear_pointer (&copy, g_free);
  return copy;
}

static DaybookZone *
find_iana (const char *name)
{
  const char *other;
  DaybookZone *zone = load_iana (name);

  if (zone == NULL && (other = get_other_name (name)) != NULL)
    zone = load_iana (other);
  return zone;
}

static gboolean
is_utc_name (const char *name)
{
  static const char *const names[] = {
    "Z",
    "UTC",
    "GMT",
    "Etc/UTC",
    "Etc/GMT",
    "UCT",
    "Zulu",
    "Universal",
    "Greenwich",
    "Coordinated Universal Time",
    "Greenwich Mean Time",
    "tzone://Microsoft/Utc",
    "Etc/UCT",
    "Etc/Zulu",
    "Etc/Universal",
    "UTC+0",
    "UTC-0",
    "GMT+0",
    "GMT-0",
    "GMT0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_ascii_strcasecmp (name, names[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

/* `UTC+01:00`, `GMT-0530`, `+05:30`, `UTC+5`: an offset and nothing else. */
static gboolean
parse_offset (const char *name, int *offset)
{
  int sign, hours = 0, minutes = 0, digits = 0;

  if (g_ascii_strncasecmp (name, "UTC", 3) == 0 || g_ascii_strncasecmp (name, "GMT", 3) == 0)
    name += 3;
  if (*name != '+' && *name != '-')
    return FALSE;
  sign = *name++ == '-' ? -1 : 1;
  for (; g_ascii_isdigit (*name) && digits < 2; digits++)
    hours = hours * 10 + (*name++ - '0');
  if (digits == 0)
    return FALSE;
  if (*name == ':')
    name++;
  if (*name != '\0')
    {
      if (!g_ascii_isdigit (name[0]) || !g_ascii_isdigit (name[1]) || name[2] != '\0')
        return FALSE;
      minutes = (name[0] - '0') * 10 + (name[1] - '0');
    }
  if (hours > 14 || minutes > 59)
    return FALSE;
  *offset = sign * (hours * 3600 + minutes * 60);
  return TRUE;
}

/* Windows names, also in the shortened ones of Lotus Notes ("W. Europe", "Eastern") and the summer
 * names that some exporters write ("Eastern Daylight Time"). */
static const char *
find_windows (const char *name)
{
  static const char *const endings[] = { " Daylight Time", " Summer Time", " Time" };
  const char *iana = daybook_windows_zones_lookup (name);
  g_autofree char *standard = NULL;

  if (iana != NULL)
    return iana;
  for (guint i = 0; i < G_N_ELEMENTS (endings) && standard == NULL; i++)
    {
      gsize length = strlen (name), ending = strlen (endings[i]);

      if (length > ending && g_ascii_strcasecmp (name + length - ending, endings[i]) == 0)
        standard = g_strdup_printf ("%.*s Standard Time", (int) (length - ending), name);
    }
  if (standard == NULL)
    standard = g_strdup_printf ("%s Standard Time", name);
  return daybook_windows_zones_lookup (standard);
}

/* (transfer none) (nullable), under lock. @name is trimmed and not empty. */
static DaybookZone *
resolve (const char *name)
{
  g_autofree char *capitalized = NULL;
  const char *iana;
  DaybookZone *zone;
  int offset;

  if (is_utc_name (name))
    return daybook_zone_get_utc ();
  zone = find_iana (name);
  if (zone != NULL)
    return zone;
  iana = find_windows (name);
  if (iana == NULL)
    iana = daybook_windows_zones_lookup_display (name);
  if (iana != NULL)
    return is_utc_name (iana) ? daybook_zone_get_utc () : find_iana (iana);
  /* "(UTC+01:00) Amsterdam, Berlin, ...", "(GMT-05:00) Eastern Time (US & Canada)", "(UTC)". */
  if (*name == '(' && strchr (name, ')') != NULL)
    {
      const char *close = strchr (name, ')');
      g_autofree char *rest = g_strstrip (g_strdup (close + 1));
      g_autofree char *inside = g_strndup (name + 1, close - name - 1);

      if (*rest != '\0')
        return resolve (rest);
      return resolve (inside);
    }
  /* "/freeassociation.sourceforge.net/Tzfile/Europe/Zurich", "/mozilla.org/20050126_1/..." */
  if (*name == '/')
    {
      for (const char *at = strchr (name + 1, '/'); at != NULL; at = strchr (at + 1, '/'))
        {
          zone = find_iana (at + 1);
          if (zone != NULL)
            return zone;
        }
      return NULL;
    }
  if (parse_offset (name, &offset))
    {
      g_autofree char *key = g_strdup_printf ("%+d", offset);

      zone = g_hash_table_lookup (loaded, key);
      if (zone == NULL)
        {
          zone = daybook_zone_new_fixed (offset);
          g_hash_table_insert (loaded, g_steal_pointer (&key), zone);
        }
      return zone;
    }
  capitalized = capitalize (name);
  return capitalized != NULL ? find_iana (capitalized) : NULL;
}

/* The zone that a calendar calls @name: an IANA name (also retired, miscapitalized or behind a
 * vendor's path), a Windows name, what Outlook shows for one, a Notes name, UTC, a plain offset;
 * quotes and blanks around it do not matter. NULL when it is none of these: the caller then looks
 * for a VTIMEZONE, or keeps the time floating and flags it. Cheap to ask again. (transfer full) */
DaybookZone *
daybook_zone_lookup (const char *name)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *trimmed = NULL;
  gpointer known = NULL;
  DaybookZone *zone;
  char *start;
  gsize length;

  if (name == NULL || *name == '\0' || strlen (name) > MAX_NAME)
    return NULL;
  locker = g_mutex_locker_new (&lock);
  if (remembered == NULL)
    {
      remembered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      loaded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }
  if (g_hash_table_lookup_extended (remembered, name, NULL, &known))
    return known != NULL ? daybook_zone_ref (known) : NULL;
  trimmed = g_strdup (name);
  start = g_strstrip (trimmed);
  length = strlen (start);
  if (length >= 2 && (*start == '"' || *start == '\'') && start[length - 1] == *start)
    {
      start[length - 1] = '\0';
      start = g_strstrip (start + 1);
    }
  zone = *start != '\0' ? resolve (start) : NULL;
  if (g_hash_table_size (remembered) >= MAX_REMEMBERED)
    g_hash_table_remove_all (remembered);
  g_hash_table_insert (remembered, g_strdup (name), zone);
  return zone != NULL ? daybook_zone_ref (zone) : NULL;
}

/* The zone's name behind a path such as /usr/share/zoneinfo/Europe/Zurich, NULL for other paths. */
static const char *
get_name_in_path (const char *path)
{
  const char *found = strstr (path, "/zoneinfo/");

  return found != NULL ? found + strlen ("/zoneinfo/") : NULL;
}

/* The zone this computer is set to, asked anew at every call (people travel): the environment
 * variable TZ, /etc/localtime, /etc/timezone; UTC when none of them says anything. Keep it for the
 * length of one piece of work. (transfer full) */
DaybookZone *
daybook_zone_new_local (void)
{
  const char *variable = g_getenv ("TZ");
  g_autofree char *target = NULL;
  g_autofree char *named = NULL;
  DaybookZone *zone = NULL;

  if (variable != NULL)
    {
      variable += *variable == ':';
      if (*variable == '\0')
        return daybook_zone_ref (daybook_zone_get_utc ());
      if (*variable != '/')
        zone = daybook_zone_lookup (variable);
      else if (get_name_in_path (variable) != NULL)
        zone = daybook_zone_lookup (get_name_in_path (variable));
      if (zone == NULL && *variable == '/')
        zone = load_file (variable, "local");
      if (zone == NULL)
        {
          g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DaybookZoneSpan));

          if (daybook_zone_append_posix (spans, variable, G_MININT64))
            zone = daybook_zone_new_for_spans (variable, FALSE, spans);
        }
      if (zone != NULL)
        return zone;
    }
  target = g_file_read_link ("/etc/localtime", NULL);
  if (target != NULL && get_name_in_path (target) != NULL)
    zone = daybook_zone_lookup (get_name_in_path (target));
  if (zone == NULL && g_file_get_contents ("/etc/timezone", &named, NULL, NULL))
    zone = daybook_zone_lookup (g_strstrip (named));
  if (zone == NULL)
    zone = load_file ("/etc/localtime", "local");
  return zone != NULL ? zone : daybook_zone_ref (daybook_zone_get_utc ());
}
