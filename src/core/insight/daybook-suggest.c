/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-suggest.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "base/daybook-text.h"
#include "insight/daybook-due.h"
#include "insight/daybook-intent.h"
#include "insight/daybook-suggest-private.h"

#define NONE 0.05
#define URGENT_WITHIN (24 * 3600)
#define SNIPPET_CHARACTERS 300
#define DESCRIPTION_CHARACTERS 1000

/* ---- a judgement in the making ---- */

void
daybook_judgement_begin (DaybookJudgement *self, const char *item_kind, gint64 item_id, gint64 source_id)
{
  self->suggestion = daybook_suggestion_new ();
  self->suggestion->item_kind = g_strdup (item_kind);
  self->suggestion->item_id = item_id;
  self->suggestion->source_id = source_id;
  self->suggestion->engine = g_strdup ("builtin");
  self->suggestion->kind = g_strdup ("task");
  self->reasoning = g_string_new (NULL);
  self->confidence = NONE;
}

void
daybook_judgement_reason (DaybookJudgement *self, const char *format, ...)
{
  va_list args;

  if (self->reasoning->len > 0)
    g_string_append_c (self->reasoning, ' ');
  va_start (args, format);
  g_string_append_vprintf (self->reasoning, format, args);
  va_end (args);
}

void
daybook_judgement_settle (DaybookJudgement *self, const char *reason)
{
  self->suggestion->settled = TRUE;
  daybook_judgement_reason (self, "%s", reason);
}

void
daybook_judgement_raise (DaybookJudgement *self, double share)
{
  self->confidence += (1 - self->confidence) * share;
}

void
daybook_judgement_lower (DaybookJudgement *self, double factor)
{
  self->confidence *= factor;
}

void
daybook_judgement_set_title (DaybookJudgement *self, const char *title)
{
  g_free (self->suggestion->title);
  self->suggestion->title = daybook_text_brief (title, DAYBOOK_TITLE_MAX_CHARACTERS);
}

void
daybook_judgement_find_due (DaybookJudgement *self,
                            const char *text,
                            gint64 written,
                            const DaybookSuggestContext *context)
{
  DaybookDue due;

  if (text == NULL || !daybook_due_find (text, written, context->zone, &due))
    return;
  self->suggestion->due_day = due.day;
  self->suggestion->due_at = due.at;
}

static void
choose_priority (DaybookJudgement *self, const DaybookSuggestContext *context)
{
  DaybookSuggestion *suggestion = self->suggestion;

  if (suggestion->due_day != DAYBOOK_DAY_NONE
      && daybook_zone_get_day_start (context->zone, suggestion->due_day) <= context->now + URGENT_WITHIN)
    suggestion->priority = DAYBOOK_PRIORITY_HIGH;
}

DaybookSuggestion *
daybook_judgement_end (DaybookJudgement *self, const char *first_state, ...)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  va_list args;

  va_start (args, first_state);
  for (const char *part = first_state; part != NULL; part = va_arg (args, const char *))
    g_checksum_update (checksum, (const guchar *) part, (gssize) strlen (part) + 1);
  va_end (args);
  self->suggestion->state = g_strndup (g_checksum_get_string (checksum), 32);
  self->suggestion->confidence = CLAMP (self->confidence, 0.0, 0.99);
  self->suggestion->reasoning = g_string_free (g_steal_pointer (&self->reasoning), FALSE);
  if (self->suggestion->title == NULL)
    self->suggestion->title = g_strdup ("");
  return g_steal_pointer (&self->suggestion);
}

/* ---- what items say of themselves ---- */

static gboolean
detail_flag (const DaybookActivity *activity, const char *pointer)
{
  g_autoptr (DaybookJsonReader) reader = NULL;

  if (activity->detail == NULL)
    return FALSE;
  reader = daybook_json_reader_new_for_data (activity->detail, strlen (activity->detail));
  return daybook_json_reader_find (reader, pointer) && daybook_json_reader_read_bool_or (reader, FALSE);
}

