/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-gmail-round.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-google-request.h"
#include "providers/gmail/daybook-gmail-round-private.h"

#define MAX_LABELS 20

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
round_free (gpointer data)
{
  DaybookGmailRound *self = data;

  g_strfreev (self->labels);
  g_free (self->query);
  g_free (self->filter);
  g_free (self->api_url);
  g_free (self->api_path);
  g_free (self->batch_url);
  g_free (self->address);
  g_free (self->start);
  g_free (self->history);
  g_free (self->page);
  g_hash_table_unref (self->deleted);
  g_hash_table_unref (self->changed);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_ptr_array_unref (self->label_ids);
  g_ptr_array_unref (self->listed);
  g_hash_table_unref (self->is_listed);
  g_ptr_array_unref (self->ids);
  g_hash_table_unref (self->messages);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->batch);
  g_free (self);
}

static DaybookGmailRound *
round_new (void)
{
  DaybookGmailRound *self = g_new0 (DaybookGmailRound, 1);

  self->deleted = new_set ();
  self->changed = new_set ();
  self->label_ids = g_ptr_array_new_with_free_func (g_free);
  self->listed = g_ptr_array_new_with_free_func (g_free);
  self->is_listed = new_set ();
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->messages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) daybook_gmail_message_free);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->batch = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/* ---- cursor and checkpoint ---- */

/* What a cursor ({"history","filter"}) or a checkpoint (beside it "full" and "texts") says. */
typedef struct
{
  char *history;
  char *filter;
  gboolean full;
  GPtrArray *texts; /* char*; NULL: a cursor */
} Place;

static void
place_clear (Place *self)
{
  g_free (self->history);
  g_free (self->filter);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
read_texts (Place *self, DaybookJsonReader *reader)
{
  if (self->texts != NULL || !daybook_json_reader_begin_array_or_skip (reader))
    return;
  self->texts = g_ptr_array_new_with_free_func (g_free);
  while (daybook_json_reader_next_element (reader))
    {
      g_autofree char *id = daybook_json_reader_read_string_or_null (reader);

      if (daybook_gmail_id_is_valid (id))
        g_ptr_array_add (self->texts, g_steal_pointer (&id));
    }
}

/* FALSE: it does not belong to @filter, or is no text of ours. */
static gboolean
place_read (Place *self, const char *text, const char *filter)
{
  static const char *const fields[] = { "history", "filter", "full", "texts", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  int field;

  if (text == NULL)
    return FALSE;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          daybook_json_reader_read_string_into (reader, &self->history);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->filter);
          break;
        case 2:
          self->full = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 3:
          read_texts (self, reader);
          break;
        default:
          break;
        }
    }
  return daybook_json_reader_finish (reader, NULL) && self->history != NULL && g_strcmp0 (self->filter, filter) == 0;
}

static char *
place_write (const DaybookGmailRound *self, gboolean is_checkpoint)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "history", self->history);
  daybook_json_add_text (builder, "filter", self->filter);
  if (is_checkpoint)
    {
      daybook_json_add_bool (builder, "full", self->full);
      json_builder_set_member_name (builder, "texts");
      json_builder_begin_array (builder);
      for (guint i = 0; i < self->texts->len; i++)
        json_builder_add_string_value (builder, self->texts->pdata[i]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* Everything yielded is whole; what is left are the texts. */
void
daybook_gmail_round_checkpoint (DaybookExchange *exchange, DaybookGmailRound *self)
{
  g_autofree char *text = place_write (self, TRUE);

  daybook_exchange_checkpoint (exchange, text);
}

void
daybook_gmail_round_finish (DaybookExchange *exchange, DaybookGmailRound *self)
{
  g_autofree char *text = place_write (self, FALSE);

  daybook_exchange_finish (exchange, text);
}

/* ---- what the parts share ---- */

void
daybook_gmail_round_ask (DaybookExchange *exchange, DaybookGmailRound *self, const char *url, DaybookResponseFunc func,
                         guint cost)
{
  DaybookRequest *request = daybook_google_request_new (url);

  request->bucket = g_strdup ("gmail");
  request->cost = cost;
  daybook_exchange_ask (exchange, request, func, self);
}

const DaybookKnown *
daybook_gmail_round_get_known (DaybookExchange *exchange, const char *id)
{
  g_autofree char *key = daybook_activity_make_key ("mail", id);

  return daybook_exchange_get_known (exchange, key);
}

void
daybook_gmail_round_yield_op (DaybookExchange *exchange, DaybookItemOp op, const char *id)
{
  g_autofree char *key = daybook_activity_make_key ("mail", id);

  daybook_exchange_yield (exchange, daybook_item_new_op (op, key));
}

/* ---- the beginning ---- */

/* Names with commas between them. */
static char **
split_labels (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ",", MAX_LABELS);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*g_strstrip (words[i]) != '\0')
        g_strv_builder_add (labels, words[i]);
    }
  return g_strv_builder_end (labels);
}

