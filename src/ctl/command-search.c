/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "daybook-options.h"
#include "daybook-output.h"
#include "store/daybook-events.h"

static const char *
name_of (DaybookKind kind)
{
  switch (kind)
    {
    case DAYBOOK_KIND_EVENT:
      return "event";
    case DAYBOOK_KIND_ACTIVITY:
      return "activity";
    case DAYBOOK_KIND_ENTRY:
      return "entry";
    case DAYBOOK_KIND_TASK:
    default:
      return "task";
    }
}

gboolean
daybook_command_search (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const DaybookColumn columns[] = {
    { "kind", N_ ("Kind"), DAYBOOK_CELL_TEXT, 0 },
    { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
    { "at", N_ ("Time"), DAYBOOK_CELL_INSTANT, 0 },
    { "title", N_ ("Title"), DAYBOOK_CELL_TEXT, 48 },
    { "snippet", N_ ("Text"), DAYBOOK_CELL_TEXT, 60 },
    { NULL }
  };
  int limit = 50;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many"), N_ ("N") },
    { NULL }
  };
  g_autoptr (GPtrArray) hits = NULL;
  g_autofree char *text = NULL;
  JsonBuilder *builder;

  if (!daybook_options_parse (ctl, "search", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 1, -1, "search TEXT", error) || !daybook_options_limit (limit, 10000, error)
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  text = g_strjoinv (" ", argv + 1);
  hits = daybook_store_search (ctl->store, text, limit, 0, error);
  if (hits == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < hits->len; i++)
    {
      const DaybookSearchHit *hit = hits->pdata[i];

      json_builder_begin_object (builder);
      daybook_json_add_text (builder, "kind", name_of (hit->kind));
      daybook_json_add_id (builder, "id", hit->kind, hit->id);
      daybook_json_add_text (builder, "title", hit->title);
      daybook_json_add_instant (builder, "at", hit->at);
      daybook_json_add_text (builder, "snippet", hit->snippet);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  daybook_output_print (ctl, builder, columns, _ ("Nothing was found."));
  return TRUE;
}
