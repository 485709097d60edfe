/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-output.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "base/daybook-duration.h"
#include "base/daybook-json-numbers.h"
#include "base/daybook-money.h"
#include "base/daybook-text.h"

#define GAP "  "
#define DAY_LENGTH 10 /* of 2026-11-21 */

static void
print_json (JsonNode *root)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *long_text = NULL;
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  long_text = json_generator_to_data (generator, NULL);
  text = daybook_json_shorten_numbers (long_text);
  fputs (text, stdout);
  fputc ('\n', stdout);
}

static char *
format_instant (DaybookCtl *ctl, const char *text, gboolean with_date)
{
  gint64 instant;
  gint64 wall;
  char buffer[DAYBOOK_INSTANT_TEXT_SIZE];

  if (!daybook_instant_parse (text, -1, &instant))
    return daybook_text_one_line (text);
  wall = daybook_zone_to_wall (daybook_ctl_get_zone (ctl), instant);
  daybook_wall_write (wall, buffer);
  /* 2026-11-21T14:00:00 */
  buffer[10] = ' ';
  buffer[16] = '\0';
  return g_strdup (with_date ? buffer : buffer + 11);
}

static char *
format_list (JsonNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (text->len > 0)
        g_string_append (text, ", ");
      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        {
          g_autofree char *line = daybook_text_one_line (json_node_get_string (element));

          g_string_append (text, line);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
format_value (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    return daybook_text_one_line (json_node_get_string (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? _ ("yes") : _ ("no"));
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return g_strdup_printf ("%g", json_node_get_double (node));
}

static char *
format_money (JsonObject *row, gint64 minor)
{
  JsonNode *currency = json_object_get_member (row, "currency");

  if (currency == NULL || JSON_NODE_HOLDS_NULL (currency))
    return g_strdup ("");
  return daybook_money_format (minor, json_node_get_string (currency));
}

/* When a row ends: the time, and the day too where it is not that of the row's "start". */
static char *
format_end (DaybookCtl *ctl, JsonObject *row, const char *text)
{
  const char *start_text = json_object_get_string_member_with_default (row, "start", NULL);
  g_autofree char *start = start_text != NULL ? format_instant (ctl, start_text, TRUE) : NULL;
  g_autofree char *end = format_instant (ctl, text, TRUE);

  if (start == NULL || strncmp (start, end, DAY_LENGTH) != 0)
    return g_steal_pointer (&end);
  return format_instant (ctl, text, FALSE);
}

static char *
format_cell (DaybookCtl *ctl, JsonObject *row, const DaybookColumn *column)
{
  JsonNode *node = json_object_get_member (row, column->member);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (column->cell == DAYBOOK_CELL_LIST)
    return format_list (node);
  if (!JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("…");
  switch (column->cell)
    {
    case DAYBOOK_CELL_INSTANT:
      return format_instant (ctl, json_node_get_string (node), TRUE);
    case DAYBOOK_CELL_END:
      return format_end (ctl, row, json_node_get_string (node));
    case DAYBOOK_CELL_DURATION:
      return daybook_duration_format_clock (json_node_get_int (node));
    case DAYBOOK_CELL_MONEY:
      return format_money (row, json_node_get_int (node));
    case DAYBOOK_CELL_FLAG:
      return g_strdup (json_node_get_boolean (node) ? _ (column->title) : "");
    case DAYBOOK_CELL_TEXT:
    case DAYBOOK_CELL_LIST:
    case DAYBOOK_CELL_NUMBER:
    default:
      return format_value (node);
    }
}

static gboolean
is_right_aligned (const DaybookColumn *column)
{
  return column->cell == DAYBOOK_CELL_DURATION || column->cell == DAYBOOK_CELL_MONEY
         || column->cell == DAYBOOK_CELL_NUMBER;
}

/* Columns a terminal gives to @text: wide characters take two, marks none. */
static int
width_of (const char *text)
{
  int width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (character))
        width += g_unichar_iswide (character) ? 2 : 1;
    }
  return width;
}

static void
print_padded (const char *text, int width, gboolean right, gboolean last)
{
  int padding = MAX (width - width_of (text), 0);

  if (right)
    printf ("%*s%s", padding, "", text);
  else if (last)
    fputs (text, stdout);
  else
    printf ("%s%*s", text, padding, "");
}

static void
print_row (char **cells, const DaybookColumn *columns, const int *widths, guint n)
{
  for (guint c = 0; c < n; c++)
    {
      if (c > 0)
        fputs (GAP, stdout);
      print_padded (cells[c], widths[c], is_right_aligned (&columns[c]), c + 1 == n);
    }
  fputc ('\n', stdout);
}

static void
print_table (DaybookCtl *ctl, JsonArray *rows, const DaybookColumn *columns)
{
  guint n = 0;
  g_autofree int *widths = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_auto (GStrv) titles = NULL;

  while (columns[n].member != NULL)
    n++;
  widths = g_new0 (int, n);
  titles = g_new0 (char *, n + 1);
  for (guint c = 0; c < n; c++)
    {
      titles[c] = g_strdup (columns[c].cell == DAYBOOK_CELL_FLAG ? "" : _ (columns[c].title));
      widths[c] = width_of (titles[c]);
    }
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      char **cells = g_new0 (char *, n + 1);

      for (guint c = 0; c < n; c++)
        {
          g_autofree char *text = format_cell (ctl, json_array_get_object_element (rows, i), &columns[c]);

          cells[c] = columns[c].max_width > 0 ? daybook_text_ellipsize (text, (guint) columns[c].max_width)
                                              : g_steal_pointer (&text);
          widths[c] = MAX (widths[c], width_of (cells[c]));
        }
      g_ptr_array_add (lines, cells);
    }
  print_row (titles, columns, widths, n);
  for (guint i = 0; i < lines->len; i++)
    print_row (lines->pdata[i], columns, widths, n);
}

/* Prints the array @root: JSON, or a table of @columns (ends with a NULL member); when it is empty and
 * nobody asked for JSON, @empty on stderr. */
void
daybook_output_print_array (DaybookCtl *ctl, JsonNode *root, const DaybookColumn *columns, const char *empty)
{
  if (ctl->json)
    print_json (root);
  else if (json_array_get_length (json_node_get_array (root)) == 0)
    daybook_output_message ("%s", empty);
  else
    print_table (ctl, json_node_get_array (root), columns);
}

/* The same for the array that @builder holds (transfer full). */
void
daybook_output_print (DaybookCtl *ctl, JsonBuilder *builder, const DaybookColumn *columns, const char *empty)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  g_object_unref (builder);
  daybook_output_print_array (ctl, root, columns, empty);
}

