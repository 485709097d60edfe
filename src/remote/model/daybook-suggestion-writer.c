/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/daybook-suggestion-writer.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "insight/daybook-suggest.h"
#include "model/daybook-suggestion-answer.h"

#define LONGEST_RUN (10 * 60) /* seconds */
/* A server whose answers are of no use is left alone: for the rest of the run, and for a while. */
#define MOST_REFUSED_IN_A_ROW 3

struct _DaybookSuggestionWriter
{
  DaybookStore *store;
  DaybookModel *model;
  GCancellable *cancellable;
  guint asked;
  guint refused;  /* in a row */
  gint64 end;     /* of g_get_monotonic_time() */
  GError *gave_up; /* (owned) (nullable) */
};

DaybookSuggestionWriter *
daybook_suggestion_writer_new (DaybookStore *store, DaybookModel *model, GCancellable *cancellable)
{
  DaybookSuggestionWriter *self = g_new0 (DaybookSuggestionWriter, 1);

  self->store = store;
  self->model = model;
  self->cancellable = cancellable;
  self->end = g_get_monotonic_time () + LONGEST_RUN * G_USEC_PER_SEC;
  return self;
}

void
daybook_suggestion_writer_free (DaybookSuggestionWriter *self)
{
  if (self == NULL)
    return;
  g_clear_error (&self->gave_up);
  g_free (self);
}

void
daybook_suggestion_note_builtin (DaybookSuggestion *suggestion, const char *why)
{
  /* Translators: why a judgement is not the model’s; %s is a sentence. */
  g_autofree char *note = g_strdup_printf (_("The built-in engine judged this. %s"), why);
  char *both = suggestion->reasoning != NULL && *suggestion->reasoning != '\0'
                 ? g_strconcat (suggestion->reasoning, " ", note, NULL)
                 : g_strdup (note);

  g_free (suggestion->reasoning);
  suggestion->reasoning = both;
}

static const char *
find_reason_not_to_ask (DaybookSuggestionWriter *self)
{
  if (self->gave_up != NULL)
    return self->gave_up->message;
  if (self->asked >= DAYBOOK_MOST_ASKED || g_get_monotonic_time () > self->end)
    return _("There was too much at once to ask the model about.");
  return NULL;
}

typedef struct
{
  const DaybookSuggestionPrompt *prompt;
  DaybookSuggestion *suggestion;
} Answer;

static gboolean
read_answer (const char *text, gpointer data, GError **error)
{
  Answer *answer = data;

  return daybook_suggestion_answer_read (text, answer->prompt, answer->suggestion, error);
}

/* @failure: of one answer, or of the server altogether. */
static void
note_failure (DaybookSuggestionWriter *self, DaybookSuggestion *suggestion, const GError *failure)
{
  gboolean passes = failure->code == DAYBOOK_ERROR_INVALID_RESPONSE || failure->code == DAYBOOK_ERROR_TOO_LARGE;

  daybook_suggestion_note_builtin (suggestion, failure->message);
  self->refused++;
  if (!passes || self->refused >= MOST_REFUSED_IN_A_ROW)
    self->gave_up = g_error_copy (failure);
  if (passes && self->gave_up != NULL)
    daybook_model_pause (self->model, failure, DAYBOOK_INSTANT_NONE);
}

gboolean
daybook_suggestion_write (const DaybookUnjudged *item, DaybookSuggestion *suggestion, gpointer writer, GError **error)
{
  DaybookSuggestionWriter *self = writer;
  g_autoptr (GError) local = NULL;
  g_autoptr (DaybookSuggestionPrompt) prompt = daybook_suggestion_prompt_new (self->store, item, &local);
  Answer answer = { prompt, suggestion };
  const char *reason = prompt != NULL ? find_reason_not_to_ask (self) : NULL;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (prompt == NULL)
    {
      daybook_suggestion_note_builtin (suggestion, _("Nothing from here is sent to a model."));
      return TRUE;
    }
  if (reason != NULL)
    {
      daybook_suggestion_note_builtin (suggestion, reason);
      return TRUE;
    }
  self->asked++;
  if (daybook_model_ask_until_read (self->model, prompt->question, read_answer, &answer, self->cancellable, &local))
    {
      self->refused = 0;
      g_free (suggestion->engine);
      suggestion->engine = g_strdup ("model");
      g_free (suggestion->model);
      suggestion->model = g_strdup (daybook_model_get_name (self->model));
      return TRUE;
    }
  if (g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  note_failure (self, suggestion, local);
  return TRUE;
}

GBytes *
daybook_suggestion_preview (DaybookStore *store, const DaybookUnjudged *item, DaybookModel *model, GError **error)
{
  const DaybookSuggestContext context = { daybook_store_now (store), daybook_store_get_zone (store), item->identity };
  g_autoptr (DaybookSuggestion) judged = item->activity != NULL ? daybook_suggest_for_activity (item->activity, &context)
                                                                : daybook_suggest_for_event (item->event, &context);
  g_autoptr (DaybookSuggestionPrompt) prompt = judged->settled ? NULL : daybook_suggestion_prompt_new (store, item, error);

  return prompt != NULL ? daybook_model_preview (model, prompt->question) : NULL;
}
