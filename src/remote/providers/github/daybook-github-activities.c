/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What GitHub's lists say as rows of the store. */
#include "providers/github/daybook-github-activities.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "base/daybook-link.h"
#include "providers/daybook-event-rules.h"
#include "providers/github/daybook-github-mention.h"

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
  daybook_json_add_text (builder, "repository", repository);
  return builder;
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

/* It is there, but nobody knows when. */
static DaybookItem *
new_timeless (const char *kind, const char *external_id)
{
  g_autofree char *key = daybook_activity_make_key (kind, external_id);

  return daybook_item_new_quarantine (key, NULL, _("GitHub gave no time for this that can be read."));
}

/* An issue or pull request that concerns @login stands where it was last touched. */
DaybookItem *
daybook_github_issue_to_item (const DaybookGithubIssue *issue, const char *repository, const char *login,
                              gboolean is_requested)
{
  const char *kind = issue->is_pull ? "pull_request" : "issue";
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, issue->number);
  DaybookActivity *activity;
  JsonBuilder *detail;
  gint64 at;

  if (!daybook_instant_parse (issue->updated_at, -1, &at))
    return new_timeless (kind, number);
  activity = new_activity (kind, g_steal_pointer (&number), repository);
  activity->at = at;
  detail = begin_detail (repository);
  activity->title = daybook_event_tidy_line (g_strdup (issue->title));
  if (activity->title == NULL)
    activity->title = g_strdup_printf ("#%" G_GINT64_FORMAT, issue->number);
  activity->author = g_strdup (issue->author);
  activity->url = checked_link (issue->url);
  activity->body = daybook_event_tidy_text (g_strdup (issue->body));
  activity->etag = g_strdup (issue->updated_at);
  daybook_json_add_int (detail, "number", issue->number);
  daybook_json_add_text (detail, "state", issue->state != NULL ? issue->state : "open");
  if (issue->is_pull)
    daybook_json_add_bool (detail, "merged", issue->is_merged);
  daybook_json_add_bool (detail, "author_me", is_login (issue->author, login));
  daybook_json_add_bool (detail, "assigned_me", has_login (issue->assignees, login));
  /* In what it was opened with: comments are not read. */
  daybook_json_add_bool (detail, "mentions_me", daybook_github_mentions (issue->body, login));
  if (issue->is_pull)
    daybook_json_add_bool (detail, "review_requested_me", is_requested);
  activity->detail = end_detail (detail);
  return daybook_item_new_activity (activity);
}

typedef struct
{
  char *name;
  char *date;
} Signature;

/* All text owned and nullable, as either signature may be. */
typedef struct
{
  Signature author;
  Signature committer;
  char *message;
} CommitText;

static void
commit_text_clear (CommitText *self)
{
  g_free (self->author.name);
  g_free (self->author.date);
  g_free (self->committer.name);
  g_free (self->committer.date);
  g_free (self->message);
}

static void
read_signature (DaybookJsonReader *reader, Signature *text)
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
  static const char *const fields[] = { "author", "committer", "message", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        read_signature (reader, &text->author);
      else if (field == 1)
        read_signature (reader, &text->committer);
      else if (field == 2)
        daybook_json_reader_read_string_into (reader, &text->message);
    }
}

static gboolean
is_sha (const char *text)
{
  gsize length = text != NULL ? strspn (text, "0123456789abcdefABCDEF") : 0;

  return length >= 7 && length <= 64 && text[length] == '\0';
}

/* What somebody else signed (an applied patch, a merge by the service) is still when its author wrote it. */
static DaybookItem *
make_commit (const char *sha, const char *url, const CommitText *text, const char *repository)
{
  const Signature *signature = text->author.date != NULL ? &text->author : &text->committer;
  const char *message = text->message != NULL ? text->message : "";
  gsize line = strcspn (message, "\n");
  DaybookActivity *activity;
  JsonBuilder *detail;
  gint64 at;

  if (!daybook_instant_parse (signature->date, -1, &at))
    return new_timeless ("commit", sha);
  activity = new_activity ("commit", g_strdup (sha), repository);
  activity->at = at;
  detail = begin_detail (repository);
  activity->title = daybook_event_tidy_line (g_strndup (message, line));
  if (activity->title == NULL)
    activity->title = g_strndup (sha, 10);
  activity->body = daybook_event_tidy_text (g_strdup (message + line + strspn (message + line, "\r\n")));
  activity->author = daybook_event_tidy_line (g_strdup (signature->name));
  activity->url = checked_link (url);
  activity->etag = g_strdup (sha);
  daybook_json_add_text (detail, "sha", sha);
  activity->detail = end_detail (detail);
  return daybook_item_new_activity (activity);
}

static void
read_commit (DaybookJsonReader *reader, const char *repository, GPtrArray *list)
{
  static const char *const fields[] = { "sha", "html_url", "commit", NULL };
  g_autofree char *sha = NULL;
  g_autofree char *url = NULL;
  CommitText text = { { 0 } };
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
  if (is_sha (sha))
    g_ptr_array_add (list, make_commit (sha, url, &text, repository));
  commit_text_clear (&text);
}

GPtrArray *
daybook_github_commits_parse (GBytes *body, const char *repository, GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_item_free);

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
  g_autofree char *number = NULL;
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
        daybook_github_read_login (reader, &user);
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
  if (id <= 0 || !is_login (user, login) || submitted_at == NULL)
    return;
  number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  if (!daybook_instant_parse (submitted_at, -1, &at))
    {
      g_ptr_array_add (list, new_timeless ("review", number));
      return;
    }
  lower = g_ascii_strdown (state != NULL ? state : "commented", -1);
  activity = new_activity ("review", g_steal_pointer (&number), repository);
  detail = begin_detail (repository);
  activity->title = daybook_event_tidy_line (g_strdup (issue->title));
  if (activity->title == NULL)
    activity->title = g_strdup_printf ("#%" G_GINT64_FORMAT, issue->number);
  activity->author = g_strdup (user);
  activity->url = checked_link (url);
  activity->body = daybook_event_tidy_text (g_steal_pointer (&body));
  activity->at = at;
  activity->etag = g_strconcat (submitted_at, " ", lower, NULL);
  daybook_json_add_int (detail, "number", issue->number);
  daybook_json_add_text (detail, "state", lower);
  activity->detail = end_detail (detail);
  g_ptr_array_add (list, daybook_item_new_activity (activity));
}

GPtrArray *
daybook_github_reviews_parse (GBytes *body, const DaybookGithubIssue *issue, const char *repository, const char *login,
                              GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_item_free);

  daybook_json_reader_begin_array (reader);
  while (daybook_json_reader_next_element (reader))
    read_review (reader, issue, repository, login, list);
  return daybook_json_reader_finish (reader, error) ? g_steal_pointer (&list) : NULL;
}
