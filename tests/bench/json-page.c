/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a page of 2,500 Google events, about 1.5 KB each as the service sends them, into records
 * with owned strings, ten times over.
 *
 *   json-page reader       with DaybookJsonReader
 *   json-page json-glib    with json-glib's tree
 *
 * Prints us_event (user and system CPU of the reading alone), mb_page (growth of the peak memory at
 * the first page) and a checksum of every field, which both must agree on. */
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/daybook-json-reader.h"

#define EVENTS 2500
#define PAGES 10

typedef struct
{
  char *text[16]; /* (owned) (nullable) in the order of the table below */
  gint64 sequence;
  GPtrArray *attendees; /* (owned) (element-type char *) addresses */
} Record;

enum
{
  FIELD_ETAG,
  FIELD_ID,
  FIELD_STATUS,
  FIELD_LINK,
  FIELD_CREATED,
  FIELD_UPDATED,
  FIELD_SUMMARY,
  FIELD_DESCRIPTION,
  FIELD_LOCATION,
  FIELD_UID,
  FIELD_TYPE,
  FIELD_HANGOUT,
  FIELD_START,
  FIELD_START_ZONE,
  FIELD_END,
  FIELD_ORGANIZER,
  FIELD_SEQUENCE,
  FIELD_ATTENDEES,
  N_TEXTS = FIELD_ORGANIZER + 1,
};

static const char *const fields[] = {
  "etag",        "id",        "status",   "htmlLink",  "created",     "updated", "summary",
  "description", "location",  "iCalUID",  "eventType", "hangoutLink", "start",   "start.zone",
  "end",         "organizer", "sequence", "attendees", NULL,
};

static GString *
make_page (void)
{
  GString *page = g_string_new ("{\n \"kind\": \"calendar#events\",\n \"etag\": \"\\\"p1\\\"\",\n"
                                " \"summary\": \"Work\",\n \"timeZone\": \"Europe/Zurich\",\n"
                                " \"items\": [");

  for (guint i = 0; i < EVENTS; i++)
    {
      g_string_append_printf (
          page,
          "%s\n  {\n   \"kind\": \"calendar#event\",\n   \"etag\": \"\\\"3391%08u\\\"\",\n"
          "   \"id\": \"e%025u\",\n   \"status\": \"confirmed\",\n"
          "   \"htmlLink\": \"https://www.google.com/calendar/event?eid=ZTAwMDAwMDA%08u\",\n"
          "   \"created\": \"2026-01-%02uT08:00:00.000Z\",\n"
          "   \"updated\": \"2026-02-%02uT09:30:00.000Z\",\n"
          "   \"summary\": \"Design review %u \\u2013 Z\xc3\xbcrich\",\n"
          "   \"description\": \"Agenda:\\n1. Look at what changed since the last meeting\\n"
          "2. Decide about the open questions of number %u\\n3. \\\"Any other business\\\"\",\n"
          "   \"location\": \"Bahnhofstrasse %u, Zurich\",\n"
          "   \"creator\": {\n    \"email\": \"ana@example.com\"\n   },\n"
          "   \"organizer\": {\n    \"email\": \"ana%u@example.com\",\n"
          "    \"displayName\": \"Ana\"\n   },\n"
          "   \"start\": {\n    \"dateTime\": \"2026-03-%02uT%02u:00:00+01:00\",\n"
          "    \"timeZone\": \"Europe/Zurich\"\n   },\n"
          "   \"end\": {\n    \"dateTime\": \"2026-03-%02uT%02u:30:00+01:00\",\n"
          "    \"timeZone\": \"Europe/Zurich\"\n   },\n"
          "   \"iCalUID\": \"e%025u@google.com\",\n   \"sequence\": %u,\n   \"attendees\": [",
          i > 0 ? "," : "", i, i, i, i % 28 + 1, i % 28 + 1, i, i, i % 100, i % 7, i % 28 + 1,
          i % 10 + 8, i % 28 + 1, i % 10 + 8, i, i % 5);
      for (guint a = 0; a < 3; a++)
        g_string_append_printf (page,
                                "%s\n    {\n     \"email\": \"person%u@example.com\",\n"
                                "     \"displayName\": \"Person Number %u\",\n"
                                "     \"responseStatus\": \"%s\"\n    }",
                                a > 0 ? "," : "", a + i % 9, a, a > 0 ? "accepted" : "needsAction");
      g_string_append_printf (page,
                              "\n   ],\n   \"hangoutLink\": \"https://meet.google.com/abc-%04u\",\n"
                              "   \"reminders\": {\n    \"useDefault\": true\n   },\n"
                              "   \"eventType\": \"default\"\n  }",
                              i);
    }
  g_string_append (page, "\n ],\n \"nextSyncToken\": \"CPDAlvWDx70CEPDAlvWDx70CGAU=\"\n}\n");
  return page;
}

static guint64
add_text (guint64 sum, const char *text)
{
  return sum * 31 + (text != NULL ? g_str_hash (text) : 7);
}

