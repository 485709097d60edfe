/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"
#include "daybook-options.h"
#include "daybook-output.h"
#include "insight/daybook-intent.h"

#define LONGEST_INPUT ((gsize) 64 << 20)

/* A probability to three digits: more is not known of it. */
static void
add_line (JsonBuilder *builder, const char *line)
{
  DaybookIntent intent;
  g_autofree char *text = daybook_text_clean (line);

  daybook_intent_classify (text, &intent);
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "text", text);
  daybook_json_add_bool (builder, "actionable", intent.actionable);
  daybook_output_confidence (builder, "confidence", intent.confidence);
  daybook_json_add_text (builder, "language", intent.language);
  json_builder_end_object (builder);
}

static gboolean
add_file (JsonBuilder *builder, FILE *file, const char *name, GError **error)
{
  g_autofree char *line = NULL;
  size_t size = 0, total = 0;
  ssize_t length;

  while ((length = getline (&line, &size, file)) >= 0)
    {
      total += (size_t) length;
      if (total > LONGEST_INPUT)
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE, _ ("“%s” is larger than 64 MB."), name);
          return FALSE;
        }
      line[strcspn (line, "\r\n")] = '\0';
      add_line (builder, line);
    }
  if (ferror (file))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” cannot be read: %s"), name, g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

/* classify [FILE]: the built-in engine on lines of text, one answer a line, in their order. Needs no database. */
gboolean
daybook_command_classify (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const DaybookColumn columns[] = {
    { "actionable", N_ ("Asks"), DAYBOOK_CELL_FLAG, 0 },
    { "confidence", N_ ("Confidence"), DAYBOOK_CELL_NUMBER, 0 },
    { "language", N_ ("Language"), DAYBOOK_CELL_TEXT, 0 },
    { "text", N_ ("Text"), DAYBOOK_CELL_TEXT, 90 },
    { NULL }
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  FILE *file = stdin;
  gboolean ok;

  if (!daybook_options_parse (ctl, "classify", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 1, "classify [FILE]", error))
    return FALSE;
  if (argc > 1)
    file = g_fopen (argv[1], "re");
  if (file == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _ ("“%s” cannot be read: %s"), argv[1],
                   g_strerror (errno));
      return FALSE;
    }
  json_builder_begin_array (builder);
  ok = add_file (builder, file, argc > 1 ? argv[1] : _ ("standard input"), error);
  json_builder_end_array (builder);
  if (file != stdin)
    fclose (file);
  if (ok)
    daybook_output_print (ctl, g_steal_pointer (&builder), columns, _ ("There was no line to judge."));
  return ok;
}
