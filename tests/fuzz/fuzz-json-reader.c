/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON reader: any bytes are read, refused or skipped without harm; every way of reading
 * accepts the same documents; and where json-glib accepts one too, both read the same values. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-reader.h"
#include "fuzz.h"

static gboolean
check_text (const char *text, gsize length)
{
  FUZZ_ASSERT (text != NULL && g_utf8_validate_len (text, length, NULL));
  return TRUE;
}

/* The pending value as json-glib would hold it. Sets @comparable to FALSE for what json-glib is
 * known to read otherwise: long numbers, U+FFFD for what it refuses or cuts off. */
static JsonNode *
read_node (DaybookJsonReader *reader, gboolean *comparable)
{
  JsonNode *node = NULL;
  const char *text;
  gsize length;

  switch (daybook_json_reader_peek (reader))
    {
    case DAYBOOK_JSON_OBJECT:
      {
        JsonObject *object = json_object_new ();

        daybook_json_reader_begin_object (reader);
        while (daybook_json_reader_next_member (reader))
          {
            g_autofree char *name = g_strdup (daybook_json_reader_get_name (reader));

            check_text (name, strlen (name));
            FUZZ_ASSERT (daybook_json_reader_name_is (reader, name));
            *comparable = *comparable && strstr (name, "\xEF\xBF\xBD") == NULL;
            json_object_set_member (object, name, read_node (reader, comparable));
          }
        node = json_node_init_object (json_node_alloc (), object);
        json_object_unref (object);
        break;
      }
    case DAYBOOK_JSON_ARRAY:
      {
        JsonArray *array = json_array_new ();

        daybook_json_reader_begin_array (reader);
        while (daybook_json_reader_next_element (reader))
          json_array_add_element (array, read_node (reader, comparable));
        node = json_node_init_array (json_node_alloc (), array);
        json_array_unref (array);
        break;
      }
    case DAYBOOK_JSON_STRING:
      text = daybook_json_reader_read_string_view (reader, &length);
      if (text != NULL)
        {
          g_autofree char *copy = g_strndup (text, length);

          check_text (text, length);
          *comparable = *comparable && strstr (copy, "\xEF\xBF\xBD") == NULL;
          node = json_node_init_string (json_node_alloc (), copy);
        }
      break;
    case DAYBOOK_JSON_NUMBER:
      {
        g_autofree char *number = daybook_json_reader_read_text_or_null (reader);

        if (number == NULL)
          break;
        if (strpbrk (number, ".eE") == NULL)
          node = json_node_init_int (json_node_alloc (), g_ascii_strtoll (number, NULL, 10));
        else
          node = json_node_init_double (json_node_alloc (), g_ascii_strtod (number, NULL));
        *comparable = *comparable && strlen (number) <= 18;
        break;
      }
    case DAYBOOK_JSON_BOOLEAN:
      node = json_node_init_boolean (json_node_alloc (),
                                     daybook_json_reader_read_bool_or (reader, FALSE));
      break;
    case DAYBOOK_JSON_NULL:
    case DAYBOOK_JSON_NOTHING:
    default:
      daybook_json_reader_skip_value (reader);
      break;
    }
  return node != NULL ? node : json_node_init_null (json_node_alloc ());
}

/* Reads a document as a careless parser might: a different call for each value, loops left early.
 */
static void
read_wildly (DaybookJsonReader *reader, GRand *random, guint depth)
{
  static const char *const names[] = { "id", "items", "a", "", NULL };
  g_autofree char *text = NULL;
  gboolean object = FALSE;
  gsize length;
  int field;

  switch (g_rand_int_range (random, 0, 11))
    {
    case 0:
      text = daybook_json_reader_read_string_or_null (reader);
      break;
    case 1:
      text = daybook_json_reader_read_text_or_null (reader);
      break;
    case 2:
      text = daybook_json_reader_read_raw_text (reader);
      break;
    case 3:
      daybook_json_reader_read_int_or (reader, 0);
      break;
    case 4:
      daybook_json_reader_read_double_or (reader, 0);
      break;
    case 5:
      daybook_json_reader_read_choice (reader, names);
      break;
    case 6:
      daybook_json_reader_read_raw (reader, &length);
      break;
    case 7:
      break; /* left for the next step to skip */
    default:
      object = daybook_json_reader_peek (reader) == DAYBOOK_JSON_OBJECT;
      if (!(object ? daybook_json_reader_begin_object_or_skip (reader)
                   : daybook_json_reader_begin_array_or_skip (reader)))
        break;
      while (object ? daybook_json_reader_next_field (reader, names, &field)
                    : daybook_json_reader_next_element (reader))
        {
          if (object)
            FUZZ_ASSERT ((field >= 0)
                         == g_strv_contains (names, daybook_json_reader_get_name (reader)));
          if (depth < 8)
            read_wildly (reader, random, depth + 1);
          if (g_rand_int_range (random, 0, 16) == 0)
            {
              daybook_json_reader_leave (reader);
              break;
            }
        }
      break;
    }
  if (text != NULL)
    check_text (text, strlen (text));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (DaybookJsonReader) skipper = daybook_json_reader_new_for_data ((char *) data, size);
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new_for_data ((char *) data, size);
  g_autoptr (DaybookJsonReader) wild = daybook_json_reader_new_for_data ((char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *found = daybook_json_find_string ((char *) data, size, "/a/0/id");
  GRand *random = g_rand_new_with_seed (size > 0 ? data[size / 2] : 0);
  gboolean comparable = TRUE;
  gboolean accepted = daybook_json_reader_finish (skipper, &error);

  FUZZ_ASSERT (accepted == (error == NULL));
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));
  FUZZ_ASSERT (found == NULL || accepted);

  read_wildly (wild, random, 0);
  FUZZ_ASSERT (daybook_json_reader_finish (wild, NULL) == accepted);
  g_rand_free (random);

  node = read_node (reader, &comparable);
  FUZZ_ASSERT (daybook_json_reader_finish (reader, NULL) == accepted);

  /* json-glib 1.6 does not take a byte order mark, and never sees what it would crash on. */
  if (accepted && comparable && !(size >= 3 && data[0] == 0xEF))
    {
      parser = json_parser_new ();
      if (json_parser_load_from_data (parser, (const char *) data, size, NULL)
          && json_parser_get_root (parser) != NULL)
        FUZZ_ASSERT (json_node_equal (node, json_parser_get_root (parser)));
    }
  return 0;
}