static guint64
finish_record (Record *record, guint64 sum)
{
  for (guint i = 0; i < N_TEXTS; i++)
    {
      sum = add_text (sum, record->text[i]);
      g_free (record->text[i]);
    }
  for (guint i = 0; i < record->attendees->len; i++)
    sum = add_text (sum, record->attendees->pdata[i]);
  g_ptr_array_unref (record->attendees);
  return sum * 31 + record->sequence;
}

static void
pull_pair (DaybookJsonReader *reader, const char *first, char **one, const char *second, char **two)
{
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    {
      if (daybook_json_reader_name_is (reader, first))
        daybook_json_reader_read_string_into (reader, one);
      else if (two != NULL && daybook_json_reader_name_is (reader, second))
        daybook_json_reader_read_string_into (reader, two);
    }
}

static void
pull_attendees (DaybookJsonReader *reader, GPtrArray *attendees)
{
  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      char *address = NULL;

      pull_pair (reader, "email", &address, NULL, NULL);
      if (address != NULL)
        g_ptr_array_add (attendees, address);
    }
}

static guint64
read_with_reader (const GString *page)
{
  static const char *const page_fields[] = { "items", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new_for_data (page->str, page->len);
  guint64 sum = 0;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, page_fields, &field))
    {
      if (field != 0 || !daybook_json_reader_begin_array_or_skip (reader))
        continue;
      while (daybook_json_reader_next_element (reader))
        {
          Record record = { .attendees = g_ptr_array_new_with_free_func (g_free) };

          daybook_json_reader_begin_object (reader);
          while (daybook_json_reader_next_field (reader, fields, &field))
            {
              switch (field)
                {
                case -1:
                  break;
                case FIELD_START:
                  pull_pair (reader, "dateTime", &record.text[FIELD_START], "timeZone",
                             &record.text[FIELD_START_ZONE]);
                  break;
                case FIELD_END:
                  pull_pair (reader, "dateTime", &record.text[FIELD_END], NULL, NULL);
                  break;
                case FIELD_ORGANIZER:
                  pull_pair (reader, "email", &record.text[FIELD_ORGANIZER], NULL, NULL);
                  break;
                case FIELD_SEQUENCE:
                  record.sequence = daybook_json_reader_read_int_or (reader, 0);
                  break;
                case FIELD_ATTENDEES:
                  pull_attendees (reader, record.attendees);
                  break;
                default:
                  daybook_json_reader_read_string_into (reader, &record.text[field]);
                  break;
                }
            }
          sum = finish_record (&record, sum);
        }
    }
  return daybook_json_reader_finish (reader, NULL) ? sum : 0;
}

static char *
dup_member (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_dup_string (node) : NULL;
}

static JsonObject *
object_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static guint64
read_with_json_glib (const GString *page)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonArray *items;
  guint64 sum = 0;

  if (!json_parser_load_from_data (parser, page->str, page->len, NULL))
    return 0;
  items = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                        "items");
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      JsonArray *attendees = json_object_get_array_member (item, "attendees");
      Record record = { .attendees = g_ptr_array_new_with_free_func (g_free) };

      for (guint n = 0; n < FIELD_START; n++)
        record.text[n] = dup_member (item, fields[n]);
      record.text[FIELD_START] = dup_member (object_member (item, "start"), "dateTime");
      record.text[FIELD_START_ZONE] = dup_member (object_member (item, "start"), "timeZone");
      record.text[FIELD_END] = dup_member (object_member (item, "end"), "dateTime");
      record.text[FIELD_ORGANIZER] = dup_member (object_member (item, "organizer"), "email");
      record.sequence = json_object_get_int_member (item, "sequence");
      for (guint a = 0; a < json_array_get_length (attendees); a++)
        g_ptr_array_add (record.attendees,
                         dup_member (json_array_get_object_element (attendees, a), "email"));
      sum = finish_record (&record, sum);
    }
  return sum;
}

static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
         + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double
peak_megabytes (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024.0;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GString) page = make_page ();
  guint64 (*read_page) (const GString *page) = NULL;
  guint64 sum = 0;
  double before = peak_megabytes ();
  double first = 0;
  double start;

  if (argc == 2 && strcmp (argv[1], "reader") == 0)
    read_page = read_with_reader;
  else if (argc == 2 && strcmp (argv[1], "json-glib") == 0)
    read_page = read_with_json_glib;
  else
    {
      g_printerr ("usage: json-page reader|json-glib\n");
      return 2;
    }

  start = cpu_seconds ();
  for (guint i = 0; i < PAGES; i++)
    {
      sum = read_page (page);
      if (i == 0)
        first = peak_megabytes () - before;
    }
  g_print ("us_event=%.3f\n", (cpu_seconds () - start) * 1e6 / (PAGES * EVENTS));
  g_print ("mb_page=%.1f\n", first);
  g_print ("bytes_event=%" G_GSIZE_FORMAT "\n", page->len / EVENTS);
  g_print ("checksum=x%" G_GINT64_MODIFIER "x\n", sum);
  return sum != 0 ? 0 : 1;
}
