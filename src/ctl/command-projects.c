/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-money.h"
#include "daybook-options.h"
#include "daybook-rows.h"
#include "store/daybook-entries.h"

/* clients, projects and people: the same four verbs over three nouns. */

typedef struct
{
  char *client, *rate, *currency, *name, *address, *color, *billable;
  gboolean all;
} Words;

static const DaybookColumn columns_clients[] = {
  { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
  { "name", N_ ("Name"), DAYBOOK_CELL_TEXT, 40 },
  { "hourly_rate", N_ ("Rate"), DAYBOOK_CELL_MONEY, 0 },
  { "archived", N_ ("archived"), DAYBOOK_CELL_FLAG, 0 },
  { NULL }
};

static const DaybookColumn columns_projects[] = {
  { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
  { "name", N_ ("Name"), DAYBOOK_CELL_TEXT, 40 },
  { "client_name", N_ ("Client"), DAYBOOK_CELL_TEXT, 40 },
  { "hourly_rate", N_ ("Rate"), DAYBOOK_CELL_MONEY, 0 },
  { "archived", N_ ("archived"), DAYBOOK_CELL_FLAG, 0 },
  { NULL }
};

static const DaybookColumn columns_people[] = {
  { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
  { "name", N_ ("Name"), DAYBOOK_CELL_TEXT, 40 },
  { "address", N_ ("Address"), DAYBOOK_CELL_TEXT, 40 },
  { "archived", N_ ("archived"), DAYBOOK_CELL_FLAG, 0 },
  { NULL }
};

static void
words_clear (Words *words)
{
  g_free (words->client);
  g_free (words->rate);
  g_free (words->currency);
  g_free (words->name);
  g_free (words->address);
  g_free (words->color);
  g_free (words->billable);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static void
set_text (char **slot, const char *text)
{
  if (text == NULL)
    return;
  g_free (*slot);
  *slot = *text != '\0' ? g_strdup (text) : NULL;
}

/* "#3584e4"; "" for none. */
static gboolean
set_color (char **slot, const char *text, GError **error)
{
  gboolean valid = text == NULL || *text == '\0' || (*text == '#' && strlen (text) == 7);

  for (const char *p = text; valid && p != NULL && *p != '\0' && p[1] != '\0'; p++)
    valid = g_ascii_isxdigit (p[1]);
  if (!valid)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is no color: write it like #3584e4."), text);
      return FALSE;
    }
  set_text (slot, text);
  return TRUE;
}

static gboolean
set_rate (const Words *words, gint64 *rate, char **currency, const char *other_currency, GError **error)
{
  const char *code;

  if (words->currency != NULL && *words->currency != '\0' && !daybook_money_is_currency (words->currency))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("“%s” is no currency: write its three letters, for example EUR."), words->currency);
      return FALSE;
    }
  set_text (currency, words->currency);
  if (words->rate == NULL)
    return TRUE;
  if (g_str_equal (words->rate, "none"))
    {
      *rate = -1;
      return TRUE;
    }
  code = *currency != NULL ? *currency : other_currency != NULL ? other_currency : daybook_money_locale_currency ();
  if (*currency == NULL && other_currency == NULL)
    *currency = g_strdup (code);
  if (!daybook_money_parse_exact (words->rate, code, rate, error))
    return FALSE;
  if (*rate >= 0)
    return TRUE;
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("A rate is not negative; “none” takes it away."));
  return FALSE;
}

static gboolean
change_client (DaybookCtl *ctl, DaybookClient *client, const Words *words, GError **error)
{
  set_text (&client->name, words->name);
  set_text (&client->address, words->address);
  return set_rate (words, &client->hourly_rate, &client->currency, NULL, error);
}

static gboolean
change_project (DaybookCtl *ctl, DaybookProject *project, const Words *words, GError **error)
{
  g_autoptr (DaybookClient) client = NULL;

  set_text (&project->name, words->name);
  if (!set_color (&project->color, words->color, error))
    return FALSE;
  if (words->client != NULL && g_str_equal (words->client, "none"))
    project->client_id = 0;
  else if (words->client != NULL
           && !daybook_options_named_row (ctl, DAYBOOK_KIND_CLIENT, words->client, &project->client_id, error))
    return FALSE;
  if (words->billable != NULL && !daybook_options_boolean (words->billable, &project->billable, error))
    return FALSE;
  if (project->client_id != 0)
    client = daybook_store_get_client (ctl->store, project->client_id, NULL);
  return set_rate (words, &project->hourly_rate, &project->currency, client != NULL ? client->currency : NULL, error);
}

