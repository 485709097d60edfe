/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <stdio.h>

#include "base/daybook-error.h"
#include "daybook-options.h"
#include "daybook-output.h"
#include "store/daybook-backup.h"

static gboolean
print_sentences (DaybookCtl *ctl, const char *member, GPtrArray *sentences, const char *none)
{
  JsonBuilder *builder;

  if (!ctl->json)
    {
      for (guint i = 0; i < sentences->len; i++)
        printf ("%s\n", (const char *) sentences->pdata[i]);
      if (sentences->len == 0)
        printf ("%s\n", none);
      return TRUE;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < sentences->len; i++)
    json_builder_add_string_value (builder, sentences->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  daybook_output_print_object (ctl, builder);
  return TRUE;
}

gboolean
daybook_command_check (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean repair = FALSE;
  const GOptionEntry entries[] = {
    { "repair", 0, 0, G_OPTION_ARG_NONE, &repair, N_ ("Mend what can be mended"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) problems = NULL;

  if (!daybook_options_parse (ctl, "check", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "check [--repair]", error))
    return FALSE;
  if (repair)
    {
      /* What cannot be opened can still be replaced. */
      g_autoptr (GPtrArray) done = daybook_ctl_get_store (ctl, NULL) != NULL
                                       ? daybook_store_repair (ctl->store, error)
                                       : daybook_store_repair_closed (NULL, error);

      return done != NULL && print_sentences (ctl, "repaired", done, _ ("There was nothing to mend."));
    }
  if (daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  problems = daybook_store_check (ctl->store, TRUE);
  print_sentences (ctl, "problems", problems, _ ("The database is sound."));
  if (problems->len > 0)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   ngettext ("%u problem was found: try “daybookctl check --repair”.",
                             "%u problems were found: try “daybookctl check --repair”.", problems->len),
                   problems->len);
      return FALSE;
    }
  return TRUE;
}
