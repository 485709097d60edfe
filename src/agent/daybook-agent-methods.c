/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"
#include "daybook-agent-private.h"
#include "ipc/daybook-names.h"
#include "store/daybook-accounts.h"

#define MAX_TARGETS 200
#define MAX_TEXT 4096
#define MOST_ITEMS 200
#define BRIEF_CHARACTERS 20

static gboolean
refuse (GDBusMethodInvocation *invocation, DaybookError code, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (DAYBOOK_ERROR, code, message);

  daybook_dbus_return_error (invocation, error);
  return TRUE;
}

static gboolean
return_job (DaybookAgent *self, GDBusMethodInvocation *invocation, DaybookJob *job)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup (daybook_job_get_path (job));

  if (!daybook_job_queue_submit (self->queue, job, &error))
    daybook_dbus_return_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
  return TRUE;
}

/* The account a target belongs to: itself, or a source's. */
static gboolean
resolve_target (DaybookAgent *self, const char *target, gint64 *account_id, gboolean *is_source, GError **error)
{
  g_autofree char *brief = NULL;
  gint64 number;

  *is_source = FALSE;
  if (daybook_store_resolve (self->store, DAYBOOK_KIND_ACCOUNT, target, account_id, NULL))
    return TRUE;
  if (daybook_store_resolve (self->store, DAYBOOK_KIND_SOURCE, target, &number, NULL))
    {
      g_autoptr (DaybookSource) source = daybook_store_get_source (self->store, number, error);

      if (source == NULL)
        return FALSE;
      *account_id = source->account_id;
      *is_source = TRUE;
      return TRUE;
    }
  brief = daybook_text_brief (target, BRIEF_CHARACTERS);
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, "There is no account or source “%s”.", brief);
  return FALSE;
}

static void
free_sources (gpointer sources)
{
  if (sources != NULL)
    g_ptr_array_unref (sources);
}

/* @source NULL: the whole account. */
static void
add_to_group (GHashTable *groups, gint64 account_id, const char *source)
{
  gpointer sources = NULL;
  gboolean known = g_hash_table_lookup_extended (groups, &account_id, NULL, &sources);

  if (known && sources == NULL)
    return;
  if (!known || source == NULL)
    {
      gint64 *key = g_new (gint64, 1);

      *key = account_id;
      sources = source != NULL ? g_ptr_array_new_with_free_func (g_free) : NULL;
      g_hash_table_replace (groups, key, sources);
    }
  if (source != NULL)
    g_ptr_array_add (sources, g_strdup (source));
}

/* account id -> GPtrArray of source ids, NULL value: the whole account */
static GHashTable *
group_targets (DaybookAgent *self, const char *const *targets, GError **error)
{
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_sources);

  for (guint i = 0; targets[i] != NULL; i++)
    {
      gint64 account_id;
      gboolean is_source;

      if (!resolve_target (self, targets[i], &account_id, &is_source, error))
        return NULL;
      add_to_group (groups, account_id, is_source ? targets[i] : NULL);
    }
  return g_steal_pointer (&groups);
}

static GHashTable *
all_accounts (DaybookAgent *self, GError **error)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (self->store, error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (accounts == NULL)
    return NULL;
  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];

      if (!account->paused && account->status != DAYBOOK_ACCOUNT_DISCONNECTED)
        g_ptr_array_add (ids, daybook_id_format (DAYBOOK_KIND_ACCOUNT, account->id));
    }
  g_ptr_array_add (ids, NULL);
  return group_targets (self, (const char *const *) ids->pdata, error);
}

