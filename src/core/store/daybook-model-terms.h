/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* What the person agrees to before a model is sent anything of theirs: once for each use, after having been shown what
 * would be sent. It is asked for again when any of it becomes another: the address, the model, the accounts whose items
 * are sent (one more; one less is no question), or the form, that is which kinds of things are sent.
 *
 * A server on this computer needs no agreement, for nothing leaves the computer; unless the model's name says that the
 * server only hands the question on ("gpt-oss:120b-cloud": how Ollama names what runs at its makers'). */
typedef enum
{
  DAYBOOK_MODEL_USE_SUMMARY,
  DAYBOOK_MODEL_USE_SUGGESTION,
} DaybookModelUse;

/* Which kinds of things are sent for a summary. To be raised with the first that is sent beside them: people are then
 * asked again. */
#define DAYBOOK_MODEL_SUMMARY_FORM 2
/* The same for suggestions. */
#define DAYBOOK_MODEL_SUGGESTION_FORM 1

typedef struct
{
  DaybookModelUse use;
  char *url;        /* without a slash at the end */
  char *model;      /* as the server calls it */
  int form;         /* of what is sent: a number that goes up when more than before is */
  GArray *accounts; /* gint64, ascending: of which at least one source may be sent */
  gint64 agreed_at; /* DAYBOOK_INSTANT_NONE: it was not, yet */
} DaybookModelTerms;

void daybook_model_terms_free (DaybookModelTerms *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookModelTerms, daybook_model_terms_free)

/* Words as the database and interfaces.md have them; static. FALSE, the value untouched: no such word. */
const char *daybook_model_use_to_string (DaybookModelUse use);
gboolean daybook_model_use_from_string (const char *text, DaybookModelUse *use);

/* As they stand now, of the accounts in the store. */
DaybookModelTerms *daybook_store_make_model_terms (DaybookStore *self, DaybookModelUse use, const char *url, const char *model,
                                                   int form, GError **error);
/* One line of JSON, by which terms that were shown are handed from program to program. (transfer full) */
char *daybook_model_terms_to_text (const DaybookModelTerms *self);
DaybookModelTerms *daybook_model_terms_from_text (const char *text, GError **error);
gboolean daybook_model_terms_stay_here (const DaybookModelTerms *self);

/* The person agrees to @terms, those that were shown, in place of earlier ones of that use; noted in the audit log. */
gboolean daybook_store_agree_to_model (DaybookStore *self, const DaybookModelTerms *terms, GError **error);
/* Takes it back; noted in the audit log where there was something to take back. */
gboolean daybook_store_withdraw_from_model (DaybookStore *self, DaybookModelUse use, GError **error);
/* What the person last agreed to, NULL: nothing. (transfer full) */
DaybookModelTerms *daybook_store_get_model_agreement (DaybookStore *self, DaybookModelUse use);
/* Whether @terms allow to send: nothing leaves the computer, or the person agreed to them. */
gboolean daybook_store_allows_model (DaybookStore *self, const DaybookModelTerms *terms);

G_END_DECLS
