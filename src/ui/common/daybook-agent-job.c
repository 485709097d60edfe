/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-agent-job.h"

#include "base/daybook-error.h"
#include "ipc/daybook-names.h"

struct _DaybookAgentJob
{
  GObject parent_instance;

  GDBusConnection *bus; /* (owned) */
  char *path;           /* (owned) */
  char *kind;           /* (owned) (nullable) */
  char *state;          /* (owned) */
  char *subject;        /* (owned) (nullable) */
  guint64 done;
  guint64 total;
  char *url;        /* (owned) (nullable) */
  char *code;       /* (owned) (nullable) */
  gint64 code_expires; /* instant, 0 = not known */
  GError *error;    /* (owned) (nullable) once it failed */
  GVariant *result; /* (owned) (nullable) once it ended */
  gboolean finished;
};

G_DEFINE_FINAL_TYPE (DaybookAgentJob, daybook_agent_job, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_PATH,
  PROP_KIND,
  PROP_STATE,
  PROP_SUBJECT,
  PROP_DONE,
  PROP_TOTAL,
  PROP_URL,
  PROP_CODE,
  PROP_MESSAGE,
  N_PROPS
};

enum
{
  FINISHED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_text (DaybookAgentJob *self, char **field, const char *text, int property)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_number (DaybookAgentJob *self, guint64 *field, guint64 number, int property)
{
  if (*field == number)
    return;
  *field = number;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
daybook_agent_job_update (DaybookAgentJob *self, GVariant *changes)
{
  g_autoptr (GVariant) result = NULL;
  const char *text, *error = NULL;
  guint64 number;

  if (g_variant_lookup (changes, "Kind", "&s", &text))
    set_text (self, &self->kind, text, PROP_KIND);
  if (g_variant_lookup (changes, "Subject", "&s", &text))
    set_text (self, &self->subject, text, PROP_SUBJECT);
  if (g_variant_lookup (changes, "Total", "t", &number))
    set_number (self, &self->total, number, PROP_TOTAL);
  g_variant_lookup (changes, "PromptExpires", "x", &self->code_expires);
  if (g_variant_lookup (changes, "Done", "t", &number))
    set_number (self, &self->done, number, PROP_DONE);
  if (g_variant_lookup (changes, "State", "&s", &text) && !self->finished)
    {
      set_text (self, &self->state, text, PROP_STATE);
      /* A job met only after its end told the end in its properties. */
      if (g_str_equal (text, "done") || g_str_equal (text, "failed") || g_str_equal (text, "cancelled"))
        {
          g_variant_lookup (changes, "Error", "&s", &error);
          result = g_variant_lookup_value (changes, "Result", G_VARIANT_TYPE_VARDICT);
          if (error != NULL)
            daybook_agent_job_finish (self, error, result);
        }
    }
}

void
daybook_agent_job_prompt (DaybookAgentJob *self, const char *url, const char *code)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->url, url, PROP_URL);
  set_text (self, &self->code, code, PROP_CODE);
  g_object_thaw_notify (G_OBJECT (self));
}

