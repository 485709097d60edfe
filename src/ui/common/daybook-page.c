/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-page.h"

G_DEFINE_INTERFACE (DaybookPage, daybook_page, GTK_TYPE_WIDGET)

static void
daybook_page_default_init (DaybookPageInterface *iface)
{
  g_object_interface_install_property (
    iface, g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
}

gboolean
daybook_page_show_item (DaybookPage *self, DaybookKind kind, gint64 id)
{
  DaybookPageInterface *iface;

  g_return_val_if_fail (DAYBOOK_IS_PAGE (self), FALSE);

  iface = DAYBOOK_PAGE_GET_IFACE (self);
  return iface->show_item != NULL && iface->show_item (self, kind, id);
}
