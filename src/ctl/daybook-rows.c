/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-rows.h"

#include <glib/gi18n.h>

#include "records/daybook-health.h"
#include "store/daybook-accounts.h"

const DaybookColumn daybook_columns_accounts[] = {
  { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
  { "name", N_ ("Name"), DAYBOOK_CELL_TEXT, 32 },
  { "provider", N_ ("Provider"), DAYBOOK_CELL_TEXT, 0 },
  { "identity", N_ ("Identity"), DAYBOOK_CELL_TEXT, 32 },
  { "health", N_ ("Status"), DAYBOOK_CELL_TEXT, 0 },
  { "retry_at", N_ ("Until"), DAYBOOK_CELL_INSTANT, 0 },
  { "last_sync_at", N_ ("Last sync"), DAYBOOK_CELL_INSTANT, 0 },
  { "item_count", N_ ("Items"), DAYBOOK_CELL_NUMBER, 0 },
  { "last_error", N_ ("Error"), DAYBOOK_CELL_TEXT, 60 },
  { NULL }
};

const DaybookColumn daybook_columns_sources[] = {
  { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
  { "name", N_ ("Name"), DAYBOOK_CELL_TEXT, 40 },
  { "kind", N_ ("Kind"), DAYBOOK_CELL_TEXT, 0 },
  { "state", N_ ("State"), DAYBOOK_CELL_TEXT, 0 },
  { "enabled", N_ ("Synced"), DAYBOOK_CELL_TEXT, 0 },
  { "direction", N_ ("Direction"), DAYBOOK_CELL_TEXT, 0 },
  { "last_sync_at", N_ ("Last sync"), DAYBOOK_CELL_INSTANT, 0 },
  { "held_deletions", N_ ("Held"), DAYBOOK_CELL_NUMBER, 0 },
  { "quarantined", N_ ("Left out"), DAYBOOK_CELL_NUMBER, 0 },
  { NULL }
};

const DaybookColumn daybook_columns_runs[] = {
  { "started_at", N_ ("Time"), DAYBOOK_CELL_INSTANT, 0 },
  { "account", N_ ("Account"), DAYBOOK_CELL_TEXT, 0 },
  { "source", N_ ("Source"), DAYBOOK_CELL_TEXT, 0 },
  { "mode", N_ ("Mode"), DAYBOOK_CELL_TEXT, 0 },
  { "status", N_ ("Status"), DAYBOOK_CELL_TEXT, 0 },
  { "fetched", N_ ("Fetched"), DAYBOOK_CELL_NUMBER, 0 },
  { "created", N_ ("New"), DAYBOOK_CELL_NUMBER, 0 },
  { "updated", N_ ("Changed"), DAYBOOK_CELL_NUMBER, 0 },
  { "deleted", N_ ("Gone"), DAYBOOK_CELL_NUMBER, 0 },
  { "requests", N_ ("Requests"), DAYBOOK_CELL_NUMBER, 0 },
  { "duration_ms", N_ ("ms"), DAYBOOK_CELL_NUMBER, 0 },
  { "error", N_ ("Error"), DAYBOOK_CELL_TEXT, 60 },
  { NULL }
};

const DaybookColumn daybook_columns_entries[] = {
  { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
  { "start", N_ ("Start"), DAYBOOK_CELL_INSTANT, 0 },
  { "duration", N_ ("Duration"), DAYBOOK_CELL_DURATION, 0 },
  { "title", N_ ("Title"), DAYBOOK_CELL_TEXT, 48 },
  { "project_name", N_ ("Project"), DAYBOOK_CELL_TEXT, 24 },
  { "client_name", N_ ("Client"), DAYBOOK_CELL_TEXT, 24 },
  { "billable", N_ ("billable"), DAYBOOK_CELL_FLAG, 0 },
  { "status", N_ ("Status"), DAYBOOK_CELL_TEXT, 0 },
  { "flags", N_ ("Flags"), DAYBOOK_CELL_LIST, 0 },
  { NULL }
};

/* Items of the account that vanished at once and are kept until the person decides, and those that could not be
 * read. */
static void
count_missing (DaybookCtl *ctl, const DaybookAccount *account, gint64 *held, gint64 *quarantined)
{
  g_autoptr (GPtrArray) sources = daybook_store_list_sources (ctl->store, account->id, NULL);

  *held = *quarantined = 0;
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      *held += MAX (source->held_count, 0);
      *quarantined += daybook_store_count_quarantined (ctl->store, source->id);
    }
}

static void
add_account (JsonBuilder *builder, DaybookCtl *ctl, const DaybookAccount *account)
{
  g_autofree char *explained = daybook_health_explain (account);
  gint64 held, quarantined;

  count_missing (ctl, account, &held, &quarantined);
  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_ACCOUNT, account->id);
  daybook_json_add_text (builder, "provider", account->provider);
  daybook_json_add_text (builder, "name", account->name);
  daybook_json_add_text (builder, "identity", account->identity);
  daybook_json_add_text (builder, "status", daybook_account_status_to_string (account->status));
  daybook_json_add_text (builder, "reason", account->paused ? "paused" : account->reason);
  /* For people: the same words as in the windows and in notifications. */
  daybook_json_add_text (builder, "health", daybook_health_describe (account));
  daybook_json_add_instant (builder, "retry_at", account->retry_at);
  daybook_json_add_bool (builder, "syncing", account->syncing);
  daybook_json_add_instant (builder, "last_sync_at", account->last_sync_at);
  daybook_json_add_instant (builder, "next_sync_at", account->next_sync_at);
  daybook_json_add_text (builder, "last_error", explained);
  daybook_json_add_text (builder, "error_code", daybook_health_get_error_code (account));
  daybook_json_add_int (builder, "item_count", account->item_count);
  daybook_json_add_int (builder, "suggestion_count", account->suggestion_count);
  daybook_json_add_int (builder, "held_deletions", held);
  daybook_json_add_int (builder, "quarantined", quarantined);
  daybook_json_add_int (builder, "failures", account->failures);
  daybook_output_json (builder, "settings", account->settings, "{}");
  json_builder_end_object (builder);
}

static void
add_source (JsonBuilder *builder, DaybookCtl *ctl, const DaybookSource *source)
{
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_SOURCE, source->id);
  daybook_json_add_id (builder, "account", DAYBOOK_KIND_ACCOUNT, source->account_id);
  daybook_json_add_text (builder, "external_id", source->external_id);
  daybook_json_add_text (builder, "name", source->name);
  daybook_json_add_text (builder, "kind", source->kind);
  daybook_json_add_text (builder, "owner", source->owner);
  daybook_json_add_text (builder, "state", daybook_source_state_to_string (source->state));
  daybook_json_add_bool (builder, "enabled", source->enabled);
  daybook_json_add_text (builder, "direction", source->direction);
  daybook_json_add_text (builder, "visibility", source->visibility);
  daybook_json_add_bool (builder, "push", source->push);
  daybook_json_add_id (builder, "project", DAYBOOK_KIND_PROJECT, source->project_id);
  daybook_json_add_id (builder, "person", DAYBOOK_KIND_PERSON, source->person_id);
  daybook_json_add_int (builder, "window_back_days", source->window_back_days);
  daybook_json_add_int (builder, "window_ahead_days", source->window_ahead_days);
  daybook_json_add_instant (builder, "last_sync_at", source->last_sync_at);
  daybook_json_add_int (builder, "held_deletions", MAX (source->held_count, 0));
  daybook_json_add_int (builder, "quarantined", daybook_store_count_quarantined (ctl->store, source->id));
  daybook_output_json (builder, "settings", source->settings, "{}");
}

