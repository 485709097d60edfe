/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-preference-rows.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "common/daybook-choice.h"
#include "common/daybook-format.h"

void
daybook_preference_say (GtkWidget *widget, const char *text)
{
  GtkRoot *window = gtk_widget_get_root (widget);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  /* The window may be gone by the time that there is something to say. */
  if (ADW_IS_PREFERENCES_WINDOW (window))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), adw_toast_new (markup));
}

typedef struct
{
  char *key;   /* (owned) */
  char *value; /* (owned) */
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_free (setting->key);
  g_free (setting->value);
  g_free (setting);
}

static gboolean
write_setting (DaybookStore *store, gpointer data, GError **error)
{
  const Setting *setting = data;

  return daybook_store_set_setting (store, setting->key, setting->value, error);
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;

  if (!daybook_workspace_change_finish (DAYBOOK_WORKSPACE (source), result, NULL, &error))
    daybook_preference_say (widget, error->message);
}

void
daybook_preference_change (GtkWidget *widget, DaybookWorkspace *workspace, const char *key, char *value)
{
  DaybookStore *store = daybook_workspace_get_store (workspace);
  g_autofree char *now = store != NULL ? daybook_store_get_setting (store, key) : NULL;
  Setting *setting;

  /* What is stored may be about to become something else. */
  if (g_strcmp0 (now, value) == 0 && !daybook_workspace_is_changing (workspace))
    {
      g_free (value);
      return;
    }
  setting = g_new0 (Setting, 1);
  setting->key = g_strdup (key);
  setting->value = value;
  daybook_workspace_change_async (workspace, _("Change preferences"), write_setting, setting, setting_free, on_written_cb,
                                  g_object_ref (widget));
}

void
daybook_preference_show_number (DaybookStore *store, AdwComboRow *row, const char *key, const int *offered, guint n)
{
  g_autoptr (DaybookChoice) choice = daybook_choice_new ();
  gint64 now = daybook_store_get_setting_int (store, key);
  gboolean there = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *words = g_strdup_printf ("%d", offered[i]);

      daybook_choice_add (choice, offered[i], words);
      there = there || offered[i] == now;
    }
  if (!there)
    {
      g_autofree char *words = g_strdup_printf ("%d", (int) now);

      daybook_choice_add (choice, now, words);
    }
  daybook_choice_show (choice, row, now);
}

void
daybook_preference_show_time (DaybookStore *store, AdwComboRow *row, const char *key)
{
  g_autoptr (DaybookChoice) choice = daybook_choice_new ();
  int minutes = (int) (daybook_store_get_setting_time (store, key) / 60);

  for (int i = 0; i <= 1440; i += 30)
    {
      g_autofree char *words = daybook_format_time (i * 60);

      daybook_choice_add (choice, i, words);
      if (i < minutes && minutes < i + 30)
        {
          g_autofree char *odd = daybook_format_time (minutes * 60);

          daybook_choice_add (choice, minutes, odd);
        }
    }
  daybook_choice_show (choice, row, minutes);
}

char *
daybook_preference_format_time (gint64 minutes)
{
  return g_strdup_printf ("%02d:%02d", (int) (minutes / 60), (int) (minutes % 60));
}
