/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-entry-row.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "common/daybook-entry-words.h"

struct _DaybookEntryRow
{
  GtkListBoxRow parent_instance;

  DaybookWeekEntry *entry;         /* (owned) (nullable) */
  DaybookWeekSelection *selection; /* (owned) */
  gboolean narrow;
  gboolean updating; /* the mark follows the selection */

  /* Template children */
  GtkCheckButton *check;
  GtkImage *origin;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *chip;
  GtkLabel *chip_label;
  GtkWidget *status;
  GtkImage *status_icon;
  GtkLabel *status_label;
  GtkWidget *flag;
  GtkLabel *exact;
  GtkLabel *rounded;
};

G_DEFINE_FINAL_TYPE (DaybookEntryRow, daybook_entry_row, GTK_TYPE_LIST_BOX_ROW)

static void
set_class (gpointer widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static char *
make_subtitle (DaybookEntryRow *self)
{
  const DaybookEntry *entry = daybook_week_entry_get_entry (self->entry);
  const char *flag = daybook_week_entry_get_flag_text (self->entry);
  g_autofree char *project = daybook_week_entry_dup_project (self->entry);
  g_autofree char *times = daybook_week_entry_dup_times (self->entry);
  GString *text = g_string_new (project);

  if (!self->narrow)
    g_string_append_printf (text, ", %s", times);
  if (!entry->billable)
    g_string_append_printf (text, ", %s", _("not billable"));
  if (self->narrow && entry->status == DAYBOOK_ENTRY_REJECTED)
    g_string_append_printf (text, ", %s", C_ ("entry", "rejected"));
  if (self->narrow && flag != NULL)
    {
      /* Within a line of words, a flag begins small. */
      g_autofree char *first = g_utf8_substring (flag, 0, 1);
      g_autofree char *small = g_utf8_strdown (first, -1);

      g_string_append_printf (text, ", %s%s", small, g_utf8_next_char (flag));
    }
  return g_string_free (text, FALSE);
}

static void
update_status (DaybookEntryRow *self, DaybookEntryStatus status)
{
  static const char *const icons[] = {
    [DAYBOOK_ENTRY_PENDING] = "content-loading-symbolic",
    [DAYBOOK_ENTRY_APPROVED] = "daybook-tick-symbolic",
    [DAYBOOK_ENTRY_REJECTED] = "window-close-symbolic",
    [DAYBOOK_ENTRY_INVOICED] = "changes-prevent-symbolic",
  };

  gtk_image_set_from_icon_name (self->status_icon, icons[status]);
  gtk_label_set_label (self->status_label, daybook_entry_status_name (status));
  set_class (self->status_icon, "success", status == DAYBOOK_ENTRY_APPROVED);
  set_class (self->status_icon, "dim-label", status != DAYBOOK_ENTRY_APPROVED);
  /* What waits is the usual case of a narrow list: only what was decided has a mark there. */
  gtk_widget_set_visible (self->status, !self->narrow || status != DAYBOOK_ENTRY_PENDING);
}

static void
update_times (DaybookEntryRow *self, const DaybookEntry *entry)
{
  g_autofree char *exact = daybook_duration_format_clock (entry->duration);
  g_autofree char *rounded = daybook_duration_format_clock (daybook_week_entry_get_rounded (self->entry));
  gboolean counts = entry->status != DAYBOOK_ENTRY_REJECTED;

  gtk_label_set_label (self->exact, exact);
  gtk_label_set_label (self->rounded, rounded);
  set_class (self->rounded, "heading", counts && entry->billable);
  set_class (self->rounded, "dim-label", !counts);
  set_class (self->title, "dim-label", !counts);
}

static void
update (DaybookEntryRow *self)
{
  const DaybookEntry *entry = daybook_week_entry_get_entry (self->entry);
  const char *flag = daybook_week_entry_get_flag_text (self->entry);
  g_autofree char *title = daybook_week_entry_dup_title (self->entry);
  g_autofree char *subtitle = make_subtitle (self);
  g_autofree char *description = daybook_week_entry_describe (self->entry);
  g_autofree char *select = NULL;

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_label_set_wrap (self->subtitle, self->narrow);
  gtk_label_set_ellipsize (self->subtitle, self->narrow ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_image_set_from_icon_name (self->origin, daybook_entry_origin_icon (entry->origin));
  gtk_widget_set_visible (GTK_WIDGET (self->origin), !self->narrow);
  gtk_label_set_label (self->chip_label, flag != NULL ? flag : "");
  gtk_widget_set_visible (self->chip, flag != NULL && !self->narrow);
  gtk_widget_set_visible (self->flag, flag != NULL && self->narrow);
  gtk_widget_set_size_request (self->status, self->narrow ? -1 : 96, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->status_label), !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->exact), !self->narrow);
  set_class (self, "narrow", self->narrow);
  update_status (self, entry->status);
  update_times (self, entry);

  gtk_widget_set_sensitive (GTK_WIDGET (self->check), !daybook_week_entry_is_locked (self->entry));
  select = g_strdup_printf (_("Select “%s”"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, select, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
}

/* Set beforehand, it would ask the display where the pointer is, for each row that is made. */
static gboolean
on_origin_tooltip_cb (GtkWidget *origin, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip, DaybookEntryRow *self)
{
  if (self->entry == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, daybook_entry_origin_name (daybook_week_entry_get_entry (self->entry)->origin));
  return TRUE;
}

static void
on_entry_changed_cb (DaybookWeekEntry *entry, GParamSpec *pspec, DaybookEntryRow *self)
{
  update (self);
}

static void
on_selection_changed_cb (DaybookWeekSelection *selection, DaybookEntryRow *self)
{
  gboolean selected =
    self->entry != NULL && daybook_week_selection_contains (selection, daybook_week_entry_get_id (self->entry));

  self->updating = TRUE;
  gtk_check_button_set_active (self->check, selected);
  self->updating = FALSE;
}

static void
on_toggled_cb (GtkCheckButton *check, DaybookEntryRow *self)
{
  if (self->entry != NULL && !self->updating)
    daybook_week_selection_set (self->selection, daybook_week_entry_get_id (self->entry),
                                gtk_check_button_get_active (check));
}

static void
daybook_entry_row_finalize (GObject *object)
{
  DaybookEntryRow *self = DAYBOOK_ENTRY_ROW (object);

  g_clear_object (&self->entry);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (daybook_entry_row_parent_class)->finalize (object);
}

static void
daybook_entry_row_class_init (DaybookEntryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_entry_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daybookapp/Daybook/time/daybook-entry-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, check);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, origin);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, chip);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, chip_label);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, status);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, status_icon);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, status_label);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, flag);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, exact);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryRow, rounded);
  gtk_widget_class_bind_template_callback (widget_class, on_origin_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled_cb);
}

