/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For tests that break off what a store does: a child that ends is the crash, and another one, to which SQLite is new,
 * looks at what it left. The parent must not have opened a store before. */

/* What @work ended with, in a child of its own; -1 when a signal ended it. */
int store_child_run (int (*work) (gpointer data), gpointer data);

/* Memory where there is some: some hundred databases are made and read. (transfer full) */
char *store_child_make_folder (void);
/* The files of @from, and no others, in @to. */
void store_child_copy_folder (const char *from, const char *to);

G_END_DECLS
