/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/daybook-model-material.h"

#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-text.h"

void
daybook_model_material_add_time (JsonBuilder *builder, const char *name, DaybookZone *zone, gint64 instant)
{
  char text[DAYBOOK_INSTANT_TEXT_SIZE];

  daybook_wall_write (daybook_zone_to_wall (zone, instant), text);
  text[strlen ("2026-11-20T14:30")] = '\0';
  daybook_json_add_text (builder, name, text);
}

char *
daybook_model_material_clean (const char *text, guint most)
{
  static GRegex *addresses;
  g_autofree char *line = daybook_text_one_line (text);
  g_autofree char *without = NULL;

  if (g_once_init_enter (&addresses))
    g_once_init_leave (&addresses, g_regex_new ("[^\\s<>@]+@[^\\s<>@]+|[a-zA-Z]+://\\S+", 0, 0, NULL));
  without = g_regex_replace_literal (addresses, line, -1, 0, "…", 0, NULL);
  return daybook_text_ellipsize (without != NULL ? without : "", most);
}

char *
daybook_model_material_find_language (void)
{
  const char *name = g_get_language_names ()[0];
  char *language = g_strndup (name, strcspn (name, ".@"));

  if (g_str_equal (language, "C") || g_str_equal (language, "POSIX"))
    {
      g_free (language);
      return g_strdup ("en");
    }
  return language;
}
