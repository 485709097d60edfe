/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the database that the environment names (XDG_DATA_HOME), which must not exist yet, with weeks to look at and
 * to test with. Run the windows on it with DAYBOOK_NOW=2026-11-19T14:40:00Z. */
#include "week-seed.h"

int
main (void)
{
  g_autoptr (DaybookClock) clock = daybook_clock_new_fixed (WEEK_SEED_NOW);
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = daybook_store_open (NULL, DAYBOOK_STORE_READ_WRITE, clock, &error);

  if (store == NULL || !week_seed_fill (store, &error))
    {
      g_printerr ("seed-week: %s\n", error->message);
      return 1;
    }
  return 0;
}
