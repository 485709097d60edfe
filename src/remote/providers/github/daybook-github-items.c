/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of GitHub's lists. Whoever wrote something may be null, or an empty object. */
#include "providers/github/daybook-github-items.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-event-rules.h"
#include "providers/github/daybook-github-address.h"

#define MAX_LOGINS 50

void
daybook_github_repository_free (DaybookGithubRepository *self)
{
  g_free (self->id);
  g_free (self->full_name);
  g_free (self->owner);
  g_free (self->pushed_at);
  g_free (self);
}

void
daybook_github_issue_free (DaybookGithubIssue *self)
{
  g_free (self->repository);
  g_free (self->title);
  g_free (self->body);
  g_free (self->url);
  g_free (self->state);
  g_free (self->author);
  g_free (self->updated_at);
  g_ptr_array_unref (self->assignees);
  g_free (self);
}

void
daybook_github_pull_free (DaybookGithubPull *self)
{
  g_ptr_array_unref (self->reviewers);
  g_free (self);
}

/* The member `login` of a person, who may be null or {}. */
void
daybook_github_read_login (DaybookJsonReader *reader, char **login)
{
  static const char *const fields[] = { "login", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        {
          g_free (*login);
          *login = daybook_event_tidy_line (daybook_json_reader_read_string_or_null (reader));
        }
    }
}

/* A time that can be read; anything else would stand in a cursor for ever, since times are compared as text. */
static void
read_time (DaybookJsonReader *reader, char **time)
{
  g_autofree char *text = daybook_json_reader_read_string_or_null (reader);
  gint64 at;

  g_clear_pointer (time, g_free);
  if (text != NULL && daybook_instant_parse (text, -1, &at))
    *time = daybook_instant_format (at);
}

static void
read_logins (DaybookJsonReader *reader, GPtrArray *logins)
{
  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      char *login = NULL;

      daybook_github_read_login (reader, &login);
      if (login != NULL && logins->len < MAX_LOGINS)
        g_ptr_array_add (logins, login);
      else
        g_free (login);
    }
}

/* ---- repositories ---- */

static gboolean
is_full_name (const char *text)
{
  const char *slash = text != NULL ? strchr (text, '/') : NULL;

  return slash != NULL && slash != text && slash[1] != '\0' && strchr (slash + 1, '/') == NULL
         && strpbrk (text, "?#% \\") == NULL;
}

/* NULL for one without number or name. The value that is pending is an object. */
static DaybookGithubRepository *
read_repository_members (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "id", "full_name", "owner", "pushed_at", "archived", NULL };
  DaybookGithubRepository *self = g_new0 (DaybookGithubRepository, 1);
  gint64 id = 0;
  int field;

  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        id = daybook_json_reader_read_int_or (reader, 0);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &self->full_name);
      else if (field == 2)
        daybook_github_read_login (reader, &self->owner);
      else if (field == 3)
        read_time (reader, &self->pushed_at);
      else if (field == 4)
        self->is_archived = daybook_json_reader_read_bool_or (reader, FALSE);
    }
  self->id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  if (id > 0 && is_full_name (self->full_name))
    return self;
  daybook_github_repository_free (self);
  return NULL;
}

static void
read_repository (DaybookJsonReader *reader, GPtrArray *list)
{
  DaybookGithubRepository *self;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  self = read_repository_members (reader);
  if (self != NULL)
    g_ptr_array_add (list, self);
}

DaybookGithubRepository *
daybook_github_repository_parse (GBytes *body, GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  DaybookGithubRepository *self = NULL;

  if (daybook_json_reader_begin_object (reader))
    self = read_repository_members (reader);
  if (daybook_json_reader_finish (reader, error))
    {
      if (self == NULL)
        g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE, _("GitHub’s answer is incomplete."));
      return self;
    }
  g_clear_pointer (&self, daybook_github_repository_free);
  return NULL;
}

typedef void (*ReadFunc) (DaybookJsonReader *reader, GPtrArray *list);

static GPtrArray *
parse_array (GBytes *body, ReadFunc read, GDestroyNotify free_func, GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_func);

  daybook_json_reader_begin_array (reader);
  while (daybook_json_reader_next_element (reader))
    read (reader, list);
  return daybook_json_reader_finish (reader, error) ? g_steal_pointer (&list) : NULL;
}

