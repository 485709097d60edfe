/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-job.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "base/daybook-json-lines.h"
#include "base/daybook-time.h"
#include "daybook-agent-dbus.h"
#include "ipc/daybook-names.h"

#define KILL_AFTER_SECONDS 5
#define READ_SIZE (16 * 1024)
#define MAX_RESULTS 1000

/* Its shadow memory takes more address space than a worker may have; GCC and clang say it in different words. */
#ifdef __SANITIZE_ADDRESS__
#define HAS_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ADDRESS_SANITIZER
#endif
#endif

struct _DaybookJob
{
  GObject parent_instance;

  /* Input */
  char *path;               /* (owned) */
  char *kind;               /* (owned) */
  char *subject;            /* (owned) account id or empty */
  GPtrArray *arguments;     /* (owned) char* after the program's name */
  DaybookJobLimits limits;
  int secret_fd;            /* -1 none */

  /* In progress */
  DaybookDBusJob1 *face;    /* (owned) */
  GSubprocess *process;     /* (owned) (nullable) */
  DaybookJsonLines *lines;  /* (owned) of its stdout */
  guint kill_timeout;
  guint wall_timeout;
  gboolean exited;
  gboolean drained;
  gboolean cancelled;
  gboolean timed_out;
  gboolean got_on; /* something is done of the run it is at */

  /* Output */
  GVariantDict *result;     /* (owned) */
  GPtrArray *runs;          /* (owned) char*: ids of finished runs */
  GError *error;            /* (owned) (nullable) */
  gboolean crashed;
  gboolean cut_short;
  gboolean ended;
};

G_DEFINE_FINAL_TYPE (DaybookJob, daybook_job, G_TYPE_OBJECT)

enum
{
  SIGNAL_LINE,
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_error (DaybookJob *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
}

static const char *
final_state (DaybookJob *self)
{
  if (self->cancelled)
    return "cancelled";
  return self->error != NULL ? "failed" : "done";
}

static void
finish (DaybookJob *self)
{
  g_autoptr (GVariant) result = NULL;
  const char *code = "";

  if (self->ended)
    return;
  self->ended = TRUE;
  g_clear_handle_id (&self->kill_timeout, g_source_remove);
  g_clear_handle_id (&self->wall_timeout, g_source_remove);
  if (self->cancelled)
    set_error (self, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, "The errand was cancelled."));
  if (self->error != NULL)
    {
      code = daybook_error_code_to_string (self->error->code);
      g_variant_dict_insert (self->result, "message", "s", self->error->message);
      daybook_dbus_job1_set_error (self->face, code);
      daybook_dbus_job1_set_message (self->face, self->error->message);
    }
  if (self->runs->len > 0)
    g_variant_dict_insert_value (self->result, "runs",
                                 g_variant_new_strv ((const char *const *) self->runs->pdata, self->runs->len));
  result = g_variant_ref_sink (g_variant_dict_end (self->result));
  daybook_dbus_job1_set_result (self->face, result);
  daybook_dbus_job1_set_state (self->face, final_state (self));
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->face));
  daybook_dbus_job1_emit_finished (self->face, code, result);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

static void
finish_when_silent (DaybookJob *self)
{
  if (self->exited && self->drained)
    finish (self);
}

static void
take_result (DaybookJob *self, const DaybookWorkerLine *line)
{
  GHashTableIter iter;
  gpointer name, value;

  if (g_hash_table_size (line->members) > MAX_RESULTS)
    return;
  g_hash_table_iter_init (&iter, line->members);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (!g_str_equal (name, "event"))
        g_variant_dict_insert (self->result, name, "s", value);
    }
}

