/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-hues.h"

#include <glib/gi18n.h>

#include "records/daybook-project.h"

static const struct
{
  const char *color;
  const char *name;
} hues[DAYBOOK_HUES] = {
  { "#3584e4", N_("Blue") },   { "#2190a4", N_("Teal") }, { "#3a944a", N_("Green") },  { "#c88800", N_("Yellow") },
  { "#ff7800", N_("Orange") }, { "#e62d42", N_("Red") },  { "#9141ac", N_("Purple") }, { "#77767b", N_("Gray") },
};

/* As the store keeps it. */
const char *
daybook_hue_get_color (guint hue)
{
  return hues[hue % DAYBOOK_HUES].color;
}

const char *
daybook_hue_get_name (guint hue)
{
  return _(hues[hue % DAYBOOK_HUES].name);
}

/* DAYBOOK_HUES for any other colour, and for none. */
guint
daybook_hue_find (const char *color)
{
  guint hue = 0;

  while (hue < DAYBOOK_HUES && (color == NULL || g_ascii_strcasecmp (hues[hue].color, color) != 0))
    hue++;
  return hue;
}

/* For a new project beside @projects (DaybookProject): the first of those that fewest of them have. */
guint
daybook_hue_propose (GPtrArray *projects)
{
  guint uses[DAYBOOK_HUES + 1] = { 0 };
  guint best = 0;

  for (guint i = 0; i < projects->len; i++)
    uses[daybook_hue_find (((const DaybookProject *) projects->pdata[i])->color)]++;
  for (guint hue = 1; hue < DAYBOOK_HUES; hue++)
    if (uses[hue] < uses[best])
      best = hue;
  return best;
}
