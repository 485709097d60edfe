/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what a person typed to a row. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "store/daybook-store-private.h"

#define MIN_PREFIX 4
#define MAX_CANDIDATES 4

static const struct
{
  DaybookKind kind;
  const char *what;
  const char *exists_sql; /* one row's number */
  const char *last_sql;   /* the largest number there is */
} kinds[] = {
#define KIND(KIND, WHAT, TABLE) \
  { KIND, WHAT, "SELECT 1 FROM " TABLE " WHERE id = ?", "SELECT MAX (id) FROM " TABLE }
  KIND (DAYBOOK_KIND_ACCOUNT, N_("account"), "account"),
  KIND (DAYBOOK_KIND_CLIENT, N_("client"), "client"),
  KIND (DAYBOOK_KIND_EVENT, N_("event"), "event"),
  KIND (DAYBOOK_KIND_GRANT, N_("sign-in"), "\"grant\""),
  KIND (DAYBOOK_KIND_PERSON, N_("person"), "person"),
  KIND (DAYBOOK_KIND_JOURNAL, N_("change"), "journal"),
  KIND (DAYBOOK_KIND_TASK, N_("task"), "task"),
  KIND (DAYBOOK_KIND_PROJECT, N_("project"), "project"),
  KIND (DAYBOOK_KIND_RUN, N_("sync run"), "sync_run"),
  KIND (DAYBOOK_KIND_SOURCE, N_("source"), "source"),
  KIND (DAYBOOK_KIND_ENTRY, N_("time entry"), "time_entry"),
  KIND (DAYBOOK_KIND_SUGGESTION, N_("suggestion"), "suggestion"),
  KIND (DAYBOOK_KIND_OUTBOX, N_("outbox row"), "outbox"),
  KIND (DAYBOOK_KIND_ACTIVITY, N_("activity"), "activity"),
#undef KIND
};

static gboolean
not_found (const char *what, const char *text, GError **error)
{
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is no %s “%s”."), what, text);
  return FALSE;
}

typedef struct
{
  GString *names; /* (owned) ids, as a sentence lists them */
  gint64 number;  /* of the last one */
  int n;          /* at most one more than are named */
} Candidates;

/* A prefix of n characters stands for the numbers with one remainder modulo 32 to the n: the few of them
 * up to the largest row number are tried one by one, which needs no scan of the table. */
static gboolean
find_candidates (DaybookStore *self, guint at, gint64 remainder, gint64 modulus, Candidates *found, GError **error)
{
  g_autoptr (DaybookStatement) largest = daybook_store_prepare (self, kinds[at].last_sql);
  gint64 last = 0;

  if (!daybook_statement_run_for_int (largest, &last, error))
    return FALSE;
  for (gint64 candidate = remainder; candidate <= last && found->n <= MAX_CANDIDATES; candidate += modulus)
    {
      g_autoptr (DaybookStatement) query = daybook_store_prepare (self, kinds[at].exists_sql);

      daybook_statement_bind_int (query, candidate);
      if (daybook_statement_next (query))
        {
          g_autofree char *id = daybook_id_format (kinds[at].kind, candidate);

          found->number = candidate;
          if (found->n++ > 0)
            g_string_append (found->names, ", ");
          g_string_append (found->names, found->n <= MAX_CANDIDATES ? id : "…");
        }
      if (!daybook_statement_finish (query, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
daybook_store_resolve (DaybookStore *self, DaybookKind kind, const char *text, gint64 *number, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  Candidates found = { .names = names };
  gint64 remainder, modulus;
  DaybookKind found_kind;
  const char *what;
  guint at = 0;

  while (at < G_N_ELEMENTS (kinds) && kinds[at].kind != kind)
    at++;
  if (at == G_N_ELEMENTS (kinds))
    return not_found ("row", text != NULL ? text : "", error);
  what = _(kinds[at].what);
  if (text == NULL || strlen (text) < MIN_PREFIX)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _("“%s” is too short: give at least %d characters of an id."), text != NULL ? text : "",
                   MIN_PREFIX);
      return FALSE;
    }
  if (!daybook_id_parse_prefix (text, &found_kind, &remainder, &modulus) || found_kind != kind)
    {
      /* Not an id of this kind; ids begin with one letter for each kind. */
      return not_found (what, text, error);
    }
  if (!find_candidates (self, at, remainder, modulus, &found, error))
    return FALSE;
  if (found.n == 0)
    return not_found (what, text, error);
  if (found.n > 1)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _("“%s” could be any of %s: give more characters."),
                   text, names->str);
      return FALSE;
    }
  *number = found.number;
  return TRUE;
}
