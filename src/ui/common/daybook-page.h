/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/daybook-id.h"
#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* One page of the main window. A page has the property "workspace" (read and write, NULL until the
 * window is made) and shows nothing that it did not read from there. */
#define DAYBOOK_TYPE_PAGE (daybook_page_get_type ())
G_DECLARE_INTERFACE (DaybookPage, daybook_page, DAYBOOK, PAGE, GtkWidget)

struct _DaybookPageInterface
{
  GTypeInterface parent_iface;

  /* Shows the item with everything that tells about it; FALSE when this page has no place for its
   * kind or it does not exist. Optional. */
  gboolean (*show_item) (DaybookPage *self, DaybookKind kind, gint64 id);
};

gboolean daybook_page_show_item (DaybookPage *self, DaybookKind kind, gint64 id);

/* A key, and the action of the page that it stands for. */
typedef struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action; /* static */
} DaybookPageKey;

void daybook_page_add_keys (DaybookPage *self, const DaybookPageKey *keys, gsize n_keys);

G_END_DECLS
