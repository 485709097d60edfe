/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-loopback-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* reliability.md section 2, row 14. */
static const char head_format[] = "HTTP/1.1 %s\r\n"
                                  "Content-Type: text/html; charset=utf-8\r\n"
                                  "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                                  "Content-Security-Policy: default-src 'none'; base-uri 'none';"
                                  " form-action 'none'; frame-ancestors 'none'\r\n"
                                  "Cache-Control: no-store\r\n"
                                  "Referrer-Policy: no-referrer\r\n"
                                  "X-Content-Type-Options: nosniff\r\n"
                                  "Cross-Origin-Resource-Policy: same-origin\r\n"
                                  "Cross-Origin-Opener-Policy: same-origin\r\n"
                                  "%s"
                                  "Connection: close\r\n"
                                  "\r\n"
                                  "%s";

static const char page_format[] = "<!DOCTYPE html>\n"
                                  "<html><head><meta charset=\"utf-8\">"
                                  "<meta name=\"color-scheme\" content=\"light dark\">"
                                  "<meta name=\"viewport\" content=\"width=device-width\">"
                                  "<title>Daybook</title></head>\n"
                                  "<body><h1>%s</h1><p>%s</p></body></html>\n";

static const char *
status_of (DaybookLoopbackVerdict verdict, DaybookLoopbackPage page)
{
  switch (verdict)
    {
    case DAYBOOK_LOOPBACK_ANSWER:
      return page == DAYBOOK_LOOPBACK_PAGE_FOREIGN ? "400 Bad Request" : "200 OK";
    case DAYBOOK_LOOPBACK_FORBIDDEN:
      return "403 Forbidden";
    case DAYBOOK_LOOPBACK_NOT_FOUND:
      return "404 Not Found";
    case DAYBOOK_LOOPBACK_NOT_GET:
      return "405 Method Not Allowed";
    case DAYBOOK_LOOPBACK_TOO_LARGE:
      return "431 Request Header Fields Too Large";
    case DAYBOOK_LOOPBACK_MISDIRECTED:
      return "421 Misdirected Request";
    case DAYBOOK_LOOPBACK_PREFETCH:
      return "503 Service Unavailable";
    case DAYBOOK_LOOPBACK_MORE:
    case DAYBOOK_LOOPBACK_BAD:
    default:
      return "400 Bad Request";
    }
}

char *
daybook_loopback_page_new (DaybookLoopbackVerdict verdict, DaybookLoopbackPage page)
{
  const char *title = _ ("This address is not in use");
  const char *text = _ ("Daybook expects nothing here. You can close this page.");
  g_autofree char *title_markup = NULL;
  g_autofree char *text_markup = NULL;
  g_autofree char *body = NULL;

  if (verdict == DAYBOOK_LOOPBACK_ANSWER && page == DAYBOOK_LOOPBACK_PAGE_DONE)
    {
      title = _ ("Almost done");
      text = _ ("The service has let you in. Close this page and go back to Daybook.");
    }
  else if (verdict == DAYBOOK_LOOPBACK_ANSWER && page == DAYBOOK_LOOPBACK_PAGE_REFUSED)
    {
      title = _ ("The sign-in did not work");
      text = _ ("Close this page and go back to Daybook, which says why.");
    }
  title_markup = g_markup_escape_text (title, -1);
  text_markup = g_markup_escape_text (text, -1);
  body = g_strdup_printf (page_format, title_markup, text_markup);
  return g_strdup_printf (head_format, status_of (verdict, page), strlen (body),
                          verdict == DAYBOOK_LOOPBACK_NOT_GET ? "Allow: GET\r\n" : "", body);
}
