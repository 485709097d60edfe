/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-mnemonic-names.h"

/* What is left is the label inside, which is shown without the underscore. The child is asked and not the button: GTK 4.8
 * tells of a label that goes while an icon has its place already, and then takes the one for the other. */
static void
mend (GtkButton *button)
{
  if (gtk_button_get_use_underline (button) && GTK_IS_LABEL (gtk_button_get_child (button)))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static gboolean
on_realize_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GObject *widget = g_value_get_object (&values[0]);

  if (GTK_IS_BUTTON (widget)
      && g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, mend, NULL) == 0)
    {
      mend (GTK_BUTTON (widget));
      g_signal_connect (widget, "notify::label", G_CALLBACK (mend), NULL);
    }
  return TRUE;
}

void
daybook_mnemonic_names_mend (void)
{
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET), 0, on_realize_cb, NULL, NULL);
}
