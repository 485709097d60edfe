/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-scheduler.h"

#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-breaker.h"
#include "daybook-daily-errands.h"
#include "daybook-schedule.h"
#include "store/daybook-accounts.h"

#define LONGEST_SLEEP (6 * 60 * 60)
#define ON_DEMAND_PER_MINUTE 10
#define ROOM_AGAIN (5 * 60) /* while the disk is full */
#define QUEUE_AGAIN 60      /* when the queue was full */

struct _DaybookScheduler
{
  GObject parent_instance;

  DaybookStore *store;    /* (owned) */
  DaybookJobQueue *queue; /* (owned) */
  GHashTable *due;        /* (owned) gint64 account id -> gint64 instant */
  GHashTable *on_demand;  /* (owned) gint64 account id -> GArray of instants */
  GHashTable *crashes;    /* (owned) gint64 source id -> count */
  DaybookBreaker *breaker; /* (owned) */
  guint timer;
  gboolean started;
  gboolean online;
  double jitter; /* negative: by chance, as ever outside a test */
  DaybookDailyErrands *daily; /* (owned) (nullable) once it is started */
};

G_DEFINE_FINAL_TYPE (DaybookScheduler, daybook_scheduler, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void plan (DaybookScheduler *self);

static gint64
now (DaybookScheduler *self)
{
  return daybook_store_now (self->store);
}

static gint64 *
boxed (gint64 value)
{
  gint64 *box = g_new (gint64, 1);

  *box = value;
  return box;
}

static gint64
get_due (DaybookScheduler *self, gint64 account_id)
{
  const gint64 *due = g_hash_table_lookup (self->due, &account_id);

  return due != NULL ? *due : DAYBOOK_INSTANT_NONE;
}

static void
set_due (DaybookScheduler *self, gint64 account_id, gint64 due)
{
  if (due == DAYBOOK_INSTANT_NONE)
    g_hash_table_remove (self->due, &account_id);
  else
    g_hash_table_replace (self->due, boxed (account_id), boxed (due));
}

static gboolean
is_paused (DaybookScheduler *self)
{
  return daybook_store_get_setting_bool (self->store, "sync_paused");
}

/* What a full disk cannot take is not fetched. */
static gboolean
may_sync (DaybookScheduler *self)
{
  return !is_paused (self) && daybook_store_has_room (self->store);
}

/* Only what nobody needs the network for may run while there is none. */
static gboolean
may_run (DaybookScheduler *self, const DaybookAccount *account)
{
  g_autoptr (DaybookGrant) grant = NULL;

  if (self->online)
    return TRUE;
  grant = daybook_store_get_grant (self->store, account->grant_id, NULL);
  return grant != NULL && daybook_schedule_is_local (grant);
}

static void
note_next (DaybookScheduler *self, DaybookAccount *account)
{
  gint64 due = get_due (self, account->id);

  if (account->next_sync_at == due)
    return;
  account->next_sync_at = due;
  daybook_store_set_next_sync (self->store, account->id, due, NULL);
}

/* Minutes between two syncs of @account. */
static int
get_interval (DaybookScheduler *self, const DaybookAccount *account)
{
  g_autoptr (GPtrArray) sources = daybook_store_list_sources (self->store, account->id, NULL);
  gint64 feed_seconds = 0;

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (source->enabled)
        feed_seconds = MAX (feed_seconds, daybook_schedule_read_feed_seconds (source->settings));
    }
  return daybook_schedule_get_interval (account, (int) daybook_store_get_setting_int (self->store, "sync_interval"),
                                        feed_seconds);
}

/* The service that @account asks, as the breaker knows it. */
static char *
name_service (DaybookScheduler *self, const DaybookAccount *account)
{
  g_autoptr (DaybookGrant) grant = daybook_store_get_grant (self->store, account->grant_id, NULL);

  return daybook_breaker_name_service (account, grant);
}

/* @due, but not while the account's service is kept away from. */
static gint64
respect_breaker (DaybookScheduler *self, const DaybookAccount *account, gint64 due)
{
  g_autofree char *service = name_service (self, account);
  gint64 until = daybook_breaker_get_until (self->breaker, service);

  return due != DAYBOOK_INSTANT_NONE && until != DAYBOOK_INSTANT_NONE ? MAX (due, until) : due;
}

/* When an account that was just tried is due again; see daybook_schedule_next (). */
static gint64
get_next_due (DaybookScheduler *self, const DaybookAccount *account, double jitter)
{
  return respect_breaker (self, account,
                          daybook_schedule_next (account, get_interval (self, account), now (self), jitter));
}

/* In [0, 1). */
static double
get_jitter (DaybookScheduler *self)
{
  return self->jitter >= 0 ? self->jitter : g_random_double ();
}

