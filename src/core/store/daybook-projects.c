/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients, projects, people. */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-entries.h"
#include "store/daybook-store-private.h"

#define LONGEST_NAME 200 /* characters */

static gboolean
require_name (const char *name, GError **error)
{
  if (name == NULL || *name == '\0')
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _("A name is needed."));
      return FALSE;
    }
  if (g_utf8_strlen (name, -1) <= LONGEST_NAME)
    return TRUE;
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _("A name has %d characters at most."), LONGEST_NAME);
  return FALSE;
}

/* Clients ------------------------------------------------------------------------------------------- */

#define CLIENT_COLUMNS "id, name, address, tax_id, currency, hourly_rate, archived, version"

static DaybookClient *
read_client (DaybookStatement *query)
{
  DaybookClient *client = daybook_client_new ();

  client->id = daybook_statement_take_int (query);
  client->name = daybook_statement_take_string_or_empty (query);
  client->address = daybook_statement_take_string (query);
  client->tax_id = daybook_statement_take_string (query);
  client->currency = daybook_statement_take_string (query);
  client->hourly_rate = daybook_statement_take_rate (query);
  client->archived = daybook_statement_take_int (query) != 0;
  client->version = daybook_statement_take_int (query);
  return client;
}

static void
bind_client (DaybookStatement *query, const DaybookClient *client)
{
  daybook_statement_bind_text (query, client->name);
  daybook_statement_bind_text (query, client->address);
  daybook_statement_bind_text (query, client->tax_id);
  daybook_statement_bind_text (query, client->currency);
  daybook_statement_bind_rate (query, client->hourly_rate);
  daybook_statement_bind_int (query, client->archived);
}

/* Two clients in use may not share a name: told before SQLite does, which says it less well. */
static gboolean
check_client_name (DaybookStore *self, const DaybookClient *client, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT 1 FROM client WHERE name = ? COLLATE NOCASE AND NOT archived AND id <> ?");
  gint64 exists = 0;

  if (!require_name (client->name, error))
    return FALSE;
  if (client->archived)
    return TRUE;
  daybook_statement_bind_text (query, client->name);
  daybook_statement_bind_int (query, client->id);
  if (!daybook_statement_run_for_int (query, &exists, error))
    return FALSE;
  if (!exists)
    return TRUE;
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT, _("There is a client “%s” already."), client->name);
  return FALSE;
}

static gboolean
add_client (DaybookStore *self, DaybookClient *client, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO client (name, address, tax_id, currency, hourly_rate, archived) VALUES (?, ?, ?, ?, ?, ?)");

  client->id = 0;
  if (!check_client_name (self, client, error))
    return FALSE;
  bind_client (query, client);
  if (!daybook_statement_run (query, error))
    return FALSE;
  client->id = sqlite3_last_insert_rowid (self->db);
  client->version = 1;
  return daybook_store_journal_added (self, "client", client->id, error);
}

/* Returns the new row's number, also in client->id; 0 on errors. CONFLICT: the name is taken. */
gint64
daybook_store_add_client (DaybookStore *self, DaybookClient *client, GError **error)
{
  if (!daybook_store_enter (self, error))
    return 0;
  return daybook_store_leave (self, add_client (self, client, error), error) ? client->id : 0;
}

static gboolean
edit_client (DaybookStore *self, DaybookClient *client, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE client SET name = ?, address = ?, tax_id = ?, currency = ?, hourly_rate = ?, archived = ?,"
    " version = version + 1 WHERE id = ? AND version = ?");

  if (!check_client_name (self, client, error)
      || !daybook_store_journal_touch (self, "client", client->id, error))
    return FALSE;
  bind_client (query, client);
  daybook_statement_bind_int (query, client->id);
  daybook_statement_bind_int (query, client->version);
  if (!daybook_statement_run (query, error)
      || !daybook_store_check_version (self, "SELECT 1 FROM client WHERE id = ?", client->id, client->name, error))
    return FALSE;
  client->version++;
  return TRUE;
}

/* Versioned. On success client->version is the row's. */
gboolean
daybook_store_edit_client (DaybookStore *self, DaybookClient *client, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, edit_client (self, client, error), error);
}

