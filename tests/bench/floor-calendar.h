/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include <sqlite3.h>

#include "base/daybook-json-reader.h"
#include "base/daybook-time.h"

G_BEGIN_DECLS

/* What the floors of two calendar services share: the database as Daybook has it, and the download. */

typedef struct
{
  char *id;
  char *etag;
  char *title;
  char *description;
  char *location;
  char *url;
  char *conference;
  char *organizer;
  char *organizer_name;
  char *ical_uid;
  char *zone;
  char *series;
  GString *attendees;
  GString *rrule;
  gboolean is_removed;
  gboolean is_organizer;
  gboolean is_private;
  gboolean all_day;
  int kind; /* as the column has it, like the next three */
  int status;
  int busy;
  int response;
  int importance;
  int attendee_count;
  gint64 sequence;
  gint64 start;
  gint64 end;
  gint64 original;
  gint64 updated;
} FloorItem;

typedef struct
{
  sqlite3 *db;
  sqlite3_stmt *upsert;
  sqlite3_stmt *remove;
  sqlite3_stmt *search;
  sqlite3_stmt *begin;
  sqlite3_stmt *commit;
  gint64 rows;
  gint64 bytes;
  char *page;  /* what leads to the next one */
  char *token; /* what the next run begins with */
} Floor;

void floor_die (const char *what, const char *why) G_GNUC_NORETURN;
void floor_open (Floor *self, const char *path, const char *migration, const char *family, const char *provider);
GBytes *floor_download (Floor *self, SoupSession *session, const char *url, const char *bearer, const char *prefer /* (nullable) */);
/* One transaction. @names: of the list, the page and the token. */
void floor_store_page (Floor *self,
                       GBytes *bytes,
                       const char *const names[4],
                       void (*read_item) (DaybookJsonReader *reader, FloorItem *item));
/* The first of @choices for what is none of them. */
int floor_read_choice (DaybookJsonReader *reader, const char *const *choices);
void floor_append_json (GString *out, const char *key, const char *text);
void floor_end (Floor *self, const char *token_path);

G_END_DECLS
