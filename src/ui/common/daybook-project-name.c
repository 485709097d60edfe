/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-project-name.h"

#include <glib/gi18n.h>

#include "base/daybook-text.h"

/* (transfer full) A project as every page names it: "ACME / Website", "Website" without a client, "No
 * Project" without a project. One line. */
char *
daybook_project_name_format (const char *client, const char *project)
{
  g_autofree char *client_line = daybook_text_one_line (client);
  g_autofree char *project_line = daybook_text_one_line (project);

  if (*project_line == '\0')
    return g_strdup (_("No Project"));
  if (*client_line == '\0')
    return g_steal_pointer (&project_line);
  /* Translators: a client, then one of its projects */
  return g_strdup_printf (C_ ("project", "%s / %s"), client_line, project_line);
}