static void
daybook_entry_row_init (DaybookEntryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
daybook_entry_row_new (DaybookWeekSelection *selection)
{
  DaybookEntryRow *self = g_object_new (DAYBOOK_TYPE_ENTRY_ROW, NULL);

  self->selection = g_object_ref (selection);
  g_signal_connect_object (selection, "changed", G_CALLBACK (on_selection_changed_cb), self, 0);
  return GTK_WIDGET (self);
}

/* Shows @entry from now on. A row is bound to one entry after another: making one takes longer. */
void
daybook_entry_row_bind (DaybookEntryRow *self, DaybookWeekEntry *entry, gboolean narrow)
{
  g_return_if_fail (DAYBOOK_IS_ENTRY_ROW (self));

  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_func (self->entry, on_entry_changed_cb, self);
  g_set_object (&self->entry, entry);
  self->narrow = narrow;
  g_signal_connect_object (entry, "notify::entry", G_CALLBACK (on_entry_changed_cb), self, 0);
  update (self);
  on_selection_changed_cb (self->selection, self);
}

/* (transfer none) */
DaybookWeekEntry *
daybook_entry_row_get_entry (DaybookEntryRow *self)
{
  return self->entry;
}

void
daybook_entry_row_set_narrow (DaybookEntryRow *self, gboolean narrow)
{
  g_return_if_fail (DAYBOOK_IS_ENTRY_ROW (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  update (self);
}

/* Selects it, or no longer. */
void
daybook_entry_row_toggle (DaybookEntryRow *self)
{
  g_return_if_fail (DAYBOOK_IS_ENTRY_ROW (self));

  if (gtk_widget_is_sensitive (GTK_WIDGET (self->check)))
    gtk_check_button_set_active (self->check, !gtk_check_button_get_active (self->check));
}
