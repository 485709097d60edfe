/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-reload-gate.h"

struct _DaybookReloadGate
{
  GObject parent_instance;

  DaybookReloadFunc reload;
  gpointer owner; /* (unowned) */
  gboolean active;
  gboolean reading;
  gboolean stale; /* changed since it was read, or since reading began */
};

G_DEFINE_FINAL_TYPE (DaybookReloadGate, daybook_reload_gate, G_TYPE_OBJECT)

static void
reload_if_open (DaybookReloadGate *self)
{
  if (self->active)
    daybook_reload_gate_refresh (self);
}

static void
on_shown_cb (DaybookReloadGate *self)
{
  daybook_reload_gate_set_active (self, TRUE);
}

static void
on_hidden_cb (DaybookReloadGate *self)
{
  daybook_reload_gate_set_active (self, FALSE);
}

static void
daybook_reload_gate_class_init (DaybookReloadGateClass *klass)
{
}

static void
daybook_reload_gate_init (DaybookReloadGate *self)
{
  self->active = TRUE;
}

DaybookReloadGate *
daybook_reload_gate_new (DaybookWorkspace *workspace, DaybookReloadFunc reload, gpointer owner)
{
  DaybookReloadGate *self = g_object_new (DAYBOOK_TYPE_RELOAD_GATE, NULL);

  self->reload = reload;
  self->owner = owner;
  g_signal_connect_object (workspace, "changed", G_CALLBACK (daybook_reload_gate_invalidate), self, G_CONNECT_SWAPPED);
  return self;
}

void
daybook_reload_gate_set_active (DaybookReloadGate *self, gboolean active)
{
  g_return_if_fail (DAYBOOK_IS_RELOAD_GATE (self));

  self->active = active;
  reload_if_open (self);
}

void
daybook_reload_gate_follow (DaybookReloadGate *self, GtkWidget *widget)
{
  g_return_if_fail (DAYBOOK_IS_RELOAD_GATE (self));

  g_signal_connect_object (widget, "map", G_CALLBACK (on_shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "unmap", G_CALLBACK (on_hidden_cb), self, G_CONNECT_SWAPPED);
  daybook_reload_gate_set_active (self, gtk_widget_get_mapped (widget));
}

void
daybook_reload_gate_invalidate (DaybookReloadGate *self)
{
  g_return_if_fail (DAYBOOK_IS_RELOAD_GATE (self));

  self->stale = TRUE;
  reload_if_open (self);
}

void
daybook_reload_gate_refresh (DaybookReloadGate *self)
{
  g_return_if_fail (DAYBOOK_IS_RELOAD_GATE (self));

  if (!self->stale || self->reading)
    return;
  self->stale = FALSE;
  self->reload (self->owner);
}

void
daybook_reload_gate_begin (DaybookReloadGate *self)
{
  g_return_if_fail (DAYBOOK_IS_RELOAD_GATE (self));

  self->reading = TRUE;
  self->stale = FALSE;
}

void
daybook_reload_gate_end (DaybookReloadGate *self)
{
  g_return_if_fail (DAYBOOK_IS_RELOAD_GATE (self));

  self->reading = FALSE;
  reload_if_open (self);
}

gboolean
daybook_reload_gate_is_current (DaybookReloadGate *self)
{
  g_return_val_if_fail (DAYBOOK_IS_RELOAD_GATE (self), FALSE);
  return !self->stale && !self->reading;
}