DaybookClient *
daybook_store_get_client (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " CLIENT_COLUMNS " FROM client WHERE id = ?");
  g_autoptr (DaybookClient) client = NULL;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    client = read_client (query);
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (client == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is no such client."));
  return g_steal_pointer (&client);
}

/* By name. */
GPtrArray *
daybook_store_list_clients (DaybookStore *self, gboolean archived_too, GError **error)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_client_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " CLIENT_COLUMNS " FROM client WHERE ? OR NOT archived ORDER BY name COLLATE NOCASE, id");

  daybook_statement_bind_int (query, archived_too);
  while (daybook_statement_next (query))
    g_ptr_array_add (clients, read_client (query));
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&clients);
}

/* Projects ------------------------------------------------------------------------------------------ */

#define PROJECT_COLUMNS \
  "p.id, p.client_id, p.name, p.hourly_rate, p.currency, p.color, p.billable, p.archived, p.version, c.name," \
  " COALESCE (p.hourly_rate, c.hourly_rate), COALESCE (p.currency, c.currency)"
#define PROJECT_TABLES " FROM project p LEFT JOIN client c ON c.id = p.client_id"

static DaybookProject *
read_project (DaybookStatement *query)
{
  DaybookProject *project = daybook_project_new ();

  project->id = daybook_statement_take_int (query);
  project->client_id = daybook_statement_take_id (query);
  project->name = daybook_statement_take_string_or_empty (query);
  project->hourly_rate = daybook_statement_take_rate (query);
  project->currency = daybook_statement_take_string (query);
  project->color = daybook_statement_take_string (query);
  project->billable = daybook_statement_take_int (query) != 0;
  project->archived = daybook_statement_take_int (query) != 0;
  project->version = daybook_statement_take_int (query);
  project->client_name = daybook_statement_take_string (query);
  project->effective_rate = daybook_statement_take_rate (query);
  project->effective_currency = daybook_statement_take_string (query);
  return project;
}

static void
bind_project (DaybookStatement *query, const DaybookProject *project)
{
  daybook_statement_bind_id (query, project->client_id);
  daybook_statement_bind_text (query, project->name);
  daybook_statement_bind_rate (query, project->hourly_rate);
  daybook_statement_bind_text (query, project->currency);
  daybook_statement_bind_text (query, project->color);
  daybook_statement_bind_int (query, project->billable);
  daybook_statement_bind_int (query, project->archived);
}

static gboolean
add_project (DaybookStore *self, DaybookProject *project, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO project (client_id, name, hourly_rate, currency, color, billable, archived)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)");

  if (!require_name (project->name, error))
    return FALSE;
  bind_project (query, project);
  if (!daybook_statement_run (query, error))
    return FALSE;
  project->id = sqlite3_last_insert_rowid (self->db);
  project->version = 1;
  return daybook_store_journal_added (self, "project", project->id, error);
}

/* Returns the new row's number, also in project->id; 0 on errors. */
gint64
daybook_store_add_project (DaybookStore *self, DaybookProject *project, GError **error)
{
  if (!daybook_store_enter (self, error))
    return 0;
  return daybook_store_leave (self, add_project (self, project, error), error) ? project->id : 0;
}

static gboolean
edit_project (DaybookStore *self, DaybookProject *project, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE project SET client_id = ?, name = ?, hourly_rate = ?, currency = ?, color = ?, billable = ?, archived = ?,"
    " version = version + 1 WHERE id = ? AND version = ?");

  if (!require_name (project->name, error) || !daybook_store_journal_touch (self, "project", project->id, error))
    return FALSE;
  bind_project (query, project);
  daybook_statement_bind_int (query, project->id);
  daybook_statement_bind_int (query, project->version);
  if (!daybook_statement_run (query, error)
      || !daybook_store_check_version (self, "SELECT 1 FROM project WHERE id = ?", project->id, project->name, error))
    return FALSE;
  project->version++;
  return TRUE;
}

/* Versioned. On success project->version is the row's. */
gboolean
daybook_store_edit_project (DaybookStore *self, DaybookProject *project, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, edit_project (self, project, error), error);
}

