/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a day is opened, by what it was like. Each sentence must be true of every day of its kind: see find_shape() in
 * daybook-builtin-summary.c. Seven ways, one for each day of a week. */
#include <glib/gi18n-lib.h>

#include "insight/daybook-phrase.h"

/* Translators: sentences of a summary. What stands in braces is filled in and may be moved, but not changed: {weekday}
 * is a weekday's name, {meetings} “8 meetings”, {meeting_hours} “5.5 hours”, {focus_left} “2.5 hours to concentrate” or
 * “no long block to concentrate”. What sounds odd in your language may be said otherwise, as long as it stays true. */
const DaybookPhraseSet daybook_phrases_day[] = {
  /* Half of the working hours and more in meetings. */
  { "day-packed",
    { N_("{weekday} belonged to other people: {meetings} filled {meeting_hours} and left {focus_left}."),
      N_("Much of {weekday} was spent in conversation, {meeting_hours} of it in {meetings}."),
      N_("The calendar ran {weekday}: {meetings} over {meeting_hours}, and {focus_left} around them."),
      N_("Anything that needed quiet had to wait on {weekday}, because {meetings} took {meeting_hours}."),
      N_("{weekday} moved from one room to the next, {meeting_hours} in all, which left {focus_left}."),
      N_("Talking was the work on {weekday}, with {meetings} and {meeting_hours} of it."),
      N_("With {meeting_hours} in {meetings}, {weekday} was decided by the calendar before it began.") } },
  /* Four hours and more in long free blocks, at most two in meetings. */
  { "day-making",
    { N_("{weekday} was a day for making things, with {focus_hours} in stretches that no meeting cut through."),
      N_("Hardly anything interrupted {weekday}: {focus_hours} of it stayed in blocks of two hours and more."),
      N_("Long quiet stretches carried {weekday} and add up to {focus_hours}."),
      N_("There was room to think on {weekday}, since {focus_hours} lay free in blocks of two hours or more."),
      N_("The best thing about {weekday} was its calendar, which left {focus_hours} to concentrate."),
      N_("{weekday} gave the work what it needs most: {focus_hours} without a meeting in them."),
      N_("Quiet was the mark of {weekday}, {focus_hours} of it in long blocks.") } },
  /* Two meetings and more, and more time in short gaps than in long ones. */
  { "day-broken",
    { N_("{weekday} came in pieces: {meetings} were spread so that {fragmented_hours} fell into gaps shorter than two hours."),
      N_("Nothing on {weekday} lasted long, since {meetings} cut {fragmented_hours} into short gaps."),
      N_("The trouble with {weekday} was not the {meeting_hours} of meetings but the {fragmented_hours} of crumbs between them."),
      N_("On {weekday}, {fragmented_hours} lay between one appointment and the next, too short to begin anything larger."),
      N_("Between {meetings}, {weekday} left {fragmented_hours} in pieces too small for real work."),
      N_("A meeting here, a meeting there: {meetings} broke {weekday} up and scattered {fragmented_hours}."),
      N_("{weekday} kept changing the subject, with {meetings} and {fragmented_hours} of short gaps in between.") } },
  /* At least one meeting and at least one long free block. */
  { "day-mixed",
    { N_("{weekday} kept a balance between talk and quiet: {meeting_hours} in meetings, {focus_hours} to concentrate."),
      N_("Meetings and quiet shared {weekday}, {meeting_hours} to the one and {focus_hours} to the other."),
      N_("{weekday} had room for both kinds of work, {meetings} and {focus_hours} to concentrate."),
      N_("{weekday} placed its {meetings} well, for {focus_hours} stayed in long blocks."),
      N_("Neither rushed nor empty, {weekday} took {meeting_hours} for meetings and kept {focus_hours} whole."),
      N_("It was an even day: {weekday} spent {meeting_hours} in meetings and left {focus_hours} in one piece or two."),
      N_("{weekday} divided itself well, because {meetings} left {focus_hours} untouched.") } },
  /* A working day that fits none of these. */
  { "day-plain",
    { N_("{weekday} left only a light trace, {items} in all."),
      N_("Little of {weekday} went through the calendar; what is known of it amounts to {items}."),
      N_("{weekday} went by without much ceremony and left {items} behind."),
      N_("There is not much to read from {weekday}, only {items}."),
      N_("By what was recorded, {weekday} was a small day of {items}."),
      N_("{weekday} has to be told from {items}."),
      N_("{weekday} was light on records, with {items} from all services together.") } },
  /* A day without working hours on which something happened. */
  { "day-free",
    { N_("{weekday} was no working day, and yet it holds {items}."),
      N_("Although {weekday} has no working hours, it collected {items}."),
      N_("Work reached into {weekday}, with {items} on a day without working hours.") } },
  /* Nothing but time that was logged, and too little of it to tell of projects. */
  { "day-logged",
    { N_("{weekday} is known from the time log alone, which has {logged_hours} for it."),
      N_("No meeting, no mail and no commit tells of {weekday}; the time log has {logged_hours}."),
      N_("{weekday} left {logged_hours} in the time log and nothing anywhere else."),
      N_("All that is known of {weekday} is time: {logged_hours} on record."),
      N_("Apart from {logged_hours} in the time log, {weekday} left no trace."),
      N_("The time log has {logged_hours} for {weekday}; the other sources have nothing."),
      N_("Only the time log speaks of {weekday}, and it says {logged_hours}.") } },
  { "day-empty",
    { N_("{date} is empty: no meeting, no mail, no message and no commit in any source."),
      N_("Nothing is recorded for {date}."),
      N_("There is nothing to tell about {date}; none of the sources has anything for it."),
      N_("No source knows anything of {date}."),
      N_("{date} left no trace in the calendars, the mail or anywhere else."),
      N_("For {date} there is neither an appointment nor anything else on record."),
      N_("All sources were asked, and {date} has nothing in them.") } },
  { "day-unsynced",
    { N_("{date} has not been synced yet, so there is nothing to say about it."),
      N_("Of {date} nothing is known, because it was never synced."),
      N_("No source has been asked for {date} yet.") } },
  /* Two hours and more are logged, for several projects. */
  { "day-projects",
    { N_("{project} had the first claim on {weekday}: {project_hours} of the {logged_hours} logged went there."),
      N_("Of the {logged_hours} logged on {weekday}, {project} took {project_hours} and {second_project} {second_project_hours}."),
      N_("{weekday} was divided between projects, with {project_hours} for {project} and {second_project_hours} for {second_project}."),
      N_("Two names stand over {weekday}: {project} with {project_hours} and {second_project} with {second_project_hours}."),
      N_("{project} and {second_project} shared {weekday}, {project_hours} to the first and {second_project_hours} to the second."),
      N_("The larger share of {weekday} is for {project}, {project_hours} out of {logged_hours} on record."),
      N_("On {weekday} the hours went to {project} first ({project_hours}) and to {second_project} next ({second_project_hours}).") } },
  /* The same, two projects in front with the same time. */
  { "day-projects-even",
    { N_("{project} and {second_project} shared {weekday} evenly, {project_hours} each."),
      N_("{weekday} did not take sides: {project_hours} went to {project} and as much to {second_project}."),
      N_("Of the {logged_hours} logged on {weekday}, {project} and {second_project} took {project_hours} each."),
      N_("{weekday} was divided fairly, {project_hours} for {project} and the same for {second_project}."),
      N_("Two names stand over {weekday}, {project} and {second_project} with {project_hours} each."),
      N_("On {weekday} the hours went to {project} and {second_project} alike, {project_hours} to either."),
      N_("{project} and {second_project} had an equal claim on {weekday}, {project_hours} for each.") } },
  /* The same for a single project. */
  { "day-project",
    { N_("{weekday} went to {project}, with {project_hours} on record."),
      N_("One project carried {weekday}: {project_hours} are logged for {project}."),
      N_("The time of {weekday} has an owner, and it is {project} with {project_hours}."),
      N_("Of {weekday}, {project_hours} are logged, all of them for {project}."),
      N_("Whoever asks where {weekday} went finds {project_hours} for {project}."),
      N_("For {project}, {weekday} brought {project_hours}."),
      N_("{project} was the thread through {weekday}, {project_hours} long.") } },
};
const guint daybook_n_phrases_day = G_N_ELEMENTS (daybook_phrases_day);
