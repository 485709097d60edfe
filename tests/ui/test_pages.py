# SPDX-License-Identifier: GPL-3.0-or-later
"""Search, the entry editor, Clients and Projects, and that every control has a name, driven through accessibility."""

import re
import shutil
import sqlite3
import subprocess
import unittest

import old_store
import tap
from window import BUILD, BUTTON, COMBO, DEADLINE, ENTRY, LABEL, SWITCH, TAB, TEXT, Atspi, Window

PROJECTS = '^Clients and Projects$'


class Search(unittest.TestCase):
    def test_results_over_everything(self):
        with Window(seed=['day', 'torture']) as window:
            window.find('^Design review, ', BUTTON)
            window.key('ctrl+f')
            window.wait_focus(ENTRY)
            window.find('^Search Everything$', LABEL)
            # Meetings and entries alike.
            window.type('checkout')
            window.find_seen('^Fix the checkout bug, .*(Time entry|entry)')
            window.picture('search-results')
            window.key('ctrl+a')
            window.type('nothing is called so')
            window.find('^Nothing Found$', LABEL)
            window.picture('search-nothing')
            # Enter opens the first: an event on its day.
            window.key('ctrl+a')
            window.type('budget')
            window.find_seen('^Northwind budget call, ')
            window.key('Return')
            window.until('the meeting is selected',
                         lambda: window.find('^Description$', TEXT).text == 'Northwind budget call')

    def test_an_entry_opens_in_its_week_and_escape_leaves(self):
        with Window(seed=['day']) as window:
            window.find('^Design review, ', BUTTON)
            window.key('ctrl+f')
            window.wait_focus(ENTRY)
            window.type('plan the day')
            window.find_seen('^Plan the day, ')
            window.key('Return')
            window.until('its row has the focus',
                         lambda: (window.focus() or window.frame).name.startswith('Plan the day, Internal / Admin'))
            window.key('ctrl+f')
            window.wait_focus(ENTRY)
            window.key('Escape')
            window.until('the search is left', lambda: (window.focus() or window.frame).role != ENTRY)


class Editor(unittest.TestCase):
    def open(self, window):
        """Enter opens the entry that has the focus; its title has it then."""
        window.until('the row has the focus',
                     lambda: (window.focus() or window.frame).name.startswith('Fix the checkout bug, ACME / Support'))
        window.key('Return')
        self.assertEqual(window.wait_focus(TEXT).name, 'Title')

    def write(self, window, field, text):
        if field:
            window.reach(field)
        window.key('ctrl+a')
        window.type(text)

    def test_every_field(self):
        with Window(seed=['day']) as window:
            entry, = window.entries(title='Fix the checkout bug')
            window.show(entry['id'])
            self.open(window)
            window.picture('entry-editor')
            window.find_seen('^Status: Pending$')
            self.write(window, None, 'Mend the checkout')
            self.write(window, '^Start$', '12:30')
            self.write(window, '^End$', '14:00')
            billable = window.reach('^Billable$')
            self.assertEqual((billable.role, billable.checked), (SWITCH, entry['billable']))
            window.key('space')
            window.until('it is switched', lambda: billable.checked != entry['billable'])
            self.write(window, '^Tags, parted by commas', 'shop, urgent')
            window.reach('^Save$')
            window.key('Return')
            window.until('it is saved', lambda: window.entries(title='Mend the checkout'))
            changed, = window.entries(title='Mend the checkout')
            self.assertEqual((changed['duration'], changed['billable'], changed['tags']), (90 * 60, not entry['billable'], ['shop', 'urgent']))
            self.assertTrue(changed['start'].startswith('2026-11-19T11:30'), changed)
            # Undo is in the toast.
            window.find('Undo$', BUTTON).press()
            window.until('it is as it was', lambda: window.entries(title='Fix the checkout bug'))
            self.assertEqual(window.entries(title='Fix the checkout bug')[0]['duration'], entry['duration'])

    def test_what_cannot_be_is_not_saved(self):
        with Window(seed=['day']) as window:
            entry, = window.entries(title='Fix the checkout bug')
            window.show(entry['id'])
            self.open(window)
            self.write(window, '^Start$', 'nonsense')
            # Save is passed over by the keyboard: it is not sensitive.
            with self.assertRaises(AssertionError):
                window.reach('^Save$', most=12)
            window.key('Escape')
            self.assertEqual(window.entries(title='Fix the checkout bug'), [entry])


