/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

/* A service of the tests' own, "acme", in every respect a provider like the others: it can be scouted, and is signed in to
 * by device, token or password. What it answers is what the test says. */
#define ACME_TYPE_PROVIDER (acme_provider_get_type ())
G_DECLARE_FINAL_TYPE (AcmeProvider, acme_provider, ACME, PROVIDER, DaybookProviderBase)

typedef void (*AcmeFunc) (const DaybookProviderContext *context, DaybookExchange *exchange, gpointer data);
typedef void (*AcmePullFunc) (const DaybookProviderContext *context,
                              const DaybookSource *source,
                              const DaybookPullOptions *options,
                              DaybookExchange *exchange,
                              gpointer data);

struct _AcmeProvider
{
  DaybookProviderBase parent_instance;

  AcmeFunc identify; /* NULL: GET /me with the user's credential; its body is the identity */
  AcmeFunc list;     /* NULL: no sources */
  AcmeFunc scout;
  AcmePullFunc pull;
  gpointer data;
};

/* The one that daybook_registry_find ("acme") knows. */
AcmeProvider *acme_provider_get (void);

G_END_DECLS
