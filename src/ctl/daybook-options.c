/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-options.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "base/daybook-duration.h"
#include "base/daybook-text.h"
#include "base/daybook-time-words.h"
#include "records/daybook-project.h"
#include "store/daybook-entries.h"

/* Reads @entries and --json out of the command's words (argv[0] is the command). What is left are its
 * arguments, from argv[1]. Words are taken from @argv, not freed. --help tells of all of them and ends
 * the program. */
gboolean
daybook_options_parse (DaybookCtl *ctl,
                       const char *name,
                       const GOptionEntry *entries,
                       int *argc,
                       char ***argv,
                       GError **error)
{
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &ctl->json, N_ ("Print JSON"), NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &ctl->verbose, N_ ("Say what is being done"), NULL },
    { NULL }
  };
  g_autofree char *program = g_strdup_printf ("daybookctl %s", name);
  g_autoptr (GOptionContext) context = g_option_context_new (ctl->command->arguments);
  g_autoptr (GError) local = NULL;
  gboolean parsed;

  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ (ctl->command->summary));
  /* The usage line begins with it. */
  g_set_prgname (program);
  parsed = g_option_context_parse (context, argc, argv, &local);
  g_set_prgname ("daybookctl");
  if (!parsed)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("%s: see “daybookctl %s --help”."),
                   local->message, name);
      return FALSE;
    }
  /* GOption leaves "--" in place: it only ends the options. */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      for (int i = 1; i + 1 < *argc; i++)
        (*argv)[i] = (*argv)[i + 1];
      (*argc)--;
    }
  if (ctl->verbose)
    g_setenv ("G_MESSAGES_DEBUG", "daybook", FALSE);
  return TRUE;
}

/* Refuses too few or too many arguments; @most -1 = any number. */
gboolean
daybook_options_expect (int argc, int least, int most, const char *usage, GError **error)
{
  if (argc - 1 >= least && (most < 0 || argc - 1 <= most))
    return TRUE;
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("Usage: daybookctl %s"), usage);
  return FALSE;
}

/* --limit: how many rows at most. */
gboolean
daybook_options_limit (int limit, int most, GError **error)
{
  if (limit >= 1 && limit <= most)
    return TRUE;
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("--limit is a number from 1 to %d."), most);
  return FALSE;
}

/* A day as people type it; @fallback when @text is NULL. */
gboolean
daybook_options_day (DaybookCtl *ctl, const char *text, DaybookDay fallback, DaybookDay *day, GError **error)
{
  *day = fallback;
  return text == NULL || daybook_day_parse_word (text, daybook_ctl_get_today (ctl), day, error);
}

/* --from and --to, both inclusive, into days [from, to). */
gboolean
daybook_options_days (DaybookCtl *ctl,
                      const char *from_text,
                      const char *to_text,
                      DaybookDay from_fallback,
                      DaybookDay to_fallback,
                      DaybookDay *from,
                      DaybookDay *to,
                      GError **error)
{
  if (!daybook_options_day (ctl, from_text, from_fallback, from, error))
    return FALSE;
  /* A single bound is the whole range's other end where it would turn around. */
  if (to_text == NULL && from_text != NULL && to_fallback != DAYBOOK_DAY_NONE && to_fallback < *from)
    to_fallback = *from;
  if (!daybook_options_day (ctl, to_text, to_fallback, to, error))
    return FALSE;
  if (from_text == NULL && to_text != NULL && *from != DAYBOOK_DAY_NONE && *from > *to)
    *from = *to;
  if (*from != DAYBOOK_DAY_NONE && *to != DAYBOOK_DAY_NONE && *from > *to)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("--from is later than --to."));
      return FALSE;
    }
  if (*to != DAYBOOK_DAY_NONE)
    (*to)++;
  return TRUE;
}

gboolean
daybook_options_instant (DaybookCtl *ctl, const char *text, gint64 *instant, GError **error)
{
  return daybook_instant_parse_word (text, daybook_ctl_get_zone (ctl), daybook_ctl_now (ctl), instant, error);
}

/* The row that a text id or a unique prefix of it names. */
gboolean
daybook_options_row (DaybookCtl *ctl, DaybookKind kind, const char *text, gint64 *number, GError **error)
{
  DaybookStore *store = daybook_ctl_get_store (ctl, error);

  return store != NULL && daybook_store_resolve (store, kind, text, number, error);
}

static gboolean
names_match (const char *a, const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  return g_str_equal (folded_a, folded_b);
}

#define SEVERAL (-1)

