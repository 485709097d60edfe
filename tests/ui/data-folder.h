/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Deletes what Daybook keeps below @parent, once nobody in this process has it open any more: a connection that leaves later
 * would take the next database's WAL, which has the same name, along. */
void data_folder_clear (const char *parent);

G_END_DECLS
