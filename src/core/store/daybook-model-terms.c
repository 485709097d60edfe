/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/daybook-model-terms.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "base/daybook-link.h"
#include "store/daybook-store-private.h"

/* A note for each use, by its name. */
#define NOTE_PREFIX ".model_agreed_"
#define LONGEST_TEXT 2000

static const char *const uses[] = { "summary", "suggestion" };

static DaybookModelTerms *
make_terms (DaybookModelUse use, const char *url, const char *model, int form)
{
  DaybookModelTerms *self = g_new0 (DaybookModelTerms, 1);

  self->use = use;
  self->url = g_strdup (url);
  self->model = g_strdup (model);
  self->form = form;
  self->accounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->agreed_at = DAYBOOK_INSTANT_NONE;
  return self;
}

void
daybook_model_terms_free (DaybookModelTerms *self)
{
  if (self == NULL)
    return;
  g_free (self->url);
  g_free (self->model);
  g_array_unref (self->accounts);
  g_free (self);
}

const char *
daybook_model_use_to_string (DaybookModelUse use)
{
  return uses[use];
}

gboolean
daybook_model_use_from_string (const char *text, DaybookModelUse *use)
{
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      if (g_strcmp0 (uses[i], text) == 0)
        {
          *use = i;
          return TRUE;
        }
    }
  return FALSE;
}

DaybookModelTerms *
daybook_store_make_model_terms (DaybookStore *self,
                                DaybookModelUse use,
                                const char *url,
                                const char *model,
                                int form,
                                GError **error)
{
  g_autoptr (DaybookModelTerms) terms = make_terms (use, url, model, form);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT a.id FROM account a WHERE EXISTS (SELECT 1 FROM source s WHERE s.account_id = a.id AND"
    "   COALESCE (s.settings ->> '$.never_send', a.settings ->> '$.never_send', 0) IN (0, 'off', 'false'))"
    " ORDER BY a.id");

  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);

      g_array_append_val (terms->accounts, id);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&terms);
}

static char *
end_object (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

char *
daybook_model_terms_to_text (const DaybookModelTerms *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "use", daybook_model_use_to_string (self->use));
  daybook_json_add_text (builder, "url", self->url);
  daybook_json_add_text (builder, "model", self->model);
  daybook_json_add_int (builder, "form", self->form);
  json_builder_set_member_name (builder, "accounts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->accounts->len; i++)
    json_builder_add_int_value (builder, g_array_index (self->accounts, gint64, i));
  json_builder_end_array (builder);
  if (self->agreed_at != DAYBOOK_INSTANT_NONE)
    daybook_json_add_int (builder, "agreed_at", self->agreed_at);
  return end_object (builder);
}

static int
compare_ids (const void *a, const void *b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static void
read_terms (DaybookJsonReader *reader, DaybookModelTerms *terms, char **use)
{
  enum
  {
    FIELD_USE,
    FIELD_URL,
    FIELD_MODEL,
    FIELD_FORM,
    FIELD_ACCOUNTS,
    FIELD_AGREED_AT
  };
  static const char *const fields[] = { "use", "url", "model", "form", "accounts", "agreed_at", NULL };
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == FIELD_USE)
        daybook_json_reader_read_string_into (reader, use);
      else if (field == FIELD_URL)
        daybook_json_reader_read_string_into (reader, &terms->url);
      else if (field == FIELD_MODEL)
        daybook_json_reader_read_string_into (reader, &terms->model);
      else if (field == FIELD_FORM)
        terms->form = (int) daybook_json_reader_read_int (reader);
      else if (field == FIELD_AGREED_AT)
        terms->agreed_at = daybook_json_reader_read_int (reader);
      else if (field == FIELD_ACCOUNTS)
        {
          daybook_json_reader_begin_array (reader);
          while (daybook_json_reader_next_element (reader))
            {
              gint64 id = daybook_json_reader_read_int (reader);

              g_array_append_val (terms->accounts, id);
            }
        }
    }
}

DaybookModelTerms *
daybook_model_terms_from_text (const char *text, GError **error)
{
  g_autoptr (DaybookModelTerms) terms = make_terms (DAYBOOK_MODEL_USE_SUMMARY, NULL, NULL, 0);
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new_for_data (text, strlen (text));
  g_autofree char *use = NULL;

  read_terms (reader, terms, &use);
  if (!daybook_json_reader_finish (reader, error))
    return NULL;
  if (!daybook_model_use_from_string (use, &terms->use) || terms->url == NULL || terms->model == NULL
      || strlen (terms->url) > LONGEST_TEXT || strlen (terms->model) > LONGEST_TEXT)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE, "These are no terms of a model.");
      return NULL;
    }
  g_array_sort (terms->accounts, compare_ids);
  return g_steal_pointer (&terms);
}

