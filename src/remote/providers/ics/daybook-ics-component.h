/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/ics/daybook-ics-property.h"

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
} DaybookIcsComponent;

DaybookIcsComponent *daybook_ics_component_new (void);
DaybookIcsComponent *daybook_ics_component_copy (const DaybookIcsComponent *self);
void daybook_ics_component_free (DaybookIcsComponent *self);
void daybook_ics_component_begin (DaybookIcsComponent *self, guint64 digest);
void daybook_ics_component_add (DaybookIcsComponent *self, const char *line, gsize length);
gboolean daybook_ics_component_get (const DaybookIcsComponent *self, guint number, DaybookIcsProperty *property);
gboolean daybook_ics_component_is_newer (const DaybookIcsComponent *self, gint64 sequence, gint64 stamp);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookIcsComponent, daybook_ics_component_free)

G_END_DECLS
