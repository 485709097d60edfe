# SPDX-License-Identifier: GPL-3.0-or-later
"""Today, driven through accessibility and the keyboard."""

import contextlib
import pathlib
import sqlite3
import unittest

import tap
from window import BUTTON, LABEL, SWITCH, TEXT, Atspi, Window

DESIGN = '^Design review, 10:00 to 11:30, ACME calendar, Microsoft Teams, 5 people'


class Today(unittest.TestCase):
    def test_day_is_told_in_words(self):
        with Window(seed=['day']) as window:
            window.find('^Thursday, 19 November 2026, 2 meetings and 45 minutes still to log$', BUTTON)
            window.find(DESIGN + ', not logged yet$', BUTTON)
            window.find('^Stand-up, 9:00 to 9:15, Work calendar, logged$', BUTTON)
            window.find('^Hiring sync, 11:00 to 12:00, Work calendar, not answered$', BUTTON)
            window.find('^Stand-up, Internal / Team, 9:00 to 9:15, 15 minutes, Approved$', BUTTON)
            window.find('^45 minutes not logged, 11:30 to 12:15$', BUTTON)
            window.find('^Sprint 24, all day, Work calendar$', BUTTON)
            self.assertFalse(window.all('^All hands'))
            window.picture('today')
            # No icon of the first page is drawn from an SVG, whose libraries a program at rest would keep.
            maps = pathlib.Path(f'/proc/{window.process.pid}/maps').read_text()
            self.assertIn('libgtk-4', maps)
            self.assertNotIn('librsvg', maps)

    def test_converting_all_and_taking_it_back(self):
        with Window(seed=['day']) as window:
            before = len(window.entries())
            window.find('^Convert 2 Meetings$', BUTTON).press()
            window.find('^2 meetings logged$', LABEL)
            undo = window.find('Undo$', BUTTON)
            window.picture('today-undo')
            window.find('19 November 2026, 45 minutes still to log$', BUTTON)
            self.assertFalse(window.all(r'^Convert \d', BUTTON))
            self.assertEqual(len(window.entries()), before + 2)
            self.assertEqual(window.entries(title='Design review')[0]['project'],
                             next(p['id'] for p in window.rows('projects') if p['name'] == 'Website'))
            undo.press()
            window.find('^Undone: Log 2 meetings$', LABEL)
            window.find(DESIGN + ', not logged yet$', BUTTON)
            window.find('^Convert 2 Meetings$', BUTTON)
            self.assertEqual(len(window.entries()), before)

    def test_logging_one_as_the_panel_says(self):
        with Window(seed=['day']) as window:
            window.find(DESIGN, BUTTON).act('item.select')
            window.find('^Overlaps .*Hiring sync.* by 30 min$', LABEL)
            window.find('^Microsoft Teams$')
            window.picture('today-selected')
            window.find('^Description$', TEXT).text = 'Review of the shop'
            window.find('^Duration$', TEXT).text = '1 h 15 min'
            window.find('^€118.75 at €95.00 an hour$', LABEL)
            window.find('^Billable$', SWITCH).toggle()
            window.find('^Convert to Time Entry$', BUTTON).press()
            window.find('Review of the shop.* logged$', LABEL)
            entry, = window.entries(title='Review of the shop')
            self.assertEqual(entry['duration'], 75 * 60)
            self.assertFalse(entry['billable'])
            self.assertEqual(entry['origin'], 'event')
            # The next one that waits is selected.
            window.until('Sprint planning is next', lambda: window.find('^Description$', TEXT).text == 'Sprint planning')

    def test_meeting_that_was_not_answered_asks(self):
        with Window(seed=['day']) as window:
            block = window.find('^Hiring sync', BUTTON)
            block.act('item.log')
            window.find('^Not logged by itself: you have not answered the invitation.$', LABEL)
            self.assertFalse(window.entries(title='Hiring sync'))
            window.find('^Convert to Time Entry$', BUTTON).press()
            window.find('Hiring sync.* logged; it overlaps|Hiring sync.* logged$', LABEL)
            self.assertTrue(window.entries(title='Hiring sync'))

    def test_editing_and_approving_an_entry(self):
        with Window(seed=['day']) as window:
            window.find('^Fix the checkout bug, ACME / Support', BUTTON).act('item.select')
            window.find('^Pending$', LABEL)
            title = window.find('^Description$', TEXT)
            self.assertEqual(title.text, 'Fix the checkout bug')
            window.picture('today-entry')
            window.find('^Approve$', BUTTON).press()
            window.find('Fix the checkout bug.* approved$', LABEL)
            window.find('^Fix the checkout bug, .*, Approved$', BUTTON)
            self.assertEqual(window.entries(title='Fix the checkout bug')[0]['status'], 'approved')

    def test_log_bar_says_what_it_understood(self):
        with Window(seed=['day']) as window:
            bar = window.find('^Log time', TEXT)
            bar.text = 'Client meeting'
            window.find('This does not begin with a duration')
            bar.text = '2.5 hours: Client meeting'
            window.find('^2 h 30 min, No Project, ends now$')
            window.picture('today-log-bar')
            window.find('^Log$', BUTTON).press()
            window.find('2 h 30 min of .*Client meeting.* logged$', LABEL)
            entry, = window.entries(title='Client meeting')
            self.assertEqual(entry['duration'], 9000)
            self.assertTrue(entry['end'].startswith('2026-11-19T13:4'), entry)

    def test_log_bar_keeps_what_could_not_be_stored(self):
        with Window(seed=['day']) as window:
            def store(statement):
                with contextlib.closing(sqlite3.connect(window.home / 'daybook/daybook.db', timeout=60)) as database:
                    database.execute(statement)
                    database.commit()

            bar = window.find('^Log time', TEXT)
            store("CREATE TRIGGER full BEFORE INSERT ON time_entry BEGIN SELECT RAISE (ABORT, 'no room'); END")
            bar.text = '2.5 hours: Client meeting'
            understood = window.find('^2 h 30 min, No Project, ends now$')
            window.find('^Log$', BUTTON).press()
            window.find('nothing was saved', LABEL)
            window.until('the text is there again', lambda: understood.seen)
            self.assertFalse(window.entries(title='Client meeting'))
            # Once there is room it is one key.
            store('DROP TRIGGER full')
            window.find('^Log$', BUTTON).press()
            window.find('2 h 30 min of .*Client meeting.* logged$', LABEL)
            window.until('the next can be typed', lambda: not understood.seen)
            self.assertEqual(len(window.entries(title='Client meeting')), 1)

    def test_going_to_other_days(self):
        with Window(seed=['day']) as window:
            window.find('^Day after$', BUTTON).press()
            window.find('^Friday, 20 November 2026, No meetings$', BUTTON)
            window.find('^A Free Day$', LABEL)
            window.picture('today-empty')
            window.find('^Today$', BUTTON).press()
            window.find('^Thursday, 19 November 2026', BUTTON)

    def test_both_zones_show_on_a_journey(self):
        with Window(seed=['day'], TZ='America/New_York') as window:
            # The days follow the computer; the meetings are of home.
            window.find('^Thursday, 19 November 2026, with the hours in Berlin$')
            window.find('^Design review, 10:00 to 11:30, ', BUTTON).act('item.select')
            window.find('^Today, 10:00 to 11:30\n16:00 to 17:30 in Berlin$', LABEL)
            for place in ('Berlin', 'New York'):
                window.find(f'^{place}$', LABEL)
            window.picture('today-two-zones')
            # The days are kept in the zone of home.
            window.rows('settings', 'time_zone', 'Europe/Berlin')
            window.find('^Thursday, 19 November 2026, with the hours in New York$')
            window.find('^Design review, 16:00 to 17:30, ', BUTTON)
            window.picture('today-two-zones-home')

    def test_one_zone_at_home(self):
        with Window(seed=['day']) as window:
            window.find(DESIGN, BUTTON)
            self.assertFalse(window.all('with the hours in'))
            self.assertFalse(window.all('^Berlin$', LABEL))

    def test_changes_of_other_programs_are_seen(self):
        with Window(seed=['day']) as window:
            window.find('^Thursday, 19 November 2026', BUTTON)
            window.rows('log', '1h: From the command line', '--at', '2026-11-19T16:00')
            window.find('^From the command line, No Project, 16:00 to 17:00, 1 hour, Pending', BUTTON)

    def test_nothing_from_outside_is_markup(self):
        with Window(seed=['torture']) as window:
            for name in ('^A&B <b>x, 9:00 to 10:00', '^A&B <b>x, all day', '^Untitled meeting, 9:30', '^two lines and a tab'):
                window.find(name, BUTTON).act('item.select')
                window.find('^Calendar <i>&amp; co</i>$', LABEL)
            window.find('^A&B <b>x, A&B <b>Ltd / <i>Project</i> & sons', BUTTON).act('item.select')
            window.find('^A&B <b>Ltd / <i>Project</i> & sons$', LABEL)
            window.find('^Approve$', BUTTON).press()
            window.find('^“.?A&B <b>x.?” approved$', LABEL)
            window.picture('today-torture')


