/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github-push.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "providers/github/daybook-github-address.h"
#include "providers/github/daybook-github-request.h"

#define PER_PAGE "50" /* the most that this list gives */
#define MAX_PAGES 20  /* of a repository: who has more unread ones does not read them */

/* One issue or pull request whose notification has to be read. */
typedef struct
{
  char *repository; /* (owned) owner/name */
  char *number;     /* (owned) */
  char *title;      /* (owned) (nullable) */
} Wanted;

typedef struct
{
  char *api_url;     /* (owned) */
  GPtrArray *wanted; /* (owned) Wanted */
  GPtrArray *lists;  /* (owned) char*: addresses of lists still to be read, one a repository */
  GPtrArray *threads; /* (owned) char*: ids still to be marked */
  char *url;         /* (owned) (nullable) of the page asked for now */
  guint pages;
} Push;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->repository);
  g_free (wanted->number);
  g_free (wanted->title);
  g_free (wanted);
}

static void
push_free (gpointer data)
{
  Push *self = data;

  g_free (self->api_url);
  g_ptr_array_unref (self->wanted);
  g_ptr_array_unref (self->lists);
  g_ptr_array_unref (self->threads);
  g_free (self->url);
  g_free (self);
}

gboolean
daybook_github_scopes_reach_notifications (const char *scopes)
{
  g_auto (GStrv) words = g_strsplit_set (scopes != NULL ? scopes : "", ", ", -1);

  return g_strv_contains ((const char *const *) words, "notifications") || g_strv_contains ((const char *const *) words, "repo");
}

/* ---- marking ---- */

static void next_thread (DaybookExchange *exchange, Push *self);

static void
on_marked (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  /* 205 says that it is read now, 304 that it was before, 404 that it is gone. A page of a hotel's network says 200. */
  if (response->status == 205 || response->status == 304 || response->status == 404)
    next_thread (exchange, data);
  else if (response->status == 200)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE,
                                _("Something between this computer and %s answered in its place."), _("GitHub"));
  else
    daybook_github_fail (exchange, response);
}

static void
next_thread (DaybookExchange *exchange, Push *self)
{
  g_autofree char *id = NULL;
  g_autofree char *url = NULL;
  DaybookRequest *request;

  if (self->threads->len == 0)
    {
      daybook_exchange_finish (exchange, NULL);
      return;
    }
  id = g_ptr_array_steal_index (self->threads, 0);
  url = g_strconcat (self->api_url, "/notifications/threads/", id, NULL);
  request = daybook_github_request_new (url, NULL);
  g_free (request->method);
  request->method = g_strdup ("PATCH");
  request->repeatable = TRUE; /* it names a state */
  daybook_exchange_ask (exchange, request, on_marked, self);
}

/* ---- finding ---- */

/* A notification as the list has it. All text (owned) (nullable) */
typedef struct
{
  char *id;
  char *subject_url;
  char *title;
  char *type;
  char *repository;
} Thread;

static void
thread_clear (Thread *thread)
{
  g_free (thread->id);
  g_free (thread->subject_url);
  g_free (thread->title);
  g_free (thread->type);
  g_free (thread->repository);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Thread, thread_clear)

static void
read_subject (DaybookJsonReader *reader, Thread *thread)
{
  static const char *const fields[] = { "url", "title", "type", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &thread->subject_url);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &thread->title);
      else if (field == 2)
        daybook_json_reader_read_string_into (reader, &thread->type);
    }
}

static void
read_repository (DaybookJsonReader *reader, Thread *thread)
{
  static const char *const fields[] = { "full_name", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &thread->repository);
    }
}

/* Addresses end in /issues/7 or /pulls/7; where there is none the title has to do. */
static gboolean
is_of (const Thread *thread, const Wanted *wanted)
{
  const char *slash = thread->subject_url != NULL ? strrchr (thread->subject_url, '/') : NULL;

  if (thread->repository == NULL || g_ascii_strcasecmp (thread->repository, wanted->repository) != 0
      || (g_strcmp0 (thread->type, "Issue") != 0 && g_strcmp0 (thread->type, "PullRequest") != 0))
    return FALSE;
  if (slash != NULL)
    return strcmp (slash + 1, wanted->number) == 0;
  return wanted->title != NULL && g_strcmp0 (thread->title, wanted->title) == 0;
}

static gboolean
is_plain_id (const char *id)
{
  return id != NULL && *id != '\0' && strlen (id) <= 32 && strspn (id, "0123456789") == strlen (id);
}