void
daybook_rows_print_accounts (DaybookCtl *ctl, GPtrArray *accounts, const char *empty)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < accounts->len; i++)
    add_account (builder, ctl, accounts->pdata[i]);
  json_builder_end_array (builder);
  daybook_output_print (ctl, builder, daybook_columns_accounts, empty);
}

void
daybook_rows_print_account (DaybookCtl *ctl, const DaybookAccount *account)
{
  JsonBuilder *builder = json_builder_new ();

  add_account (builder, ctl, account);
  daybook_output_print_object (ctl, builder);
}

void
daybook_rows_print_sources (DaybookCtl *ctl, GPtrArray *sources, const char *empty)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < sources->len; i++)
    {
      json_builder_begin_object (builder);
      add_source (builder, ctl, sources->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  daybook_output_print (ctl, builder, daybook_columns_sources, empty);
}

static void
add_quarantined (JsonBuilder *builder, const DaybookQuarantined *item, gboolean for_people)
{
  g_autofree char *line = NULL;

  if (for_people)
    {
      line = g_strdup_printf ("%s: %s", item->external_id, item->reason);
      json_builder_add_string_value (builder, line);
      return;
    }
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "external_id", item->external_id);
  daybook_json_add_text (builder, "reason", item->reason);
  daybook_json_add_instant (builder, "at", item->at);
  json_builder_end_object (builder);
}

