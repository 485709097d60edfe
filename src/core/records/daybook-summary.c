/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-summary.h"

static const char *const types[] = { "daily", "weekly", "monthly", "range" };

/* A sentence without evidence yet. */
DaybookSentence *
daybook_sentence_new (const char *text, const char *pattern)
{
  DaybookSentence *self = g_new0 (DaybookSentence, 1);

  self->text = g_strdup (text);
  self->evidence = g_new0 (char *, 1);
  self->pattern = g_strdup (pattern);
  return self;
}

void
daybook_sentence_free (DaybookSentence *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_strfreev (self->evidence);
  g_free (self->pattern);
  g_free (self);
}

DaybookSummary *
daybook_summary_new (void)
{
  DaybookSummary *self = g_new0 (DaybookSummary, 1);
  GDestroyNotify free_func = (GDestroyNotify) daybook_sentence_free;

  self->sentences = g_ptr_array_new_with_free_func (free_func);
  self->highlights = g_ptr_array_new_with_free_func (free_func);
  self->insights = g_ptr_array_new_with_free_func (free_func);
  self->recommendations = g_ptr_array_new_with_free_func (free_func);
  return self;
}

void
daybook_summary_free (DaybookSummary *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->sentences);
  g_ptr_array_unref (self->highlights);
  g_ptr_array_unref (self->insights);
  g_ptr_array_unref (self->recommendations);
  g_free (self->stats);
  g_free (self->engine);
  g_free (self->model);
  g_free (self->notice);
  g_free (self->reason);
  g_free (self);
}

/* The prose as one text. (transfer full) */
char *
daybook_summary_get_text (const DaybookSummary *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->sentences->len; i++)
    {
      const DaybookSentence *sentence = self->sentences->pdata[i];

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", sentence->text);
    }
  return g_string_free (text, FALSE);
}

const char *
daybook_summary_type_to_string (DaybookSummaryType type)
{
  return types[type];
}

gboolean
daybook_summary_type_from_string (const char *text, DaybookSummaryType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_strcmp0 (types[i], text) == 0)
        {
          *type = i;
          return TRUE;
        }
    }
  return FALSE;
}
