/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings that all programs share, as rows. What no person sets ("when did maintenance last run")
 * lies in the same table under a name with a dot in front. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-link.h"
#include "store/daybook-store-private.h"

static const DaybookSettingInfo settings[] = {
  { "billable", "bool", "true", N_("New time entries without a project are billable"), 0, 0 },
  { "currency", "currency", "EUR", N_("Currency of new clients, ISO 4217"), 0, 0 },
  { "day_end", "time", "17:00", N_("End of a usual working day"), 0, 0 },
  { "day_start", "time", "09:00", N_("Start of a usual working day"), 0, 0 },
  { "rounding", "rounding", "none",
    N_("How reports round each entry: none, or minutes and direction such as 15:up, 6:nearest, 30:down"), 0, 0 },
  { "suggest", "bool", "true", N_("Suggest tasks from mail, messages and meetings"), 0, 0 },
  { "suggest_auto", "bool", "true", N_("Add suggestions above the threshold as tasks by themselves"), 0, 0 },
  { "suggest_engine", "engine", "builtin", N_("Who judges what has to be done: builtin, or the model that is set up"), 0, 0 },
  { "suggest_lead_hours", "int", "24", N_("Hours before a meeting that its preparation is suggested"), 1, 336 },
  { "suggest_threshold", "int", "85", N_("Percent of confidence from which suggestions are added by themselves"), 50, 100 },
  { "model_name", "text", "", N_("Model that summaries and suggestions may be asked from, as its server calls it"), 0, 0 },
  { "model_timeout", "int", "600", N_("Seconds that a model’s answer may take"), 1, 3600 },
  { "model_url", "endpoint", "", N_("Address of an OpenAI-compatible server, such as http://localhost:11434/v1"), 0, 0 },
  { "summary_engine", "engine", "builtin", N_("Who writes summaries: builtin, or the model that is set up"), 0, 0 },
  { "summary_schedule", "bool", "false", N_("A summary of the day is made every working day"), 0, 0 },
  { "summary_time", "time", "17:00", N_("When the summary of the day is made"), 0, 0 },
  { "sync_interval", "int", "15", N_("Minutes between two syncs of an account"), 1, 1440 },
  { "sync_paused", "bool", "false", N_("Nothing is synced in the background"), 0, 0 },
  { "time_zone", "zone", "", N_("Time zone of days and times; empty: the computer’s"), 0, 0 },
  { "window_ahead_days", "int", "30", N_("Days ahead that new calendars show"), 1, 730 },
  { "window_back_days", "int", "7", N_("Days back that new calendars show"), 1, 730 },
  { "working_days", "weekdays", "mon,tue,wed,thu,fri", N_("Days that have working hours, such as mon,tue,thu"), 0, 0 },
};

/* All settings, by key. Static. */
const DaybookSettingInfo *
daybook_settings_list (gsize *n)
{
  if (n != NULL)
    *n = G_N_ELEMENTS (settings);
  return settings;
}

static const DaybookSettingInfo *
find_setting (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      if (g_strcmp0 (settings[i].key, key) == 0)
        return &settings[i];
    }
  return NULL;
}

static char *
normalize_bool (const char *value)
{
  static const char *const yes[] = { "true", "on", "yes", "1", NULL };
  static const char *const no[] = { "false", "off", "no", "0", NULL };
  g_autofree char *lower = g_ascii_strdown (value, -1);

  if (g_strv_contains (yes, lower))
    return g_strdup ("true");
  if (g_strv_contains (no, lower))
    return g_strdup ("false");
  return NULL;
}

static char *
normalize_int (const DaybookSettingInfo *info, const char *value)
{
  gint64 number;

  if (!g_ascii_string_to_signed (value, 10, info->min, info->max, &number, NULL))
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

/* "9:00" and "09:00" are the latter; "24:00" is an end of day. */
static char *
normalize_time (const char *value)
{
  const char *colon = strchr (value, ':');
  g_autofree char *hours = colon != NULL ? g_strndup (value, colon - value) : NULL;
  guint64 hour, minute;

  if (colon == NULL || strlen (colon) != 3 || strlen (hours) > 2
      || !g_ascii_string_to_unsigned (hours, 10, 0, 24, &hour, NULL)
      || !g_ascii_string_to_unsigned (colon + 1, 10, 0, hour == 24 ? 0 : 59, &minute, NULL))
    return NULL;
  return g_strdup_printf ("%02u:%02u", (guint) hour, (guint) minute);
}

/* https anywhere, http on this computer alone; no slash at the end. */
static char *
normalize_endpoint (const char *value)
{
  static const char *const local[] = { "http://localhost", "http://127.0.0.1", "http://[::1]" };
  g_autofree char *url = NULL;
  gboolean allowed;

  if (*value == '\0')
    return g_strdup ("");
  url = daybook_link_check (value);
  if (url == NULL || strpbrk (url, "?#") != NULL)
    return NULL;
  allowed = g_str_has_prefix (url, "https://");
  for (guint i = 0; i < G_N_ELEMENTS (local); i++)
    allowed |= g_str_has_prefix (url, local[i]) && strchr (":/", url[strlen (local[i])]) != NULL;
  while (g_str_has_suffix (url, "/"))
    url[strlen (url) - 1] = '\0';
  return allowed ? g_steal_pointer (&url) : NULL;
}

/* "Mon, wed" is "mon,wed": in the week's order, each once, at least one. */
static char *
normalize_weekdays (const char *value)
{
  static const char *const names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };
  g_autofree char *lower = g_ascii_strdown (value, -1);
  g_auto (GStrv) words = g_strsplit (lower, ",", 32);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (!g_strv_contains (names, g_strstrip (words[i])))
        return NULL;
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_strv_contains ((const char *const *) words, names[i]))
        g_ptr_array_add (found, (gpointer) names[i]);
    }
  if (found->len == 0)
    return NULL;
  g_ptr_array_add (found, NULL);
  return g_strjoinv (",", (char **) found->pdata);
}