/* A client, project or person by name ("Website", "ACME/Website"): its number, 0 where nothing is so
 * called, SEVERAL where more than one is. */
static gint64
find_named (DaybookStore *store, DaybookKind kind, const char *text)
{
  g_autoptr (GPtrArray) rows = NULL;
  gint64 found = 0;

  if (kind == DAYBOOK_KIND_CLIENT)
    rows = daybook_store_list_clients (store, FALSE, NULL);
  else if (kind == DAYBOOK_KIND_PROJECT)
    rows = daybook_store_list_projects (store, FALSE, NULL);
  else
    rows = daybook_store_list_people (store, FALSE, NULL);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      gint64 id;
      gboolean matches;

      if (kind == DAYBOOK_KIND_CLIENT)
        {
          const DaybookClient *client = rows->pdata[i];

          id = client->id;
          matches = names_match (client->name, text);
        }
      else if (kind == DAYBOOK_KIND_PROJECT)
        {
          const DaybookProject *project = rows->pdata[i];
          g_autofree char *full = g_strdup_printf ("%s/%s", project->client_name != NULL ? project->client_name : "",
                                                   project->name);

          id = project->id;
          matches = names_match (project->name, text) || names_match (full, text);
        }
      else
        {
          const DaybookPerson *person = rows->pdata[i];

          id = person->id;
          matches = names_match (person->name, text);
        }
      if (matches && found != 0)
        return SEVERAL;
      if (matches)
        found = id;
    }
  return found;
}

/* A client, project or person by its name where that is clear, else by id. */
gboolean
daybook_options_named_row (DaybookCtl *ctl, DaybookKind kind, const char *text, gint64 *number, GError **error)
{
  DaybookStore *store = daybook_ctl_get_store (ctl, error);
  g_autoptr (GError) local = NULL;

  if (store == NULL)
    return FALSE;
  *number = find_named (store, kind, text);
  if (*number == SEVERAL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   kind == DAYBOOK_KIND_PROJECT
                       ? _ ("Several projects are called “%s”: name the client too (CLIENT/PROJECT), or give an id.")
                       : _ ("Several are called “%s”: give an id."),
                   text);
      return FALSE;
    }
  if (*number != 0 || daybook_store_resolve (store, kind, text, number, &local))
    return TRUE;
  /* Too short for an id: it was meant as a name. */
  if (strlen (text) < 4)
    g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _ ("Nothing is called “%s”."), text);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* For what must say something: white space alone does not. Else the error is @missing, a sentence. */
gboolean
daybook_options_text (const char *text, const char *missing, GError **error)
{
  g_autofree char *shown = daybook_text_one_line (text);

  if (*shown != '\0')
    return TRUE;
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, missing);
  return FALSE;
}

/* "key=value" into its halves (transfer full). */
gboolean
daybook_options_pair (const char *text, char **key, char **value, GError **error)
{
  const char *equals = strchr (text, '=');

  if (equals == NULL || equals == text)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is not of the form key=value."), text);
      return FALSE;
    }
  *key = g_strndup (text, (gsize) (equals - text));
  *value = g_strdup (equals + 1);
  return TRUE;
}

gboolean
daybook_options_boolean (const char *text, gboolean *value, GError **error)
{
  static const char *const yes[] = { "on", "yes", "true", "1", NULL };
  static const char *const no[] = { "off", "no", "false", "0", NULL };

  if (!g_strv_contains (yes, text) && !g_strv_contains (no, text))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is neither on nor off."), text);
      return FALSE;
    }
  *value = g_strv_contains (yes, text);
  return TRUE;
}

gboolean
daybook_options_duration (const char *text, gint64 *seconds, GError **error)
{
  return daybook_duration_parse (text, seconds, error);
}

#define SECRET_MAX 16384

/* All of stdin, one trailing newline taken off: `printf %s` and `echo` both work. */
char *
daybook_options_read_secret (GError **error)
{
  char buffer[SECRET_MAX + 1];
  gsize length = 0;
  gssize n;

  while (length < SECRET_MAX && (n = read (STDIN_FILENO, buffer + length, SECRET_MAX - length)) > 0)
    length += (gsize) n;
  while (length > 0 && (buffer[length - 1] == '\n' || buffer[length - 1] == '\r'))
    length--;
  buffer[length] = '\0';
  if (length == 0 || memchr (buffer, '\0', length) != NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           length == 0 ? _ ("No secret came on stdin.")
                                       : _ ("A secret is text: a NUL byte came on stdin."));
      explicit_bzero (buffer, sizeof buffer);
      return NULL;
    }
  return g_strdup (buffer);
}
