/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people call the services that online meetings are held with. */
const char *daybook_conference_name (const char *provider);

G_END_DECLS
