/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-project.h"

/* A client without a rate of its own. */
DaybookClient *
daybook_client_new (void)
{
  DaybookClient *self = g_new0 (DaybookClient, 1);

  self->hourly_rate = -1;
  return self;
}

DaybookClient *
daybook_client_copy (const DaybookClient *self)
{
  DaybookClient *copy = g_new (DaybookClient, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);
  copy->address = g_strdup (self->address);
  copy->tax_id = g_strdup (self->tax_id);
  copy->currency = g_strdup (self->currency);
  return copy;
}

void
daybook_client_free (DaybookClient *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->address);
  g_free (self->tax_id);
  g_free (self->currency);
  g_free (self);
}

/* A billable project of no client and without a rate of its own. */
DaybookProject *
daybook_project_new (void)
{
  DaybookProject *self = g_new0 (DaybookProject, 1);

  self->hourly_rate = -1;
  self->effective_rate = -1;
  self->billable = TRUE;
  return self;
}

DaybookProject *
daybook_project_copy (const DaybookProject *self)
{
  DaybookProject *copy = g_new (DaybookProject, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);
  copy->currency = g_strdup (self->currency);
  copy->color = g_strdup (self->color);
  copy->client_name = g_strdup (self->client_name);
  copy->effective_currency = g_strdup (self->effective_currency);
  return copy;
}

void
daybook_project_free (DaybookProject *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->currency);
  g_free (self->color);
  g_free (self->client_name);
  g_free (self->effective_currency);
  g_free (self);
}

DaybookPerson *
daybook_person_new (void)
{
  return g_new0 (DaybookPerson, 1);
}

DaybookPerson *
daybook_person_copy (const DaybookPerson *self)
{
  DaybookPerson *copy = g_new (DaybookPerson, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);
  copy->address = g_strdup (self->address);
  return copy;
}

void
daybook_person_free (DaybookPerson *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->address);
  g_free (self);
}
