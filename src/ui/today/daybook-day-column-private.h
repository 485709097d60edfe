/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "today/daybook-day-column.h"
#include "today/daybook-day-item.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_SECTION_EVENTS,
  DAYBOOK_SECTION_GAPS,
  DAYBOOK_SECTION_ENTRIES,
  DAYBOOK_N_SECTIONS,
} DaybookDaySection;

typedef enum
{
  DAYBOOK_DRAG_NONE,
  DAYBOOK_DRAG_SPAN,
  DAYBOOK_DRAG_START, /* the upper edge of an entry */
  DAYBOOK_DRAG_END,   /* the lower one */
} DaybookDayDrag;

struct _DaybookDayColumn
{
  GtkWidget parent_instance;

  DaybookDayModel *model;                   /* (owned) (nullable) */
  GPtrArray *sections[DAYBOOK_N_SECTIONS];  /* (owned) of DaybookDayItem (unowned), as the model's lists */
  GtkWidget *draft;                         /* (unowned) child */
  GObject *selected;                        /* (owned) (nullable) */
  DaybookDayGeometry geometry;
  gint64 quiet_before; /* seconds of the day */
  gint64 quiet_after;

  /* While dragging. */
  DaybookDayDrag drag;
  DaybookDayItem *drag_item; /* (unowned) (nullable) the entry whose edge moves */
  gint64 drag_anchor;        /* the end that stays */
  gint64 drag_from;
  gint64 drag_to;
};

void daybook_day_column_init_keys (DaybookDayColumn *self);
gboolean daybook_day_column_focus (GtkWidget *widget, GtkDirectionType direction);
DaybookDayItem *daybook_day_column_find_item (DaybookDayColumn *self, GObject *row);

void daybook_day_column_init_drag (DaybookDayColumn *self);
gboolean daybook_day_column_cancel_drag (DaybookDayColumn *self);

void daybook_day_column_emit_log (DaybookDayColumn *self, GObject *row);
void daybook_day_column_emit_for_row (DaybookDayColumn *self, const char *signal, GObject *row);

G_END_DECLS
