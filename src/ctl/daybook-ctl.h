/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "base/daybook-zone.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* What every command is given: the store (opened when first asked for), the zone of the person, and
 * how to answer. Commands return FALSE with an error, or TRUE; the exit status follows from the error. */
typedef struct
{
  const struct _DaybookCommand *command;
  DaybookStore *store; /* (owned) (nullable) */
  DaybookZone *zone;   /* (owned) the computer's; daybook_ctl_get_zone () knows what the person chose */
  gboolean json;
  gboolean verbose;
} DaybookCtl;

/* (transfer none) Opened when it is asked for the first time. Errors: STORAGE, DISK_FULL. */
DaybookStore *daybook_ctl_get_store (DaybookCtl *self, GError **error);
DaybookZone *daybook_ctl_get_zone (DaybookCtl *self);
/* In the zone above, by the clock of DAYBOOK_NOW where that is set. */
DaybookDay daybook_ctl_get_today (DaybookCtl *self);
gint64 daybook_ctl_now (DaybookCtl *self);

/* One subcommand of the program; @run gets the words after its name. */
typedef struct _DaybookCommand
{
  const char *name;
  const char *arguments; /* for the usage line */
  const char *summary;   /* N_() */
  gboolean (*run) (DaybookCtl *ctl, int argc, char **argv, GError **error);
} DaybookCommand;

#define DAYBOOK_COMMAND(name) gboolean daybook_command_##name (DaybookCtl *ctl, int argc, char **argv, GError **error)

DAYBOOK_COMMAND (account);
DAYBOOK_COMMAND (accounts);
DAYBOOK_COMMAND (activities);
DAYBOOK_COMMAND (audit_log);
DAYBOOK_COMMAND (backup);
DAYBOOK_COMMAND (check);
DAYBOOK_COMMAND (classify);
DAYBOOK_COMMAND (clients);
DAYBOOK_COMMAND (connect);
DAYBOOK_COMMAND (convert);
DAYBOOK_COMMAND (disconnect);
DAYBOOK_COMMAND (entries);
DAYBOOK_COMMAND (entry);
DAYBOOK_COMMAND (erase);
DAYBOOK_COMMAND (events);
DAYBOOK_COMMAND (log);
DAYBOOK_COMMAND (maintain);
DAYBOOK_COMMAND (outbox);
DAYBOOK_COMMAND (models);
DAYBOOK_COMMAND (people);
DAYBOOK_COMMAND (projects);
DAYBOOK_COMMAND (providers);
DAYBOOK_COMMAND (reconnect);
DAYBOOK_COMMAND (report);
DAYBOOK_COMMAND (restore);
DAYBOOK_COMMAND (rotate_key);
DAYBOOK_COMMAND (search);
DAYBOOK_COMMAND (secret);
DAYBOOK_COMMAND (settings);
DAYBOOK_COMMAND (source);
DAYBOOK_COMMAND (sources);
DAYBOOK_COMMAND (status);
DAYBOOK_COMMAND (summary);
DAYBOOK_COMMAND (suggestion);
DAYBOOK_COMMAND (suggestions);
DAYBOOK_COMMAND (sync);
DAYBOOK_COMMAND (sync_log);
DAYBOOK_COMMAND (task);
DAYBOOK_COMMAND (tasks);
DAYBOOK_COMMAND (undo);

G_END_DECLS