/* One member of an object as a person reads it. */
static char *
format_member (DaybookCtl *ctl, JsonObject *object, const char *name, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    return format_list (node);
  if (!JSON_NODE_HOLDS_VALUE (node))
    return json_to_string (node, FALSE);
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return format_instant (ctl, json_node_get_string (node), TRUE);
  if (g_str_equal (name, "hourly_rate"))
    return format_money (object, json_node_get_int (node));
  if (g_str_equal (name, "duration"))
    return daybook_duration_format_clock (json_node_get_int (node));
  return format_value (node);
}

/* Prints the object that @builder holds: JSON, or one member a line. */
void
daybook_output_print_object (DaybookCtl *ctl, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_object_unref (builder);
  if (ctl->json)
    {
      print_json (root);
      return;
    }
  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *text = NULL;

      if (JSON_NODE_HOLDS_NULL (node)
          || (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == 0))
        continue;
      text = format_member (ctl, json_node_get_object (root), name, node);
      printf ("%-20s %s\n", name, text);
    }
}

void
daybook_output_json (JsonBuilder *builder, const char *member, const char *json, const char *fallback)
{
  JsonNode *node = json != NULL ? json_from_string (json, NULL) : NULL;

  if (node == NULL)
    node = json_from_string (fallback, NULL);
  json_builder_set_member_name (builder, member);
  json_builder_add_value (builder, node);
}

void
daybook_output_rate (JsonBuilder *builder, const char *member, gint64 minor)
{
  if (minor < 0)
    daybook_json_add_text (builder, member, NULL);
  else
    daybook_json_add_int (builder, member, minor);
}

void
daybook_output_confidence (JsonBuilder *builder, const char *member, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  daybook_json_add_double (builder, member, g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.3f", value), NULL));
}

/* Something to say beside the answer, on stderr. Titles in it come from outside: what could steer the
 * terminal is taken out. */
void
daybook_output_message (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  clean = daybook_text_clean (text);
  if (*clean != '\0')
    fprintf (stderr, "%s\n", clean);
}