static gboolean
on_handle_sync_now_cb (DaybookDBusAgent1 *face,
                       GDBusMethodInvocation *invocation,
                       const char *const *targets,
                       GVariant *options,
                       gpointer data)
{
  DaybookAgent *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) groups = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  DaybookSyncRequest request = { .trigger = "manual" };
  GHashTableIter iter;
  gpointer account_id, sources;
  DaybookDay day;

  if (g_strv_length ((char **) targets) > MAX_TARGETS)
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "Too many targets.");
  g_variant_lookup (options, "trigger", "&s", &request.trigger);
  g_variant_lookup (options, "full", "b", &request.full);
  g_variant_lookup (options, "interactive", "b", &request.interactive);
  g_variant_lookup (options, "from", "&s", &request.from);
  g_variant_lookup (options, "to", "&s", &request.to);
  if (!g_strv_contains ((const char *const[]){ "manual", "schedule", "push", "start", NULL }, request.trigger))
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "A trigger is manual, schedule, push or start.");
  if ((request.from != NULL) != (request.to != NULL)
      || (request.from != NULL
          && (!daybook_day_parse (request.from, -1, &day) || !daybook_day_parse (request.to, -1, &day))))
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "from and to are days, and go together.");
  groups = targets[0] != NULL ? group_targets (self, targets, &error) : all_accounts (self, &error);
  if (groups == NULL)
    {
      daybook_dbus_return_error (invocation, error);
      return TRUE;
    }
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &account_id, &sources))
    {
      DaybookJob *job;

      request.targets = NULL;
      if (sources != NULL)
        {
          g_ptr_array_add (sources, NULL);
          request.targets = (const char *const *) ((GPtrArray *) sources)->pdata;
        }
      job = daybook_scheduler_sync (self->scheduler, *(gint64 *) account_id, &request, error == NULL ? &error : NULL);
      if (job != NULL)
        g_ptr_array_add (paths, (gpointer) daybook_job_get_path (job));
    }
  /* One that may not be synced now does not keep the others. */
  if (paths->len == 0 && error != NULL)
    {
      daybook_dbus_return_error (invocation, error);
      return TRUE;
    }
  g_ptr_array_add (paths, NULL);
  daybook_dbus_agent1_complete_sync_now (face, invocation, (const char *const *) paths->pdata);
  return TRUE;
}

/* The one descriptor that came with a call; -1 when @handle names none. */
static int
take_fd (GUnixFDList *list, GVariant *handle)
{
  return list != NULL ? g_unix_fd_list_get (list, g_variant_get_handle (handle), NULL) : -1;
}

static gboolean
add_text_option (DaybookJob *job, GVariant *options, const char *name, const char *argument)
{
  const char *value;

  if (!g_variant_lookup (options, name, "&s", &value))
    return TRUE;
  if (strlen (value) > MAX_TEXT)
    return FALSE;
  daybook_job_add_argument (job, argument);
  daybook_job_add_argument (job, value);
  return TRUE;
}

static gboolean
add_sign_in_options (DaybookJob *job, GVariant *options)
{
  guint32 timeout;

  if (!add_text_option (job, options, "sign-in", "--sign-in") || !add_text_option (job, options, "url", "--url")
      || !add_text_option (job, options, "user", "--user"))
    return FALSE;
  if (g_variant_lookup (options, "timeout", "u", &timeout))
    {
      g_autofree char *seconds = g_strdup_printf ("%u", timeout);

      daybook_job_add_argument (job, "--timeout");
      daybook_job_add_argument (job, seconds);
    }
  return TRUE;
}

static gboolean
add_connect_options (DaybookJob *job, GVariant *options)
{
  g_autoptr (GVariantIter) settings = NULL;
  const char *key, *value;

  if (!add_sign_in_options (job, options) || !add_text_option (job, options, "name", "--name"))
    return FALSE;
  if (g_variant_lookup (options, "settings", "a{ss}", &settings))
    {
      while (g_variant_iter_next (settings, "{&s&s}", &key, &value))
        {
          g_autofree char *pair = g_strdup_printf ("%s=%s", key, value);

          if (strlen (pair) > MAX_TEXT)
            return FALSE;
          daybook_job_add_argument (job, "--set");
          daybook_job_add_argument (job, pair);
        }
    }
  return TRUE;
}

static gboolean
on_handle_connect_cb (DaybookDBusAgent1 *face,
                      GDBusMethodInvocation *invocation,
                      GUnixFDList *fds,
                      const char *provider,
                      GVariant *options,
                      GVariant *secret,
                      gpointer data)
{
  DaybookAgent *self = data;
  DaybookJob *job;
  int fd = take_fd (fds, secret);

  if (fd < 0)
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "The secret's descriptor is missing.");
  job = daybook_job_queue_make (self->queue, "connect", "");
  daybook_job_take_secret_fd (job, fd);
  daybook_job_add_argument (job, "--interactive");
  if (strlen (provider) > 64 || !add_connect_options (job, options))
    {
      g_object_unref (job);
      return refuse (invocation, DAYBOOK_ERROR_USAGE, "An option is too long.");
    }
  daybook_job_add_argument (job, "--");
  daybook_job_add_argument (job, provider);
  return return_job (self, invocation, job);
}

