/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/daybook-account-detail.h"
#include "accounts/daybook-account-list.h"
#include "accounts/daybook-accounts-page.h"
#include "accounts/daybook-disconnect-view.h"
#include "common/daybook-lazy-bin.h"
#include "common/daybook-pane.h"

G_BEGIN_DECLS

struct _DaybookAccountsPage
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookAccountList *list;    /* (owned) (nullable) */
  DaybookReloadGate *gate;     /* (owned) (nullable) of whether syncing is paused */
  GtkFilterListModel *first;   /* (owned) (nullable) accounts with a card of their own */
  GtkFilterListModel *offered; /* (owned) (nullable) services still to connect */
  gint64 wanted;               /* account to open as soon as it is read; 0 = none */
  gint64 sign_in_wanted;       /* account to sign in again as soon as it is read; 0 = none */

  /* Template children */
  DaybookPane *pane;
  GtkStack *stack;
  GtkWidget *overview;
  GtkWidget *paused_note;
  GtkWidget *sample_note;
  GtkWidget *accounts_head;
  GtkFlowBox *accounts;
  GtkLabel *services_title;
  GtkFlowBox *services;
  GtkLabel *services_error;
  DaybookLazyBin *detail;
  DaybookLazyBin *disconnect;
};

void daybook_accounts_page_install_actions (GtkWidgetClass *widget_class);
void daybook_accounts_page_open (DaybookAccountsPage *self, DaybookAccountRow *row);
void daybook_accounts_page_set_open (DaybookAccountsPage *self, DaybookAccountRow *row);
void daybook_accounts_page_sign_in_wanted (DaybookAccountsPage *self);
void daybook_accounts_page_back (DaybookAccountsPage *self);
void daybook_accounts_page_show_disconnect (DaybookAccountsPage *self, DaybookAccountRow *row);
GtkWidget *daybook_accounts_page_get_anchor (DaybookAccountsPage *self, DaybookAccountRow *row);

G_END_DECLS
