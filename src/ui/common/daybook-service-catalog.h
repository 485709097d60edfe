/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-service.h"

G_BEGIN_DECLS

/* What can be connected: asked of the worker (which does not use the network for it) once, and again
 * when a client id was entered. A GListModel of DaybookService, empty until the answer is there. Property
 * "error": why there is none, NULL else. */
#define DAYBOOK_TYPE_SERVICE_CATALOG (daybook_service_catalog_get_type ())
G_DECLARE_FINAL_TYPE (DaybookServiceCatalog, daybook_service_catalog, DAYBOOK, SERVICE_CATALOG, GObject)

DaybookServiceCatalog *daybook_service_catalog_new (void);
void daybook_service_catalog_load (DaybookServiceCatalog *self);
DaybookService *daybook_service_catalog_find (DaybookServiceCatalog *self, const char *id);
DaybookService *daybook_service_catalog_find_sample (DaybookServiceCatalog *self);
const char *daybook_service_catalog_get_error (DaybookServiceCatalog *self);

G_END_DECLS
