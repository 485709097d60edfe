/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Learns what tells a sentence that asks its reader for something from one that does not, and writes the weights that
 * the built-in engine uses. The same sentences give the same bytes: no randomness but a fixed sequence, no
 * arithmetic but IEEE doubles in a fixed order.
 *
 *   train-intent SENTENCES.tsv WEIGHTS REPORT
 *
 * SENTENCES.tsv: "yes" or "no", a tab, the sentence; a line each. WEIGHTS is what daybook-intent-model.h describes.
 * REPORT says how well sentences are told apart that were not learned from (cross-validation). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "insight/daybook-intent-features.h"
#include "insight/daybook-intent-model.h"

#define BITS 17
#define SLOTS (1u << BITS)
#define SMOOTHING 1.0
#define COST 0.5 /* of a sentence on the wrong side; chosen by cross-validation */
#define EPOCHS 80
#define FOLDS 5
#define REPEATS 4

typedef struct
{
  GArray *features; /* (owned) guint32 */
  gboolean asks;
} Example;

typedef struct
{
  gint8 ratios[SLOTS];
  gint8 weights[SLOTS];
  DaybookIntentModel model;
} Trained;

static guint64 sequence;

static guint
next_random (guint below)
{
  sequence ^= sequence << 13;
  sequence ^= sequence >> 7;
  sequence ^= sequence << 17;
  return (guint) ((sequence >> 32) % below);
}

static void
shuffle (guint *order, guint n)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = next_random (i);
      guint kept = order[i - 1];

      order[i - 1] = order[j];
      order[j] = kept;
    }
}

static void
example_clear (gpointer data)
{
  g_array_unref (((Example *) data)->features);
}

static GArray *
read_examples (const char *path)
{
  GArray *examples = g_array_new (FALSE, FALSE, sizeof (Example));
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_array_set_clear_func (examples, example_clear);
  if (!g_file_get_contents (path, &text, NULL, &error))
    {
      fprintf (stderr, "train-intent: %s\n", error->message);
      exit (1);
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *tab = strchr (lines[i], '\t');
      Example example;

      if (tab == NULL)
        continue;
      example.asks = g_str_has_prefix (lines[i], "yes\t");
      example.features = daybook_intent_features (tab + 1);
      g_array_append_val (examples, example);
    }
  return examples;
}

static const Example *
example_at (GArray *examples, guint i)
{
  return &g_array_index (examples, Example, i);
}

/* ---- learning ---- */

static void
learn_ratios (Trained *self, GArray *examples, const guint *chosen, guint n)
{
  g_autofree double *yes = g_new0 (double, SLOTS);
  g_autofree double *no = g_new0 (double, SLOTS);
  double all_yes = 0, all_no = 0;

  for (guint i = 0; i < n; i++)
    {
      const Example *example = example_at (examples, chosen[i]);

      for (guint j = 0; j < example->features->len; j++)
        (example->asks ? yes : no)[g_array_index (example->features, guint32, j) & (SLOTS - 1)] += 1;
    }
  for (guint slot = 0; slot < SLOTS; slot++)
    {
      if (yes[slot] + no[slot] == 0)
        continue;
      yes[slot] += SMOOTHING;
      no[slot] += SMOOTHING;
      all_yes += yes[slot];
      all_no += no[slot];
    }
  memset (self->ratios, 0, sizeof self->ratios);
  for (guint slot = 0; slot < SLOTS; slot++)
    {
      if (yes[slot] + no[slot] > 0)
        self->ratios[slot]
            = (gint8) CLAMP (lrint (log (yes[slot] / all_yes * all_no / no[slot]) * DAYBOOK_INTENT_RATIO), -127, 127);
    }
}

static double
inverse_length (const Trained *self, const Example *example)
{
  gint64 squares = 0;

  for (guint j = 0; j < example->features->len; j++)
    {
      int ratio = self->ratios[g_array_index (example->features, guint32, j) & (SLOTS - 1)];

      squares += ratio * ratio;
    }
  return squares > 0 ? 1 / sqrt ((double) squares) : 0;
}

