/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "base/daybook-error.h"
#include "daybook-errand.h"
#include "daybook-options.h"
#include "daybook-rows.h"
#include "daybook-service-description.h"
#include "store/daybook-accounts.h"

#define DEFAULT_TIMEOUT 300

/* The worker gives up first, with its own words; this is for one that hangs. */
#define TIMEOUT_SLACK 15

typedef struct
{
  gboolean print_url;
} Prompts;

static void
on_prompt_cb (const char *url, const char *code, gpointer data)
{
  const Prompts *prompts = data;

  if (prompts->print_url)
    {
      printf ("%s\n", url);
      fflush (stdout);
    }
  else if (code != NULL)
    {
      daybook_output_message (_ ("Open %s and enter the code %s"), url, code);
    }
  else
    {
      daybook_output_message (_ ("Opening the browser to sign in. If nothing happens, open this address:\n%s"), url);
      g_app_info_launch_default_for_uri (url, NULL, NULL);
    }
}

/* A calendar's address is a secret (who has it can read the calendar): it goes the secret's way. A
 * path is made absolute here, where the person's working directory is. */
static char *
make_address (const char *url)
{
  if (strstr (url, "://") != NULL || g_str_has_prefix (url, "webcal:"))
    return g_strdup (url);
  return g_canonicalize_filename (url, NULL);
}

static gboolean
add_settings (DaybookErrand *errand, char **settings, GError **error)
{
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      g_autofree char *key = NULL;
      g_autofree char *value = NULL;

      if (!daybook_options_pair (settings[i], &key, &value, error))
        return FALSE;
      daybook_errand_add_setting (errand, key, value);
    }
  return TRUE;
}

static gboolean
print_account (DaybookCtl *ctl, DaybookErrand *errand, gboolean plain_id, GError **error)
{
  const char *id = daybook_errand_get_result (errand, "account");
  const char *left_out = daybook_errand_get_result (errand, "left_out");

  /* One consent for several services, of which one was not allowed. */
  if (left_out != NULL)
    g_printerr ("%s\n", left_out);
  if (id == NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, _ ("The worker did not name the account."));
      return FALSE;
    }
  if (ctl->json && !plain_id)
    {
      DaybookStore *store = daybook_ctl_get_store (ctl, error);
      g_autoptr (DaybookAccount) account = NULL;
      JsonBuilder *builder = json_builder_new ();
      gint64 number;

      if (store == NULL || !daybook_store_resolve (store, DAYBOOK_KIND_ACCOUNT, id, &number, error))
        {
          g_object_unref (builder);
          return FALSE;
        }
      json_builder_begin_object (builder);
      daybook_json_add_text (builder, "account", id);
      json_builder_end_object (builder);
      daybook_output_print_object (ctl, builder);
      return TRUE;
    }
  printf ("%s\n", id);
  return TRUE;
}

/* The secret that came on stdin, for the worker's. */
static gboolean
pass_secret (DaybookErrand *errand, GError **error)
{
  g_autofree char *secret = daybook_options_read_secret (error);

  if (secret == NULL)
    return FALSE;
  daybook_errand_set_secret (errand, secret);
  explicit_bzero (secret, strlen (secret));
  return TRUE;
}

/* Whoever knows the address of a calendar can read it: it is the secret, where there is no other. */
static void
pass_address (DaybookErrand *errand, const char *way, const char *url)
{
  g_autofree char *address = NULL;

  if (!g_str_equal (way, "url"))
    {
      daybook_errand_set_option (errand, "url", url);
      return;
    }
  address = make_address (url);
  daybook_errand_set_secret (errand, address);
}

gboolean
daybook_command_connect (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *sign_in = NULL;
  g_autofree char *name = NULL;
  g_autofree char *url = NULL;
  g_autofree char *user = NULL;
  g_auto (GStrv) settings = NULL;
  gboolean secret_stdin = FALSE;
  int timeout = DEFAULT_TIMEOUT;
  Prompts prompts = { 0 };
  const GOptionEntry entries[] = {
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, &sign_in, N_ ("goa, browser, device, token, password, url or none"), N_ ("WAY") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("What to call the account"), N_ ("NAME") },
    { "url", 0, 0, G_OPTION_ARG_STRING, &url, N_ ("Address of the calendar or server, or a file"), N_ ("ADDRESS") },
    { "user", 0, 0, G_OPTION_ARG_STRING, &user, N_ ("User name"), N_ ("USER") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings, N_ ("client-id=…, client-secret=…, interval=…"), N_ ("KEY=VALUE") },
    { "secret-stdin", 0, 0, G_OPTION_ARG_NONE, &secret_stdin, N_ ("Read the token or password from stdin"), NULL },
    { "print-url", 0, 0, G_OPTION_ARG_NONE, &prompts.print_url, N_ ("Print the address to sign in at, and wait"), NULL },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout, N_ ("Give up after so many seconds"), N_ ("S") },
    { NULL }
  };
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "connect");
  g_autoptr (DaybookServiceDescription) service = NULL;
  g_autofree char *seconds = NULL;
  const char *way;

  if (!daybook_options_parse (ctl, "connect", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 1, 1, "connect PROVIDER [--sign-in WAY] [--url ADDRESS] […]", error))
    return FALSE;
  service = daybook_service_description_ask (ctl, argv[1], error);
  if (service == NULL)
    return FALSE;
  way = daybook_service_description_choose_way (service, sign_in, user);
  /* This way needs it, and waiting for it on stdin looks like hanging. */
  if (g_str_equal (way, "url") && (url == NULL || *url == '\0') && !secret_stdin)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("Where the calendar is, is missing: “daybookctl connect %s --url ADDRESS”, "
                      "or the path of a file."),
                   argv[1]);
      return FALSE;
    }
  daybook_errand_add_argument (errand, argv[1]);
  if (sign_in != NULL)
    daybook_errand_set_option (errand, "sign-in", sign_in);
  if (name != NULL)
    daybook_errand_set_option (errand, "name", name);
  if (user != NULL)
    daybook_errand_set_option (errand, "user", user);
  timeout = CLAMP (timeout, 5, 3600);
  seconds = g_strdup_printf ("%d", timeout);
  daybook_errand_set_option (errand, "timeout", seconds);
  daybook_errand_set_timeout (errand, (guint) timeout + TIMEOUT_SLACK);
  if (!add_settings (errand, settings, error))
    return FALSE;
  if (url != NULL)
    pass_address (errand, way, url);
  if (secret_stdin && !pass_secret (errand, error))
    return FALSE;
  /* Where a browser ended may be pasted. A secret is read when it was promised, and not waited for. */
  if (!secret_stdin && g_str_equal (way, "browser"))
    daybook_errand_forward_stdin (errand);
  daybook_errand_set_prompt_func (errand, on_prompt_cb, &prompts);
  return daybook_errand_run (errand, error) && print_account (ctl, errand, prompts.print_url, error);
}

