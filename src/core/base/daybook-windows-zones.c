/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-windows-zones.h"

#include <string.h>

/* Windows zone names, the text Outlook shows for them after "(UTC+01:00) ", and the IANA zone each
 * stands for. From the Unicode CLDR (supplemental/windowsZones.xml, release 41, territory 001), with
 *
 *  - today's names for zones that tzdata has renamed (Kyiv, Kolkata, Nuuk, ...);
 *  - Mexico's mountain time in Mazatlan and Central Asia in Bishkek, as in later releases, since
 *    Chihuahua (2022) and Almaty (2024) left those times;
 *  - at the end of each name's neighbourhood the names that Windows has dropped but calendars keep
 *    (Armenian, Kamchatka, Mexico, Mid-Atlantic).
 *
 * Sorted by name, ASCII case ignored. */
static const DaybookWindowsZone zones[] = {
  { "Afghanistan Standard Time", "Asia/Kabul", "Kabul" },
  { "Alaskan Standard Time", "America/Anchorage", "Alaska" },
  { "Aleutian Standard Time", "America/Adak", "Aleutian Islands" },
  { "Altai Standard Time", "Asia/Barnaul", "Barnaul, Gorno-Altaysk" },
  { "Arab Standard Time", "Asia/Riyadh", "Kuwait, Riyadh" },
  { "Arabian Standard Time", "Asia/Dubai", "Abu Dhabi, Muscat" },
  { "Arabic Standard Time", "Asia/Baghdad", "Baghdad" },
  { "Argentina Standard Time", "America/Argentina/Buenos_Aires", "City of Buenos Aires" },
  { "Armenian Standard Time", "Asia/Yerevan", NULL },
  { "Astrakhan Standard Time", "Europe/Astrakhan", "Astrakhan, Ulyanovsk" },
  { "Atlantic Standard Time", "America/Halifax", "Atlantic Time (Canada)" },
  { "AUS Central Standard Time", "Australia/Darwin", "Darwin" },
  { "Aus Central W. Standard Time", "Australia/Eucla", "Eucla" },
  { "AUS Eastern Standard Time", "Australia/Sydney", "Canberra, Melbourne, Sydney" },
  { "Azerbaijan Standard Time", "Asia/Baku", "Baku" },
  { "Azores Standard Time", "Atlantic/Azores", "Azores" },
  { "Bahia Standard Time", "America/Bahia", "Salvador" },
  { "Bangladesh Standard Time", "Asia/Dhaka", "Dhaka" },
  { "Belarus Standard Time", "Europe/Minsk", "Minsk" },
  { "Bougainville Standard Time", "Pacific/Bougainville", "Bougainville Island" },
  { "Canada Central Standard Time", "America/Regina", "Saskatchewan" },
  { "Cape Verde Standard Time", "Atlantic/Cape_Verde", "Cabo Verde Is." },
  { "Caucasus Standard Time", "Asia/Yerevan", "Yerevan" },
  { "Cen. Australia Standard Time", "Australia/Adelaide", "Adelaide" },
  { "Central America Standard Time", "America/Guatemala", "Central America" },
  { "Central Asia Standard Time", "Asia/Bishkek", "Astana" },
  { "Central Brazilian Standard Time", "America/Cuiaba", "Cuiaba" },
  { "Central Europe Standard Time", "Europe/Budapest",
    "Belgrade, Bratislava, Budapest, Ljubljana, Prague" },
  { "Central European Standard Time", "Europe/Warsaw", "Sarajevo, Skopje, Warsaw, Zagreb" },
  { "Central Pacific Standard Time", "Pacific/Guadalcanal", "Solomon Is., New Caledonia" },
  { "Central Standard Time", "America/Chicago", "Central Time (US & Canada)" },
  { "Central Standard Time (Mexico)", "America/Mexico_City",
    "Guadalajara, Mexico City, Monterrey" },
  { "Chatham Islands Standard Time", "Pacific/Chatham", "Chatham Islands" },
  { "China Standard Time", "Asia/Shanghai", "Beijing, Chongqing, Hong Kong, Urumqi" },
  { "Cuba Standard Time", "America/Havana", "Havana" },
  { "Dateline Standard Time", "Etc/GMT+12", "International Date Line West" },
  { "E. Africa Standard Time", "Africa/Nairobi", "Nairobi" },
  { "E. Australia Standard Time", "Australia/Brisbane", "Brisbane" },
  { "E. Europe Standard Time", "Europe/Chisinau", "Chisinau" },
  { "E. South America Standard Time", "America/Sao_Paulo", "Brasilia" },
  { "Easter Island Standard Time", "Pacific/Easter", "Easter Island" },
  { "Eastern Standard Time", "America/New_York", "Eastern Time (US & Canada)" },
  { "Eastern Standard Time (Mexico)", "America/Cancun", "Chetumal" },
  { "Egypt Standard Time", "Africa/Cairo", "Cairo" },
  { "Ekaterinburg Standard Time", "Asia/Yekaterinburg", "Ekaterinburg" },
  { "Fiji Standard Time", "Pacific/Fiji", "Fiji" },
  { "FLE Standard Time", "Europe/Kyiv", "Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius" },
  { "Georgian Standard Time", "Asia/Tbilisi", "Tbilisi" },
  { "GMT Standard Time", "Europe/London", "Dublin, Edinburgh, Lisbon, London" },
  { "Greenland Standard Time", "America/Nuuk", "Greenland" },
  { "Greenwich Standard Time", "Atlantic/Reykjavik", "Monrovia, Reykjavik" },
  { "GTB Standard Time", "Europe/Bucharest", "Athens, Bucharest" },
  { "Haiti Standard Time", "America/Port-au-Prince", "Haiti" },
  { "Hawaiian Standard Time", "Pacific/Honolulu", "Hawaii" },
  { "India Standard Time", "Asia/Kolkata", "Chennai, Kolkata, Mumbai, New Delhi" },
  { "Iran Standard Time", "Asia/Tehran", "Tehran" },
  { "Israel Standard Time", "Asia/Jerusalem", "Jerusalem" },
  { "Jordan Standard Time", "Asia/Amman", "Amman" },
  { "Kaliningrad Standard Time", "Europe/Kaliningrad", "Kaliningrad" },
  { "Kamchatka Standard Time", "Asia/Kamchatka", NULL },
  { "Korea Standard Time", "Asia/Seoul", "Seoul" },
  { "Libya Standard Time", "Africa/Tripoli", "Tripoli" },
  { "Line Islands Standard Time", "Pacific/Kiritimati", "Kiritimati Island" },
  { "Lord Howe Standard Time", "Australia/Lord_Howe", "Lord Howe Island" },
  { "Magadan Standard Time", "Asia/Magadan", "Magadan" },
  { "Magallanes Standard Time", "America/Punta_Arenas", "Punta Arenas" },
  { "Marquesas Standard Time", "Pacific/Marquesas", "Marquesas Islands" },
  { "Mauritius Standard Time", "Indian/Mauritius", "Port Louis" },
  { "Mexico Standard Time", "America/Mexico_City",
    "Guadalajara, Mexico City, Monterrey - Old" },
  { "Mexico Standard Time 2", "America/Mazatlan", "Chihuahua, La Paz, Mazatlan - Old" },
  { "Mid-Atlantic Standard Time", "Etc/GMT+2", "Mid-Atlantic - Old" },
  { "Middle East Standard Time", "Asia/Beirut", "Beirut" },
  { "Montevideo Standard Time", "America/Montevideo", "Montevideo" },
  { "Morocco Standard Time", "Africa/Casablanca", "Casablanca" },
  { "Mountain Standard Time", "America/Denver", "Mountain Time (US & Canada)" },
  { "Mountain Standard Time (Mexico)", "America/Mazatlan", "Chihuahua, La Paz, Mazatlan" },
  { "Myanmar Standard Time", "Asia/Yangon", "Yangon (Rangoon)" },
  { "N. Central Asia Standard Time", "Asia/Novosibirsk", "Novosibirsk" },
  { "Namibia Standard Time", "Africa/Windhoek", "Windhoek" },
  { "Nepal Standard Time", "Asia/Kathmandu", "Kathmandu" },
  { "New Zealand Standard Time", "Pacific/Auckland", "Auckland, Wellington" },
  { "Newfoundland Standard Time", "America/St_Johns", "Newfoundland" },
  { "Norfolk Standard Time", "Pacific/Norfolk", "Norfolk Island" },
  { "North Asia East Standard Time", "Asia/Irkutsk", "Irkutsk" },
  { "North Asia Standard Time", "Asia/Krasnoyarsk", "Krasnoyarsk" },
  { "North Korea Standard Time", "Asia/Pyongyang", "Pyongyang" },
  { "Omsk Standard Time", "Asia/Omsk", "Omsk" },
  { "Pacific SA Standard Time", "America/Santiago", "Santiago" },
  { "Pacific Standard Time", "America/Los_Angeles", "Pacific Time (US & Canada)" },
  { "Pacific Standard Time (Mexico)", "America/Tijuana", "Baja California" },
  { "Pakistan Standard Time", "Asia/Karachi", "Islamabad, Karachi" },
  { "Paraguay Standard Time", "America/Asuncion", "Asuncion" },
  { "Qyzylorda Standard Time", "Asia/Qyzylorda", "Qyzylorda" },
  { "Romance Standard Time", "Europe/Paris", "Brussels, Copenhagen, Madrid, Paris" },
  { "Russia Time Zone 10", "Asia/Srednekolymsk", "Chokurdakh" },
  { "Russia Time Zone 11", "Asia/Kamchatka", "Anadyr, Petropavlovsk-Kamchatsky" },
  { "Russia Time Zone 3", "Europe/Samara", "Izhevsk, Samara" },
  { "Russian Standard Time", "Europe/Moscow", "Moscow, St. Petersburg" },
  { "SA Eastern Standard Time", "America/Cayenne", "Cayenne, Fortaleza" },
  { "SA Pacific Standard Time", "America/Bogota", "Bogota, Lima, Quito, Rio Branco" },
  { "SA Western Standard Time", "America/La_Paz", "Georgetown, La Paz, Manaus, San Juan" },
  { "Saint Pierre Standard Time", "America/Miquelon", "Saint Pierre and Miquelon" },
  { "Sakhalin Standard Time", "Asia/Sakhalin", "Sakhalin" },
  { "Samoa Standard Time", "Pacific/Apia", "Samoa" },
  { "Sao Tome Standard Time", "Africa/Sao_Tome", "Sao Tome" },
  { "Saratov Standard Time", "Europe/Saratov", "Saratov" },
  { "SE Asia Standard Time", "Asia/Bangkok", "Bangkok, Hanoi, Jakarta" },
  { "Singapore Standard Time", "Asia/Singapore", "Kuala Lumpur, Singapore" },
  { "South Africa Standard Time", "Africa/Johannesburg", "Harare, Pretoria" },
  { "South Sudan Standard Time", "Africa/Juba", "Juba" },
  { "Sri Lanka Standard Time", "Asia/Colombo", "Sri Jayawardenepura" },
  { "Sudan Standard Time", "Africa/Khartoum", "Khartoum" },
  { "Syria Standard Time", "Asia/Damascus", "Damascus" },
  { "Taipei Standard Time", "Asia/Taipei", "Taipei" },
  { "Tasmania Standard Time", "Australia/Hobart", "Hobart" },
  { "Tocantins Standard Time", "America/Araguaina", "Araguaina" },
  { "Tokyo Standard Time", "Asia/Tokyo", "Osaka, Sapporo, Tokyo" },
  { "Tomsk Standard Time", "Asia/Tomsk", "Tomsk" },
  { "Tonga Standard Time", "Pacific/Tongatapu", "Nuku'alofa" },
  { "Transbaikal Standard Time", "Asia/Chita", "Chita" },
  { "Turkey Standard Time", "Europe/Istanbul", "Istanbul" },
  { "Turks And Caicos Standard Time", "America/Grand_Turk", "Turks and Caicos" },
  { "Ulaanbaatar Standard Time", "Asia/Ulaanbaatar", "Ulaanbaatar" },
  { "US Eastern Standard Time", "America/Indiana/Indianapolis", "Indiana (East)" },
  { "US Mountain Standard Time", "America/Phoenix", "Arizona" },
  { "UTC", "Etc/UTC", "Coordinated Universal Time" },
  { "UTC+12", "Etc/GMT-12", "Coordinated Universal Time+12" },
  { "UTC+13", "Etc/GMT-13", "Coordinated Universal Time+13" },
  { "UTC-02", "Etc/GMT+2", "Coordinated Universal Time-02" },
  { "UTC-08", "Etc/GMT+8", "Coordinated Universal Time-08" },
  { "UTC-09", "Etc/GMT+9", "Coordinated Universal Time-09" },
  { "UTC-11", "Etc/GMT+11", "Coordinated Universal Time-11" },
  { "Venezuela Standard Time", "America/Caracas", "Caracas" },
  { "Vladivostok Standard Time", "Asia/Vladivostok", "Vladivostok" },
  { "Volgograd Standard Time", "Europe/Volgograd", "Volgograd" },
  { "W. Australia Standard Time", "Australia/Perth", "Perth" },
  { "W. Central Africa Standard Time", "Africa/Lagos", "West Central Africa" },
  { "W. Europe Standard Time", "Europe/Berlin",
    "Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna" },
  { "W. Mongolia Standard Time", "Asia/Hovd", "Hovd" },
  { "West Asia Standard Time", "Asia/Tashkent", "Ashgabat, Tashkent" },
  { "West Bank Standard Time", "Asia/Hebron", "Gaza, Hebron" },
  { "West Pacific Standard Time", "Pacific/Port_Moresby", "Guam, Port Moresby" },
  { "Yakutsk Standard Time", "Asia/Yakutsk", "Yakutsk" },
  { "Yukon Standard Time", "America/Whitehorse", "Yukon" },
};

