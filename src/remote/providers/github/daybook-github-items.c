/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of GitHub's lists. Whoever wrote something may be null, or an empty object. */
#include "providers/github/daybook-github-items.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "base/daybook-link.h"
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
static void
read_login (DaybookJsonReader *reader, char **login)
{
  static const char *const fields[] = { "login", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, login);
    }
}

static void
read_logins (DaybookJsonReader *reader, GPtrArray *logins)
{
  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      char *login = NULL;

      read_login (reader, &login);
      if (login != NULL && logins->len < MAX_LOGINS)
        g_ptr_array_add (logins, login);
      else
        g_free (login);
    }
}

static gboolean
has_login (GPtrArray *logins, const char *login)
{
  for (guint i = 0; i < logins->len; i++)
    {
      if (g_ascii_strcasecmp (logins->pdata[i], login) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_login (const char *login, const char *other)
{
  return login != NULL && g_ascii_strcasecmp (login, other) == 0;
}

/* ---- repositories ---- */

static gboolean
is_full_name (const char *text)
{
  const char *slash = text != NULL ? strchr (text, '/') : NULL;

  return slash != NULL && slash != text && slash[1] != '\0' && strchr (slash + 1, '/') == NULL
         && strpbrk (text, "?#% \\") == NULL;
}

static void
read_repository (DaybookJsonReader *reader, GPtrArray *list)
{
  static const char *const fields[] = { "id", "full_name", "owner", "pushed_at", "archived", NULL };
  DaybookGithubRepository *self;
  gint64 id = 0;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  self = g_new0 (DaybookGithubRepository, 1);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        id = daybook_json_reader_read_int_or (reader, 0);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &self->full_name);
      else if (field == 2)
        read_login (reader, &self->owner);
      else if (field == 3)
        daybook_json_reader_read_string_into (reader, &self->pushed_at);
      else if (field == 4)
        self->is_archived = daybook_json_reader_read_bool_or (reader, FALSE);
    }
  self->id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  if (id > 0 && is_full_name (self->full_name))
    g_ptr_array_add (list, self);
  else
    daybook_github_repository_free (self);
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

  read_login (reader, &login);
  if (login != NULL)
    g_ptr_array_add (self->assignees, login);
}

static void
read_issue (DaybookJsonReader *reader, GPtrArray *list)
{
  static const char *const fields[] = { "number", "title", "body", "html_url", "state", "user", "updated_at",
                                        "repository_url", "assignee", "assignees", "pull_request", NULL };
  DaybookGithubIssue *self;
  g_autofree char *repository_url = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
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
          read_login (reader, &self->author);
          break;
        case 6:
          daybook_json_reader_read_string_into (reader, &self->updated_at);
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
  if (self->number > 0 && self->repository != NULL && self->updated_at != NULL)
    g_ptr_array_add (list, self);
  else
    daybook_github_issue_free (self);
}

/* A page of search results. @is_incomplete: the search took too long, and there is more than it found. */
GPtrArray *
daybook_github_issues_parse (GBytes *body, gboolean *is_incomplete, GError **error)
{
  static const char *const fields[] = { "incomplete_results", "items", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_github_issue_free);
  gboolean has_items = FALSE;
  int field;

  *is_incomplete = FALSE;
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        *is_incomplete = daybook_json_reader_read_bool_or (reader, FALSE);
      else if (field == 1 && daybook_json_reader_begin_array_or_skip (reader))
        {
          has_items = TRUE;
          while (daybook_json_reader_next_element (reader))
            read_issue (reader, list);
        }
    }
  if (!daybook_json_reader_finish (reader, error))
    return NULL;
  if (!has_items)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE, _("GitHub's answer is incomplete."));
      return NULL;
    }
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

/* ---- activities ---- */

static DaybookActivity *
new_activity (const char *kind, char *external_id /* (transfer full) */, const char *repository)
{
  DaybookActivity *activity = daybook_activity_new ();

  g_free (activity->kind);
  activity->kind = g_strdup (kind);
  g_free (activity->external_id);
  activity->external_id = external_id;
  activity->parent = g_strdup (repository);
  return activity;
}


static JsonBuilder *
begin_detail (const char *repository)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "repository");
  json_builder_add_string_value (builder, repository);
  return builder;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_bool (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static char *
end_detail (JsonBuilder *builder /* (transfer full) */)
{
  g_autoptr (JsonBuilder) taken = builder;
  g_autoptr (JsonNode) root = NULL;

  json_builder_end_object (taken);
  root = json_builder_get_root (taken);
  return json_to_string (root, FALSE);
}

static char *
checked_link (const char *url)
{
  return url != NULL ? daybook_link_check (url) : NULL;
}

/* An issue or pull request that concerns @login stands where it was last touched. */
DaybookActivity *
daybook_github_issue_to_activity (const DaybookGithubIssue *issue, const char *repository, const char *login,
                                  gboolean is_requested)
{
  DaybookActivity *activity = new_activity (issue->is_pull ? "pull_request" : "issue",
                                            g_strdup_printf ("%" G_GINT64_FORMAT, issue->number), repository);
  JsonBuilder *detail = begin_detail (repository);

  activity->title = daybook_event_tidy_line (g_strdup (issue->title));
  if (activity->title == NULL)
    activity->title = g_strdup_printf ("#%" G_GINT64_FORMAT, issue->number);
  activity->author = g_strdup (issue->author);
  activity->url = checked_link (issue->url);
  activity->body = daybook_event_tidy_text (g_strdup (issue->body));
  activity->etag = g_strdup (issue->updated_at);
  daybook_instant_parse (issue->updated_at, -1, &activity->at);
  add_int (detail, "number", issue->number);
  add_text (detail, "state", issue->state != NULL ? issue->state : "open");
  if (issue->is_pull)
    add_bool (detail, "merged", issue->is_merged);
  add_bool (detail, "author_me", is_login (issue->author, login));
  add_bool (detail, "assigned_me", has_login (issue->assignees, login));
  if (issue->is_pull)
    add_bool (detail, "review_requested_me", is_requested);
  activity->detail = end_detail (detail);
  return activity;
}

typedef struct
{
  char *name;
  char *date;
  char *message;
} CommitText;

static void
read_signature (DaybookJsonReader *reader, CommitText *text)
{
  static const char *const fields[] = { "name", "date", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &text->name);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &text->date);
    }
}