static gboolean
is_this_computer (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && daybook_link_host_is_loopback (g_uri_get_host (uri));
}

/* "glm-4.6:cloud", "gpt-oss:120b-cloud": the word stands at the end of what follows the colon. */
static gboolean
is_handed_on (const char *model)
{
  const char *tag = strrchr (model, ':');

  return tag != NULL && (g_ascii_strcasecmp (tag, ":cloud") == 0 || g_str_has_suffix (tag, "-cloud"));
}

gboolean
daybook_model_terms_stay_here (const DaybookModelTerms *self)
{
  return is_this_computer (self->url) && !is_handed_on (self->model);
}

static char *
make_note_name (DaybookModelUse use)
{
  return g_strconcat (NOTE_PREFIX, daybook_model_use_to_string (use), NULL);
}

DaybookModelTerms *
daybook_store_get_model_agreement (DaybookStore *self, DaybookModelUse use)
{
  g_autofree char *name = make_note_name (use);
  g_autofree char *text = daybook_store_get_note (self, name);
  g_autoptr (DaybookModelTerms) terms = NULL;

  if (text == NULL || *text == '\0')
    return NULL;
  /* What an editor of the file made unreadable is no agreement. */
  terms = daybook_model_terms_from_text (text, NULL);
  return terms != NULL && terms->use == use ? g_steal_pointer (&terms) : NULL;
}

static gboolean
covers_accounts (const DaybookModelTerms *agreed, const DaybookModelTerms *terms)
{
  for (guint i = 0, j = 0; i < terms->accounts->len; i++)
    {
      gint64 id = g_array_index (terms->accounts, gint64, i);

      while (j < agreed->accounts->len && g_array_index (agreed->accounts, gint64, j) < id)
        j++;
      if (j == agreed->accounts->len || g_array_index (agreed->accounts, gint64, j) != id)
        return FALSE;
    }
  return TRUE;
}

gboolean
daybook_store_allows_model (DaybookStore *self, const DaybookModelTerms *terms)
{
  g_autoptr (DaybookModelTerms) agreed = NULL;

  if (daybook_model_terms_stay_here (terms))
    return TRUE;
  agreed = daybook_store_get_model_agreement (self, terms->use);
  return agreed != NULL && g_str_equal (agreed->url, terms->url) && g_str_equal (agreed->model, terms->model)
         && agreed->form == terms->form && covers_accounts (agreed, terms);
}

/* An address may hold a path that is as good as a key: the log has the host alone. */
static char *
make_audit_detail (const DaybookModelTerms *terms)
{
  g_autoptr (GUri) uri = g_uri_parse (terms->url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "host", uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "");
  daybook_json_add_text (builder, "model", terms->model);
  daybook_json_add_int (builder, "form", terms->form);
  daybook_json_add_int (builder, "accounts", terms->accounts->len);
  return end_object (builder);
}

static gboolean
agree (DaybookStore *self, const DaybookModelTerms *terms, GError **error)
{
  g_autofree char *shown = daybook_model_terms_to_text (terms);
  g_autoptr (DaybookModelTerms) agreed = daybook_model_terms_from_text (shown, error);
  g_autofree char *name = make_note_name (terms->use);
  g_autofree char *detail = make_audit_detail (terms);
  g_autofree char *text = NULL;

  if (agreed == NULL)
    return FALSE;
  agreed->agreed_at = daybook_store_now (self);
  text = daybook_model_terms_to_text (agreed);
  return daybook_store_set_note (self, name, text, error)
         && daybook_store_audit (self, "person", "model.agree", daybook_model_use_to_string (terms->use), detail, error);
}

gboolean
daybook_store_agree_to_model (DaybookStore *self, const DaybookModelTerms *terms, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, agree (self, terms, error), error);
}

static gboolean
withdraw (DaybookStore *self, DaybookModelUse use, GError **error)
{
  g_autoptr (DaybookModelTerms) agreed = daybook_store_get_model_agreement (self, use);
  g_autofree char *name = make_note_name (use);
  g_autofree char *detail = NULL;

  if (agreed == NULL)
    return TRUE;
  detail = make_audit_detail (agreed);
  return daybook_store_set_note (self, name, "", error)
         && daybook_store_audit (self, "person", "model.withdraw", daybook_model_use_to_string (use), detail, error);
}

gboolean
daybook_store_withdraw_from_model (DaybookStore *self, DaybookModelUse use, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, withdraw (self, use, error), error);
}
