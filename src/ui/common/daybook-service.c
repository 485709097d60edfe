/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-service.h"

#include "base/daybook-json-reader.h"
#include "common/daybook-service-setting.h"

struct _DaybookService
{
  GObject parent_instance;

  char *id;       /* (owned) */
  char *family;   /* (owned) */
  char *name;     /* (owned) */
  char *summary;  /* (owned) */
  char *icon;     /* (owned) */
  char *help;     /* (owned) (nullable) page of the help */
  char **kinds;   /* (owned) */
  char **sign_in; /* (owned) */
  char *token_link;    /* (owned) (nullable) where a token is made */
  GPtrArray *settings; /* (owned) DaybookProviderSetting */
  GPtrArray *goa_users; /* (owned) char*: accounts of GNOME Online Accounts, as connect takes them */
  GPtrArray *goa_names; /* (owned) char*: as they are called, in the same order */
  gboolean configured;
  gboolean tenants;
  gboolean needs_secret;
  gboolean writes_back;
  gboolean revokes;
};

G_DEFINE_FINAL_TYPE (DaybookService, daybook_service, G_TYPE_OBJECT)

static void
daybook_service_finalize (GObject *object)
{
  DaybookService *self = DAYBOOK_SERVICE (object);

  g_free (self->id);
  g_free (self->family);
  g_free (self->name);
  g_free (self->summary);
  g_free (self->icon);
  g_free (self->help);
  g_strfreev (self->kinds);
  g_strfreev (self->sign_in);
  g_free (self->token_link);
  g_ptr_array_unref (self->settings);
  g_ptr_array_unref (self->goa_users);
  g_ptr_array_unref (self->goa_names);
  G_OBJECT_CLASS (daybook_service_parent_class)->finalize (object);
}

static void
daybook_service_class_init (DaybookServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_service_finalize;
}

static void
daybook_service_init (DaybookService *self)
{
  self->settings = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_service_setting_free);
  self->goa_users = g_ptr_array_new_with_free_func (g_free);
  self->goa_names = g_ptr_array_new_with_free_func (g_free);
}

/* A list of words; (transfer full), never NULL. */
static char **
read_words (DaybookJsonReader *reader)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (daybook_json_reader_begin_array_or_skip (reader))
    while (daybook_json_reader_next_element (reader))
      {
        char *word = daybook_json_reader_read_string_or_null (reader);

        if (word != NULL)
          g_ptr_array_add (words, word);
      }
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_steal (words, NULL);
}

static void
replace_words (char ***slot, DaybookJsonReader *reader)
{
  g_strfreev (*slot);
  *slot = read_words (reader);
}

static void
read_settings (DaybookService *self, DaybookJsonReader *reader)
{
  g_ptr_array_set_size (self->settings, 0);
  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      DaybookProviderSetting *setting = NULL;

      if (daybook_json_reader_begin_object_or_skip (reader))
        setting = daybook_service_setting_read (reader);
      if (setting != NULL)
        g_ptr_array_add (self->settings, setting);
    }
}