/* C.-J. Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 1 with
 * the squared hinge loss. The bias is one more feature of value 1. */
static void
learn_weights (Trained *self, GArray *examples, const guint *chosen, guint n)
{
  g_autofree double *weights = g_new0 (double, SLOTS);
  g_autofree double *alpha = g_new0 (double, n);
  g_autofree double *lengths = g_new (double, n);
  g_autofree guint *order = g_new (guint, n);
  double bias = 0, largest = 0;
  const double diagonal = 0.5 / COST;

  for (guint i = 0; i < n; i++)
    {
      order[i] = i;
      lengths[i] = inverse_length (self, example_at (examples, chosen[i]));
    }
  for (guint epoch = 0; epoch < EPOCHS; epoch++)
    {
      shuffle (order, n);
      for (guint o = 0; o < n; o++)
        {
          guint i = order[o];
          const Example *example = example_at (examples, chosen[i]);
          const guint32 *hashes = (const guint32 *) (gpointer) example->features->data;
          double sign = example->asks ? 1 : -1;
          double score = bias;
          double gradient, before = alpha[i], step;

          for (guint j = 0; j < example->features->len; j++)
            {
              guint slot = hashes[j] & (SLOTS - 1);

              score += weights[slot] * self->ratios[slot] * lengths[i];
            }
          gradient = sign * score - 1 + diagonal * before;
          alpha[i] = MAX (before - gradient / (2 + diagonal), 0); /* |x|^2 is 1, and 1 for the bias */
          step = (alpha[i] - before) * sign;
          if (step == 0)
            continue;
          bias += step;
          for (guint j = 0; j < example->features->len; j++)
            {
              guint slot = hashes[j] & (SLOTS - 1);

              weights[slot] += step * self->ratios[slot] * lengths[i];
            }
        }
    }
  for (guint slot = 0; slot < SLOTS; slot++)
    largest = MAX (largest, fabs (weights[slot]));
  self->model = (DaybookIntentModel){ .bits = BITS, .bias = bias, .weight_unit = largest / 127 };
  for (guint slot = 0; slot < SLOTS; slot++)
    self->weights[slot] = (gint8) lrint (weights[slot] / self->model.weight_unit);
  self->model.ratios = self->ratios;
  self->model.weights = self->weights;
}

static void
learn (Trained *self, GArray *examples, const guint *chosen, guint n)
{
  sequence = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  learn_ratios (self, examples, chosen, n);
  learn_weights (self, examples, chosen, n);
}

/* ---- judging ---- */

typedef struct
{
  double score;
  gboolean asks;
} Judged;

static void
cross_validate (Trained *scratch, GArray *examples, guint repeat, GArray *judged)
{
  guint n = examples->len;
  g_autofree guint *order = g_new (guint, n);
  g_autofree guint *learned = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  sequence = 1000003u * (repeat + 1);
  shuffle (order, n);
  for (guint fold = 0; fold < FOLDS; fold++)
    {
      guint m = 0;

      for (guint i = 0; i < n; i++)
        {
          if (i % FOLDS != fold)
            learned[m++] = order[i];
        }
      learn (scratch, examples, learned, m);
      for (guint i = fold; i < n; i += FOLDS)
        {
          const Example *example = example_at (examples, order[i]);
          Judged one = { daybook_intent_model_score (&scratch->model, example->features), example->asks };

          g_array_append_val (judged, one);
        }
    }
}

static gint
compare_judged (gconstpointer a, gconstpointer b)
{
  double x = ((const Judged *) a)->score, y = ((const Judged *) b)->score;

  return (x > y) - (x < y);
}

/* Isotonic regression (pool adjacent violators) over what cross-validation scored: the score at which every step of
 * probability is reached. */
