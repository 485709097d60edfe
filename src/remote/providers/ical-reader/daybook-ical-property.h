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
} DaybookIcalProperty;

gboolean daybook_ical_property_split (DaybookIcalProperty *self, const char *line, gsize length);
gboolean daybook_ical_property_is (const DaybookIcalProperty *self, const char *name);
gboolean daybook_ical_property_value_is (const DaybookIcalProperty *self, const char *value);
const char *daybook_ical_property_find_parameter (const DaybookIcalProperty *self, const char *name, gsize *length);
char *daybook_ical_property_get_parameter (const DaybookIcalProperty *self, const char *name);
gboolean daybook_ical_property_parameter_is (const DaybookIcalProperty *self, const char *name, const char *value);
gint64 daybook_ical_property_get_int (const DaybookIcalProperty *self, gint64 fallback);
char *daybook_ical_property_get_text (const DaybookIcalProperty *self);
char *daybook_ical_property_get_raw (const DaybookIcalProperty *self);
char *daybook_ical_text_decode (const char *text, gsize length);
const char *daybook_ical_text_next (const char *text, const char *end);

G_END_DECLS
