/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-file-try.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/daybook-error.h"

#define PIECE_SIZE (64 * 1024)

typedef struct
{
  char *url;  /* (owned) */
  char *etag; /* (owned) (nullable) what is known already */
  gsize max_size;
} FileTry;

static void
file_try_free (gpointer data)
{
  FileTry *self = data;

  g_free (self->url);
  g_free (self->etag);
  g_free (self);
}

static GBytes *
read_all (int fd, gsize max_size, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);

  for (;;)
    {
      gssize n = read (fd, piece, PIECE_SIZE);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK,
                       _ ("The file cannot be read: %s."), g_strerror (errno));
          return NULL;
        }
      if (n == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
      if ((gsize) n > max_size - bytes->len)
        {
          g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                               _ ("The file is larger than Daybook accepts."));
          return NULL;
        }
      g_byte_array_append (bytes, piece, n);
    }
}

static DaybookHttpResponse *
answer (FileTry *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_filename_from_uri (self->url, NULL, NULL);
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) bytes = NULL;
  DaybookHttpResponse *response;
  struct stat info;
  int fd;

  if (path == NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _ ("That is not the address of a file."));
      return NULL;
    }
  /* O_NONBLOCK: opening a pipe must not wait for somebody to write to it. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0)
    {
      if (errno == ENOENT || errno == ENOTDIR)
        return daybook_http_response_new (404, self->url, NULL);
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
                   _ ("The file cannot be opened: %s."), g_strerror (errno));
      return NULL;
    }
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      close (fd);
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("That is not a file."));
      return NULL;
    }
  etag = g_strdup_printf ("\"%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER
                          "x.%lx\"",
                          (gint64) info.st_ino, (gint64) info.st_size, (gint64) info.st_mtim.tv_sec,
                          info.st_mtim.tv_nsec);
  if (g_strcmp0 (etag, self->etag) == 0)
    {
      close (fd);
      response = daybook_http_response_new (304, self->url, NULL);
    }
  else
    {
      bytes = read_all (fd, self->max_size, cancellable, error);
      close (fd);
      if (bytes == NULL)
        return NULL;
      response = daybook_http_response_new (200, self->url, bytes);
    }
  daybook_http_response_add_header (response, "etag", etag);
  return response;
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  DaybookHttpResponse *response = answer (data, cancellable, &error);

  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) daybook_http_response_free);
  else
    g_task_return_error (task, error);
}

/* Reads the file that @request's file: address names, at most its max_body bytes. */
void
daybook_file_try_async (const DaybookRequest *request,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  FileTry *self = g_new0 (FileTry, 1);

  g_task_set_source_tag (task, daybook_file_try_async);
  self->url = g_strdup (request->url);
  self->etag = g_strdup (daybook_request_get_header (request, "If-None-Match"));
  self->max_size = request->max_body;
  g_task_set_task_data (task, self, file_try_free);
  g_task_run_in_thread (task, run_in_thread);
}

/* (transfer full) */
DaybookHttpResponse *
daybook_file_try_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
