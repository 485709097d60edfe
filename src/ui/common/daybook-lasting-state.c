/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-lasting-state.h"

#include <glib/gi18n.h>

#include "base/daybook-id.h"
#include "base/daybook-text.h"
#include "common/daybook-format.h"
#include "records/daybook-health.h"
#include "records/daybook-source.h"

static DaybookLastingState *
make (const char *icon, char *text /* (transfer full) */, const char *button, char *action /* (transfer full) */,
      gboolean urgent)
{
  DaybookLastingState *self = g_new0 (DaybookLastingState, 1);

  self->icon = icon;
  self->text = text;
  self->button = button;
  self->action = action;
  self->urgent = urgent;
  return self;
}

static char *
quote (const char *name)
{
  g_autofree char *brief = daybook_text_brief (name, 40);

  return daybook_text_isolate (brief);
}

static char *
show_action (DaybookKind kind, gint64 number)
{
  g_autofree char *id = daybook_id_format (kind, number);

  return g_strdup_printf ("app.show('%s')", id);
}

/* (nullable) Accounts that nothing but a person's sign-in helps. */
static DaybookLastingState *
find_sign_in (const DaybookFacts *facts)
{
  const DaybookAccount *first = NULL;
  guint n = 0;
  g_autofree char *name = NULL;

  for (guint i = 0; facts->accounts != NULL && i < facts->accounts->len; i++)
    {
      const DaybookAccount *account = facts->accounts->pdata[i];

      if (account->status != DAYBOOK_ACCOUNT_NEEDS_SIGN_IN)
        continue;
      if (n++ == 0)
        first = account;
    }
  if (n == 0)
    return NULL;
  if (n > 1)
    return make ("dialog-password-symbolic",
                 g_strdup_printf (ngettext ("%u account needs signing in.", "%u accounts need signing in.", n), n),
                 _("Show Accounts"), g_strdup ("app.show('accounts')"), TRUE);
  name = quote (first->name);
  return make ("dialog-password-symbolic",
               /* Translators: the name of an account */
               g_strdup_printf (_("“%s” needs signing in."), name), _("Sign In"),
               show_action (DAYBOOK_KIND_ACCOUNT, first->id), TRUE);
}

/* (nullable) An account that its service turns away, which a sign-in with all that is asked for may mend. */
static DaybookLastingState *
find_refused (const DaybookFacts *facts)
{
  for (guint i = 0; facts->accounts != NULL && i < facts->accounts->len; i++)
    {
      const DaybookAccount *account = facts->accounts->pdata[i];
      g_autofree char *name = NULL;

      if (daybook_account_get_health (account) != DAYBOOK_HEALTH_REFUSED)
        continue;
      name = quote (account->name);
      return make ("dialog-password-symbolic",
                   /* Translators: the name of an account */
                   g_strdup_printf (_("The service refused access to “%s”."), name), _("Sign In"),
                   show_action (DAYBOOK_KIND_ACCOUNT, account->id), TRUE);
    }
  return NULL;
}

static gboolean
is_disk_full (const DaybookFacts *facts)
{
  for (guint i = 0; facts->accounts != NULL && i < facts->accounts->len; i++)
    if (g_strcmp0 (((const DaybookAccount *) facts->accounts->pdata[i])->reason, "disk_full") == 0)
      return TRUE;
  return facts->disk_full;
}

/* (nullable) Sources whose sync stopped and waits for a word. Of one that is switched off nobody waits for anything. */
static DaybookLastingState *
find_held (const DaybookFacts *facts)
{
  for (guint i = 0; facts->sources != NULL && i < facts->sources->len; i++)
    {
      const DaybookSource *source = facts->sources->pdata[i];
      g_autofree char *name = quote (source->name);

      if (!source->enabled)
        continue;
      if (source->state == DAYBOOK_SOURCE_HELD)
        return make ("dialog-question-symbolic",
                     g_strdup_printf (ngettext ("%d event of “%s” vanished at once. It is kept until you decide.",
                                                "%d events of “%s” vanished at once. They are kept until you decide.",
                                                source->held_count),
                                      source->held_count, name),
                     _("Review"), show_action (DAYBOOK_KIND_SOURCE, source->id), TRUE);
      if (source->state == DAYBOOK_SOURCE_QUARANTINED)
        return make ("dialog-warning-symbolic",
                     /* Translators: the name of a calendar */
                     g_strdup_printf (_("“%s” cannot be read and is left out of syncing."), name), _("Show"),
                     show_action (DAYBOOK_KIND_SOURCE, source->id), TRUE);
    }
  return NULL;
}

/* (nullable) A service that asks to wait. */
static DaybookLastingState *
find_rate_limit (const DaybookFacts *facts)
{
  for (guint i = 0; facts->accounts != NULL && i < facts->accounts->len; i++)
    {
      const DaybookAccount *account = facts->accounts->pdata[i];
      g_autofree char *name = NULL, *time = NULL;

      if (g_strcmp0 (account->reason, "rate_limit") != 0 || account->retry_at == DAYBOOK_INSTANT_NONE
          || account->retry_at <= facts->now)
        continue;
      name = quote (account->name);
      time = daybook_format_time (daybook_zone_to_wall (facts->zone, account->retry_at));
      return make ("document-open-recent-symbolic",
                   /* Translators: the name of an account, a time of day */
                   g_strdup_printf (_("“%s” asks to wait: it syncs again at %s."), name, time), NULL, NULL, FALSE);
    }
  return NULL;
}

/* (transfer full) (nullable) The one that most needs to be told; NULL when all is well. */
DaybookLastingState *
daybook_lasting_state_find (const DaybookFacts *facts)
{
  DaybookLastingState *state;

  if (facts->read_only)
    return make ("changes-prevent-symbolic",
                 g_strdup (_("The database is read-only. Everything can be seen and nothing changed.")), NULL, NULL,
                 TRUE);
  if (is_disk_full (facts))
    return make ("drive-harddisk-symbolic",
                 g_strdup (_("The disk is full. Syncing goes on by itself when there is room again.")), NULL, NULL, TRUE);
  state = find_sign_in (facts);
  if (state != NULL)
    return state;
  if (g_strcmp0 (facts->keyring, "locked") == 0)
    return make ("changes-prevent-symbolic", g_strdup (_("The keyring is locked, so accounts cannot sync.")),
                 _("Unlock"), g_strdup ("app.sync-now"), TRUE);
  if (g_strcmp0 (facts->keyring, "absent") == 0 && facts->accounts != NULL && facts->accounts->len > 0)
    return make ("changes-prevent-symbolic",
                 g_strdup (_("There is no keyring, so accounts that need a sign-in cannot sync.")), NULL, NULL, TRUE);
  state = find_refused (facts);
  if (state != NULL)
    return state;
  state = find_held (facts);
  if (state != NULL)
    return state;
  if (facts->offline)
    return make ("network-offline-symbolic",
                 g_strdup (_("Offline. Everything here works; syncing goes on when the network is back.")),
                 _("Try Now"), g_strdup ("app.sync-now"), FALSE);
  if (facts->paused)
    return make ("media-playback-pause-symbolic", g_strdup (_("Syncing in the background is paused.")), _("Resume"),
                 g_strdup ("banner.resume"), FALSE);
  return find_rate_limit (facts);
}

void
daybook_lasting_state_free (DaybookLastingState *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->action);
  g_free (self);
}
