/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-mail-charset.h"

#include <string.h>

#include "base/daybook-text.h"

#define MAX_NAME 40

/* Names that iconv does not know, or knows too narrowly: what mail programs mean by them. */
static const struct
{
  const char *name;
  const char *meant;
} aliases[] = {
  { "ascii", "utf-8" },          { "us-ascii", "utf-8" },       { "ansi_x3.4-1968", "utf-8" },
  { "utf8", "utf-8" },           { "unknown-8bit", "utf-8" },   { "x-unknown", "utf-8" },
  { "8bit", "utf-8" },           { "latin1", "windows-1252" },  { "latin-1", "windows-1252" },
  { "iso-8859-1", "windows-1252" }, { "iso8859-1", "windows-1252" }, { "iso-8859-8-i", "iso-8859-8" },
  { "iso-8859-9", "windows-1254" }, { "gb2312", "gb18030" },    { "gbk", "gb18030" },
  { "x-gbk", "gb18030" },        { "x-sjis", "cp932" },         { "shift_jis", "cp932" },
  { "windows-31j", "cp932" },    { "ks_c_5601-1987", "cp949" }, { "euc-kr", "cp949" },
  { "x-mac-roman", "macintosh" }, { "x-euc-jp", "euc-jp" },
};

/* A name that may be handed to iconv, whose names take options after a slash. NULL for anything else. */
static char *
tidy_name (const char *charset)
{
  g_autofree char *name = NULL;

  if (charset == NULL || *charset == '\0' || strlen (charset) > MAX_NAME)
    return NULL;
  name = g_ascii_strdown (charset, -1);
  if (strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-_.:") != strlen (name))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    {
      if (g_str_equal (name, aliases[i].name))
        return g_strdup (aliases[i].meant);
    }
  return g_steal_pointer (&name);
}

static char *
convert (const char *data, gsize length, const char *charset)
{
  g_autofree char *text = NULL;
  gsize written;

  text = g_convert (data, (gssize) length, "UTF-8", charset, NULL, &written, NULL);
  return text != NULL ? daybook_text_make_valid (text, (gssize) written) : NULL;
}

/* What an old program meant by bytes that are nothing else. */
static char *
guess (const char *data, gsize length)
{
  g_autofree char *text = NULL;
  gsize written;

  if (g_utf8_validate_len (data, length, NULL))
    return g_strndup (data, length);
  text = g_convert_with_fallback (data, (gssize) length, "UTF-8", "WINDOWS-1252", "\xef\xbf\xbd", NULL, &written, NULL);
  if (text != NULL)
    return daybook_text_make_valid (text, (gssize) written);
  return daybook_text_make_valid (data, (gssize) length);
}

/* @length bytes at @data, said to be in @charset (nullable), as valid UTF-8. Where they are not in it, or
 * nobody knows it, they are read as UTF-8, else as Windows-1252: a mail with a wrong label is still a
 * mail. */
char *
daybook_mail_charset_decode (const char *data, gsize length, const char *charset)
{
  g_autofree char *name = tidy_name (charset);
  char *text = NULL;

  if (length == 0)
    return g_strdup ("");
  if (name != NULL && !g_str_equal (name, "utf-8"))
    text = convert (data, length, name);
  return text != NULL ? text : guess (data, length);
}
