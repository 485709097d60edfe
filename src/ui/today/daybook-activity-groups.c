/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-activity-groups.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-json-reader.h"
#include "base/daybook-text.h"

#define NAME_CHARACTERS 32

void
daybook_activity_group_free (DaybookActivityGroup *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->source_name);
  g_ptr_array_unref (self->items);
  g_free (self);
}

/* What the lane calls it: reactions to messages are no messages. */
static const char *
kind_of (const DaybookActivity *activity)
{
  g_autoptr (DaybookJsonReader) reader = NULL;

  if (activity->detail == NULL || !g_str_equal (activity->kind, "message"))
    return activity->kind;
  reader = daybook_json_reader_new_for_data (activity->detail, strlen (activity->detail));
  return daybook_json_reader_find (reader, "/reactions") ? "reaction" : activity->kind;
}

static DaybookActivityGroup *
find_group (GPtrArray *groups, const DaybookActivity *activity)
{
  for (guint i = 0; i < groups->len; i++)
    {
      DaybookActivityGroup *group = groups->pdata[i];

      if (group->source_id == activity->source_id && g_str_equal (group->kind, kind_of (activity)))
        return group;
    }
  return NULL;
}

static const DaybookSource *
find_source (GPtrArray *sources, gint64 id)
{
  for (guint i = 0; i < sources->len; i++)
    if (((const DaybookSource *) sources->pdata[i])->id == id)
      return sources->pdata[i];
  return NULL;
}

/* What was most of first; then as it happened. */
static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const DaybookActivityGroup *x = *(DaybookActivityGroup *const *) a;
  const DaybookActivityGroup *y = *(DaybookActivityGroup *const *) b;
  const DaybookActivity *first_x = x->items->pdata[0], *first_y = y->items->pdata[0];

  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  return first_x->at < first_y->at ? -1 : first_x->at > first_y->at;
}

/* Groups @activities (DaybookActivity, oldest first) of @sources (DaybookSource); those of other sources are left
 * out. (transfer full) GPtrArray of DaybookActivityGroup. */
GPtrArray *
daybook_activity_groups_new (GPtrArray *activities, GPtrArray *sources)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_activity_group_free);

  for (guint i = 0; i < activities->len; i++)
    {
      const DaybookActivity *activity = activities->pdata[i];
      const DaybookSource *source = find_source (sources, activity->source_id);
      DaybookActivityGroup *group = find_group (groups, activity);
      DaybookActivity *item;

      if (source == NULL || !source->enabled)
        continue;
      if (group == NULL)
        {
          g_autofree char *line = daybook_text_one_line (source->name);

          group = g_new0 (DaybookActivityGroup, 1);
          group->source_id = activity->source_id;
          group->kind = g_strdup (kind_of (activity));
          group->source_name = daybook_text_ellipsize (line, NAME_CHARACTERS);
          group->items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_activity_free);
          g_ptr_array_add (groups, group);
        }
      item = daybook_activity_copy (activity);
      g_clear_pointer (&item->body, g_free);
      g_ptr_array_add (group->items, item);
      group->count += MAX (activity->count, 1);
    }
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

/* "3 commits in daybook", "14 messages in #launch". */
char *
daybook_activity_group_describe (const DaybookActivityGroup *self)
{
  g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, self->count);
  gulong n = (gulong) self->count;
  const char *format;

  if (g_str_equal (self->kind, "mail"))
    /* Translators: so many mails in a mailbox */
    format = ngettext ("%s mail in %s", "%s mails in %s", n);
  else if (g_str_equal (self->kind, "message"))
    /* Translators: so many messages in a channel */
    format = ngettext ("%s message in %s", "%s messages in %s", n);
  else if (g_str_equal (self->kind, "reaction"))
    /* Translators: so many reactions to messages of a channel */
    format = ngettext ("%s reaction in %s", "%s reactions in %s", n);
  else if (g_str_equal (self->kind, "commit"))
    /* Translators: so many commits in a repository */
    format = ngettext ("%s commit in %s", "%s commits in %s", n);
  else if (g_str_equal (self->kind, "pull_request"))
    /* Translators: so many pull requests in a repository */
    format = ngettext ("%s pull request in %s", "%s pull requests in %s", n);
  else if (g_str_equal (self->kind, "review"))
    /* Translators: so many reviews in a repository */
    format = ngettext ("%s review in %s", "%s reviews in %s", n);
  else if (g_str_equal (self->kind, "issue"))
    /* Translators: so many issues in a repository */
    format = ngettext ("%s issue in %s", "%s issues in %s", n);
  else if (g_str_equal (self->kind, "page"))
    /* Translators: so many pages in a database */
    format = ngettext ("%s page in %s", "%s pages in %s", n);
  else
    /* Translators: so many things in a source */
    format = ngettext ("%s item in %s", "%s items in %s", n);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, number, self->source_name);
#pragma GCC diagnostic pop
}

const char *
daybook_activity_group_get_icon (const DaybookActivityGroup *self)
{
  if (g_str_equal (self->kind, "mail"))
    return "daybook-mail-symbolic";
  if (g_str_equal (self->kind, "message") || g_str_equal (self->kind, "reaction"))
    return "daybook-chat-symbolic";
  if (g_str_equal (self->kind, "page"))
    return "daybook-note-symbolic";
  return "daybook-code-symbolic";
}
