/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which messages a round looks at: the history of the mailbox, its labels, and lists of what the person wants. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"
#include "providers/daybook-google-error.h"
#include "providers/daybook-google-request.h"
#include "providers/gmail/daybook-gmail-replies.h"
#include "providers/gmail/daybook-gmail-round-private.h"

/* Units (providers.md 3.3). */
#define COST_SMALL 1
#define COST_HISTORY 2
#define COST_LIST 5

#define MAX_PAGE 500
#define MAX_PAGES 20 /* of one label, where changes are looked for */

/* More than so many changes are a mailbox that nobody looked at for long: a full look costs less. */
#define MAX_CHANGES 2000

static void ask_labels (DaybookExchange *exchange, DaybookGmailRound *self);
static void ask_list (DaybookExchange *exchange, DaybookGmailRound *self);
static void ask_history (DaybookExchange *exchange, DaybookGmailRound *self);

static void
set_page (DaybookGmailRound *self, char *page /* (transfer full) (nullable) */)
{
  g_free (self->page);
  self->page = page;
}

static void
fail_expired (DaybookExchange *exchange)
{
  daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CURSOR_EXPIRED,
                              _("Gmail no longer knows where the last sync stopped. Daybook looks at the mailbox anew."));
}

/* ---- what to look at ---- */

static void
add_id (DaybookGmailRound *self, GHashTable *have, const char *id)
{
  if (g_hash_table_add (have, g_strdup (id)))
    g_ptr_array_add (self->ids, g_strdup (id));
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Messages of the window that are stored: a full look sees whether they are still there. */
static GPtrArray *
list_known (DaybookExchange *exchange, const DaybookGmailRound *self)
{
  GHashTable *known = daybook_exchange_get_known_table (exchange);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key, value;

  if (known == NULL)
    return ids;
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const DaybookKnown *row = value;
      const char *kind, *id;
      gint64 at;

      if (!daybook_activity_split_key (key, &kind, &id) || !daybook_gmail_id_is_valid (id))
        continue;
      if (daybook_gmail_etag_get_time (row->etag, &at) && (at < self->from_at || at >= self->to_at))
        continue;
      g_ptr_array_add (ids, g_strdup (id));
    }
  g_ptr_array_sort (ids, compare_ids);
  return ids;
}

/* The lists are there. In a full look everything listed is looked at, and what is known; else what changed, if
 * it is known or listed. */
static void
choose (DaybookExchange *exchange, DaybookGmailRound *self)
{
  g_autoptr (GHashTable) have = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (self->full)
    {
      g_autoptr (GPtrArray) known = list_known (exchange, self);

      for (guint i = 0; i < self->listed->len; i++)
        add_id (self, have, self->listed->pdata[i]);
      for (guint i = 0; i < known->len; i++)
        add_id (self, have, known->pdata[i]);
    }
  else
    {
      GHashTableIter iter;
      gpointer id;

      g_hash_table_iter_init (&iter, self->changed);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        {
          if (daybook_gmail_round_get_known (exchange, id) != NULL || g_hash_table_contains (self->is_listed, id))
            add_id (self, have, id);
        }
      g_ptr_array_sort (self->ids, compare_ids);
    }
  daybook_exchange_expect (exchange, self->ids->len);
  daybook_gmail_fetch (exchange, self);
}

/* ---- lists ---- */

static gboolean
has_all_changes (DaybookExchange *exchange, const DaybookGmailRound *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!g_hash_table_contains (self->is_listed, id) && daybook_gmail_round_get_known (exchange, id) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_enough (DaybookExchange *exchange, const DaybookGmailRound *self)
{
  if (self->full)
    return self->listed_here >= self->limit;
  return self->pages_here >= MAX_PAGES || has_all_changes (exchange, self);
}

static void
list_next_label (DaybookExchange *exchange, DaybookGmailRound *self)
{
  if (self->label >= self->label_ids->len || (!self->full && has_all_changes (exchange, self)))
    {
      choose (exchange, self);
      return;
    }
  self->listed_here = 0;
  self->pages_here = 0;
  self->restarted = FALSE;
  set_page (self, NULL);
  ask_list (exchange, self);
}

static void
on_list_refused (DaybookExchange *exchange, DaybookHttpResponse *response, DaybookGmailRound *self)
{
  if (response->status == 400 && self->page != NULL && !self->restarted)
    {
      self->restarted = TRUE;
      set_page (self, NULL);
      ask_list (exchange, self);
    }
  else if (response->status == 400 && *self->query != '\0')
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CONFIG,
                                _("Gmail does not understand the search that this mailbox is set to. Change it."));
  else
    daybook_google_fail (exchange, response, _("Gmail"));
}

