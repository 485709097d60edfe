/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text that other people wrote, made safe for each place where it may appear. Every function takes
 * any bytes up to the NUL, NULL included (read as ""), works in linear time and returns new, valid
 * UTF-8, unless it says otherwise. Store what daybook_text_make_valid() or daybook_text_clean()
 * gives; make the other forms where the text is shown. */

char *daybook_text_make_valid (const char *text, gssize length);
char *daybook_text_clean (const char *text);
char *daybook_text_one_line (const char *text);
char *daybook_text_isolate (const char *text);
char *daybook_text_to_markup (const char *text);
char *daybook_text_to_notification (const char *text);
char *daybook_text_ellipsize (const char *text, guint max_characters);
char *daybook_text_brief (const char *text, guint max_characters);
char *daybook_text_fold (const char *text);

/* HTML to plain text, daybook-text-html.c. */
typedef enum
{
  DAYBOOK_HTML_PLAIN = 0,
  DAYBOOK_HTML_LINKS = 1 << 0, /* a link's address follows its text in parentheses */
} DaybookHtmlFlags;

gboolean daybook_text_looks_like_html (const char *text);
char *daybook_text_from_html (const char *html, gssize length, DaybookHtmlFlags flags);

/* The longest plain text made from HTML, in bytes; more is cut off. */
#define DAYBOOK_HTML_MAX_TEXT (256 * 1024)

G_END_DECLS
