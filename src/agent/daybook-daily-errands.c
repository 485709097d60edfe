/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-daily-errands.h"

#include "base/daybook-zone.h"
#include "daybook-summary-plan.h"
#include "store/daybook-backup.h"

#define MAINTAIN_DELAY (5 * 60)  /* after the start: not in the way of a person */
#define MAINTAIN_AGAIN (60 * 60) /* after a try that did not work: the disk was full, say */
#define EXPAND_AGAIN (60 * 60)   /* the same */
#define QUEUE_AGAIN 60           /* when the queue was full */

struct _DaybookDailyErrands
{
  DaybookStore *store;     /* (owned) */
  DaybookJobQueue *queue;  /* (owned) */
  DaybookDay expanded_day; /* the day the windows were last slid to, or are being slid to */
  DaybookDay summarized_day;
  gint64 expand_at;   /* not before */
  gint64 maintain_at; /* not before */
  gint64 queue_at;    /* something did not fit into the queue: again then */
};

DaybookDailyErrands *
daybook_daily_errands_new (DaybookStore *store, DaybookJobQueue *queue)
{
  DaybookDailyErrands *self = g_new0 (DaybookDailyErrands, 1);

  self->store = g_object_ref (store);
  self->queue = g_object_ref (queue);
  self->expanded_day = DAYBOOK_DAY_NONE;
  self->summarized_day = DAYBOOK_DAY_NONE;
  self->expand_at = daybook_store_now (store);
  self->maintain_at = daybook_store_now (store) + MAINTAIN_DELAY;
  self->queue_at = DAYBOOK_INSTANT_NONE;
  return self;
}

void
daybook_daily_errands_free (DaybookDailyErrands *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->store);
  g_object_unref (self->queue);
  g_free (self);
}

static DaybookDay
get_day (DaybookDailyErrands *self, gint64 instant)
{
  return daybook_zone_get_day (daybook_store_get_zone (self->store), instant);
}

/* The store itself remembers, so that neither the next agent nor a person's own errand makes it twice. */
static gboolean
is_maintained (DaybookDailyErrands *self)
{
  gint64 at = daybook_store_get_maintained_at (self->store);

  return at != DAYBOOK_INSTANT_NONE && get_day (self, at) == get_day (self, daybook_store_now (self->store));
}

/* FALSE: the queue takes no more, it is tried again in a minute. */
static gboolean
submit (DaybookDailyErrands *self, const char *kind)
{
  if (daybook_job_queue_find (self->queue, kind, "") != NULL
      || daybook_job_queue_submit (self->queue, daybook_job_queue_make (self->queue, kind, ""), NULL))
    return TRUE;
  self->queue_at = daybook_store_now (self->store) + QUEUE_AGAIN;
  return FALSE;
}

/* Queues what is due. */
void
daybook_daily_errands_run (DaybookDailyErrands *self)
{
  gint64 now = daybook_store_now (self->store);
  DaybookDay today = get_day (self, now);

  self->queue_at = DAYBOOK_INSTANT_NONE;
  /* Also after the clock was set back. */
  self->expand_at = MIN (self->expand_at, now + EXPAND_AGAIN);
  if (today != self->expanded_day && now >= self->expand_at && submit (self, "expand"))
    self->expanded_day = today;
  self->maintain_at = MIN (self->maintain_at, now + MAINTAIN_AGAIN);
  if (now >= self->maintain_at && !is_maintained (self) && submit (self, "maintain"))
    self->maintain_at = now + MAINTAIN_AGAIN;
  if (daybook_summary_plan_take_due (self->store, now, &self->summarized_day) && !submit (self, "summarize"))
    self->summarized_day = DAYBOOK_DAY_NONE;
}

/* What of @job did not work is to be done again. TRUE: there is something to do earlier than it was. */
gboolean
daybook_daily_errands_note_end (DaybookDailyErrands *self, DaybookJob *job)
{
  if (!g_str_equal (daybook_job_get_kind (job), "expand") || daybook_job_get_error (job) == NULL)
    return FALSE;
  self->expanded_day = DAYBOOK_DAY_NONE;
  self->expand_at = daybook_store_now (self->store) + EXPAND_AGAIN;
  return TRUE;
}

static gint64
first_after (gint64 first, gint64 instant, gint64 now)
{
  return instant != DAYBOOK_INSTANT_NONE && instant > now ? MIN (first, instant) : first;
}

/* When there is something to do next. */
gint64
daybook_daily_errands_get_next (DaybookDailyErrands *self)
{
  gint64 now = daybook_store_now (self->store);
  gint64 midnight = daybook_zone_get_day_start (daybook_store_get_zone (self->store), get_day (self, now) + 1);
  gint64 first = midnight + 5;

  first = first_after (first, daybook_summary_plan_get_time (self->store, now), now);
  first = first_after (first, self->queue_at, now);
  if (self->expanded_day == DAYBOOK_DAY_NONE)
    first = first_after (first, self->expand_at, now);
  return is_maintained (self) ? first : first_after (first, self->maintain_at, now);
}