/* The beginning of @text, and whatever in it asks for something: what a person decides by. */
static char *
make_snippet (const char *any_text, const DaybookAsked *asked)
{
  g_autofree char *text = daybook_text_make_valid (any_text, -1);
  g_autofree char *beginning = daybook_text_ellipsize (text, SNIPPET_CHARACTERS);
  GString *snippet = g_string_new (NULL);
  gsize length = strlen (text);
  gsize end;

  if (strlen (beginning) != length) /* without its ellipsis */
    length = strlen (beginning) - strlen ("…");

  for (guint i = 0; asked != NULL && i < asked->parts->len; i++)
    {
      const DaybookAskedPart *part = &g_array_index (asked->parts, DaybookAskedPart, i);

      if (!part->in_subject && part->extent.start < length && part->extent.end > length)
        length = part->extent.end;
    }
  g_string_append_len (snippet, text, (gssize) length);
  end = length;
  for (guint i = 0; asked != NULL && i < asked->parts->len; i++)
    {
      const DaybookAskedPart *part = &g_array_index (asked->parts, DaybookAskedPart, i);

      if (part->in_subject || part->extent.start < end)
        continue;
      if (strspn (text + end, " \t\r\n") < part->extent.start - end)
        g_string_append (snippet, "\n…");
      g_string_append_c (snippet, '\n');
      g_string_append_len (snippet, text + part->extent.start, (gssize) (part->extent.end - part->extent.start));
      end = part->extent.end;
    }
  if (text[end] != '\0')
    g_string_append (snippet, end > length ? "\n…" : "…");
  return g_string_free (snippet, FALSE);
}

/* @asked (nullable): what @text asks for. */
static char *
make_snapshot (const char *title,
               const char *author,
               gint64 at,
               const char *text,
               const DaybookAsked *asked,
               const char *url)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *snippet = text != NULL ? make_snippet (text, asked) : NULL;
  char when[DAYBOOK_INSTANT_TEXT_SIZE];

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "title", title);
  daybook_json_add_text (builder, "author", author);
  daybook_json_add_text (builder, "at", daybook_instant_write (at, when));
  daybook_json_add_text (builder, "snippet", snippet);
  daybook_json_add_text (builder, "url", url);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
describe_item (DaybookJudgement *self, const DaybookActivity *activity, const char *author, const DaybookAsked *asked)
{
  const char *text = activity->body != NULL ? activity->body : activity->snippet;

  self->suggestion->item_key = daybook_activity_make_key (activity->kind, activity->external_id);
  self->suggestion->author = g_strdup (author);
  self->suggestion->snapshot
      = make_snapshot (activity->title, activity->author, activity->at, text, asked, activity->url);
}

/* English was learned; of whatever else it is said how it was judged. */
static void
reason_by_language (DaybookJudgement *self, const char *language)
{
  if (g_str_equal (language, "en"))
    return;
  if (g_str_equal (language, "und"))
    daybook_judgement_reason (self, "%s", _("The language is not one that Daybook knows."));
  else if (daybook_intent_has_requests (language))
    daybook_judgement_reason (self, _("Written in “%s”: judged by words for asking, not learned."), language);
  else
    daybook_judgement_reason (self, _("Written in “%s”, of which Daybook sees only the questions."), language);
}

/* Says in words what the text asks for, and takes its certainty. */
static void
take_asked (DaybookJudgement *self, const DaybookAsked *asked, const DaybookActivity *activity)
{
  g_autofree char *title = NULL;

  self->confidence = asked->confidence;
  if (asked->sentence == NULL)
    {
      daybook_judgement_set_title (self, activity->title);
      return;
    }
  title = daybook_asked_make_title (asked->sentence, activity->author);
  daybook_judgement_set_title (self, *title != '\0' ? title : activity->title);
  if (g_str_has_suffix (self->suggestion->title, "?"))
    {
      g_free (self->suggestion->kind);
      self->suggestion->kind = g_strdup ("reply");
    }
  self->suggestion->description = daybook_text_ellipsize (asked->all != NULL ? asked->all : asked->sentence,
                                                          DESCRIPTION_CHARACTERS);
  if (asked->confidence >= DAYBOOK_SUGGESTION_SHOWN)
    {
      g_autofree char *quoted = daybook_text_ellipsize (asked->sentence, 120);

      daybook_judgement_reason (self, _("It asks: “%s”"), quoted);
    }
  else
    daybook_judgement_reason (self, "%s", _("No sentence asks for something clearly."));
  reason_by_language (self, asked->language);
}

/* ---- mail ---- */

