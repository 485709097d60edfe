/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "store/daybook-model-terms.h"

G_BEGIN_DECLS

/* What a model is asked: what it has to do (our words), what about (data, much of it written by others), and the closed
 * form that its answer has to fill. Nothing else leaves the computer: the body of the request is made of this alone. */
typedef struct
{
  DaybookModelUse use; /* what for; its name is that of the answer's form as well */
  int form;            /* of what is sent: the person agreed to this one, see store/daybook-model-terms.h */
  char *instructions;  /* the system's message */
  char *material;      /* the user's message: a JSON document */
  JsonNode *schema;    /* JSON schema in the strict subset: every property required, none other allowed */
  guint deadline;      /* seconds that the answer may take; 0: what the person set (model_timeout) */
} DaybookModelQuestion;

DaybookModelQuestion *daybook_model_question_new (DaybookModelUse use, int form, const char *instructions,
                                                  const char *material, JsonNode *schema /* (transfer full) */);
void daybook_model_question_free (DaybookModelQuestion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookModelQuestion, daybook_model_question_free)

/* What a server said it does not know, and is then not sent. */
typedef enum
{
  DAYBOOK_MODEL_NO_SCHEMA = 1 << 0, /* response_format */
  DAYBOOK_MODEL_NO_LIMIT = 1 << 1,  /* max_completion_tokens */
} DaybookModelLacks;

/* Tokens that one answer may have. */
#define DAYBOOK_MODEL_MOST_TOKENS 4000

GBytes *daybook_model_question_to_body (const DaybookModelQuestion *self, const char *model, DaybookModelLacks lacks);

/* Building schemas: an object of @first and the following pairs of name and node (transfer full), NULL at the end; all
 * are required. */
JsonNode *daybook_model_schema_object (const char *first, ...) G_GNUC_NULL_TERMINATED;
JsonNode *daybook_model_schema_array (JsonNode *items /* (transfer full) */);
JsonNode *daybook_model_schema_text (void);
JsonNode *daybook_model_schema_boolean (void);
JsonNode *daybook_model_schema_number (void);
JsonNode *daybook_model_schema_choice (const char *const *values, gsize n);

G_END_DECLS
