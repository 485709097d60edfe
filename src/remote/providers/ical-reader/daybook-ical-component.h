/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/ical-reader/daybook-ical-property.h"

G_BEGIN_DECLS

/* The lines of one VEVENT while it is read, and what can be told of it without reading it: who it is,
 * and a digest that says whether it is as it was. Nine of ten are, and cost no more than this. */
typedef struct
{
  GString *text; /* (owned) the unfolded lines one after another, LF behind each */
  GArray *ends;  /* (owned) of guint32: where each line ends in @text */
  guint64 digest; /* of every line but DTSTAMP, which some services set to the time of the download */
  int uid;           /* number of the line, -1 none */
  int recurrence_id; /* likewise */
  gboolean in_series; /* RRULE, RDATE or RECURRENCE-ID: means more than itself */
  gboolean and_future; /* RECURRENCE-ID;RANGE=THISANDFUTURE */
  gint64 sequence;
  gint64 stamp; /* DTSTAMP, an instant; 0 none */
} DaybookIcalComponent;

DaybookIcalComponent *daybook_ical_component_new (void);
DaybookIcalComponent *daybook_ical_component_copy (const DaybookIcalComponent *self);
void daybook_ical_component_free (DaybookIcalComponent *self);
void daybook_ical_component_begin (DaybookIcalComponent *self, guint64 digest);
void daybook_ical_component_add (DaybookIcalComponent *self, const char *line, gsize length);
gboolean daybook_ical_component_get (const DaybookIcalComponent *self, guint number, DaybookIcalProperty *property);
gboolean daybook_ical_component_is_newer (const DaybookIcalComponent *self, gint64 sequence, gint64 stamp);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookIcalComponent, daybook_ical_component_free)

G_END_DECLS
