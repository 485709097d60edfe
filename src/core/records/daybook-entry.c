/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-entry.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"

/* As the database, the command line and CSV spell them. */
static const char *const statuses[] = {
  [DAYBOOK_ENTRY_PENDING] = "pending",
  [DAYBOOK_ENTRY_APPROVED] = "approved",
  [DAYBOOK_ENTRY_REJECTED] = "rejected",
  [DAYBOOK_ENTRY_INVOICED] = "invoiced",
};

static const char *const origins[] = {
  [DAYBOOK_ORIGIN_EVENT] = "event",
  [DAYBOOK_ORIGIN_SLACK] = "slack",
  [DAYBOOK_ORIGIN_MANUAL] = "manual",
  [DAYBOOK_ORIGIN_TIMER] = "timer",
  [DAYBOOK_ORIGIN_IMPORT] = "import",
};

static const struct
{
  DaybookEntryFlags flag;
  const char *name;
} flag_names[] = {
  { DAYBOOK_ENTRY_FLAG_MOVED, "source_moved" },
  { DAYBOOK_ENTRY_FLAG_GONE, "source_gone" },
  { DAYBOOK_ENTRY_FLAG_OVERLAP, "overlap" },
};

/* A pending, billable entry written by hand. */
DaybookEntry *
daybook_entry_new (void)
{
  DaybookEntry *self = g_new0 (DaybookEntry, 1);

  self->billable = TRUE;
  self->status = DAYBOOK_ENTRY_PENDING;
  self->origin = DAYBOOK_ORIGIN_MANUAL;
  self->event_start_at = DAYBOOK_INSTANT_NONE;
  self->event_end_at = DAYBOOK_INSTANT_NONE;
  self->created_at = DAYBOOK_INSTANT_NONE;
  self->updated_at = DAYBOOK_INSTANT_NONE;
  self->hourly_rate = -1;
  return self;
}

/* A deep copy. */
DaybookEntry *
daybook_entry_copy (const DaybookEntry *self)
{
  DaybookEntry *copy = g_new (DaybookEntry, 1);

  *copy = *self;
  copy->title = g_strdup (self->title);
  copy->tags = g_strdupv (self->tags);
  copy->notes = g_strdup (self->notes);
  copy->event_key = g_strdup (self->event_key);
  copy->external_key = g_strdup (self->external_key);
  copy->project_name = g_strdup (self->project_name);
  copy->client_name = g_strdup (self->client_name);
  copy->color = g_strdup (self->color);
  copy->currency = g_strdup (self->currency);
  return copy;
}

void
daybook_entry_free (DaybookEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_strfreev (self->tags);
  g_free (self->notes);
  g_free (self->event_key);
  g_free (self->external_key);
  g_free (self->project_name);
  g_free (self->client_name);
  g_free (self->color);
  g_free (self->currency);
  g_free (self);
}

static gboolean
find_name (const char *const *names, guint n, const char *text, guint *index)
{
  for (guint i = 0; i < n; i++)
    {
      if (g_strcmp0 (names[i], text) == 0)
        {
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* The spelling of @status. Static. */
const char *
daybook_entry_status_to_string (DaybookEntryStatus status)
{
  return (guint) status < G_N_ELEMENTS (statuses) ? statuses[status] : "pending";
}

/* Reads a spelling; FALSE, @status untouched, for any other text. */
gboolean
daybook_entry_status_from_string (const char *text, DaybookEntryStatus *status)
{
  guint index;

  if (!find_name (statuses, G_N_ELEMENTS (statuses), text, &index))
    return FALSE;
  *status = index;
  return TRUE;
}

/* The spelling of @origin. Static. */
const char *
daybook_entry_origin_to_string (DaybookEntryOrigin origin)
{
  return (guint) origin < G_N_ELEMENTS (origins) ? origins[origin] : "manual";
}

/* Reads a spelling; FALSE, @origin untouched, for any other text. */
gboolean
daybook_entry_origin_from_string (const char *text, DaybookEntryOrigin *origin)
{
  guint index;

  if (!find_name (origins, G_N_ELEMENTS (origins), text, &index))
    return FALSE;
  *origin = index;
  return TRUE;
}

/* Whether an entry may take that long: USAGE says why not. */
gboolean
daybook_entry_check_length (gint64 seconds, GError **error)
{
  if (seconds > 0 && seconds <= DAYBOOK_ENTRY_LONGEST)
    return TRUE;
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                       seconds <= 0 ? _("A duration is longer than nothing.")
                                    : _("A day has 24 hours; log longer work in parts."));
  return FALSE;
}

/* "review, ACME": what stands between commas, each once. (transfer full) (nullable): NULL for none. */
char **
daybook_tags_parse (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *tag = daybook_text_one_line (parts[i]);

      if (*tag != '\0' && !g_ptr_array_find_with_equal_func (tags, tag, g_str_equal, NULL))
        g_ptr_array_add (tags, g_steal_pointer (&tag));
    }
  if (tags->len == 0)
    return NULL;
  g_ptr_array_add (tags, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&tags), FALSE);
}

/* The names of the flags that are set, in a fixed order. Free with g_strfreev(); never NULL. */
char **
daybook_entry_flags_to_strv (DaybookEntryFlags flags)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **names;

  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
    {
      if (flags & flag_names[i].flag)
        g_strv_builder_add (builder, flag_names[i].name);
    }
  names = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return names;
}

/* The flags that @names (NULL = none) spells; unknown names are left out. */
DaybookEntryFlags
daybook_entry_flags_from_strv (const char *const *names)
{
  DaybookEntryFlags flags = 0;

  for (; names != NULL && *names != NULL; names++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
        {
          if (g_str_equal (flag_names[i].name, *names))
            flags |= flag_names[i].flag;
        }
    }
  return flags;
}
