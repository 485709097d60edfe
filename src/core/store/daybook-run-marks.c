/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that have no row yet. A scheduled sync mostly finds nothing new: it is written down once, when it ends. Should
 * its worker die before, a small file beside the database says what it was at. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "store/daybook-store-private.h"

#define WORD 16

/* "DATABASE-run-", what follows is the process in hexadecimal digits. The name begins as those of all files that
 * belong to a database do. */
static char *
make_prefix (DaybookStore *self)
{
  return g_strconcat (daybook_store_get_path (self), "-run-", NULL);
}

static char *
make_path (DaybookStore *self)
{
  g_autofree char *prefix = make_prefix (self);

  return g_strdup_printf ("%s%" G_GINT64_MODIFIER "x", prefix, daybook_process_identify (getpid ()));
}

/* Notes that this process is at @run, whose row is not written before it ends. One at a time. FALSE: begin it
 * properly instead. Sets started_at like daybook_store_begin_run (). */
gboolean
daybook_store_mark_run (DaybookStore *self, DaybookSyncRun *run)
{
  g_autofree char *path = make_path (self);
  g_autofree char *text = NULL;
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean written;

  if (fd < 0)
    return FALSE;
  if (run->started_at == DAYBOOK_INSTANT_NONE)
    run->started_at = daybook_store_now (self);
  text = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s\n", run->account_id,
                          run->source_id, run->started_at, run->mode, run->trigger);
  written = write (fd, text, strlen (text)) == (gssize) strlen (text);
  if (close (fd) < 0 || !written)
    {
      g_unlink (path);
      return FALSE;
    }
  return TRUE;
}

/* The marked run is over, or has a row. */
void
daybook_store_unmark_run (DaybookStore *self)
{
  g_autofree char *path = make_path (self);

  g_unlink (path);
}

static gboolean
read_mark (const char *path, DaybookSyncRun *run)
{
  char mode[WORD], trigger[WORD];
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL)
      || sscanf (text, "%" G_GINT64_MODIFIER "d %" G_GINT64_MODIFIER "d %" G_GINT64_MODIFIER "d %15s %15s",
                 &run->account_id, &run->source_id, &run->started_at, mode, trigger) != 5)
    return FALSE;
  run->mode = g_strdup (mode);
  run->trigger = g_strdup (trigger);
  return TRUE;
}

/* The run becomes a row, unless it has one already or its source is gone. Instants are whole seconds: what a person
 * asked for in the same second is another run. */
static gboolean
interrupt (DaybookStore *self, const DaybookSyncRun *run, GArray *sources, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO sync_run (account_id, source_id, mode, \"trigger\", status, started_at)"
    " SELECT ?1, ?2, ?3, ?4, 'interrupted', ?5"
    "  WHERE EXISTS (SELECT 1 FROM source WHERE id = ?2 AND account_id = ?1)"
    "    AND ?3 IN ('full', 'incremental') AND ?4 IN ('manual', 'schedule', 'push', 'start')"
    "    AND NOT EXISTS (SELECT 1 FROM sync_run WHERE source_id = ?2 AND started_at >= ?5 AND \"trigger\" = ?4)");

  daybook_statement_bind_int (query, run->account_id);
  daybook_statement_bind_int (query, run->source_id);
  daybook_statement_bind_text (query, run->mode);
  daybook_statement_bind_text (query, run->trigger);
  daybook_statement_bind_int (query, run->started_at);
  if (!daybook_statement_run (query, error))
    return FALSE;
  if (sources != NULL && sqlite3_changes (self->db) > 0)
    g_array_append_val (sources, run->source_id);
  return TRUE;
}

static gboolean
end_mark (DaybookStore *self, const char *path, GArray *sources, GError **error)
{
  g_autoptr (DaybookSyncRun) run = daybook_sync_run_new ();

  if (read_mark (path, run)
      && (!daybook_store_enter (self, error)
          || !daybook_store_leave (self, interrupt (self, run, sources, error), error)))
    return FALSE;
  g_unlink (path);
  return TRUE;
}

/* Marked runs whose process is dead become `interrupted` rows; their source ids are added to @sources. */
gboolean
daybook_store_end_dead_marks (DaybookStore *self, GArray *sources, GError **error)
{
  g_autofree char *prefix = make_prefix (self);
  g_autofree char *folder = g_path_get_dirname (prefix);
  g_autofree char *start = g_path_get_basename (prefix);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;
      guint64 process;

      if (!g_str_has_prefix (name, start)
          || !g_ascii_string_to_unsigned (name + strlen (start), 16, 1, G_MAXINT64, &process, NULL)
          || daybook_process_is_alive ((gint64) process))
        continue;
      path = g_build_filename (folder, name, NULL);
      if (!end_mark (self, path, sources, error))
        return FALSE;
    }
  return TRUE;
}
