/* SPDX-License-Identifier: GPL-3.0-or-later */

/* DESIGN
 *
 * The agent is the program that is always there. It knows the store and D-Bus, and neither the network
 * nor a secret: whatever needs those is an errand of a daybook-worker that it starts, limits and
 * listens to. It holds the bus name and a lock on the data folder; a second one ends at once, well.
 */

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "daybook-agent.h"
#include "daybook-config.h"
#include "ipc/daybook-names.h"

typedef struct
{
  GMainLoop *loop;     /* (owned) */
  DaybookAgent *agent; /* (owned) */
  gboolean started;
} Main;

/* An open file description lock (fcntl (2)): ours until this process ends, however it ends. FALSE without an error:
 * another agent has it. */
static gboolean
lock_data_dir (int *fd, GError **error)
{
  g_autofree char *dir = daybook_data_dir ();
  g_autofree char *path = g_build_filename (dir, "agent.lock", NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  *fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (*fd < 0)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE, _ ("The folder %s cannot be used: %s"), dir,
                   g_strerror (errno));
      return FALSE;
    }
  if (fcntl (*fd, F_OFD_SETLK, &lock) == 0)
    return TRUE;
  if (errno != EAGAIN && errno != EACCES)
    g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE, _ ("The folder %s cannot be used: %s"), dir,
                 g_strerror (errno));
  close (*fd);
  *fd = -1;
  return FALSE;
}

static void
on_name_acquired_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  Main *self = data;

  if (!self->started)
    daybook_agent_start (self->agent);
  self->started = TRUE;
}

static void
on_name_lost_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  Main *self = data;

  /* Another agent has it: the person's work goes on there. Or the bus is gone, as at the end of a
   * login: the next call on the next one starts an agent again. */
  g_message ("The name %s is taken or lost; this agent ends.", name);
  g_main_loop_quit (self->loop);
}

static gboolean
on_signal_cb (gpointer data)
{
  Main *self = data;

  daybook_agent_quit (self->agent);
  return G_SOURCE_CONTINUE;
}

static void
on_quit_cb (DaybookAgent *agent, gpointer data)
{
  Main *self = data;

  g_main_loop_quit (self->loop);
}

static int
run (GError **error)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (DaybookStore) store = NULL;
  g_autoptr (DaybookAgent) agent = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Main self = { .loop = loop };
  guint name;
  int lock;

  store = daybook_store_open (NULL, DAYBOOK_STORE_READ_WRITE, daybook_clock_get_default (), error);
  if (store == NULL)
    return 1;
  if (!lock_data_dir (&lock, error))
    return *error != NULL ? 1 : 0;
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  if (bus == NULL)
    return 1;
  self.agent = agent = daybook_agent_new (store);
  g_signal_connect (agent, "quit", G_CALLBACK (on_quit_cb), &self);
  if (!daybook_agent_export (agent, bus, error))
    return 1;
  g_unix_signal_add (SIGTERM, on_signal_cb, &self);
  g_unix_signal_add (SIGINT, on_signal_cb, &self);
  name = g_bus_own_name_on_connection (bus, DAYBOOK_AGENT_NAME, G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE,
                                       on_name_acquired_cb, on_name_lost_cb, &self, NULL);
  g_main_loop_run (loop);
  g_bus_unown_name (name);
  g_dbus_connection_flush_sync (bus, NULL, NULL);
  close (lock);
  return 0;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  const struct rlimit no_core = { 0, 0 };
  const char *localedir = g_getenv ("DAYBOOK_LOCALEDIR");
  gboolean verbose = FALSE;
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, N_ ("Say what is being done"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Print the version and end"), NULL },
    { NULL }
  };
  int status;

  daybook_forget_relative_folders ();
  umask (077);
  setrlimit (RLIMIT_CORE, &no_core);
  g_log_writer_default_set_use_stderr (TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : DAYBOOK_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  context = g_option_context_new (NULL);
  g_option_context_set_summary (context, _ ("Syncs Daybook’s accounts in the background."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("daybook-agent: %s\n", error->message);
      return 2;
    }
  if (version)
    {
      g_print ("daybook-agent %s\n", DAYBOOK_VERSION);
      return 0;
    }
  if (verbose)
    g_setenv ("G_MESSAGES_DEBUG", "daybook", FALSE);
  status = run (&error);
  if (error != NULL)
    g_printerr ("daybook-agent: %s\n", error->message);
  return status;
}
