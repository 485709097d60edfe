/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github-mention.h"

#include <string.h>

static gboolean
is_login_character (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

/* Behind the code that @text begins with; behind the backticks where nothing ends it. */
static const char *
skip_code (const char *text)
{
  const gsize length = strspn (text, "`");

  for (const char *end = strchr (text + length, '`'); end != NULL; end = strchr (end, '`'))
    {
      const gsize other = strspn (end, "`");

      end += other;
      if (other == length)
        return end;
    }
  return text + length;
}

gboolean
daybook_github_mentions (const char *text, const char *login)
{
  const gsize length = strlen (login);
  char before = ' ';

  if (text == NULL || length == 0)
    return FALSE;
  for (const char *p = text; *p != '\0';)
    {
      if (*p == '`')
        {
          p = skip_code (p);
          before = '`';
          continue;
        }
      if (*p == '@' && !is_login_character (before) && before != '/' && g_ascii_strncasecmp (p + 1, login, length) == 0
          && !is_login_character (p[1 + length]) && p[1 + length] != '/')
        return TRUE;
      before = *p++;
    }
  return FALSE;
}
