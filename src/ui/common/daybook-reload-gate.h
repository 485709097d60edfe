/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* When what was read of the store is read again: at a change while somebody looks, else once when somebody looks
 * again; and never twice at a time. Belongs to what it reloads, open until something closes it. */
#define DAYBOOK_TYPE_RELOAD_GATE (daybook_reload_gate_get_type ())
G_DECLARE_FINAL_TYPE (DaybookReloadGate, daybook_reload_gate, DAYBOOK, RELOAD_GATE, GObject)

typedef void (*DaybookReloadFunc) (gpointer owner);

DaybookReloadGate *daybook_reload_gate_new (DaybookWorkspace *workspace, DaybookReloadFunc reload, gpointer owner /* (unowned) */);

/* Whether somebody looks; follow: while @widget is mapped. */
void daybook_reload_gate_set_active (DaybookReloadGate *self, gboolean active);
void daybook_reload_gate_follow (DaybookReloadGate *self, GtkWidget *widget);

/* Something other than the store changed, too. */
void daybook_reload_gate_invalidate (DaybookReloadGate *self);
/* Reloads what was put off though nobody looks yet. */
void daybook_reload_gate_refresh (DaybookReloadGate *self);

/* Around a read that takes a while: what changes meanwhile is read after it. */
void daybook_reload_gate_begin (DaybookReloadGate *self);
void daybook_reload_gate_end (DaybookReloadGate *self);
/* Nothing changed since what was read last. */
gboolean daybook_reload_gate_is_current (DaybookReloadGate *self);

G_END_DECLS
