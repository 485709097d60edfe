/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-service-catalog.h"

G_BEGIN_DECLS

/* The coloured tile that stands for a service. Its colour is the rule ".service-tile.PROVIDER" of the
 * style sheet; a provider without one is grey. It is decoration: the name always stands beside it.
 *
 * Properties: provider (id), size (32, 36, 48 or 64 pixels). */
#define DAYBOOK_TYPE_SERVICE_TILE (daybook_service_tile_get_type ())
G_DECLARE_FINAL_TYPE (DaybookServiceTile, daybook_service_tile, DAYBOOK, SERVICE_TILE, AdwBin)

GtkWidget *daybook_service_tile_new (const char *provider, int size);
void daybook_service_tile_set_provider (DaybookServiceTile *self, const char *provider);

G_END_DECLS