DaybookProject *
daybook_store_get_project (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " PROJECT_COLUMNS PROJECT_TABLES " WHERE p.id = ?");
  g_autoptr (DaybookProject) project = NULL;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    project = read_project (query);
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (project == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is no such project."));
  return g_steal_pointer (&project);
}

/* By client, then by name; those of no client last. */
GPtrArray *
daybook_store_list_projects (DaybookStore *self, gboolean archived_too, GError **error)
{
  g_autoptr (GPtrArray) projects = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_project_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " PROJECT_COLUMNS PROJECT_TABLES " WHERE ? OR NOT p.archived"
    " ORDER BY c.name IS NULL, c.name COLLATE NOCASE, p.name COLLATE NOCASE, p.id");

  daybook_statement_bind_int (query, archived_too);
  while (daybook_statement_next (query))
    g_ptr_array_add (projects, read_project (query));
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&projects);
}

/* People -------------------------------------------------------------------------------------------- */

#define PERSON_COLUMNS "id, name, address, client_id, archived, version"

static DaybookPerson *
read_person (DaybookStatement *query)
{
  DaybookPerson *person = daybook_person_new ();

  person->id = daybook_statement_take_int (query);
  person->name = daybook_statement_take_string_or_empty (query);
  person->address = daybook_statement_take_string (query);
  person->client_id = daybook_statement_take_id (query);
  person->archived = daybook_statement_take_int (query) != 0;
  person->version = daybook_statement_take_int (query);
  return person;
}

static void
bind_person (DaybookStatement *query, const DaybookPerson *person)
{
  daybook_statement_bind_text (query, person->name);
  daybook_statement_bind_text (query, person->address);
  daybook_statement_bind_id (query, person->client_id);
  daybook_statement_bind_int (query, person->archived);
}

static gboolean
add_person (DaybookStore *self, DaybookPerson *person, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "INSERT INTO person (name, address, client_id, archived) VALUES (?, ?, ?, ?)");

  if (!require_name (person->name, error))
    return FALSE;
  bind_person (query, person);
  if (!daybook_statement_run (query, error))
    return FALSE;
  person->id = sqlite3_last_insert_rowid (self->db);
  person->version = 1;
  return daybook_store_journal_added (self, "person", person->id, error);
}

/* Returns the new row's number, also in person->id; 0 on errors. */
gint64
daybook_store_add_person (DaybookStore *self, DaybookPerson *person, GError **error)
{
  if (!daybook_store_enter (self, error))
    return 0;
  return daybook_store_leave (self, add_person (self, person, error), error) ? person->id : 0;
}

static gboolean
edit_person (DaybookStore *self, DaybookPerson *person, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE person SET name = ?, address = ?, client_id = ?, archived = ?, version = version + 1"
    " WHERE id = ? AND version = ?");

  if (!require_name (person->name, error) || !daybook_store_journal_touch (self, "person", person->id, error))
    return FALSE;
  bind_person (query, person);
  daybook_statement_bind_int (query, person->id);
  daybook_statement_bind_int (query, person->version);
  if (!daybook_statement_run (query, error)
      || !daybook_store_check_version (self, "SELECT 1 FROM person WHERE id = ?", person->id, person->name, error))
    return FALSE;
  person->version++;
  return TRUE;
}

/* Versioned. On success person->version is the row's. */
gboolean
daybook_store_edit_person (DaybookStore *self, DaybookPerson *person, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, edit_person (self, person, error), error);
}

DaybookPerson *
daybook_store_get_person (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " PERSON_COLUMNS " FROM person WHERE id = ?");
  g_autoptr (DaybookPerson) person = NULL;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    person = read_person (query);
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (person == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is no such person."));
  return g_steal_pointer (&person);
}

/* By name. */
GPtrArray *
daybook_store_list_people (DaybookStore *self, gboolean archived_too, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_person_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " PERSON_COLUMNS " FROM person WHERE ? OR NOT archived ORDER BY name COLLATE NOCASE, id");

  daybook_statement_bind_int (query, archived_too);
  while (daybook_statement_next (query))
    g_ptr_array_add (people, read_person (query));
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&people);
}
