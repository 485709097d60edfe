/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-service.h"

G_BEGIN_DECLS

/* A service still to connect: activates "account.connect" with its id. */
#define DAYBOOK_TYPE_SERVICE_CARD (daybook_service_card_get_type ())
G_DECLARE_FINAL_TYPE (DaybookServiceCard, daybook_service_card, DAYBOOK, SERVICE_CARD, GtkButton)

GtkWidget *daybook_service_card_new (DaybookService *service);

G_END_DECLS
