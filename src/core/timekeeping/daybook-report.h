/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-entries.h"

G_BEGIN_DECLS

/* Reports: sums of time and money by project, client, day or tag. Raw seconds are what is stored;
 * rounding is a view, of each entry by itself, so that what a client reads adds up. Money is billable
 * time at the project's rate, else the client's. */
typedef struct
{
  char *key;     /* name of the project, client or tag, the day; "" for none of them */
  char *label;   /* key, or "Client – Project" where several rows have that key */
  gint64 project_id, client_id;
  char *client_name; /* (nullable) when by project or client */
  DaybookDay day; /* DAYBOOK_DAY_NONE unless by day */
  gint64 duration; /* seconds, exact */
  gint64 rounded;
  gint64 amount;   /* minor units of currency; 0 without one */
  char *currency;  /* (nullable) */
  gboolean has_rate; /* of any of its entries */
  int count;       /* entries */
} DaybookReportRow;

void daybook_report_row_free (DaybookReportRow *row);

gboolean daybook_report_parse_key (const char *text, DaybookTotalsKey *key, GError **error);
gboolean daybook_report_parse_rounding (const char *text, DaybookTotalsFilter *filter, GError **error);
gint64 daybook_report_round (const DaybookTotalsFilter *filter, gint64 duration);
GPtrArray *daybook_report (DaybookStore *store,
                           const DaybookTotalsFilter *filter,
                           DaybookTotalsKey key,
                           GError **error);

char *daybook_report_to_csv (GPtrArray *rows, gsize *length);
char *daybook_entries_to_csv (GPtrArray *entries, DaybookZone *zone, gsize *length);

G_END_DECLS
