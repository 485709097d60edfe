/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-week-selection.h"

struct _DaybookWeekSelection
{
  GObject parent_instance;

  DaybookWeekModel *model; /* (owned) */
  GHashTable *ids;         /* (owned) gint64 */
};

G_DEFINE_FINAL_TYPE (DaybookWeekSelection, daybook_week_selection, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
can_select (DaybookWeekSelection *self, gint64 id)
{
  DaybookWeekEntry *row = daybook_week_model_find (self->model, id);

  return row != NULL && !daybook_week_entry_is_locked (row);
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer data)
{
  return !can_select (data, *(const gint64 *) key);
}

static void
on_model_changed_cb (DaybookWeekModel *model, DaybookWeekSelection *self)
{
  if (g_hash_table_size (self->ids) == 0)
    return;
  g_hash_table_foreach_remove (self->ids, is_gone, self);
  /* Sums may be others even when the set is the same. */
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
daybook_week_selection_finalize (GObject *object)
{
  DaybookWeekSelection *self = DAYBOOK_WEEK_SELECTION (object);

  g_clear_object (&self->model);
  g_hash_table_unref (self->ids);
  G_OBJECT_CLASS (daybook_week_selection_parent_class)->finalize (object);
}

static void
daybook_week_selection_class_init (DaybookWeekSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_week_selection_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_week_selection_init (DaybookWeekSelection *self)
{
  self->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

DaybookWeekSelection *
daybook_week_selection_new (DaybookWeekModel *model)
{
  DaybookWeekSelection *self = g_object_new (DAYBOOK_TYPE_WEEK_SELECTION, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_model_changed_cb), self, 0);
  return self;
}

gboolean
daybook_week_selection_contains (DaybookWeekSelection *self, gint64 id)
{
  return g_hash_table_contains (self->ids, &id);
}

void
daybook_week_selection_set (DaybookWeekSelection *self, gint64 id, gboolean selected)
{
  gboolean differs;

  g_return_if_fail (DAYBOOK_IS_WEEK_SELECTION (self));

  if (selected && can_select (self, id))
    differs = g_hash_table_add (self->ids, g_memdup2 (&id, sizeof id));
  else
    differs = g_hash_table_remove (self->ids, &id);
  if (differs)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Everything that is listed and not locked. */
void
daybook_week_selection_select_all (DaybookWeekSelection *self)
{
  g_return_if_fail (DAYBOOK_IS_WEEK_SELECTION (self));

  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    {
      DaybookRowList *day = daybook_week_model_get_day_entries (self->model, i);

      for (guint j = 0; j < daybook_row_list_get_length (day); j++)
        {
          DaybookWeekEntry *row = daybook_row_list_peek (day, j);
          gint64 id = daybook_week_entry_get_id (row);

          if (!daybook_week_entry_is_locked (row))
            g_hash_table_add (self->ids, g_memdup2 (&id, sizeof id));
        }
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

void
daybook_week_selection_clear (DaybookWeekSelection *self)
{
  g_return_if_fail (DAYBOOK_IS_WEEK_SELECTION (self));

  if (g_hash_table_size (self->ids) == 0)
    return;
  g_hash_table_remove_all (self->ids);
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
daybook_week_selection_get_count (DaybookWeekSelection *self)
{
  return g_hash_table_size (self->ids);
}

/* Seconds, rounded as the page shows them. */
gint64
daybook_week_selection_get_time (DaybookWeekSelection *self)
{
  GHashTableIter iter;
  gpointer id;
  gint64 time = 0;

  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      DaybookWeekEntry *row = daybook_week_model_find (self->model, *(const gint64 *) id);

      if (row != NULL)
        time += daybook_week_entry_get_rounded (row);
    }
  return time;
}

/* (transfer full) Copies (DaybookEntry), in the order of the page. */
GPtrArray *
daybook_week_selection_list_entries (DaybookWeekSelection *self)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_entry_free);

  for (int i = DAYBOOK_WEEK_DAYS - 1; i >= 0; i--)
    {
      DaybookRowList *day = daybook_week_model_get_day_entries (self->model, i);

      for (guint j = 0; j < daybook_row_list_get_length (day); j++)
        {
          DaybookWeekEntry *row = daybook_row_list_peek (day, j);

          if (daybook_week_selection_contains (self, daybook_week_entry_get_id (row)))
            g_ptr_array_add (entries, daybook_entry_copy (daybook_week_entry_get_entry (row)));
        }
    }
  return entries;
}
