/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One consent for several services of a family: `also=gmail` while Google Calendar is connected. */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "sync/daybook-family.h"
#include "sync/daybook-sign-in-private.h"

/* The services that the setting names, checked: DaybookProvider. USAGE for what is none of this family. NULL on
 * errors. */
static GPtrArray *
parse (const DaybookProviderInfo *info, const char *text, GError **error)
{
  g_auto (GStrv) ids = g_strsplit_set (text, ", ", -1);
  g_autoptr (GPtrArray) also = g_ptr_array_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      DaybookProvider *provider = *ids[i] != '\0' ? daybook_registry_find (ids[i]) : NULL;

      if (*ids[i] == '\0' || g_str_equal (ids[i], info->id))
        continue;
      if (provider == NULL || !g_str_equal (daybook_provider_get_info (provider)->family, info->family))
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” cannot be connected together with %s."), ids[i],
                       _ (info->name));
          return NULL;
        }
      if (!g_ptr_array_find (also, provider, NULL))
        g_ptr_array_add (also, provider);
    }
  return g_steal_pointer (&also);
}

gboolean
daybook_sign_in_take_also (DaybookSignInFlow *self, GError **error)
{
  const char *text = self->request->settings != NULL
                         ? g_hash_table_lookup (self->request->settings, DAYBOOK_SIGN_IN_ALSO)
                         : NULL;

  self->also = parse (self->info, text != NULL ? text : "", error);
  return self->also != NULL;
}

static void
leave_out (DaybookSignInFlow *self, const char *sentence)
{
  DaybookSignInOutcome *outcome = self->request->outcome;

  if (outcome == NULL)
    return;
  if (outcome->left_out == NULL)
    outcome->left_out = g_string_new (NULL);
  else
    g_string_append_c (outcome->left_out, ' ');
  g_string_append (outcome->left_out, sentence);
}

/* One more account on the sign-in of @self. */
static gint64
connect_one (DaybookSignInFlow *self, DaybookProvider *provider, GError **error)
{
  DaybookSignInRequest request = { .paste_fd = -1 };
  DaybookSignInFlow other = { .services = self->services, .request = &request, .cancellable = self->cancellable };
  gint64 id = 0;

  other.provider = provider;
  other.info = daybook_provider_get_info (provider);
  other.way = self->way;
  other.account = daybook_account_new ();
  g_free (other.account->provider);
  other.account->provider = g_strdup (other.info->id);
  other.grant = daybook_grant_new ();
  g_free (other.grant->provider);
  other.grant->provider = g_strdup (other.info->family);
  g_free (other.grant->sign_in);
  other.grant->sign_in = g_strdup (self->way->name);
  g_free (other.grant->scopes);
  other.grant->scopes = g_strdup (self->grant->scopes);
  other.grant->expires_at = self->grant->expires_at;
  other.shared_grant = self->grant->id;
  other.tokens = self->tokens;
  if (daybook_sign_in_identify (&other, error) && daybook_sign_in_list_sources (&other, error)
      && daybook_sign_in_store (&other, error))
    id = other.account->id;
  other.tokens = NULL;
  daybook_sign_in_flow_clear (&other);
  return id;
}

/* Connects the services that the person wanted beside the one that is stored by now. One that was not allowed, or
 * does not answer, is left out and told: the others are connected all the same. */
void
daybook_sign_in_connect_also (DaybookSignInFlow *self)
{
  for (guint i = 0; i < self->also->len; i++)
    {
      const DaybookProviderInfo *info = daybook_provider_get_info (self->also->pdata[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *sentence = NULL;
      gint64 id;

      if (!daybook_scopes_cover (self->grant->scopes, info->scopes))
        {
          sentence = g_strdup_printf (_ ("%s was left out: its box was not ticked. Connect it again to allow it."), _ (info->name));
          leave_out (self, sentence);
          continue;
        }
      id = connect_one (self, self->also->pdata[i], &error);
      if (id == 0)
        {
          sentence = g_strdup_printf (_ ("%s was left out: %s"), _ (info->name), error->message);
          leave_out (self, sentence);
        }
      else if (self->request->outcome != NULL)
        {
          if (self->request->outcome->also == NULL)
            self->request->outcome->also = g_array_new (FALSE, FALSE, sizeof (gint64));
          g_array_append_val (self->request->outcome->also, id);
        }
    }
}
