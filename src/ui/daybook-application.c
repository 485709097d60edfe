/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-application-private.h"

#include <glib/gi18n.h>

#include "common/daybook-mnemonic-names.h"
#include "common/daybook-whole-text.h"
#include "daybook-config.h"

struct _DaybookApplication
{
  AdwApplication parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) until startup */
};

G_DEFINE_FINAL_TYPE (DaybookApplication, daybook_application, ADW_TYPE_APPLICATION)

/* Brings the main window to the front, making it first where there is none. */
DaybookWindow *
daybook_application_present_window (DaybookApplication *self)
{
  GtkWindow *window = NULL;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (DAYBOOK_IS_WINDOW (l->data))
      window = l->data;
  if (window == NULL)
    window = GTK_WINDOW (daybook_window_new (self, self->workspace));
  gtk_window_present (window);
  return DAYBOOK_WINDOW (window);
}

static void
daybook_application_startup (GApplication *application)
{
  DaybookApplication *self = DAYBOOK_APPLICATION (application);

  G_APPLICATION_CLASS (daybook_application_parent_class)->startup (application);

  daybook_mnemonic_names_mend ();
  daybook_whole_text_watch ();
  gtk_window_set_default_icon_name (DAYBOOK_APPLICATION_ID);
  self->workspace = daybook_workspace_new ();
  daybook_application_add_actions (self);
}

static void
daybook_application_activate (GApplication *application)
{
  daybook_application_present_window (DAYBOOK_APPLICATION (application));
}

static void
daybook_application_shutdown (GApplication *application)
{
  daybook_workspace_settle (DAYBOOK_APPLICATION (application)->workspace);
  G_APPLICATION_CLASS (daybook_application_parent_class)->shutdown (application);
}

static int
daybook_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("daybook %s\n", DAYBOOK_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (options, "verbose"))
    g_setenv ("G_MESSAGES_DEBUG", "daybook", TRUE);
  return -1;
}

static void
daybook_application_finalize (GObject *object)
{
  DaybookApplication *self = DAYBOOK_APPLICATION (object);

  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_application_parent_class)->finalize (object);
}

static void
daybook_application_class_init (DaybookApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = daybook_application_finalize;
  application_class->startup = daybook_application_startup;
  application_class->shutdown = daybook_application_shutdown;
  application_class->activate = daybook_application_activate;
  application_class->handle_local_options = daybook_application_handle_local_options;
}

static void
daybook_application_init (DaybookApplication *self)
{
  const GOptionEntry options[] = {
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Tell what is being done"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

DaybookApplication *
daybook_application_new (void)
{
  g_set_application_name (_("Daybook"));
  return g_object_new (DAYBOOK_TYPE_APPLICATION, "application-id", DAYBOOK_APPLICATION_ID, "resource-base-path",
                       "/io/github/daybookapp/Daybook", "flags", G_APPLICATION_DEFAULT_FLAGS, NULL);
}

/* (transfer none) What all windows work on; from startup on. */
DaybookWorkspace *
daybook_application_get_workspace (DaybookApplication *self)
{
  g_return_val_if_fail (DAYBOOK_IS_APPLICATION (self), NULL);
  return self->workspace;
}
