/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-workspace.h"

#include <glib/gi18n.h>

#include "base/daybook-error.h"

struct _DaybookWorkspace
{
  GObject parent_instance;

  DaybookAgentClient *agent; /* (owned) */
};

G_DEFINE_FINAL_TYPE (DaybookWorkspace, daybook_workspace, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_AGENT,
  PROP_EMPTY,
  N_PROPS
};

enum
{
  TOAST,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
daybook_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookWorkspace *self = DAYBOOK_WORKSPACE (object);

  switch (id)
    {
    case PROP_AGENT:
      g_value_set_object (value, self->agent);
      break;
    case PROP_EMPTY:
      g_value_set_boolean (value, daybook_workspace_is_empty (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_workspace_finalize (GObject *object)
{
  DaybookWorkspace *self = DAYBOOK_WORKSPACE (object);

  g_clear_object (&self->agent);
  G_OBJECT_CLASS (daybook_workspace_parent_class)->finalize (object);
}

static void
daybook_workspace_class_init (DaybookWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = daybook_workspace_get_property;
  object_class->finalize = daybook_workspace_finalize;

  properties[PROP_AGENT] = g_param_spec_object ("agent", NULL, NULL, DAYBOOK_TYPE_AGENT_CLIENT,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_EMPTY] =
    g_param_spec_boolean ("empty", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[TOAST] = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
}

static void
daybook_workspace_init (DaybookWorkspace *self)
{
  self->agent = daybook_agent_client_new ();
}

DaybookWorkspace *
daybook_workspace_new (void)
{
  return g_object_new (DAYBOOK_TYPE_WORKSPACE, NULL);
}

DaybookAgentClient *
daybook_workspace_get_agent (DaybookWorkspace *self)
{
  return self->agent;
}

/* Whether nothing was ever connected or logged, so that only the first run has something to say. */
gboolean
daybook_workspace_is_empty (DaybookWorkspace *self)
{
  return FALSE;
}

/* Says @text in whatever window shows toasts; with @change (of the journal, 0 = none) offers Undo. */
void
daybook_workspace_toast (DaybookWorkspace *self, const char *text, gint64 change)
{
  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  g_signal_emit (self, signals[TOAST], 0, text, change);
}

void
daybook_workspace_undo (DaybookWorkspace *self, gint64 change)
{
  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));
}

static void
on_sync_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookWorkspace) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  if (jobs == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Cannot sync: %s"), error->message);

      daybook_workspace_toast (self, text, 0);
    }
  else if (jobs->len == 0)
    daybook_workspace_toast (self, _("No account to sync. Connect one on the Accounts page."), 0);
}

/* Asks the agent to sync every account; the sync button shows how it goes. */
void
daybook_workspace_sync_now (DaybookWorkspace *self)
{
  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  daybook_agent_client_sync_async (self->agent, NULL, FALSE, NULL, on_sync_taken_cb, g_object_ref (self));
}