class Projects(unittest.TestCase):
    def field(self, window, name, text):
        window.find(f'^{name}$', TEXT).text = text

    def test_adding_changing_and_archiving(self):
        with Window(seed=['day']) as window:
            window.activate('projects')
            window.find('^New Client$', BUTTON).press()
            window.until('the form shows', lambda: window.find('^Save$', BUTTON).seen)
            window.picture('client-form')
            # Without a name nothing is saved, and it says so.
            window.find('^Save$', BUTTON).press()
            window.find('^A name is needed.$', LABEL)
            self.field(window, 'Name', 'Initech')
            self.field(window, 'Address', 'Main Street 1')
            self.field(window, 'Tax Number', 'CH-1')
            self.field(window, 'Currency', 'CHF')
            self.field(window, 'Hourly Rate', '120.00')
            window.find('^Save$', BUTTON).press()
            window.until('the client is there', lambda: 'Initech' in self.names(window, 'clients'))
            client = next(row for row in window.rows('clients') if row['name'] == 'Initech')
            self.assertEqual((client['currency'], client['hourly_rate']), ('CHF', 12000))
            window.find('^New Project$', BUTTON).press()
            window.until('the form shows', lambda: window.find('^Save$', BUTTON).seen)
            self.field(window, 'Name', 'Printer')
            window.choose('^Client$', '^Initech$', '.')
            window.find('^Save$', BUTTON).press()
            window.until('the project is there', lambda: 'Printer' in self.names(window, 'projects'))
            project = next(row for row in window.rows('projects') if row['name'] == 'Printer')
            self.assertEqual(project['client'], client['id'])
            window.picture('projects')

    def open(self, window, name):
        window.reach(f'^{name}', PROJECTS)
        window.key('Return', title=PROJECTS)
        window.until('the form shows', lambda: window.find('^Save$', BUTTON).seen)

    def save(self, window):
        window.find('^Save$', BUTTON).press()
        window.until('the list shows', lambda: not window.all('^Save$', BUTTON) or not window.find('^Save$', BUTTON).seen)

    def archive(self, window, kind, name):
        """Archives what is called so and takes it out again."""
        self.open(window, name)
        window.find('^Archive$', BUTTON).press()
        window.until('it is archived', lambda: name not in self.names(window, kind))
        self.open(window, name)
        window.find('^Take Out of the Archive$', BUTTON).press()
        window.until('it is back', lambda: name in self.names(window, kind))

    def test_what_is_there_is_changed_and_archived(self):
        with Window(seed=['day']) as window:
            window.within = PROJECTS
            window.activate('projects')
            window.find('^New Client$', BUTTON)
            client = next(row for row in window.rows('clients') if row['name'] == 'ACME')
            project = next(row for row in window.rows('projects') if row['name'] == 'Website')
            self.open(window, 'ACME')
            self.field(window, 'Name', 'ACME Corporation')
            self.field(window, 'Hourly Rate', '101.50')
            self.save(window)
            window.until('the client is changed', lambda: 'ACME Corporation' in self.names(window, 'clients'))
            changed = next(row for row in window.rows('clients') if row['id'] == client['id'])
            self.assertEqual((changed['hourly_rate'], changed['currency']), (10150, client['currency']))
            self.open(window, 'Website')
            self.field(window, 'Name', 'Web Shop')
            self.save(window)
            window.until('the project is changed', lambda: 'Web Shop' in self.names(window, 'projects'))
            self.assertEqual(next(row for row in window.rows('projects') if row['id'] == project['id'])['client'], client['id'])
            self.archive(window, 'projects', 'Web Shop')
            self.archive(window, 'clients', 'ACME Corporation')
            # People, from the first to the archive.
            window.find('^New Person$', BUTTON).press()
            window.until('the form shows', lambda: window.find('^Save$', BUTTON).seen)
            self.field(window, 'Name', 'Ana Ortiz')
            self.field(window, 'Address', 'ana@example.com')
            self.save(window)
            window.until('the person is there', lambda: 'Ana Ortiz' in self.names(window, 'people'))
            self.open(window, 'Ana Ortiz')
            self.field(window, 'Name', 'Ana Ortega')
            self.save(window)
            window.until('the name is changed', lambda: 'Ana Ortega' in self.names(window, 'people'))
            self.archive(window, 'people', 'Ana Ortega')

    def names(self, window, kind):
        return [row['name'] for row in window.rows(kind) if not row['archived']]