static gboolean
change_person (DaybookCtl *ctl, DaybookPerson *person, const Words *words, GError **error)
{
  if (words->rate != NULL || words->currency != NULL)
    daybook_output_message ("%s", _ ("People have no rate of their own: clients and projects do. It was left out."));
  set_text (&person->name, words->name);
  set_text (&person->address, words->address);
  if (words->client == NULL)
    return TRUE;
  return daybook_options_named_row (ctl, DAYBOOK_KIND_CLIENT, words->client, &person->client_id, error);
}

/* Commits what @ok says was written since begin_change, and prints the row. */
static gboolean
end_change (DaybookCtl *ctl, DaybookKind kind, gint64 id, GError **error)
{
  if (id == 0)
    {
      daybook_store_rollback (ctl->store);
      return FALSE;
    }
  if (!daybook_store_commit (ctl->store, error))
    return FALSE;
  if (kind == DAYBOOK_KIND_CLIENT)
    {
      g_autoptr (DaybookClient) client = daybook_store_get_client (ctl->store, id, error);

      if (client != NULL)
        daybook_rows_print_one (ctl, client, (DaybookRowFunc) daybook_row_client);
      return client != NULL;
    }
  if (kind == DAYBOOK_KIND_PROJECT)
    {
      g_autoptr (DaybookProject) project = daybook_store_get_project (ctl->store, id, error);

      if (project != NULL)
        daybook_rows_print_one (ctl, project, (DaybookRowFunc) daybook_row_project);
      return project != NULL;
    }
  {
    g_autoptr (DaybookPerson) person = daybook_store_get_person (ctl->store, id, error);

    if (person != NULL)
      daybook_rows_print_one (ctl, person, (DaybookRowFunc) daybook_row_person);
    return person != NULL;
  }
}

static gboolean
add (DaybookCtl *ctl, DaybookKind kind, const char *name, Words *words, GError **error)
{
  g_autofree char *label = g_strdup_printf (_ ("Add “%s”"), name);
  gint64 id = 0;

  if (!daybook_options_text (name, _ ("A name is missing."), error))
    return FALSE;
  g_free (words->name);
  words->name = g_strdup (name);
  if (!daybook_store_begin_change (ctl->store, label, error))
    return FALSE;
  if (kind == DAYBOOK_KIND_CLIENT)
    {
      g_autoptr (DaybookClient) client = daybook_client_new ();

      if (change_client (ctl, client, words, error))
        id = daybook_store_add_client (ctl->store, client, error);
    }
  else if (kind == DAYBOOK_KIND_PROJECT)
    {
      g_autoptr (DaybookProject) project = daybook_project_new ();

      if (change_project (ctl, project, words, error))
        id = daybook_store_add_project (ctl->store, project, error);
    }
  else
    {
      g_autoptr (DaybookPerson) person = daybook_person_new ();

      if (change_person (ctl, person, words, error))
        id = daybook_store_add_person (ctl->store, person, error);
    }
  return end_change (ctl, kind, id, error);
}

static gboolean
edit (DaybookCtl *ctl, DaybookKind kind, const char *text, const Words *words, gboolean archive, GError **error)
{
  gboolean ok = FALSE;
  gint64 id;

  if ((words->name != NULL && !daybook_options_text (words->name, _ ("A name is missing."), error))
      || !daybook_options_named_row (ctl, kind, text, &id, error)
      || !daybook_store_begin_change (ctl->store, archive ? _ ("Archive") : _ ("Edit"), error))
    return FALSE;
  if (kind == DAYBOOK_KIND_CLIENT)
    {
      g_autoptr (DaybookClient) client = daybook_store_get_client (ctl->store, id, error);

      if (client != NULL && change_client (ctl, client, words, error))
        {
          client->archived |= archive;
          ok = daybook_store_edit_client (ctl->store, client, error);
        }
    }
  else if (kind == DAYBOOK_KIND_PROJECT)
    {
      g_autoptr (DaybookProject) project = daybook_store_get_project (ctl->store, id, error);

      if (project != NULL && change_project (ctl, project, words, error))
        {
          project->archived |= archive;
          ok = daybook_store_edit_project (ctl->store, project, error);
        }
    }
  else
    {
      g_autoptr (DaybookPerson) person = daybook_store_get_person (ctl->store, id, error);

      if (person != NULL && change_person (ctl, person, words, error))
        {
          person->archived |= archive;
          ok = daybook_store_edit_person (ctl->store, person, error);
        }
    }
  return end_change (ctl, kind, ok ? id : 0, error);
}

