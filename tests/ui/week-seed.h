/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* A freelancer's November, invented: three clients, eight projects, a calendar, mail and chat, seven weeks of
 * time entries in every state. The week of Monday 16 November 2026 adds up as in the pictures of the design. */
#define WEEK_SEED_NOW G_GINT64_CONSTANT (1795099200) /* 2026-11-19T14:40:00Z, a Thursday */
#define WEEK_SEED_TODAY 20776                        /* 2026-11-19 */
#define WEEK_SEED_MONDAY (WEEK_SEED_TODAY - 3)

gboolean week_seed_fill (DaybookStore *store, GError **error);

G_END_DECLS