class Made(unittest.TestCase):
    """A page is made when it is first seen or asked for, and works as if it had always been there."""

    def made(self, window):
        return {name for name in window.names() if re.match(r'Daybook\w+Page$', name)}

    def test_a_store_that_is_being_prepared(self):
        window = Window()
        folder = window.home / 'daybook'
        folder.mkdir(mode=0o700)
        # Another program brings it up to date, which takes as long as this test likes.
        other = sqlite3.connect(folder / 'daybook.db', isolation_level=None)
        other.execute('PRAGMA journal_mode = WAL')
        other.execute('BEGIN IMMEDIATE')
        with window:
            window.find_seen('^Preparing…$', LABEL)
            window.picture('preparing')
            other.rollback()
            other.close()
            window.find_seen('^Welcome to Daybook$', LABEL)

    def test_a_store_that_cannot_be_opened(self):
        window = Window()
        database = window.home / 'daybook/daybook.db'
        today = window.home / 'today.db'
        subprocess.run([BUILD / 'tests/ui/seed-store', 'day'], check=True, env=window.environment)
        database.rename(today)
        database.write_text('This is no database, however long one looks at it.')
        with window:
            window.find_seen('^The Database Cannot Be Opened$', LABEL)
            self.assertEqual(self.made(window), set())
            window.picture('problem')
            # One that a newer Daybook wrote is left as it is.
            shutil.copy(today, database)
            with old_store.connect(database) as store:
                store.execute(f'PRAGMA user_version = {old_store.LATEST + 1}')
            before = database.read_bytes()
            window.find('^Try Again$', BUTTON).press()
            window.find_seen('newer Daybook.*Update Daybook to open it', LABEL)
            self.assertEqual(database.read_bytes(), before)
            # The first that Daybook ever wrote is brought up to date and shown.
            database.unlink()
            old_store.make(database, today, 1)
            rows = old_store.read(database)
            window.find('^Try Again$', BUTTON).press()
            window.find_seen('^Fix the checkout bug, ', BUTTON)
            self.assertEqual(old_store.read(database, rows), rows)
            self.assertEqual(old_store.schema(database), old_store.schema(today))

    def test_a_store_that_is_deleted(self):
        with Window(seed=['day', 'inbox']) as window:
            entry, = window.entries(title='Fix the checkout bug')
            window.show(entry['id'])
            window.find('^Fix the checkout bug, ', BUTTON)
            window.activate('projects')
            window.find_seen(PROJECTS)
            for path in (window.home / 'daybook').glob('daybook.db*'):
                path.unlink()
            # The windows that are open go on with what they read, and nobody asks a store that is not there.
            window.find_seen('^The Database Cannot Be Opened$', LABEL)
            window.show(entry['id'])
            window.find('^Try Again$', BUTTON).press()
            window.find_seen('^Welcome to Daybook$', LABEL)

    def test_only_what_is_looked_at(self):
        with Window(seed=['day', 'inbox']) as window:
            window.find('^Design review, ', BUTTON)
            self.assertEqual(self.made(window), {'DaybookTodayPage'})
            # What a notification or a search leads to.
            entry, = window.entries(title='Fix the checkout bug')
            window.show(entry['id'])
            window.until('its row has the focus',
                         lambda: (window.focus() or window.frame).name.startswith('Fix the checkout bug, ACME / Support'))
            self.assertEqual(self.made(window), {'DaybookTodayPage', 'DaybookTimePage'})
            window.show('no-such-page')
            window.key('alt+4')
            window.find_seen('^Week$')
            self.assertEqual(self.made(window), {'DaybookTodayPage', 'DaybookTimePage', 'DaybookInsightsPage'})
            # The page that was left last is the first one the next time.
            window.key('ctrl+w')
            window.process.wait(DEADLINE)
            window.start()
            window.find_seen('^Week$')
            self.assertEqual(self.made(window), {'DaybookInsightsPage'})
            window.activate('log-time')
            self.assertEqual(window.wait_focus(TEXT).name, 'Log time: how long, then what')
            self.assertEqual(self.made(window), {'DaybookInsightsPage', 'DaybookTodayPage'})
            # The search, too.
            window.key('ctrl+f')
            window.wait_focus(ENTRY)


# What a person acts on has to say what it is: no name, or the name of a class of ours or GTK's, says nothing.
ACTED_ON = {BUTTON, SWITCH, TAB, TEXT, ENTRY, COMBO, Atspi.Role.LINK, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.RADIO_BUTTON,
            Atspi.Role.SPIN_BUTTON, Atspi.Role.MENU_ITEM}
CLASS = re.compile(r'^(Gtk|Adw|Daybook)[A-Z]\w*$')


