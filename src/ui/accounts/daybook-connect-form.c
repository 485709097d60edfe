/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-connect-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-link.h"

struct _DaybookConnectForm
{
  AdwBin parent_instance;

  DaybookService *service;     /* (owned) (nullable) */
  const DaybookSignInWay *way; /* (nullable) */
  GPtrArray *way_rows;         /* (owned) of unowned rows */
  GPtrArray *way_checks;       /* (owned) of unowned GtkCheckButton, one a row */
  GtkFileChooserNative *chooser; /* (owned) (nullable) while a file is chosen */
  GPtrArray *siblings;       /* (owned) DaybookService that the same sign-in can serve */
  GPtrArray *sibling_checks; /* (owned) of unowned GtkCheckButton, one a sibling */
  char *token_address;       /* (owned) (nullable) checked */
  gboolean ready;

  /* Template children */
  AdwPreferencesGroup *ways;
  AdwPreferencesGroup *address_group;
  GtkEditable *address;
  AdwPreferencesGroup *login_group;
  GtkEditable *server;
  GtkEditable *user;
  GtkEditable *password;
  GtkWidget *token_link;
  GtkEditable *token;
  AdwPreferencesGroup *goa_group;
  AdwComboRow *goa_account;
  AdwPreferencesGroup *also_group;
  AdwPreferencesGroup *client_group;
  AdwExpanderRow *client_expander;
  GtkEditable *client_id;
  GtkEditable *client_secret;
  GtkEditable *tenant;
};

G_DEFINE_FINAL_TYPE (DaybookConnectForm, daybook_connect_form, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_READY,
  PROP_WAY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
get_text (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

static gboolean
is_filled (GtkEditable *entry)
{
  g_autofree char *text = get_text (entry);

  return *text != '\0';
}

static gboolean
asks (DaybookConnectForm *self, DaybookAsks what)
{
  return self->way != NULL && (self->way->asks & what) != 0;
}

/* By an account that is set up on this computer. */
static gboolean
is_goa (DaybookConnectForm *self)
{
  return self->way != NULL && g_str_equal (self->way->way, "goa")
         && daybook_service_get_goa_users (self->service)->len > 0;
}

/* Whether the client id has to be typed because none came with Daybook and none was entered before. */
static gboolean
needs_client (DaybookConnectForm *self)
{
  return asks (self, DAYBOOK_ASKS_CLIENT) && !daybook_service_is_configured (self->service);
}

static gboolean
is_complete (DaybookConnectForm *self)
{
  if (self->way == NULL)
    return FALSE;
  if (needs_client (self)
      && (!is_filled (self->client_id)
          || (daybook_service_needs_client_secret (self->service) && !is_filled (self->client_secret))))
    return FALSE;
  return (!asks (self, DAYBOOK_ASKS_ADDRESS) || is_filled (self->address))
         && (!asks (self, DAYBOOK_ASKS_SERVER) || is_filled (self->server))
         && (!asks (self, DAYBOOK_ASKS_USER) || is_filled (self->user))
         && (!asks (self, DAYBOOK_ASKS_PASSWORD) || is_filled (self->password))
         && (!asks (self, DAYBOOK_ASKS_TOKEN) || is_filled (self->token));
}

static void
update_ready (DaybookConnectForm *self)
{
  gboolean ready = is_complete (self);

  if (self->ready == ready)
    return;
  self->ready = ready;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
on_activated_cb (DaybookConnectForm *self)
{
  if (self->ready)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

/* Shows what the chosen way asks for, and nothing else. */
static void
update_fields (DaybookConnectForm *self)
{
  gboolean client = asks (self, DAYBOOK_ASKS_CLIENT);
  gboolean open = needs_client (self);
  gboolean secret = client && daybook_service_needs_client_secret (self->service);
  gboolean tenants = client && daybook_service_has_tenants (self->service);

  gtk_widget_set_visible (GTK_WIDGET (self->address_group), asks (self, DAYBOOK_ASKS_ADDRESS));
  gtk_widget_set_visible (GTK_WIDGET (self->login_group),
                          asks (self, DAYBOOK_ASKS_SERVER | DAYBOOK_ASKS_USER | DAYBOOK_ASKS_PASSWORD | DAYBOOK_ASKS_TOKEN));
  gtk_widget_set_visible (GTK_WIDGET (self->server), asks (self, DAYBOOK_ASKS_SERVER));
  gtk_widget_set_visible (GTK_WIDGET (self->user), asks (self, DAYBOOK_ASKS_USER));
  gtk_widget_set_visible (GTK_WIDGET (self->password), asks (self, DAYBOOK_ASKS_PASSWORD));
  gtk_widget_set_visible (GTK_WIDGET (self->token), asks (self, DAYBOOK_ASKS_TOKEN));
  gtk_widget_set_visible (self->token_link, asks (self, DAYBOOK_ASKS_TOKEN) && self->token_address != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->goa_group), is_goa (self));
  gtk_widget_set_visible (GTK_WIDGET (self->also_group), client && self->siblings->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->client_group), client);
  adw_preferences_group_set_title (self->client_group, open ? _("Your Client") : "");
  adw_preferences_group_set_description (
    self->client_group, open ? _("This service gives no client id to a program that comes as source: make your own, once. "
                                 "The help shows how, step by step.")
                             : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->client_expander), client && !open);
  gtk_widget_set_visible (GTK_WIDGET (self->client_id),
                          open || adw_expander_row_get_expanded (self->client_expander));
  gtk_widget_set_visible (GTK_WIDGET (self->client_secret),
                          secret && (open || adw_expander_row_get_expanded (self->client_expander)));
  gtk_widget_set_visible (GTK_WIDGET (self->tenant),
                          tenants && (open || adw_expander_row_get_expanded (self->client_expander)));
  update_ready (self);
}

static void
take_way (DaybookConnectForm *self, const DaybookSignInWay *way)
{
  if (self->way == way)
    return;
  self->way = way;
  update_fields (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAY]);
}