static void
judge_mail (DaybookJudgement *self, const DaybookActivity *activity, const DaybookSuggestContext *context)
{
  const char *text = activity->body != NULL ? activity->body : activity->snippet;
  g_autofree char *address = daybook_activity_find_detail (activity, "/from_address");
  const char *from = address != NULL ? address : activity->author;
  g_auto (DaybookAsked) asked = { 0 };
  DaybookExtent words;

  if (from != NULL && context->identity != NULL && strstr (from, context->identity) != NULL)
    {
      describe_item (self, activity, from, NULL);
      daybook_judgement_set_title (self, activity->title);
      daybook_judgement_settle (self, _("You wrote it yourself."));
      return;
    }
  daybook_asked_find (&asked, activity->title, text);
  describe_item (self, activity, from, &asked);
  take_asked (self, &asked, activity);
  if (self->confidence >= DAYBOOK_SUGGESTION_SHOWN)
    {
      daybook_judgement_find_due (self, self->suggestion->description, activity->at, context);
      if (self->suggestion->due_day != DAYBOOK_DAY_NONE && g_str_equal (asked.language, "en"))
        {
          daybook_judgement_raise (self, 0.15);
          daybook_judgement_reason (self, "%s", _("It names a date."));
        }
    }
  if (detail_flag (activity, "/list") || daybook_suggest_speaks_to_many (text))
    {
      daybook_judgement_lower (self, 0.4);
      daybook_judgement_reason (self, "%s", _("It went to many people at once."));
      self->suggestion->settled = self->confidence < DAYBOOK_SUGGESTION_SHOWN;
    }
  else if (daybook_suggest_is_sender_of_many (from))
    {
      daybook_judgement_lower (self, 0.6);
      daybook_judgement_reason (self, "%s", _("Its sender is a program."));
    }
  choose_priority (self, context);
  if (daybook_suggest_find_urgent (activity->title, &words)
      || daybook_suggest_find_urgent (self->suggestion->description, &words))
    self->suggestion->priority = DAYBOOK_PRIORITY_HIGH;
}

/* ---- the others ---- */

static void
judge_message (DaybookJudgement *self, const DaybookActivity *activity, const DaybookSuggestContext *context)
{
  const char *text = activity->body != NULL ? activity->body : activity->snippet;
  gboolean mentions = detail_flag (activity, "/mentions_me");
  g_auto (DaybookAsked) asked = { 0 };

  daybook_judgement_set_title (self, activity->title);
  if (text == NULL || detail_flag (activity, "/from_me") || (!mentions && !detail_flag (activity, "/direct")))
    {
      describe_item (self, activity, activity->author, NULL);
      daybook_judgement_settle (self, _("It is not addressed to you."));
      return;
    }
  daybook_asked_find (&asked, NULL, text);
  describe_item (self, activity, activity->author, &asked);
  take_asked (self, &asked, activity);
  if (mentions && self->confidence >= DAYBOOK_SUGGESTION_SHOWN)
    {
      daybook_judgement_raise (self, 0.2);
      daybook_judgement_reason (self, "%s", _("It mentions you."));
    }
  if (!g_str_equal (asked.language, "en"))
    self->confidence = MIN (self->confidence, 0.6);
  daybook_judgement_find_due (self, self->suggestion->description, activity->at, context);
  choose_priority (self, context);
}

static void
set_kind (DaybookJudgement *self, const char *kind, const char *format, const char *title, double confidence)
{
  g_autofree char *text = g_strdup_printf (format, title);

  g_free (self->suggestion->kind);
  self->suggestion->kind = g_strdup (kind);
  daybook_judgement_set_title (self, text);
  self->confidence = confidence;
}

/* Something that mentions the person wants to be looked at; the more so, where it asks for something. */
static void
judge_mention (DaybookJudgement *self,
               const DaybookActivity *activity,
               const char *author,
               const DaybookSuggestContext *context)
{
  g_auto (DaybookAsked) asked = { 0 };

  set_kind (self, "read", _("Look at “%s”"), activity->title, 0.6);
  daybook_judgement_reason (self, "%s", _("It mentions you."));
  daybook_asked_find (&asked, NULL, activity->body != NULL ? activity->body : activity->snippet);
  describe_item (self, activity, author, &asked);
  if (asked.confidence >= DAYBOOK_SUGGESTION_SHOWN)
    {
      if (g_str_equal (asked.language, "en"))
        daybook_judgement_raise (self, 0.2);
      self->suggestion->description = daybook_text_ellipsize (asked.all != NULL ? asked.all : asked.sentence,
                                                              DESCRIPTION_CHARACTERS);
      daybook_judgement_find_due (self, self->suggestion->description, activity->at, context);
    }
  if (activity->body != NULL || activity->snippet != NULL)
    reason_by_language (self, asked.language);
}

