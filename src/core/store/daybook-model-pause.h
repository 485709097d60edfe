/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* A model whose server asks to wait, refuses or does not answer is left alone for a while: by every program and every
 * run, so that not each sync of each account asks it again. Whoever asks by hand asks it nevertheless. */
typedef struct
{
  gint64 until;  /* instant; it may be over */
  guint failures; /* in a row, this one included */
  char *url;
  char *model;
  int code;      /* DaybookError */
  char *message; /* why, a sentence */
} DaybookModelPause;

void daybook_model_pause_free (DaybookModelPause *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookModelPause, daybook_model_pause_free)

/* NULL: @model at @url may be asked. (transfer full) */
DaybookModelPause *daybook_store_get_model_pause (DaybookStore *self, const char *url, const char *model);
/* It failed (@why): nobody asks it for 1, 5, 15, 60 minutes, the longer the oftener in a row; for 1, 2, 4 where only the
 * network failed, for 60 where only the person can change something; and not before @retry_at
 * (DAYBOOK_INSTANT_NONE: the server said nothing), a day from now at the latest. */
gboolean daybook_store_pause_model (DaybookStore *self, const char *url, const char *model, const GError *why, gint64 retry_at,
                                    GError **error);
/* It answered, or something about it is another now. */
gboolean daybook_store_end_model_pause (DaybookStore *self, GError **error);

G_END_DECLS