GPtrArray *
daybook_github_repositories_parse (GBytes *body, GError **error)
{
  return parse_array (body, read_repository, (GDestroyNotify) daybook_github_repository_free, error);
}

/* ---- issues and pull requests ---- */

static void
read_pull_request (DaybookJsonReader *reader, DaybookGithubIssue *self)
{
  static const char *const fields[] = { "merged_at", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  self->is_pull = TRUE;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        {
          g_autofree char *merged_at = daybook_json_reader_read_string_or_null (reader);

          self->is_merged = merged_at != NULL;
        }
    }
}

static void
read_assignee (DaybookJsonReader *reader, DaybookGithubIssue *self)
{
  char *login = NULL;

  daybook_github_read_login (reader, &login);
  if (login != NULL)
    g_ptr_array_add (self->assignees, login);
}

/* FALSE for one without a number: nothing can name it. */
static gboolean
read_issue (DaybookJsonReader *reader, GPtrArray *list)
{
  static const char *const fields[] = { "number", "title", "body", "html_url", "state", "user", "updated_at",
                                        "repository_url", "assignee", "assignees", "pull_request", NULL };
  DaybookGithubIssue *self;
  g_autofree char *repository_url = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return FALSE;
  self = g_new0 (DaybookGithubIssue, 1);
  self->assignees = g_ptr_array_new_with_free_func (g_free);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          self->number = daybook_json_reader_read_int_or (reader, 0);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->title);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &self->body);
          break;
        case 3:
          daybook_json_reader_read_string_into (reader, &self->url);
          break;
        case 4:
          daybook_json_reader_read_string_into (reader, &self->state);
          break;
        case 5:
          daybook_github_read_login (reader, &self->author);
          break;
        case 6:
          read_time (reader, &self->updated_at);
          break;
        case 7:
          daybook_json_reader_read_string_into (reader, &repository_url);
          break;
        case 8:
          read_assignee (reader, self);
          break;
        case 9:
          read_logins (reader, self->assignees);
          break;
        case 10:
          read_pull_request (reader, self);
          break;
        default:
          break;
        }
    }
  self->repository = daybook_github_address_get_repository (repository_url);
  if (self->number <= 0)
    {
      daybook_github_issue_free (self);
      return FALSE;
    }
  g_ptr_array_add (list, self);
  return TRUE;
}

/* A page of search results. @is_incomplete: there is more than it gives, since the search took too long or an item could
 * not be read. */
GPtrArray *
daybook_github_issues_parse (GBytes *body, gboolean *is_incomplete, GError **error)
{
  static const char *const fields[] = { "incomplete_results", "items", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_github_issue_free);
  gboolean has_items = FALSE;
  gboolean is_cut = FALSE;
  gboolean is_broken = FALSE;
  int field;

  *is_incomplete = FALSE;
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        is_cut = daybook_json_reader_read_bool_or (reader, FALSE);
      else if (field == 1 && daybook_json_reader_begin_array_or_skip (reader))
        {
          has_items = TRUE;
          while (daybook_json_reader_next_element (reader))
            is_broken |= !read_issue (reader, list);
        }
    }
  if (!daybook_json_reader_finish_if (reader, has_items, _("GitHub’s answer is incomplete."), error))
    return NULL;
  *is_incomplete = is_cut || is_broken;
  return g_steal_pointer (&list);
}

static void
read_pull (DaybookJsonReader *reader, GPtrArray *list)
{
  static const char *const fields[] = { "number", "requested_reviewers", NULL };
  DaybookGithubPull *self;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  self = g_new0 (DaybookGithubPull, 1);
  self->reviewers = g_ptr_array_new_with_free_func (g_free);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        self->number = daybook_json_reader_read_int_or (reader, 0);
      else if (field == 1)
        read_logins (reader, self->reviewers);
    }
  g_ptr_array_add (list, self);
}

GPtrArray *
daybook_github_pulls_parse (GBytes *body, GError **error)
{
  return parse_array (body, read_pull, (GDestroyNotify) daybook_github_pull_free, error);
}