static gboolean
list (DaybookCtl *ctl, DaybookKind kind, gboolean all, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (kind == DAYBOOK_KIND_CLIENT)
    rows = daybook_store_list_clients (ctl->store, all, error);
  else if (kind == DAYBOOK_KIND_PROJECT)
    rows = daybook_store_list_projects (ctl->store, all, error);
  else
    rows = daybook_store_list_people (ctl->store, all, error);
  if (rows == NULL)
    return FALSE;
  if (kind == DAYBOOK_KIND_CLIENT)
    daybook_rows_print (ctl, rows, (DaybookRowFunc) daybook_row_client, columns_clients,
                        _ ("There is no client yet: “daybookctl clients add NAME --rate 120.00 --currency EUR”."));
  else if (kind == DAYBOOK_KIND_PROJECT)
    daybook_rows_print (ctl, rows, (DaybookRowFunc) daybook_row_project, columns_projects,
                        _ ("There is no project yet: “daybookctl projects add NAME --client C”."));
  else
    daybook_rows_print (ctl, rows, (DaybookRowFunc) daybook_row_person, columns_people,
                        _ ("There is no person yet: “daybookctl people add NAME”."));
  return TRUE;
}

static gboolean
run (DaybookCtl *ctl, const char *command, DaybookKind kind, int argc, char **argv, GError **error)
{
  g_auto (Words) words = { 0 };
  const GOptionEntry entries[] = {
    { "client", 0, 0, G_OPTION_ARG_STRING, &words.client, N_ ("Client, or none"), N_ ("C") },
    { "rate", 0, 0, G_OPTION_ARG_STRING, &words.rate, N_ ("Money an hour, or none"), N_ ("120.00") },
    { "currency", 0, 0, G_OPTION_ARG_STRING, &words.currency, N_ ("Currency"), N_ ("EUR") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &words.name, N_ ("New name (edit)"), N_ ("NAME") },
    { "address", 0, 0, G_OPTION_ARG_STRING, &words.address, N_ ("Address"), N_ ("TEXT") },
    { "color", 0, 0, G_OPTION_ARG_STRING, &words.color, N_ ("Color of a project"), N_ ("#RRGGBB") },
    { "billable", 0, 0, G_OPTION_ARG_STRING, &words.billable, N_ ("Whether a project’s time is billable"), N_ ("on|off") },
    { "all", 0, 0, G_OPTION_ARG_NONE, &words.all, N_ ("Also archived ones"), NULL },
    { NULL }
  };
  g_autofree char *usage = g_strdup_printf ("%s [add NAME | edit ID | archive ID] […]", command);

  if (!daybook_options_parse (ctl, command, entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 2, usage, error) || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  if (argc == 1)
    return list (ctl, kind, words.all, error);
  if (argc == 3 && g_str_equal (argv[1], "add"))
    return add (ctl, kind, argv[2], &words, error);
  if (argc == 3 && g_str_equal (argv[1], "edit"))
    return edit (ctl, kind, argv[2], &words, FALSE, error);
  if (argc == 3 && g_str_equal (argv[1], "archive"))
    return edit (ctl, kind, argv[2], &words, TRUE, error);
  return daybook_options_expect (argc, 0, 0, usage, error);
}

gboolean
daybook_command_clients (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  return run (ctl, "clients", DAYBOOK_KIND_CLIENT, argc, argv, error);
}

gboolean
daybook_command_projects (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  return run (ctl, "projects", DAYBOOK_KIND_PROJECT, argc, argv, error);
}

gboolean
daybook_command_people (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  return run (ctl, "people", DAYBOOK_KIND_PERSON, argc, argv, error);
}
