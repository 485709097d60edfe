/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* The model that the person chose: the settings model_url and model_name, each where it is empty from [model] of
 * providers.ini or the environment. */
typedef struct
{
  char *url;  /* (owned) (nullable) without a slash at the end */
  char *name; /* (owned) (nullable) as its server calls it */
  gboolean url_is_configured;  /* it is not the setting's */
  gboolean name_is_configured;
} DaybookModelChoice;

/* @configured_url, @configured_name (nullable): what the file or the environment say. */
void daybook_model_choice_make (DaybookModelChoice *self, DaybookStore *store, const char *configured_url,
                                const char *configured_name);
/* For who has no part in services and reads these two keys alone; @path NULL: the person's providers.ini. */
void daybook_model_choice_read (DaybookModelChoice *self, DaybookStore *store, const char *path);
void daybook_model_choice_clear (DaybookModelChoice *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookModelChoice, daybook_model_choice_clear)

G_END_DECLS
