/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-mail-text.h"

#include <string.h>

#include "base/daybook-text.h"
#include "providers/gmail/daybook-mail-base64.h"
#include "providers/gmail/daybook-mail-charset.h"
#include "providers/gmail/daybook-mail-header.h"

#define MAX_DEPTH 16
#define MAX_PARTS 200
#define MAX_HEADERS 200
#define MAX_HEADER (16 * 1024)

/* Bytes of one part that are looked at; markup is larger than the text in it. */
#define MAX_PART (1024 * 1024)

typedef enum
{
  LEAF_NONE,
  LEAF_PLAIN,
  LEAF_HTML,
} LeafKind;

/* What a part comes to. A leaf's text is kept as it came until it is known whether anybody wants it. */
typedef struct
{
  LeafKind kind;
  char *text; /* (owned) (nullable) UTF-8; markup when kind is LEAF_HTML */
} Leaf;

typedef struct
{
  DaybookJsonReader *reader;
  DaybookMailHeaderFunc func;
  gpointer data;
  guint parts; /* read so far */
} Walk;

typedef struct
{
  char *type;        /* (owned) (nullable) mimeType, lower case */
  char *content;     /* (owned) (nullable) Content-Type */
  gboolean attached; /* has a file name, or says that it is an attachment */
  GByteArray *bytes; /* (owned) (nullable) */
  GArray *children;  /* (owned) (nullable) Leaf */
} Part;

static void
leaf_clear (gpointer data)
{
  Leaf *leaf = data;

  g_clear_pointer (&leaf->text, g_free);
  leaf->kind = LEAF_NONE;
}

static void
part_clear (Part *self)
{
  g_free (self->type);
  g_free (self->content);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_clear_pointer (&self->children, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Part, part_clear)

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\r\n")] == '\0';
}

/* ---- reading ---- */

static char *
read_bounded (DaybookJsonReader *reader, gsize max)
{
  gsize length;
  const char *text = daybook_json_reader_read_string_view (reader, &length);

  if (text == NULL)
    return NULL;
  while (length > max && max > 0 && ((guchar) text[max] & 0xc0) == 0x80)
    max--;
  return g_strndup (text, MIN (length, max));
}

static void
read_headers (Walk *walk, Part *part, gboolean is_root)
{
  static const char *const fields[] = { "name", "value", NULL };
  guint n = 0;

  if (!daybook_json_reader_begin_array_or_skip (walk->reader))
    return;
  while (daybook_json_reader_next_element (walk->reader))
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;
      int field;

      if (n++ >= MAX_HEADERS || !daybook_json_reader_begin_object_or_skip (walk->reader))
        continue;
      while (daybook_json_reader_next_field (walk->reader, fields, &field))
        {
          if (field == 0 && name == NULL)
            name = read_bounded (walk->reader, MAX_HEADER);
          else if (field == 1 && value == NULL)
            value = read_bounded (walk->reader, MAX_HEADER);
        }
      if (name == NULL || value == NULL)
        continue;
      if (g_ascii_strcasecmp (name, "Content-Type") == 0 && part->content == NULL)
        part->content = g_strdup (value);
      else if (g_ascii_strcasecmp (name, "Content-Disposition") == 0)
        part->attached |= g_ascii_strncasecmp (value + strspn (value, " \t"), "attachment", 10) == 0;
      if (is_root && walk->func != NULL)
        walk->func (name, value, walk->data);
    }
}

static void
read_body (Walk *walk, Part *part)
{
  static const char *const fields[] = { "data", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (walk->reader))
    return;
  while (daybook_json_reader_next_field (walk->reader, fields, &field))
    {
      gsize length;
      const char *data;

      if (field != 0)
        continue;
      data = daybook_json_reader_read_string_view (walk->reader, &length);
      if (data == NULL || part->bytes != NULL)
        continue;
      part->bytes = g_byte_array_new ();
      daybook_mail_base64_append (part->bytes, data, MIN (length, MAX_PART / 3 * 4));
    }
}

static Leaf read_part (Walk *walk, guint depth);

static void
read_children (Walk *walk, Part *part, guint depth)
{
  if (part->children != NULL || !daybook_json_reader_begin_array_or_skip (walk->reader))
    return;
  part->children = g_array_new (FALSE, FALSE, sizeof (Leaf));
  g_array_set_clear_func (part->children, leaf_clear);
  while (daybook_json_reader_next_element (walk->reader))
    {
      Leaf child = read_part (walk, depth + 1);

      if (child.kind != LEAF_NONE)
        g_array_append_val (part->children, child);
    }
}

/* ---- what it comes to ---- */