static DaybookJob *
make_account_job (DaybookAgent *self, GDBusMethodInvocation *invocation, const char *kind, const char *account)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;
  DaybookJob *job;
  gint64 number;

  if (!daybook_store_resolve (self->store, DAYBOOK_KIND_ACCOUNT, account, &number, &error))
    {
      daybook_dbus_return_error (invocation, error);
      return NULL;
    }
  subject = daybook_id_format (DAYBOOK_KIND_ACCOUNT, number);
  job = daybook_job_queue_make (self->queue, kind, subject);
  daybook_job_add_argument (job, subject);
  return job;
}

static gboolean
on_handle_reconnect_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, const char *account, gpointer data)
{
  DaybookAgent *self = data;
  DaybookJob *job = make_account_job (self, invocation, "reconnect", account);

  if (job == NULL)
    return TRUE;
  daybook_job_add_argument (job, "--interactive");
  return return_job (self, invocation, job);
}

static gboolean
on_handle_sign_in_again_cb (DaybookDBusAgent1 *face,
                            GDBusMethodInvocation *invocation,
                            GUnixFDList *fds,
                            const char *account,
                            GVariant *options,
                            GVariant *secret,
                            gpointer data)
{
  DaybookAgent *self = data;
  DaybookJob *job;
  int fd = take_fd (fds, secret);

  if (fd < 0)
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "The secret's descriptor is missing.");
  job = make_account_job (self, invocation, "reconnect", account);
  if (job == NULL)
    {
      close (fd);
      return TRUE;
    }
  daybook_job_take_secret_fd (job, fd);
  daybook_job_add_argument (job, "--interactive");
  if (!add_sign_in_options (job, options))
    {
      g_object_unref (job);
      return refuse (invocation, DAYBOOK_ERROR_USAGE, "An option is too long.");
    }
  return return_job (self, invocation, job);
}

static gboolean
on_handle_disconnect_cb (DaybookDBusAgent1 *face,
                         GDBusMethodInvocation *invocation,
                         const char *account,
                         GVariant *options,
                         gpointer data)
{
  DaybookAgent *self = data;
  DaybookJob *job = make_account_job (self, invocation, "disconnect", account);
  DaybookJob *sync;
  gboolean keep_data = FALSE;

  if (job == NULL)
    return TRUE;
  if (g_variant_lookup (options, "keep-data", "b", &keep_data) && keep_data)
    daybook_job_add_argument (job, "--keep-data");
  daybook_job_add_argument (job, "--interactive");
  sync = daybook_job_queue_find (self->queue, "sync", daybook_job_get_subject (job));
  if (sync != NULL)
    daybook_job_cancel (sync);
  return return_job (self, invocation, job);
}

static void
on_secret_stored_cb (DaybookJob *job, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  const GError *error = daybook_job_get_error (job);

  if (error != NULL)
    daybook_dbus_return_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static gboolean
on_handle_store_secret_cb (DaybookDBusAgent1 *face,
                           GDBusMethodInvocation *invocation,
                           GUnixFDList *fds,
                           const char *name,
                           GVariant *value,
                           gpointer data)
{
  DaybookAgent *self = data;
  g_autoptr (GError) error = NULL;
  DaybookJob *job;
  int fd = take_fd (fds, value);

  if (fd < 0)
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "The secret's descriptor is missing.");
  job = daybook_job_queue_make (self->queue, "secret", "");
  daybook_job_take_secret_fd (job, fd);
  daybook_job_add_argument (job, "set");
  daybook_job_add_argument (job, "--interactive");
  daybook_job_add_argument (job, "--");
  daybook_job_add_argument (job, strlen (name) <= 128 ? name : "");
  g_signal_connect (job, "ended", G_CALLBACK (on_secret_stored_cb), invocation);
  if (!daybook_job_queue_submit (self->queue, job, &error))
    daybook_dbus_return_error (invocation, error);
  return TRUE;
}

static gboolean
on_handle_maintain_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, gpointer data)
{
  DaybookAgent *self = data;

  return return_job (self, invocation, daybook_job_queue_make (self->queue, "maintain", ""));
}

static gboolean
on_handle_expand_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, gpointer data)
{
  DaybookAgent *self = data;

  return return_job (self, invocation, daybook_job_queue_make (self->queue, "expand", ""));
}

