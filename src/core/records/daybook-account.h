/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_ACCOUNT_CONNECTING,
  DAYBOOK_ACCOUNT_CONNECTED,
  DAYBOOK_ACCOUNT_NEEDS_SIGN_IN,
  DAYBOOK_ACCOUNT_ERROR,
  DAYBOOK_ACCOUNT_DISCONNECTED,
} DaybookAccountStatus;

/* One sign-in at a service. A token belongs to it; usually one account lives on it. */
typedef struct
{
  gint64 id;
  char *provider; /* family that shares one consent: google, ics, sample, ... */
  char *identity;
  char *sign_in; /* browser device token password url goa none */
  char *scopes;  /* space separated, as granted */
  gint64 expires_at;
  gint64 epoch;
  char *settings; /* JSON object */
} DaybookGrant;

DaybookGrant *daybook_grant_new (void);
void daybook_grant_free (DaybookGrant *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookGrant, daybook_grant_free)

typedef struct
{
  gint64 id;
  gint64 grant_id;
  char *provider; /* provider id: google-calendar, ics, sample, ... */
  char *name;
  char *identity;
  DaybookAccountStatus status;
  char *reason; /* rate_limit offline keyring_locked keyring_absent disk_full service_down paused
                 * admin_approval or NULL */
  gboolean paused;
  gint64 retry_at;     /* instants are DAYBOOK_INSTANT_NONE when unknown */
  gint64 last_sync_at;
  gint64 next_sync_at;
  gint64 sources_at; /* the list of sources was last asked for */
  char *last_error;
  char *error_code;
  int failures;   /* in a row */
  char *settings; /* JSON object: interval (minutes), ... */
  /* Of the last scout, whose changes were pulled or are owed by their sources; opaque to all but the provider. */
  char *scout_cursor;
  char *scout_params; /* version of the parameters it was made with */
  gint64 version;
  gint64 created_at;
  /* Filled in when listed; not columns. */
  gboolean syncing;
  gint64 item_count;
  gint64 suggestion_count;
  guint n_sources;
  guint n_enabled;    /* of them */
  guint n_stopped;    /* of the enabled ones: put aside since their sync failed again and again */
  guint n_synced;     /* of the enabled ones: neither put aside nor gone */
  char *stopped_name; /* (nullable) of one that is put aside */
} DaybookAccount;

DaybookAccount *daybook_account_new (void);
DaybookAccount *daybook_account_copy (const DaybookAccount *self);
void daybook_account_free (DaybookAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookAccount, daybook_account_free)

const char *daybook_account_status_to_string (DaybookAccountStatus status);
gboolean daybook_account_status_from_string (const char *text, DaybookAccountStatus *status);

G_END_DECLS