/* Makes the plan for one account what its row and the settings say now. */
static void
look_at_account (DaybookScheduler *self, DaybookAccount *account)
{
  gint64 planned = get_due (self, account->id);
  gint64 latest = get_next_due (self, account, 1);

  if (latest == DAYBOOK_INSTANT_NONE)
    {
      set_due (self, account->id, DAYBOOK_INSTANT_NONE);
      note_next (self, account);
    }
  else if (planned == DAYBOOK_INSTANT_NONE)
    {
      gint64 first
          = daybook_schedule_first (account, get_interval (self, account), now (self), get_jitter (self));

      set_due (self, account->id, respect_breaker (self, account, first));
    }
  else if (planned > latest)
    {
      /* The person shortened the interval: they do not mean after the old one. */
      set_due (self, account->id, get_next_due (self, account, get_jitter (self)));
      note_next (self, account);
    }
}

/* Accounts that came, went, were paused, resumed or set up otherwise since the last look. */
static void
look_at_accounts (DaybookScheduler *self)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (self->store, NULL);
  g_autoptr (GHashTable) present = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  gpointer id;

  if (accounts == NULL)
    return;
  for (guint i = 0; i < accounts->len; i++)
    {
      DaybookAccount *account = accounts->pdata[i];

      g_hash_table_add (present, &account->id);
      look_at_account (self, account);
    }
  g_hash_table_iter_init (&iter, self->due);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!g_hash_table_contains (present, id))
        g_hash_table_iter_remove (&iter);
    }
}

static void
sync_due_account (DaybookScheduler *self, DaybookAccount *account)
{
  g_autofree char *service = name_service (self, account);
  gint64 at = daybook_breaker_ask (self->breaker, service, account->id, now (self));
  const DaybookSyncRequest request = { .trigger = "schedule" };
  g_autoptr (GError) error = NULL;

  if (at > now (self))
    {
      set_due (self, account->id, at);
      note_next (self, account);
      return;
    }
  set_due (self, account->id, now (self) + LONGEST_SLEEP);
  if (daybook_scheduler_sync (self, account->id, &request, &error) != NULL)
    return;
  g_debug ("An account was not synced: %s", error->message);
  daybook_breaker_forget_try (self->breaker, account->id);
  set_due (self, account->id, now (self) + QUEUE_AGAIN);
}

/* Starts what is due now. */
void
daybook_scheduler_run_due (DaybookScheduler *self)
{
  g_autoptr (GPtrArray) accounts = NULL;

  if (self->daily != NULL)
    daybook_daily_errands_run (self->daily);
  if (!may_sync (self))
    return;
  accounts = daybook_store_list_accounts (self->store, NULL);
  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      DaybookAccount *account = accounts->pdata[i];
      gint64 due = get_due (self, account->id);

      if (due != DAYBOOK_INSTANT_NONE && due <= now (self) && may_run (self, account))
        sync_due_account (self, account);
    }
}

static gboolean
on_timer_cb (gpointer data)
{
  DaybookScheduler *self = data;

  self->timer = 0;
  daybook_scheduler_run_due (self);
  plan (self);
  return G_SOURCE_REMOVE;
}

/* Whether an account whose time has come could start, but for what the timer is for. */
static gboolean
can_start (DaybookScheduler *self, gint64 account_id)
{
  g_autoptr (DaybookAccount) account = self->online ? NULL : daybook_store_get_account (self->store, account_id, NULL);

  return self->online || (account != NULL && may_run (self, account));
}

