/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-errand.h"
#include "daybook-options.h"
#include "daybook-output.h"

/* The worker alone knows the services: it is asked, offline. */
gboolean
daybook_command_providers (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const DaybookColumn columns[] = {
    { "id", N_ ("Provider"), DAYBOOK_CELL_TEXT, 0 },
    { "name", N_ ("Name"), DAYBOOK_CELL_TEXT, 0 },
    { "kinds", N_ ("Brings"), DAYBOOK_CELL_LIST, 0 },
    { "sign_in", N_ ("Signs in by"), DAYBOOK_CELL_LIST, 0 },
    { "configured", N_ ("Ready"), DAYBOOK_CELL_TEXT, 0 },
    { NULL }
  };
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "providers");
  g_autoptr (JsonNode) node = NULL;
  const char *text;

  if (!daybook_options_parse (ctl, "providers", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "providers", error))
    return FALSE;
  daybook_errand_never_agent (errand);
  if (!daybook_errand_run (errand, error))
    return FALSE;
  text = daybook_errand_get_result (errand, "providers");
  node = text != NULL ? json_from_string (text, NULL) : NULL;
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL,
                           _ ("The worker did not say what it can connect."));
      return FALSE;
    }
  daybook_output_print_array (ctl, node, columns, "");
  return TRUE;
}
