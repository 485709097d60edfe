/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a service asks of the person: to sign in in the browser, or to type a code at its website. */
#include "accounts/daybook-connect-dialog-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-link.h"

static void
open_prompt (DaybookConnectDialog *self)
{
  if (self->prompt_url != NULL)
    gtk_show_uri (GTK_WINDOW (self), self->prompt_url, GDK_CURRENT_TIME);
}

/* The other way that a service has, for who cannot open its website here. */
const char *
daybook_connect_dialog_find_other_way (DaybookConnectDialog *self)
{
  const char *const *names = daybook_service_get_sign_in (self->service);

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], "token"))
      return names[i];
  return NULL;
}

/* "Valid for 14 minutes"; a service that names no end is believed. */
void
daybook_connect_dialog_update_valid (DaybookConnectDialog *self)
{
  gint64 expires = self->job != NULL ? daybook_agent_job_get_code_expires (self->job) : 0;
  gint64 left = expires - daybook_workspace_get_now (self->workspace);
  int minutes = (int) CLAMP ((left + 59) / 60, 0, 24 * 60);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->valid), expires != 0);
  if (left <= 0)
    text = g_strdup (_("No longer valid"));
  else
    text = g_strdup_printf (ngettext ("Valid for %d minute", "Valid for %d minutes", (gulong) minutes), minutes);
  gtk_label_set_label (self->valid, text);
}

static void
show_code (DaybookConnectDialog *self, const char *url, const char *code)
{
  g_autofree char *text = NULL;
  const char *shown = strstr (url, "://");

  /* Translators: an address without its https:// */
  text = g_strdup_printf (_("Type it at %s to let Daybook in"), shown != NULL ? shown + 3 : url);
  daybook_connect_dialog_set_head (self, _("Enter This Code"), text);
  gtk_label_set_label (self->code, code);
  gtk_widget_set_visible (self->code_card, TRUE);
  daybook_connect_dialog_update_valid (self);
  gtk_button_set_label (self->open, _("_Copy Code and Open Website"));
  gtk_label_set_label (self->waiting, _("Waiting for you to confirm there"));
  gtk_button_set_label (self->other_way, _("Use a Token Instead"));
  gtk_widget_set_visible (GTK_WIDGET (self->other_way), daybook_connect_dialog_find_other_way (self) != NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->open), "suggested-action");
}

/* Shows what the job under way asks of the person, if it does. */
void
daybook_connect_dialog_show_prompt (DaybookConnectDialog *self)
{
  DaybookAgentJob *job = self->job;
  const char *url = daybook_agent_job_get_url (job);
  const char *code = daybook_agent_job_get_code (job);

  if (url == NULL)
    return;
  g_free (self->prompt_url);
  /* What comes from outside is opened only as a web address. */
  self->prompt_url = daybook_link_check (url);
  if (self->prompt_url == NULL)
    {
      daybook_agent_job_cancel (job);
      daybook_connect_dialog_show_form (self);
      daybook_connect_dialog_show_error (self, _("The service sent an address that cannot be opened."));
      return;
    }
  if (code != NULL && *code != '\0')
    show_code (self, self->prompt_url, code);
  else
    {
      daybook_connect_dialog_set_head (self, _("Go On in Your Browser"), _("Sign in there and allow what is asked for. This window goes on by itself."));
      gtk_button_set_label (self->open, _("_Open the Browser Again"));
      gtk_label_set_label (self->waiting, _("Waiting for you to come back"));
      open_prompt (self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->open), TRUE);
}

/* The code, where there is one, is ready to be pasted there. */
void
daybook_connect_dialog_go_to_prompt (DaybookConnectDialog *self)
{
  if (gtk_widget_get_visible (self->code_card))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_label (self->code));
  open_prompt (self);
}
