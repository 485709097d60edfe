/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/daybook-id.h"
#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* One page of the main window. A page has the property "workspace" (read and write, NULL until it
 * is made) and shows nothing that it did not read from there. It is made when it is first seen or asked for an
 * item: what the window says about a page that nobody has seen yet (a badge) it must not need the page for.
 *
 * Both functions of the interface are left out by a page that shows no items. */
#define DAYBOOK_TYPE_PAGE (daybook_page_get_type ())
G_DECLARE_INTERFACE (DaybookPage, daybook_page, DAYBOOK, PAGE, GtkWidget)

struct _DaybookPageInterface
{
  GTypeInterface parent_iface;

  /* Whether the pages of this type have a place for items of @kind. */
  gboolean (*shows_kind) (DaybookKind kind);

  /* Shows the item with everything that tells about it; FALSE when it does not exist. Asked for kinds alone that
   * the page has a place for. */
  gboolean (*show_item) (DaybookPage *self, DaybookKind kind, gint64 id);
};

gboolean daybook_page_type_shows (GType type, DaybookKind kind);

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
