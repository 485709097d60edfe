/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people write in Slack comes as text with three escaped characters and everything that is no plain word
 * between angle brackets: <@U1>, <#C1|launch>, <https://example.com|notes>, <!here>. */
#include "providers/slack/daybook-slack-text.h"

#include <string.h>

/* An id of a person: U or W and what Slack makes up. */
static gboolean
is_user_id (const char *id, gsize length)
{
  if (length < 2 || length > 32 || (id[0] != 'U' && id[0] != 'W'))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isupper (id[i]) && !g_ascii_isdigit (id[i]))
        return FALSE;
    }
  return TRUE;
}

/* Appends the @length bytes at @text with &amp; &lt; &gt; decoded: Slack escapes nothing else. */
static void
append_decoded (GString *plain, const char *text, gsize length)
{
  static const struct
  {
    const char *name;
    char character;
  } entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' } };
  const char *end = text + length;

  while (text < end)
    {
      const char *next = memchr (text, '&', end - text);
      gsize i;

      if (next == NULL)
        next = end;
      g_string_append_len (plain, text, next - text);
      text = next;
      if (text == end)
        break;
      for (i = 0; i < G_N_ELEMENTS (entities); i++)
        {
          gsize size = strlen (entities[i].name);

          if ((gsize) (end - text) >= size && memcmp (text, entities[i].name, size) == 0)
            {
              g_string_append_c (plain, entities[i].character);
              text += size;
              break;
            }
        }
      if (i == G_N_ELEMENTS (entities))
        g_string_append_c (plain, *text++);
    }
}

static void
append_user (GString *plain, const char *id, gsize length, GHashTable *names)
{
  g_autofree char *key = g_strndup (id, length);
  const char *name = names != NULL ? g_hash_table_lookup (names, key) : NULL;

  g_string_append_c (plain, '@');
  g_string_append (plain, name != NULL ? name : key);
}

/* A link: its words, and its address where the words are not the address. */
static void
append_link (GString *plain, const char *address, gsize length, const char *label, gsize label_length)
{
  g_autoptr (GString) target = g_string_new (NULL);
  const char *shown = NULL;

  append_decoded (target, address, length);
  if (g_str_has_prefix (target->str, "mailto:"))
    shown = target->str + strlen ("mailto:");
  else if (g_str_has_prefix (target->str, "tel:"))
    shown = target->str + strlen ("tel:");
  if (label_length == 0)
    {
      g_string_append (plain, shown != NULL ? shown : target->str);
      return;
    }
  append_decoded (plain, label, label_length);
  if (shown == NULL)
    {
      g_autoptr (GString) words = g_string_new (NULL);

      append_decoded (words, label, label_length);
      if (strstr (target->str, words->str) == NULL)
        g_string_append_printf (plain, " (%s)", target->str);
    }
}

/* What stands between < and >, without them. */
static void
append_reference (GString *plain, const char *inner, gsize length, GHashTable *names)
{
  const char *bar = memchr (inner, '|', length);
  gsize head = bar != NULL ? (gsize) (bar - inner) : length;
  const char *label = bar != NULL ? bar + 1 : NULL;
  gsize label_length = bar != NULL ? length - head - 1 : 0;

  switch (length > 0 ? inner[0] : '\0')
    {
    case '@':
      if (label_length > 0)
        {
          g_string_append_c (plain, '@');
          append_decoded (plain, label, label_length);
        }
      else
        append_user (plain, inner + 1, head - 1, names);
      break;
    case '#':
      g_string_append_c (plain, '#');
      if (label_length > 0)
        append_decoded (plain, label, label_length);
      else
        g_string_append_len (plain, inner + 1, head - 1);
      break;
    case '!':
      /* A group or a date has words of its own; @here and @channel are said to everybody. */
      if (label_length > 0)
        {
          append_decoded (plain, label, label_length);
          break;
        }
      g_string_append_c (plain, '@');
      g_string_append_len (plain, inner + 1, strcspn (inner + 1, "^>"));
      break;
    default:
      append_link (plain, inner, head, label, label_length);
      break;
    }
}

/* The end of the reference that begins at @text, a <; NULL where it is only a character. */
static const char *
find_end (const char *text)
{
  const char *inner = text + 1;
  const char *end = inner + strcspn (inner, "<>\n");
  gsize scheme = strspn (inner, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

  if (*end != '>')
    return NULL;
  if ((*inner == '@' || *inner == '#' || *inner == '!') && end > inner + 1)
    return end;
  return scheme > 0 && inner[scheme] == ':' ? end : NULL;
}

/* @text (nullable) as one would read it, names of people from @names (id to name, nullable). Not yet tidied. (transfer
 * full) */
char *
daybook_slack_text_to_plain (const char *text, GHashTable *names)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  while (text != NULL && *text != '\0')
    {
      gsize run = strcspn (text, "<");
      const char *end;

      append_decoded (plain, text, run);
      text += run;
      if (*text == '\0')
        break;
      end = find_end (text);
      if (end == NULL)
        {
          g_string_append_c (plain, *text++);
          continue;
        }
      append_reference (plain, text + 1, end - text - 1, names);
      text = end + 1;
    }
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/* The person a reference at @text is to; FALSE for any other. */
static gboolean
read_user (const char *text, const char **id, gsize *length)
{
  if (text[0] != '<' || text[1] != '@' || find_end (text) == NULL)
    return FALSE;
  *id = text + 2;
  *length = strcspn (*id, "|>");
  return is_user_id (*id, *length);
}

/* Whether @id is one of a person, by its form. */
gboolean
daybook_slack_is_person (const char *id)
{
  return is_user_id (id, strlen (id));
}

/* Whether @text (nullable) speaks to @user by name. */
gboolean
daybook_slack_text_mentions (const char *text, const char *user)
{
  const char *id;
  gsize length;

  for (; text != NULL && user != NULL && (text = strchr (text, '<')) != NULL; text++)
    {
      if (read_user (text, &id, &length) && strlen (user) == length && memcmp (id, user, length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Adds the ids of everybody @text (nullable) speaks to, but those whose name comes along, to the set @users of char*. */
void
daybook_slack_text_collect_users (const char *text, GHashTable *users)
{
  const char *id;
  gsize length;

  for (; text != NULL && (text = strchr (text, '<')) != NULL; text++)
    {
      if (read_user (text, &id, &length) && id[length] == '>')
        g_hash_table_add (users, g_strndup (id, length));
    }
}