static void
read_commit_text (DaybookJsonReader *reader, CommitText *text)
{
  static const char *const fields[] = { "author", "message", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        read_signature (reader, text);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &text->message);
    }
}

static DaybookActivity *
make_commit (const char *sha, const char *url, const CommitText *text, const char *repository)
{
  DaybookActivity *activity = new_activity ("commit", g_strdup (sha), repository);
  const char *message = text->message != NULL ? text->message : "";
  gsize line = strcspn (message, "\n");
  JsonBuilder *detail = begin_detail (repository);

  activity->title = daybook_event_tidy_line (g_strndup (message, line));
  if (activity->title == NULL)
    activity->title = g_strndup (sha, 10);
  activity->body = daybook_event_tidy_text (g_strdup (message + line));
  activity->author = daybook_event_tidy_line (g_strdup (text->name));
  activity->url = checked_link (url);
  activity->etag = g_strdup (sha);
  daybook_instant_parse (text->date, -1, &activity->at);
  add_text (detail, "sha", sha);
  activity->detail = end_detail (detail);
  return activity;
}

static void
read_commit (DaybookJsonReader *reader, const char *repository, GPtrArray *list)
{
  static const char *const fields[] = { "sha", "html_url", "commit", NULL };
  g_autofree char *sha = NULL;
  g_autofree char *url = NULL;
  CommitText text = { 0 };
  gint64 at;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &sha);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &url);
      else if (field == 2)
        read_commit_text (reader, &text);
    }
  if (sha != NULL && *sha != '\0' && text.date != NULL && daybook_instant_parse (text.date, -1, &at))
    g_ptr_array_add (list, make_commit (sha, url, &text, repository));
  g_free (text.name);
  g_free (text.date);
  g_free (text.message);
}

GPtrArray *
daybook_github_commits_parse (GBytes *body, const char *repository, GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_activity_free);

  daybook_json_reader_begin_array (reader);
  while (daybook_json_reader_next_element (reader))
    read_commit (reader, repository, list);
  return daybook_json_reader_finish (reader, error) ? g_steal_pointer (&list) : NULL;
}

static void
read_review (DaybookJsonReader *reader, const DaybookGithubIssue *issue, const char *repository, const char *login,
             GPtrArray *list)
{
  static const char *const fields[] = { "id", "user", "state", "submitted_at", "html_url", "body", NULL };
  g_autofree char *user = NULL;
  g_autofree char *state = NULL;
  g_autofree char *submitted_at = NULL;
  g_autofree char *url = NULL;
  g_autofree char *body = NULL;
  g_autofree char *lower = NULL;
  DaybookActivity *activity;
  JsonBuilder *detail;
  gint64 id = 0;
  gint64 at;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        id = daybook_json_reader_read_int_or (reader, 0);
      else if (field == 1)
        read_login (reader, &user);
      else if (field == 2)
        daybook_json_reader_read_string_into (reader, &state);
      else if (field == 3)
        daybook_json_reader_read_string_into (reader, &submitted_at);
      else if (field == 4)
        daybook_json_reader_read_string_into (reader, &url);
      else if (field == 5)
        daybook_json_reader_read_string_into (reader, &body);
    }
  /* One that is still being written has not been submitted. */
  if (id <= 0 || !is_login (user, login) || submitted_at == NULL || !daybook_instant_parse (submitted_at, -1, &at))
    return;
  lower = g_ascii_strdown (state != NULL ? state : "commented", -1);
  activity = new_activity ("review", g_strdup_printf ("%" G_GINT64_FORMAT, id), repository);
  detail = begin_detail (repository);
  activity->title = daybook_event_tidy_line (g_strdup (issue->title));
  if (activity->title == NULL)
    activity->title = g_strdup_printf ("#%" G_GINT64_FORMAT, issue->number);
  activity->author = g_strdup (user);
  activity->url = checked_link (url);
  activity->body = daybook_event_tidy_text (g_steal_pointer (&body));
  activity->at = at;
  activity->etag = g_strconcat (submitted_at, " ", lower, NULL);
  add_int (detail, "number", issue->number);
  add_text (detail, "state", lower);
  activity->detail = end_detail (detail);
  g_ptr_array_add (list, activity);
}

GPtrArray *
daybook_github_reviews_parse (GBytes *body, const DaybookGithubIssue *issue, const char *repository, const char *login,
                              GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_activity_free);

  daybook_json_reader_begin_array (reader);
  while (daybook_json_reader_next_element (reader))
    read_review (reader, issue, repository, login, list);
  return daybook_json_reader_finish (reader, error) ? g_steal_pointer (&list) : NULL;
}