static char *
normalize_zone (const char *value)
{
  g_autoptr (DaybookZone) zone = NULL;

  if (*value == '\0')
    return g_strdup ("");
  zone = daybook_zone_lookup (value);
  return zone != NULL ? g_strdup (value) : NULL;
}

static char *
normalize_currency (const char *value)
{
  char *upper;

  if (strlen (value) != 3)
    return NULL;
  for (int i = 0; i < 3; i++)
    {
      if (!g_ascii_isalpha (value[i]))
        return NULL;
    }
  upper = g_ascii_strup (value, 3);
  return upper;
}

static char *
normalize_rounding (const char *value)
{
  static const char *const directions[] = { "up", "down", "nearest", NULL };
  g_auto (GStrv) parts = NULL;
  guint64 minutes;

  if (g_str_equal (value, "none"))
    return g_strdup (value);
  parts = g_strsplit (value, ":", 2);
  if (g_strv_length (parts) != 2 || !g_strv_contains (directions, parts[1])
      || !g_ascii_string_to_unsigned (parts[0], 10, 1, 480, &minutes, NULL))
    return NULL;
  return g_strdup_printf ("%u:%s", (guint) minutes, parts[1]);
}

static char *
normalize (const DaybookSettingInfo *info, const char *value)
{
  if (value == NULL || !g_utf8_validate (value, -1, NULL) || strlen (value) > 1000)
    return NULL;
  if (g_str_equal (info->type, "bool"))
    return normalize_bool (value);
  if (g_str_equal (info->type, "int"))
    return normalize_int (info, value);
  if (g_str_equal (info->type, "time"))
    return normalize_time (value);
  if (g_str_equal (info->type, "endpoint"))
    return normalize_endpoint (value);
  if (g_str_equal (info->type, "engine"))
    return g_str_equal (value, "builtin") || g_str_equal (value, "model") ? g_strdup (value) : NULL;
  if (g_str_equal (info->type, "weekdays"))
    return normalize_weekdays (value);
  if (g_str_equal (info->type, "zone"))
    return normalize_zone (value);
  if (g_str_equal (info->type, "currency"))
    return normalize_currency (value);
  if (g_str_equal (info->type, "rounding"))
    return normalize_rounding (value);
  return g_strdup (value);
}

static char *
read_value (DaybookStore *self, const char *key)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT value FROM setting WHERE key = ?");

  daybook_statement_bind_text (query, key);
  return daybook_statement_next (query) ? daybook_statement_take_string (query) : NULL;
}

static gboolean
write_value (DaybookStore *self, const char *key, const char *value, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO setting (key, value) VALUES (?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value");

  daybook_statement_bind_text (query, key);
  daybook_statement_bind_text (query, value);
  return daybook_statement_run (query, error);
}

/* The value of @key, or its default; NULL for a key that does not exist. Free with g_free(). */
char *
daybook_store_get_setting (DaybookStore *self, const char *key)
{
  const DaybookSettingInfo *info = find_setting (key);
  g_autofree char *value = NULL;
  char *normal;

  if (info == NULL)
    return NULL;
  /* A value that an editor of the file made unreadable is no value. */
  value = read_value (self, key);
  normal = value != NULL ? normalize (info, value) : NULL;
  return normal != NULL ? normal : g_strdup (info->default_value);
}

/* 0 for a key that is no int. */
gint64
daybook_store_get_setting_int (DaybookStore *self, const char *key)
{
  g_autofree char *value = daybook_store_get_setting (self, key);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

gboolean
daybook_store_get_setting_bool (DaybookStore *self, const char *key)
{
  g_autofree char *value = daybook_store_get_setting (self, key);

  return g_strcmp0 (value, "true") == 0;
}

/* A setting that is a time of day, as in "09:00": seconds after midnight. */
gint64
daybook_store_get_setting_time (DaybookStore *self, const char *key)
{
  g_autofree char *value = daybook_store_get_setting (self, key);
  char *end;
  gint64 hours = g_ascii_strtoll (value, &end, 10);

  return hours * 3600 + (*end == ':' ? g_ascii_strtoll (end + 1, NULL, 10) * 60 : 0);
}

static gboolean
change_setting (DaybookStore *self, const char *key, const char *value, GError **error)
{
  return daybook_store_journal_touch_key (self, "setting", key, error)
         && write_value (self, key, value, error);
}

/* Writes a setting after bringing @value into its normal form ("on" is "true"). */
gboolean
daybook_store_set_setting (DaybookStore *self, const char *key, const char *value, GError **error)
{
  const DaybookSettingInfo *info = find_setting (key);
  g_autofree char *normal = NULL;

  if (info == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _("There is no setting “%s”."), key);
      return FALSE;
    }
  normal = normalize (info, value);
  if (normal == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _("“%s” does not suit the setting %s (%s). Its default is “%s”."), value != NULL ? value : "",
                   key, _(info->description), info->default_value);
      return FALSE;
    }
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, change_setting (self, key, normal, error), error);
}

/* A note that no person sets, or NULL. @name begins with a dot. */
char *
daybook_store_get_note (DaybookStore *self, const char *name)
{
  return read_value (self, name);
}

gboolean
daybook_store_set_note (DaybookStore *self, const char *name, const char *value, GError **error)
{
  g_assert (name[0] == '.');
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, write_value (self, name, value, error), error);
}
