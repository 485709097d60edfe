/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML to plain text in one pass over the bytes. It is no HTML parser: it knows what a tag looks
 * like, which ones end a line and which hide their content, and never goes back, so that any input
 * takes linear time. Nothing is fetched and nothing of the markup survives. */
#include "base/daybook-text.h"

#include <string.h>

#include "base/daybook-html-entities.h"

#define MAX_TAG_NAME 12
#define MAX_ADDRESS 2048
#define BULLET "\xE2\x80\xA2 "

/* Only this much is looked at to tell HTML from plain text. */
#define SNIFF_LENGTH (16 * 1024)

typedef enum
{
  INLINE,    /* leaves no trace */
  BREAK,     /* br: one line end */
  BLOCK,     /* begins and ends a line */
  PARAGRAPH, /* begins and ends a paragraph: an empty line */
  ITEM,      /* li: a line with a bullet */
  CELL,      /* td, th: a space */
  LINK,
  VERBATIM, /* pre: white space counts */
  HIDDEN,   /* its content is not text */
} TagKind;

static const struct
{
  char name[MAX_TAG_NAME];
  TagKind kind;
} tags[] = {
  { "a", LINK },           { "address", BLOCK },   { "article", BLOCK },
  { "aside", BLOCK },      { "b", INLINE },        { "blockquote", PARAGRAPH },
  { "body", BLOCK },       { "br", BREAK },        { "code", INLINE },
  { "dd", BLOCK },         { "div", BLOCK },       { "dl", PARAGRAPH },
  { "dt", BLOCK },         { "em", INLINE },       { "font", INLINE },
  { "footer", BLOCK },     { "form", BLOCK },      { "h1", PARAGRAPH },
  { "h2", PARAGRAPH },     { "h3", PARAGRAPH },    { "h4", PARAGRAPH },
  { "h5", PARAGRAPH },     { "h6", PARAGRAPH },    { "head", INLINE },
  { "header", BLOCK },     { "hr", PARAGRAPH },    { "html", INLINE },
  { "html-blob", INLINE }, { "i", INLINE },        { "img", INLINE },
  { "li", ITEM },          { "main", BLOCK },      { "nav", BLOCK },
  { "ol", PARAGRAPH },     { "p", PARAGRAPH },     { "pre", VERBATIM },
  { "script", HIDDEN },    { "section", BLOCK },   { "span", INLINE },
  { "strong", INLINE },    { "style", HIDDEN },    { "table", PARAGRAPH },
  { "td", CELL },          { "template", HIDDEN }, { "textarea", INLINE },
  { "th", CELL },          { "title", HIDDEN },    { "tr", BLOCK },
  { "u", INLINE },         { "ul", PARAGRAPH },
};

typedef struct
{
  char name[MAX_TAG_NAME + 1]; /* lower case; "" when longer, which no tag of ours is */
  gboolean closing;
  const char *href; /* (nullable) in the document, as written; only when asked for */
  gsize href_length;
} Tag;

typedef struct
{
  GString *out;
  guint newlines; /* line ends due before the next character */
  gboolean space; /* a space is due before the next character */
  guint verbatim; /* open pre tags */
  DaybookHtmlFlags flags;
  gsize link_start; /* where in out the text of the open link begins */
  char *link;       /* (owned) (nullable) the address of the open link */
} Writer;