static void
on_way_toggled_cb (GtkCheckButton *check, DaybookConnectForm *self)
{
  guint position;

  if (gtk_check_button_get_active (check) && g_ptr_array_find (self->way_checks, check, &position))
    take_way (self, daybook_sign_in_way_find (daybook_service_get_sign_in (self->service)[position]));
}

/* A row for each way; (transfer none). Rows and names of ways stand in the same order. */
static void
add_way (DaybookConnectForm *self, const DaybookSignInWay *way)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  g_object_set (row, "title", _(way->title), "subtitle", _(way->sentence), "title-lines", 0, "subtitle-lines", 0,
                "activatable-widget", check, NULL);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  if (self->way_checks->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->way_checks->pdata[0]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, _(way->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(way->sentence), -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->ways, row);
  g_ptr_array_add (self->way_rows, row);
  g_ptr_array_add (self->way_checks, check);
  g_signal_connect (check, "toggled", G_CALLBACK (on_way_toggled_cb), self);
}

static void
on_token_link_cb (DaybookConnectForm *self)
{
  if (self->token_address != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->token_address, GDK_CURRENT_TIME);
}

/* Files ------------------------------------------------------------------------------------------------ */

static void
on_file_chosen_cb (GtkNativeDialog *dialog, int response, DaybookConnectForm *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    {
      g_autofree char *path = g_file_get_path (file);

      gtk_editable_set_text (self->address, path != NULL ? path : "");
    }
  g_clear_object (&self->chooser);
}

static void
on_choose_file_cb (GtkButton *button, DaybookConnectForm *self)
{
  g_autoptr (GtkFileFilter) calendars = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Choose a Calendar"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Choose"), NULL);
  gtk_file_filter_set_name (calendars, _("Calendars"));
  gtk_file_filter_add_mime_type (calendars, "text/calendar");
  gtk_file_filter_add_pattern (calendars, "*.ics");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), calendars);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_file_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* The type --------------------------------------------------------------------------------------------- */