class Keyboard(unittest.TestCase):
    def go(self, window, expected, *keys):
        window.key(*keys)
        window.until(lambda: f'{keys} leads to {expected}, not {window.focused()}',
                     lambda: window.focused().startswith(expected))

    def test_day_without_a_pointer(self):
        with Window(seed=['day']) as window:
            window.find('^Log time', TEXT)
            window.key('ctrl+l')
            window.until('the log bar has the focus',
                         lambda: window.find('^Log time', TEXT).has(Atspi.StateType.FOCUSED))
            # Out of the bar, by the project and the all-day events, into the day: to what is nearest to now.
            for _ in range(8):
                window.key('Tab')
                if window.focused().startswith('Northwind budget call'):
                    break
            self.go(window, 'Northwind budget call')
            self.go(window, 'Sprint planning', 'Up')
            self.go(window, 'Lunch', 'Up')
            self.go(window, 'Hiring sync', 'Up')
            self.go(window, 'Design review', 'Up')
            window.key('Return')
            window.find('Design review.* logged$', LABEL)
            entry, = window.entries(title='Design review')
            self.go(window, 'Sprint planning')
            self.go(window, 'Fix the checkout bug', 'Right')
            self.go(window, '45 minutes not logged', 'Up')
            self.go(window, 'Design review, ACME', 'Up')
            window.key('a')
            window.find('Design review.* approved$', LABEL)
            window.key('Delete')
            window.find('Design review.* deleted$', LABEL)
            self.assertFalse(window.entries(title='Design review'))
            window.key('ctrl+z')
            window.find('^Undone: Delete', LABEL)
            self.assertEqual(window.entries(title='Design review')[0]['status'], 'approved')
            window.key('alt+Left')
            window.find('^Wednesday, 18 November 2026', BUTTON)
            window.key('ctrl+t')
            window.find('^Thursday, 19 November 2026', BUTTON)
            # The calendar behind the date: a day is chosen in it and it goes.
            window.reach('^Thursday, 19 November 2026')
            window.key('space')
            window.until('the calendar shows', lambda: (window.focus() or window.frame).name == 'Thursday, 19 November 2026')
            for key, day in (('Left', 'Wednesday, 18 November 2026'), ('Down', 'Wednesday, 25 November 2026'),
                             ('Page_Up', 'Sunday, 25 October 2026')):
                window.key(key)
                window.until(f'{key} leads to {day}', lambda: (window.focus() or window.frame).name == day)
            window.key('Return')
            window.find('^Sunday, 25 October 2026', BUTTON)


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