static void
on_list (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookGmailRound *self = data;
  g_auto (DaybookGmailList) list = { 0 };
  GError *error = NULL;

  if (response->status != 200)
    {
      on_list_refused (exchange, response, self);
      return;
    }
  if (!daybook_gmail_list_parse (&list, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  for (guint i = 0; i < list.ids->len; i++)
    {
      if (self->full && self->listed_here >= self->limit)
        break;
      self->listed_here++;
      if (g_hash_table_add (self->is_listed, g_strdup (list.ids->pdata[i])))
        g_ptr_array_add (self->listed, g_strdup (list.ids->pdata[i]));
    }
  self->pages_here++;
  if (list.next_page != NULL && g_strcmp0 (list.next_page, self->page) != 0 && !is_enough (exchange, self))
    {
      set_page (self, g_steal_pointer (&list.next_page));
      ask_list (exchange, self);
      return;
    }
  self->label++;
  list_next_label (exchange, self);
}

static void
ask_list (DaybookExchange *exchange, DaybookGmailRound *self)
{
  const char *label = self->label_ids->pdata[self->label];
  g_autoptr (GString) url = g_string_new (self->api_url);
  g_autoptr (GString) query = g_string_new (NULL);
  g_autofree char *size = g_strdup_printf ("%u", self->full ? MIN (self->limit, MAX_PAGE) : MAX_PAGE);

  /* A search of the person's own may say "or". */
  if (*self->query != '\0')
    g_string_append_printf (query, "(%s) ", self->query);
  g_string_append_printf (query, "after:%" G_GINT64_FORMAT, self->from_at - 1);
  if (self->to_at != G_MAXINT64)
    g_string_append_printf (query, " before:%" G_GINT64_FORMAT, self->to_at);
  g_string_append (url, "/messages");
  daybook_google_append_parameter (url, "maxResults", size);
  daybook_google_append_parameter (url, "q", query->str);
  if (label != NULL)
    daybook_google_append_parameter (url, "labelIds", label);
  daybook_google_append_parameter (url, "fields", "messages(id),nextPageToken,resultSizeEstimate");
  daybook_google_append_parameter (url, "prettyPrint", "false");
  if (self->page != NULL)
    daybook_google_append_parameter (url, "pageToken", self->page);
  daybook_gmail_round_ask (exchange, self, url->str, on_list, COST_LIST);
}

/* ---- labels ---- */

/* The id of the label that a person calls @name, by id or name, in any case. */
static const char *
find_label (GHashTable *names, const char *name)
{
  g_autofree char *folded = daybook_text_fold (name);
  GHashTableIter iter;
  gpointer id, its_name;

  if (g_hash_table_contains (names, name))
    return name;
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &id, &its_name))
    {
      g_autofree char *other = daybook_text_fold (its_name);

      if (g_str_equal (other, folded) || g_ascii_strcasecmp (id, name) == 0)
        return id;
    }
  return NULL;
}

static gboolean
resolve_labels (DaybookExchange *exchange, DaybookGmailRound *self)
{
  for (guint i = 0; self->labels[i] != NULL; i++)
    {
      const char *id = find_label (self->names, self->labels[i]);

      if (id == NULL)
        {
          daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CONFIG,
                                      _("Gmail has no label “%s”. Change the labels that this mailbox is set to."),
                                      self->labels[i]);
          return FALSE;
        }
      g_ptr_array_add (self->label_ids, g_strdup (id));
    }
  if (self->label_ids->len == 0)
    g_ptr_array_add (self->label_ids, NULL);
  return TRUE;
}

static void
on_labels (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookGmailRound *self = data;
  GError *error = NULL;

  if (response->status != 200)
    {
      daybook_google_fail (exchange, response, _("Gmail"));
      return;
    }
  self->names = daybook_gmail_labels_parse (response->body, &error);
  if (self->names == NULL)
    daybook_exchange_retry_or_fail (exchange, error);
  else if (self->resumed)
    daybook_gmail_fetch_texts (exchange, self);
  else if (resolve_labels (exchange, self))
    list_next_label (exchange, self);
}

static void
ask_labels (DaybookExchange *exchange, DaybookGmailRound *self)
{
  g_autofree char *url = g_strconcat (self->api_url, "/labels?fields=labels(id,name)&prettyPrint=false", NULL);

  daybook_gmail_round_ask (exchange, self, url, on_labels, COST_SMALL);
}

/* ---- a full look ---- */

