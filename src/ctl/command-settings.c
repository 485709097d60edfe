/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-errand.h"
#include "daybook-options.h"
#include "daybook-output.h"
#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"

static void
add_setting (JsonBuilder *builder, DaybookStore *store, const DaybookSettingInfo *info)
{
  g_autofree char *value = daybook_store_get_setting (store, info->key);

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "key", info->key);
  daybook_json_add_text (builder, "value", value);
  daybook_json_add_text (builder, "default", info->default_value);
  daybook_json_add_text (builder, "description", _ (info->description));
  json_builder_end_object (builder);
}

static const DaybookSettingInfo *
find_setting (const char *key, GError **error)
{
  gsize n;
  const DaybookSettingInfo *infos = daybook_settings_list (&n);

  for (gsize i = 0; i < n; i++)
    {
      if (g_str_equal (infos[i].key, key))
        return &infos[i];
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("There is no setting “%s”: “daybookctl settings” lists them."),
               key);
  return NULL;
}

static gboolean
change_setting (DaybookCtl *ctl, const char *key, const char *value, GError **error)
{
  g_autofree char *label = g_strdup_printf (_ ("Change setting “%s”"), key);

  if (!daybook_store_begin_change (ctl->store, label, error))
    return FALSE;
  if (!daybook_store_set_setting (ctl->store, key, value, error))
    {
      daybook_store_rollback (ctl->store);
      return FALSE;
    }
  return daybook_store_commit (ctl->store, error);
}

gboolean
daybook_command_settings (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const DaybookColumn columns[] = {
    { "key", N_ ("Setting"), DAYBOOK_CELL_TEXT, 0 },
    { "value", N_ ("Value"), DAYBOOK_CELL_TEXT, 0 },
    { "default", N_ ("Default"), DAYBOOK_CELL_TEXT, 0 },
    { "description", N_ ("What it is"), DAYBOOK_CELL_TEXT, 0 },
    { NULL }
  };
  const DaybookSettingInfo *info;
  JsonBuilder *builder;
  gsize n;

  if (!daybook_options_parse (ctl, "settings", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 2, "settings [KEY [VALUE]]", error) || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  if (argc == 1)
    {
      info = daybook_settings_list (&n);
      builder = json_builder_new ();
      json_builder_begin_array (builder);
      for (gsize i = 0; i < n; i++)
        add_setting (builder, ctl->store, &info[i]);
      json_builder_end_array (builder);
      daybook_output_print (ctl, builder, columns, "");
      return TRUE;
    }
  info = find_setting (argv[1], error);
  if (info == NULL || (argc == 3 && !change_setting (ctl, argv[1], argv[2], error)))
    return FALSE;
  builder = json_builder_new ();
  add_setting (builder, ctl->store, info);
  daybook_output_print_object (ctl, builder);
  return TRUE;
}

static void
add_secret (JsonBuilder *builder, DaybookStore *store, const char *name)
{
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "name", name);
  daybook_json_add_instant (builder, "set_at", daybook_store_get_secret_time (store, name));
  json_builder_end_object (builder);
}

static gboolean
list_secrets (DaybookCtl *ctl, GError **error)
{
  static const DaybookColumn columns[] = {
    { "name", N_ ("Secret"), DAYBOOK_CELL_TEXT, 0 },
    { "set_at", N_ ("Set"), DAYBOOK_CELL_INSTANT, 0 },
    { NULL }
  };
  g_autoptr (GPtrArray) names = daybook_store_list_secrets (ctl->store);
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < names->len; i++)
    {
      /* The audit log's seal is nobody's secret: it only needs the same key. */
      if (g_str_has_prefix (names->pdata[i], "audit/"))
        continue;
      add_secret (builder, ctl->store, names->pdata[i]);
    }
  json_builder_end_array (builder);
  daybook_output_print (ctl, builder, columns, _ ("No secret is stored."));
  return TRUE;
}

static gboolean
print_secret (DaybookCtl *ctl, const char *name)
{
  JsonBuilder *builder = json_builder_new ();

  add_secret (builder, ctl->store, name);
  daybook_output_print_object (ctl, builder);
  return TRUE;
}

static gboolean
run_secret_errand (DaybookCtl *ctl, const char *verb, const char *name, GError **error)
{
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "secret");

  daybook_errand_never_agent (errand);
  daybook_errand_add_argument (errand, verb);
  if (name != NULL)
    {
      g_autofree char *secret = daybook_options_read_secret (error);

      if (secret == NULL)
        return FALSE;
      daybook_errand_add_argument (errand, name);
      daybook_errand_set_secret (errand, secret);
    }
  return daybook_errand_run (errand, error);
}

static gboolean
rotate_key (DaybookCtl *ctl, GError **error)
{
  return run_secret_errand (ctl, "rotate-key", NULL, error) && (!ctl->json || list_secrets (ctl, error));
}

/* The same as "secret rotate-key". */
gboolean
daybook_command_rotate_key (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  return daybook_options_parse (ctl, "rotate-key", NULL, &argc, &argv, error)
         && daybook_options_expect (argc, 0, 0, "rotate-key", error) && daybook_ctl_get_store (ctl, error) != NULL
         && rotate_key (ctl, error);
}

gboolean
daybook_command_secret (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  if (!daybook_options_parse (ctl, "secret", NULL, &argc, &argv, error) || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  if (argc == 2 && g_str_equal (argv[1], "list"))
    return list_secrets (ctl, error);
  if (argc == 3 && g_str_equal (argv[1], "set"))
    return run_secret_errand (ctl, "set", argv[2], error) && (!ctl->json || print_secret (ctl, argv[2]));
  if (argc == 2 && g_str_equal (argv[1], "rotate-key"))
    return rotate_key (ctl, error);
  return daybook_options_expect (2, 0, 0, "secret set NAME < VALUE | secret list | secret rotate-key", error);
}
