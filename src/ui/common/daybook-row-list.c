/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-row-list.h"

struct _DaybookRowList
{
  GObject parent_instance;

  GType row_type;
  GPtrArray *rows; /* (owned) */
};

static GType
daybook_row_list_get_item_type (GListModel *model)
{
  return DAYBOOK_ROW_LIST (model)->row_type;
}

static guint
daybook_row_list_get_n_items (GListModel *model)
{
  return DAYBOOK_ROW_LIST (model)->rows->len;
}

static gpointer
daybook_row_list_get_item (GListModel *model, guint position)
{
  DaybookRowList *self = DAYBOOK_ROW_LIST (model);

  return position < self->rows->len ? g_object_ref (self->rows->pdata[position]) : NULL;
}

static void
daybook_row_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = daybook_row_list_get_item_type;
  iface->get_n_items = daybook_row_list_get_n_items;
  iface->get_item = daybook_row_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookRowList, daybook_row_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, daybook_row_list_model_init))

static void
daybook_row_list_finalize (GObject *object)
{
  g_ptr_array_unref (DAYBOOK_ROW_LIST (object)->rows);
  G_OBJECT_CLASS (daybook_row_list_parent_class)->finalize (object);
}

static void
daybook_row_list_class_init (DaybookRowListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_row_list_finalize;
}

static void
daybook_row_list_init (DaybookRowList *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

DaybookRowList *
daybook_row_list_new (GType row_type)
{
  DaybookRowList *self = g_object_new (DAYBOOK_TYPE_ROW_LIST, NULL);

  g_return_val_if_fail (g_type_is_a (row_type, DAYBOOK_TYPE_ROW), self);
  self->row_type = row_type;
  return self;
}

static gint64
id_at (GPtrArray *rows, guint position)
{
  return daybook_row_get_id (rows->pdata[position]);
}

/* Takes away every run of rows that are not in @wanted, from the end on. */
static void
remove_gone (DaybookRowList *self, GHashTable *wanted)
{
  guint end = self->rows->len;

  while (end > 0)
    {
      guint start = end;

      while (start > 0)
        {
          gint64 id = id_at (self->rows, start - 1);

          if (g_hash_table_contains (wanted, &id))
            break;
          start--;
        }
      if (start < end)
        {
          g_ptr_array_remove_range (self->rows, start, end - start);
          g_list_model_items_changed (G_LIST_MODEL (self), start, end - start, 0);
        }
      end = start > 0 ? start - 1 : 0;
    }
}

/* Takes the row of @id out from behind @position. (transfer full) (nullable) */
static DaybookRow *
take_later (DaybookRowList *self, gint64 id, guint position)
{
  for (guint i = position; i < self->rows->len; i++)
    if (id_at (self->rows, i) == id)
      {
        DaybookRow *row = g_ptr_array_steal_index (self->rows, i);

        g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
        return row;
      }
  return NULL;
}

/* Makes the list say what @rows say, in their order. */
void
daybook_row_list_take (DaybookRowList *self, GPtrArray *rows)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint position = 0;

  g_return_if_fail (DAYBOOK_IS_ROW_LIST (self));

  for (guint i = 0; i < rows->len; i++)
    {
      gint64 id = id_at (rows, i);

      g_hash_table_add (wanted, g_memdup2 (&id, sizeof id));
    }
  remove_gone (self, wanted);
  for (guint i = 0; i < self->rows->len; i++)
    {
      gint64 id = id_at (self->rows, i);

      g_hash_table_add (known, g_memdup2 (&id, sizeof id));
    }

  while (position < rows->len)
    {
      gint64 id = id_at (rows, position);
      guint added = 0;

      if (position < self->rows->len && id_at (self->rows, position) == id)
        {
          daybook_row_assign (self->rows->pdata[position], rows->pdata[position]);
          position++;
          continue;
        }
      if (g_hash_table_contains (known, &id))
        {
          DaybookRow *moved = take_later (self, id, position);

          g_ptr_array_insert (self->rows, position, moved);
          g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
          daybook_row_assign (moved, rows->pdata[position]);
          position++;
          continue;
        }
      /* A run of new rows comes at once. */
      while (position + added < rows->len)
        {
          gint64 next = id_at (rows, position + added);

          if (g_hash_table_contains (known, &next))
            break;
          g_ptr_array_insert (self->rows, position + added, g_object_ref (rows->pdata[position + added]));
          added++;
        }
      g_list_model_items_changed (G_LIST_MODEL (self), position, 0, added);
      position += added;
    }
  g_ptr_array_unref (rows);
}

/* (transfer none) (nullable) The row of @id, and where it is. */
gpointer
daybook_row_list_find (DaybookRowList *self, gint64 id, guint *position)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (id_at (self->rows, i) == id)
      {
        if (position != NULL)
          *position = i;
        return self->rows->pdata[i];
      }
  return NULL;
}

/* (transfer none) (nullable) */
gpointer
daybook_row_list_peek (DaybookRowList *self, guint position)
{
  return position < self->rows->len ? self->rows->pdata[position] : NULL;
}

guint
daybook_row_list_get_length (DaybookRowList *self)
{
  return self->rows->len;
}
