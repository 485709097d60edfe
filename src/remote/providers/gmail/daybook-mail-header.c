/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-mail-header.h"

#include <string.h>

#include "base/daybook-text.h"
#include "providers/gmail/daybook-mail-base64.h"
#include "providers/gmail/daybook-mail-charset.h"

#define MAX_ADDRESS 320 /* RFC 5321: 64 before the @, 255 after it */

/* ---- encoded words ---- */

/* `=?charset?B?text?=`; the parts point into the header. */
typedef struct
{
  const char *charset;
  gsize charset_length;
  char encoding; /* b or q */
  const char *text;
  gsize text_length;
  const char *end; /* after it */
} Word;

/* FALSE: no encoded word begins at @p. @no_more is set once nothing ahead ends one, so that a header full
 * of beginnings is not searched again for each of them. */
static gboolean
find_word (const char *p, Word *word, gboolean *no_more)
{
  const char *end;

  if (p[0] != '=' || p[1] != '?' || *no_more)
    return FALSE;
  p += 2;
  word->charset = p;
  word->charset_length = strcspn (p, "?* \t\r\n");
  p += word->charset_length;
  if (*p == '*') /* the language of RFC 2231 */
    p += strcspn (p, "? \t\r\n");
  if (word->charset_length == 0 || p[0] != '?' || p[1] == '\0' || p[2] != '?')
    return FALSE;
  word->encoding = g_ascii_tolower (p[1]);
  if (word->encoding != 'b' && word->encoding != 'q')
    return FALSE;
  word->text = p + 3;
  end = strstr (word->text, "?=");
  if (end == NULL)
    {
      *no_more = TRUE;
      return FALSE;
    }
  word->text_length = end - word->text;
  word->end = end + 2;
  return TRUE;
}

