/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A linear model over hashed features (S. Wang, C. Manning, "Baselines and Bigrams", ACL 2012: a support vector machine over
 * naive Bayes log-count ratios):
 *
 *   score = bias + sum (ratio_f * weight_f) / sqrt (sum ratio_f ^ 2)    over the features f of a sentence
 *
 * and a table that turns scores into probabilities. As bytes, all little-endian: "DBI1", then as 32-bit integers the
 * version of the features, the number of bits of the tables, bias and weight unit (in 2^-20), DAYBOOK_INTENT_STEPS
 * scores (in 2^-20) at which the probability is 1/64, 3/64, ... ; then two tables of 2^bits signed bytes: ratios (unit
 * 1/16) and weights (in weight units). */
#define DAYBOOK_INTENT_STEPS 32
#define DAYBOOK_INTENT_FIXED 1048576.0 /* 2^20 */
#define DAYBOOK_INTENT_RATIO 16.0

typedef struct
{
  guint bits;
  double bias;
  double weight_unit;
  double steps[DAYBOOK_INTENT_STEPS]; /* never falling */
  const gint8 *ratios;                /* 2^bits of each; owned by whoever gave the bytes */
  const gint8 *weights;
} DaybookIntentModel;

/* FALSE: these bytes are no model of this version. They must outlive the model. */
gboolean daybook_intent_model_read (DaybookIntentModel *self, GBytes *bytes);
GBytes *daybook_intent_model_write (const DaybookIntentModel *self);
double daybook_intent_model_score (const DaybookIntentModel *self, const GArray *features);
/* 0 to 1, without jumps. */
double daybook_intent_model_probability (const DaybookIntentModel *self, double score);

G_END_DECLS
