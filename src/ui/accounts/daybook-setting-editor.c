/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-setting-editor.h"

#include "common/daybook-service-setting.h"

struct _DaybookSettingEditor
{
  GObject parent_instance;

  DaybookProviderSetting *setting; /* (owned) */
  GtkWidget *row;      /* (owned) */
  GtkWidget *control;  /* (unowned) in the row */
  char *shown;         /* (owned) (nullable) */
  gboolean showing;    /* what changes now is not the person's doing */
};

G_DEFINE_FINAL_TYPE (DaybookSettingEditor, daybook_setting_editor, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
tell (DaybookSettingEditor *self, const char *value)
{
  if (self->showing || g_strcmp0 (value, self->shown) == 0 || !daybook_provider_setting_check (self->setting, value, NULL))
    return;
  g_free (self->shown);
  self->shown = g_strdup (value);
  g_signal_emit (self, signals[CHANGED], 0, value);
}

static void
on_switched_cb (DaybookSettingEditor *self)
{
  tell (self, gtk_switch_get_active (GTK_SWITCH (self->control)) ? "on" : "off");
}

static void
on_number_cb (DaybookSettingEditor *self)
{
  g_autofree char *number = g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->control)));

  tell (self, number);
}

static void
on_text_cb (DaybookSettingEditor *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->control))));

  tell (self, text);
}

static void
name_control (DaybookSettingEditor *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_PROPERTY_LABEL, self->setting->label, -1);
  if (self->setting->description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    self->setting->description, -1);
}

static void
make_action_row (DaybookSettingEditor *self)
{
  gboolean is_switch = g_str_equal (self->setting->type, "bool");

  self->row = adw_action_row_new ();
  g_object_set (self->row, "title-lines", 0, "subtitle-lines", 0, NULL);
  if (self->setting->description != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), self->setting->description);
  if (is_switch)
    {
      self->control = gtk_switch_new ();
      g_signal_connect_swapped (self->control, "notify::active", G_CALLBACK (on_switched_cb), self);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->row), self->control);
    }
  else
    {
      self->control = gtk_spin_button_new_with_range ((double) self->setting->min, (double) self->setting->max, 1);
      gtk_editable_set_width_chars (GTK_EDITABLE (self->control), 5);
      g_signal_connect_swapped (self->control, "value-changed", G_CALLBACK (on_number_cb), self);
    }
  gtk_widget_set_valign (self->control, GTK_ALIGN_CENTER);
  /* The row's title is a switch's name by itself. */
  if (!is_switch)
    name_control (self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), self->control);
}

static void
make_entry_row (DaybookSettingEditor *self)
{
  self->row = adw_entry_row_new ();
  self->control = self->row;
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->row), TRUE);
  gtk_widget_set_tooltip_text (self->row, self->setting->description);
  g_signal_connect_swapped (self->row, "apply", G_CALLBACK (on_text_cb), self);
}

static void
daybook_setting_editor_finalize (GObject *object)
{
  DaybookSettingEditor *self = DAYBOOK_SETTING_EDITOR (object);

  g_signal_handlers_disconnect_by_data (self->control, self);
  g_clear_object (&self->row);
  daybook_service_setting_free (self->setting);
  g_free (self->shown);
  G_OBJECT_CLASS (daybook_setting_editor_parent_class)->finalize (object);
}

static void
daybook_setting_editor_class_init (DaybookSettingEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_setting_editor_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
daybook_setting_editor_init (DaybookSettingEditor *self)
{
}

DaybookSettingEditor *
daybook_setting_editor_new (const DaybookProviderSetting *setting)
{
  DaybookSettingEditor *self = g_object_new (DAYBOOK_TYPE_SETTING_EDITOR, NULL);

  self->setting = daybook_service_setting_copy (setting);
  if (g_str_equal (setting->type, "text"))
    make_entry_row (self);
  else
    make_action_row (self);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), setting->label);
  g_object_ref_sink (self->row);
  return self;
}

/* (transfer none) */
GtkWidget *
daybook_setting_editor_get_row (DaybookSettingEditor *self)
{
  return self->row;
}

const DaybookProviderSetting *
daybook_setting_editor_get_setting (DaybookSettingEditor *self)
{
  return self->setting;
}

/* @value as it is stored; NULL: the default. A text that is being typed stays. */
void
daybook_setting_editor_show (DaybookSettingEditor *self, const char *value)
{
  const char *shown = value != NULL ? value : self->setting->default_value != NULL ? self->setting->default_value : "";

  if (g_strcmp0 (self->shown, shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (shown);
  self->showing = TRUE;
  if (GTK_IS_SWITCH (self->control))
    gtk_switch_set_active (GTK_SWITCH (self->control), g_str_equal (shown, "on"));
  else if (GTK_IS_SPIN_BUTTON (self->control))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->control), (double) g_ascii_strtoll (shown, NULL, 10));
  else
    gtk_editable_set_text (GTK_EDITABLE (self->control), shown);
  self->showing = FALSE;
}