static void
append_quoted (GByteArray *bytes, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = (guint8) text[i];

      if (byte == '_')
        byte = ' ';
      else if (byte == '=' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
        {
          byte = (guint8) (g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      g_byte_array_append (bytes, &byte, 1);
    }
}

/* Words that follow each other: a character may be split between two of them, which is wrong and common. */
typedef struct
{
  GString *out;
  GByteArray *bytes;
  char *charset; /* (owned) (nullable) of @bytes */
} Decoder;

static void
flush (Decoder *self)
{
  g_autofree char *text = NULL;

  if (self->bytes->len == 0)
    return;
  text = daybook_mail_charset_decode ((const char *) self->bytes->data, self->bytes->len, self->charset);
  g_string_append (self->out, text);
  g_byte_array_set_size (self->bytes, 0);
}

static void
take_word (Decoder *self, const Word *word)
{
  if (self->charset == NULL || strlen (self->charset) != word->charset_length
      || g_ascii_strncasecmp (self->charset, word->charset, word->charset_length) != 0)
    {
      flush (self);
      g_free (self->charset);
      self->charset = g_strndup (word->charset, word->charset_length);
    }
  if (word->encoding == 'b')
    daybook_mail_base64_append (self->bytes, word->text, word->text_length);
  else
    append_quoted (self->bytes, word->text, word->text_length);
}

/* A header's value without folds and encoded words (RFC 2047, and what mail programs make of it): words
 * inside quotation marks, with spaces, in lower case, without an end. Bytes that are no UTF-8 are read as
 * the Windows-1252 that they mostly are. NULL gives "". */
char *
daybook_mail_header_decode (const char *value)
{
  g_autofree char *valid = daybook_mail_charset_decode (value, value != NULL ? strlen (value) : 0, NULL);
  Decoder decoder = { .out = g_string_new (NULL), .bytes = g_byte_array_new () };
  gboolean no_more = FALSE;
  const char *p = valid;

  while (*p != '\0')
    {
      const char *space = p;
      Word word;

      if (find_word (p, &word, &no_more))
        {
          take_word (&decoder, &word);
          p = word.end;
          /* White space between two words is a fold, no text. */
          space = p + strspn (p, " \t\r\n");
          if (space > p && find_word (space, &word, &no_more))
            p = space;
          continue;
        }
      flush (&decoder);
      if (*p == '\r' || *p == '\n')
        {
          p += strspn (p, "\r\n");
          if (*p != ' ' && *p != '\t')
            g_string_append_c (decoder.out, ' ');
          continue;
        }
      g_string_append_c (decoder.out, *p++);
    }
  flush (&decoder);
  g_byte_array_unref (decoder.bytes);
  g_free (decoder.charset);
  return g_string_free (decoder.out, FALSE);
}

/* ---- parameters ---- */

/* `charset` of `text/plain; charset="utf-8"`; NULL when it is not there. */
char *
daybook_mail_header_get_parameter (const char *value, const char *name)
{
  gsize length = strlen (name);

  for (const char *p = value != NULL ? strchr (value, ';') : NULL; p != NULL; p = strchr (p, ';'))
    {
      p++;
      p += strspn (p, " \t\r\n");
      if (g_ascii_strncasecmp (p, name, length) != 0)
        continue;
      p += length;
      p += strspn (p, " \t");
      if (*p != '=')
        continue;
      p++;
      p += strspn (p, " \t");
      if (*p == '"')
        return g_strndup (p + 1, strcspn (p + 1, "\""));
      return g_strndup (p, strcspn (p, "; \t\r\n"));
    }
  return NULL;
}

/* ---- people ---- */

void
daybook_mailbox_clear (DaybookMailbox *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->address, g_free);
}

static gboolean
is_address (const char *text)
{
  const char *at = strchr (text, '@');

  if (at == NULL || at == text || at[1] == '\0' || strlen (text) > MAX_ADDRESS || strpbrk (text, " \t\r\n<>,;\"()") != NULL)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    {
      if ((guchar) *p < 0x21 || *p == 0x7f)
        return FALSE;
    }
  return TRUE;
}

/* Decoded, without the spaces around it; NULL when nothing is left. */
static char *
tidy_name (const char *text)
{
  g_autofree char *decoded = daybook_mail_header_decode (text);
  g_autofree char *line = daybook_text_one_line (decoded);

  /* Some programs quote what they have encoded. */
  if (strlen (line) >= 2 && (line[0] == '"' || line[0] == '\'') && line[strlen (line) - 1] == line[0])
    {
      line[strlen (line) - 1] = '\0';
      memmove (line, line + 1, strlen (line + 1) + 1);
      g_strstrip (line);
    }
  return *line != '\0' ? g_steal_pointer (&line) : NULL;
}

/* The pieces of one mailbox: `name <address> (comment)`. */
typedef struct
{
  GString *text;
  GString *angle;
  GString *comment;
  gboolean has_angle;
  gboolean has_at; /* in @text */
} Pieces;

static const char *
last_word (const char *text)
{
  const char *space = strrchr (text, ' ');

  return space != NULL ? space + 1 : text;
}

static void
finish_mailbox (const Pieces *pieces, DaybookMailbox *mailbox)
{
  g_autofree char *text = daybook_mail_header_decode (pieces->text->str);
  g_autofree char *angle = g_strstrip (daybook_mail_header_decode (pieces->angle->str));

  g_strstrip (text);
  if (is_address (angle))
    {
      mailbox->address = g_strdup (angle);
      mailbox->name = tidy_name (pieces->text->str);
    }
  else if (is_address (text))
    mailbox->address = g_strdup (text);
  else if (is_address (last_word (text)))
    {
      /* `Ana Diaz ana@example.com` */
      mailbox->address = g_strdup (last_word (text));
      text[strlen (text) - strlen (mailbox->address)] = '\0';
      mailbox->name = tidy_name (g_strchomp (g_strdelimit (text, ",", ' ')));
    }
  else
    mailbox->name = tidy_name (pieces->text->str);
  if (mailbox->name == NULL && pieces->comment->len > 0)
    mailbox->name = tidy_name (pieces->comment->str);
  /* `<Ana>`: no address, but all there is to tell who wrote. */
  if (mailbox->name == NULL && mailbox->address == NULL)
    mailbox->name = tidy_name (pieces->angle->str);
  if (mailbox->name != NULL && g_strcmp0 (mailbox->name, mailbox->address) == 0)
    g_clear_pointer (&mailbox->name, g_free);
}

static const char *
read_quoted (const char *p, GString *into)
{
  for (p++; *p != '\0' && *p != '"'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      g_string_append_c (into, *p);
    }
  return *p == '"' ? p + 1 : p;
}

static const char *
read_comment (const char *p, GString *into)
{
  guint depth = 0;

  for (; *p != '\0'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        g_string_append_c (into, *++p);
      else if (*p == '(' && depth++ == 0)
        continue;
      else if (*p == ')' && --depth == 0)
        return p + 1;
      else
        g_string_append_c (into, *p);
    }
  return p;
}

/* Reads the first mailbox at @value into @mailbox, which must be empty, and returns where the next one
 * begins; NULL after the last. A comma ends a mailbox only when it has its address by then: `Berg, Jonas
 * <jonas@example.com>` is one person, though it should stand in quotation marks. */
const char *
daybook_mail_header_next_mailbox (const char *value, DaybookMailbox *mailbox)
{
  Pieces pieces = { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL), FALSE, FALSE };
  const char *p = value;

  while (*p != '\0')
    {
      if (*p == '"')
        p = read_quoted (p, pieces.text);
      else if (*p == '(')
        p = read_comment (p, pieces.comment);
      else if (*p == '<' && !pieces.has_angle)
        {
          gsize length = strcspn (p + 1, ">");

          g_string_append_len (pieces.angle, p + 1, (gssize) length);
          pieces.has_angle = TRUE;
          p += 1 + length;
          p += *p == '>';
        }
      else if ((*p == ',' && (pieces.has_angle || pieces.has_at)) || *p == ';')
        {
          p++;
          break;
        }
      else if (*p == ':' && !pieces.has_angle && !pieces.has_at)
        {
          /* The name of a group. */
          g_string_truncate (pieces.text, 0);
          p++;
        }
      else
        {
          pieces.has_at |= *p == '@';
          g_string_append_c (pieces.text, *p++);
        }
    }
  finish_mailbox (&pieces, mailbox);
  g_string_free (pieces.text, TRUE);
  g_string_free (pieces.angle, TRUE);
  g_string_free (pieces.comment, TRUE);
  return *p != '\0' ? p : NULL;
}

/* Who is meant by a field that names one person (From): name and address apart. */
void
daybook_mail_header_read_mailbox (const char *value, DaybookMailbox *mailbox)
{
  g_autofree char *valid = daybook_mail_charset_decode (value, value != NULL ? strlen (value) : 0, NULL);

  daybook_mail_header_next_mailbox (valid, mailbox);
}

/* The addresses of a field like To, at most DAYBOOK_MAILBOXES_MAX: char*. */
GPtrArray *
daybook_mail_header_list_addresses (const char *value)
{
  g_autofree char *valid = daybook_mail_charset_decode (value, value != NULL ? strlen (value) : 0, NULL);
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;

  for (const char *p = valid; p != NULL && *p != '\0' && n < DAYBOOK_MAILBOXES_MAX; n++)
    {
      g_auto (DaybookMailbox) mailbox = { 0 };

      p = daybook_mail_header_next_mailbox (p, &mailbox);
      if (mailbox.address != NULL)
        g_ptr_array_add (addresses, g_steal_pointer (&mailbox.address));
    }
  return addresses;
}
