/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-log/daybook-run-row.h"

#include <glib/gi18n.h>

#include "accounts/daybook-run-words.h"
#include "base/daybook-text.h"
#include "common/daybook-format.h"
#include "common/daybook-service-tile.h"
#include "sync-log/daybook-run-details.h"

struct _DaybookRunRow
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookRunItem *item;        /* (owned) (nullable) */
  const char *style;           /* of the mark */

  /* Template children */
  GtkLabel *time;
  DaybookServiceTile *tile;
  GtkBox *names;
  GtkLabel *account;
  GtkLabel *brief;
  GtkLabel *source;
  GtkLabel *mode;
  GtkImage *mark;
  GtkLabel *state;
  GtkLabel *changes;
  GtkLabel *took;
  GtkImage *arrow;
  GtkRevealer *revealer;
};

G_DEFINE_FINAL_TYPE (DaybookRunRow, daybook_run_row, ADW_TYPE_BIN)

/* Details are made when they are first looked at: most never are. */
static void
show_details (DaybookRunRow *self)
{
  gboolean expanded = self->item != NULL && daybook_run_item_is_expanded (self->item);

  gtk_image_set_from_icon_name (self->arrow, expanded ? "go-down-symbolic" : "go-next-symbolic");
  if (expanded)
    {
      if (gtk_revealer_get_child (self->revealer) == NULL)
        gtk_revealer_set_child (self->revealer, daybook_run_details_new (self->workspace));
      daybook_run_details_show (DAYBOOK_RUN_DETAILS (gtk_revealer_get_child (self->revealer)),
                                daybook_run_item_get_run (self->item));
    }
  gtk_revealer_set_reveal_child (self->revealer, expanded);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
}

static char *
describe (const DaybookSyncRun *run, const char *account, const char *source, const char *state, const char *changes,
          const char *took, gint64 now, DaybookZone *zone)
{
  g_autofree char *when = daybook_run_words_when (run, now, zone);

  return g_strjoin (", ", account, source, state, changes, when, *took != '\0' ? took : NULL, NULL);
}

/* The words, also anew when a minute passed: "Waiting until 15:05" ends. */
void
daybook_run_row_update (DaybookRunRow *self)
{
  gint64 now = daybook_workspace_get_now (self->workspace);
  DaybookZone *zone = daybook_workspace_get_zone (self->workspace);
  const DaybookSyncRun *run = self->item != NULL ? daybook_run_item_get_run (self->item) : NULL;
  g_autofree char *time = NULL, *account = NULL, *source = NULL, *state = NULL, *changes = NULL, *took = NULL,
                  *brief = NULL, *spoken = NULL;

  if (run == NULL)
    return;
  time = daybook_run_words_time (run, now, zone);
  account = daybook_text_one_line (run->account_name);
  /* Translators: a sync that only asked which calendars there are */
  source = run->source_name != NULL ? daybook_text_one_line (run->source_name) : g_strdup (_("List of sources"));
  state = daybook_run_words_state (run, now, zone);
  changes = daybook_run_words_changes (run);
  took = daybook_run_words_duration (run);
  brief = g_strjoin (", ", time, source, state, NULL);
  spoken = describe (run, account, source, state, changes, took, now, zone);
  daybook_service_tile_set_provider (self->tile, run->provider);
  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->account, account);
  gtk_label_set_label (self->brief, brief);
  gtk_label_set_label (self->source, source);
  gtk_label_set_label (self->mode, daybook_run_words_mode (run));
  gtk_label_set_label (self->state, state);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), state);
  gtk_label_set_label (self->changes, changes);
  gtk_label_set_label (self->took, took);
  gtk_image_set_from_icon_name (self->mark, daybook_run_words_get_icon (run));
  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->mark), self->style);
  self->style = daybook_run_words_get_style_class (run);
  gtk_widget_add_css_class (GTK_WIDGET (self->mark), self->style);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
on_item_changed_cb (DaybookRunRow *self)
{
  daybook_run_row_update (self);
  show_details (self);
}

static void
daybook_run_row_dispose (GObject *object)
{
  DaybookRunRow *self = DAYBOOK_RUN_ROW (object);

  daybook_run_row_set_item (self, NULL);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_run_row_parent_class)->dispose (object);
}

static void
daybook_run_row_class_init (DaybookRunRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = daybook_run_row_dispose;
  g_type_ensure (DAYBOOK_TYPE_SERVICE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/sync-log/daybook-run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, time);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, tile);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, names);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, account);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, source);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, mode);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, brief);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, mark);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, state);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, changes);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, took);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunRow, revealer);
}

static void
daybook_run_row_init (DaybookRunRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
daybook_run_row_new (DaybookWorkspace *workspace)
{
  DaybookRunRow *self = g_object_new (DAYBOOK_TYPE_RUN_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  return GTK_WIDGET (self);
}

/* NULL: it shows nothing any more. */
void
daybook_run_row_set_item (DaybookRunRow *self, DaybookRunItem *item)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_object (item, "changed", G_CALLBACK (on_item_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::expanded", G_CALLBACK (show_details), self, G_CONNECT_SWAPPED);
  daybook_run_row_update (self);
  /* A row that is used again for another run does not move. */
  gtk_revealer_set_transition_type (self->revealer, GTK_REVEALER_TRANSITION_TYPE_NONE);
  show_details (self);
  gtk_revealer_set_transition_type (self->revealer, GTK_REVEALER_TRANSITION_TYPE_SLIDE_DOWN);
}

/* Two lines in place of many columns. */
void
daybook_run_row_set_narrow (DaybookRunRow *self, gboolean narrow)
{
  GtkWidget *const columns[] = { GTK_WIDGET (self->time),  GTK_WIDGET (self->source),  GTK_WIDGET (self->mode),
                                 GTK_WIDGET (self->state), GTK_WIDGET (self->changes), GTK_WIDGET (self->took) };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    gtk_widget_set_visible (columns[i], !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->brief), narrow);
}
