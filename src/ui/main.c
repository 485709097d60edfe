/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "daybook-application.h"
#include "daybook-config.h"
#include "ipc/daybook-names.h"

int
main (int argc, char *argv[])
{
  const struct rlimit none = { 0, 0 };
  const char *localedir = g_getenv ("DAYBOOK_LOCALEDIR");
  g_autoptr (DaybookApplication) application = NULL;

  /* What the person works with is for nobody else: files are private and a crash leaves no image of memory. */
  daybook_forget_relative_folders ();
  umask (077);
  setrlimit (RLIMIT_CORE, &none);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : DAYBOOK_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = daybook_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