gboolean
daybook_command_reconnect (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *sign_in = NULL;
  g_autofree char *url = NULL;
  g_autofree char *user = NULL;
  gboolean secret_stdin = FALSE;
  Prompts prompts = { 0 };
  const GOptionEntry entries[] = {
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, &sign_in, N_ ("By another way than before"), N_ ("WAY") },
    { "url", 0, 0, G_OPTION_ARG_STRING, &url, N_ ("Address of the server, where it has moved"), N_ ("ADDRESS") },
    { "user", 0, 0, G_OPTION_ARG_STRING, &user, N_ ("User name"), N_ ("USER") },
    { "secret-stdin", 0, 0, G_OPTION_ARG_NONE, &secret_stdin, N_ ("Read the token or password from stdin"), NULL },
    { "print-url", 0, 0, G_OPTION_ARG_NONE, &prompts.print_url, N_ ("Print the address to sign in at, and wait"), NULL },
    { NULL }
  };
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "reconnect");

  if (!daybook_options_parse (ctl, "reconnect", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 1, 1, "reconnect ACCOUNT [--sign-in WAY] [--secret-stdin] [--print-url]",
                                  error))
    return FALSE;
  daybook_errand_add_argument (errand, argv[1]);
  if (sign_in != NULL)
    daybook_errand_set_option (errand, "sign-in", sign_in);
  if (url != NULL)
    daybook_errand_set_option (errand, "url", url);
  if (user != NULL)
    daybook_errand_set_option (errand, "user", user);
  if (secret_stdin && !pass_secret (errand, error))
    return FALSE;
  daybook_errand_set_prompt_func (errand, on_prompt_cb, &prompts);
  return daybook_errand_run (errand, error) && print_account (ctl, errand, prompts.print_url, error);
}

gboolean
daybook_command_disconnect (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean keep_data = FALSE;
  const GOptionEntry entries[] = {
    { "keep-data", 0, 0, G_OPTION_ARG_NONE, &keep_data, N_ ("Keep what was synced"), NULL },
    { NULL }
  };
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "disconnect");
  const char *kept;
  gboolean told;
  gint64 account;

  if (!daybook_options_parse (ctl, "disconnect", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 1, 1, "disconnect ACCOUNT [--keep-data]", error)
      || !daybook_options_row (ctl, DAYBOOK_KIND_ACCOUNT, argv[1], &account, error))
    return FALSE;
  daybook_errand_add_argument (errand, argv[1]);
  if (keep_data)
    daybook_errand_set_option (errand, "keep-data", NULL);
  if (!daybook_errand_run (errand, error))
    return FALSE;
  kept = daybook_errand_get_result (errand, "kept");
  if (kept != NULL)
    {
      gint64 n = g_ascii_strtoll (kept, NULL, 10);

      if (keep_data)
        daybook_output_message (ngettext ("Disconnected. %s synced item is kept.",
                                          "Disconnected. %s synced items are kept.", (gulong) n),
                                kept);
      else
        daybook_output_message (ngettext ("Disconnected. %s entry made of its meetings stays.",
                                          "Disconnected. %s entries made of its meetings stay.", (gulong) n),
                                kept);
    }
  told = g_strcmp0 (daybook_errand_get_result (errand, "revoked"), "false") != 0;
  if (!told)
    daybook_output_message ("%s",
                            _ ("The service could not be told: withdraw Daybook’s permission there yourself."));
  if (ctl->json)
    {
      JsonBuilder *builder = json_builder_new ();
      g_autofree char *id = daybook_id_format (DAYBOOK_KIND_ACCOUNT, account);

      json_builder_begin_object (builder);
      daybook_json_add_text (builder, "account", id);
      daybook_json_add_int (builder, "kept", kept != NULL ? g_ascii_strtoll (kept, NULL, 10) : 0);
      daybook_json_add_bool (builder, "revoked", told);
      json_builder_end_object (builder);
      daybook_output_print_object (ctl, builder);
    }
  return TRUE;
}
