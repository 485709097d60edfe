# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts from connecting to disconnecting, with the real agent and worker and the simulator's services."""

import datetime
import os
import pathlib
import struct
import subprocess
import unittest

import tap
from online_accounts import OnlineAccounts
from services import Desktop, ServiceWindow, Simulator
from window import BUILD, BUTTON, ENTRY, ITEM, LABEL, SWITCH, TEXT, Atspi

HEADING = Atspi.Role.HEADING
CONNECT = '^Connect Google Calendar$'
CHOICE = '^Google Calendar Is Connected$'


class Google(unittest.TestCase):
    def connect(self, window):
        """Through the first run, with the choice that is offered."""
        window.menu('^Connect an Account$', '^Google Calendar$')
        window.find('^Continue in Browser$', BUTTON).press()
        window.find(CHOICE, HEADING)

    def test_connecting_and_choosing_calendars(self):
        with Simulator(events=20, users='ana@example.com') as simulator, ServiceWindow(simulator) as window:
            self.connect(window)
            # Own calendars are on, the others off: one of each is changed.
            switches = {name: window.find(f'^{name}', SWITCH) for name in ('ana@example.com', 'Projects', 'Team', 'Holidays')}
            self.assertEqual({name: switch.checked for name, switch in switches.items()},
                             {'ana@example.com': True, 'Projects': True, 'Team': False, 'Holidays': False})
            window.picture('connect-calendars')
            switches['Projects'].toggle()
            switches['Team'].toggle()
            window.find('^Done$', BUTTON).press()
            window.until('a sync', lambda: window.rows('accounts') and window.account()['last_sync_at'])
            self.assertEqual({name: row['enabled'] for name, row in window.sources().items()},
                             {'ana@example.com': True, 'Projects': False, 'Team': True, 'Holidays in Switzerland': False})
            window.show('accounts')
            window.find('^ana@example.com, Google Calendar, Synced just now, 2 calendars', None)
            self.assertEqual(simulator.leaks(), [])

    def test_connecting_what_the_desktop_has(self):
        with Simulator(events=5, users='ana@example.com') as simulator:
            desktop = OnlineAccounts(Desktop())
            try:
                account = desktop.add('google', 'ana@example.com',
                                      token=simulator.google_signin.issue(user='ana@example.com')['access_token'])
                with ServiceWindow(simulator) as window:
                    window.menu('^Connect an Account$', '^Google Calendar$')
                    window.within = '^Connect Google Calendar$'
                    # It is the first of the ways, and chosen.
                    way = window.find('GNOME Online Accounts', SWITCH)
                    self.assertTrue(way.checked)
                    window.picture('connect-desktop')
                    window.find('^Connect$', BUTTON).press()
                    window.within = None
                    window.find(CHOICE, HEADING)
                    window.find('^Done$', BUTTON).press()
                    window.until('a sync', lambda: window.rows('accounts') and window.account()['last_sync_at'])
                    self.assertEqual(window.account()['identity'], 'ana@example.com')
                    # No browser was wanted, and the desktop keeps its account.
                    self.assertEqual(simulator.requests('google.authorize'), 0)
                    self.assertNotIn('Remove', desktop.calls(account))
            finally:
                desktop.stop()

    def test_a_refusal_is_told_and_can_be_tried_again(self):
        with Simulator(events=5, users='ana@example.com', set={'google_signin.authorize': 'deny'}) as simulator, \
                ServiceWindow(simulator) as window:
            window.menu('^Connect an Account$', '^Google Calendar$')
            window.find('^Continue in Browser$', BUTTON).press()
            refused = window.find('^Access was not granted', None)
            window.until('it shows', lambda: refused.seen)
            window.picture('connect-refused')
            self.assertFalse(window.rows('accounts'))
            simulator.set(**{'google_signin.authorize': 'approve'})
            window.find('^Continue in Browser$', BUTTON).press()
            window.find(CHOICE, HEADING)

    def test_renaming_pausing_signing_in_again_and_disconnecting(self):
        with Simulator(events=20, users='ana@example.com') as simulator, ServiceWindow(simulator) as window:
            self.connect(window)
            window.find('^Done$', BUTTON).press()
            window.until('a sync', lambda: window.rows('accounts') and window.account()['last_sync_at'])
            window.show(window.account()['id'])
            window.find('^Last Runs$', LABEL)
            window.picture('account-detail')
            # Rename, with its undo.
            window.menu('^More Actions$', '^Rename…$')
            window.find('^Rename Account$', LABEL)
            window.key('ctrl+a')
            window.type('My work')
            window.key('Return')
            window.find('^“ana@example.com” is now called “My work”$', LABEL)
            self.assertEqual(window.account()['name'], 'My work')
            window.find('Undo$', BUTTON).press()
            window.until('the name is back', lambda: window.account()['name'] == 'ana@example.com')
            # Pause and resume.
            window.menu('^More Actions$', '^Pause$')
            window.find('^“ana@example.com” is paused$', LABEL)
            self.assertEqual(window.account()['reason'], 'paused')
            # The page has read what is stored by now.
            window.until('it shows as paused', lambda: any(thing.seen for thing in window.all('^Paused')))
            window.menu('^More Actions$', '^Resume$')
            window.find('^“ana@example.com” syncs again$', LABEL)
            self.assertIsNone(window.account()['reason'])
            window.until('it shows as resumed', lambda: not any(thing.seen for thing in window.all('^Paused')))
            # Sign in again: the same account, by the browser.
            window.menu('^More Actions$', '^Sign In Again…$')
            window.find('^Continue in Browser$', BUTTON).press()
            window.until('the dialog goes', lambda: len(window.frames()) == 1)
            self.assertEqual([row['status'] for row in window.rows('accounts')], ['connected'])
            window.until('the browser was there twice', lambda: simulator.requests('google.authorize') == 2)
            window.until('the window has the focus again', lambda: window.focus('^Daybook$'))
            # A calendar that is deleted at the service says so, on or off, and keeps its events.
            simulator.google.delete_calendar(calendar='Projects')
            subprocess.run([BUILD / 'src/ctl/daybookctl', 'sync'], env=window.environment, capture_output=True)
            window.until('it is gone', lambda: window.sources()['Projects']['state'] == 'gone')
            window.find_seen('^No longer at the service; what was synced stays$', LABEL)
            events = len(window.rows('events'))
            window.reach('^Sync Projects$')
            for on in (False, True):
                # The focus stays where it is, to change one's mind.
                self.assertEqual(window.focused(), 'Sync Projects')
                window.key('space')
                window.until('it is stored', lambda: window.sources()['Projects']['enabled'] is on)
                window.find_seen('^No longer at the service; what was synced stays$', LABEL)
            self.assertEqual(len(window.rows('events')), events)
            self.assertEqual(window.account()['status'], 'connected')
            # Disconnect says what goes and what stays.
            entry = window.rows('events')[0]
            window.rows('convert', entry['id'])
            window.menu('^More Actions$', '^Disconnect…$')
            window.until('the question shows', lambda: window.find('Disconnect$', BUTTON).seen)
            window.picture('disconnect')
            window.find('Disconnect$', BUTTON).press()
            window.find('^“ana@example.com” is disconnected, 1 time entry stays$', LABEL)
            self.assertFalse(window.rows('accounts'))
            self.assertTrue(window.rows('entries', '--from', '2000-01-01', '--to', '2100-01-01'))

    def test_loading_earlier_days(self):
        with Simulator(events=5, users='ana@example.com') as simulator, ServiceWindow(simulator) as window:
            today = datetime.date.today()
            then = (today.replace(day=1) - datetime.timedelta(20)).replace(day=12)
            simulator.google.add_event(title='Long ago', start=f'{then}T10:00:00', minutes=60)
            self.connect(window)
            window.find('^Done$', BUTTON).press()
            window.until('a sync', lambda: all(row['last_sync_at'] for row in window.rows('sources') if row['enabled']))
            self.assertFalse(window.all('^Load Earlier$', BUTTON))
            # A day that was never synced says so.
            window.show('today')
            before = (today - then).days
            window.find('^Day before$', BUTTON)
            for _ in range(before):
                window.key('alt+Left')
            window.find('^Not every calendar was asked about this day yet.$', LABEL)
            load = window.find('^Load Earlier$', BUTTON)
            window.until('it is offered', lambda: load.seen)
            self.assertFalse(window.all('^Long ago'))
            window.picture('today-uncovered')
            load.press()
            window.find('^Long ago, 10:00 to 11:00, ', BUTTON)
            window.gone('^Load Earlier$', BUTTON)
            window.picture('today-loaded')


