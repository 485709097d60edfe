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
      N_("At least half of {weekday} went into {meetings}, {meeting_hours} in all."),
      N_("The calendar filled {weekday}: {meetings}, {meeting_hours} in all, and {focus_left}."),
      N_("Anything that needed quiet had little room on {weekday}, because {meetings} took {meeting_hours}."),
      N_("{weekday} was a day of meetings, {meeting_hours} of them, and left {focus_left}."),
      N_("On {weekday} the work was talking, {meeting_hours} of it in {meetings}."),
      N_("With {meeting_hours} in {meetings}, {weekday} was decided by the calendar before it began.") } },
  /* Four hours and more in long free blocks, at most two in meetings. */
  { "day-making",
    { N_("{weekday} was a day to get things done, with {focus_hours} that no meeting cut through."),
      N_("Hardly anything interrupted {weekday}: {focus_hours} stayed free in blocks of two hours or more."),
      N_("{weekday} was quiet for long stretches, {focus_hours} altogether."),
      N_("There was room to think on {weekday}, with {focus_hours} free in long blocks."),
      N_("The calendar was kind on {weekday} and left {focus_hours} to concentrate."),
      N_("Little stood in the way of work on {weekday}: {focus_hours} of it stayed free of meetings."),
      N_("{weekday} was a quiet day, with {focus_hours} in long blocks.") } },
  /* Two meetings and more, and more time in short gaps than in long ones. */
  { "day-broken",
    { N_("{weekday} came in pieces: {meetings} left {fragmented_hours} in gaps shorter than two hours."),
      N_("Much of {weekday} went by in short gaps, {fragmented_hours} between {meetings}."),
      N_("The trouble with {weekday} was not the {meeting_hours} of meetings but the {fragmented_hours} of gaps between them."),
      N_("On {weekday}, {fragmented_hours} fell between one meeting and the next, in gaps too short to begin anything larger."),
      N_("Between {meetings}, {weekday} left {fragmented_hours} in pieces too small to get into anything."),
      N_("A meeting here, a meeting there: {meetings} cut {weekday} up, and {fragmented_hours} got lost in short gaps."),
      N_("{weekday} kept changing the subject, with {meetings} and {fragmented_hours} of short gaps in between.") } },
  /* At least one meeting and at least one long free block. */
  { "day-mixed",
    { N_("{weekday} had {meeting_hours} of meetings and {focus_hours} to concentrate."),
      N_("Meetings took {meeting_hours} of {weekday}, and {focus_hours} stayed free to concentrate."),
      N_("{weekday} had room for both, {meetings} and {focus_hours} to concentrate."),
      N_("{weekday} had {meetings}, placed so that {focus_hours} stayed in long blocks."),
      N_("Neither rushed nor empty, {weekday} had {meeting_hours} of meetings and {focus_hours} in long blocks."),
      N_("{weekday} had its meetings, {meeting_hours} in all, and still {focus_hours} in long blocks."),
      N_("There was a fair share of quiet on {weekday}, as {meetings} left {focus_hours} whole.") } },
  /* A working day that fits none of these. */
  { "day-plain",
    { N_("{weekday} left {items} on record."),
      N_("{weekday} brought {items}."),
      N_("What is known of {weekday} amounts to {items}."),
      N_("On {weekday}, {items} came together."),
      N_("The record of {weekday} holds {items}."),
      N_("{weekday} comes to {items} from all services together."),
      N_("{weekday} added {items} to the record.") } },
  /* A day without working hours on which something happened. */
  { "day-free",
    { N_("{weekday} was no working day, and yet it brought {items}."),
      N_("Although {weekday} has no working hours, it brought {items}."),
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
    { N_("{project} came first on {weekday}, with {project_hours} of the {logged_hours} logged."),
      N_("Of the {logged_hours} logged on {weekday}, {project} took {project_hours} and {second_project} {second_project_hours}."),
      N_("{weekday} was split between projects: {project_hours} for {project}, {second_project_hours} for {second_project}."),
      N_("The two largest parts of {weekday} were {project} with {project_hours} and {second_project} with {second_project_hours}."),
      N_("{project} took {project_hours} of {weekday}, and {second_project} {second_project_hours}."),
      N_("The largest share of {weekday} went to {project}, {project_hours} out of {logged_hours}."),
      N_("On {weekday} the time went above all to {project} ({project_hours}) and {second_project} ({second_project_hours}).") } },
  /* The same, two projects in front with the same time. */
  { "day-projects-even",
    { N_("{project} and {second_project} shared {weekday} evenly, {project_hours} each."),
      N_("On {weekday}, {project_hours} went to {project} and as much to {second_project}."),
      N_("Of the {logged_hours} logged on {weekday}, {project} and {second_project} took {project_hours} each."),
      N_("{weekday} had two projects in front, {project} and {second_project}, with {project_hours} each."),
      N_("The two largest parts of {weekday} were {project} and {second_project}, {project_hours} each."),
      N_("On {weekday} the time went above all to {project} and {second_project}, {project_hours} to each."),
      N_("{project} got {project_hours} of {weekday}, and {second_project} got as much.") } },
  /* The same for a single project. */
  { "day-project",
    { N_("{weekday} went to {project}, with {project_hours} on record."),
      N_("{weekday} had one project, {project}, with {project_hours} logged."),
      N_("On {weekday} the work was for {project}, {project_hours} of it."),
      N_("{weekday} added {project_hours} to {project}."),
      N_("Where {weekday} went is easily said: {project_hours} for {project}."),
      N_("{weekday} brought {project_hours} for {project}."),
      N_("{project} was the work of {weekday}, {project_hours} in all.") } },
};
const guint daybook_n_phrases_day = G_N_ELEMENTS (daybook_phrases_day);
