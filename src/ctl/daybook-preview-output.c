/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-preview-output.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "base/daybook-error.h"
#include "daybook-output.h"
#include "store/daybook-model-terms.h"

/* Agrees to what was shown, in the form in which it was shown. */
static gboolean
agree (DaybookCtl *ctl, DaybookErrand *errand, GError **error)
{
  const char *text = daybook_errand_get_result (errand, "terms");
  g_autoptr (DaybookModelTerms) terms = daybook_model_terms_from_text (text != NULL ? text : "", error);

  if (terms == NULL || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  if (daybook_model_terms_stay_here (terms))
    {
      daybook_output_message ("%s",
                              _ ("This model is on this computer: nothing leaves it, and nothing need be agreed to."));
      return TRUE;
    }
  if (!daybook_store_agree_to_model (ctl->store, terms, error))
    return FALSE;
  if (terms->use == DAYBOOK_MODEL_USE_SUMMARY)
    daybook_output_message (_ ("Agreed: the model “%s” at %s may be asked for summaries. “daybookctl summary "
                               "--withdraw” takes it back."),
                            terms->model, terms->url);
  else
    daybook_output_message (_ ("Agreed: the model “%s” at %s may be asked for suggestions. “daybookctl suggestions "
                               "--withdraw” takes it back."),
                            terms->model, terms->url);
  return TRUE;
}

gboolean
daybook_preview_output_show (DaybookCtl *ctl, DaybookErrand *errand, gboolean and_agree, GError **error)
{
  const char *body = daybook_errand_get_result (errand, "body");

  if (body == NULL || *body == '\0')
    {
      if (!and_agree)
        {
          daybook_output_message ("%s", _ ("Nothing would be sent."));
          return TRUE;
        }
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND,
                           _ ("Nothing would be sent for these days, so that there is nothing to look at and agree to. "
                              "Choose others."));
      return FALSE;
    }
  daybook_output_message (_ ("To %s would be sent:"), daybook_errand_get_result (errand, "url"));
  fputs (body, stdout);
  return !and_agree || agree (ctl, errand, error);
}
