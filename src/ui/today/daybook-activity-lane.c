/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-activity-lane.h"

#include <glib/gi18n.h>

#include "common/daybook-reload-gate.h"
#include "store/daybook-accounts.h"
#include "store/daybook-events.h"
#include "today/daybook-activity-groups.h"
#include "today/daybook-activity-layout.h"
#include "today/daybook-activity-popover.h"

#define MOST_CHIPS 5

struct _DaybookActivityLane
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookReloadGate *gate;     /* (owned) (nullable) */
  GCancellable *cancellable;   /* (owned) of what is being read */
  GPtrArray *groups;           /* (owned) (nullable) DaybookActivityGroup */
  GtkWidget *box;
  DaybookDay day;
  gboolean is_short;
};

G_DEFINE_FINAL_TYPE (DaybookActivityLane, daybook_activity_lane, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_SHORT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Chips --------------------------------------------------------------------------------------------------- */

static gboolean
is_rest (GtkWidget *chip)
{
  return gtk_widget_has_css_class (chip, DAYBOOK_ACTIVITY_LAYOUT_REST);
}

/* The group that @chip begins with: those that stand for all that follow begin with the second. */
static guint
get_number (DaybookActivityLane *self, GtkWidget *chip)
{
  guint number = is_rest (chip) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->box); child != NULL && child != chip;
       child = gtk_widget_get_next_sibling (child))
    number += is_rest (child) == is_rest (chip);
  return number;
}

/* What a chip shows is made when it is pressed. */
static void
on_press_cb (GtkMenuButton *chip, gpointer data)
{
  DaybookActivityLane *self = data;
  guint number = get_number (self, GTK_WIDGET (chip));

  if (self->groups == NULL || number >= self->groups->len)
    return;
  gtk_menu_button_set_popover (
    chip, daybook_activity_popover_new (self->groups, number, is_rest (GTK_WIDGET (chip)) ? G_MAXUINT : 1,
                                        daybook_workspace_get_zone (self->workspace)));
}

static GtkWidget *
make_chip (DaybookActivityLane *self, const char *icon, const char *text)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "ellipsize", PANGO_ELLIPSIZE_END, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *chip = gtk_menu_button_new ();

  if (icon != NULL)
    gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (content), label);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (chip), content);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (chip), GTK_ARROW_UP);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (chip), on_press_cb, self, NULL);
  gtk_widget_add_css_class (chip, "flat");
  gtk_widget_add_css_class (chip, "activity-chip");
  /* What has the focus is the button inside. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (chip)), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
  return chip;
}

/* A chip for each group, and one for each number of groups that may find no room. */
static void
add_chips (DaybookActivityLane *self)
{
  guint n = MIN (self->groups->len, MOST_CHIPS);

  for (guint i = 0; i < n; i++)
    {
      const DaybookActivityGroup *group = self->groups->pdata[i];
      g_autofree char *text = daybook_activity_group_describe (group);

      gtk_box_append (GTK_BOX (self->box), make_chip (self, daybook_activity_group_get_icon (group), text));
    }
  for (guint i = 1; i <= n && i < self->groups->len; i++)
    {
      guint left = self->groups->len - i;
      /* Translators: how many further lines such as "3 commits in daybook" there are */
      g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", left), left);
      GtkWidget *chip = make_chip (self, NULL, text);

      gtk_widget_add_css_class (chip, DAYBOOK_ACTIVITY_LAYOUT_REST);
      gtk_box_append (GTK_BOX (self->box), chip);
    }
}

static void
update_visible (DaybookActivityLane *self)
{
  gtk_widget_set_visible (self->box, self->groups != NULL && self->groups->len > 0 && !self->is_short);
}

static gboolean
says_the_same (GPtrArray *a, GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const DaybookActivityGroup *x = a->pdata[i], *y = b->pdata[i];

      if (x->source_id != y->source_id || x->count != y->count || x->items->len != y->items->len
          || !g_str_equal (x->kind, y->kind) || !g_str_equal (x->source_name, y->source_name))
        return FALSE;
    }
  return TRUE;
}

