/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-lines.h"
#include "daybook-errand.h"
#include "ipc/daybook-worker-line.h"

G_BEGIN_DECLS

struct _DaybookErrand
{
  /* Input */
  DaybookCtl *ctl;
  char *kind;            /* (owned) sync connect reconnect disconnect secret maintain expand providers summarize */
  GPtrArray *arguments;  /* (owned) char*: targets, an account, a provider */
  GHashTable *options;   /* (owned) name -> value; "" for a switch */
  GHashTable *settings;  /* (owned) key -> value */
  char *secret;          /* (owned) (nullable) */
  gboolean forward_stdin;
  gboolean never_agent;
  guint timeout;
  DaybookPromptFunc prompt;
  gpointer prompt_data;

  /* In progress */
  GMainLoop *loop;       /* (owned) */
  int secret_pipe;       /* write end while it is open, -1 */
  guint stdin_source;
  guint timeout_source;
  GHashTable *job_paths; /* (owned) set of the agent's jobs that are ours */
  guint pending;         /* jobs or processes that have not ended */
  DaybookJsonLines *lines; /* (owned) of the worker's stdout */
  void (*cancel) (DaybookErrand *self);
  gpointer cancel_data;
  gboolean cancelled;

  /* Output */
  GHashTable *result;    /* (owned) name -> text */
  GPtrArray *runs;       /* (owned) char* */
  GError *error;         /* (owned) (nullable) the first */
};

int daybook_errand_open_secret (DaybookErrand *self);
void daybook_errand_fail (DaybookErrand *self, GError *error /* (transfer full) */);
void daybook_errand_show_prompt (DaybookErrand *self, const char *url, const char *code);
void daybook_errand_end_one (DaybookErrand *self);
void daybook_errand_wait (DaybookErrand *self);

gboolean daybook_errand_run_by_agent (DaybookErrand *self, GDBusConnection *bus, GError **error);
gboolean daybook_errand_run_by_worker (DaybookErrand *self, GError **error);

G_END_DECLS
