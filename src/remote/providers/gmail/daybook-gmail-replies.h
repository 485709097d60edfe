/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The small answers of Gmail: pure readers, bytes in, values out. Each says INVALID_RESPONSE for what is no
 * such answer, or no whole one. */

/* profile: who it is, and the number of the mailbox's last change. */
typedef struct
{
  char *address;
  char *history;
} DaybookGmailProfile;

gboolean daybook_gmail_profile_parse (DaybookGmailProfile *self, GBytes *body, GError **error);
void daybook_gmail_profile_clear (DaybookGmailProfile *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookGmailProfile, daybook_gmail_profile_clear)

/* labels.list: id -> name. */
GHashTable *daybook_gmail_labels_parse (GBytes *body, GError **error);

/* messages.list: one page of ids, newest first. */
typedef struct
{
  GPtrArray *ids;  /* char* */
  char *next_page; /* (nullable) */
} DaybookGmailList;

gboolean daybook_gmail_list_parse (DaybookGmailList *self, GBytes *body, GError **error);
void daybook_gmail_list_clear (DaybookGmailList *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookGmailList, daybook_gmail_list_clear)

/* history.list: what happened to which message, in order. */
typedef struct
{
  char *id;
  gboolean deleted; /* for good; else it came, or its labels changed */
} DaybookGmailChange;

typedef struct
{
  GArray *changes; /* DaybookGmailChange */
  char *next_page; /* (nullable) */
  char *history;   /* where to begin next time */
} DaybookGmailHistory;

gboolean daybook_gmail_history_parse (DaybookGmailHistory *self, GBytes *body, GError **error);
void daybook_gmail_history_clear (DaybookGmailHistory *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookGmailHistory, daybook_gmail_history_clear)

G_END_DECLS