/* Chips that say the same stay, and with them the focus. */
static void
take_groups (DaybookActivityLane *self, GPtrArray *groups /* (transfer full) */)
{
  gboolean same = says_the_same (self->groups, groups);

  g_clear_pointer (&self->groups, g_ptr_array_unref);
  self->groups = groups;
  if (!same)
    {
      for (GtkWidget *child; (child = gtk_widget_get_first_child (self->box)) != NULL;)
        gtk_box_remove (GTK_BOX (self->box), child);
      add_chips (self);
    }
  update_visible (self);
}

/* Reading, on the store's thread -------------------------------------------------------------------------- */

static gpointer
read_groups (DaybookStore *store, gpointer data, GError **error)
{
  const DaybookActivityFilter *filter = data;
  g_autoptr (GPtrArray) activities = daybook_store_list_activities (store, filter, error);
  g_autoptr (GPtrArray) sources = activities != NULL ? daybook_store_list_sources (store, 0, error) : NULL;

  return sources != NULL ? daybook_activity_groups_new (activities, sources) : NULL;
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookActivityLane) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *groups = daybook_workspace_read_finish (self->workspace, result, &error);

  if (groups != NULL)
    take_groups (self, groups);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Cannot read the day's activities: %s", error->message);
}

static void
load (DaybookActivityLane *self)
{
  DaybookActivityFilter *filter;

  if (self->day == DAYBOOK_DAY_NONE)
    return;
  filter = g_new0 (DaybookActivityFilter, 1);
  filter->from = self->day;
  filter->to = self->day + 1;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  daybook_workspace_read_async (self->workspace, read_groups, filter, g_free, (GDestroyNotify) g_ptr_array_unref,
                                self->cancellable, on_read_cb, g_object_ref (self));
}

/* The type ------------------------------------------------------------------------------------------------ */

static void
daybook_activity_lane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookActivityLane *self = DAYBOOK_ACTIVITY_LANE (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_SHORT:
      g_value_set_boolean (value, self->is_short);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_activity_lane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookActivityLane *self = DAYBOOK_ACTIVITY_LANE (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      if (!g_set_object (&self->workspace, g_value_get_object (value)) || self->workspace == NULL)
        break;
      g_clear_object (&self->gate);
      self->gate = daybook_reload_gate_new (self->workspace, (DaybookReloadFunc) load, self);
      daybook_reload_gate_follow (self->gate, GTK_WIDGET (self));
      daybook_reload_gate_invalidate (self->gate);
      break;
    case PROP_SHORT:
      self->is_short = g_value_get_boolean (value);
      update_visible (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_activity_lane_dispose (GObject *object)
{
  DaybookActivityLane *self = DAYBOOK_ACTIVITY_LANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->gate);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_activity_lane_parent_class)->dispose (object);
}

static void
daybook_activity_lane_finalize (GObject *object)
{
  DaybookActivityLane *self = DAYBOOK_ACTIVITY_LANE (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  G_OBJECT_CLASS (daybook_activity_lane_parent_class)->finalize (object);
}

static void
daybook_activity_lane_class_init (DaybookActivityLaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = daybook_activity_lane_get_property;
  object_class->set_property = daybook_activity_lane_set_property;
  object_class->dispose = daybook_activity_lane_dispose;
  object_class->finalize = daybook_activity_lane_finalize;
  properties[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE, flags);
  properties[PROP_SHORT] = g_param_spec_boolean ("short", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
daybook_activity_lane_init (DaybookActivityLane *self)
{
  self->day = DAYBOOK_DAY_NONE;
  self->cancellable = g_cancellable_new ();
  self->box = g_object_new (GTK_TYPE_BOX, "visible", FALSE, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_widget_set_layout_manager (self->box, daybook_activity_layout_new (3));
  gtk_widget_add_css_class (self->box, "activity-lane");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Mail, messages and code of the day"), -1);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

void
daybook_activity_lane_set_day (DaybookActivityLane *self, DaybookDay day)
{
  g_return_if_fail (DAYBOOK_IS_ACTIVITY_LANE (self));

  if (self->day == day)
    return;
  self->day = day;
  if (self->gate != NULL)
    daybook_reload_gate_invalidate (self->gate);
}
