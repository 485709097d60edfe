/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the channels a run reads: what was found first, then what has waited longest, within a run's requests; and
 * which of the threads that nobody tells of any more. */
#include "providers/slack/daybook-slack-choice.h"

#include <string.h>

#include "base/daybook-json-reader.h"

#define MAX_THREADS 100             /* of a channel that are looked at together */
#define MAX_LOOKS 8                 /* requests for threads that nobody tells of, in a run that has some to spare */
#define THREAD_SHARE 8              /* else one in so many is theirs */
#define RETOLD_SECONDS (24 * 60 * 60)      /* a channel's own messages are read over for so long at least */
#define THREAD_SECONDS (14 * 24 * 60 * 60) /* a thread without a word for longer is over */
#define PROBE_SECONDS (24 * 60 * 60)
#define OWED_SHARE 2                /* one in so many is for channels whose last reading failed */
#define OWED_TURN 4                 /* with one request a run: every so many runs */
#define ROTATING_SHARE 4            /* one in so many requests is kept for channels that nobody found */
#define IDLE_SECONDS (12 * 60 * 60) /* a channel without a word for longer is as quiet as it gets */
#define BUSY_SECONDS (60 * 60)

/* @source must outlive it. @texts: that are wanted now. */
DaybookSlackCandidate *
daybook_slack_candidate_new (const DaybookSource *source, guint texts)
{
  DaybookSlackCandidate *self = g_new0 (DaybookSlackCandidate, 1);
  /* A round that was cut off is pulled in any case; what it knows counts. */
  g_autofree char *next
      = source->resume != NULL ? daybook_json_find_string (source->resume, strlen (source->resume), "/next") : NULL;

  self->source = source;
  daybook_slack_progress_init (&self->progress);
  self->is_read = daybook_slack_progress_read (&self->progress, next)
                  || daybook_slack_progress_read (&self->progress, source->cursor);
  self->is_bare = self->is_read && (texts & ~self->progress.texts) != 0;
  daybook_slack_hint_init (&self->hint);
  daybook_slack_hint_read (&self->hint, source->owed);
  self->is_owed = source->owed != NULL;
  return self;
}

void
daybook_slack_candidate_free (DaybookSlackCandidate *self)
{
  daybook_slack_progress_clear (&self->progress);
  daybook_slack_hint_clear (&self->hint);
  g_free (self);
}

/* Notes that @thread is to be read. FALSE: it was noted already, or is one too many. */
gboolean
daybook_slack_candidate_add_thread (DaybookSlackCandidate *self, gint64 thread)
{
  GArray *threads = self->hint.threads;

  if (thread == DAYBOOK_SLACK_TS_NONE || threads->len >= MAX_THREADS)
    return FALSE;
  for (guint i = 0; i < threads->len; i++)
    {
      if (g_array_index (threads, gint64, i) == thread)
        return FALSE;
    }
  g_array_append_val (threads, thread);
  return TRUE;
}

void
daybook_slack_turns_clear (DaybookSlackTurns *self)
{
  g_clear_pointer (&self->tried, g_free);
  g_clear_pointer (&self->looked, g_free);
}

static guint
cost_of (const DaybookSlackCandidate *candidate)
{
  return daybook_slack_progress_get_allowance (&candidate->progress, candidate->hint.threads->len);
}

/* First what was never read, or not for the texts that are wanted now; then what has waited for longest, a busy channel
 * sooner than a quiet one. */
static void
judge (DaybookSlackCandidate *self, gint64 now)
{
  gint64 waited = now - self->progress.at;

  if (!self->is_read || self->is_bare)
    {
      self->due = G_MAXDOUBLE;
      return;
    }
  self->due = (double) waited / (double) CLAMP (now - self->progress.last / G_USEC_PER_SEC, BUSY_SECONDS, IDLE_SECONDS);
  /* What had to stop in between is half read. */
  if (self->progress.open || self->progress.pending->len > 0)
    self->due *= 4;
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const DaybookSlackCandidate *x = *(const DaybookSlackCandidate *const *) a;
  const DaybookSlackCandidate *y = *(const DaybookSlackCandidate *const *) b;

  if (x->due != y->due)
    return x->due > y->due ? -1 : 1;
  return strcmp (x->source->external_id, y->source->external_id);
}

