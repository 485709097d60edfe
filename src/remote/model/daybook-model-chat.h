/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/daybook-model-question.h"
#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

/* Conversations with a server that speaks OpenAI's API (OpenAI, Ollama, llama.cpp, vLLM), without the network:
 * providers.md section 9. Chat Completions, the one form that all of them know; not streamed.
 *
 * @base_url is https, or http on this computer, without a slash at the end. The answer is bounded: 10 MB, ten minutes. */
DaybookExchange *daybook_model_chat_new (const char *base_url, const char *model, const DaybookModelQuestion *question,
                                         gboolean has_key, gint64 now);
/* What the model said, once the exchange has ended well. (transfer none) */
const char *daybook_model_chat_get_text (DaybookExchange *exchange);

DaybookExchange *daybook_model_list_new (const char *base_url, gboolean has_key, gint64 now);
/* The models that the server offers (char*). (transfer none) */
GPtrArray *daybook_model_list_get_ids (DaybookExchange *exchange);

G_END_DECLS
