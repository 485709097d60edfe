/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts/daybook-sign-in-way.h"
#include "common/daybook-service.h"

G_BEGIN_DECLS

/* The ways a service really has, and what the chosen one asks for. It never asks for a secret that the
 * way does not need. Property "ready": everything needed is filled in. */
#define DAYBOOK_TYPE_CONNECT_FORM (daybook_connect_form_get_type ())
G_DECLARE_FINAL_TYPE (DaybookConnectForm, daybook_connect_form, DAYBOOK, CONNECT_FORM, AdwBin)

void daybook_connect_form_set_service (DaybookConnectForm *self, DaybookService *service, const char *preferred_way);
void daybook_connect_form_set_user (DaybookConnectForm *self, const char *user);
void daybook_connect_form_add_sibling (DaybookConnectForm *self, DaybookService *service);
const DaybookSignInWay *daybook_connect_form_get_way (DaybookConnectForm *self);
void daybook_connect_form_set_way (DaybookConnectForm *self, const char *way);
gboolean daybook_connect_form_is_ready (DaybookConnectForm *self);
GVariant *daybook_connect_form_make_options (DaybookConnectForm *self);
char *daybook_connect_form_take_secret (DaybookConnectForm *self);
void daybook_connect_form_forget (DaybookConnectForm *self);

G_END_DECLS
