/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-request.h"

#define DEFAULT_MAX_BODY (16 * 1024 * 1024) /* reliability.md section 2, row 1 */
#define DEFAULT_DEADLINE 120
#define DEFAULT_MIN_RATE 1024

/* RFC 9110 section 9.2.2, and those of WebDAV and CalDAV that Daybook sends. */
static const char *const idempotent_methods[] = { "GET", "HEAD", "OPTIONS", "PUT", "DELETE",
                                                  "PROPFIND", "REPORT", "SEARCH", NULL };

/* A request with the default limits. Free with daybook_request_free(). */
DaybookRequest *
daybook_request_new (const char *method, const char *url)
{
  DaybookRequest *self = g_new0 (DaybookRequest, 1);

  self->method = g_strdup (method);
  self->url = g_strdup (url);
  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->max_body = DEFAULT_MAX_BODY;
  self->deadline = DEFAULT_DEADLINE;
  self->min_rate = DEFAULT_MIN_RATE;
  self->cost = 1;
  self->repeatable = g_strv_contains (idempotent_methods, method);
  return self;
}

/* (transfer full) */
DaybookRequest *
daybook_request_copy (const DaybookRequest *self)
{
  DaybookRequest *copy = g_memdup2 (self, sizeof *self);

  copy->method = g_strdup (self->method);
  copy->url = g_strdup (self->url);
  copy->headers = g_ptr_array_copy (self->headers, (GCopyFunc) (void (*) (void)) g_strdup, NULL);
  g_ptr_array_set_free_func (copy->headers, g_free);
  copy->body = self->body != NULL ? g_bytes_ref (self->body) : NULL;
  copy->content_type = g_strdup (self->content_type);
  copy->bucket = g_strdup (self->bucket);
  return copy;
}

void
daybook_request_free (DaybookRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->method);
  g_free (self->url);
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->content_type);
  g_free (self->bucket);
  g_free (self);
}

static void
add_header (GPtrArray *headers, char *name, const char *value)
{
  g_ptr_array_add (headers, name);
  g_ptr_array_add (headers, g_strdup (value));
}

static const char *
find_header (GPtrArray *headers, const char *name)
{
  for (guint i = 0; i + 1 < headers->len; i += 2)
    {
      if (g_ascii_strcasecmp (headers->pdata[i], name) == 0)
        return headers->pdata[i + 1];
    }
  return NULL;
}

void
daybook_request_add_header (DaybookRequest *self, const char *name, const char *value)
{
  add_header (self->headers, g_strdup (name), value);
}

const char *
daybook_request_get_header (const DaybookRequest *self, const char *name)
{
  return find_header (self->headers, name);
}

/* Makes @json (transfer none) the body. */
void
daybook_request_set_json (DaybookRequest *self, GBytes *json)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_ref (json);
  g_free (self->content_type);
  self->content_type = g_strdup ("application/json");
}

void
daybook_request_set_form (DaybookRequest *self, const char *first_name, ...)
{
  g_autoptr (GString) form = g_string_new (NULL);
  va_list args;

  va_start (args, first_name);
  for (const char *name = first_name; name != NULL; name = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);

      if (value == NULL)
        continue;
      if (form->len > 0)
        g_string_append_c (form, '&');
      g_string_append_uri_escaped (form, name, NULL, FALSE);
      g_string_append_c (form, '=');
      g_string_append_uri_escaped (form, value, NULL, FALSE);
    }
  va_end (args);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_string_free_to_bytes (g_steal_pointer (&form));
  g_free (self->content_type);
  self->content_type = g_strdup ("application/x-www-form-urlencoded");
}

/* A response without headers; @body NULL = empty. Free with daybook_http_response_free(). */
DaybookHttpResponse *
daybook_http_response_new (guint status, const char *url, GBytes *body)
{
  DaybookHttpResponse *self = g_new0 (DaybookHttpResponse, 1);

  self->status = status;
  self->url = g_strdup (url);
  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->body = body != NULL ? g_bytes_ref (body) : g_bytes_new (NULL, 0);
  return self;
}

void
daybook_http_response_free (DaybookHttpResponse *self)
{
  if (self == NULL)
    return;
  g_free (self->url);
  g_ptr_array_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

void
daybook_http_response_add_header (DaybookHttpResponse *self, const char *name, const char *value)
{
  add_header (self->headers, g_ascii_strdown (name, -1), value);
}

const char *
daybook_http_response_get_header (const DaybookHttpResponse *self, const char *name)
{
  return find_header (self->headers, name);
}
