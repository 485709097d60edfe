/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-draft-slip.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "common/daybook-format.h"

struct _DaybookDraftSlip
{
  DaybookSlip parent_instance;
};

G_DEFINE_FINAL_TYPE (DaybookDraftSlip, daybook_draft_slip, DAYBOOK_TYPE_SLIP)

static void
daybook_draft_slip_update (DaybookDayItem *item)
{
}

static void
daybook_draft_slip_class_init (DaybookDraftSlipClass *klass)
{
  DAYBOOK_DAY_ITEM_CLASS (klass)->update = daybook_draft_slip_update;
  /* What it stands for has its name and its keys elsewhere: in the meeting, and in the panel. */
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
daybook_draft_slip_init (DaybookDraftSlip *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  daybook_day_item_set_lane (DAYBOOK_DAY_ITEM (self), DAYBOOK_LANE_LOGGED);
}

GtkWidget *
daybook_draft_slip_new (void)
{
  return g_object_new (DAYBOOK_TYPE_DRAFT_SLIP, NULL);
}

/* The entry that logging @event would make. */
void
daybook_draft_slip_propose (DaybookDraftSlip *self, DaybookDayEvent *event, const char *project, const char *color,
                            gint64 duration)
{
  DaybookDayItem *item = DAYBOOK_DAY_ITEM (self);
  g_autofree char *text = daybook_duration_format_short (duration);
  gint64 from = daybook_day_event_get_from (event);

  gtk_widget_remove_css_class (GTK_WIDGET (self), "drawn");
  gtk_widget_add_css_class (GTK_WIDGET (self), "proposed");
  daybook_day_item_set_time (item, from, MIN (from + duration, DAYBOOK_DAY_SECONDS));
  daybook_slip_set_has_dot (DAYBOOK_SLIP (self), TRUE);
  daybook_slip_set_color (DAYBOOK_SLIP (self), color);
  daybook_slip_set_texts (DAYBOOK_SLIP (self), daybook_day_event_get_title (event), project, text,
                          _("Press Enter to log"));
}

/* A span under the person's hand, or waiting for its title in the panel. */
void
daybook_draft_slip_draw (DaybookDraftSlip *self, const char *title, const char *project, const char *color,
                         gint64 from, gint64 to)
{
  DaybookDayItem *item = DAYBOOK_DAY_ITEM (self);
  g_autofree char *range = daybook_format_time_range (from, to);
  g_autofree char *duration = daybook_duration_format_short (to - from);
  gboolean named = title != NULL && *title != '\0';

  gtk_widget_remove_css_class (GTK_WIDGET (self), "proposed");
  gtk_widget_add_css_class (GTK_WIDGET (self), "drawn");
  daybook_day_item_set_time (item, from, to);
  daybook_slip_set_has_dot (DAYBOOK_SLIP (self), named);
  daybook_slip_set_color (DAYBOOK_SLIP (self), color);
  if (named)
    daybook_slip_set_texts (DAYBOOK_SLIP (self), title, project, duration, NULL);
  else
    daybook_slip_set_texts (DAYBOOK_SLIP (self), range, duration, NULL, NULL);
}
