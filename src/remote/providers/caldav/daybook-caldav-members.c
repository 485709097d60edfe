/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-members.h"

#include <string.h>

/* What is stored of one object. */
typedef struct
{
  const char *etag; /* (nullable) borrowed; NULL as well where its rows disagree */
  gboolean disagrees;
  GPtrArray *ids; /* (owned) const char*, borrowed from what is known */
} Stored;

struct _DaybookCaldavMembers
{
  DaybookExchange *exchange; /* its owner: knows what is stored */
  GHashTable *listed; /* (owned) name -> DaybookCaldavMember */
  GHashTable *stored; /* (owned) (nullable) name -> Stored; NULL until it is asked for */
};

static void
member_free (gpointer data)
{
  DaybookCaldavMember *self = data;

  g_free (self->name);
  g_free (self->href);
  g_free (self->etag);
  g_free (self);
}

static void
stored_free (gpointer data)
{
  Stored *self = data;

  g_ptr_array_unref (self->ids);
  g_free (self);
}

static void
note_stored (DaybookCaldavMembers *self, const char *id, const DaybookKnown *known)
{
  g_autofree char *name = g_strndup (id, strcspn (id, "/"));
  Stored *stored = g_hash_table_lookup (self->stored, name);

  if (stored == NULL)
    {
      stored = g_new0 (Stored, 1);
      stored->ids = g_ptr_array_new ();
      stored->etag = known->etag;
      g_hash_table_insert (self->stored, g_steal_pointer (&name), stored);
    }
  stored->disagrees |= g_strcmp0 (stored->etag, known->etag) != 0;
  g_ptr_array_add (stored->ids, (gpointer) id);
}

/* A round that learns of no change never asks what is stored, which may be a lot. */
static GHashTable *
get_stored (DaybookCaldavMembers *self)
{
  GHashTable *known;
  GHashTableIter iter;
  gpointer id, entry;

  if (self->stored != NULL)
    return self->stored;
  self->stored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, stored_free);
  known = daybook_exchange_get_known_table (self->exchange);
  if (known == NULL)
    return self->stored;
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &id, &entry))
    note_stored (self, id, entry);
  return self->stored;
}

/* Borrows from what is known to @exchange, which must outlive it. */
DaybookCaldavMembers *
daybook_caldav_members_new (DaybookExchange *exchange)
{
  DaybookCaldavMembers *self = g_new0 (DaybookCaldavMembers, 1);

  self->exchange = exchange;
  self->listed = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, member_free);
  return self;
}

void
daybook_caldav_members_free (DaybookCaldavMembers *self)
{
  g_hash_table_unref (self->listed);
  g_clear_pointer (&self->stored, g_hash_table_unref);
  g_free (self);
}

/* What is said of a name later goes before what was said earlier: a long list may come in several answers. */
void
daybook_caldav_members_add (DaybookCaldavMembers *self, const char *name, const char *href, const char *etag,
                            gboolean is_gone)
{
  DaybookCaldavMember *member = g_new0 (DaybookCaldavMember, 1);

  member->name = g_strdup (name);
  member->href = g_strdup (href);
  member->etag = g_strdup (etag);
  member->is_gone = is_gone;
  g_hash_table_replace (self->listed, member->name, member);
}

DaybookCaldavMember *
daybook_caldav_members_find (DaybookCaldavMembers *self, const char *name)
{
  return g_hash_table_lookup (self->listed, name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const DaybookCaldavMember *first = *(DaybookCaldavMember *const *) a;
  const DaybookCaldavMember *second = *(DaybookCaldavMember *const *) b;

  return strcmp (first->name, second->name);
}

/* All of them in the order of their names, so that a round that goes on knows where it was. (transfer
 * container) */
GPtrArray *
daybook_caldav_members_list (DaybookCaldavMembers *self)
{
  GPtrArray *list = g_ptr_array_sized_new (g_hash_table_size (self->listed));
  GHashTableIter iter;
  gpointer member;

  g_hash_table_iter_init (&iter, self->listed);
  while (g_hash_table_iter_next (&iter, NULL, &member))
    g_ptr_array_add (list, member);
  g_ptr_array_sort (list, compare_names);
  return list;
}

/* The external ids of what is stored of the object @name; NULL: nothing. (transfer none) */
GPtrArray *
daybook_caldav_members_get_ids (DaybookCaldavMembers *self, const char *name)
{
  const Stored *stored = g_hash_table_lookup (get_stored (self), name);

  return stored != NULL ? stored->ids : NULL;
}

/* Whether all that is stored of @member has its etag. */
gboolean
daybook_caldav_members_is_unchanged (DaybookCaldavMembers *self, const DaybookCaldavMember *member)
{
  const Stored *stored = g_hash_table_lookup (get_stored (self), member->name);

  return stored != NULL && member->etag != NULL && !stored->disagrees && g_strcmp0 (stored->etag, member->etag) == 0;
}

/* Whether something is stored that a complete list does not hold. */
gboolean
daybook_caldav_members_anything_missing (DaybookCaldavMembers *self)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, get_stored (self));
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!g_hash_table_contains (self->listed, name))
        return TRUE;
    }
  return FALSE;
}

/* Yields @op, SEEN or TOMBSTONE, for everything that is stored of the object @name. */
void
daybook_caldav_members_say (DaybookCaldavMembers *self, DaybookExchange *exchange, const char *name, DaybookItemOp op)
{
  GPtrArray *ids = daybook_caldav_members_get_ids (self, name);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    daybook_exchange_yield (exchange, daybook_item_new_op (op, ids->pdata[i]));
}