/* FALSE: none of ours, which leaves no trace. */
static gboolean
find_tag (const char *name, TagKind *kind)
{
  *kind = INLINE;
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      if (tags[i].name[0] == name[0] && strcmp (tags[i].name, name) == 0)
        {
          *kind = tags[i].kind;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Whether a < at @p begins markup rather than being a less-than sign. */
static gboolean
begins_markup (const char *p, const char *end)
{
  if (end - p < 2)
    return FALSE;
  if (p[1] == '/')
    return end - p > 2 && g_ascii_isalpha (p[2]);
  return p[1] == '!' || p[1] == '?' || g_ascii_isalpha (p[1]);
}

/* Reads the attributes up to the closing >. Returns the byte after it, or @end. */
static const char *
scan_attributes (const char *p, const char *end, Tag *tag)
{
  while (p < end && *p != '>')
    {
      const char *name = p;
      const char *value;
      gsize name_length;
      char quote = '\0';

      while (p < end && !is_space (*p) && *p != '=' && *p != '>')
        p++;
      name_length = p - name;
      while (p < end && is_space (*p))
        p++;
      if (p == end || *p != '=')
        continue;
      p++;
      while (p < end && is_space (*p))
        p++;
      if (p < end && (*p == '"' || *p == '\''))
        quote = *p++;
      value = p;
      while (p < end && (quote != '\0' ? *p != quote : !is_space (*p) && *p != '>'))
        p++;
      if (name_length == 4 && g_ascii_strncasecmp (name, "href", 4) == 0 && tag->href == NULL)
        {
          tag->href = value;
          tag->href_length = p - value;
        }
      if (quote != '\0' && p < end)
        p++;
    }
  return p < end ? p + 1 : end;
}

/* Reads the tag, comment or declaration whose < is at @p. Returns the byte after it, or @end. */
static const char *
scan_markup (const char *p, const char *end, Tag *tag)
{
  gsize length = 0;

  *tag = (Tag){ .name = "" };
  p++;
  if (end - p >= 3 && memcmp (p, "!--", 3) == 0)
    {
      const char *stop = memmem (p + 3, end - p - 3, "-->", 3);

      return stop != NULL ? stop + 3 : end;
    }
  if (*p == '!' || *p == '?')
    {
      const char *stop = memchr (p, '>', end - p);

      return stop != NULL ? stop + 1 : end;
    }
  if (*p == '/')
    {
      tag->closing = TRUE;
      p++;
    }
  for (; p < end && (g_ascii_isalnum (*p) || *p == '-' || *p == ':'); p++)
    {
      if (length < MAX_TAG_NAME)
        tag->name[length] = g_ascii_tolower (*p);
      length++;
    }
  if (length > MAX_TAG_NAME || (p < end && !is_space (*p) && *p != '>' && *p != '/'))
    length = 0; /* <ana@example.com> and <https://example.com> are no tags of ours */
  tag->name[length] = '\0';
  return scan_attributes (p, end, tag);
}

/* Moves from behind a tag whose content is not text to behind its closing tag, or to @end. */
static const char *
skip_hidden (const char *p, const char *end, const char *name)
{
  gsize length = strlen (name);

  while (p < end)
    {
      const char *slash = memmem (p, end - p, "</", 2);

      if (slash == NULL)
        return end;
      p = slash + 2;
      if ((gsize) (end - p) >= length && g_ascii_strncasecmp (p, name, length) == 0
          && ((gsize) (end - p) == length || !g_ascii_isalnum (p[length])))
        {
          const char *stop = memchr (p, '>', end - p);

          return stop != NULL ? stop + 1 : end;
        }
    }
  return end;
}

static void
want_newlines (Writer *writer, guint newlines)
{
  writer->newlines = MAX (writer->newlines, newlines);
  writer->space = FALSE;
}

/* Writes the white space that is due. Nothing is due at the beginning of the text. */
static void
settle (Writer *writer)
{
  GString *out = writer->out;

  if (out->len > 0)
    {
      for (guint i = 0; i < MIN (writer->newlines, 2); i++)
        g_string_append_c (out, '\n');
      if (writer->newlines == 0 && writer->space)
        g_string_append_c (out, ' ');
    }
  writer->newlines = 0;
  writer->space = FALSE;
}

static void
write_character (Writer *writer, gunichar c)
{
  char bytes[6];

  if (c == 0xa0)
    c = ' ';
  settle (writer);
  g_string_append_len (writer->out, bytes, g_unichar_to_utf8 (c, bytes));
}

static gboolean
is_plain (char c)
{
  return c > ' ' && (guchar) c < 0x80 && c != '<' && c != '&';
}

/* Writes the character at @p, which is ASCII and no space, and the plain words behind it at once, since most text is
 * made of them. Returns the byte after them. */
static const char *
write_run (Writer *writer, const char *p, const char *end)
{
  const char *start = p++;

  while (p < end && (is_plain (*p) || (*p == ' ' && end - p > 1 && is_plain (p[1]))))
    p++;
  settle (writer);
  g_string_append_len (writer->out, start, p - start);
  return p;
}

static void
open_link (Writer *writer, const Tag *tag)
{
  g_autoptr (GString) address = g_string_new (NULL);
  const char *end;

  g_clear_pointer (&writer->link, g_free);
  if ((writer->flags & DAYBOOK_HTML_LINKS) == 0 || tag->href == NULL
      || tag->href_length > MAX_ADDRESS || tag->href_length < 8
      || (g_ascii_strncasecmp (tag->href, "http://", 7) != 0
          && g_ascii_strncasecmp (tag->href, "https://", 8) != 0))
    return;
  end = tag->href + tag->href_length;
  for (const char *p = tag->href; p < end;)
    {
      gunichar c;
      const char *next = *p == '&' ? daybook_html_parse_entity (p, end, &c) : NULL;

      if (next != NULL)
        g_string_append_unichar (address, c);
      else
        g_string_append_c (address, *p);
      p = next != NULL ? next : p + 1;
    }
  writer->link = g_utf8_make_valid (address->str, address->len);
  writer->link_start = writer->out->len;
}

/* Writes the address behind the link's text, unless the text names it already. */
static void
close_link (Writer *writer)
{
  g_autofree char *link = g_steal_pointer (&writer->link);

  if (link == NULL || strstr (writer->out->str + writer->link_start, link) != NULL)
    return;
  if (writer->out->len > writer->link_start)
    {
      writer->space = TRUE;
      settle (writer);
      g_string_append_printf (writer->out, "(%s)", link);
    }
  else
    {
      settle (writer);
      g_string_append (writer->out, link);
    }
}

static const char *
write_tag (Writer *writer, const Tag *tag, const char *p, const char *end)
{
  TagKind kind;

  find_tag (tag->name, &kind);
  switch (kind)
    {
    case INLINE:
      break;
    case BREAK:
      writer->newlines = MIN (writer->newlines + 1, 2);
      writer->space = FALSE;
      break;
    case BLOCK:
      want_newlines (writer, 1);
      break;
    case PARAGRAPH:
      want_newlines (writer, 2);
      break;
    case ITEM:
      want_newlines (writer, 1);
      if (!tag->closing)
        {
          settle (writer);
          g_string_append (writer->out, BULLET);
        }
      break;
    case CELL:
      writer->space = TRUE;
      break;
    case LINK:
      close_link (writer);
      if (!tag->closing)
        open_link (writer, tag);
      break;
    case VERBATIM:
      want_newlines (writer, 2);
      if (!tag->closing)
        writer->verbatim++;
      else if (writer->verbatim > 0)
        writer->verbatim--;
      break;
    case HIDDEN:
      if (!tag->closing)
        return skip_hidden (p, end, tag->name);
      break;
    }
  return p;
}

static void
write_space (Writer *writer, char c)
{
  if (writer->verbatim == 0 || c == '\r')
    writer->space = TRUE;
  else if (c == '\n')
    writer->newlines = MIN (writer->newlines + 1, 2);
  else
    write_character (writer, ' ');
}

/* Whether @text holds a tag that we know or a character reference: Google's descriptions are either
 * HTML or plain text, without saying which. */
gboolean
daybook_text_looks_like_html (const char *text)
{
  const char *end;

  if (text == NULL)
    return FALSE;
  end = text + strnlen (text, SNIFF_LENGTH);
  for (const char *p = text; p < end;)
    {
      Tag tag;
      TagKind kind;
      gunichar c;

      if (*p == '&' && daybook_html_parse_entity (p, end, &c) != NULL)
        return TRUE;
      if (*p != '<' || !begins_markup (p, end))
        {
          p++;
          continue;
        }
      p = scan_markup (p, end, &tag);
      if (find_tag (tag.name, &kind))
        return TRUE;
    }
  return FALSE;
}

/* What a person would read of @length bytes of HTML (-1: up to the NUL), as clean text of at most
 * DAYBOOK_HTML_MAX_TEXT bytes: lines for br, p, div and table rows, bullets for li, no scripts or
 * styles, character references resolved. Owned by the caller. */
char *
daybook_text_from_html (const char *html, gssize length, DaybookHtmlFlags flags)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) out = g_string_sized_new (256);
  Writer writer = { .out = out, .flags = flags };
  const char *p;
  const char *end;

  valid = daybook_text_make_valid (html, length);
  p = valid;
  end = valid + strlen (valid);
  while (p < end && out->len < DAYBOOK_HTML_MAX_TEXT)
    {
      gunichar c;

      if (*p == '<' && begins_markup (p, end))
        {
          Tag tag;

          p = scan_markup (p, end, &tag);
          p = write_tag (&writer, &tag, p, end);
        }
      else if (*p == '&')
        {
          const char *next = daybook_html_parse_entity (p, end, &c);

          write_character (&writer, next != NULL ? c : '&');
          p = next != NULL ? next : p + 1;
        }
      else if (is_space (*p))
        {
          write_space (&writer, *p++);
        }
      else if ((guchar) *p < 0x80)
        {
          /* A < that begins nothing is a character like others. */
          p = write_run (&writer, p, end);
        }
      else
        {
          write_character (&writer, g_utf8_get_char (p));
          p = g_utf8_next_char (p);
        }
    }
  close_link (&writer);
  if (out->len > DAYBOOK_HTML_MAX_TEXT)
    {
      const char *cut = g_utf8_find_prev_char (out->str, out->str + DAYBOOK_HTML_MAX_TEXT + 1);

      g_string_truncate (out, cut - out->str);
    }
  return daybook_text_clean (out->str);
}
