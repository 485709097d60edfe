/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who changed the database? This store's commits are known; those of other processes show as writes to
 * the WAL, which a file monitor reports, and then as a new PRAGMA data_version. */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-store-private.h"

#define RATE_LIMIT_MS 20

/* A commit becomes visible only after its WAL frames are on the disk, that is after the write that the
 * monitor sees, and nothing tells of the moment itself. So each report is followed by a few more looks
 * (a look costs some microseconds), the last after about two seconds; then all is quiet again. */
static const guint look_again_ms[] = { 20, 40, 80, 160, 320, 640, 1280 };

struct _DaybookWatch
{
  DaybookStore *store; /* (unowned) it owns the watch */
  GMainContext *context; /* (owned) */
  GFileMonitor *monitor; /* (owned) */
  GSource *look;         /* (owned) (nullable) */
  GSource *emission;     /* (owned) (nullable) */
  guint looks;
  gint64 data_version;
  gboolean gone; /* the file was taken away, and it was told */
};

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
daybook_watch_free (DaybookWatch *watch)
{
  clear_source (&watch->look);
  clear_source (&watch->emission);
  g_signal_handlers_disconnect_by_data (watch->monitor, watch);
  g_file_monitor_cancel (watch->monitor);
  g_clear_object (&watch->monitor);
  g_clear_pointer (&watch->context, g_main_context_unref);
  g_free (watch);
}

static gint64
read_data_version (DaybookStore *store)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (store, "PRAGMA data_version");
  gint64 version = 0;

  daybook_statement_run_for_int (query, &version, NULL);
  return version;
}

static gboolean
on_emission_cb (gpointer data)
{
  DaybookWatch *watch = data;
  g_autoptr (DaybookStore) store = g_object_ref (watch->store);

  clear_source (&watch->emission);
  g_signal_emit_by_name (store, "changed");
  return G_SOURCE_REMOVE;
}

/* One emission for everything up to the next turn of the main loop. */
static void
emit_soon (DaybookWatch *watch)
{
  if (watch->emission != NULL)
    return;
  watch->emission = g_idle_source_new ();
  g_source_set_priority (watch->emission, G_PRIORITY_DEFAULT);
  g_source_set_callback (watch->emission, on_emission_cb, watch, NULL);
  g_source_attach (watch->emission, watch->context);
}

void
daybook_watch_note_own_change (DaybookWatch *watch)
{
  emit_soon (watch);
}

/* Takes a "changed" back that was not told yet: the caller tells of everything up to now. */
void
daybook_store_take_changed (DaybookStore *self)
{
  if (self->watch != NULL)
    clear_source (&self->watch->emission);
}

static void
look (DaybookWatch *watch)
{
  gint64 version;

  /* Inside this thread's own transaction the version stands still; a later look tells. */
  if (watch->store->depth > 0)
    return;
  if (!daybook_store_is_there (watch->store))
    {
      if (!watch->gone)
        emit_soon (watch);
      watch->gone = TRUE;
      return;
    }
  if (watch->store->as_it_is && !daybook_store_reopen (watch->store))
    return;
  version = read_data_version (watch->store);
  if (version != 0 && version != watch->data_version)
    {
      watch->data_version = version;
      emit_soon (watch);
    }
}

static void look_later (DaybookWatch *watch);

static gboolean
on_look_cb (gpointer data)
{
  DaybookWatch *watch = data;

  clear_source (&watch->look);
  look (watch);
  watch->looks++;
  look_later (watch);
  return G_SOURCE_REMOVE;
}

static void
look_later (DaybookWatch *watch)
{
  if (watch->looks >= G_N_ELEMENTS (look_again_ms))
    return;
  watch->look = g_timeout_source_new (look_again_ms[watch->looks]);
  g_source_set_callback (watch->look, on_look_cb, watch, NULL);
  g_source_attach (watch->look, watch->context);
}

static void
on_file_changed_cb (GFileMonitor *monitor,
                    GFile *file,
                    GFile *other,
                    GFileMonitorEvent event,
                    gpointer data)
{
  DaybookWatch *watch = data;

  clear_source (&watch->look);
  look (watch);
  watch->looks = 0;
  look_later (watch);
}

gboolean
daybook_store_watch (DaybookStore *self, GError **error)
{
  g_autofree char *name = g_strconcat (self->path, "-wal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (name);
  g_autoptr (GFileMonitor) monitor = NULL;
  g_autoptr (GError) local_error = NULL;

  if (self->watch != NULL)
    return TRUE;
  monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, &local_error);
  if (monitor == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("Changes of other programs cannot be watched: %s"), local_error->message);
      return FALSE;
    }
  g_file_monitor_set_rate_limit (monitor, RATE_LIMIT_MS);
  self->watch = g_new0 (DaybookWatch, 1);
  self->watch->store = self;
  self->watch->context = g_main_context_ref_thread_default ();
  self->watch->monitor = g_steal_pointer (&monitor);
  self->watch->data_version = read_data_version (self);
  g_signal_connect (self->watch->monitor, "changed", G_CALLBACK (on_file_changed_cb), self->watch);
  return TRUE;
}