/* Sets the one timer for what comes first. */
static void
plan (DaybookScheduler *self)
{
  gint64 present = now (self);
  GHashTableIter iter;
  gpointer id, due;
  gint64 first;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->started)
    return;
  first = daybook_daily_errands_get_next (self->daily);
  g_hash_table_iter_init (&iter, self->due);
  while (may_sync (self) && g_hash_table_iter_next (&iter, &id, &due))
    {
      /* What is overdue waits for the network, which tells by itself. */
      if (*(gint64 *) due > present || can_start (self, *(gint64 *) id))
        first = MIN (first, *(gint64 *) due);
    }
  /* Nobody tells when there is room again. */
  if (!is_paused (self) && !may_sync (self))
    first = MIN (first, present + ROOM_AGAIN);
  self->timer = g_timeout_add_seconds ((guint) CLAMP (first - present, 1, LONGEST_SLEEP), on_timer_cb, self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_store_changed_cb (DaybookStore *store, gpointer data)
{
  DaybookScheduler *self = data;

  look_at_accounts (self);
  plan (self);
}

/* @sources (nullable): what they were of. */
static gboolean
note_interrupted_runs (DaybookScheduler *self, GArray *sources)
{
  g_autoptr (GError) error = NULL;

  if (daybook_store_interrupt_runs (self->store, sources, &error))
    return TRUE;
  g_warning ("Interrupted runs could not be noted: %s", error->message);
  return FALSE;
}

/* A worker that died in the middle of a source: that source is tried once more alone, then
 * quarantined with a banner, so that one hostile feed cannot keep the others from syncing. */
static void
take_care_of_crash (DaybookScheduler *self)
{
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!note_interrupted_runs (self, sources))
    return;
  for (guint i = 0; i < sources->len; i++)
    {
      gint64 id = g_array_index (sources, gint64, i);
      int count = GPOINTER_TO_INT (g_hash_table_lookup (self->crashes, &id)) + 1;
      g_autoptr (DaybookSource) source = daybook_store_get_source (self->store, id, NULL);
      g_autofree char *target = daybook_id_format (DAYBOOK_KIND_SOURCE, id);
      const char *targets[] = { target, NULL };
      g_autoptr (GError) error = NULL;

      g_hash_table_replace (self->crashes, boxed (id), GINT_TO_POINTER (count));
      if (source == NULL)
        continue;
      if (count == 1)
        {
          const DaybookSyncRequest request = { .targets = targets, .trigger = "schedule" };

          if (daybook_scheduler_sync (self, source->account_id, &request, &error) == NULL)
            g_message ("The source %s is not tried once more: %s", target, error->message);
        }
      else
        {
          source->state = DAYBOOK_SOURCE_QUARANTINED;
          if (!daybook_store_edit_source (self->store, source, &error))
            g_warning ("The source %s could not be put into quarantine: %s", target, error->message);
        }
    }
}

/* Only crashes in a row quarantine a source. */
static void
forget_crashes (DaybookScheduler *self, gint64 account_id)
{
  g_autoptr (GPtrArray) sources = NULL;

  if (g_hash_table_size (self->crashes) == 0)
    return;
  sources = daybook_store_list_sources (self->store, account_id, NULL);
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    g_hash_table_remove (self->crashes, &((DaybookSource *) sources->pdata[i])->id);
}

/* What a try says about the service. An errand that did not get as far as the network says nothing. */
static void
note_try (DaybookScheduler *self, const DaybookAccount *account, DaybookJob *job)
{
  g_autofree char *service = name_service (self, account);

  if (g_str_equal (daybook_job_get_kind (job), "sync") || g_str_equal (daybook_job_get_kind (job), "reconnect"))
    daybook_breaker_note (self->breaker, service, account->id, daybook_job_get_error (job), now (self));
}

static void
on_job_ended_cb (DaybookJobQueue *queue, DaybookJob *job, gpointer data)
{
  DaybookScheduler *self = data;
  g_autoptr (DaybookAccount) account = NULL;
  DaybookKind kind;
  gint64 id;

  if (self->daily != NULL && daybook_daily_errands_note_end (self->daily, job))
    plan (self);
  if (!daybook_id_parse (daybook_job_get_subject (job), &kind, &id) || kind != DAYBOOK_KIND_ACCOUNT)
    return;
  if (daybook_job_has_crashed (job))
    take_care_of_crash (self);
  else if (daybook_job_was_cut_short (job))
    note_interrupted_runs (self, NULL);
  else if (daybook_job_get_error (job) == NULL)
    forget_crashes (self, id);
  account = daybook_store_get_account (self->store, id, NULL);
  if (account == NULL)
    {
      daybook_breaker_forget_try (self->breaker, id);
      set_due (self, id, DAYBOOK_INSTANT_NONE);
    }
  else
    {
      note_try (self, account, job);
      set_due (self, id, get_next_due (self, account, get_jitter (self)));
      note_next (self, account);
    }
  plan (self);
}

static void
daybook_scheduler_dispose (GObject *object)
{
  DaybookScheduler *self = DAYBOOK_SCHEDULER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  if (self->queue != NULL)
    g_signal_handlers_disconnect_by_data (self->queue, self);
  g_clear_pointer (&self->daily, daybook_daily_errands_free);
  g_clear_object (&self->store);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (daybook_scheduler_parent_class)->dispose (object);
}

static void
daybook_scheduler_finalize (GObject *object)
{
  DaybookScheduler *self = DAYBOOK_SCHEDULER (object);

  g_hash_table_unref (self->due);
  g_hash_table_unref (self->on_demand);
  g_hash_table_unref (self->crashes);
  daybook_breaker_free (self->breaker);
  G_OBJECT_CLASS (daybook_scheduler_parent_class)->finalize (object);
}

