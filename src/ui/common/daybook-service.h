/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One service that can be connected, as the worker describes it: the windows know no service by name. */
#define DAYBOOK_TYPE_SERVICE (daybook_service_get_type ())
G_DECLARE_FINAL_TYPE (DaybookService, daybook_service, DAYBOOK, SERVICE, GObject)

/* Reads the worker's list: a JSON array of objects. What has no id is left out, unknown members are let
 * pass. (transfer full) GPtrArray of DaybookService, in the order shown. */
GPtrArray *daybook_service_parse_list (const char *json, gsize length, GError **error);

/* Texts are (transfer none), in the person's language but for ids. */
const char *daybook_service_get_id (DaybookService *self);
const char *daybook_service_get_family (DaybookService *self);
const char *daybook_service_get_name (DaybookService *self);
const char *daybook_service_get_summary (DaybookService *self);
const char *daybook_service_get_help (DaybookService *self);
const char *const *daybook_service_get_sign_in (DaybookService *self);
const char *const *daybook_service_get_kinds (DaybookService *self);
const char *daybook_service_get_token_link (DaybookService *self);
GPtrArray *daybook_service_get_goa_users (DaybookService *self);
GPtrArray *daybook_service_get_goa_names (DaybookService *self);
GPtrArray *daybook_service_get_settings (DaybookService *self);
gboolean daybook_service_is_configured (DaybookService *self);
gboolean daybook_service_needs_client_secret (DaybookService *self);
gboolean daybook_service_has_tenants (DaybookService *self);
gboolean daybook_service_can_write_back (DaybookService *self);
gboolean daybook_service_can_revoke (DaybookService *self);
gboolean daybook_service_is_sample (DaybookService *self);

G_END_DECLS
