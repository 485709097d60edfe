/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-agent-dbus.h"
#include "daybook-agent.h"
#include "daybook-clock-watch.h"
#include "daybook-goa-watch.h"
#include "daybook-keyring-watch.h"
#include "daybook-notifier.h"
#include "daybook-scheduler.h"
#include "daybook-send-schedule.h"

G_BEGIN_DECLS

struct _DaybookAgent
{
  GObject parent_instance;

  DaybookStore *store;           /* (owned) */
  GDBusConnection *bus;          /* (owned) (nullable) */
  DaybookDBusAgent1 *face;       /* (owned) */
  DaybookJobQueue *queue;        /* (owned) (nullable) until exported */
  DaybookScheduler *scheduler;   /* (owned) (nullable) */
  DaybookSendSchedule *send_schedule; /* (owned) (nullable) */
  DaybookKeyringWatch *keyring;  /* (owned) (nullable) */
  DaybookGoaWatch *goa;          /* (owned) (nullable) */
  DaybookNotifier *notifier;     /* (owned) (nullable) */
  DaybookClockWatch *clock;      /* (owned) (nullable) */
  GNetworkMonitor *network;      /* (owned) */
  gboolean quitting;
};

/* daybook-agent-methods.c: what the bus may ask. */
void daybook_agent_connect_methods (DaybookAgent *self);

G_END_DECLS