static void
take_line (DaybookJob *self, const DaybookWorkerLine *line)
{
  const char *text, *url;
  gint64 expires_at;

  switch (line->event)
    {
    case DAYBOOK_WORKER_URL:
    case DAYBOOK_WORKER_CODE:
      text = daybook_worker_line_get (line, "expires_at");
      expires_at = 0;
      if (text != NULL)
        daybook_instant_parse (text, -1, &expires_at);
      daybook_dbus_job1_set_prompt_expires (self->face, expires_at);
      /* Whoever hears of the prompt finds its end told already. */
      g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->face));
      url = daybook_worker_line_get (line, "url");
      text = daybook_worker_line_get (line, "user_code");
      daybook_dbus_job1_emit_prompt (self->face, url != NULL ? url : "", text != NULL ? text : "");
      break;
    case DAYBOOK_WORKER_PROGRESS:
      self->got_on = self->got_on || daybook_worker_line_get_int (line, "done", 0) > 0;
      daybook_dbus_job1_set_done (self->face, (guint64) MAX (daybook_worker_line_get_int (line, "done", 0), 0));
      daybook_dbus_job1_set_total (self->face, (guint64) MAX (daybook_worker_line_get_int (line, "total", 0), 0));
      break;
    case DAYBOOK_WORKER_RUN_FINISHED:
      text = daybook_worker_line_get (line, "id");
      if (text != NULL && self->runs->len < MAX_RESULTS)
        g_ptr_array_add (self->runs, g_strdup (text));
      break;
    case DAYBOOK_WORKER_ACCOUNT:
      text = daybook_worker_line_get (line, "account");
      if (text != NULL)
        g_variant_dict_insert (self->result, "account", "s", text);
      break;
    case DAYBOOK_WORKER_RESULT:
      take_result (self, line);
      break;
    case DAYBOOK_WORKER_ERROR:
      set_error (self, daybook_worker_line_to_error (line));
      break;
    case DAYBOOK_WORKER_RUN_STARTED:
      self->got_on = FALSE;
      break;
    case DAYBOOK_WORKER_ATTENTION:
    case DAYBOOK_WORKER_NOTIFY:
      break;
    }
  g_signal_emit (self, signals[SIGNAL_LINE], 0, line);
}

/* FALSE: one is too long to be a worker's. */
static gboolean
take_lines (DaybookJob *self)
{
  g_autoptr (GError) broken = NULL;
  const char *text;
  gsize length;

  while ((text = daybook_json_lines_next (self->lines, &length, &broken)) != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DaybookWorkerLine) line = daybook_worker_line_parse (text, length, &error);

      if (line != NULL)
        take_line (self, line);
      else
        g_message ("A line of a worker is passed over: %s", error->message);
    }
  return broken == NULL;
}

static void on_read_cb (GObject *object, GAsyncResult *result, gpointer data);

static void
read_more (DaybookJob *self)
{
  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (self->process), READ_SIZE, G_PRIORITY_DEFAULT, NULL,
                                   on_read_cb, g_object_ref (self));
}

static void
on_read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookJob) self = data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, NULL);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      self->drained = TRUE;
      finish_when_silent (self);
      return;
    }
  daybook_json_lines_feed (self->lines, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (!take_lines (self))
    {
      g_message ("A worker sent a line that is too long; it is ended.");
      g_subprocess_force_exit (self->process);
    }
  read_more (self);
}

static void
on_exited_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookJob) self = data;
  GSubprocess *process = G_SUBPROCESS (object);

  g_subprocess_wait_finish (process, result, NULL);
  self->exited = TRUE;
  /* It was done before it heard of it: what it wrote is not taken back. */
  if (g_subprocess_get_successful (process))
    self->cancelled = FALSE;
  if (g_subprocess_get_if_signaled (process) && !self->cancelled)
    {
      self->cut_short = self->timed_out && self->got_on;
      self->crashed = !self->cut_short;
      set_error (self, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL,
                                            self->timed_out ? "The errand took too long and was ended."
                                                            : "The worker ended unexpectedly."));
    }
  else if (g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) != 0 && self->error == NULL)
    {
      set_error (self, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL,
                                            "The worker failed without saying why."));
    }
  finish_when_silent (self);
}

