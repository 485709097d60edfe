/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-service-catalog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ipc/daybook-names.h"
#include "ipc/daybook-worker-line.h"

struct _DaybookServiceCatalog
{
  GObject parent_instance;

  GPtrArray *services; /* (owned) */
  char *error;         /* (owned) (nullable) */
  GCancellable *asked; /* (owned) (nullable) while a worker is asked */
};

enum
{
  PROP_0,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
daybook_service_catalog_get_item_type (GListModel *model)
{
  return DAYBOOK_TYPE_SERVICE;
}

static guint
daybook_service_catalog_get_n_items (GListModel *model)
{
  return DAYBOOK_SERVICE_CATALOG (model)->services->len;
}

static gpointer
daybook_service_catalog_get_item (GListModel *model, guint position)
{
  DaybookServiceCatalog *self = DAYBOOK_SERVICE_CATALOG (model);

  return position < self->services->len ? g_object_ref (self->services->pdata[position]) : NULL;
}

static void
daybook_service_catalog_model_init (GListModelInterface *iface)
{
  iface->get_item_type = daybook_service_catalog_get_item_type;
  iface->get_n_items = daybook_service_catalog_get_n_items;
  iface->get_item = daybook_service_catalog_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookServiceCatalog, daybook_service_catalog, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, daybook_service_catalog_model_init))

static void
set_error (DaybookServiceCatalog *self, const char *error)
{
  if (g_strcmp0 (self->error, error) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* The list out of the worker's one line. */
static GPtrArray *
parse_output (const char *output, GError **error)
{
  g_autoptr (DaybookWorkerLine) line = NULL;
  const char *list;

  line = daybook_worker_line_parse (output, strcspn (output, "\n"), error);
  if (line == NULL)
    return NULL;
  if (line->event == DAYBOOK_WORKER_ERROR)
    {
      g_propagate_error (error, daybook_worker_line_to_error (line));
      return NULL;
    }
  list = daybook_worker_line_get (line, "providers");
  if (list == NULL)
    list = "";
  return daybook_service_parse_list (list, strlen (list), error);
}

static void
take_services (DaybookServiceCatalog *self, GPtrArray *services)
{
  g_autoptr (GPtrArray) before = self->services;

  self->services = services;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before->len, services->len);
}

static void
on_answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookServiceCatalog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  GPtrArray *services = NULL;

  if (g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &output, NULL, &error))
    services = parse_output (output != NULL ? output : "", &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->asked);
  if (services == NULL)
    {
      g_warning ("The list of services is not there: %s", error->message);
      set_error (self, _("What can be connected is not known: a part of Daybook does not answer. Install it again."));
      return;
    }
  take_services (self, services);
  set_error (self, NULL);
}

static void
daybook_service_catalog_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ERROR:
      g_value_set_string (value, DAYBOOK_SERVICE_CATALOG (object)->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_service_catalog_finalize (GObject *object)
{
  DaybookServiceCatalog *self = DAYBOOK_SERVICE_CATALOG (object);

  g_clear_object (&self->asked);
  g_ptr_array_unref (self->services);
  g_free (self->error);
  G_OBJECT_CLASS (daybook_service_catalog_parent_class)->finalize (object);
}

static void
daybook_service_catalog_class_init (DaybookServiceCatalogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = daybook_service_catalog_get_property;
  object_class->finalize = daybook_service_catalog_finalize;

  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
daybook_service_catalog_init (DaybookServiceCatalog *self)
{
  self->services = g_ptr_array_new_with_free_func (g_object_unref);
}

DaybookServiceCatalog *
daybook_service_catalog_new (void)
{
  return g_object_new (DAYBOOK_TYPE_SERVICE_CATALOG, NULL);
}

/* Asks the worker anew; what is known stays until the answer is there. */
void
daybook_service_catalog_load (DaybookServiceCatalog *self)
{
  g_autofree char *worker = daybook_find_worker ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  const char *const argv[] = { worker, "providers", NULL };

  g_return_if_fail (DAYBOOK_IS_SERVICE_CATALOG (self));

  if (self->asked != NULL)
    {
      g_cancellable_cancel (self->asked);
      g_clear_object (&self->asked);
    }
  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  if (process == NULL)
    {
      g_warning ("%s", error->message);
      set_error (self, _("What can be connected is not known: a part of Daybook is missing. Install it again."));
      return;
    }
  self->asked = g_cancellable_new ();
  g_subprocess_communicate_utf8_async (process, NULL, self->asked, on_answer_cb, g_object_ref (self));
}

/* (transfer none) (nullable) */
DaybookService *
daybook_service_catalog_find (DaybookServiceCatalog *self, const char *id)
{
  g_return_val_if_fail (DAYBOOK_IS_SERVICE_CATALOG (self), NULL);

  for (guint i = 0; i < self->services->len; i++)
    if (g_strcmp0 (daybook_service_get_id (self->services->pdata[i]), id) == 0)
      return self->services->pdata[i];
  return NULL;
}

/* (transfer none) (nullable) The service to try things with. */
DaybookService *
daybook_service_catalog_find_sample (DaybookServiceCatalog *self)
{
  g_return_val_if_fail (DAYBOOK_IS_SERVICE_CATALOG (self), NULL);

  for (guint i = 0; i < self->services->len; i++)
    if (daybook_service_is_sample (self->services->pdata[i]))
      return self->services->pdata[i];
  return NULL;
}

const char *
daybook_service_catalog_get_error (DaybookServiceCatalog *self)
{
  return self->error;
}
