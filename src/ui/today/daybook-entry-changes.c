/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-entry-changes.h"

#include <glib/gi18n.h>

#include "base/daybook-text.h"
#include "store/daybook-entries.h"

/* Titles in sentences: short, and kept from turning the words around them. */
static char *
quote (const DaybookEntry *entry)
{
  g_autofree char *brief = daybook_text_brief (entry->title, 40);

  return daybook_text_isolate (brief);
}

static gboolean
is_same (const DaybookEntry *a, const DaybookEntry *b)
{
  static const char *const none[] = { NULL };
  const char *const *tags_a = a->tags != NULL ? (const char *const *) a->tags : none;
  const char *const *tags_b = b->tags != NULL ? (const char *const *) b->tags : none;

  return g_strcmp0 (a->title, b->title) == 0 && a->start_at == b->start_at && a->end_at == b->end_at
         && a->duration == b->duration && a->project_id == b->project_id && a->billable == b->billable
         && a->status == b->status && g_strv_equal (tags_a, tags_b);
}

static gboolean
edit_entry (DaybookStore *store, gpointer data, GError **error)
{
  DaybookEntry *entry = data;

  return daybook_store_edit_entry (store, entry, error);
}

/* Writes @edited in place of @before, both of the same version; nothing when they say the same. */
void
daybook_entry_changes_edit (DaybookWorkspace *workspace, const DaybookEntry *before, const DaybookEntry *edited)
{
  g_autofree char *title = quote (before);
  /* Translators: a step that Undo takes back; the title of a time entry */
  g_autofree char *label = g_strdup_printf (_("Edit “%s”"), title);

  if (is_same (before, edited))
    return;
  daybook_workspace_change (workspace, label, NULL, edit_entry, daybook_entry_copy (edited),
                            (GDestroyNotify) daybook_entry_free);
}

static gboolean
approve_entry (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_store_edit_entry (store, data, error);
}

void
daybook_entry_changes_set_status (DaybookWorkspace *workspace, const DaybookEntry *entry, DaybookEntryStatus status)
{
  DaybookEntry *edited;
  g_autofree char *title = quote (entry);
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;

  if (entry->status == status || entry->status == DAYBOOK_ENTRY_INVOICED)
    return;
  edited = daybook_entry_copy (entry);
  edited->status = status;
  switch (status)
    {
    case DAYBOOK_ENTRY_APPROVED:
      /* Translators: a step that Undo takes back; the title of a time entry */
      label = g_strdup_printf (_("Approve “%s”"), title);
      toast = g_strdup_printf (_("“%s” approved"), title);
      break;
    case DAYBOOK_ENTRY_REJECTED:
      label = g_strdup_printf (_("Reject “%s”"), title);
      toast = g_strdup_printf (_("“%s” rejected"), title);
      break;
    default:
      label = g_strdup_printf (_("Set “%s” back to pending"), title);
      toast = g_strdup_printf (_("“%s” is pending again"), title);
      break;
    }
  daybook_workspace_change (workspace, label, toast, approve_entry, edited, (GDestroyNotify) daybook_entry_free);
}

static gboolean
delete_entry (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_store_delete_entry (store, ((DaybookEntry *) data)->id, error);
}

void
daybook_entry_changes_delete (DaybookWorkspace *workspace, const DaybookEntry *entry)
{
  g_autofree char *title = quote (entry);
  /* Translators: a step that Undo takes back; the title of a time entry */
  g_autofree char *label = g_strdup_printf (_("Delete “%s”"), title);
  g_autofree char *toast = g_strdup_printf (_("“%s” deleted"), title);

  if (entry->status == DAYBOOK_ENTRY_INVOICED)
    return;
  daybook_workspace_change (workspace, label, toast, delete_entry, daybook_entry_copy (entry),
                            (GDestroyNotify) daybook_entry_free);
}
