/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One content line taken apart: NAME;PARAMETER=VALUE:VALUE. Borrows the line. */
typedef struct
{
  const char *name;
  gsize name_length;
  const char *parameters; /* from the first ';' on; empty when there are none */
  gsize parameters_length;
  const char *value;
  gsize value_length;
} DaybookIcsProperty;

gboolean daybook_ics_property_split (DaybookIcsProperty *self, const char *line, gsize length);
gboolean daybook_ics_property_is (const DaybookIcsProperty *self, const char *name);
gboolean daybook_ics_property_value_is (const DaybookIcsProperty *self, const char *value);
const char *daybook_ics_property_find_parameter (const DaybookIcsProperty *self, const char *name, gsize *length);
char *daybook_ics_property_get_parameter (const DaybookIcsProperty *self, const char *name);
gboolean daybook_ics_property_parameter_is (const DaybookIcsProperty *self, const char *name, const char *value);
gint64 daybook_ics_property_get_int (const DaybookIcsProperty *self, gint64 fallback);
char *daybook_ics_property_get_text (const DaybookIcsProperty *self);
char *daybook_ics_property_get_raw (const DaybookIcsProperty *self);
char *daybook_ics_text_decode (const char *text, gsize length);
const char *daybook_ics_text_next (const char *text, const char *end);

G_END_DECLS
