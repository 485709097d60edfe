/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-sent-row.h"

#include <glib/gi18n.h>

#include "common/daybook-format.h"
#include "common/daybook-model-preview.h"
#include "insight/daybook-period.h"
#include "store/daybook-model-choice.h"

struct _DaybookSentRow
{
  AdwActionRow parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookModelUse use;
};

G_DEFINE_FINAL_TYPE (DaybookSentRow, daybook_sent_row, ADW_TYPE_ACTION_ROW)

static char *
describe (DaybookStore *store, DaybookModelUse use)
{
  int form = use == DAYBOOK_MODEL_USE_SUMMARY ? DAYBOOK_MODEL_SUMMARY_FORM : DAYBOOK_MODEL_SUGGESTION_FORM;
  g_auto (DaybookModelChoice) choice = { NULL };
  g_autoptr (DaybookModelTerms) terms = NULL;
  g_autoptr (DaybookModelTerms) agreed = daybook_store_get_model_agreement (store, use);
  g_autofree char *day = NULL;

  daybook_model_choice_read (&choice, store, NULL);
  if (choice.url != NULL && choice.name != NULL)
    terms = daybook_store_make_model_terms (store, use, choice.url, choice.name, form, NULL);
  if (terms == NULL)
    return g_strdup (_("To be looked at as soon as there are an address and a model"));
  if (daybook_model_terms_stay_here (terms))
    return g_strdup (_("This model is on this computer: nothing leaves it"));
  if (agreed == NULL)
    return g_strdup (_("Nothing is sent before you have looked at it and agreed"));
  if (!daybook_store_allows_model (store, terms))
    return g_strdup (_("The address, the model or the accounts became others: nothing is sent before you agree again"));
  day = daybook_format_day_medium (daybook_zone_get_day (daybook_store_get_zone (store), agreed->agreed_at));
  /* Translators: %s is a day */
  return g_strdup_printf (_("You agreed to it on %s"), day);
}

/* Of summaries this week's: it shows more than a day that may be empty. */
static void
on_look_cb (DaybookSentRow *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  DaybookDay today = daybook_workspace_get_today (self->workspace);
  DaybookPeriod week = daybook_period_around (DAYBOOK_SUMMARY_WEEKLY, today, today);

  if (self->use == DAYBOOK_MODEL_USE_SUMMARY)
    daybook_model_preview_present (window, self->workspace, week.type, week.from, week.to);
  else
    daybook_model_preview_present_suggestion (window, self->workspace);
}

void
daybook_sent_row_update (DaybookSentRow *self, DaybookWorkspace *workspace, DaybookModelUse use)
{
  DaybookStore *store = daybook_workspace_get_store (workspace);
  g_autofree char *words = NULL;

  g_set_object (&self->workspace, workspace);
  self->use = use;
  if (store == NULL)
    return;
  words = describe (store, use);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words);
}

static void
daybook_sent_row_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_SENT_ROW (object)->workspace);
  G_OBJECT_CLASS (daybook_sent_row_parent_class)->finalize (object);
}

static void
daybook_sent_row_class_init (DaybookSentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_sent_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daybookapp/Daybook/preferences/daybook-sent-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_look_cb);
}

static void
daybook_sent_row_init (DaybookSentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
