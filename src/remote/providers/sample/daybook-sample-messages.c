/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/sample/daybook-sample-days.h"

#include <string.h>

#include "providers/daybook-digest.h"

#define HM(hour, minute) ((hour) * 60 + (minute))

/* One thing that somebody wrote. The working days of a fortnight each have their share. */
typedef struct
{
  const char *source;
  const char *kind;
  int day;  /* of the fortnight: 0 Monday of an even week to 11 Friday of an odd one; 5 and 6 are its weekend */
  int time; /* minutes */
  const char *author;
  const char *title;
  const char *text; /* (nullable) */
  const char *parent;
  int count;
} Message;

static const Message messages[] = {
  /* Mail */
  { "inbox", "mail", 0, HM (8, 12), "Jonas Berg", "Header on small screens",
    "Could you send me the three variants of the header by Wednesday? We show them to the board on Thursday.",
    "header" },
  { "inbox", "mail", 0, HM (11, 47), "Sofia Conti", "Hours for October",
    "Please send the hours for October with the invoice this week, our books close on Friday.", "hours" },
  { "inbox", "mail", 1, HM (9, 3), "Mei Lin", "Re: Payment methods",
    "Thanks, that answers it. Nothing to do on your side.", "payment" },
  { "inbox", "mail", 1, HM (15, 20), "Anna Kowalska", "Candidate feedback",
    "Can you write two sentences about Léa by tomorrow evening? The form is in the usual place.", "hiring" },
  { "inbox", "mail", 2, HM (7, 55), "Booking", "Your train tickets", "Wednesday 07:32, coach 11, seat 46.", "train" },
  { "inbox", "mail", 2, HM (16, 41), "Jonas Berg", "Workshop: notes and next steps",
    "Attached the photos of the wall. Open: who asks legal about guest checkout? Sam, can you take that one?",
    "workshop" },
  { "inbox", "mail", 3, HM (10, 2), "Sofia Conti", "Export for the dry run",
    "The new export is on the server. The customer table now has the second address.", "migration" },
  { "inbox", "mail", 3, HM (14, 26), "David Okafor", "Rota for December",
    "Please enter your days off before Monday, otherwise the tool decides.", "rota" },
  { "inbox", "mail", 4, HM (8, 31), "Mei Lin", "Copy for the product page",
    "Second round of the texts. Could you check that they fit before ten?", "copy" },
  { "inbox", "mail", 7, HM (8, 40), "Jonas Berg", "Numbers from the weekend",
    "Conversion is up by a point since the new header. Good work.", "header" },
  { "inbox", "mail", 7, HM (13, 15), "Noah Fischer", "Nightly import",
    "It failed at 02:10 again. Can we look at it together on Tuesday?", "import" },
  { "inbox", "mail", 8, HM (9, 58), "Sofia Conti", "Re: Hours for October", "Received, thank you.", "hours" },
  { "inbox", "mail", 8, HM (17, 12), "Anna Kowalska", "Interview on Wednesday",
    "Léa can come at four. Would you take the technical half?", "hiring" },
  { "inbox", "mail", 9, HM (11, 36), "Mei Lin", "Release notes",
    "Please send me the list of what changed by tomorrow noon, in plain words.", "release" },
  { "inbox", "mail", 10, HM (9, 14), "Jonas Berg", "Design review: agenda",
    "Header, product page, checkout. Bring the numbers from Tuesday, please.", "header" },
  { "inbox", "mail", 11, HM (10, 5), "David Okafor", "Retrospective moved to room 2", "Same time, other room.", "retro" },
  /* Chat */
  { "acme-design", "message", 0, HM (10, 8), "Mei Lin", "The icons in the footer look blurred on my screen", NULL,
    "acme-design", 3 },
  { "acme-design", "message", 1, HM (11, 41), "Jonas Berg", "Who has the latest file of the checkout?", NULL,
    "acme-design", 5 },
  { "acme-design", "message", 2, HM (16, 20), "Priya Nair", "Workshop photos are in the folder", NULL, "acme-design", 2 },
  { "acme-design", "message", 3, HM (11, 52), "Mei Lin", "@sam could you export the review slides as PDF?", NULL,
    "acme-design", 4 },
  { "acme-design", "message", 4, HM (10, 47), "Jonas Berg", "Copy is approved, thanks everybody", NULL, "acme-design", 6 },
  { "acme-design", "message", 7, HM (9, 33), "Priya Nair", "Morning! New build is on staging", NULL, "acme-design", 2 },
  { "acme-design", "message", 8, HM (14, 2), "Mei Lin", "The price is cut off in French", NULL, "acme-design", 7 },
  { "acme-design", "message", 9, HM (11, 58), "Jonas Berg", "Rehearsal went well. Two small things in the thread", NULL,
    "acme-design", 8 },
  { "acme-design", "message", 10, HM (15, 16), "Tomás Ruiz", "Can somebody review the new empty states?", NULL,
    "acme-design", 3 },
  { "acme-design", "message", 11, HM (9, 21), "Mei Lin", "Live since 9:15. Nothing on fire", NULL, "acme-design", 11 },
  /* Code */
  { "acme/website", "commit", 0, HM (14, 12), DAYBOOK_SAMPLE_NAME, "checkout: keep the cart when the session ends" },
  { "acme/website", "commit", 0, HM (14, 55), DAYBOOK_SAMPLE_NAME, "checkout: test the empty cart" },
  { "acme/website", "pull_request", 0, HM (15, 2), DAYBOOK_SAMPLE_NAME, "Keep the cart when the session ends (#412)" },
  { "acme/website", "commit", 1, HM (10, 20), DAYBOOK_SAMPLE_NAME, "header: collapse the menu below 600 px" },
  { "acme/website", "review", 1, HM (17, 5), DAYBOOK_SAMPLE_NAME, "Reviewed: Footer icons as SVG (#409)" },
  { "acme/website", "commit", 2, HM (11, 31), DAYBOOK_SAMPLE_NAME, "header: three variants behind a switch" },
  { "acme/website", "commit", 3, HM (12, 24), DAYBOOK_SAMPLE_NAME, "checkout: fix the rounding of the total" },
  { "acme/website", "commit", 3, HM (12, 51), DAYBOOK_SAMPLE_NAME, "checkout: show the total in the button" },
  { "acme/website", "issue", 3, HM (9, 20), "Mei Lin", "Total differs by a cent (#415)" },
  { "acme/website", "pull_request", 4, HM (10, 50), DAYBOOK_SAMPLE_NAME, "Fix the rounding of the total (#416)" },
  { "acme/website", "commit", 7, HM (13, 44), DAYBOOK_SAMPLE_NAME, "import: read the second address" },
  { "acme/website", "commit", 7, HM (14, 38), DAYBOOK_SAMPLE_NAME, "import: say which row failed" },
  { "acme/website", "review", 8, HM (10, 12), DAYBOOK_SAMPLE_NAME, "Reviewed: Prices that break (#419)" },
  { "acme/website", "commit", 9, HM (14, 22), DAYBOOK_SAMPLE_NAME, "release: notes in plain words" },
  { "acme/website", "pull_request", 10, HM (14, 48), DAYBOOK_SAMPLE_NAME, "Empty states with a next step (#421)" },
  { "acme/website", "commit", 11, HM (10, 52), DAYBOOK_SAMPLE_NAME, "checkout: guest checkout behind a switch" },
};

