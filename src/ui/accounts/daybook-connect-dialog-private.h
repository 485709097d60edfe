/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/daybook-connect-dialog.h"
#include "accounts/daybook-connect-form.h"
#include "accounts/daybook-connect-sources.h"
#include "common/daybook-service-tile.h"

G_BEGIN_DECLS

struct _DaybookConnectDialog
{
  AdwWindow parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookService *service;     /* (owned) */
  char *account;               /* (owned) (nullable) id of the account that signs in again */
  char *account_name;          /* (owned) (nullable) */
  char *account_way;           /* (owned) (nullable) how it was signed in before */
  GCancellable *cancellable;   /* (owned) of the attempt that is under way */
  DaybookAgentJob *job;        /* (owned) (nullable) the errand */
  char *connected;             /* (owned) (nullable) id of the account, once signed in */
  char *prompt_url;            /* (owned) (nullable) checked */

  /* Template children */
  GtkWidget *cancel;
  GtkWidget *back;
  DaybookServiceTile *tile;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *error;
  GtkStack *stack;
  DaybookConnectForm *form;
  GtkButton *connect;
  GtkButton *help;
  GtkWidget *code_card;
  GtkLabel *code;
  GtkLabel *valid;
  GtkButton *open;
  GtkSpinner *spinner;
  GtkLabel *waiting;
  GtkButton *other_way;
  DaybookConnectSources *sources;
  GtkButton *done;
};

void daybook_connect_dialog_set_head (DaybookConnectDialog *self, const char *title, const char *subtitle);
void daybook_connect_dialog_show_error (DaybookConnectDialog *self, const char *text);
void daybook_connect_dialog_show_form (DaybookConnectDialog *self);

/* daybook-connect-dialog-prompt.c */
void daybook_connect_dialog_show_prompt (DaybookConnectDialog *self);
void daybook_connect_dialog_go_to_prompt (DaybookConnectDialog *self);
void daybook_connect_dialog_update_valid (DaybookConnectDialog *self);
const char *daybook_connect_dialog_find_other_way (DaybookConnectDialog *self);

G_END_DECLS
