/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

/* One calendar object of a collection, by its name there. */
typedef struct
{
  char *name;  /* (owned) in its one spelling: what its events are known by */
  char *href;  /* (owned) as the server writes it */
  char *etag;  /* (owned) (nullable) */
  gboolean is_gone; /* it is said not to exist */
} DaybookCaldavMember;

/* What a collection holds, as it is listed, and what of it is stored. Events are stored by the name of
 * their object, a series' changed instances by that, a slash and more. */
typedef struct _DaybookCaldavMembers DaybookCaldavMembers;

DaybookCaldavMembers *daybook_caldav_members_new (DaybookExchange *exchange);
void daybook_caldav_members_free (DaybookCaldavMembers *self);
void daybook_caldav_members_add (DaybookCaldavMembers *self, const char *name, const char *href, const char *etag,
                                 gboolean is_gone);
DaybookCaldavMember *daybook_caldav_members_find (DaybookCaldavMembers *self, const char *name);
GPtrArray *daybook_caldav_members_list (DaybookCaldavMembers *self);
GPtrArray *daybook_caldav_members_get_ids (DaybookCaldavMembers *self, const char *name);
gboolean daybook_caldav_members_is_unchanged (DaybookCaldavMembers *self, const DaybookCaldavMember *member);
gboolean daybook_caldav_members_anything_missing (DaybookCaldavMembers *self);
void daybook_caldav_members_say (DaybookCaldavMembers *self, DaybookExchange *exchange, const char *name,
                                 DaybookItemOp op);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookCaldavMembers, daybook_caldav_members_free)

G_END_DECLS