class SampleData(unittest.TestCase):
    def test_by_its_card_and_gone_again(self):
        with ServiceWindow() as window:
            # With an hour written by hand there is no first run any more.
            window.rows('log', '1 hour: Tax return')
            window.show('accounts')
            window.find('^Connect Sample Data: ', BUTTON).press()
            window.until('the dialog', lambda: window.frames('^Connect Sample Data$'))
            window.find('^Try with Sample Data$|^Connect$|^Add$', BUTTON).press()
            window.until('a sync', lambda: window.rows('accounts') and window.account()['last_sync_at'])
            window.until('the dialog goes', lambda: not window.frames('^Connect Sample Data$'))
            self.assertEqual(window.account()['provider'], 'sample')
            self.assertGreater(len(window.rows('events')), 3)
            # It goes with one click, and takes with it nothing that was written by hand.
            window.show('accounts')
            window.find_seen('Remove Sample Data$', BUTTON).press()
            window.until('it goes', lambda: not window.rows('accounts'))
            self.assertEqual([row['title'] for row in window.rows('entries', '--from', '2000-01-01', '--to', '2100-01-01')], ['Tax return'])


class Ics(unittest.TestCase):
    CALENDAR = ('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\nX-WR-CALNAME:Club\r\nBEGIN:VEVENT\r\nUID:1\r\n'
                'DTSTAMP:20260101T000000Z\r\nDTSTART:{}T100000Z\r\nDTEND:{}T110000Z\r\nSUMMARY:Board meeting\r\nEND:VEVENT\r\n'
                'END:VCALENDAR\r\n')

    def size(self, picture):
        return struct.unpack('>II', picture.read_bytes()[16:24])

    def test_the_services_in_a_small_window(self):
        with ServiceWindow(size=(360, 720)) as window:
            self.assertEqual(self.size(window.picture('first-run-narrow')), window.size)
            window.reach('^Connect an Account$')
            window.key('space')
            window.until('the list opens', lambda: window.focus().role == ITEM)
            last = window.find('^Calendar Address$', ITEM)
            window.until('all services are in view', lambda: last.in_view)
            self.assertEqual(self.size(window.picture('first-run-services-narrow')), window.size)

    def test_a_calendar_in_a_file(self):
        file = pathlib.Path(os.environ['HOME']) / 'club.ics'
        day = datetime.date.today().strftime('%Y%m%d')
        file.write_text(self.CALENDAR.format(day, day))
        with ServiceWindow() as window:
            # The last of the services is seen before anybody goes to it.
            window.reach('^Connect an Account$')
            window.key('space')
            window.until('the list opens', lambda: window.focus().role == ITEM)
            last = window.find('^Calendar Address$', ITEM)
            window.until('all services are in view', lambda: last.in_view)
            # The list stands inside the window: what the picture is as large as.
            self.assertEqual(self.size(window.picture('first-run-services')), window.size)
            window.key('Escape')
            window.until('it closes', lambda: window.focus().role != ITEM)
            window.key('shift+Tab')
            window.menu('^Connect an Account$', '^Calendar Address$')
            address = window.find('Address', TEXT)
            connect = window.find('^Connect$', BUTTON)
            self.assertFalse(connect.has(Atspi.StateType.SENSITIVE))
            address.text = f'file://{file}'
            window.until('it can be connected', lambda: connect.has(Atspi.StateType.SENSITIVE))
            window.picture('connect-address')
            connect.press()
            window.until('a sync', lambda: window.rows('accounts') and window.account()['last_sync_at'])
            window.show('today')
            window.find('^Board meeting, ', BUTTON)

    def test_what_is_no_calendar_is_told(self):
        with ServiceWindow() as window:
            window.menu('^Connect an Account$', '^Calendar Address$')
            window.find('Address', TEXT).text = 'file:///nowhere/at/all.ics'
            window.find('^Connect$', BUTTON).press()
            window.until('it says why', lambda: any(thing.seen for thing in window.all('nowhere|no calendar|not be read|cannot')))
            window.picture('connect-problem')
            self.assertFalse(window.rows('accounts'))


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
