/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox/daybook-inbox-marks.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/daybook-text.h"
#include "common/daybook-card-ground.h"
#include "common/daybook-color.h"

#define LIGHT_SHARE 0.18
#define DARK_SHARE 0.38
#define CONTRAST 7.0

void
daybook_inbox_mark_style_compute (DaybookInboxMarkStyle *style,
                                  const GdkRGBA *ground,
                                  const GdkRGBA *text,
                                  const GdkRGBA *accent,
                                  gboolean dark,
                                  gboolean high_contrast)
{
  GdkRGBA seen = daybook_color_mix (ground, text, text->alpha);
  double share = dark ? DARK_SHARE : LIGHT_SHARE;

  do
    {
      style->fill = daybook_color_mix (ground, accent, share);
      share -= 0.02;
    }
  while (share > 0 && daybook_color_contrast (&seen, &style->fill) < CONTRAST);
  style->high_contrast = high_contrast;
}

static void
insert (PangoAttrList *attributes, PangoAttribute *attribute, const DaybookExtent *extent)
{
  attribute->start_index = (guint) extent->start;
  attribute->end_index = (guint) extent->end;
  pango_attr_list_insert (attributes, attribute);
}

/* The sentence lies on a tint, what stands out in it is bold, in the title, which is bold itself, underlined. Where a
 * tint is not enough the sentence is underlined, too. */
PangoAttrList *
daybook_inbox_marks_make_attributes (const GArray *grounds, gboolean in_title, const DaybookInboxMarkStyle *style)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (guint i = 0; i < grounds->len; i++)
    {
      const DaybookGround *ground = &g_array_index (grounds, DaybookGround, i);

      if (ground->in_title != in_title)
        continue;
      insert (attributes,
              pango_attr_background_new ((guint16) (style->fill.red * G_MAXUINT16 + 0.5f),
                                         (guint16) (style->fill.green * G_MAXUINT16 + 0.5f),
                                         (guint16) (style->fill.blue * G_MAXUINT16 + 0.5f)),
              &ground->extent);
      if (ground->kind != DAYBOOK_GROUND_ASKS && !in_title)
        insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), &ground->extent);
      if (style->high_contrast || (ground->kind != DAYBOOK_GROUND_ASKS && in_title))
        insert (attributes, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), &ground->extent);
    }
  return attributes;
}

static const char *
get_format (DaybookGroundKind kind)
{
  switch (kind)
    {
    case DAYBOOK_GROUND_DUE:
      /* Translators: %s is quoted from a mail or a message. */
      return _("Names a date: “%s”.");
    case DAYBOOK_GROUND_URGENT:
      /* Translators: %s is quoted from a mail or a message. */
      return _("Says that it hurries: “%s”.");
    case DAYBOOK_GROUND_TOPIC:
      /* Translators: %s is a word from a meeting's title. */
      return _("A kind of meeting that is prepared: “%s”.");
    case DAYBOOK_GROUND_ASKS:
    default:
      /* Translators: %s is quoted from a mail or a message. */
      return _("Asks: “%s”.");
    }
}

char *
daybook_inbox_marks_describe (const GArray *grounds, gboolean in_title, const char *text)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < grounds->len; i++)
    {
      const DaybookGround *ground = &g_array_index (grounds, DaybookGround, i);
      g_autofree char *slice = NULL, *line = NULL, *quoted = NULL;

      if (ground->in_title != in_title)
        continue;
      slice = g_strndup (text + ground->extent.start, ground->extent.end - ground->extent.start);
      line = daybook_text_one_line (slice);
      quoted = daybook_text_isolate (line);
      if (words->len > 0)
        g_string_append_c (words, ' ');
      g_string_append_printf (words, get_format (ground->kind), quoted);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

void
daybook_inbox_marks_show (GtkLabel *label, const GArray *grounds, gboolean in_title, const char *text)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (label));
  g_autofree char *words = daybook_inbox_marks_describe (grounds, in_title, text != NULL ? text : "");
  g_autoptr (PangoAttrList) attributes = NULL;
  DaybookInboxMarkStyle style;
  GdkRGBA ground, color, accent;

  daybook_card_get_ground (GTK_WIDGET (label), &ground);
  gtk_style_context_get_color (context, &color);
  if (!gtk_style_context_lookup_color (context, "accent_bg_color", &accent))
    accent = color;
  daybook_inbox_mark_style_compute (&style, &ground, &color, &accent, adw_style_manager_get_dark (manager),
                                    adw_style_manager_get_high_contrast (manager));
  attributes = daybook_inbox_marks_make_attributes (grounds, in_title, &style);
  gtk_label_set_attributes (label, attributes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}