/* What Outlook showed in other versions for a name of the table above. */
static const struct
{
  const char *display;
  const char *name;
} older_displays[] = {
  { "Abu Dhabi, Muscat", "Arabian Standard Time" },
  { "Almaty, Novosibirsk", "N. Central Asia Standard Time" },
  { "Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "W. Europe Standard Time" },
  { "Amsterdam, Berlin, Bern, Stockholm, Vienna", "W. Europe Standard Time" },
  { "Arab, Kuwait, Riyadh", "Arab Standard Time" },
  { "Athens, Beirut, Istanbul, Minsk", "GTB Standard Time" },
  { "Athens, Bucharest, Istanbul", "GTB Standard Time" },
  { "Atlantic Time (Canada)", "Atlantic Standard Time" },
  { "Baja California", "Pacific Standard Time (Mexico)" },
  { "Bangkok, Hanoi, Jakarta", "SE Asia Standard Time" },
  { "Beijing, Chongqing, Hong Kong SAR, Urumqi", "China Standard Time" },
  { "Belgrade, Pozsony, Budapest, Ljubljana, Prague", "Central Europe Standard Time" },
  { "Bogota, Lima, Quito", "SA Pacific Standard Time" },
  { "Brasilia", "E. South America Standard Time" },
  { "Brussels, Copenhagen, Madrid, Paris, Vilnius", "Romance Standard Time" },
  { "Buenos Aires", "Argentina Standard Time" },
  { "Buenos Aires, Georgetown", "SA Eastern Standard Time" },
  { "Cape Verde Is.", "Cape Verde Standard Time" },
  { "Caracas, La Paz", "SA Western Standard Time" },
  { "Casablanca, Monrovia", "Greenwich Standard Time" },
  { "Casablanca, Monrovia, Reykjavik", "Greenwich Standard Time" },
  { "Central America", "Central America Standard Time" },
  { "Chennai, Kolkata, Mumbai, New Delhi", "India Standard Time" },
  { "Darwin", "AUS Central Standard Time" },
  { "Eastern Europe", "E. Europe Standard Time" },
  { "Fiji, Kamchatka, Marshall Is.", "Fiji Standard Time" },
  { "Georgetown, La Paz, San Juan", "SA Western Standard Time" },
  { "Greenwich Mean Time - Dublin, Edinburgh, Lisbon, London", "GMT Standard Time" },
  { "Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", "GMT Standard Time" },
  { "Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London", "GMT Standard Time" },
  { "Guadalajara, Mexico City, Monterrey - New", "Central Standard Time (Mexico)" },
  { "Helsinki, Kiev, Riga, Sofia, Tallinn, Vilnius", "FLE Standard Time" },
  { "Helsinki, Kyiv, Riga, Sofia, Talinn, Vilnius", "FLE Standard Time" },
  { "Helsinki, Riga, Tallinn", "FLE Standard Time" },
  { "Irkutsk, Ulaan Bataar", "North Asia East Standard Time" },
  { "Islamabad, Karachi, Tashkent", "Pakistan Standard Time" },
  { "Jerusalem, Tel Aviv", "Israel Standard Time" },
  { "Magadan, Solomon Is., New Caledonia", "Central Pacific Standard Time" },
  { "Marshall Is., Fiji", "Fiji Standard Time" },
  { "Mexico City", "Central Standard Time (Mexico)" },
  { "Mid-Atlantic", "Mid-Atlantic Standard Time" },
  { "Midway Island, Samoa", "UTC-11" },
  { "Moscow, St. Petersburg, Volgograd", "Russian Standard Time" },
  { "New Delhi", "India Standard Time" },
  { "Pacific Time (US & Canada), Tijuana", "Pacific Standard Time" },
  { "Pacific Time (US & Canada); Tijuana", "Pacific Standard Time" },
  { "Perth", "W. Australia Standard Time" },
  { "Petropavlovsk-Kamchatsky - Old", "Kamchatka Standard Time" },
  { "Prague, Central Europe", "Central Europe Standard Time" },
  { "Rangoon", "Myanmar Standard Time" },
  { "Sarajevo, Skopje, Sofija, Vilnius, Warsaw, Zagreb", "Central European Standard Time" },
  { "Sarajevo/Warsaw/Zagreb", "Central European Standard Time" },
  { "Seoul", "Korea Standard Time" },
  { "Tijuana, Baja California", "Pacific Standard Time (Mexico)" },
  { "Universal Coordinated Time", "UTC" },
  { "Yangon (Rangoon)", "Myanmar Standard Time" },
};

/* All names, for tests and for pickers. (transfer none) */
const DaybookWindowsZone *
daybook_windows_zones_get_all (guint *n_zones)
{
  *n_zones = G_N_ELEMENTS (zones);
  return zones;
}

/* The IANA zone of a Windows name ("W. Europe Standard Time"), NULL for others. */
const char *
daybook_windows_zones_lookup (const char *name)
{
  guint low = 0, high = G_N_ELEMENTS (zones);

  while (low < high)
    {
      guint middle = (low + high) / 2;
      int order = g_ascii_strcasecmp (name, zones[middle].name);

      if (order == 0)
        return zones[middle].iana;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

/* The IANA zone that Outlook shows as @text, which is what follows "(UTC+01:00) "; NULL for others. */
const char *
daybook_windows_zones_lookup_display (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      if (zones[i].display != NULL && g_ascii_strcasecmp (text, zones[i].display) == 0)
        return zones[i].iana;
    }
  for (guint i = 0; i < G_N_ELEMENTS (older_displays); i++)
    {
      if (g_ascii_strcasecmp (text, older_displays[i].display) == 0)
        return daybook_windows_zones_lookup (older_displays[i].name);
    }
  return NULL;
}
