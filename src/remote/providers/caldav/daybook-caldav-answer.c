/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-answer.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "base/daybook-error.h"
#include "providers/caldav/daybook-caldav-elements.h"

#define MAX_TEXT (64 * 1024) /* of any property but calendar-data */
#define MAX_HREFS 64         /* of a property that lists some */
#define PIECE (64 * 1024)    /* the parser is fed so much at a time */

typedef struct
{
  DaybookCaldavAnswer *answer;
  xmlParserCtxtPtr context;
  DaybookCaldavElement stack[DAYBOOK_CALDAV_MAX_DEPTH];
  guint depth;
  GString *text;                   /* (owned) of the element that is read now */
  guint text_depth;                /* where that element stands; 0: none is wanted */
  gsize max_text;
  gboolean text_is_cut;
  DaybookCaldavResponse *response; /* (owned) (nullable) while it is read */
  DaybookCaldavResponse *found;    /* (owned) (nullable) the propstat that is read */
  guint found_status;              /* its status; 0 not said */
  guint other_status;              /* of a propstat that was not found */
  gboolean has_found;
  gboolean has_root;
  gboolean has_dtd;
  gboolean is_too_large;
} Reader;

static void
response_free (gpointer data)
{
  DaybookCaldavResponse *self = data;

  if (self == NULL)
    return;
  g_free (self->href);
  g_free (self->etag);
  g_free (self->data);
  g_free (self->name);
  g_free (self->color);
  g_free (self->ctag);
  g_free (self->sync_token);
  g_free (self->zone);
  g_free (self->owner);
  g_free (self->principal);
  g_free (self->default_calendar);
  g_clear_pointer (&self->homes, g_ptr_array_unref);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_free (self);
}

void
daybook_caldav_answer_clear (DaybookCaldavAnswer *self)
{
  g_clear_pointer (&self->responses, g_ptr_array_unref);
  g_clear_pointer (&self->sync_token, g_free);
}

static void
move_text (char **to, char **from)
{
  if (*from == NULL)
    return;
  g_free (*to);
  *to = g_steal_pointer (from);
}

static void
move_list (GPtrArray **to, GPtrArray **from)
{
  if (*from == NULL)
    return;
  g_clear_pointer (to, g_ptr_array_unref);
  *to = g_steal_pointer (from);
}

/* What one propstat has found joins what is known of the resource. */
static void
merge (DaybookCaldavResponse *to, DaybookCaldavResponse *from)
{
  move_text (&to->etag, &from->etag);
  move_text (&to->data, &from->data);
  move_text (&to->name, &from->name);
  move_text (&to->color, &from->color);
  move_text (&to->ctag, &from->ctag);
  move_text (&to->sync_token, &from->sync_token);
  move_text (&to->zone, &from->zone);
  move_text (&to->owner, &from->owner);
  move_text (&to->principal, &from->principal);
  move_text (&to->default_calendar, &from->default_calendar);
  move_list (&to->homes, &from->homes);
  move_list (&to->addresses, &from->addresses);
  to->is_collection |= from->is_collection;
  to->is_calendar |= from->is_calendar;
  to->is_shared |= from->is_shared;
  to->has_components |= from->has_components;
  to->has_events |= from->has_events;
  to->has_privileges |= from->has_privileges;
  to->can_write |= from->can_write;
  to->is_unauthenticated |= from->is_unauthenticated;
  to->is_too_large |= from->is_too_large;
}

static DaybookCaldavElement
get_parent (const Reader *self)
{
  return self->depth >= 2 ? self->stack[self->depth - 2] : DAYBOOK_CALDAV_OTHER;
}

/* Where things stand in a multistatus: multistatus, response, propstat, prop, property. */
#define RESPONSE_DEPTH 2
#define PROPSTAT_DEPTH 3
#define PROPERTY_DEPTH 5

/* Whether the open element at @depth is a property of a propstat, and not something of the same name
 * somewhere else. */
static gboolean
is_property (const Reader *self, guint depth)
{
  return self->found != NULL && depth == PROPERTY_DEPTH && self->stack[depth - 2] == DAYBOOK_CALDAV_PROP;
}