static void
daybook_connect_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookConnectForm *self = DAYBOOK_CONNECT_FORM (object);

  switch (id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_WAY:
      g_value_set_string (value, self->way != NULL ? self->way->way : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_connect_form_finalize (GObject *object)
{
  DaybookConnectForm *self = DAYBOOK_CONNECT_FORM (object);

  g_clear_object (&self->service);
  g_clear_object (&self->chooser);
  g_ptr_array_unref (self->way_rows);
  g_ptr_array_unref (self->way_checks);
  g_ptr_array_unref (self->siblings);
  g_ptr_array_unref (self->sibling_checks);
  g_free (self->token_address);
  G_OBJECT_CLASS (daybook_connect_form_parent_class)->finalize (object);
}

static void
daybook_connect_form_class_init (DaybookConnectFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = daybook_connect_form_get_property;
  object_class->finalize = daybook_connect_form_finalize;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  properties[PROP_WAY] = g_param_spec_string ("way", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  /* Enter was pressed in a field, and everything is filled in. */
  signals[ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/accounts/daybook-connect-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, ways);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, address_group);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, address);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, login_group);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, server);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, user);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, password);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, token_link);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, token);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, goa_group);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, goa_account);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, also_group);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, client_group);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, client_expander);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, client_id);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, client_secret);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectForm, tenant);
  gtk_widget_class_bind_template_callback (widget_class, update_ready);
  gtk_widget_class_bind_template_callback (widget_class, on_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_token_link_cb);
}

static void
daybook_connect_form_init (DaybookConnectForm *self)
{
  self->way_rows = g_ptr_array_new ();
  self->way_checks = g_ptr_array_new ();
  self->siblings = g_ptr_array_new_with_free_func (g_object_unref);
  self->sibling_checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->client_expander, "notify::expanded", G_CALLBACK (update_fields), self);
}

static guint
count_ways (DaybookConnectForm *self)
{
  guint n = 0;

  for (guint i = 0; i < self->way_checks->len; i++)
    n += gtk_widget_get_visible (self->way_rows->pdata[i]);
  return n;
}

/* Which of the desktop's accounts; the first one is chosen. */
static void
fill_goa_accounts (DaybookConnectForm *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GPtrArray *accounts = daybook_service_get_goa_names (self->service);

  for (guint i = 0; i < accounts->len; i++)
    gtk_string_list_append (names, accounts->pdata[i]);
  adw_combo_row_set_model (self->goa_account, G_LIST_MODEL (names));
}

/* Offers the ways of @service. With only one there is nothing to choose, and it is not asked. */
void
daybook_connect_form_set_service (DaybookConnectForm *self, DaybookService *service, const char *preferred_way)
{
  const char *const *names = daybook_service_get_sign_in (service);

  g_return_if_fail (DAYBOOK_IS_CONNECT_FORM (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  /* What comes from outside is opened only as a web address. */
  if (daybook_service_get_token_link (service) != NULL)
    self->token_address = daybook_link_check (daybook_service_get_token_link (service));
  fill_goa_accounts (self);
  for (guint i = 0; names[i] != NULL; i++)
    {
      const DaybookSignInWay *way = daybook_sign_in_way_find (names[i]);

      if (way != NULL)
        add_way (self, way);
      else
        {
          /* Keeps rows and names in step. */
          add_way (self, daybook_sign_in_way_find ("none"));
          gtk_widget_set_visible (self->way_rows->pdata[i], FALSE);
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self->ways), count_ways (self) > 1);
  daybook_connect_form_set_way (self, preferred_way);
  if (self->way == NULL)
    daybook_connect_form_set_way (self, names[0]);
  update_fields (self);
}

/* Offers to connect @service by the same sign-in. */
void
daybook_connect_form_add_sibling (DaybookConnectForm *self, DaybookService *service)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  /* Translators: %s is the name of a service */
  g_autofree char *title = g_strdup_printf (_("Also %s"), daybook_service_get_name (service));

  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", daybook_service_get_summary (service), "title-lines",
                0, "subtitle-lines", 0, "activatable-widget", check, NULL);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->also_group, row);
  g_ptr_array_add (self->siblings, g_object_ref (service));
  g_ptr_array_add (self->sibling_checks, check);
  update_fields (self);
}

/* What is known already when one signs in again. */
void
daybook_connect_form_set_user (DaybookConnectForm *self, const char *user)
{
  gtk_editable_set_text (self->user, user != NULL ? user : "");
}

