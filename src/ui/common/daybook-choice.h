/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Numbers under names, one of which is chosen in an AdwComboRow: rows of a table, minutes, windows. */
typedef struct _DaybookChoice DaybookChoice;

DaybookChoice *daybook_choice_new (void);
void daybook_choice_free (DaybookChoice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookChoice, daybook_choice_free)

void daybook_choice_add (DaybookChoice *self, gint64 value, const char *name);
void daybook_choice_clear (DaybookChoice *self);
void daybook_choice_show (DaybookChoice *self, AdwComboRow *row, gint64 value);
gboolean daybook_choice_get_selected (AdwComboRow *row, gint64 *value);

G_END_DECLS
