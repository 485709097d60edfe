/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-builder.h"
#include "daybook-ctl.h"

G_BEGIN_DECLS

/* Answers: built once as JSON; printed as such with --json, else as a table of some of its members. */

typedef enum
{
  DAYBOOK_CELL_TEXT,
  DAYBOOK_CELL_LIST,     /* array of text, commas between */
  DAYBOOK_CELL_INSTANT,  /* RFC 3339 in UTC -> local date and time */
  DAYBOOK_CELL_END,      /* RFC 3339 in UTC -> local time, with the date where it is not the start's */
  DAYBOOK_CELL_DURATION, /* seconds -> 1:30 */
  DAYBOOK_CELL_MONEY,    /* minor units beside "currency" */
  DAYBOOK_CELL_NUMBER,
  DAYBOOK_CELL_FLAG,     /* true -> the column's title */
} DaybookCell;

typedef struct
{
  const char *member;
  const char *title; /* N_() */
  DaybookCell cell;
  int max_width; /* 0 = any */
} DaybookColumn;

void daybook_output_print (DaybookCtl *ctl, JsonBuilder *builder /* (transfer full) */, const DaybookColumn *columns,
                           const char *empty);
void daybook_output_print_array (DaybookCtl *ctl, JsonNode *root, const DaybookColumn *columns, const char *empty);
void daybook_output_print_object (DaybookCtl *ctl, JsonBuilder *builder /* (transfer full) */);

/* Members of the object that @builder is in, beside those of base/daybook-json-builder.h: a stored JSON text as JSON
 * (@fallback where there is none or it is broken), an hourly rate in minor units (-1 is null), a confidence to three
 * digits. */
void daybook_output_json (JsonBuilder *builder, const char *member, const char *json, const char *fallback);
void daybook_output_rate (JsonBuilder *builder, const char *member, gint64 minor);
void daybook_output_confidence (JsonBuilder *builder, const char *member, double value);

void daybook_output_message (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