/* Prints @source with those of its items that could not be read (DaybookQuarantined), and why. */
void
daybook_rows_print_source (DaybookCtl *ctl, const DaybookSource *source, GPtrArray *quarantined)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_source (builder, ctl, source);
  json_builder_set_member_name (builder, "left_out");
  json_builder_begin_array (builder);
  for (guint i = 0; i < quarantined->len; i++)
    add_quarantined (builder, quarantined->pdata[i], !ctl->json);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  daybook_output_print_object (ctl, builder);
}

void
daybook_row_run (JsonBuilder *builder, const DaybookSyncRun *run)
{
  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_RUN, run->id);
  daybook_json_add_id (builder, "account", DAYBOOK_KIND_ACCOUNT, run->account_id);
  daybook_json_add_id (builder, "source", DAYBOOK_KIND_SOURCE, run->source_id);
  daybook_json_add_text (builder, "provider", run->provider);
  daybook_json_add_text (builder, "mode", run->mode);
  daybook_json_add_text (builder, "trigger", run->trigger);
  daybook_json_add_text (builder, "status", run->status);
  daybook_json_add_int (builder, "fetched", run->fetched);
  daybook_json_add_int (builder, "created", run->created);
  daybook_json_add_int (builder, "updated", run->updated);
  daybook_json_add_int (builder, "deleted", run->deleted);
  daybook_json_add_int (builder, "unchanged", run->unchanged);
  daybook_json_add_int (builder, "suggested", run->suggested);
  daybook_json_add_int (builder, "auto_approved", run->auto_approved);
  daybook_json_add_int (builder, "requests", run->requests);
  daybook_json_add_int (builder, "bytes", run->bytes);
  daybook_json_add_int (builder, "quota_units", run->quota_units);
  daybook_json_add_int (builder, "retries", run->retries);
  daybook_json_add_int (builder, "repeated", run->repeated);
  daybook_json_add_text (builder, "error", run->error);
  daybook_json_add_text (builder, "error_code", run->error_code);
  daybook_json_add_instant (builder, "retry_at", run->retry_at);
  daybook_json_add_instant (builder, "started_at", run->started_at);
  daybook_json_add_int (builder, "duration_ms", run->duration_ms);
  json_builder_end_object (builder);
}

void
daybook_row_event (JsonBuilder *builder, const DaybookEvent *event)
{
  gboolean all_day = event->all_day;

  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_EVENT, event->id);
  daybook_json_add_id (builder, "source", DAYBOOK_KIND_SOURCE, event->source_id);
  daybook_json_add_text (builder, "external_id", event->external_id);
  daybook_json_add_id (builder, "series_id", DAYBOOK_KIND_EVENT, event->series_id);
  daybook_json_add_text (builder, "title", event->title);
  daybook_json_add_text (builder, "description", event->description);
  daybook_json_add_instant (builder, "start", all_day ? DAYBOOK_INSTANT_NONE : event->range_start);
  daybook_json_add_instant (builder, "end", all_day ? DAYBOOK_INSTANT_NONE : event->range_end);
  daybook_json_add_day (builder, "start_date", all_day ? daybook_wall_get_day (event->range_start) : DAYBOOK_DAY_NONE);
  daybook_json_add_day (builder, "end_date", all_day ? daybook_wall_get_day (event->range_end) : DAYBOOK_DAY_NONE);
  daybook_json_add_bool (builder, "all_day", all_day);
  daybook_json_add_text (builder, "time_zone", event->time_zone);
  daybook_json_add_text (builder, "status", daybook_event_status_to_string (event->status));
  daybook_json_add_text (builder, "response", daybook_response_to_string (event->response));
  daybook_json_add_text (builder, "busy", daybook_busy_to_string (event->busy));
  daybook_json_add_text (builder, "organizer", event->organizer);
  daybook_json_add_bool (builder, "is_organizer", event->is_organizer);
  daybook_json_add_int (builder, "attendee_count", event->attendee_count);
  daybook_output_json (builder, "attendees", event->attendees, "[]");
  daybook_json_add_text (builder, "location", event->location);
  daybook_json_add_text (builder, "url", event->url);
  daybook_json_add_text (builder, "conference_url", event->conference_url);
  daybook_json_add_text (builder, "conference_provider", event->conference_provider);
  daybook_json_add_text (builder, "conference_id", event->conference_id);
  daybook_json_add_text (builder, "importance", daybook_importance_to_string (event->importance));
  daybook_output_json (builder, "categories", event->categories, "[]");
  daybook_json_add_text (builder, "rrule", event->rrule);
  daybook_json_add_text (builder, "etag", event->etag);
  daybook_json_add_id (builder, "entry", DAYBOOK_KIND_ENTRY, event->entry_id);
  json_builder_end_object (builder);
}

