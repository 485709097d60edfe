/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-ctl.h"

G_BEGIN_DECLS

/* Something a worker does for a command: through the agent where there is a session bus, else by a
 * worker of our own. Waits for the end; prompts and progress go to where the command says. */
typedef struct _DaybookErrand DaybookErrand;

typedef void (*DaybookPromptFunc) (const char *url, const char *code, gpointer data);

DaybookErrand *daybook_errand_new (DaybookCtl *ctl, const char *kind);
void daybook_errand_free (DaybookErrand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookErrand, daybook_errand_free)

/* Of the errand itself; an option has a name, a setting (of an account) a key. Texts are copied. */
void daybook_errand_add_argument (DaybookErrand *self, const char *argument);
void daybook_errand_set_option (DaybookErrand *self, const char *name, const char *value);
void daybook_errand_add_setting (DaybookErrand *self, const char *key, const char *value);
void daybook_errand_set_secret (DaybookErrand *self, const char *secret);
void daybook_errand_forward_stdin (DaybookErrand *self);
/* @func is called while daybook_errand_run () waits: with the address to open, and the code to type there or NULL. */
void daybook_errand_set_prompt_func (DaybookErrand *self, DaybookPromptFunc func, gpointer data);
/* How long daybook_errand_run () waits; 0 = until the end. */
void daybook_errand_set_timeout (DaybookErrand *self, guint seconds);
void daybook_errand_never_agent (DaybookErrand *self);

gboolean daybook_errand_run (DaybookErrand *self, GError **error);
/* (transfer none) (nullable) What the worker said under @name; after a run that went well. */
const char *daybook_errand_get_result (DaybookErrand *self, const char *name);
GPtrArray *daybook_errand_get_runs (DaybookErrand *self);

void daybook_errand_quit_agent (void);

G_END_DECLS
