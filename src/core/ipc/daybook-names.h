/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The fixed names of interfaces.md, and where the programs find each other. */
#define DAYBOOK_APP_ID "io.github.daybookapp.Daybook"
#define DAYBOOK_APP_PATH "/io/github/daybookapp/Daybook"
#define DAYBOOK_AGENT_NAME DAYBOOK_APP_ID ".Agent"
#define DAYBOOK_AGENT_PATH "/io/github/daybookapp/Daybook/Agent"
#define DAYBOOK_AGENT_INTERFACE DAYBOOK_APP_ID ".Agent1"
#define DAYBOOK_JOB_INTERFACE DAYBOOK_APP_ID ".Job1"
#define DAYBOOK_DBUS_ERROR_PREFIX DAYBOOK_APP_ID ".Error."

void daybook_forget_relative_folders (void);
char *daybook_find_worker (void);
char *daybook_data_dir (void);

char *daybook_dbus_error_name (const GError *error);
GError *daybook_dbus_error_strip (const GError *error);
/* Answers @invocation (transfer full) with @error under the name that interfaces.md gives its code. */
void daybook_dbus_return_error (GDBusMethodInvocation *invocation, const GError *error);

G_END_DECLS