void
daybook_row_activity (JsonBuilder *builder, const DaybookActivity *activity)
{
  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_ACTIVITY, activity->id);
  daybook_json_add_id (builder, "source", DAYBOOK_KIND_SOURCE, activity->source_id);
  daybook_json_add_text (builder, "kind", activity->kind);
  daybook_json_add_text (builder, "external_id", activity->external_id);
  daybook_json_add_text (builder, "parent", activity->parent);
  daybook_json_add_text (builder, "title", activity->title);
  daybook_json_add_text (builder, "author", activity->author);
  daybook_json_add_instant (builder, "at", activity->at);
  daybook_json_add_text (builder, "url", activity->url);
  daybook_json_add_int (builder, "count", activity->count);
  daybook_json_add_text (builder, "snippet", activity->snippet);
  daybook_output_json (builder, "detail", activity->detail, "{}");
  json_builder_end_object (builder);
}

void
daybook_row_entry (JsonBuilder *builder, const DaybookEntry *entry)
{
  g_auto (GStrv) flags = daybook_entry_flags_to_strv (entry->flags);

  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_ENTRY, entry->id);
  daybook_json_add_text (builder, "title", entry->title);
  daybook_json_add_instant (builder, "start", entry->start_at);
  daybook_json_add_instant (builder, "end", entry->end_at);
  daybook_json_add_int (builder, "duration", entry->duration);
  daybook_json_add_id (builder, "project", DAYBOOK_KIND_PROJECT, entry->project_id);
  daybook_json_add_text (builder, "project_name", entry->project_name);
  daybook_json_add_id (builder, "client", DAYBOOK_KIND_CLIENT, entry->client_id);
  daybook_json_add_text (builder, "client_name", entry->client_name);
  daybook_json_add_bool (builder, "billable", entry->billable);
  daybook_json_add_text (builder, "status", daybook_entry_status_to_string (entry->status));
  daybook_json_add_id (builder, "source_event", DAYBOOK_KIND_EVENT, entry->event_id);
  daybook_json_add_text (builder, "origin", daybook_entry_origin_to_string (entry->origin));
  daybook_json_add_texts (builder, "tags", (const char *const *) entry->tags);
  daybook_json_add_texts (builder, "flags", (const char *const *) flags);
  daybook_json_add_text (builder, "notes", entry->notes);
  json_builder_end_object (builder);
}

void
daybook_row_client (JsonBuilder *builder, const DaybookClient *client)
{
  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_CLIENT, client->id);
  daybook_json_add_text (builder, "name", client->name);
  daybook_json_add_text (builder, "address", client->address);
  daybook_json_add_text (builder, "tax_id", client->tax_id);
  daybook_output_rate (builder, "hourly_rate", client->hourly_rate);
  daybook_json_add_text (builder, "currency", client->currency);
  daybook_json_add_bool (builder, "archived", client->archived);
  json_builder_end_object (builder);
}

void
daybook_row_project (JsonBuilder *builder, const DaybookProject *project)
{
  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_PROJECT, project->id);
  daybook_json_add_text (builder, "name", project->name);
  daybook_json_add_id (builder, "client", DAYBOOK_KIND_CLIENT, project->client_id);
  daybook_json_add_text (builder, "client_name", project->client_name);
  daybook_output_rate (builder, "hourly_rate", project->effective_rate);
  daybook_json_add_text (builder, "currency", project->effective_currency);
  daybook_json_add_text (builder, "color", project->color);
  daybook_json_add_bool (builder, "billable", project->billable);
  daybook_json_add_bool (builder, "archived", project->archived);
  json_builder_end_object (builder);
}

void
daybook_row_person (JsonBuilder *builder, const DaybookPerson *person)
{
  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_PERSON, person->id);
  daybook_json_add_text (builder, "name", person->name);
  daybook_json_add_text (builder, "address", person->address);
  daybook_json_add_id (builder, "client", DAYBOOK_KIND_CLIENT, person->client_id);
  daybook_json_add_text (builder, "hourly_rate", NULL);
  daybook_json_add_text (builder, "currency", NULL);
  daybook_json_add_bool (builder, "archived", person->archived);
  json_builder_end_object (builder);
}

void
daybook_rows_print (DaybookCtl *ctl,
                    GPtrArray *rows,
                    DaybookRowFunc add,
                    const DaybookColumn *columns,
                    const char *empty)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    add (builder, rows->pdata[i]);
  json_builder_end_array (builder);
  daybook_output_print (ctl, builder, columns, empty);
}

void
daybook_rows_print_one (DaybookCtl *ctl, gconstpointer row, DaybookRowFunc add)
{
  JsonBuilder *builder = json_builder_new ();

  add (builder, row);
  daybook_output_print_object (ctl, builder);
}