static void
begin_text (Reader *self, gsize max)
{
  g_string_truncate (self->text, 0);
  self->text_depth = self->depth;
  self->max_text = max;
  self->text_is_cut = FALSE;
}

static gboolean
attribute_is (const xmlChar **attributes, int n_attributes, const char *name, const char *value)
{
  for (int i = 0; i < n_attributes; i++)
    {
      const xmlChar **at = attributes + 5 * i;
      gsize length = at[4] - at[3];

      if (strcmp ((const char *) at[0], name) == 0 && length == strlen (value)
          && g_ascii_strncasecmp ((const char *) at[3], value, length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Elements that say something by being there. */
static void
note_element (Reader *self, DaybookCaldavElement element, const xmlChar **attributes, int n_attributes)
{
  const DaybookCaldavElement parent = get_parent (self);
  const gboolean in_property = is_property (self, self->depth - 1);

  if (parent == DAYBOOK_CALDAV_ERROR && element == DAYBOOK_CALDAV_VALID_SYNC_TOKEN)
    self->answer->is_bad_sync_token = TRUE;
  else if (is_property (self, self->depth) && element == DAYBOOK_CALDAV_COMPONENTS)
    self->found->has_components = TRUE;
  else if (is_property (self, self->depth) && element == DAYBOOK_CALDAV_PRIVILEGES)
    self->found->has_privileges = TRUE;
  else if (in_property && parent == DAYBOOK_CALDAV_RESOURCETYPE)
    {
      self->found->is_collection |= element == DAYBOOK_CALDAV_COLLECTION;
      self->found->is_calendar |= element == DAYBOOK_CALDAV_CALENDAR;
      self->found->is_shared |= element == DAYBOOK_CALDAV_SHARED;
    }
  else if (in_property && parent == DAYBOOK_CALDAV_COMPONENTS && element == DAYBOOK_CALDAV_COMP)
    self->found->has_events |= attribute_is (attributes, n_attributes, "name", "VEVENT");
  else if (in_property && parent == DAYBOOK_CALDAV_PRINCIPAL && element == DAYBOOK_CALDAV_UNAUTHENTICATED)
    self->found->is_unauthenticated = TRUE;
  else if (parent == DAYBOOK_CALDAV_PRIVILEGE && is_property (self, self->depth - 2)
           && self->stack[self->depth - 3] == DAYBOOK_CALDAV_PRIVILEGES)
    self->found->can_write |= element == DAYBOOK_CALDAV_WRITE;
}

static void
refuse (Reader *self)
{
  self->is_too_large = TRUE;
  xmlStopParser (self->context);
}

static void
begin_response (Reader *self)
{
  if (self->answer->responses->len >= DAYBOOK_CALDAV_MAX_RESPONSES)
    {
      refuse (self);
      return;
    }
  self->response = g_new0 (DaybookCaldavResponse, 1);
  self->has_found = FALSE;
  self->other_status = 0;
}

static void
on_start (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
          const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
  Reader *self = data;
  DaybookCaldavElement element = daybook_caldav_element_find ((const char *) uri, (const char *) name);
  DaybookCaldavElement parent;

  if (self->depth >= DAYBOOK_CALDAV_MAX_DEPTH)
    {
      refuse (self);
      return;
    }
  self->stack[self->depth++] = element;
  parent = get_parent (self);
  if (self->depth == 1)
    {
      self->has_root = element == DAYBOOK_CALDAV_MULTISTATUS || element == DAYBOOK_CALDAV_ERROR;
      self->answer->is_multistatus = element == DAYBOOK_CALDAV_MULTISTATUS;
      if (!self->has_root)
        xmlStopParser (self->context);
      return;
    }
  if (self->text_depth != 0)
    return;
  note_element (self, element, attributes, n_attributes);
  if (element == DAYBOOK_CALDAV_RESPONSE && parent == DAYBOOK_CALDAV_MULTISTATUS && self->depth == RESPONSE_DEPTH)
    begin_response (self);
  else if (element == DAYBOOK_CALDAV_PROPSTAT && self->depth == PROPSTAT_DEPTH && self->response != NULL)
    {
      self->found = g_new0 (DaybookCaldavResponse, 1);
      self->found_status = 0;
    }
  else if (element == DAYBOOK_CALDAV_DATA)
    begin_text (self, DAYBOOK_CALDAV_MAX_OBJECT);
  else if (daybook_caldav_element_has_text (element))
    begin_text (self, MAX_TEXT);
}

static void
on_text (void *data, const xmlChar *text, int length)
{
  Reader *self = data;

  if (self->text_depth == 0 || self->depth != self->text_depth || self->text_is_cut)
    return;
  if (self->text->len + length > self->max_text)
    {
      self->text_is_cut = TRUE;
      g_string_truncate (self->text, 0);
      return;
    }
  g_string_append_len (self->text, (const char *) text, length);
}

/* "HTTP/1.1 404 Not Found" */
static guint
read_status (const char *text)
{
  const char *space = g_ascii_strncasecmp (text, "HTTP/", 5) == 0 ? strchr (text, ' ') : NULL;
  guint64 status = space != NULL ? g_ascii_strtoull (space + 1, NULL, 10) : 0;

  return status >= 100 && status <= 599 ? status : 0;
}

static void
add_href (GPtrArray **list, const char *href)
{
  if (*list == NULL)
    *list = g_ptr_array_new_with_free_func (g_free);
  if ((*list)->len < MAX_HREFS)
    g_ptr_array_add (*list, g_strdup (href));
}

static void
set_text (char **slot, const char *text)
{
  g_free (*slot);
  *slot = g_strdup (text);
}

static void
take_href (Reader *self, const char *href)
{
  const DaybookCaldavElement parent = get_parent (self);

  if (*href == '\0')
    return;
  if (self->depth == PROPSTAT_DEPTH && self->response != NULL && self->response->href == NULL)
    self->response->href = g_strdup (href);
  else if (!is_property (self, self->depth - 1))
    return;
  else if (parent == DAYBOOK_CALDAV_PRINCIPAL)
    set_text (&self->found->principal, href);
  else if (parent == DAYBOOK_CALDAV_HOMES)
    add_href (&self->found->homes, href);
  else if (parent == DAYBOOK_CALDAV_ADDRESSES)
    add_href (&self->found->addresses, href);
  else if (parent == DAYBOOK_CALDAV_OWNER)
    set_text (&self->found->owner, href);
  else if (parent == DAYBOOK_CALDAV_DEFAULT_CALENDAR)
    set_text (&self->found->default_calendar, href);
}

static void
take_property (Reader *self, DaybookCaldavElement element, const char *text)
{
  switch (element)
    {
    case DAYBOOK_CALDAV_ETAG:
      set_text (&self->found->etag, text);
      break;
    case DAYBOOK_CALDAV_DATA:
      self->found->is_too_large = self->text_is_cut;
      set_text (&self->found->data, text);
      break;
    case DAYBOOK_CALDAV_NAME:
      set_text (&self->found->name, text);
      break;
    case DAYBOOK_CALDAV_COLOR:
      set_text (&self->found->color, text);
      break;
    case DAYBOOK_CALDAV_CTAG:
      set_text (&self->found->ctag, text);
      break;
    case DAYBOOK_CALDAV_SYNC_TOKEN:
      set_text (&self->found->sync_token, text);
      break;
    case DAYBOOK_CALDAV_ZONE:
      set_text (&self->found->zone, text);
      break;
    default:
      break;
    }
}

static void
take_text (Reader *self, DaybookCaldavElement element)
{
  const DaybookCaldavElement parent = get_parent (self);
  const char *text = self->text->str;

  if (element != DAYBOOK_CALDAV_DATA)
    text = g_strstrip (self->text->str);
  if (element == DAYBOOK_CALDAV_HREF)
    take_href (self, text);
  else if (element == DAYBOOK_CALDAV_STATUS)
    {
      if (self->depth == PROPSTAT_DEPTH + 1 && self->found != NULL)
        self->found_status = read_status (text);
      else if (self->depth == PROPSTAT_DEPTH && self->response != NULL)
        self->response->status = read_status (text);
    }
  else if (element == DAYBOOK_CALDAV_SYNC_TOKEN && parent == DAYBOOK_CALDAV_MULTISTATUS)
    set_text (&self->answer->sync_token, text);
  else if (is_property (self, self->depth) && (*text != '\0' || self->text_is_cut))
    take_property (self, element, text);
}

/* Some servers leave the status of a propstat out: what is in it was found. */
static void
end_propstat (Reader *self)
{
  if (self->found_status == 0 || (self->found_status >= 200 && self->found_status < 300))
    {
      merge (self->response, self->found);
      self->has_found = TRUE;
    }
  else
    self->other_status = self->found_status;
  g_clear_pointer (&self->found, response_free);
}

static void
end_response (Reader *self)
{
  if (self->response->status == 0)
    self->response->status = self->has_found || self->other_status == 0 ? 200 : self->other_status;
  if (self->response->href != NULL)
    g_ptr_array_add (self->answer->responses, g_steal_pointer (&self->response));
  g_clear_pointer (&self->response, response_free);
}

static void
on_end (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Reader *self = data;
  DaybookCaldavElement element;

  if (self->depth == 0)
    return;
  element = self->stack[self->depth - 1];
  if (self->text_depth == self->depth)
    {
      take_text (self, element);
      self->text_depth = 0;
    }
  else if (self->depth == PROPSTAT_DEPTH && self->found != NULL)
    end_propstat (self);
  else if (self->depth == RESPONSE_DEPTH && self->response != NULL)
    end_response (self);
  self->depth--;
}

/* A document type declaration is where entities and outside files come from; no server needs one. */
static void
on_dtd (void *data, const xmlChar *name, const xmlChar *external_id, const xmlChar *system_id)
{
  Reader *self = data;

  self->has_dtd = TRUE;
  xmlStopParser (self->context);
}

static void
on_error (void *data, xmlErrorPtr error)
{
}

static gboolean
feed (Reader *self, GBytes *body)
{
  gsize size;
  const char *bytes = g_bytes_get_data (body, &size);

  for (gsize at = 0; at < size; at += PIECE)
    {
      if (xmlParseChunk (self->context, bytes + at, MIN (PIECE, size - at), 0) != 0)
        return FALSE;
    }
  return xmlParseChunk (self->context, NULL, 0, 1) == 0;
}

static gboolean
judge (Reader *self, gboolean is_whole, GError **error)
{
  if (self->is_too_large)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                         _("The calendar server’s answer is too large or nested too deeply."));
  else if (!is_whole || self->has_dtd || !self->has_root)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                         _("The calendar server’s answer did not come whole, or is none."));
  else
    return TRUE;
  return FALSE;
}

/* Reads @body into @self, which must be empty. Namespaces count and prefixes do not; nothing but the bytes
 * is read, no entity is expanded. INVALID_RESPONSE for what is not whole or no answer of a calendar server,
 * TOO_LARGE for what is beyond the limits above. */
gboolean
daybook_caldav_answer_parse (DaybookCaldavAnswer *self, GBytes *body, GError **error)
{
  xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_text,
    .internalSubset = on_dtd,
    .externalSubset = on_dtd,
    .serror = on_error,
  };
  Reader reader = { .answer = self };
  gboolean is_whole;

  self->responses = g_ptr_array_new_with_free_func (response_free);
  reader.text = g_string_new (NULL);
  reader.context = xmlCreatePushParserCtxt (&handler, &reader, NULL, 0, NULL);
  if (reader.context == NULL)
    g_error ("No memory for a parser.");
  xmlCtxtUseOptions (reader.context, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  is_whole = feed (&reader, body);
  if (reader.context->myDoc != NULL)
    xmlFreeDoc (reader.context->myDoc);
  xmlFreeParserCtxt (reader.context);
  response_free (reader.response);
  response_free (reader.found);
  g_string_free (reader.text, TRUE);
  return judge (&reader, is_whole, error);
}
