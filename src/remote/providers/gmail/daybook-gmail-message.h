/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-activity.h"

G_BEGIN_DECLS

/* What is asked of a message: exactly what is read. */
extern const char daybook_gmail_metadata_fields[];
extern const char daybook_gmail_full_fields[];

/* What the reader needs to know beside the message. Borrowed. */
typedef struct
{
  GHashTable *label_names; /* (nullable) id -> name of the person's own labels */
  const char *address;     /* (nullable) the person's, for the link */
  gboolean want_text;      /* the setting; part of what a stored row is compared by */
} DaybookGmailContext;

/* One message. */
typedef struct
{
  DaybookActivity *activity; /* (owned) */
  gint64 size;               /* bytes, about */
  gboolean unwanted;         /* spam, in the bin, or a draft */
  gboolean is_list;          /* bulk mail or a mailing list's */
} DaybookGmailMessage;

DaybookGmailMessage *daybook_gmail_message_parse (GBytes *body, const DaybookGmailContext *context, GError **error);
void daybook_gmail_message_free (DaybookGmailMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookGmailMessage, daybook_gmail_message_free)

gboolean daybook_gmail_id_is_valid (const char *id);
gboolean daybook_gmail_etag_get_time (const char *etag, gint64 *at);

G_END_DECLS
