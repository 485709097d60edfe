/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a full round has seen and found unchanged.
 *
 * Mark and sweep would write the round's generation into every row, and a round in which nothing changed
 * would rewrite the database. So an unchanged row is only noted here, as one bit in memory. Killed between
 * two batches, the round goes on from the last one and must still know what the batches before saw:
 * each commit therefore adds one row to `round_seen` with the numbers noted since the commit before
 * (sorted, differences as variable-length integers: about a byte a row of the service). A round that fits in
 * one batch, as an unchanged feed does, sweeps in the transaction that saw, and writes nothing at all.
 *
 * A row for each id in a table of its own would add 0.8 microseconds an item, a third of what finding it
 * unchanged costs, and some 40 bytes (tests/bench/store-batches: seen, row_each). */
#include "store/daybook-sync-round-private.h"

#include <string.h>

#include "store/daybook-store-private.h"

/* The memory of a round has an end, whatever a damaged file says: 2^31 keys, a thousand million rows of each kind. */
#define BYTES_MAX ((guint64) 1 << 28)
#define KEYS_END ((guint64) DAYBOOK_ID_MAX * 2)

struct _DaybookRound
{
  gint64 source_id;
  gint64 generation;
  GByteArray *bits; /* one for each key, see make_key() */
  GArray *pending;  /* gint64: keys noted since the last commit */
  gint64 next_batch;
  gboolean is_incomplete; /* something that was seen is not known any more: nothing may be taken for gone */
};

void
daybook_round_free (DaybookRound *round)
{
  g_byte_array_unref (round->bits);
  g_array_unref (round->pending);
  g_free (round);
}

/* Events and activities have numbers of their own. */
static gint64
make_key (gint64 id, gboolean is_activity)
{
  return id * 2 + (is_activity ? 1 : 0);
}

static gboolean
has_bit (DaybookRound *round, gint64 key)
{
  return (guint64) key / 8 < round->bits->len && (round->bits->data[key / 8] & (1 << (key % 8))) != 0;
}

static void
set_bit (DaybookRound *round, gint64 key)
{
  guint64 byte = (guint64) key / 8;

  if (byte >= BYTES_MAX)
    {
      round->is_incomplete = TRUE;
      return;
    }
  if (byte >= round->bits->len)
    {
      gsize old = round->bits->len;
      gsize wanted = (gsize) MIN (MAX (byte + 1, (guint64) old * 2), BYTES_MAX);

      g_byte_array_set_size (round->bits, (guint) wanted);
      memset (round->bits->data + old, 0, wanted - old);
    }
  round->bits->data[byte] |= 1 << (key % 8);
}

static void
append_varint (GByteArray *bytes, guint64 value)
{
  guint8 byte;

  while (value >= 0x80)
    {
      byte = (guint8) (value | 0x80);
      g_byte_array_append (bytes, &byte, 1);
      value >>= 7;
    }
  byte = (guint8) value;
  g_byte_array_append (bytes, &byte, 1);
}

/* The key behind the last of all rows. */
static gboolean
find_keys_end (DaybookStore *self, guint64 *end, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT MAX (COALESCE ((SELECT MAX (id) FROM event), 0), COALESCE ((SELECT MAX (id) FROM activity), 0))");
  gint64 last = 0;

  if (!daybook_statement_run_for_int (query, &last, error))
    return FALSE;
  *end = (guint64) CLAMP (last + 1, 0, DAYBOOK_ID_MAX) * 2;
  return TRUE;
}

/* @keys_end: behind it there are no rows, and a damaged batch must not ask for memory to remember them. */
static void
read_batch (DaybookRound *round, GBytes *batch, guint64 keys_end)
{
  gsize length;
  const guint8 *p = g_bytes_get_data (batch, &length);
  const guint8 *end = p + length;
  guint64 key = 0;

  while (p < end)
    {
      guint64 difference = 0;

      for (int shift = 0; p < end && shift < 63; shift += 7)
        {
          difference |= (guint64) (*p & 0x7f) << shift;
          if ((*p++ & 0x80) == 0)
            break;
        }
      key += difference;
      if (key >= KEYS_END)
        {
          round->is_incomplete = TRUE;
          return;
        }
      if (key < keys_end)
        set_bit (round, (gint64) key);
    }
}

/* Makes @source_id's round of @generation the current one: what its earlier batches saw is read back. Rows of
 * its older rounds, which were given up, go. Inside a transaction. */