static void
calibrate (DaybookIntentModel *model, GArray *judged)
{
  guint n = judged->len, blocks = 0;
  g_autofree double *sums = g_new (double, n);
  g_autofree double *sizes = g_new (double, n);
  g_autofree double *starts = g_new (double, n);
  guint block = 0;

  g_array_sort (judged, compare_judged);
  for (guint i = 0; i < n; i++)
    {
      const Judged *one = &g_array_index (judged, Judged, i);

      sums[blocks] = one->asks;
      sizes[blocks] = 1;
      starts[blocks++] = one->score;
      while (blocks > 1 && sums[blocks - 2] * sizes[blocks - 1] >= sums[blocks - 1] * sizes[blocks - 2])
        {
          sums[blocks - 2] += sums[blocks - 1];
          sizes[blocks - 2] += sizes[blocks - 1];
          blocks--;
        }
    }
  for (guint i = 0; i < DAYBOOK_INTENT_STEPS; i++)
    {
      double wanted = (i + 0.5) / DAYBOOK_INTENT_STEPS;

      while (block + 1 < blocks && sums[block] < wanted * sizes[block])
        block++;
      model->steps[i] = starts[block];
      if (i > 0)
        model->steps[i] = MAX (model->steps[i], model->steps[i - 1] + 0.001);
    }
}

/* Sentence by sentence, as the program decides: by probability. */
static void
report (FILE *file, const DaybookIntentModel *model, GArray *judged, guint sentences)
{
  guint right = 0, found = 0, asked = 0, missed = 0, wrongly = 0;

  for (guint i = 0; i < judged->len; i++)
    {
      const Judged *one = &g_array_index (judged, Judged, i);
      gboolean says = daybook_intent_model_probability (model, one->score) >= 0.5;

      asked += one->asks;
      right += says == one->asks;
      found += says && one->asks;
      missed += !says && one->asks;
      wrongly += says && !one->asks;
    }
  fprintf (file, "sentences: %u\n", sentences);
  fprintf (file, "features: version %d, %d slots\n", DAYBOOK_INTENT_FEATURES_VERSION, SLOTS);
  fprintf (file, "cross-validation: %d folds, %d times\n", FOLDS, REPEATS);
  fprintf (file, "accuracy: %.3f\n", (double) right / judged->len);
  fprintf (file, "precision: %.3f\n", (double) found / (found + wrongly));
  fprintf (file, "recall: %.3f\n", (double) found / (found + missed));
  fprintf (file, "F1: %.3f\n", 2.0 * found / (2.0 * found + missed + wrongly));
}

int
main (int argc, char *argv[])
{
  g_autoptr (GArray) examples = NULL;
  g_autoptr (GArray) judged = g_array_new (FALSE, FALSE, sizeof (Judged));
  g_autofree Trained *trained = g_new0 (Trained, 1);
  g_autofree guint *all = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  FILE *file;

  if (argc != 4)
    {
      fprintf (stderr, "usage: train-intent SENTENCES.tsv WEIGHTS REPORT\n");
      return 2;
    }
  examples = read_examples (argv[1]);
  if (examples->len < 100)
    {
      fprintf (stderr, "train-intent: %s holds too few sentences\n", argv[1]);
      return 1;
    }
  for (guint repeat = 0; repeat < REPEATS; repeat++)
    cross_validate (trained, examples, repeat, judged);
  all = g_new (guint, examples->len);
  for (guint i = 0; i < examples->len; i++)
    all[i] = i;
  learn (trained, examples, all, examples->len);
  calibrate (&trained->model, judged);
  bytes = daybook_intent_model_write (&trained->model);
  if (!g_file_set_contents (argv[2], g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error)
      || (file = fopen (argv[3], "w")) == NULL)
    {
      fprintf (stderr, "train-intent: %s\n", error != NULL ? error->message : "the report cannot be written");
      return 1;
    }
  report (file, &trained->model, judged, examples->len);
  return fclose (file) == 0 ? 0 : 1;
}