/* Both are about a period; @options may say which engine, and whether to make it anew. */
static gboolean
start_summary (DaybookAgent *self,
               GDBusMethodInvocation *invocation,
               const char *kind,
               const char *type,
               const char *date,
               GVariant *options)
{
  static const char *const types[] = { "daily", "weekly", "monthly", "range", NULL };
  DaybookJob *job;
  gboolean refresh = FALSE;
  gboolean interactive = FALSE;

  gboolean of_item = g_str_equal (kind, "preview") && g_str_equal (type, "suggestion");

  if ((!of_item && !g_strv_contains (types, type)) || strlen (date) > 32)
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "A summary is daily, weekly, monthly or of a range.");
  job = daybook_job_queue_make (self->queue, kind, "");
  if (g_variant_lookup (options, "refresh", "b", &refresh) && refresh)
    daybook_job_add_argument (job, "--refresh");
  if (g_variant_lookup (options, "interactive", "b", &interactive) && interactive)
    daybook_job_add_argument (job, "--interactive");
  if (!add_text_option (job, options, "from", "--from") || !add_text_option (job, options, "to", "--to")
      || !add_text_option (job, options, "engine", "--engine"))
    {
      g_object_unref (job);
      return refuse (invocation, DAYBOOK_ERROR_USAGE, "An option is too long.");
    }
  daybook_job_add_argument (job, "--");
  daybook_job_add_argument (job, type);
  if (*date != '\0')
    daybook_job_add_argument (job, date);
  return return_job (self, invocation, job);
}

static gboolean
on_handle_summarize_cb (DaybookDBusAgent1 *face,
                        GDBusMethodInvocation *invocation,
                        const char *type,
                        const char *date,
                        GVariant *options,
                        gpointer data)
{
  return start_summary (data, invocation, "summarize", type, date, options);
}

static gboolean
on_handle_preview_cb (DaybookDBusAgent1 *face,
                      GDBusMethodInvocation *invocation,
                      const char *type,
                      const char *date,
                      GVariant *options,
                      gpointer data)
{
  return start_summary (data, invocation, "preview", type, date, options);
}

static gboolean
on_handle_models_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, gpointer data)
{
  DaybookAgent *self = data;
  DaybookJob *job = daybook_job_queue_make (self->queue, "models", "");

  daybook_job_add_argument (job, "--interactive");
  return return_job (self, invocation, job);
}

/* @items: just these; none: all that nobody has judged. */
static gboolean
on_handle_suggest_cb (DaybookDBusAgent1 *face,
                      GDBusMethodInvocation *invocation,
                      const char *const *items,
                      gpointer data)
{
  DaybookAgent *self = data;
  DaybookJob *job;

  if (g_strv_length ((char **) items) > MOST_ITEMS)
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "Too many items at once.");
  job = daybook_job_queue_make (self->queue, "suggest", "");
  daybook_job_add_argument (job, "--");
  for (guint i = 0; items[i] != NULL; i++)
    daybook_job_add_argument (job, strlen (items[i]) <= 32 ? items[i] : "");
  return return_job (self, invocation, job);
}

static gboolean
on_handle_send_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, gpointer data)
{
  DaybookAgent *self = data;

  daybook_send_schedule_look (self->send_schedule);
  daybook_dbus_agent1_complete_send (face, invocation);
  return TRUE;
}

static gboolean
on_handle_quit_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, gpointer data)
{
  daybook_dbus_agent1_complete_quit (face, invocation);
  daybook_agent_quit (data);
  return TRUE;
}

void
daybook_agent_connect_methods (DaybookAgent *self)
{
  static const struct
  {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-sync-now", G_CALLBACK (on_handle_sync_now_cb) },
    { "handle-connect", G_CALLBACK (on_handle_connect_cb) },
    { "handle-reconnect", G_CALLBACK (on_handle_reconnect_cb) },
    { "handle-sign-in-again", G_CALLBACK (on_handle_sign_in_again_cb) },
    { "handle-disconnect", G_CALLBACK (on_handle_disconnect_cb) },
    { "handle-store-secret", G_CALLBACK (on_handle_store_secret_cb) },
    { "handle-maintain", G_CALLBACK (on_handle_maintain_cb) },
    { "handle-summarize", G_CALLBACK (on_handle_summarize_cb) },
    { "handle-preview", G_CALLBACK (on_handle_preview_cb) },
    { "handle-models", G_CALLBACK (on_handle_models_cb) },
    { "handle-expand", G_CALLBACK (on_handle_expand_cb) },
    { "handle-suggest", G_CALLBACK (on_handle_suggest_cb) },
    { "handle-send", G_CALLBACK (on_handle_send_cb) },
    { "handle-quit", G_CALLBACK (on_handle_quit_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (self->face, handlers[i].signal, handlers[i].callback, self, 0);
}
