/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ical-reader/daybook-ical-property.h"

#include <string.h>

#include "base/daybook-text.h"

/* Takes a line apart. FALSE for what is no content line; such lines are passed over. */
gboolean
daybook_ical_property_split (DaybookIcalProperty *self, const char *line, gsize length)
{
  const char *end = line + length;
  const char *at = line;
  gboolean quoted = FALSE;

  while (at < end && *at != ':' && *at != ';')
    at++;
  if (at == end || at == line)
    return FALSE;
  self->name = line;
  self->name_length = at - line;
  self->parameters = at;
  /* A colon inside a quoted parameter does not end the parameters. */
  for (; at < end && (*at != ':' || quoted); at++)
    {
      if (*at == '"')
        quoted = !quoted;
    }
  if (at == end)
    {
      /* Somebody forgot to close the quotes: the first colon must do. */
      at = memchr (self->parameters, ':', end - self->parameters);
      if (at == NULL)
        return FALSE;
    }
  self->parameters_length = at - self->parameters;
  self->value = at + 1;
  self->value_length = end - self->value;
  return TRUE;
}

static gboolean
equals (const char *text, gsize length, const char *word)
{
  return g_ascii_strncasecmp (text, word, length) == 0 && word[length] == '\0';
}

/* Names are the same in any case. */
gboolean
daybook_ical_property_is (const DaybookIcalProperty *self, const char *name)
{
  return equals (self->name, self->name_length, name);
}

gboolean
daybook_ical_property_value_is (const DaybookIcalProperty *self, const char *value)
{
  return equals (self->value, self->value_length, value);
}

/* A parameter's value as written, without quotes around it; NULL when it is not there. */
const char *
daybook_ical_property_find_parameter (const DaybookIcalProperty *self, const char *name, gsize *length)
{
  const char *end = self->parameters + self->parameters_length;
  const char *at = self->parameters;

  while (at < end)
    {
      const char *start = ++at; /* behind the ';' */
      const char *equal = NULL;
      gboolean quoted = FALSE;

      for (; at < end && (*at != ';' || quoted); at++)
        {
          if (*at == '"')
            quoted = !quoted;
          else if (*at == '=' && equal == NULL)
            equal = at;
        }
      if (equal == NULL || !equals (start, equal - start, name))
        continue;
      start = equal + 1;
      *length = at - start;
      if (*length >= 2 && start[0] == '"' && start[*length - 1] == '"')
        {
          start++;
          *length -= 2;
        }
      return start;
    }
  return NULL;
}

/* A parameter's value, RFC 6868's ^n ^' ^^ decoded; NULL when it is not there. */
char *
daybook_ical_property_get_parameter (const DaybookIcalProperty *self, const char *name)
{
  gsize length;
  const char *text = daybook_ical_property_find_parameter (self, name, &length);
  g_autofree char *decoded = NULL;
  char *out;

  if (text == NULL)
    return NULL;
  if (memchr (text, '^', length) == NULL)
    return daybook_text_make_valid (text, length);
  decoded = out = g_malloc (length + 1);
  for (const char *end = text + length; text < end; text++)
    {
      const char *codes = "n'^";
      const char *found;

      if (*text == '^' && text + 1 < end && (found = strchr (codes, text[1])) != NULL && *found != '\0')
        {
          *out++ = "\n\"^"[found - codes];
          text++;
        }
      else
        *out++ = *text;
    }
  return daybook_text_make_valid (decoded, out - decoded);
}

gboolean
daybook_ical_property_parameter_is (const DaybookIcalProperty *self, const char *name, const char *value)
{
  gsize length;
  const char *text = daybook_ical_property_find_parameter (self, name, &length);

  return text != NULL && equals (text, length, value);
}

/* A whole number of at most 9 digits. */
gint64
daybook_ical_property_get_int (const DaybookIcalProperty *self, gint64 fallback)
{
  gint64 number = 0;
  gsize i = 0;

  if (self->value_length == 0 || self->value_length > 9)
    return fallback;
  for (; i < self->value_length; i++)
    {
      if (!g_ascii_isdigit (self->value[i]))
        return fallback;
      number = number * 10 + (self->value[i] - '0');
    }
  return number;
}

/* The value as written, valid UTF-8. */
char *
daybook_ical_property_get_raw (const DaybookIcalProperty *self)
{
  return daybook_text_make_valid (self->value, self->value_length);
}

/* Where the next value of a list of TEXT ends: at a comma that is not escaped, or at @end. */
const char *
daybook_ical_text_next (const char *text, const char *end)
{
  for (; text < end && *text != ','; text++)
    {
      if (*text == '\\' && text + 1 < end)
        text++;
    }
  return text;
}

/* RFC 5545 section 3.3.11: \\ \; \, \n \N; what else follows a backslash stands for itself. */
char *
daybook_ical_text_decode (const char *text, gsize length)
{
  g_autofree char *decoded = NULL;
  const char *end = text + length;
  const char *slash = memchr (text, '\\', length);
  char *out;

  if (slash == NULL)
    return daybook_text_make_valid (text, length);
  decoded = out = g_malloc (length + 1);
  while (text < end)
    {
      const char *stop = slash != NULL && slash + 1 < end ? slash : end;

      memcpy (out, text, stop - text);
      out += stop - text;
      text = stop;
      if (text == end)
        break;
      *out++ = text[1] == 'n' || text[1] == 'N' ? '\n' : text[1];
      text += 2;
      slash = memchr (text, '\\', end - text);
    }
  return daybook_text_make_valid (decoded, out - decoded);
}

/* The value as TEXT. */
char *
daybook_ical_property_get_text (const DaybookIcalProperty *self)
{
  return daybook_ical_text_decode (self->value, self->value_length);
}
