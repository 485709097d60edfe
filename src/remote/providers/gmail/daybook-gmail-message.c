/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-gmail-message.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "base/daybook-text.h"
#include "providers/daybook-event-rules.h"
#include "providers/gmail/daybook-mail-header.h"
#include "providers/gmail/daybook-mail-text.h"

#define MAX_ID 64
#define MAX_LABELS 100
#define SNIPPET 200 /* characters */

/* The headers that are asked for are those that read_header () knows. */
const char daybook_gmail_metadata_fields[] =
    "id,threadId,labelIds,snippet,historyId,internalDate,sizeEstimate,payload(headers)";
const char daybook_gmail_full_fields[] =
    "id,threadId,labelIds,snippet,historyId,internalDate,sizeEstimate,payload";

/* As it comes; all text owned and nullable. */
typedef struct
{
  char *id;
  char *thread;
  char *history;
  char *snippet;
  char *text;
  GPtrArray *labels; /* ids */
  gint64 at;         /* milliseconds; -1 unknown */
  gint64 size;
  char *from;
  char *to;
  char *cc;
  char *subject;
  char *precedence;
  gboolean is_list;
} Fields;

static void
fields_clear (Fields *self)
{
  g_free (self->id);
  g_free (self->thread);
  g_free (self->history);
  g_free (self->snippet);
  g_free (self->text);
  g_ptr_array_unref (self->labels);
  g_free (self->from);
  g_free (self->to);
  g_free (self->cc);
  g_free (self->subject);
  g_free (self->precedence);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fields, fields_clear)

/* Ids of messages and threads go into addresses, and into requests inside a batch. */
gboolean
daybook_gmail_id_is_valid (const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (id[i]) && id[i] != '-' && id[i] != '_')
        return FALSE;
    }
  return length > 0 && length <= MAX_ID;
}

/* ---- reading ---- */

/* Of a field that stands there twice the first one counts, which is the one that mail programs show. */
static void
read_header (const char *name, const char *value, gpointer data)
{
  Fields *self = data;
  const struct
  {
    const char *name;
    char **slot;
  } slots[] = {
    { "From", &self->from }, { "To", &self->to },         { "Cc", &self->cc },
    { "Subject", &self->subject }, { "Precedence", &self->precedence },
  };

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      if (g_ascii_strcasecmp (name, slots[i].name) == 0 && *slots[i].slot == NULL)
        *slots[i].slot = g_strdup (value);
    }
  self->is_list |= g_ascii_strcasecmp (name, "List-Id") == 0 || g_ascii_strcasecmp (name, "List-Unsubscribe") == 0;
}

static void
read_labels (DaybookJsonReader *reader, GPtrArray *labels)
{
  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      char *label = daybook_json_reader_read_string_or_null (reader);

      if (label != NULL && labels->len < MAX_LABELS)
        g_ptr_array_add (labels, label);
      else
        g_free (label);
    }
}

static gboolean
read_fields (Fields *self, GBytes *body, GError **error)
{
  static const char *const names[] = { "id",       "threadId",     "labelIds",     "snippet", "historyId",
                                       "internalDate", "sizeEstimate", "payload", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, names, &field))
    {
      switch (field)
        {
        case 0:
          daybook_json_reader_read_string_into (reader, &self->id);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->thread);
          break;
        case 2:
          read_labels (reader, self->labels);
          break;
        case 3:
          daybook_json_reader_read_string_into (reader, &self->snippet);
          break;
        case 4:
          g_free (self->history);
          self->history = daybook_json_reader_read_text_or_null (reader);
          break;
        case 5:
          self->at = daybook_json_reader_read_int_or (reader, -1);
          break;
        case 6:
          self->size = daybook_json_reader_read_int_or (reader, 0);
          break;
        case 7:
          g_free (self->text);
          self->text = daybook_mail_text_read (reader, read_header, self);
          break;
        default:
          break;
        }
    }
  return daybook_json_reader_finish (reader, error);
}

/* ---- what of it is kept ---- */

static gboolean
has_label (const Fields *self, const char *label)
{
  for (guint i = 0; i < self->labels->len; i++)
    {
      if (g_str_equal (self->labels->pdata[i], label))
        return TRUE;
    }
  return FALSE;
}

static void
add_addresses (JsonBuilder *builder, const char *value)
{
  g_autoptr (GPtrArray) addresses = daybook_mail_header_list_addresses (value);

  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *clean = daybook_text_one_line (addresses->pdata[i]);

      json_builder_add_string_value (builder, clean);
    }
}

/* By name, as a person reads them; Gmail's own are named like their ids (INBOX). */
static int
compare_labels (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_labels (JsonBuilder *builder, const Fields *self, GHashTable *names)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->labels->len; i++)
    {
      const char *name = names != NULL ? g_hash_table_lookup (names, self->labels->pdata[i]) : NULL;

      g_ptr_array_add (labels, daybook_text_one_line (name != NULL ? name : self->labels->pdata[i]));
    }
  g_ptr_array_sort (labels, compare_labels);
  for (guint i = 0; i < labels->len; i++)
    json_builder_add_string_value (builder, labels->pdata[i]);
}