/* Chooses among the found (or the others) while @budget lasts; returns what is left of it. */
static guint
choose (GPtrArray *sorted, gboolean found, guint budget)
{
  for (guint i = 0; i < sorted->len; i++)
    {
      DaybookSlackCandidate *candidate = sorted->pdata[i];

      if (candidate->is_chosen || candidate->is_owed || candidate->is_found != found || cost_of (candidate) > budget)
        continue;
      candidate->is_chosen = TRUE;
      budget -= cost_of (candidate);
    }
  return budget;
}

/* What was cut off is pulled whatever is said here: its requests are spent. Returns how many of @budget that are. */
static guint
choose_interrupted (GPtrArray *sorted, guint budget)
{
  guint spent = 0;

  for (guint i = 0; i < sorted->len; i++)
    {
      DaybookSlackCandidate *candidate = sorted->pdata[i];

      if (candidate->source->resume == NULL)
        continue;
      candidate->is_chosen = TRUE;
      spent += cost_of (candidate);
    }
  return MIN (spent, budget);
}

static int
compare_id (gconstpointer a, gconstpointer b)
{
  const DaybookSlackCandidate *x = *(const DaybookSlackCandidate *const *) a;
  const DaybookSlackCandidate *y = *(const DaybookSlackCandidate *const *) b;

  return strcmp (x->source->external_id, y->source->external_id);
}

/* What was chosen before and not read, since that failed or the run was cut off: those take turns among themselves, behind
 * the one that was @tried last: some that fail for ever would keep the others. Returns how much of @budget they take. */
static guint
choose_owed (GPtrArray *candidates, char **tried, guint budget)
{
  g_autoptr (GPtrArray) owed = g_ptr_array_new ();
  guint spent = 0, first = 0;

  for (guint i = 0; i < candidates->len; i++)
    {
      DaybookSlackCandidate *candidate = candidates->pdata[i];

      if (candidate->is_owed && !candidate->is_chosen)
        g_ptr_array_add (owed, candidate);
    }
  g_ptr_array_sort (owed, compare_id);
  while (first < owed->len && *tried != NULL
         && strcmp (((DaybookSlackCandidate *) owed->pdata[first])->source->external_id, *tried) <= 0)
    first++;
  for (guint i = 0; i < owed->len; i++)
    {
      DaybookSlackCandidate *candidate = owed->pdata[(first + i) % owed->len];

      if (spent + cost_of (candidate) > budget)
        break;
      candidate->is_chosen = TRUE;
      spent += cost_of (candidate);
      g_free (*tried);
      *tried = g_strdup (candidate->source->external_id);
    }
  return spent;
}

/* Whether Slack gave pages of 15 when it was asked last. */
static gboolean
is_limited (GPtrArray *candidates)
{
  const DaybookSlackCandidate *newest = NULL;

  for (guint i = 0; i < candidates->len; i++)
    {
      const DaybookSlackCandidate *candidate = candidates->pdata[i];

      if (candidate->is_read && (newest == NULL || candidate->progress.at > newest->progress.at))
        newest = candidate;
    }
  return newest != NULL && newest->progress.page <= DAYBOOK_SLACK_LIMITED_PAGE;
}

/* Whether there are so few channels that a run can read all of them. */
gboolean
daybook_slack_choice_fits (GPtrArray *candidates)
{
  return candidates->len <= DAYBOOK_SLACK_BUDGET && !is_limited (candidates);
}

/* ---- threads ---- */

typedef struct
{
  DaybookSlackCandidate *candidate; /* (unowned) */
  gint64 ts;
  char *key; /* (owned) */
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_free (self->key);
  g_free (self);
}

static int
compare_look (gconstpointer a, gconstpointer b)
{
  const Look *x = *(const Look *const *) a;
  const Look *y = *(const Look *const *) b;

  return strcmp (x->key, y->key);
}

/* Threads that I took part in of late, and that began so long ago that their channel's messages do not tell of them any more:
 * what others reply there, only the thread itself says. */