const DaybookSignInWay *
daybook_connect_form_get_way (DaybookConnectForm *self)
{
  return self->way;
}

/* Chooses @way if the service has it. */
void
daybook_connect_form_set_way (DaybookConnectForm *self, const char *way)
{
  const char *const *names = daybook_service_get_sign_in (self->service);

  for (guint i = 0; names[i] != NULL && i < self->way_checks->len; i++)
    if (g_strcmp0 (names[i], way) == 0 && gtk_widget_get_visible (self->way_rows->pdata[i]))
      gtk_check_button_set_active (self->way_checks->pdata[i], TRUE);
}

gboolean
daybook_connect_form_is_ready (DaybookConnectForm *self)
{
  return self->ready;
}

static void
add_text (GVariantDict *options, const char *name, GtkEditable *entry)
{
  g_autofree char *text = get_text (entry);

  g_variant_dict_insert (options, name, "s", text);
}

static void
add_setting (GVariantBuilder *settings, const char *key, GtkEditable *entry)
{
  g_autofree char *text = get_text (entry);

  if (*text != '\0')
    g_variant_builder_add (settings, "{ss}", key, text);
}

/* Which services the person wants by the same sign-in, as the worker's setting `also` reads it. */
static void
add_siblings (DaybookConnectForm *self, GVariantBuilder *settings)
{
  g_autoptr (GString) also = g_string_new (NULL);

  for (guint i = 0; i < self->siblings->len; i++)
    if (gtk_check_button_get_active (self->sibling_checks->pdata[i]))
      g_string_append_printf (also, "%s%s", also->len > 0 ? " " : "", daybook_service_get_id (self->siblings->pdata[i]));
  if (also->len > 0)
    g_variant_builder_add (settings, "{ss}", "also", also->str);
}

/* Options of the agent's Connect, without any secret but an installed application's, which is none.
 * (transfer floating) a{sv} */
GVariant *
daybook_connect_form_make_options (DaybookConnectForm *self)
{
  GVariantBuilder settings;
  GVariantDict options;

  g_variant_dict_init (&options, NULL);
  g_variant_builder_init (&settings, G_VARIANT_TYPE ("a{ss}"));
  g_variant_dict_insert (&options, "sign-in", "s", self->way->way);
  if (asks (self, DAYBOOK_ASKS_SERVER))
    add_text (&options, "url", self->server);
  if (asks (self, DAYBOOK_ASKS_USER))
    add_text (&options, "user", self->user);
  if (is_goa (self))
    {
      GPtrArray *users = daybook_service_get_goa_users (self->service);
      guint selected = MIN (adw_combo_row_get_selected (self->goa_account), users->len - 1);

      g_variant_dict_insert (&options, "user", "s", users->pdata[selected]);
    }
  if (asks (self, DAYBOOK_ASKS_CLIENT) && is_filled (self->client_id))
    {
      add_setting (&settings, "client-id", self->client_id);
      add_setting (&settings, "client-secret", self->client_secret);
      add_setting (&settings, "tenant", self->tenant);
    }
  if (asks (self, DAYBOOK_ASKS_CLIENT))
    add_siblings (self, &settings);
  g_variant_dict_insert_value (&options, "settings", g_variant_builder_end (&settings));
  return g_variant_dict_end (&options);
}

/* What travels through the pipe; NULL when the way needs none. Shred it after use. */
char *
daybook_connect_form_take_secret (DaybookConnectForm *self)
{
  if (asks (self, DAYBOOK_ASKS_ADDRESS))
    return get_text (self->address);
  /* A password may begin or end with a blank. */
  if (asks (self, DAYBOOK_ASKS_PASSWORD))
    return g_strdup (gtk_editable_get_text (self->password));
  if (asks (self, DAYBOOK_ASKS_TOKEN))
    return get_text (self->token);
  return NULL;
}

/* Empties what is secret: it was used. */
void
daybook_connect_form_forget (DaybookConnectForm *self)
{
  gtk_editable_set_text (self->password, "");
  gtk_editable_set_text (self->token, "");
  gtk_editable_set_text (self->address, "");
  gtk_editable_set_text (self->client_secret, "");
}