static void
take_thread (Push *self, Thread *thread)
{
  for (guint i = 0; i < self->wanted->len; i++)
    {
      if (!is_of (thread, self->wanted->pdata[i]))
        continue;
      if (is_plain_id (thread->id) && !g_ptr_array_find_with_equal_func (self->threads, thread->id, g_str_equal, NULL))
        g_ptr_array_add (self->threads, g_strdup (thread->id));
      return;
    }
}

static gboolean
read_page (Push *self, GBytes *body, GError **error)
{
  static const char *const fields[] = { "id", "subject", "repository", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  int field;

  daybook_json_reader_begin_array (reader);
  while (daybook_json_reader_next_element (reader))
    {
      g_auto (Thread) thread = { NULL };

      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, fields, &field))
        {
          if (field == 0)
            daybook_json_reader_read_string_into (reader, &thread.id);
          else if (field == 1)
            read_subject (reader, &thread);
          else if (field == 2)
            read_repository (reader, &thread);
        }
      take_thread (self, &thread);
    }
  return daybook_json_reader_finish (reader, error);
}

static void on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
next_list (DaybookExchange *exchange, Push *self)
{
  if (self->url == NULL)
    {
      if (self->lists->len == 0)
        {
          next_thread (exchange, self);
          return;
        }
      self->url = g_ptr_array_steal_index (self->lists, 0);
      self->pages = 0;
    }
  daybook_exchange_ask (exchange, daybook_github_request_new (self->url, NULL), on_page, self);
}

/* A repository that was renamed is asked for where it is now. */
static gboolean
follow (Push *self, const DaybookHttpResponse *response)
{
  char *target = daybook_github_address_follow (self->api_url, daybook_http_response_get_header (response, "location"));

  if (target == NULL || ++self->pages >= MAX_PAGES)
    {
      g_free (target);
      return FALSE;
    }
  g_free (self->url);
  self->url = target;
  return TRUE;
}

static void
on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Push *self = data;
  GError *error = NULL;
  char *next;

  if ((response->status == 301 || response->status == 307 || response->status == 308) && follow (self, response))
    {
      next_list (exchange, self);
      return;
    }
  if (response->status != 200)
    {
      daybook_github_fail (exchange, response);
      return;
    }
  if (!read_page (self, response->body, &error) || !daybook_github_address_get_next (self->api_url, response, &next, &error))
    {
      daybook_exchange_fail (exchange, error);
      return;
    }
  g_free (self->url);
  self->url = ++self->pages < MAX_PAGES ? next : NULL;
  if (self->url == NULL)
    g_free (next);
  next_list (exchange, self);
}

/* ---- beginning ---- */

/* "owner/repository#7" */
static Wanted *
read_operation (const DaybookPushOperation *operation)
{
  const char *mark = strrchr (operation->target, '#');
  const char *slash = strchr (operation->target, '/');
  Wanted *wanted;

  if (!g_str_equal (operation->kind, "notification.done") || mark == NULL || slash == NULL || slash > mark
      || mark[1] == '\0' || strspn (mark + 1, "0123456789") != strlen (mark + 1))
    return NULL;
  wanted = g_new0 (Wanted, 1);
  wanted->repository = g_strndup (operation->target, mark - operation->target);
  wanted->number = g_strdup (mark + 1);
  wanted->title = operation->body != NULL ? daybook_json_find_string (operation->body, strlen (operation->body), "/title") : NULL;
  return wanted;
}

static void
add_list (Push *self, const char *repository)
{
  g_autofree char *escaped = g_uri_escape_string (repository, "/", FALSE);
  g_autofree char *url
      = g_strconcat (self->api_url, "/repos/", escaped, "/notifications?all=false&per_page=" PER_PAGE, NULL);

  if (!g_ptr_array_find_with_equal_func (self->lists, url, g_str_equal, NULL))
    g_ptr_array_add (self->lists, g_steal_pointer (&url));
}

void
daybook_github_push_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                           const DaybookPushOperation *operations, gsize n_operations, DaybookExchange *exchange)
{
  Push *self = g_new0 (Push, 1);

  self->api_url = daybook_github_address_get_api (context);
  self->wanted = g_ptr_array_new_with_free_func (wanted_free);
  self->lists = g_ptr_array_new_with_free_func (g_free);
  self->threads = g_ptr_array_new_with_free_func (g_free);
  daybook_exchange_set_state (exchange, self, push_free);
  for (gsize i = 0; i < n_operations; i++)
    {
      Wanted *wanted = read_operation (&operations[i]);

      if (wanted == NULL)
        {
          daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN, _("%s cannot be told that."), _("GitHub"));
          return;
        }
      g_ptr_array_add (self->wanted, wanted);
      add_list (self, wanted->repository);
    }
  next_list (exchange, self);
}