void
daybook_agent_job_finish (DaybookAgentJob *self, const char *error, GVariant *result)
{
  if (self->finished)
    return;
  self->finished = TRUE;
  if (result != NULL)
    self->result = g_variant_ref_sink (result);
  if (error != NULL && *error != '\0')
    {
      DaybookError code = DAYBOOK_ERROR_INTERNAL;
      const char *message = error;

      daybook_error_code_from_string (error, &code);
      if (result != NULL)
        g_variant_lookup (result, "message", "&s", &message);
      self->error = g_error_new_literal (DAYBOOK_ERROR, code, message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
    }
  set_text (self, &self->state,
            self->error == NULL                                                         ? "done"
            : g_error_matches (self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED) ? "cancelled"
                                                                                        : "failed",
            PROP_STATE);
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
daybook_agent_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookAgentJob *self = DAYBOOK_AGENT_JOB (object);

  switch (id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;
    case PROP_STATE:
      g_value_set_string (value, self->state);
      break;
    case PROP_SUBJECT:
      g_value_set_string (value, self->subject);
      break;
    case PROP_DONE:
      g_value_set_uint64 (value, self->done);
      break;
    case PROP_TOTAL:
      g_value_set_uint64 (value, self->total);
      break;
    case PROP_URL:
      g_value_set_string (value, self->url);
      break;
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->error != NULL ? self->error->message : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_agent_job_finalize (GObject *object)
{
  DaybookAgentJob *self = DAYBOOK_AGENT_JOB (object);

  g_clear_object (&self->bus);
  g_free (self->path);
  g_free (self->kind);
  g_free (self->state);
  g_free (self->subject);
  g_free (self->url);
  g_free (self->code);
  g_clear_error (&self->error);
  g_clear_pointer (&self->result, g_variant_unref);
  G_OBJECT_CLASS (daybook_agent_job_parent_class)->finalize (object);
}

static void
daybook_agent_job_class_init (DaybookAgentJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = daybook_agent_job_get_property;
  object_class->finalize = daybook_agent_job_finalize;

  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, flags);
  properties[PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, NULL, flags);
  properties[PROP_DONE] = g_param_spec_uint64 ("done", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_TOTAL] = g_param_spec_uint64 ("total", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, flags);
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
daybook_agent_job_init (DaybookAgentJob *self)
{
  self->state = g_strdup ("queued");
}

static void
on_properties_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookAgentJob) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) values = NULL;

  if (reply == NULL)
    {
      /* Gone a minute after its end, or with its agent: nothing more will be heard of it. */
      daybook_agent_job_finish (self, daybook_error_code_to_string (DAYBOOK_ERROR_INTERNAL), NULL);
      return;
    }
  values = g_variant_get_child_value (reply, 0);
  daybook_agent_job_update (self, values);
}

DaybookAgentJob *
daybook_agent_job_new (GDBusConnection *bus, const char *path)
{
  DaybookAgentJob *self = g_object_new (DAYBOOK_TYPE_AGENT_JOB, NULL);

  self->bus = g_object_ref (bus);
  self->path = g_strdup (path);
  g_dbus_connection_call (bus, DAYBOOK_AGENT_NAME, path, "org.freedesktop.DBus.Properties", "GetAll",
                          g_variant_new ("(s)", DAYBOOK_JOB_INTERFACE), G_VARIANT_TYPE ("(a{sv})"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, on_properties_cb, g_object_ref (self));
  return self;
}

/* Asks the agent to end it; "finished" tells when it has. */
void
daybook_agent_job_cancel (DaybookAgentJob *self)
{
  g_return_if_fail (DAYBOOK_IS_AGENT_JOB (self));

  g_dbus_connection_call (self->bus, DAYBOOK_AGENT_NAME, self->path, DAYBOOK_JOB_INTERFACE, "Cancel", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

const char *
daybook_agent_job_get_path (DaybookAgentJob *self)
{
  return self->path;
}

const char *
daybook_agent_job_get_kind (DaybookAgentJob *self)
{
  return self->kind;
}

const char *
daybook_agent_job_get_state (DaybookAgentJob *self)
{
  return self->state;
}

const char *
daybook_agent_job_get_subject (DaybookAgentJob *self)
{
  return self->subject;
}

guint64
daybook_agent_job_get_done (DaybookAgentJob *self)
{
  return self->done;
}

guint64
daybook_agent_job_get_total (DaybookAgentJob *self)
{
  return self->total;
}

const char *
daybook_agent_job_get_url (DaybookAgentJob *self)
{
  return self->url;
}

const char *
daybook_agent_job_get_code (DaybookAgentJob *self)
{
  return self->code;
}

/* Until when the code of the last prompt is valid; 0 = not known. */
gint64
daybook_agent_job_get_code_expires (DaybookAgentJob *self)
{
  return self->code_expires;
}

gboolean
daybook_agent_job_is_finished (DaybookAgentJob *self)
{
  return self->finished;
}

const GError *
daybook_agent_job_get_error (DaybookAgentJob *self)
{
  return self->error;
}

/* (transfer none) (nullable) a{sv}: ids and counts. */
GVariant *
daybook_agent_job_get_result (DaybookAgentJob *self)
{
  return self->result;
}