static gboolean
on_kill_timeout_cb (gpointer data)
{
  DaybookJob *self = data;

  self->kill_timeout = 0;
  g_subprocess_force_exit (self->process);
  return G_SOURCE_REMOVE;
}

static void
end_process (DaybookJob *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  if (self->kill_timeout == 0)
    self->kill_timeout = g_timeout_add_seconds (KILL_AFTER_SECONDS, on_kill_timeout_cb, self);
}

static gboolean
on_wall_timeout_cb (gpointer data)
{
  DaybookJob *self = data;

  self->wall_timeout = 0;
  self->timed_out = TRUE;
  g_subprocess_force_exit (self->process);
  return G_SOURCE_REMOVE;
}

/* Between fork and exec: only what signal-safety (7) allows. */
static void
limit_child (gpointer data)
{
  const DaybookJobLimits *limits = data;
  const struct rlimit no_core = { 0, 0 };

  setrlimit (RLIMIT_CORE, &no_core);
  if (limits->cpu_seconds != 0)
    {
      const struct rlimit cpu = { limits->cpu_seconds, limits->cpu_seconds + 5 };

      setrlimit (RLIMIT_CPU, &cpu);
    }
#ifndef HAS_ADDRESS_SANITIZER
  if (limits->address_space != 0)
    {
      const struct rlimit space = { limits->address_space, limits->address_space };

      setrlimit (RLIMIT_AS, &space);
    }
#endif
  /* An agent that dies takes its errands with it; the next one goes on from their last batch. */
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static gboolean
on_handle_cancel_cb (DaybookDBusJob1 *face, GDBusMethodInvocation *invocation, gpointer data)
{
  daybook_job_cancel (data);
  daybook_dbus_job1_complete_cancel (face, invocation);
  return TRUE;
}

static void
daybook_job_dispose (GObject *object)
{
  DaybookJob *self = DAYBOOK_JOB (object);

  g_clear_handle_id (&self->kill_timeout, g_source_remove);
  g_clear_handle_id (&self->wall_timeout, g_source_remove);
  G_OBJECT_CLASS (daybook_job_parent_class)->dispose (object);
}

static void
daybook_job_finalize (GObject *object)
{
  DaybookJob *self = DAYBOOK_JOB (object);

  if (self->secret_fd >= 0)
    close (self->secret_fd);
  g_free (self->path);
  g_free (self->kind);
  g_free (self->subject);
  g_ptr_array_unref (self->arguments);
  g_object_unref (self->face);
  g_clear_object (&self->process);
  daybook_json_lines_free (self->lines);
  g_variant_dict_unref (self->result);
  g_ptr_array_unref (self->runs);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (daybook_job_parent_class)->finalize (object);
}

static void
daybook_job_class_init (DaybookJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = daybook_job_dispose;
  object_class->finalize = daybook_job_finalize;
  signals[SIGNAL_LINE] = g_signal_new ("line", DAYBOOK_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", DAYBOOK_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
daybook_job_init (DaybookJob *self)
{
  self->secret_fd = -1;
  self->arguments = g_ptr_array_new_with_free_func (g_free);
  self->lines = daybook_json_lines_new ();
  self->result = g_variant_dict_new (NULL);
  self->runs = g_ptr_array_new_with_free_func (g_free);
}

/* A job that waits to be started. @kind is the worker's errand, @subject the account's id or "". */
DaybookJob *
daybook_job_new (guint number, const char *kind, const char *subject)
{
  DaybookJob *self = g_object_new (DAYBOOK_TYPE_JOB, NULL);

  self->path = g_strdup_printf (DAYBOOK_AGENT_PATH "/jobs/%u", number);
  self->kind = g_strdup (kind);
  self->subject = g_strdup (subject);
  self->face = daybook_dbus_job1_skeleton_new ();
  daybook_dbus_job1_set_kind (self->face, kind);
  daybook_dbus_job1_set_subject (self->face, subject);
  daybook_dbus_job1_set_state (self->face, "queued");
  daybook_dbus_job1_set_error (self->face, "");
  daybook_dbus_job1_set_message (self->face, "");
  daybook_dbus_job1_set_result (self->face, g_variant_new ("a{sv}", NULL));
  g_signal_connect_object (self->face, "handle-cancel", G_CALLBACK (on_handle_cancel_cb), self, 0);
  daybook_job_add_argument (self, kind);
  return self;
}

void
daybook_job_add_argument (DaybookJob *self, const char *argument)
{
  g_ptr_array_add (self->arguments, g_strdup (argument));
}

gboolean
daybook_job_has_argument (DaybookJob *self, const char *argument)
{
  return g_ptr_array_find_with_equal_func (self->arguments, argument, g_str_equal, NULL);
}

void
daybook_job_set_limits (DaybookJob *self, const DaybookJobLimits *limits)
{
  self->limits = *limits;
}

/* The worker reads the secret from this descriptor as its stdin. Takes @fd. */
void
daybook_job_take_secret_fd (DaybookJob *self, int fd)
{
  self->secret_fd = fd;
}

gboolean
daybook_job_export (DaybookJob *self, GDBusConnection *bus, GError **error)
{
  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->face), bus, self->path, error);
}

void
daybook_job_unexport (DaybookJob *self)
{
  if (g_dbus_interface_skeleton_get_connection (G_DBUS_INTERFACE_SKELETON (self->face)) != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->face));
}

