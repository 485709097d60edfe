/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-account-row.h"

#include "accounts/daybook-source-words.h"
#include "base/daybook-id.h"

struct _DaybookAccountRow
{
  GObject parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookAccount *account;     /* (owned) */
  char *id;                    /* (owned) the account's text id */
  GPtrArray *sources;          /* (owned) of DaybookSource */
  GArray *counts;              /* (owned) gint64: items of each source */
  char *sign_in;               /* (owned) the way its grant was made */
  DaybookAgentJob *job;        /* (owned) (nullable) */
};

enum
{
  CHANGED,
  PROGRESS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void daybook_account_row_row_init (DaybookRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookAccountRow, daybook_account_row, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_ROW, daybook_account_row_row_init))

static gint64
daybook_account_row_row_get_id (DaybookRow *row)
{
  return DAYBOOK_ACCOUNT_ROW (row)->account->id;
}

/* Everything is taken over; whoever shows it compares for itself. */
static void
daybook_account_row_assign (DaybookRow *row, DaybookRow *other_row)
{
  DaybookAccountRow *self = DAYBOOK_ACCOUNT_ROW (row), *other = DAYBOOK_ACCOUNT_ROW (other_row);

  daybook_account_free (self->account);
  self->account = g_steal_pointer (&other->account);
  g_ptr_array_unref (self->sources);
  self->sources = g_steal_pointer (&other->sources);
  g_array_unref (self->counts);
  self->counts = g_steal_pointer (&other->counts);
  g_free (self->sign_in);
  self->sign_in = g_steal_pointer (&other->sign_in);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
daybook_account_row_row_init (DaybookRowInterface *iface)
{
  iface->get_id = daybook_account_row_row_get_id;
  iface->assign = daybook_account_row_assign;
}

static void
daybook_account_row_finalize (GObject *object)
{
  DaybookAccountRow *self = DAYBOOK_ACCOUNT_ROW (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->job);
  g_clear_pointer (&self->account, daybook_account_free);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->counts, g_array_unref);
  g_free (self->sign_in);
  g_free (self->id);
  G_OBJECT_CLASS (daybook_account_row_parent_class)->finalize (object);
}

static void
daybook_account_row_class_init (DaybookAccountRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_account_row_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROGRESS] =
    g_signal_new ("progress", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_account_row_init (DaybookAccountRow *self)
{
}

DaybookAccountRow *
daybook_account_row_new (DaybookWorkspace *workspace, DaybookAccount *account, GPtrArray *sources, GArray *counts,
                         const char *sign_in)
{
  DaybookAccountRow *self = g_object_new (DAYBOOK_TYPE_ACCOUNT_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->account = account;
  self->id = daybook_id_format (DAYBOOK_KIND_ACCOUNT, account->id);
  self->sources = sources;
  self->counts = counts;
  self->sign_in = g_strdup (sign_in);
  return self;
}

const DaybookAccount *
daybook_account_row_get_account (DaybookAccountRow *self)
{
  return self->account;
}

GPtrArray *
daybook_account_row_get_sources (DaybookAccountRow *self)
{
  return self->sources;
}

/* How many items the source at @position brought. */
gint64
daybook_account_row_get_source_count (DaybookAccountRow *self, guint position)
{
  return position < self->counts->len ? g_array_index (self->counts, gint64, position) : 0;
}

/* browser device token password url goa none */
const char *
daybook_account_row_get_sign_in (DaybookAccountRow *self)
{
  return self->sign_in;
}

/* Its text id, as the agent names it. */
const char *
daybook_account_row_get_id (DaybookAccountRow *self)
{
  return self->id;
}

/* (transfer none) (nullable) The job that works on it now. */
DaybookAgentJob *
daybook_account_row_get_job (DaybookAccountRow *self)
{
  return self->job;
}

void
daybook_account_row_set_job (DaybookAccountRow *self, DaybookAgentJob *job)
{
  g_return_if_fail (DAYBOOK_IS_ACCOUNT_ROW (self));

  if (self->job == job)
    return;
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_func (self->job, daybook_account_row_tick, self);
  g_set_object (&self->job, job);
  if (job != NULL)
    {
      g_signal_connect_object (job, "notify::done", G_CALLBACK (daybook_account_row_tick), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (job, "notify::total", G_CALLBACK (daybook_account_row_tick), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (job, "notify::state", G_CALLBACK (daybook_account_row_tick), self, G_CONNECT_SWAPPED);
    }
  g_signal_emit (self, signals[PROGRESS], 0);
}

/* How it is doing, now. (transfer full) */
DaybookAccountWords *
daybook_account_row_describe (DaybookAccountRow *self)
{
  DaybookAccountSituation situation = {
    .account = self->account,
    .now = daybook_workspace_get_now (self->workspace),
    .zone = daybook_workspace_get_zone (self->workspace),
  };

  if (self->job != NULL && !daybook_agent_job_is_finished (self->job))
    {
      situation.queued = g_strcmp0 (daybook_agent_job_get_state (self->job), "queued") == 0;
      situation.running = !situation.queued;
      situation.done = daybook_agent_job_get_done (self->job);
      situation.total = daybook_agent_job_get_total (self->job);
    }
  return daybook_account_words_new (&situation);
}

/* "3 calendars, mail, 1,284 items" (transfer full) */
char *
daybook_account_row_describe_contents (DaybookAccountRow *self)
{
  return daybook_source_words_count (self->sources, self->account->item_count);
}

/* Whose it is, or what it is where nobody signed in. (transfer full) */
char *
daybook_account_row_describe_identity (DaybookAccountRow *self)
{
  DaybookServiceCatalog *services = daybook_workspace_get_services (self->workspace);
  DaybookService *service = daybook_service_catalog_find (services, self->account->provider);
  const char *name = service != NULL ? daybook_service_get_name (service) : self->account->provider;

  /* The identity of a secret address is a hash and no name for a person. */
  if (self->account->identity == NULL || *self->account->identity == '\0'
      || g_strcmp0 (self->sign_in, "url") == 0 || g_strcmp0 (self->sign_in, "none") == 0
      || g_strcmp0 (self->account->identity, self->account->name) == 0)
    return g_strdup (name);
  return g_strdup (self->account->identity);
}

/* Time went by, or its job went on: whoever shows it looks again. */
void
daybook_account_row_tick (DaybookAccountRow *self)
{
  g_signal_emit (self, signals[PROGRESS], 0);
}
