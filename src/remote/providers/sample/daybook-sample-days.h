/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "records/daybook-item.h"

G_BEGIN_DECLS

/* Every day follows from its number alone: seen tomorrow, yesterday is what it was. */
typedef struct
{
  const char *source; /* external id: work acme private inbox acme-design acme/website */
  DaybookZone *zone;  /* the person's */
  DaybookDay first;
  DaybookDay last; /* included */
  gint64 now;      /* nobody has written anything after that */
} DaybookSampleRequest;

/* How many weeks lie between a fixed Monday long ago and the one before @day: even ones differ from odd. */
int daybook_sample_week (DaybookDay day);
/* Who the sample data is about. */
#define DAYBOOK_SAMPLE_NAME "Sam Rivera"
#define DAYBOOK_SAMPLE_ADDRESS "sam@example.com"

/* daybook-sample-meetings.c: the calendars. */
void daybook_sample_add_meetings (const DaybookSampleRequest *request, GPtrArray *items);
/* daybook-sample-messages.c: mail, chat, commits, pull requests. */
void daybook_sample_add_messages (const DaybookSampleRequest *request, GPtrArray *items);

G_END_DECLS