class Names(unittest.TestCase):
    def unnamed(self, window):
        """Controls with a place on the display and without a name of their own, with where they are."""
        found = []
        for frame in window.frames():
            for thing in frame.walk():
                if (thing.role in ACTED_ON and thing.had(Atspi.StateType.FOCUSABLE)
                        and not (thing.name and not CLASS.match(thing.name)) and thing.seen):
                    found.append((frame.name, thing, thing.box))
        return found

    def test_pages(self):
        with Window(seed=['week']) as window:
            pages = (('today', '^Day before$'), ('time', '^Week before$'), ('inbox', '^Go to Accounts$'), ('insights', '^Period before$'),
                     ('accounts', '^Actions for|^Connect '))
            for page, there in pages:
                window.show(page)
                window.find(there, BUTTON)
                self.assertEqual(self.unnamed(window), [], page)
            window.key('ctrl+f')
            window.wait_focus(ENTRY)
            self.assertEqual(self.unnamed(window), [], 'search')
            window.key('Escape')

    def test_panels_and_windows(self):
        with Window(seed=['day']) as window:
            window.find('^Design review, ', BUTTON).act('item.select')
            window.find('^Convert to Time Entry$', BUTTON)
            self.assertEqual(self.unnamed(window), [], 'a meeting')
            window.find('^Fix the checkout bug, ', BUTTON).act('item.select')
            window.find('^Pending$', LABEL)
            self.assertEqual(self.unnamed(window), [], 'an entry')
            window.activate('preferences')
            for page in ('General', 'Billing', 'Sync'):
                window.find(f'^{page}$', TAB).press()
                self.assertEqual(self.unnamed(window), [], page)

    @staticmethod
    def in_order(places):
        return places == sorted(places) and places[0][0] < places[1][0]

    def test_shortcuts(self):
        """The groups stand in the order of the pages, with what works everywhere first; GTK mixes them up where a section needs
        more than one page."""
        with Window(seed=['1'], seeder='seed-accounts') as window:
            window.activate('shortcuts')
            window.within = '^Keyboard Shortcuts$'
            groups = [window.find(f'^{name}$', LABEL) for name in ('Everywhere', 'Today', 'Time')]
            # The window is laid out more than once.
            window.until('they stand in this order', lambda: self.in_order([group.box[:2] for group in groups]))

    def test_projects(self):
        with Window(seed=['day']) as window:
            window.activate('projects')
            window.find('^New Client$', BUTTON).press()
            window.until('the form shows', lambda: window.find('^Save$', BUTTON).seen)
            self.assertEqual(self.unnamed(window), [])


class Walk(unittest.TestCase):
    """What a pointer can act on is reached with the keyboard alone: by Tab, and within a day's column by its arrows."""

    def walk(self, window, key, most):
        """The paths of what has the focus one after the other, until it comes round."""
        met = []
        for _ in range(most):
            window.key(key)
            thing = window.focus()
            if thing and thing.path in met:
                return met
            if thing:
                met.append(thing.path)
        raise AssertionError(f'{key} does not come round: {[window.application.thing(path) for path in met]}')

    def controls(self, window, page):
        return {thing.path: thing for thing in window.find(page).walk()
                if thing.role in ACTED_ON and thing.had(Atspi.StateType.FOCUSABLE) and thing.had(Atspi.StateType.SENSITIVE)
                and thing.seen}

    def left(self, window, page, met):
        return {path: thing for path, thing in self.controls(window, page).items() if path not in met}

    def test_today(self):
        with Window(seed=['week']) as window:
            window.find('^Day before$', BUTTON)
            met = self.walk(window, 'Tab', 60)
            self.assertGreater(len(met), 10)
            column = self.left(window, '^DaybookTodayPage$', met)
            self.assertGreater(len(column), 3)
            for thing in column.values():
                self.assertIn('Thursday, 19 November 2026', [window.application.thing(path).name for path in thing.parents()][:1], thing)
            # Up and down through the meetings and through the entries beside them.
            window.reach(', logged$', most=60)
            lane = ['Up'] * len(column) + ['Down'] * len(column)
            for key in lane + ['Right'] + lane + ['Left'] + lane:
                window.key(key)
                met.append(window.focus().path)
            self.assertEqual(self.left(window, '^DaybookTodayPage$', met), {})

    def test_time(self):
        with Window(seed=['week']) as window:
            window.show('time')
            window.find('^Week before$', BUTTON)
            met = self.walk(window, 'Tab', 200)
            self.assertGreater(len(met), 20)
            self.assertEqual(self.left(window, '^DaybookTimePage$', met), {})

    def test_accounts(self):
        with Window(seed=['1'], seeder='seed-accounts') as window:
            window.show('accounts')
            window.find('^Connect ', BUTTON)
            met = self.walk(window, 'Tab', 120)
            self.assertGreater(len(met), 8)
            self.assertEqual(self.left(window, '^DaybookAccountsPage$', met), {})


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
