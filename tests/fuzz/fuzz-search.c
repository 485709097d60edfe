/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed into the search: whatever it is, the store answers it, and what it shows is text. */
#include <glib/gstdio.h>
#include <stdlib.h>

#include "fuzz.h"
#include "store/daybook-events.h"
#include "store/daybook-tasks.h"

static DaybookStore *store;
static char *folder;

static void
remove_store (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_clear_object (&store);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      g_unlink (file);
    }
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

static void
make_store (void)
{
  static const char *const texts[][2] = {
    { "Design review", "Zürich, room 3" },
    { "a b c", "NOT OR AND NEAR" },
    { "日本 é", "straße \xE2\x80\xA6 and much more that is written about it, so that a snippet has to be cut somewhere in the middle" },
  };
  g_autofree char *path = NULL;

  folder = g_dir_make_tmp ("daybook-fuzz-XXXXXX", NULL);
  FUZZ_ASSERT (folder != NULL);
  path = g_build_filename (folder, "daybook.db", NULL);
  store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, NULL, NULL);
  atexit (remove_store);
  FUZZ_ASSERT (store != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DaybookTask) task = daybook_task_new ();

      task->title = g_strdup (texts[i][0]);
      task->notes = g_strdup (texts[i][1]);
      FUZZ_ASSERT (daybook_store_add_task (store, task, NULL) != 0);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    make_store ();
  hits = daybook_store_search (store, text, 0, 0, &error);
  FUZZ_ASSERT (hits != NULL && error == NULL);
  for (guint i = 0; i < hits->len; i++)
    {
      const DaybookSearchHit *hit = hits->pdata[i];

      FUZZ_ASSERT (hit->id > 0 && g_utf8_validate (hit->title, -1, NULL));
      FUZZ_ASSERT (hit->snippet == NULL || g_utf8_validate (hit->snippet, -1, NULL));
    }
  return 0;
}
