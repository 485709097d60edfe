/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-earlier-bar.h"

#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "common/daybook-format.h"

struct _DaybookEarlierBar
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookDay from; /* days [from, to) that are shown */
  DaybookDay to;
  gboolean covered;

  /* While days are loaded */
  GPtrArray *jobs;  /* (owned) DaybookAgentJob that have not ended */
  gboolean asking;  /* the agent has not named them yet */
  DaybookDay first; /* days [first, last] */
  DaybookDay last;
  GError *error; /* (owned) (nullable) the first one */

  /* Template children */
  GtkLabel *label;
  GtkSpinner *spinner;
  GtkButton *load_button;
  GtkButton *cancel_button;
};

G_DEFINE_FINAL_TYPE (DaybookEarlierBar, daybook_earlier_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_loading (DaybookEarlierBar *self)
{
  return self->asking || self->jobs->len > 0;
}

/* "1 – 31 October" */
static char *
dup_range (DaybookEarlierBar *self)
{
  return daybook_format_day_range_near (self->first, self->last, daybook_workspace_get_today (self->workspace));
}

static void
update (DaybookEarlierBar *self)
{
  gboolean loading = is_loading (self);
  g_autofree char *range = loading ? dup_range (self) : NULL;
  /* Translators: %s are days, such as "1 – 31 October" */
  g_autofree char *text = loading ? g_strdup_printf (_("Loading %s…"), range) : NULL;

  gtk_label_set_label (self->label, loading                       ? text
                                    : self->to - self->from <= 1 ? _("Not every calendar was asked about this day yet.")
                                                                 : _("Not every account was asked about all of these days yet."));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->load_button), self->to - self->from <= 1
                                                                 ? _("Ask all calendars about this month, once")
                                                                 : _("Ask all accounts about these days, once"));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), loading);
  gtk_spinner_set_spinning (self->spinner, loading);
  gtk_widget_set_visible (GTK_WIDGET (self->load_button), !loading);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), loading);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel_button), self->jobs->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), loading || !self->covered);
}

/* Loading --------------------------------------------------------------------------------------------- */

static void
tell_end (DaybookEarlierBar *self)
{
  g_autofree char *range = dup_range (self);
  g_autofree char *text = NULL;

  if (self->error == NULL)
    /* Translators: %s are days, such as "1 – 31 October" */
    text = g_strdup_printf (_("%s loaded"), range);
  else if (!g_error_matches (self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED))
    /* Translators: days, then why not */
    text = g_strdup_printf (_("%s could not be loaded: %s"), range, self->error->message);
  if (text != NULL)
    daybook_workspace_toast (self->workspace, text, 0);
  g_clear_error (&self->error);
}

static void
on_job_finished_cb (DaybookAgentJob *job, DaybookEarlierBar *self)
{
  const GError *error = daybook_agent_job_get_error (job);

  if (self->error == NULL && error != NULL)
    self->error = g_error_copy (error);
  g_ptr_array_remove (self->jobs, job);
  if (!is_loading (self))
    tell_end (self);
  update (self);
}

static void
on_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookEarlierBar) self = data;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &self->error);

  self->asking = FALSE;
  if (self->workspace == NULL)
    return;
  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    {
      if (daybook_agent_job_is_finished (jobs->pdata[i]))
        continue;
      g_ptr_array_add (self->jobs, g_object_ref (jobs->pdata[i]));
      g_signal_connect_object (jobs->pdata[i], "finished", G_CALLBACK (on_job_finished_cb), self, 0);
    }
  if (!is_loading (self))
    tell_end (self);
  update (self);
}

/* Of one day the month around it: what a person who leafs back wants next, and few enough requests. */
static void
on_load_cb (DaybookEarlierBar *self)
{
  if (is_loading (self))
    return;
  self->first = self->from;
  self->last = self->to - 1;
  if (self->first == self->last)
    {
      int year, month;

      daybook_day_to_civil (self->from, &year, &month, NULL);
      self->first = daybook_day_from_civil (year, month, 1);
      self->last = self->first + daybook_month_length (year, month) - 1;
    }
  self->asking = TRUE;
  g_clear_error (&self->error);
  daybook_agent_client_load_async (daybook_workspace_get_agent (self->workspace), self->first, self->last, NULL,
                                   on_taken_cb, g_object_ref (self));
  update (self);
}

static void
on_cancel_cb (DaybookEarlierBar *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    daybook_agent_job_cancel (self->jobs->pdata[i]);
}

/* The type -------------------------------------------------------------------------------------------- */

static void
daybook_earlier_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_EARLIER_BAR (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_earlier_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&DAYBOOK_EARLIER_BAR (object)->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_earlier_bar_dispose (GObject *object)
{
  DaybookEarlierBar *self = DAYBOOK_EARLIER_BAR (object);

  g_ptr_array_set_size (self->jobs, 0);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_earlier_bar_parent_class)->dispose (object);
}

static void
daybook_earlier_bar_finalize (GObject *object)
{
  DaybookEarlierBar *self = DAYBOOK_EARLIER_BAR (object);

  g_ptr_array_unref (self->jobs);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (daybook_earlier_bar_parent_class)->finalize (object);
}

static void
daybook_earlier_bar_class_init (DaybookEarlierBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_earlier_bar_get_property;
  object_class->set_property = daybook_earlier_bar_set_property;
  object_class->dispose = daybook_earlier_bar_dispose;
  object_class->finalize = daybook_earlier_bar_finalize;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/common/daybook-earlier-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookEarlierBar, label);
  gtk_widget_class_bind_template_child (widget_class, DaybookEarlierBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, DaybookEarlierBar, load_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookEarlierBar, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, on_load_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
}

static void
daybook_earlier_bar_init (DaybookEarlierBar *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->covered = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Large text in a small window. */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->load_button)), TRUE);
}

/* The days [@from, @to) that are shown, and whether whoever has something about them was asked. */
void
daybook_earlier_bar_set_days (DaybookEarlierBar *self, DaybookDay from, DaybookDay to, gboolean covered)
{
  g_return_if_fail (DAYBOOK_IS_EARLIER_BAR (self));

  self->from = from;
  self->to = to;
  self->covered = covered;
  update (self);
}