static GPtrArray *
list_looks (GPtrArray *candidates, gint64 now)
{
  GPtrArray *looks = g_ptr_array_new_with_free_func (look_free);

  for (guint i = 0; i < candidates->len; i++)
    {
      DaybookSlackCandidate *candidate = candidates->pdata[i];
      GHashTableIter iter;
      gpointer ts, latest;

      g_hash_table_iter_init (&iter, candidate->progress.threads);
      while (g_hash_table_iter_next (&iter, &ts, &latest))
        {
          g_autofree char *text = NULL;
          Look *look;

          if (*(gint64 *) ts > (now - RETOLD_SECONDS) * G_USEC_PER_SEC
              || *(gint64 *) latest < (now - THREAD_SECONDS) * G_USEC_PER_SEC)
            continue;
          text = daybook_slack_ts_format (*(gint64 *) ts);
          look = g_new0 (Look, 1);
          look->candidate = candidate;
          look->ts = *(gint64 *) ts;
          look->key = g_strconcat (candidate->source->external_id, "/", text, NULL);
          g_ptr_array_add (looks, look);
        }
    }
  g_ptr_array_sort (looks, compare_look);
  return looks;
}

/* Adds as many of @looks as @budget allows, going on behind the one that was looked at last. Returns what they cost. */
static guint
choose_looks (GPtrArray *looks, char **looked, guint budget)
{
  guint first = 0, spent = 0;

  while (first < looks->len && *looked != NULL && strcmp (((Look *) looks->pdata[first])->key, *looked) <= 0)
    first++;
  for (guint i = 0; i < looks->len && spent < budget; i++)
    {
      Look *look = looks->pdata[(first + i) % looks->len];
      DaybookSlackCandidate *candidate = look->candidate;
      guint before = candidate->is_chosen ? cost_of (candidate) : 0;

      /* One that failed has its own turn. */
      if ((candidate->is_owed && !candidate->is_chosen) || !daybook_slack_candidate_add_thread (candidate, look->ts))
        continue;
      if (spent + cost_of (candidate) - before > budget)
        {
          g_array_set_size (candidate->hint.threads, candidate->hint.threads->len - 1);
          continue;
        }
      candidate->is_chosen = TRUE;
      spent += cost_of (candidate) - before;
      g_free (*looked);
      *looked = g_strdup (look->key);
    }
  return spent;
}

/* Marks those to read at @now with @budget requests, and tells each how large its pages may be. With a page a minute there
 * is one to give: to the found and to the others by turns. Once a day it is tried whether that still holds. */
void
daybook_slack_choice_make (GPtrArray *candidates, gint64 now, guint budget, DaybookSlackTurns *turns)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (candidates->len);
  gboolean limited = is_limited (candidates);
  gboolean probes = !limited || now - turns->probed_at > PROBE_SECONDS;
  guint page = limited ? DAYBOOK_SLACK_LIMITED_PAGE : DAYBOOK_SLACK_PAGE;
  g_autoptr (GPtrArray) looks = list_looks (candidates, now);
  guint kept, owed, reserve;

  budget = limited ? 1 : budget;
  kept = limited ? turns->turn % 2 : budget / ROTATING_SHARE;
  owed = limited ? turns->turn % OWED_TURN == 0 : budget / OWED_SHARE;
  g_ptr_array_extend (sorted, candidates, NULL, NULL);
  for (guint i = 0; i < sorted->len; i++)
    {
      DaybookSlackCandidate *candidate = sorted->pdata[i];

      judge (candidate, now);
      candidate->progress.page = page;
      candidate->hint.page = probes ? DAYBOOK_SLACK_PAGE : page;
    }
  if (probes)
    turns->probed_at = now;
  g_ptr_array_sort (sorted, compare_due);
  budget -= choose_interrupted (sorted, budget);
  budget -= choose_owed (sorted, &turns->tried, MIN (owed, budget));
  reserve = limited ? 0 : MIN (MIN (looks->len, budget), budget / THREAD_SHARE);
  budget -= reserve;
  kept = MIN (kept, budget);
  budget = choose (sorted, TRUE, budget - kept) + kept;
  budget = choose (sorted, FALSE, budget);
  budget = choose (sorted, TRUE, budget);
  if (limited)
    return;
  budget -= choose_owed (sorted, &turns->tried, budget);
  budget += reserve;
  budget -= choose_looks (looks, &turns->looked, MIN (budget, MAX (reserve, MAX_LOOKS)));
  choose (sorted, FALSE, budget);
}
