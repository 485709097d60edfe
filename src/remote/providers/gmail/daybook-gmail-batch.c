/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-gmail-batch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "providers/daybook-google-error.h"
#include "providers/gmail/daybook-mail-header.h"

/* No text of ours can hold it: targets are addresses of our own making. */
#define BOUNDARY "daybook_batch_of_calls"

#define MAX_BOUNDARY 200

void
daybook_gmail_answer_free (DaybookGmailAnswer *self)
{
  g_clear_pointer (&self->response, daybook_http_response_free);
  g_free (self);
}

/* ---- reading ---- */

static GError *
incomplete (void)
{
  return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE, _("Gmail’s answer is incomplete."));
}

/* The end of a part's headers: where its body begins; NULL when there is none. A line may end without CR. */
static const char *
find_body (const char *p, const char *end)
{
  for (; p < end; p++)
    {
      if (*p != '\n')
        continue;
      if (p + 1 < end && p[1] == '\n')
        return p + 2;
      if (p + 2 < end && p[1] == '\r' && p[2] == '\n')
        return p + 3;
    }
  return NULL;
}

/* The value of header @name between @p and @end; NULL. */
static char *
find_header (const char *p, const char *end, const char *name)
{
  gsize length = strlen (name);

  while (p < end)
    {
      const char *line_end = memchr (p, '\n', end - p);

      if (line_end == NULL)
        line_end = end;
      if ((gsize) (line_end - p) > length && p[length] == ':' && g_ascii_strncasecmp (p, name, length) == 0)
        return g_strstrip (g_strndup (p + length + 1, line_end - p - length - 1));
      p = line_end + 1;
    }
  return NULL;
}

/* `<response-call-7>` is the answer to call 7. */
static gboolean
read_call (const char *id, guint *call)
{
  const char *number = id != NULL ? strstr (id, "call-") : NULL;
  char *end;
  guint64 value;

  if (number == NULL || !g_ascii_isdigit (number[5]))
    return FALSE;
  value = g_ascii_strtoull (number + 5, &end, 10);
  if (*end != '>' && *end != '\0')
    return FALSE;
  *call = (guint) MIN (value, G_MAXUINT);
  return TRUE;
}

/* `HTTP/1.1 200 OK` */
static guint
read_status (const char *p, const char *end)
{
  const char *space = p < end && end - p > 5 && strncmp (p, "HTTP/", 5) == 0 ? memchr (p, ' ', end - p) : NULL;
  guint status = 0;

  if (space == NULL || end - space < 4)
    return 0;
  for (guint i = 1; i <= 3; i++)
    {
      if (!g_ascii_isdigit (space[i]))
        return 0;
      status = status * 10 + (guint) (space[i] - '0');
    }
  return status;
}

/* One part, between its boundaries; NULL when it makes no sense. */
static DaybookGmailAnswer *
read_part (const char *p, const char *end, const char *url)
{
  const char *http = find_body (p, end);
  const char *body = http != NULL ? find_body (http, end) : NULL;
  g_autofree char *id = http != NULL ? find_header (p, http, "Content-ID") : NULL;
  g_autofree char *retry_after = body != NULL ? find_header (http, body, "Retry-After") : NULL;
  g_autoptr (GBytes) bytes = NULL;
  DaybookGmailAnswer *answer;
  guint call, status;

  if (body == NULL || !read_call (id, &call))
    return NULL;
  status = read_status (http, body);
  if (status == 0)
    return NULL;
  bytes = g_bytes_new (body, end - body);
  answer = g_new0 (DaybookGmailAnswer, 1);
  answer->call = call;
  answer->response = daybook_http_response_new (status, url, bytes);
  if (retry_after != NULL)
    daybook_http_response_add_header (answer->response, "Retry-After", retry_after);
  return answer;
}

/* Where the next `--boundary` begins a line at or after @p; NULL. */
static const char *
find_boundary (const char *p, const char *start, const char *end, const char *boundary)
{
  gsize length = strlen (boundary);

  while (p < end && (gsize) (end - p) >= length)
    {
      const char *found = memmem (p, end - p, boundary, length);

      if (found == NULL)
        return NULL;
      if (found == start || found[-1] == '\n')
        return found;
      p = found + 1;
    }
  return NULL;
}

