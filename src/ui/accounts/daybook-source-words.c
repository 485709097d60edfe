/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-source-words.h"

#include <glib/gi18n.h>

/* More kinds of sources are one number: a card has one line for them. */
#define MOST_KINDS 2
#define NO_BREAK_SPACE "\302\240"

#include "accounts/daybook-account-words.h"

static guint
count_kind (GPtrArray *sources, const char *kind)
{
  guint n = 0;

  for (guint i = 0; i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (source->enabled && g_strcmp0 (source->kind, kind) == 0)
        n++;
    }
  return n;
}

static void
add (GPtrArray *parts, guint n, const char *format)
{
  if (n > 0)
    g_ptr_array_add (parts, g_strdup_printf (format, n));
}

/* "3 calendars, mail, 1,284 items" or "6 sources, 98 items": what is switched on, and what it brought. */
char *
daybook_source_words_count (GPtrArray *sources, gint64 items)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint calendars = count_kind (sources, "calendar");
  guint mailboxes = count_kind (sources, "mailbox");
  guint channels = count_kind (sources, "channel");
  guint repositories = count_kind (sources, "repository");
  guint databases = count_kind (sources, "database");
  guint workspaces = count_kind (sources, "workspace");
  g_autofree char *number = daybook_account_words_format_number ((guint64) MAX (items, 0));

  add (parts, calendars, ngettext ("%u calendar", "%u calendars", calendars));
  if (mailboxes > 0)
    g_ptr_array_add (parts, g_strdup (_("mail")));
  add (parts, channels, ngettext ("%u channel", "%u channels", channels));
  add (parts, repositories, ngettext ("%u repository", "%u repositories", repositories));
  add (parts, databases, ngettext ("%u database", "%u databases", databases));
  add (parts, workspaces, ngettext ("%u workspace", "%u workspaces", workspaces));
  if (parts->len == 0)
    return g_strdup (sources->len > 0 ? _("Everything is switched off") : _("Nothing found yet"));
  if (parts->len > MOST_KINDS)
    {
      guint n = calendars + mailboxes + channels + repositories + databases + workspaces;

      g_ptr_array_set_size (parts, 0);
      add (parts, n, ngettext ("%u source", "%u sources", n));
    }
  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%s item", "%s items", (gulong) items), number));
  /* A line ends between two parts, never between a number and what it counts. */
  for (guint i = 0; i < parts->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (parts->pdata[i], " ", -1);

      g_free (parts->pdata[i]);
      parts->pdata[i] = g_strjoinv (NO_BREAK_SPACE, words);
    }
  g_ptr_array_add (parts, NULL);
  /* Translators: between the parts of "3 calendars, mail, 1,284 items" */
  return g_strjoinv (_(", "), (char **) parts->pdata);
}

static char *
count_items (const DaybookSource *source, gint64 items)
{
  g_autofree char *number = daybook_account_words_format_number ((guint64) MAX (items, 0));

  if (g_strcmp0 (source->kind, "calendar") == 0)
    return g_strdup_printf (ngettext ("%s event", "%s events", (gulong) items), number);
  if (g_strcmp0 (source->kind, "mailbox") == 0)
    return g_strdup_printf (ngettext ("%s mail", "%s mails", (gulong) items), number);
  if (g_strcmp0 (source->kind, "channel") == 0)
    return g_strdup_printf (ngettext ("%s message", "%s messages", (gulong) items), number);
  return g_strdup_printf (ngettext ("%s item", "%s items", (gulong) items), number);
}

static const char *
describe_direction (const DaybookSource *source)
{
  if (g_strcmp0 (source->direction, "two-way") == 0)
    return _("Reads and writes");
  if (g_strcmp0 (source->direction, "export") == 0)
    return _("Writes only");
  return _("Reads only");
}

/* Why a source does not go on, or NULL when it does. */
char *
daybook_source_words_state (const DaybookSource *source)
{
  switch (source->state)
    {
    case DAYBOOK_SOURCE_GONE:
      return g_strdup (_("No longer at the service; what was synced stays"));
    case DAYBOOK_SOURCE_HELD:
      return g_strdup_printf (ngettext ("%d deletion waits for you", "%d deletions wait for you",
                                        (gulong) MAX (source->held_count, 0)),
                              MAX (source->held_count, 0));
    case DAYBOOK_SOURCE_QUARANTINED:
      return g_strdup (_("Stopped after it failed twice"));
    case DAYBOOK_SOURCE_ACTIVE:
    case DAYBOOK_SOURCE_READ_ONLY:
    default:
      return NULL;
    }
}

/* The line under a source's name: "Reads and writes, 842 events". */
char *
daybook_source_words_describe (const DaybookSource *source, gint64 items)
{
  char *state = daybook_source_words_state (source);
  g_autofree char *count = count_items (source, items);

  if (state != NULL)
    return state;
  if (!source->enabled)
    return g_strdup (_("Off"));
  /* Translators: a direction and a count, such as "Reads only" and "842 events" */
  return g_strdup_printf (_("%s, %s"), describe_direction (source), count);
}

static char *
describe_days (int days)
{
  if (days >= 365 && days % 365 <= days / 365)
    return g_strdup_printf (ngettext ("%d year", "%d years", (gulong) (days / 365)), days / 365);
  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), days);
}

/* "7 days back, 30 days ahead" */
char *
daybook_source_words_window (int back_days, int ahead_days)
{
  g_autofree char *back = describe_days (back_days);
  g_autofree char *ahead = describe_days (ahead_days);

  /* Translators: spans of time, such as "7 days" and "1 year" */
  return g_strdup_printf (_("%s back, %s ahead"), back, ahead);
}

/* What an account's sources are called together. */
const char *
daybook_source_words_title (GPtrArray *sources)
{
  gboolean calendars = FALSE, mail = FALSE, others = FALSE;

  for (guint i = 0; i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (g_strcmp0 (source->kind, "calendar") == 0)
        calendars = TRUE;
      else if (g_strcmp0 (source->kind, "mailbox") == 0)
        mail = TRUE;
      else
        others = TRUE;
    }
  if (calendars && mail && !others)
    return _("Calendars and Mail");
  if (calendars && !mail && !others)
    return _("Calendars");
  if (mail && !calendars && !others)
    return _("Mail");
  return _("Sources");
}