static DaybookActivity *
make_activity (const Message *message, gint64 at, DaybookDay day, guint number)
{
  DaybookActivity *activity = daybook_activity_new ();
  char text[DAYBOOK_DAY_TEXT_SIZE];
  guint64 digest;

  activity->kind = g_strdup (message->kind);
  if (g_str_equal (message->kind, "commit"))
    {
      guint64 name = daybook_digest_number (daybook_digest_text (0, message->title), day);

      activity->external_id = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", name);
    }
  else
    activity->external_id = g_strdup_printf ("%s-%u/%s", message->kind, number, daybook_day_write (day, text));
  activity->parent = g_strdup (message->parent != NULL ? message->parent : message->source);
  activity->title = g_strdup (message->title);
  activity->author = g_strdup (message->author);
  activity->at = at;
  activity->count = MAX (message->count, 1);
  activity->snippet = g_strdup (message->text);
  activity->body = g_strdup (message->text);
  digest = daybook_digest_text (daybook_digest_number (0, at), message->title);
  digest = daybook_digest_text (digest, message->author);
  activity->hash = daybook_digest_text (digest, message->text);
  return activity;
}

void
daybook_sample_add_messages (const DaybookSampleRequest *request, GPtrArray *items)
{
  for (DaybookDay day = request->first; day <= request->last; day++)
    {
      int of_fortnight = (daybook_sample_week (day) % 2 != 0 ? 7 : 0) + daybook_day_get_weekday (day) - DAYBOOK_MONDAY;

      for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
        {
          gint64 at;

          if (messages[i].day != of_fortnight || !g_str_equal (messages[i].source, request->source))
            continue;
          at = daybook_zone_to_instant (request->zone, daybook_wall_from_day (day) + messages[i].time * 60);
          if (at <= request->now)
            g_ptr_array_add (items, daybook_item_new_activity (make_activity (&messages[i], at, day, i)));
        }
    }
}