static gboolean
read_parts (GPtrArray *answers, GBytes *bytes, const char *boundary, const char *url)
{
  gsize size, length = strlen (boundary);
  const char *start = g_bytes_get_data (bytes, &size);
  const char *end = start != NULL ? start + size : NULL;
  const char *p = size > 0 ? find_boundary (start, start, end, boundary) : NULL;

  while (p != NULL)
    {
      const char *part = p + length;
      const char *next;
      DaybookGmailAnswer *answer;

      if (end - part >= 2 && part[0] == '-' && part[1] == '-')
        return TRUE;
      next = find_boundary (part, start, end, boundary);
      if (next == NULL)
        return FALSE;
      answer = read_part (part, next, url);
      if (answer != NULL)
        g_ptr_array_add (answers, answer);
      p = next;
    }
  return FALSE;
}

/* The answers of a batch, in the order they came: DaybookGmailAnswer. INVALID_RESPONSE unless it came whole; a
 * part that nobody understands is missing. */
GPtrArray *
daybook_gmail_batch_parse (const DaybookHttpResponse *response, GError **error)
{
  const char *type = daybook_http_response_get_header (response, "content-type");
  g_autofree char *boundary = daybook_mail_header_get_parameter (type, "boundary");
  g_autofree char *line = NULL;
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_gmail_answer_free);

  if (boundary != NULL && *boundary != '\0' && strlen (boundary) <= MAX_BOUNDARY)
    line = g_strconcat ("--", boundary, NULL);
  if (line == NULL || !read_parts (answers, response->body, line, response->url))
    {
      g_propagate_error (error, incomplete ());
      return NULL;
    }
  return g_steal_pointer (&answers);
}

/* ---- asking ---- */

static gboolean
is_all (const DaybookHttpResponse *response, gboolean (*test) (const DaybookHttpResponse *))
{
  g_autoptr (GPtrArray) answers = response->status == 200 ? daybook_gmail_batch_parse (response, NULL) : NULL;

  if (answers == NULL || answers->len == 0)
    return FALSE;
  for (guint i = 0; i < answers->len; i++)
    {
      const DaybookGmailAnswer *answer = answers->pdata[i];

      if (!test (answer->response))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_too_fast (const DaybookHttpResponse *response)
{
  return response->status == 429 || daybook_google_is_throttled (response);
}

static gboolean
is_refused (const DaybookHttpResponse *response)
{
  return response->status == 401;
}

/* Where every call was too fast, the batch was: the transport waits and asks again. Where only some were,
 * the others have answered. */
static gboolean
is_throttled (const DaybookHttpResponse *response)
{
  return daybook_google_is_throttled (response) || is_all (response, is_too_fast);
}

static gboolean
is_unauthorized (const DaybookHttpResponse *response)
{
  return is_all (response, is_refused);
}

/* A batch of GETs at @url: the @n_targets paths with their parameters, of which the i-th is call i. @cost:
 * units that all of them cost. */
DaybookRequest *
daybook_gmail_batch_new (const char *url, const char *const *targets, gsize n_targets, guint cost)
{
  DaybookRequest *request = daybook_request_new ("POST", url);
  GString *body = g_string_new (NULL);

  for (gsize i = 0; i < n_targets; i++)
    {
      g_string_append_printf (body,
                              "--" BOUNDARY "\r\nContent-Type: application/http\r\nContent-ID: <call-%" G_GSIZE_FORMAT
                              ">\r\n\r\nGET %s HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n",
                              i, targets[i]);
    }
  g_string_append (body, "--" BOUNDARY "--\r\n");
  request->body = g_string_free_to_bytes (body);
  request->content_type = g_strdup ("multipart/mixed; boundary=\"" BOUNDARY "\"");
  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->repeatable = TRUE;
  request->is_throttled = is_throttled;
  request->is_unauthorized = is_unauthorized;
  request->bucket = g_strdup ("gmail");
  request->cost = cost;
  return request;
}
