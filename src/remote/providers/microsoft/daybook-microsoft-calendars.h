/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-source.h"

G_BEGIN_DECLS

/* One page of /me/calendars. */
typedef struct
{
  GPtrArray *sources; /* (owned) DaybookSource */
  char *next_link;    /* (owned) (nullable) */
} DaybookMicrosoftCalendars;

gboolean daybook_microsoft_calendars_parse (DaybookMicrosoftCalendars *self, GBytes *body, GError **error);
void daybook_microsoft_calendars_clear (DaybookMicrosoftCalendars *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookMicrosoftCalendars, daybook_microsoft_calendars_clear)

/* What /me says. All text owned and nullable. */
typedef struct
{
  char *mail;
  char *principal;
  char *name;
} DaybookMicrosoftPerson;

gboolean daybook_microsoft_person_parse (DaybookMicrosoftPerson *self, GBytes *body, GError **error);
void daybook_microsoft_person_clear (DaybookMicrosoftPerson *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookMicrosoftPerson, daybook_microsoft_person_clear)

G_END_DECLS
