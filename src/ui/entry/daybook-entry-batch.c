/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry/daybook-entry-batch.h"

#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"
#include "store/daybook-entries.h"

typedef enum
{
  APPROVE,
  REJECT,
  ASSIGN,
  DELETE,
} Verb;

typedef struct
{
  gint64 id;
  gint64 version; /* as the person saw it */
} Seen;

typedef struct
{
  Verb verb;
  GArray *seen; /* (owned) */
  gint64 project_id;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_array_unref (change->seen);
  g_free (change);
}

/* On the store's thread. The billing of an entry follows a project that it is given, as it would have if
 * it had been logged there. */
static gboolean
assign (DaybookStore *store, DaybookEntry *entry, gint64 project_id, GError **error)
{
  g_autoptr (DaybookProject) project = NULL;

  if (project_id != 0)
    {
      project = daybook_store_get_project (store, project_id, error);
      if (project == NULL)
        return FALSE;
      entry->billable = project->billable;
    }
  entry->project_id = project_id;
  return daybook_store_edit_entry (store, entry, error);
}

static gboolean
change_one (DaybookStore *store, const Change *change, const Seen *seen, GError **error)
{
  g_autoptr (DaybookEntry) entry = daybook_store_get_entry (store, seen->id, error);

  if (entry == NULL)
    return FALSE;
  if (entry->version != seen->version)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
                   _("Nothing was changed: “%s” was changed elsewhere. Look at it and try again."), entry->title);
      return FALSE;
    }
  switch (change->verb)
    {
    case APPROVE:
      entry->status = DAYBOOK_ENTRY_APPROVED;
      return daybook_store_edit_entry (store, entry, error);
    case REJECT:
      entry->status = DAYBOOK_ENTRY_REJECTED;
      return daybook_store_edit_entry (store, entry, error);
    case ASSIGN:
      return assign (store, entry, change->project_id, error);
    case DELETE:
    default:
      return daybook_store_delete_entry (store, entry->id, error);
    }
}

static gboolean
change_all (DaybookStore *store, gpointer data, GError **error)
{
  const Change *change = data;

  for (guint i = 0; i < change->seen->len; i++)
    if (!change_one (store, change, &g_array_index (change->seen, Seen, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
touches (Verb verb, const DaybookEntry *entry, gint64 project_id)
{
  if (entry->status == DAYBOOK_ENTRY_INVOICED)
    return FALSE;
  switch (verb)
    {
    case APPROVE:
      return entry->status != DAYBOOK_ENTRY_APPROVED;
    case REJECT:
      return entry->status != DAYBOOK_ENTRY_REJECTED;
    case ASSIGN:
      return entry->project_id != project_id;
    case DELETE:
    default:
      return TRUE;
    }
}

/* @label: "Approve 3 entries"; @toast: "3 entries approved". */
static void
make_words (Verb verb, int n, const char *title, const char *project, char **label, char **toast)
{
  switch (verb)
    {
    case APPROVE:
      *label = n == 1 ? g_strdup_printf (_("Approve “%s”"), title)
                      : g_strdup_printf (ngettext ("Approve %d entry", "Approve %d entries", n), n);
      *toast = g_strdup_printf (ngettext ("%d entry approved", "%d entries approved", n), n);
      return;
    case REJECT:
      *label = n == 1 ? g_strdup_printf (_("Reject “%s”"), title)
                      : g_strdup_printf (ngettext ("Reject %d entry", "Reject %d entries", n), n);
      *toast = g_strdup_printf (ngettext ("%d entry rejected", "%d entries rejected", n), n);
      return;
    case ASSIGN:
      *label = g_strdup_printf (ngettext ("Move %d entry to %s", "Move %d entries to %s", n), n, project);
      *toast = g_strdup_printf (ngettext ("%d entry moved to %s", "%d entries moved to %s", n), n, project);
      return;
    case DELETE:
    default:
      *label = n == 1 ? g_strdup_printf (_("Delete “%s”"), title)
                      : g_strdup_printf (ngettext ("Delete %d entry", "Delete %d entries", n), n);
      *toast = n == 1 ? g_strdup_printf (_("“%s” deleted"), title)
                      : g_strdup_printf (ngettext ("%d entry deleted", "%d entries deleted", n), n);
      return;
    }
}

static void
run (DaybookWorkspace *workspace, Verb verb, GPtrArray *entries, gint64 project_id, const char *project_name)
{
  Change *change = g_new0 (Change, 1);
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;

  change->verb = verb;
  change->project_id = project_id;
  change->seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  for (guint i = 0; i < entries->len; i++)
    {
      const DaybookEntry *entry = entries->pdata[i];
      Seen seen = { entry->id, entry->version };

      if (!touches (verb, entry, project_id))
        continue;
      g_array_append_val (change->seen, seen);
      if (title == NULL)
        title = daybook_text_one_line (entry->title);
    }
  if (change->seen->len == 0)
    {
      change_free (change);
      daybook_workspace_toast (workspace, _("Nothing to change"), 0);
      return;
    }
  make_words (verb, (int) change->seen->len, title, project_name, &label, &toast);
  daybook_workspace_change (workspace, label, toast, change_all, change, change_free);
}

void
daybook_entry_batch_approve (DaybookWorkspace *workspace, GPtrArray *entries)
{
  run (workspace, APPROVE, entries, 0, NULL);
}

void
daybook_entry_batch_reject (DaybookWorkspace *workspace, GPtrArray *entries)
{
  run (workspace, REJECT, entries, 0, NULL);
}

void
daybook_entry_batch_delete (DaybookWorkspace *workspace, GPtrArray *entries)
{
  run (workspace, DELETE, entries, 0, NULL);
}

void
daybook_entry_batch_assign (DaybookWorkspace *workspace, GPtrArray *entries, gint64 project_id,
                              const char *project_name)
{
  run (workspace, ASSIGN, entries, project_id, project_name);
}

/* Saving one --------------------------------------------------------------------------------------- */

/* Whether it overlaps is a matter of its present times. */
static gboolean
save (DaybookStore *store, gpointer data, GError **error)
{
  g_autoptr (DaybookEntry) entry = daybook_entry_copy (data);
  g_autoptr (DaybookEntry) before = daybook_store_get_entry (store, entry->id, error);

  if (before == NULL)
    return FALSE;
  if (before->start_at != entry->start_at || before->end_at != entry->end_at)
    {
      entry->flags &= ~DAYBOOK_ENTRY_FLAG_OVERLAP;
      if (daybook_store_entry_overlaps (store, entry->start_at, entry->end_at, entry->id))
        entry->flags |= DAYBOOK_ENTRY_FLAG_OVERLAP;
    }
  return daybook_store_edit_entry (store, entry, error);
}

void
daybook_entry_batch_save_async (DaybookWorkspace *workspace, const DaybookEntry *entry,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *title = daybook_text_one_line (entry->title);
  g_autofree char *label = g_strdup_printf (_("Edit “%s”"), title);

  daybook_workspace_change_async (workspace, label, save, daybook_entry_copy (entry),
                                  (GDestroyNotify) daybook_entry_free, callback, user_data);
}

/* Says so, with Undo. */
gboolean
daybook_entry_batch_save_finish (DaybookWorkspace *workspace, GAsyncResult *result, GError **error)
{
  gint64 change;

  if (!daybook_workspace_change_finish (workspace, result, &change, error))
    return FALSE;
  daybook_workspace_toast (workspace, _("Entry changed"), change);
  return TRUE;
}