gboolean
daybook_store_load_round (DaybookStore *self, gint64 source_id, gint64 generation, GError **error)
{
  g_autoptr (DaybookStatement) drop = NULL;
  g_autoptr (DaybookStatement) query = NULL;
  guint64 keys_end;

  if (self->round != NULL && self->round->source_id == source_id && self->round->generation == generation)
    return TRUE;
  if (self->round != NULL && !daybook_store_flush_round (self, error))
    return FALSE;
  g_clear_pointer (&self->round, daybook_round_free);

  self->round = g_new0 (DaybookRound, 1);
  self->round->source_id = source_id;
  self->round->generation = generation;
  self->round->bits = g_byte_array_new ();
  self->round->pending = g_array_new (FALSE, FALSE, sizeof (gint64));
  drop = daybook_store_prepare (self, "DELETE FROM round_seen WHERE source_id = ? AND generation < ?");
  daybook_statement_bind_int (drop, source_id);
  daybook_statement_bind_int (drop, generation);
  if (!daybook_statement_run (drop, error) || !find_keys_end (self, &keys_end, error))
    return FALSE;
  query = daybook_store_prepare (self,
    "SELECT batch, ids FROM round_seen WHERE source_id = ? AND generation = ? ORDER BY batch");
  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_int (query, generation);
  while (daybook_statement_next (query))
    {
      g_autoptr (GBytes) batch = NULL;

      self->round->next_batch = daybook_statement_take_int (query) + 1;
      batch = daybook_statement_take_blob (query);
      if (batch != NULL)
        read_batch (self->round, batch, keys_end);
    }
  return daybook_statement_finish (query, error);
}

/* Notes that the round saw a row and left it as it is. */
gboolean
daybook_store_note_seen (DaybookStore *self,
                         gint64 source_id,
                         gint64 generation,
                         gint64 id,
                         gboolean is_activity,
                         GError **error)
{
  gint64 key = make_key (id, is_activity);

  if (!daybook_store_load_round (self, source_id, generation, error))
    return FALSE;
  if (!has_bit (self->round, key))
    {
      set_bit (self->round, key);
      g_array_append_val (self->round->pending, key);
    }
  return TRUE;
}

/* After daybook_store_load_round(). Where it is not known, yes: what is gone is still gone in the next round. */
gboolean
daybook_store_was_seen (DaybookStore *self, gint64 id, gboolean is_activity)
{
  return self->round != NULL && (self->round->is_incomplete || has_bit (self->round, make_key (id, is_activity)));
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* Called before each commit: keeps what was noted since the last one. */
gboolean
daybook_store_flush_round (DaybookStore *self, GError **error)
{
  DaybookRound *round = self->round;
  g_autoptr (DaybookStatement) insert = NULL;
  g_autoptr (GByteArray) ids = NULL;
  gint64 last = 0;

  if (round->pending->len == 0)
    return TRUE;
  ids = g_byte_array_new ();
  g_array_sort (round->pending, compare_keys);
  for (guint i = 0; i < round->pending->len; i++)
    {
      gint64 key = g_array_index (round->pending, gint64, i);

      append_varint (ids, (guint64) (key - last));
      last = key;
    }
  insert = daybook_store_prepare (self,
    "INSERT OR REPLACE INTO round_seen (source_id, generation, batch, ids) VALUES (?, ?, ?, ?)");
  daybook_statement_bind_int (insert, round->source_id);
  daybook_statement_bind_int (insert, round->generation);
  daybook_statement_bind_int (insert, round->next_batch);
  daybook_statement_bind_blob (insert, ids->data, ids->len);
  if (!daybook_statement_run (insert, error))
    return FALSE;
  round->next_batch++;
  g_array_set_size (round->pending, 0);
  return TRUE;
}

/* What was noted since the last commit need not be kept: the round ends with this transaction. */
void
daybook_store_settle_round (DaybookStore *self)
{
  g_array_set_size (self->round->pending, 0);
}

/* The round is over. */
gboolean
daybook_store_forget_round (DaybookStore *self, gint64 source_id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "DELETE FROM round_seen WHERE source_id = ?");

  if (self->round != NULL && self->round->source_id == source_id)
    g_clear_pointer (&self->round, daybook_round_free);
  daybook_statement_bind_int (query, source_id);
  return daybook_statement_run (query, error);
}