static void
read_settings (DaybookGmailRound *self, const DaybookProviderInfo *info, const DaybookProviderContext *context,
               const DaybookSource *source)
{
  g_autofree char *labels = daybook_provider_get_setting_text (info, context->account, source, "labels");
  g_autofree char *joined = NULL;

  self->labels = split_labels (labels);
  self->query = g_strstrip (daybook_provider_get_setting_text (info, context->account, source, "query"));
  self->limit = (guint) daybook_provider_get_setting_int (info, context->account, source, "messages");
  self->want_text = daybook_provider_get_setting_bool (info, context->account, source, "text");
  joined = g_strjoinv (",", self->labels);
  self->filter = g_strdup_printf ("%s\n%s\n%u\n%d", joined, self->query, self->limit, self->want_text);
}

/* Batches have an address of their own beside the API's: /batch/gmail/v1 for /gmail/v1. */
static void
read_addresses (DaybookGmailRound *self, const char *api_url)
{
  static const char suffix[] = "/gmail/v1";
  g_autofree char *front = g_strdup (api_url);
  const char *path = strstr (api_url, "://");

  path = path != NULL ? strchr (path + 3, '/') : NULL;
  self->api_url = g_strconcat (api_url, "/users/me", NULL);
  self->api_path = g_strconcat (path != NULL ? path : "", "/users/me", NULL);
  if (g_str_has_suffix (front, suffix))
    front[strlen (front) - strlen (suffix)] = '\0';
  self->batch_url = g_strconcat (front, "/batch/gmail/v1", NULL);
}

/* Sets up @exchange for one round: on from options->resume, else by options->cursor, else a full look. A cursor that was
 * made with other labels, another search or other wishes tells nothing about these ones. */
void
daybook_gmail_round_start (DaybookProvider *provider, const DaybookProviderContext *context,
                           const DaybookSource *source, const DaybookPullOptions *options, DaybookExchange *exchange)
{
  DaybookGmailRound *self = round_new ();
  g_auto (Place) resume = { 0 };
  g_auto (Place) cursor = { 0 };

  daybook_exchange_set_state (exchange, self, round_free);
  read_settings (self, daybook_provider_get_info (provider), context, source);
  read_addresses (self, context->api_url);
  self->address = g_strdup (context->account != NULL ? context->account->identity : NULL);
  self->from_at = options->from_at;
  self->to_at = options->to_at;
  if (place_read (&resume, options->resume, self->filter) && resume.texts != NULL)
    {
      self->history = g_steal_pointer (&resume.history);
      self->full = resume.full;
      self->resumed = TRUE;
      g_ptr_array_unref (self->texts);
      self->texts = g_steal_pointer (&resume.texts);
      daybook_exchange_set_full (exchange, self->full);
      daybook_gmail_find_names (exchange, self);
      return;
    }
  if (!options->full && place_read (&cursor, options->cursor, self->filter))
    {
      self->start = g_steal_pointer (&cursor.history);
      daybook_gmail_find_changes (exchange, self);
      return;
    }
  self->full = TRUE;
  daybook_exchange_set_full (exchange, TRUE);
  daybook_gmail_find_all (exchange, self);
}