static char *
make_detail (const Fields *self, const DaybookGmailContext *context, const char *from_address)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "from_address", from_address);
  json_builder_set_member_name (builder, "to");
  json_builder_begin_array (builder);
  add_addresses (builder, self->to);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "cc");
  json_builder_begin_array (builder);
  add_addresses (builder, self->cc);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "labels");
  json_builder_begin_array (builder);
  add_labels (builder, self, context->label_names);
  json_builder_end_array (builder);
  daybook_json_add_bool (builder, "unread", has_label (self, "UNREAD"));
  daybook_json_add_bool (builder, "list", self->is_list);
  daybook_json_add_text (builder, "thread", self->thread);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* Gmail's own snippet is HTML; where there is none, which happens with `metadata`, the text's beginning. */
static char *
make_snippet (const char *snippet, const char *text)
{
  g_autofree char *plain = snippet != NULL && *snippet != '\0' ? daybook_text_from_html (snippet, -1, DAYBOOK_HTML_PLAIN) : NULL;
  g_autofree char *cut = NULL;
  g_autofree char *line = NULL;

  if (plain == NULL && text == NULL)
    return NULL;
  /* Four bytes a character at most, and white space that goes. */
  cut = g_strndup (plain != NULL ? plain : text, 16 * SNIPPET);
  line = daybook_text_one_line (cut);
  if (*line == '\0')
    return NULL;
  return daybook_text_ellipsize (line, SNIPPET);
}

static char *
make_url (const char *id, const char *address)
{
  g_autofree char *escaped = address != NULL ? g_uri_escape_string (address, NULL, FALSE) : NULL;

  if (escaped == NULL)
    return g_strdup_printf ("https://mail.google.com/mail/#all/%s", id);
  return g_strdup_printf ("https://mail.google.com/mail/?authuser=%s#all/%s", escaped, id);
}

/* A message has no etag, but the number of its last change, which covers its labels. What we made of it
 * depends on one setting more; and when it came is needed where a row is only known by this text. */
static char *
make_etag (const Fields *self, gboolean want_text)
{
  if (self->history == NULL || !daybook_gmail_id_is_valid (self->history))
    return NULL;
  return g_strdup_printf ("%s@%" G_GINT64_FORMAT "%s", self->history, self->at / 1000, want_text ? "+text" : "");
}

/* When the message of a row with @etag came. */
gboolean
daybook_gmail_etag_get_time (const char *etag, gint64 *at)
{
  const char *text = etag != NULL ? strchr (etag, '@') : NULL;
  char *end;

  if (text == NULL || !g_ascii_isdigit (text[1]))
    return FALSE;
  *at = g_ascii_strtoll (text + 1, &end, 10);
  return *end == '\0' || *end == '+';
}

static DaybookActivity *
make_activity (Fields *self, const DaybookGmailContext *context)
{
  DaybookActivity *activity = daybook_activity_new ();
  g_auto (DaybookMailbox) from = { 0 };

  daybook_mail_header_read_mailbox (self->from, &from);
  activity->kind = g_strdup ("mail");
  activity->external_id = g_strdup (self->id);
  activity->parent = daybook_event_tidy_line (g_strdup (self->thread));
  activity->title = daybook_event_tidy_line (daybook_mail_header_decode (self->subject));
  if (activity->title == NULL)
    activity->title = g_strdup (_("(no subject)"));
  activity->author = daybook_event_tidy_line (g_strdup (from.name != NULL ? from.name : from.address));
  activity->at = self->at / 1000;
  activity->url = make_url (self->id, context->address);
  activity->snippet = make_snippet (self->snippet, self->text);
  activity->body = context->want_text ? g_steal_pointer (&self->text) : NULL;
  activity->detail = make_detail (self, context, from.address);
  activity->etag = make_etag (self, context->want_text);
  return activity;
}

void
daybook_gmail_message_free (DaybookGmailMessage *self)
{
  if (self == NULL)
    return;
  daybook_activity_free (self->activity);
  g_free (self);
}

/* Reads a message in the format `metadata` or `full`. INVALID_RESPONSE (TOO_LARGE) for what is none. */
DaybookGmailMessage *
daybook_gmail_message_parse (GBytes *body, const DaybookGmailContext *context, GError **error)
{
  static const char *const bulk[] = { "bulk", "list", "junk", NULL };
  g_auto (Fields) fields = { .labels = g_ptr_array_new_with_free_func (g_free), .at = -1 };
  const gint64 last = (gint64) DAYBOOK_DAY_MAX * DAYBOOK_DAY_SECONDS;
  DaybookGmailMessage *message;

  if (!read_fields (&fields, body, error))
    return NULL;
  if (!daybook_gmail_id_is_valid (fields.id) || fields.at < 0 || fields.at / 1000 > last)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                           _("Gmail’s answer holds no message that can be read."));
      return NULL;
    }
  if (!daybook_gmail_id_is_valid (fields.thread))
    g_clear_pointer (&fields.thread, g_free);
  if (fields.precedence != NULL)
    {
      g_autofree char *word = g_ascii_strdown (g_strstrip (fields.precedence), -1);

      fields.is_list |= g_strv_contains (bulk, word);
    }
  message = g_new0 (DaybookGmailMessage, 1);
  message->size = fields.size;
  message->is_list = fields.is_list;
  message->unwanted = has_label (&fields, "SPAM") || has_label (&fields, "TRASH") || has_label (&fields, "DRAFT");
  message->activity = make_activity (&fields, context);
  return message;
}
