/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github-marks.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"

static const char *const names[] = { "pushed", "updated", "name", "idle", "etag", "search_etag", "since", "plain", NULL };

static char **
get_slot (DaybookGithubMarks *self, int field)
{
  char **const slots[] = { &self->pushed, &self->updated, &self->name, &self->idle,
                           &self->etag, &self->search_etag, &self->since, &self->plain };

  return slots[field];
}

/* Takes what @text (nullable), which we wrote, says. */
void
daybook_github_marks_read (DaybookGithubMarks *self, const char *text)
{
  g_autoptr (DaybookJsonReader) reader = NULL;
  int field;

  if (text == NULL)
    return;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, names, &field))
    {
      if (field >= 0)
        daybook_json_reader_read_string_into (reader, get_slot (self, field));
    }
}

char *
daybook_github_marks_write (const DaybookGithubMarks *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (int field = 0; names[field] != NULL; field++)
    {
      const char *value = *get_slot ((DaybookGithubMarks *) self, field);

      if (value == NULL || !g_utf8_validate (value, -1, NULL))
        continue;
      daybook_json_add_text (builder, names[field], value);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

void
daybook_github_marks_clear (DaybookGithubMarks *self)
{
  for (int field = 0; names[field] != NULL; field++)
    g_clear_pointer (get_slot (self, field), g_free);
}

/* The later of both times. */
void
daybook_github_marks_raise (char **time, const char *other)
{
  if (other == NULL || (*time != NULL && strcmp (*time, other) >= 0))
    return;
  g_free (*time);
  *time = g_strdup (other);
}
