/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/daybook-model-question.h"
#include "net/daybook-secrets.h"
#include "net/daybook-transport.h"
#include "providers/daybook-service-config.h"
#include "store/daybook-model-terms.h"

G_BEGIN_DECLS

/* The model that the person chose (store/daybook-model-choice.h), and the key
 * model-key in the vault where there is one. Functions block until the answer is there. Each question is noted in the
 * audit log: which model, the digest and the size of what was sent, the size of what came back, how it ended.
 *
 * Nothing is asked of a model before the person agreed to what is sent (store/daybook-model-terms.h): whatever asks comes
 * through daybook_model_ask(), and that looks. */
typedef struct _DaybookModel DaybookModel;

/* The vault's name of the key. */
#define DAYBOOK_MODEL_KEY "model-key"

DaybookModel *daybook_model_open (DaybookStore *store, DaybookServiceConfig *config, DaybookTransport *transport,
                                  DaybookSecrets *secrets, gboolean needs_name, GError **error);
void daybook_model_free (DaybookModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookModel, daybook_model_free)

void daybook_model_set_by_person (DaybookModel *self, gboolean by_person);
/* (transfer none) */
const char *daybook_model_get_name (DaybookModel *self);
const char *daybook_model_get_url (DaybookModel *self);

/* The request body that daybook_model_ask() would send first. */
GBytes *daybook_model_preview (DaybookModel *self, const DaybookModelQuestion *question);
DaybookModelTerms *daybook_model_make_terms (DaybookModel *self, DaybookModelUse use, int form, GError **error);
gboolean daybook_model_check_agreed (DaybookModel *self, DaybookModelUse use, int form, GError **error);
char *daybook_model_ask (DaybookModel *self, const DaybookModelQuestion *question, GCancellable *cancellable,
                         GError **error);
/* Nobody but a person asks it for a while: what it answers is of no use. @retry_at: DAYBOOK_INSTANT_NONE, or what it said. */
void daybook_model_pause (DaybookModel *self, const GError *why, gint64 retry_at);
/* Takes an answer, or refuses it (INVALID_RESPONSE). Called again with the next one, so it begins anew each time. */
typedef gboolean (*DaybookModelReadFunc) (const char *text, gpointer data, GError **error);
/* Asks until @read takes the answer: once more where it does not, the same question, nothing of the answer in it. */
gboolean daybook_model_ask_until_read (DaybookModel *self, const DaybookModelQuestion *question, DaybookModelReadFunc read,
                                       gpointer data, GCancellable *cancellable, GError **error);
GPtrArray *daybook_model_list (DaybookModel *self, GCancellable *cancellable, GError **error);

G_END_DECLS
