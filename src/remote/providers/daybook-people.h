/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-event.h"

G_BEGIN_DECLS

/* No list of attendees is longer; the count tells how many there really are. */
#define DAYBOOK_PEOPLE_MAX 200

/* Collects the people of one event after another into DaybookEvent.attendees. */
typedef struct _DaybookPeople DaybookPeople;

DaybookPeople *daybook_people_new (void);
void daybook_people_free (DaybookPeople *self);
void daybook_people_add (DaybookPeople *self, const char *name, const char *address,
                         DaybookResponse response);
void daybook_people_give (DaybookPeople *self, DaybookEvent *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookPeople, daybook_people_free)

G_END_DECLS
