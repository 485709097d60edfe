/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rates are minor units of the currency an hour; -1 = none of its own (the client's, then none). */

typedef struct
{
  gint64 id;
  char *name; /* never NULL */
  char *address;
  char *tax_id;
  char *currency; /* ISO 4217 */
  gint64 hourly_rate;
  gboolean archived;
  gint64 version;
} DaybookClient;

typedef struct
{
  gint64 id;
  gint64 client_id; /* 0 = none */
  char *name;       /* never NULL */
  gint64 hourly_rate;
  char *currency;
  char *color; /* #rrggbb */
  gboolean billable;
  gboolean archived;
  gint64 version;
  /* Filled in when listed; not columns. */
  char *client_name;
  gint64 effective_rate;
  char *effective_currency;
} DaybookProject;

typedef struct
{
  gint64 id;
  char *name; /* never NULL */
  char *address;
  gint64 client_id;
  gboolean archived;
  gint64 version;
} DaybookPerson;

DaybookClient *daybook_client_new (void);
DaybookClient *daybook_client_copy (const DaybookClient *self);
void daybook_client_free (DaybookClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookClient, daybook_client_free)

DaybookProject *daybook_project_new (void);
DaybookProject *daybook_project_copy (const DaybookProject *self);
void daybook_project_free (DaybookProject *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookProject, daybook_project_free)

DaybookPerson *daybook_person_new (void);
DaybookPerson *daybook_person_copy (const DaybookPerson *self);
void daybook_person_free (DaybookPerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookPerson, daybook_person_free)

G_END_DECLS
