/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-intent-model.h"

#include <math.h>
#include <string.h>

#include "insight/daybook-intent-features.h"

#define MAGIC "DBI1"
#define MAX_BITS 20
#define HEADER_INTEGERS (4 + DAYBOOK_INTENT_STEPS)
#define HEADER_SIZE (sizeof (MAGIC) - 1 + HEADER_INTEGERS * sizeof (gint32))

static gint32
read_integer (const guint8 *data, guint index)
{
  gint32 value;

  memcpy (&value, data + sizeof (MAGIC) - 1 + index * sizeof value, sizeof value);
  return GINT32_FROM_LE (value);
}

gboolean
daybook_intent_model_read (DaybookIntentModel *self, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gint32 bits;

  if (size < HEADER_SIZE || memcmp (data, MAGIC, sizeof (MAGIC) - 1) != 0
      || read_integer (data, 0) != DAYBOOK_INTENT_FEATURES_VERSION)
    return FALSE;
  bits = read_integer (data, 1);
  if (bits < 1 || bits > MAX_BITS || size != HEADER_SIZE + ((gsize) 2 << bits))
    return FALSE;
  self->bits = (guint) bits;
  self->bias = read_integer (data, 2) / DAYBOOK_INTENT_FIXED;
  self->weight_unit = read_integer (data, 3) / DAYBOOK_INTENT_FIXED;
  for (guint i = 0; i < DAYBOOK_INTENT_STEPS; i++)
    self->steps[i] = read_integer (data, 4 + i) / DAYBOOK_INTENT_FIXED;
  self->ratios = (const gint8 *) data + HEADER_SIZE;
  self->weights = self->ratios + ((gsize) 1 << bits);
  return TRUE;
}

static void
append_integer (GByteArray *bytes, gint32 value)
{
  gint32 little = GINT32_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static gint32
to_fixed (double value)
{
  return (gint32) lrint (value * DAYBOOK_INTENT_FIXED);
}

/* (transfer full) */
GBytes *
daybook_intent_model_write (const DaybookIntentModel *self)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) MAGIC, sizeof (MAGIC) - 1);
  append_integer (bytes, DAYBOOK_INTENT_FEATURES_VERSION);
  append_integer (bytes, (gint32) self->bits);
  append_integer (bytes, to_fixed (self->bias));
  append_integer (bytes, to_fixed (self->weight_unit));
  for (guint i = 0; i < DAYBOOK_INTENT_STEPS; i++)
    append_integer (bytes, to_fixed (self->steps[i]));
  g_byte_array_append (bytes, (const guint8 *) self->ratios, 1u << self->bits);
  g_byte_array_append (bytes, (const guint8 *) self->weights, 1u << self->bits);
  return g_byte_array_free_to_bytes (bytes);
}

double
daybook_intent_model_score (const DaybookIntentModel *self, const GArray *features)
{
  guint32 mask = (1u << self->bits) - 1;
  gint64 sum = 0, squares = 0;

  for (guint i = 0; i < features->len; i++)
    {
      guint32 slot = g_array_index (features, guint32, i) & mask;

      sum += self->ratios[slot] * self->weights[slot];
      squares += self->ratios[slot] * self->ratios[slot];
    }
  if (squares == 0)
    return self->bias;
  return self->bias + (double) sum * self->weight_unit / sqrt ((double) squares);
}

/* Between two steps in proportion; beyond the last ones towards 0 and 1. */
double
daybook_intent_model_probability (const DaybookIntentModel *self, double score)
{
  double step = 1.0 / DAYBOOK_INTENT_STEPS;
  const double *steps = self->steps;
  guint last = DAYBOOK_INTENT_STEPS - 1;

  if (score <= steps[0])
    return step / 2 / (1 + (steps[0] - score));
  if (score >= steps[last])
    return 1 - step / 2 / (1 + (score - steps[last]));
  for (guint i = 0; i < last; i++)
    {
      if (score < steps[i + 1])
        return step * (i + 0.5 + (score - steps[i]) / (steps[i + 1] - steps[i]));
    }
  return 1 - step / 2;
}