static Leaf
take_leaf (Part *part)
{
  Leaf leaf = { LEAF_NONE, NULL };
  g_autofree char *charset = NULL;

  if (part->attached || part->bytes == NULL)
    return leaf;
  if (part->type == NULL || g_str_equal (part->type, "text/plain"))
    leaf.kind = LEAF_PLAIN;
  else if (g_str_equal (part->type, "text/html"))
    leaf.kind = LEAF_HTML;
  else
    return leaf;
  charset = daybook_mail_header_get_parameter (part->content, "charset");
  leaf.text = daybook_mail_charset_decode ((const char *) part->bytes->data, part->bytes->len, charset);
  return leaf;
}

/* Markup becomes text. */
static void
make_plain (Leaf *leaf)
{
  char *plain;

  if (leaf->kind != LEAF_HTML)
    return;
  plain = daybook_text_from_html (leaf->text, -1, DAYBOOK_HTML_PLAIN);
  g_free (leaf->text);
  leaf->text = plain;
  leaf->kind = LEAF_PLAIN;
}

/* Of alternatives the plain one, unless it says nothing (some programs write "your mail program cannot show
 * this" there, or nothing at all), else the last, which is the richest (RFC 2046 section 5.1.4). */
static Leaf
choose_alternative (GArray *children)
{
  Leaf chosen = { LEAF_NONE, NULL };
  int index = -1;

  for (guint i = 0; i < children->len; i++)
    {
      const Leaf *child = &g_array_index (children, Leaf, i);

      if (is_blank (child->text))
        continue;
      index = (int) i;
      if (child->kind == LEAF_PLAIN)
        break;
    }
  if (index >= 0)
    {
      Leaf *child = &g_array_index (children, Leaf, index);

      chosen = (Leaf){ child->kind, g_steal_pointer (&child->text) };
    }
  return chosen;
}

/* Of anything else all that is text, one below the other. */
static Leaf
join_children (GArray *children)
{
  Leaf joined = { LEAF_NONE, NULL };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < children->len && text->len <= DAYBOOK_MAIL_TEXT_MAX; i++)
    {
      Leaf *child = &g_array_index (children, Leaf, i);

      make_plain (child);
      if (is_blank (child->text))
        continue;
      if (text->len > 0)
        g_string_append (text, "\n\n");
      g_string_append (text, child->text);
    }
  if (text->len > 0)
    joined = (Leaf){ LEAF_PLAIN, g_string_free (g_steal_pointer (&text), FALSE) };
  return joined;
}

static Leaf
finish_part (Part *part)
{
  if (part->type != NULL && g_str_has_prefix (part->type, "message/"))
    return (Leaf){ LEAF_NONE, NULL }; /* a mail that was attached to this one */
  if (part->children == NULL || part->children->len == 0)
    return take_leaf (part);
  if (part->attached)
    return (Leaf){ LEAF_NONE, NULL };
  if (g_strcmp0 (part->type, "multipart/alternative") == 0)
    return choose_alternative (part->children);
  return join_children (part->children);
}

static Leaf
read_part (Walk *walk, guint depth)
{
  static const char *const fields[] = { "mimeType", "filename", "headers", "body", "parts", NULL };
  g_auto (Part) part = { 0 };
  g_autofree char *type = NULL;
  gsize length;
  int field;

  if (depth > MAX_DEPTH || walk->parts++ >= MAX_PARTS || !daybook_json_reader_begin_object_or_skip (walk->reader))
    return (Leaf){ LEAF_NONE, NULL };
  while (daybook_json_reader_next_field (walk->reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          daybook_json_reader_read_string_into (walk->reader, &type);
          break;
        case 1:
          part.attached |= daybook_json_reader_read_string_view (walk->reader, &length) != NULL && length > 0;
          break;
        case 2:
          read_headers (walk, &part, depth == 0);
          break;
        case 3:
          read_body (walk, &part);
          break;
        case 4:
          read_children (walk, &part, depth);
          break;
        default:
          break;
        }
    }
  part.type = type != NULL ? g_ascii_strdown (type, -1) : NULL;
  return finish_part (&part);
}

/* Reads the pending value, a message's `payload`: hands each of the mail's own headers to @func and
 * returns its text, plain, clean and at most DAYBOOK_MAIL_TEXT_MAX bytes; NULL when it has none. Deeper
 * than 16 levels, and more than 200 parts, nobody looks. (transfer full) (nullable) */
char *
daybook_mail_text_read (DaybookJsonReader *reader, DaybookMailHeaderFunc func, gpointer data)
{
  Walk walk = { .reader = reader, .func = func, .data = data };
  Leaf root = read_part (&walk, 0);
  g_autofree char *clean = NULL;
  gsize max = DAYBOOK_MAIL_TEXT_MAX;

  make_plain (&root);
  if (is_blank (root.text))
    {
      leaf_clear (&root);
      return NULL;
    }
  clean = daybook_text_clean (root.text);
  leaf_clear (&root);
  g_strchomp (clean);
  if (strlen (clean) > max)
    {
      while (((guchar) clean[max] & 0xc0) == 0x80)
        max--;
      clean[max] = '\0';
    }
  return is_blank (clean) ? NULL : g_steal_pointer (&clean);
}