static void
on_profile (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookGmailRound *self = data;
  g_auto (DaybookGmailProfile) profile = { 0 };
  GError *error = NULL;

  if (response->status != 200)
    {
      daybook_google_fail (exchange, response, _("Gmail"));
      return;
    }
  if (!daybook_gmail_profile_parse (&profile, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  self->history = g_steal_pointer (&profile.history);
  ask_labels (exchange, self);
}

/* Where the history stands is asked before anything is listed: what changes meanwhile is told twice, never not
 * at all (providers.md section 12). */
void
daybook_gmail_find_all (DaybookExchange *exchange, DaybookGmailRound *self)
{
  g_autofree char *url = g_strconcat (self->api_url, "/profile?prettyPrint=false", NULL);

  daybook_gmail_round_ask (exchange, self, url, on_profile, COST_SMALL);
}

/* ---- changes ---- */

static void
take_change (DaybookGmailRound *self, const DaybookGmailChange *change)
{
  if (change->deleted)
    {
      g_hash_table_remove (self->changed, change->id);
      g_hash_table_add (self->deleted, g_strdup (change->id));
    }
  else if (!g_hash_table_contains (self->deleted, change->id))
    g_hash_table_add (self->changed, g_strdup (change->id));
}

/* The history is read to its end. */
static void
finish_history (DaybookExchange *exchange, DaybookGmailRound *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->deleted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (daybook_gmail_round_get_known (exchange, id) != NULL)
        daybook_gmail_round_yield_op (exchange, DAYBOOK_ITEM_TOMBSTONE, id);
    }
  if (g_hash_table_size (self->changed) == 0)
    {
      daybook_gmail_round_finish (exchange, self);
      return;
    }
  set_page (self, NULL);
  ask_labels (exchange, self);
}

static void
on_history_refused (DaybookExchange *exchange, DaybookHttpResponse *response, DaybookGmailRound *self)
{
  /* A page token that is not accepted: the pages are read anew, which changes nothing twice. */
  if (response->status == 400 && self->page != NULL && !self->restarted)
    {
      self->restarted = TRUE;
      set_page (self, NULL);
      ask_history (exchange, self);
    }
  else if (response->status == 404 || response->status == 400)
    fail_expired (exchange);
  else
    daybook_google_fail (exchange, response, _("Gmail"));
}

static void
on_history (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookGmailRound *self = data;
  g_auto (DaybookGmailHistory) history = { 0 };
  GError *error = NULL;

  if (response->status != 200)
    {
      on_history_refused (exchange, response, self);
      return;
    }
  if (!daybook_gmail_history_parse (&history, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  for (guint i = 0; i < history.changes->len; i++)
    take_change (self, &g_array_index (history.changes, DaybookGmailChange, i));
  if (history.next_page != NULL && g_strcmp0 (history.next_page, self->page) == 0)
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, _("Gmail repeats one page for ever."));
      return;
    }
  if (g_hash_table_size (self->changed) > MAX_CHANGES)
    {
      fail_expired (exchange);
      return;
    }
  if (history.next_page != NULL)
    {
      set_page (self, g_steal_pointer (&history.next_page));
      ask_history (exchange, self);
      return;
    }
  g_free (self->history);
  self->history = g_steal_pointer (&history.history);
  finish_history (exchange, self);
}

static void
ask_history (DaybookExchange *exchange, DaybookGmailRound *self)
{
  static const char fields[] = "historyId,nextPageToken,history(messagesAdded(message(id)),messagesDeleted(message(id)),"
                               "labelsAdded(message(id)),labelsRemoved(message(id)))";
  g_autoptr (GString) url = g_string_new (self->api_url);

  g_string_append (url, "/history");
  daybook_google_append_parameter (url, "startHistoryId", self->start);
  daybook_google_append_parameter (url, "maxResults", "500");
  daybook_google_append_parameter (url, "fields", fields);
  daybook_google_append_parameter (url, "prettyPrint", "false");
  if (self->page != NULL)
    daybook_google_append_parameter (url, "pageToken", self->page);
  daybook_gmail_round_ask (exchange, self, url->str, on_history, COST_HISTORY);
}

/* A round that was interrupted among its texts goes on there; what labels are called is asked again. */
void
daybook_gmail_find_names (DaybookExchange *exchange, DaybookGmailRound *self)
{
  ask_labels (exchange, self);
}

/* What happened since self->start. */
void
daybook_gmail_find_changes (DaybookExchange *exchange, DaybookGmailRound *self)
{
  ask_history (exchange, self);
}
