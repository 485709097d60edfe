/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-microsoft-categories.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-json-builder.h"

/* Nobody has more; they travel in the cursor. */
#define MAX_CATEGORIES 250
#define MAX_NAME 255

/* categoryColor, as the desktop program paints the 25 it knows: red, orange, brown, yellow, green, teal, olive,
 * blue, purple, cranberry, steel, dark steel, grey, dark grey, black, and the first ten once more, dark. */
static const char *const presets[] = {
  "#e74856", "#ff8c00", "#ffab45", "#fff100", "#47d041", "#30c6cc", "#73aa24", "#00bcf2", "#8764b8",
  "#f495bf", "#a0aeb2", "#004b60", "#b1adab", "#5d5a58", "#000000", "#750b1c", "#ca5010", "#ab620d",
  "#c19c00", "#004b1c", "#004b50", "#0b6a0b", "#002050", "#32145a", "#5c005c",
};

GHashTable *
daybook_microsoft_categories_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
add (GHashTable *self, char *name /* (transfer full) */, const char *color)
{
  if (g_hash_table_size (self) < MAX_CATEGORIES && strlen (name) <= MAX_NAME)
    g_hash_table_replace (self, name, g_strdup (color));
  else
    g_free (name);
}

static void
read_category (GHashTable *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "displayName", "color", NULL };
  g_autofree char *name = NULL;
  g_autofree char *color = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &name);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &color);
    }
  if (name == NULL || color == NULL || g_ascii_strncasecmp (color, "preset", 6) != 0
      || !g_ascii_isdigit (color[6]))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);

      if (g_str_equal (color + 6, number))
        add (self, g_steal_pointer (&name), presets[i]);
      if (name == NULL)
        return;
    }
}

/* Adds a page of /me/outlook/masterCategories. */
gboolean
daybook_microsoft_categories_parse (GHashTable *self, GBytes *body, char **next_link, GError **error)
{
  static const char *const fields[] = { "value", "@odata.nextLink", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean is_list = FALSE;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 1)
        daybook_json_reader_read_string_into (reader, next_link);
      else if (field == 0 && daybook_json_reader_begin_array_or_skip (reader))
        {
          is_list = TRUE;
          while (daybook_json_reader_next_element (reader))
            read_category (self, reader);
        }
    }
  return daybook_json_reader_finish_if (reader, is_list, _("Outlook’s answer holds no categories."), error);
}

/* Reads the pending value as daybook_microsoft_categories_write() wrote it. */
void
daybook_microsoft_categories_read (GHashTable *self, DaybookJsonReader *reader)
{
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    {
      char *name = g_strdup (daybook_json_reader_get_name (reader));
      g_autofree char *color = daybook_json_reader_read_string_or_null (reader);

      if (color != NULL)
        add (self, name, color);
      else
        g_free (name);
    }
}

/* As an object; in the order of the names, so that the same categories are the same text. */
void
daybook_microsoft_categories_write (GHashTable *self, JsonBuilder *builder)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self), (GCompareFunc) strcmp);

  json_builder_begin_object (builder);
  for (GList *l = names; l != NULL; l = l->next)
    daybook_json_add_text (builder, l->data, g_hash_table_lookup (self, l->data));
  json_builder_end_object (builder);
}