static void
daybook_scheduler_class_init (DaybookSchedulerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = daybook_scheduler_dispose;
  object_class->finalize = daybook_scheduler_finalize;
  /* changed: the next sync is another one. */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DAYBOOK_TYPE_SCHEDULER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
daybook_scheduler_init (DaybookScheduler *self)
{
  const char *fixed = g_getenv ("DAYBOOK_JITTER");

  self->due = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->on_demand = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
  self->crashes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->breaker = daybook_breaker_new ();
  self->online = TRUE;
  /* A test says when an account comes by itself, so that this is not in the middle of what it does. */
  self->jitter = fixed != NULL ? CLAMP (g_ascii_strtod (fixed, NULL), 0, 0.99) : -1;
}

DaybookScheduler *
daybook_scheduler_new (DaybookStore *store, DaybookJobQueue *queue)
{
  DaybookScheduler *self = g_object_new (DAYBOOK_TYPE_SCHEDULER, NULL);

  g_set_object (&self->store, store);
  g_set_object (&self->queue, queue);
  g_signal_connect (store, "changed", G_CALLBACK (on_store_changed_cb), self);
  g_signal_connect (queue, "job-ended", G_CALLBACK (on_job_ended_cb), self);
  return self;
}

/* Begins: notes runs that nobody finished, slides the windows, plans. */
void
daybook_scheduler_start (DaybookScheduler *self)
{
  note_interrupted_runs (self, NULL);
  self->started = TRUE;
  self->daily = daybook_daily_errands_new (self->store, self->queue);
  look_at_accounts (self);
  daybook_daily_errands_run (self->daily);
  plan (self);
}

/* The network came or went: what waited for it runs within seconds. */
void
daybook_scheduler_set_online (DaybookScheduler *self, gboolean online)
{
  if (self->online == online)
    return;
  self->online = online;
  if (online)
    daybook_scheduler_wake (self);
  else
    plan (self);
}

/* After a resume or a clock change: everything is planned anew, what is overdue runs soon, spread. */
void
daybook_scheduler_wake (DaybookScheduler *self)
{
  if (!self->started)
    return;
  g_hash_table_remove_all (self->due);
  look_at_accounts (self);
  daybook_daily_errands_run (self->daily);
  plan (self);
}

/* When the next scheduled sync is; 0 when none is. */
gint64
daybook_scheduler_get_next (DaybookScheduler *self)
{
  gint64 next = 0;
  GHashTableIter iter;
  gpointer due;

  if (is_paused (self))
    return 0;
  g_hash_table_iter_init (&iter, self->due);
  while (g_hash_table_iter_next (&iter, NULL, &due))
    next = next == 0 ? *(gint64 *) due : MIN (next, *(gint64 *) due);
  return next;
}

static gboolean
may_sync_on_demand (DaybookScheduler *self, gint64 account_id)
{
  GArray *times = g_hash_table_lookup (self->on_demand, &account_id);
  gint64 present = now (self);

  if (times == NULL)
    {
      times = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (self->on_demand, boxed (account_id), times);
    }
  while (times->len > 0 && g_array_index (times, gint64, 0) <= present - 60)
    g_array_remove_index (times, 0);
  if (times->len >= ON_DEMAND_PER_MINUTE)
    return FALSE;
  g_array_append_val (times, present);
  return TRUE;
}

/* Syncs one account, or of it what @request names, now. A sync of the account that has not ended is joined. Returns
 * the job (transfer none); RATE_LIMITED above ten a minute by hand. */
DaybookJob *
daybook_scheduler_sync (DaybookScheduler *self, gint64 account_id, const DaybookSyncRequest *request, GError **error)
{
  g_autofree char *subject = daybook_id_format (DAYBOOK_KIND_ACCOUNT, account_id);
  DaybookJob *job = daybook_job_queue_find (self->queue, "sync", subject);

  /* One of some sources of the account, or of some days, is another errand. */
  if (job != NULL && request->targets == NULL && !request->full && request->from == NULL
      && daybook_job_has_argument (job, subject) && !daybook_job_has_argument (job, "--from"))
    return job;
  if (g_str_equal (request->trigger, "manual") && !may_sync_on_demand (self, account_id))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_RATE_LIMITED,
                           _ ("This account was synced ten times in the last minute; try again in a minute."));
      return NULL;
    }
  job = daybook_job_queue_make (self->queue, "sync", subject);
  if (request->targets == NULL)
    daybook_job_add_argument (job, subject);
  for (guint i = 0; request->targets != NULL && request->targets[i] != NULL; i++)
    daybook_job_add_argument (job, request->targets[i]);
  daybook_job_add_argument (job, "--trigger");
  daybook_job_add_argument (job, request->trigger);
  if (request->full)
    daybook_job_add_argument (job, "--full");
  if (request->interactive)
    daybook_job_add_argument (job, "--interactive");
  if (request->from != NULL)
    {
      daybook_job_add_argument (job, "--from");
      daybook_job_add_argument (job, request->from);
      daybook_job_add_argument (job, "--to");
      daybook_job_add_argument (job, request->to);
    }
  if (!daybook_job_queue_submit (self->queue, job, error))
    return NULL;
  return job;
}
