/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search/daybook-search-item.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-text.h"
#include "common/daybook-entry-words.h"
#include "common/daybook-project-name.h"
#include "store/daybook-entries.h"

struct _DaybookSearchItem
{
  GObject parent_instance;

  DaybookKind kind;
  gint64 id;
  char *title;   /* (owned) one line, never empty */
  char *snippet; /* (owned) one line */
  char **words;  /* (owned) what was searched for, folded */
  char *detail;  /* (owned) (nullable) kind of an activity */
  char *url;     /* (owned) (nullable) of an activity */
  gint64 wall;   /* DAYBOOK_INSTANT_NONE when it lasts all day */
  DaybookDay day;
};

G_DEFINE_FINAL_TYPE (DaybookSearchItem, daybook_search_item, G_TYPE_OBJECT)

static const struct
{
  const char *kind;
  const char *icon;
  const char *name;
} activities[] = {
  { "mail", "daybook-mail-symbolic", N_("Mail") },
  { "message", "daybook-chat-symbolic", N_("Message") },
  { "commit", "daybook-code-symbolic", N_("Commit") },
  { "pull_request", "daybook-code-symbolic", N_("Pull request") },
  { "review", "daybook-code-symbolic", N_("Review") },
  { "issue", "daybook-code-symbolic", N_("Issue") },
  { "page", "daybook-note-symbolic", N_("Page") },
};

static int
find_activity (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (activities); i++)
    if (g_strcmp0 (activities[i].kind, kind) == 0)
      return (int) i;
  return -1;
}

static void
daybook_search_item_finalize (GObject *object)
{
  DaybookSearchItem *self = DAYBOOK_SEARCH_ITEM (object);

  g_free (self->title);
  g_free (self->snippet);
  g_strfreev (self->words);
  g_free (self->detail);
  g_free (self->url);
  G_OBJECT_CLASS (daybook_search_item_parent_class)->finalize (object);
}

static void
daybook_search_item_class_init (DaybookSearchItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_search_item_finalize;
}

static void
daybook_search_item_init (DaybookSearchItem *self)
{
  self->wall = DAYBOOK_INSTANT_NONE;
}

/* An entry without notes has its project and time to say. */
static void
describe_entry (DaybookSearchItem *self, const DaybookEntry *entry)
{
  g_autofree char *project = daybook_project_name_format (entry->client_name, entry->project_name);
  g_autofree char *duration = daybook_duration_format_short (entry->duration);

  g_free (self->snippet);
  self->snippet = g_strdup_printf ("%s, %s, %s", project, duration, daybook_entry_status_name (entry->status));
}

/* What a hit does not say: whether it lasts all day, what kind of activity it is. */
static void
complete (DaybookSearchItem *self, DaybookStore *store, gint64 at)
{
  gboolean all_day = FALSE;

  if (self->kind == DAYBOOK_KIND_EVENT)
    {
      g_autoptr (DaybookEvent) event = daybook_store_get_event (store, self->id, NULL);

      all_day = event != NULL && event->all_day;
    }
  else if (self->kind == DAYBOOK_KIND_ACTIVITY)
    {
      g_autoptr (DaybookActivity) activity = daybook_store_get_activity (store, self->id, NULL);

      self->detail = activity != NULL ? g_strdup (activity->kind) : NULL;
      self->url = activity != NULL ? g_strdup (activity->url) : NULL;
    }
  else if (self->kind == DAYBOOK_KIND_ENTRY && *self->snippet == '\0')
    {
      g_autoptr (DaybookEntry) entry = daybook_store_get_entry (store, self->id, NULL);

      if (entry != NULL)
        describe_entry (self, entry);
    }
  if (at == DAYBOOK_INSTANT_NONE)
    self->day = DAYBOOK_DAY_NONE;
  else if (all_day)
    self->day = daybook_wall_get_day (at);
  else
    {
      self->wall = daybook_zone_to_wall (daybook_store_get_zone (store), at);
      self->day = daybook_wall_get_day (self->wall);
    }
}

/* On the store's thread: reads a little more of what was found. @words are copied. */
DaybookSearchItem *
daybook_search_item_new (DaybookStore *store, const DaybookSearchHit *hit, char **words)
{
  DaybookSearchItem *self = g_object_new (DAYBOOK_TYPE_SEARCH_ITEM, NULL);

  self->kind = hit->kind;
  self->id = hit->id;
  self->title = daybook_text_one_line (hit->title);
  if (*self->title == '\0')
    {
      g_free (self->title);
      self->title = g_strdup (_("Untitled"));
    }
  self->snippet = daybook_text_one_line (hit->snippet);
  self->words = g_strdupv (words);
  complete (self, store, hit->at);
  return self;
}

DaybookKind
daybook_search_item_get_kind (DaybookSearchItem *self)
{
  return self->kind;
}

gint64
daybook_search_item_get_id (DaybookSearchItem *self)
{
  return self->id;
}

/* Whether a row that shows one may go on showing the other. */
gboolean
daybook_search_item_is_same (DaybookSearchItem *self, DaybookSearchItem *other)
{
  return self->kind == other->kind && self->id == other->id && self->wall == other->wall && self->day == other->day
         && g_str_equal (self->title, other->title) && g_str_equal (self->snippet, other->snippet)
         && g_strv_equal ((const char *const *) self->words, (const char *const *) other->words);
}

const char *
daybook_search_item_get_title (DaybookSearchItem *self)
{
  return self->title;
}

const char *
daybook_search_item_get_snippet (DaybookSearchItem *self)
{
  return self->snippet;
}

const char *const *
daybook_search_item_get_words (DaybookSearchItem *self)
{
  return (const char *const *) self->words;
}

const char *
daybook_search_item_get_icon (DaybookSearchItem *self)
{
  int activity = find_activity (self->detail);

  switch (self->kind)
    {
    case DAYBOOK_KIND_EVENT:
      return "daybook-today-symbolic";
    case DAYBOOK_KIND_ENTRY:
      return "daybook-time-symbolic";
    case DAYBOOK_KIND_TASK:
      return "daybook-tick-symbolic";
    default:
      return activity >= 0 ? activities[activity].icon : "daybook-note-symbolic";
    }
}

/* "Meeting", "Time entry", "Mail". */
const char *
daybook_search_item_get_kind_name (DaybookSearchItem *self)
{
  int activity = find_activity (self->detail);

  switch (self->kind)
    {
    case DAYBOOK_KIND_EVENT:
      return _("Meeting");
    case DAYBOOK_KIND_ENTRY:
      return _("Time entry");
    case DAYBOOK_KIND_TASK:
      return _("Task");
    default:
      return activity >= 0 ? _(activities[activity].name) : _("Activity");
    }
}

/* (nullable) Where an activity is to be seen; from outside: check it before it is opened. */
const char *
daybook_search_item_get_url (DaybookSearchItem *self)
{
  return self->url;
}

/* DAYBOOK_DAY_NONE: not known. */
DaybookDay
daybook_search_item_get_day (DaybookSearchItem *self)
{
  return self->day;
}

/* Wall time; DAYBOOK_INSTANT_NONE for all of a day. */
gint64
daybook_search_item_get_wall (DaybookSearchItem *self)
{
  return self->wall;
}
