/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tells the person once when an account does not go on without them: by the desktop's notification service under
 * the main application's name, in a sandbox by the portal. Pressing it brings the main application; nothing
 * happens here. The text is ours alone: no name, no address, nothing that came from outside. */
#define DAYBOOK_TYPE_NOTIFIER (daybook_notifier_get_type ())
G_DECLARE_FINAL_TYPE (DaybookNotifier, daybook_notifier, DAYBOOK, NOTIFIER, GObject)

DaybookNotifier *daybook_notifier_new (GDBusConnection *bus);
void daybook_notifier_look (DaybookNotifier *self, GPtrArray *accounts);

G_END_DECLS
