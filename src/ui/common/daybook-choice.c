/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-choice.h"

#include "common/daybook-combo-value.h"
/* One line of the list. */
#define DAYBOOK_TYPE_CHOICE_ITEM (daybook_choice_item_get_type ())
G_DECLARE_FINAL_TYPE (DaybookChoiceItem, daybook_choice_item, DAYBOOK, CHOICE_ITEM, GObject)

struct _DaybookChoiceItem
{
  GObject parent_instance;

  gint64 value;
  char *name; /* (owned) */
};

G_DEFINE_FINAL_TYPE (DaybookChoiceItem, daybook_choice_item, G_TYPE_OBJECT)

static void
daybook_choice_item_finalize (GObject *object)
{
  g_free (DAYBOOK_CHOICE_ITEM (object)->name);
  G_OBJECT_CLASS (daybook_choice_item_parent_class)->finalize (object);
}

static void
daybook_choice_item_class_init (DaybookChoiceItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_choice_item_finalize;
}

static void
daybook_choice_item_init (DaybookChoiceItem *self)
{
}

static char *
get_name (DaybookChoiceItem *item)
{
  return g_strdup (item->name);
}

struct _DaybookChoice
{
  GListStore *items; /* (owned) */
};

DaybookChoice *
daybook_choice_new (void)
{
  DaybookChoice *self = g_new0 (DaybookChoice, 1);

  self->items = g_list_store_new (DAYBOOK_TYPE_CHOICE_ITEM);
  return self;
}

void
daybook_choice_free (DaybookChoice *self)
{
  g_object_unref (self->items);
  g_free (self);
}

void
daybook_choice_add (DaybookChoice *self, gint64 value, const char *name)
{
  g_autoptr (DaybookChoiceItem) item = g_object_new (DAYBOOK_TYPE_CHOICE_ITEM, NULL);

  item->value = value;
  item->name = g_strdup (name);
  g_list_store_append (self->items, item);
}

/* Begins another one; what rows show stays. */
void
daybook_choice_clear (DaybookChoice *self)
{
  g_object_unref (self->items);
  self->items = g_list_store_new (DAYBOOK_TYPE_CHOICE_ITEM);
}

static gboolean
is_same (GListModel *a, GListModel *b)
{
  guint n = g_list_model_get_n_items (a);

  if (n != g_list_model_get_n_items (b))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DaybookChoiceItem) x = g_list_model_get_item (a, i);
      g_autoptr (DaybookChoiceItem) y = g_list_model_get_item (b, i);

      if (x->value != y->value || g_strcmp0 (x->name, y->name) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Makes @row offer the choices, with @value chosen, the first when that is not among them. A row that
 * offers the same already keeps its list, which may be open. */
void
daybook_choice_show (DaybookChoice *self, AdwComboRow *row, gint64 value)
{
  GListModel *shown = adw_combo_row_get_model (row);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  daybook_combo_value_show_whole (row);
  if (shown == NULL || !is_same (shown, G_LIST_MODEL (self->items)))
    {
      g_autoptr (GtkExpression) name =
        gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (get_name), NULL, NULL);

      adw_combo_row_set_expression (row, name);
      adw_combo_row_set_model (row, G_LIST_MODEL (self->items));
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DaybookChoiceItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (item->value == value)
        {
          adw_combo_row_set_selected (row, i);
          return;
        }
    }
  adw_combo_row_set_selected (row, 0);
}

/* The chosen number of a row that daybook_choice_show() was given; FALSE: none is chosen. */
gboolean
daybook_choice_get_selected (AdwComboRow *row, gint64 *value)
{
  GObject *item = adw_combo_row_get_selected_item (row);

  if (item == NULL || !DAYBOOK_IS_CHOICE_ITEM (item))
    return FALSE;
  *value = DAYBOOK_CHOICE_ITEM (item)->value;
  return TRUE;
}
