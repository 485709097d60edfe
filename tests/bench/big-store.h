/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Noon UTC of the day that the middle of the data lies on. */
#define BIG_STORE_NOW G_GINT64_CONSTANT (1795262400) /* 2026-11-21T12:00:00Z */

DaybookStore *big_store_open (const char *path);
gboolean big_store_fill (DaybookStore *store, int events, GError **error);

G_END_DECLS
