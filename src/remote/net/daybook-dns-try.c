/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-dns-try.h"

#include <string.h>

#define MAX_SECONDS 10
#define MAX_RECORDS 16
#define MAX_NAME 253 /* characters of a domain name (RFC 1035 section 2.3.4) */

typedef struct
{
  /* Input */
  char *url;            /* (owned) */
  char *name;           /* (owned) */
  GResolverRecordType type;
  DaybookTimers *timers; /* (owned) */

  /* In progress */
  GCancellable *cancellable; /* (owned) of the look-up alone */
  gulong cancelled_id;
  guint deadline_id;
} DnsTry;

static void
dns_try_free (gpointer data)
{
  DnsTry *self = data;

  g_free (self->url);
  g_free (self->name);
  g_object_unref (self->timers);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* A host name as it may go into an address: letters, digits, hyphens and dots; NULL else. The root (".") says
 * that the service is not offered. */
static char *
check_host (const char *text)
{
  g_autofree char *host = g_ascii_strdown (text, -1);
  gsize length = strlen (host);

  if (length > 0 && host[length - 1] == '.')
    host[--length] = '\0';
  if (length == 0 || length > MAX_NAME || host[0] == '.' || host[0] == '-' || strstr (host, "..") != NULL
      || strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789-.") != length)
    return NULL;
  return g_steal_pointer (&host);
}

static void
append_targets (GString *body, GList *records)
{
  GList *targets = NULL;
  guint n = 0;

  for (GList *l = records; l != NULL && n < MAX_RECORDS; l = l->next, n++)
    {
      guint16 priority, weight, port;
      const char *target;

      g_variant_get (l->data, "(qqq&s)", &priority, &weight, &port, &target);
      targets = g_list_prepend (targets, g_srv_target_new (target, port, priority, weight));
    }
  targets = g_srv_target_list_sort (targets);
  for (GList *l = targets; l != NULL; l = l->next)
    {
      g_autofree char *host = check_host (g_srv_target_get_hostname (l->data));
      guint16 port = g_srv_target_get_port (l->data);

      if (host != NULL && port != 0)
        g_string_append_printf (body, "%s %u\n", host, port);
    }
  g_resolver_free_targets (targets);
}

/* Each string of each record; what is no line of text says nothing. */
static void
append_texts (GString *body, GList *records)
{
  guint n = 0;

  for (GList *l = records; l != NULL && n < MAX_RECORDS; l = l->next, n++)
    {
      g_autofree const char **texts = NULL;

      g_variant_get (l->data, "(^a&s)", &texts);
      for (guint i = 0; texts[i] != NULL; i++)
        {
          if (strpbrk (texts[i], "\r\n") == NULL && g_utf8_validate (texts[i], -1, NULL))
            g_string_append_printf (body, "%s\n", texts[i]);
        }
    }
}

static void
on_deadline_cb (gpointer data)
{
  DnsTry *self = data;

  self->deadline_id = 0;
  g_cancellable_cancel (self->cancellable);
}

static void
on_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
on_looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DnsTry *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GList *records = g_resolver_lookup_records_finish (G_RESOLVER (source), result, &error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) body = NULL;
  guint status = 200;

  daybook_timers_remove (self->timers, self->deadline_id);
  g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  if (g_task_return_error_if_cancelled (task))
    {
      g_list_free_full (records, (GDestroyNotify) g_variant_unref);
      return;
    }
  if (error != NULL)
    status = g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND) ? 404 : 503;
  else if (self->type == G_RESOLVER_RECORD_SRV)
    append_targets (text, records);
  else
    append_texts (text, records);
  if (status == 200 && text->len == 0)
    status = 404;
  body = g_bytes_new (text->str, text->len);
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
  g_task_return_pointer (task, daybook_http_response_new (status, self->url, body),
                         (GDestroyNotify) daybook_http_response_free);
}

/* The name in the address of @request; NULL where it is no service's. */
static char *
read_name (const char *url, GResolverRecordType *type)
{
  const char *query = strstr (url, "?type=");
  g_autofree char *name = NULL;
  g_autofree char *host = NULL;
  const char *domain;

  if (query == NULL || !g_str_has_prefix (url, "dns:_"))
    return NULL;
  if (g_str_equal (query, "?type=SRV"))
    *type = G_RESOLVER_RECORD_SRV;
  else if (g_str_equal (query, "?type=TXT"))
    *type = G_RESOLVER_RECORD_TXT;
  else
    return NULL;
  name = g_strndup (url + strlen ("dns:"), query - url - strlen ("dns:"));
  domain = strstr (name, "._tcp.");
  host = domain != NULL ? check_host (domain + strlen ("._tcp.")) : NULL;
  return host != NULL && strlen (name) <= MAX_NAME ? g_steal_pointer (&name) : NULL;
}

/* Looks up what @request's dns: address names. */
void
daybook_dns_try_async (const DaybookRequest *request,
                       DaybookTimers *timers,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  DnsTry *self = g_new0 (DnsTry, 1);

  g_task_set_source_tag (task, daybook_dns_try_async);
  g_task_set_task_data (task, self, dns_try_free);
  self->url = g_strdup (request->url);
  self->timers = g_object_ref (timers);
  self->cancellable = g_cancellable_new ();
  self->name = read_name (request->url, &self->type);
  if (self->name == NULL)
    {
      g_task_return_pointer (task, daybook_http_response_new (404, self->url, NULL),
                             (GDestroyNotify) daybook_http_response_free);
      return;
    }
  /* Of its own, since the look-up also ends when it has taken too long. */
  if (cancellable != NULL)
    self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled_cb),
                                                g_object_ref (self->cancellable), g_object_unref);
  self->deadline_id = daybook_timers_add_deadline (timers, MAX_SECONDS * G_USEC_PER_SEC, on_deadline_cb, self);
  g_resolver_lookup_records_async (resolver, self->name, self->type, self->cancellable, on_looked_up_cb,
                                   g_steal_pointer (&task));
}

/* (transfer full) */
DaybookHttpResponse *
daybook_dns_try_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
