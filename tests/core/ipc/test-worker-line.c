/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "ipc/daybook-names.h"
#include "base/daybook-json-lines.h"
#include "ipc/daybook-worker-line.h"

#include <string.h>

static DaybookWorkerLine *
parse (const char *text, GError **error)
{
  return daybook_worker_line_parse (text, strlen (text), error);
}

static void
test_members_are_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookWorkerLine) line
      = parse ("{\"event\":\"progress\",\"run\":\"r123\",\"done\":40,\"total\":null,\"last\":true}", &error);

  g_assert_no_error (error);
  g_assert_cmpint (line->event, ==, DAYBOOK_WORKER_PROGRESS);
  g_assert_cmpstr (daybook_worker_line_get (line, "run"), ==, "r123");
  g_assert_cmpint (daybook_worker_line_get_int (line, "done", -1), ==, 40);
  g_assert_cmpint (daybook_worker_line_get_int (line, "total", -1), ==, -1);
  g_assert_cmpstr (daybook_worker_line_get (line, "last"), ==, "true");
}

static void
test_error_keeps_its_code (void)
{
  g_autoptr (DaybookWorkerLine) line
      = parse ("{\"event\":\"error\",\"code\":\"rate_limited\",\"message\":\"Later\",\"retry_at\":null}", NULL);
  g_autoptr (GError) error = daybook_worker_line_to_error (line);

  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_RATE_LIMITED);
  g_assert_cmpstr (error->message, ==, "Later");
}

static void
test_what_is_refused (void)
{
  static const char *const bad[] = { "", "[]", "{}", "{\"event\":\"format-disk\"}", "{\"event\":3}", "{\"event\":\"url\"",
                                     "{\"event\":\"url\"} {}" };
  g_autofree char *endless = g_strnfill (DAYBOOK_JSON_LINE_MAX + 1, ' ');

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (bad[i], &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
    }
  g_assert_null (parse (endless, NULL));
}

static void
test_error_crosses_the_bus (void)
{
  g_autoptr (GError) error = g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_KEYRING_LOCKED, "Unlock it");
  g_autofree char *name = daybook_dbus_error_name (error);
  g_autoptr (GError) remote = g_dbus_error_new_for_dbus_error (name, error->message);
  g_autoptr (GError) again = daybook_dbus_error_strip (remote);

  g_assert_cmpstr (name, ==, "io.github.daybookapp.Daybook.Error.keyring_locked");
  g_assert_error (again, DAYBOOK_ERROR, DAYBOOK_ERROR_KEYRING_LOCKED);
  g_assert_cmpstr (again->message, ==, "Unlock it");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ipc/worker-line/members-are-text", test_members_are_text);
  g_test_add_func ("/ipc/worker-line/error-keeps-its-code", test_error_keeps_its_code);
  g_test_add_func ("/ipc/worker-line/what-is-refused", test_what_is_refused);
  g_test_add_func ("/ipc/names/error-crosses-the-bus", test_error_crosses_the_bus);
  return g_test_run ();
}