static void
judge_code (DaybookJudgement *self, const DaybookActivity *activity, const DaybookSuggestContext *context)
{
  g_autofree char *state = daybook_activity_find_detail (activity, "/state");
  g_autofree char *repository = daybook_activity_find_detail (activity, "/repository");
  const char *author = repository != NULL ? repository : activity->author;
  gboolean is_open = state == NULL || g_str_equal (state, "open");

  if (is_open && detail_flag (activity, "/mentions_me") && !detail_flag (activity, "/author_me")
      && !detail_flag (activity, "/review_requested_me") && !detail_flag (activity, "/assigned_me"))
    {
      judge_mention (self, activity, author, context);
      return;
    }
  describe_item (self, activity, author, NULL);
  daybook_judgement_set_title (self, activity->title);
  if (!is_open)
    daybook_judgement_settle (self, _("It is closed."));
  else if (detail_flag (activity, "/review_requested_me"))
    {
      set_kind (self, "review", _("Review “%s”"), activity->title, 0.9);
      daybook_judgement_reason (self, "%s", _("Your review was requested."));
    }
  else if (detail_flag (activity, "/assigned_me"))
    {
      set_kind (self, "task", _("Work on “%s”"), activity->title, 0.75);
      daybook_judgement_reason (self, "%s", _("It is assigned to you."));
    }
  else
    daybook_judgement_settle (self, _("Nothing in it waits for you."));
}

static void
judge_page (DaybookJudgement *self, const DaybookActivity *activity, const DaybookSuggestContext *context)
{
  if (detail_flag (activity, "/mentions_me"))
    {
      judge_mention (self, activity, activity->author, context);
      return;
    }
  describe_item (self, activity, activity->author, NULL);
  daybook_judgement_set_title (self, activity->title);
  daybook_judgement_settle (self, _("It does not mention you."));
}

DaybookSuggestion *
daybook_suggest_for_activity (const DaybookActivity *activity, const DaybookSuggestContext *context)
{
  const char *text = activity->body != NULL ? activity->body : activity->snippet != NULL ? activity->snippet : "";
  g_autofree char *flags = NULL;
  DaybookJudgement self;

  daybook_judgement_begin (&self, "activity", activity->id, activity->source_id);
  if (g_str_equal (activity->kind, "mail"))
    judge_mail (&self, activity, context);
  else if (g_str_equal (activity->kind, "message"))
    judge_message (&self, activity, context);
  else if (g_str_equal (activity->kind, "page"))
    judge_page (&self, activity, context);
  else
    judge_code (&self, activity, context);
  /* Labels and unread marks come and go; what is asked, and of whom, is the state. */
  flags = g_strdup_printf ("%d%d%d", detail_flag (activity, "/review_requested_me"),
                           detail_flag (activity, "/assigned_me"), detail_flag (activity, "/mentions_me"));
  return daybook_judgement_end (&self, activity->kind, activity->title, text, flags, NULL);
}

/* ---- meetings ---- */

DaybookSuggestion *
daybook_suggest_for_event (const DaybookEvent *event, const DaybookSuggestContext *context)
{
  const char *title = event->title != NULL ? event->title : "";
  g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, event->range_start);
  DaybookExtent words;
  DaybookJudgement self;

  daybook_judgement_begin (&self, "event", event->id, event->source_id);
  self.suggestion->item_key = g_strconcat ("event/", event->external_id, NULL);
  self.suggestion->author = g_strdup (event->organizer != NULL ? event->organizer : event->organizer_name);
  self.suggestion->snapshot
      = make_snapshot (title, event->organizer_name != NULL ? event->organizer_name : event->organizer,
                       event->range_start, event->description, NULL, event->url);
  set_kind (&self, "prepare", _("Prepare “%s”"), title, NONE);
  if (event->status == DAYBOOK_EVENT_CANCELLED || event->response == DAYBOOK_RESPONSE_DECLINED
      || event->busy == DAYBOOK_BUSY_FREE || *title == '\0')
    daybook_judgement_settle (&self, _("It does not take place for you."));
  else if (event->attendee_count < 2)
    daybook_judgement_settle (&self, _("Nobody else is invited."));
  else
    {
      self.confidence = 0.3;
      if (daybook_suggest_find_topic (title, &words))
        {
          daybook_judgement_raise (&self, 0.35);
          daybook_judgement_reason (&self, "%s", _("Meetings of this kind are usually prepared."));
        }
      if (event->is_organizer && event->attendee_count >= 3)
        {
          daybook_judgement_raise (&self, 0.3);
          daybook_judgement_reason (&self, "%s", _("You invited several people."));
        }
      if (event->rrule != NULL || event->series_id != 0)
        {
          daybook_judgement_lower (&self, 0.7);
          daybook_judgement_reason (&self, "%s", _("It comes round regularly."));
        }
    }
  self.suggestion->due_day = daybook_zone_get_day (context->zone, event->range_start);
  self.suggestion->due_at = event->range_start;
  if (self.confidence >= DAYBOOK_SUGGESTION_SHOWN)
    choose_priority (&self, context);
  return daybook_judgement_end (&self, "event", title, start, NULL);
}
