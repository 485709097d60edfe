/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* What the services share. A service derives from it, sets the class's `info`, and gives to its DaybookProviderInterface the
 * methods that it has beside: what it does not give is missing there, as with any other provider. get_info is here; so are
 * list_sources for whoever declares `single_source`, and identify for whoever has ask_identity. */
#define DAYBOOK_TYPE_PROVIDER_BASE (daybook_provider_base_get_type ())
G_DECLARE_DERIVABLE_TYPE (DaybookProviderBase, daybook_provider_base, DAYBOOK, PROVIDER_BASE, GObject)

struct _DaybookProviderBaseClass
{
  GObjectClass parent_class;

  const DaybookProviderInfo *info; /* static */

  /* For services of which one request, this one (transfer full), finds out whose account it is. What read_identity needs of
   * @context it keeps as the state of @exchange. */
  DaybookRequest *(*ask_identity) (const DaybookProviderContext *context, DaybookExchange *exchange);
  /* Reads its answer and finishes @exchange with the identity. FALSE with INVALID_RESPONSE: it does not tell, and is asked
   * again as often as every request. */
  gboolean (*read_identity) (DaybookExchange *exchange, const DaybookHttpResponse *response, GError **error);
  /* Ends @exchange with what a status other than 200 means. */
  void (*fail) (DaybookExchange *exchange, const DaybookHttpResponse *response);
};

G_END_DECLS
