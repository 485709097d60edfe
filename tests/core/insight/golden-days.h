/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store-fixture.h"

G_BEGIN_DECLS

/* What happened on some days, read from tests/data/insight (its README describes the lines) and put into the store of
 * the fixture. Answers the days, by date. */
GArray *golden_days_fill (StoreFixture *fixture, const char *path); /* DaybookDay */

G_END_DECLS