/* Starts the worker; a failure to start ends the job, too. */
void
daybook_job_start (DaybookJob *self)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *program = daybook_find_worker ();
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (self->ended || self->process != NULL)
    return;
  g_ptr_array_add (argv, program);
  for (guint i = 0; i < self->arguments->len; i++)
    g_ptr_array_add (argv, self->arguments->pdata[i]);
  g_ptr_array_add (argv, NULL);
  if (self->secret_fd >= 0)
    {
      g_subprocess_launcher_take_stdin_fd (launcher, self->secret_fd);
      self->secret_fd = -1;
    }
  g_subprocess_launcher_set_child_setup (launcher, limit_child, &self->limits, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  if (self->process == NULL)
    {
      set_error (self, g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, "The worker could not be started: %s",
                                    error->message));
      finish (self);
      return;
    }
  daybook_dbus_job1_set_state (self->face, "running");
  if (self->limits.wall_seconds != 0)
    self->wall_timeout = g_timeout_add_seconds (self->limits.wall_seconds, on_wall_timeout_cb, self);
  read_more (self);
  g_subprocess_wait_async (self->process, NULL, on_exited_cb, g_object_ref (self));
}

/* SIGTERM, and SIGKILL five seconds later; a queued job ends at once. A worker that ends well all the same was done
 * already, and so is the job. */
void
daybook_job_cancel (DaybookJob *self)
{
  if (self->ended || self->cancelled)
    return;
  self->cancelled = TRUE;
  if (self->process == NULL)
    finish (self);
  else
    end_process (self);
}

const char *
daybook_job_get_path (DaybookJob *self)
{
  return self->path;
}

const char *
daybook_job_get_kind (DaybookJob *self)
{
  return self->kind;
}

const char *
daybook_job_get_subject (DaybookJob *self)
{
  return self->subject;
}

gboolean
daybook_job_is_running (DaybookJob *self)
{
  return self->process != NULL && !self->ended;
}

gboolean
daybook_job_has_ended (DaybookJob *self)
{
  return self->ended;
}

/* The worker was killed by a signal nobody here sent on purpose: a crash, a limit. One that got on is no crash. */
gboolean
daybook_job_has_crashed (DaybookJob *self)
{
  return self->crashed;
}

/* Its time was over while it got on: slow, but sound. The next one goes on from its last batch. */
gboolean
daybook_job_was_cut_short (DaybookJob *self)
{
  return self->cut_short;
}

gboolean
daybook_job_was_cancelled (DaybookJob *self)
{
  return self->cancelled;
}

const GError *
daybook_job_get_error (DaybookJob *self)
{
  return self->error;
}