/* One account of GNOME Online Accounts; one without an id cannot be named to the worker. */
static void
read_goa_account (DaybookService *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "user", "identity", "name", NULL };
  char *texts[] = { NULL, NULL, NULL };
  int field;

  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field >= 0 && field < 3)
      daybook_json_reader_read_string_into (reader, &texts[field]);
  if (texts[0] != NULL)
    {
      g_ptr_array_add (self->goa_users, g_strdup (texts[0]));
      g_ptr_array_add (self->goa_names, g_strdup (texts[1] != NULL ? texts[1] : texts[2] != NULL ? texts[2] : texts[0]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

static void
read_goa (DaybookService *self, DaybookJsonReader *reader)
{
  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    if (daybook_json_reader_begin_object_or_skip (reader))
      read_goa_account (self, reader);
}

static void
set_default (char **slot, const char *text)
{
  if (*slot == NULL)
    *slot = g_strdup (text);
}

/* What the worker did not say. FALSE: it is of no use. */
static gboolean
complete (DaybookService *self)
{
  if (self->id == NULL || *self->id == '\0')
    return FALSE;
  set_default (&self->family, self->id);
  set_default (&self->name, self->id);
  set_default (&self->summary, "");
  set_default (&self->icon, "daybook-accounts-symbolic");
  if (self->kinds == NULL)
    self->kinds = g_new0 (char *, 1);
  if (self->sign_in == NULL)
    self->sign_in = g_new0 (char *, 1);
  return self->sign_in[0] != NULL;
}

static DaybookService *
read_service (DaybookJsonReader *reader)
{
  enum
  {
    ID,
    FAMILY,
    NAME,
    SUMMARY,
    ICON,
    HELP,
    KINDS,
    SIGN_IN,
    CONFIGURED,
    NEEDS_SECRET,
    TENANTS,
    WRITES_BACK,
    REVOKES,
    TOKEN_LINK,
    SETTINGS,
    GOA,
  };
  static const char *const fields[] = { "id",      "family",     "name",                "summary", "icon",    "help", "kinds",
                                        "sign_in", "configured", "needs_client_secret", "tenants", "writes_back", "revokes",
                                        "token_link", "settings", "goa", NULL };
  g_autoptr (DaybookService) self = g_object_new (DAYBOOK_TYPE_SERVICE, NULL);
  int field;

  while (daybook_json_reader_next_field (reader, fields, &field))
    switch (field)
      {
      case ID:
        daybook_json_reader_read_string_into (reader, &self->id);
        break;
      case FAMILY:
        daybook_json_reader_read_string_into (reader, &self->family);
        break;
      case NAME:
        daybook_json_reader_read_string_into (reader, &self->name);
        break;
      case SUMMARY:
        daybook_json_reader_read_string_into (reader, &self->summary);
        break;
      case ICON:
        daybook_json_reader_read_string_into (reader, &self->icon);
        break;
      case HELP:
        daybook_json_reader_read_string_into (reader, &self->help);
        break;
      case KINDS:
        replace_words (&self->kinds, reader);
        break;
      case SIGN_IN:
        replace_words (&self->sign_in, reader);
        break;
      case CONFIGURED:
        self->configured = daybook_json_reader_read_bool_or (reader, FALSE);
        break;
      case NEEDS_SECRET:
        self->needs_secret = daybook_json_reader_read_bool_or (reader, FALSE);
        break;
      case TENANTS:
        self->tenants = daybook_json_reader_read_bool_or (reader, FALSE);
        break;
      case WRITES_BACK:
        self->writes_back = daybook_json_reader_read_bool_or (reader, FALSE);
        break;
      case REVOKES:
        self->revokes = daybook_json_reader_read_bool_or (reader, FALSE);
        break;
      case TOKEN_LINK:
        daybook_json_reader_read_string_into (reader, &self->token_link);
        break;
      case SETTINGS:
        read_settings (self, reader);
        break;
      case GOA:
        read_goa (self, reader);
        break;
      default:
        break;
      }
  return complete (self) ? g_steal_pointer (&self) : NULL;
}

GPtrArray *
daybook_service_parse_list (const char *json, gsize length, GError **error)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new_for_data (json, length);

  daybook_json_reader_begin_array (reader);
  while (daybook_json_reader_next_element (reader))
    {
      DaybookService *service = NULL;

      if (daybook_json_reader_begin_object_or_skip (reader))
        service = read_service (reader);
      if (service != NULL)
        g_ptr_array_add (services, service);
    }
  if (!daybook_json_reader_finish (reader, error))
    return NULL;
  return g_steal_pointer (&services);
}

const char *
daybook_service_get_id (DaybookService *self)
{
  return self->id;
}

/* Whose consent it shares: accounts of one family may hang on one sign-in. */
const char *
daybook_service_get_family (DaybookService *self)
{
  return self->family;
}

const char *
daybook_service_get_name (DaybookService *self)
{
  return self->name;
}

const char *
daybook_service_get_summary (DaybookService *self)
{
  return self->summary;
}

/* (nullable) The page of the help that walks through connecting it. */
const char *
daybook_service_get_help (DaybookService *self)
{
  return self->help;
}

/* browser device token password url goa none: the ways it has, the best first. */
const char *const *
daybook_service_get_sign_in (DaybookService *self)
{
  return (const char *const *) self->sign_in;
}

const char *const *
daybook_service_get_kinds (DaybookService *self)
{
  return (const char *const *) self->kinds;
}

/* (nullable) The page of the service where a token is made, as it was told: check it before it is opened. */
const char *
daybook_service_get_token_link (DaybookService *self)
{
  return self->token_link;
}

/* (transfer none) char*: accounts of the desktop that it can be signed in with, as connect takes them. */
GPtrArray *
daybook_service_get_goa_users (DaybookService *self)
{
  return self->goa_users;
}

/* (transfer none) char*: as they are called, in the same order. */
GPtrArray *
daybook_service_get_goa_names (DaybookService *self)
{
  return self->goa_names;
}

/* (transfer none) DaybookProviderSetting that a person may change, in the order shown. */
GPtrArray *
daybook_service_get_settings (DaybookService *self)
{
  return self->settings;
}

/* Whether a client id is at hand, or none is needed. */
gboolean
daybook_service_is_configured (DaybookService *self)
{
  return self->configured;
}

/* Whether the client id of an installed application comes with a (not confidential) secret. */
gboolean
daybook_service_needs_client_secret (DaybookService *self)
{
  return self->needs_secret;
}

/* Whether a client id may be one of a single organisation, which has to be named then. */
gboolean
daybook_service_has_tenants (DaybookService *self)
{
  return self->tenants;
}


/* Whether it can be told of what was done here: a mail archived, a notification read. */
gboolean
daybook_service_can_write_back (DaybookService *self)
{
  return self->writes_back;
}

/* Whether disconnecting also withdraws the permission at the service. */
gboolean
daybook_service_can_revoke (DaybookService *self)
{
  return self->revokes;
}

/* Whether it needs no sign-in at all: invented data to try things with, removed without a question. */
gboolean
daybook_service_is_sample (DaybookService *self)
{
  return g_strcmp0 (self->sign_in[0], "none") == 0 && self->sign_in[1] == NULL;
}
