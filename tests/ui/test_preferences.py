# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences, driven through accessibility and the keyboard: what is changed is stored, and used."""

import contextlib
import json
import os
import sqlite3
import subprocess
import unittest

import tap
from services import ServiceWindow, Simulator
from window import BUILD, BUTTON, ENTRY, LABEL, SWITCH, TAB, TEXT, Window, Atspi

TITLE = '^Preferences$'


class Settings(unittest.TestCase):
    def open(self, window, page, group):
        window.activate('preferences')
        window.find(f'^{page}$', TAB).press()
        window.until('the page shows', lambda: window.find(f'^{group}$', LABEL).seen)

    def stored(self, window, key, value):
        window.until(lambda: f'{key} is {value}, not {window.setting(key)}', lambda: window.setting(key) == value)

    def test_days_and_times(self):
        with Window(seed=['day']) as window:
            window.find('^Stand-up, 9:00 to 9:15, ', BUTTON)
            self.open(window, 'General', 'Days and Times')
            window.find('^The computer’s: Europe/Berlin, UTC\\+1$', LABEL)
            window.picture('preferences-general')
            window.find('^Choose Time Zone', BUTTON).press()
            window.wait_focus(ENTRY, TITLE)
            window.picture('preferences-zones')
            window.type('nowhere', TITLE)
            window.find('^No Such Time Zone$', LABEL)
            window.key('ctrl+a', title=TITLE)
            window.type('new york', TITLE)
            window.find('^New York$', LABEL)
            window.picture('preferences-zones-found')
            window.key('Return', title=TITLE)
            self.stored(window, 'time_zone', 'America/New_York')
            window.find('^America/New_York, UTC−5$', LABEL)
            # Used at once: the day behind is told in the new zone.
            window.find('^Stand-up, 3:00 to 3:15, ', BUTTON)
            window.choose('^Working Day Begins$', '^7:30$', TITLE)
            self.stored(window, 'day_start', '07:30')
            window.choose('^Working Day Ends$', '^18:00$', TITLE)
            self.stored(window, 'day_end', '18:00')
            # And back to the computer's own, which comes first.
            window.find('^Choose Time Zone', BUTTON).press()
            window.wait_focus(ENTRY, TITLE)
            window.key('Return', title=TITLE)
            self.stored(window, 'time_zone', '')
            window.find('^Stand-up, 9:00 to 9:15, ', BUTTON)

    def test_time_and_billing(self):
        with Window(seed=['day']) as window:
            self.open(window, 'Billing', 'Time Entries')
            window.picture('preferences-billing')
            billable = window.find('^Billable$', SWITCH)
            self.assertEqual(window.setting('billable'), 'true' if billable.checked else 'false')
            wanted = 'false' if billable.checked else 'true'
            billable.toggle()
            self.stored(window, 'billable', wanted)
            window.choose('^Rounding$', '^Up to 15 Minutes$', TITLE)
            self.stored(window, 'rounding', '15:up')
            currency = window.find('^Currency of New Clients$', TEXT)
            window.key('Tab', title=TITLE)
            currency.text = 'chf'
            window.key('Return', title=TITLE)
            self.stored(window, 'currency', 'CHF')
            currency.text = 'no money'
            window.key('Return', title=TITLE)
            window.find('no money|NO MONEY', LABEL)
            self.assertEqual(window.setting('currency'), 'CHF')

    def test_sync(self):
        with Window(seed=['day']) as window:
            self.open(window, 'Sync', 'In the Background')
            window.picture('preferences-sync')
            window.find('^Pause Background Sync$', SWITCH).toggle()
            self.stored(window, 'sync_paused', 'true')
            window.find('^Pause Background Sync$', SWITCH).toggle()
            self.stored(window, 'sync_paused', 'false')
            window.choose('^Minutes Between Two Syncs$', '^30$', TITLE)
            self.stored(window, 'sync_interval', '30')
            window.choose('^Days Back$', '^14$', TITLE)
            self.stored(window, 'window_back_days', '14')
            window.choose('^Days Ahead$', '^90$', TITLE)
            self.stored(window, 'window_ahead_days', '90')

    def test_summaries(self):
        with Window(seed=['day']) as window:
            (window.home / 'config/daybook').mkdir(exist_ok=True)
            (window.home / 'config/daybook/providers.ini').write_text('[model]\nbase-url=https://models.example/v1/\nname=of-file\n')
            self.open(window, 'Summaries', 'Writer')
            # What the settings leave open stands in the file.
            window.find('^Address, if not https://models.example/v1 of providers.ini$', TEXT)
            window.find('^of-file, from providers.ini$', LABEL)
            window.find_seen('^Nothing is sent before you have looked at it and agreed$', LABEL)
            window.choose('^Written By$', '^Model$', TITLE)
            self.stored(window, 'summary_engine', 'model')
            # A worker notes that the model failed, and that it is left alone.
            pause = {'until': 1795097400, 'failures': 1, 'url': 'https://models.example/v1', 'model': 'of-file', 'code': 'rate_limited',
                     'message': 'The model’s server asks to wait.'}
            with contextlib.closing(sqlite3.connect(window.home / 'daybook/daybook.db')) as store:
                with store:
                    store.execute('INSERT INTO setting VALUES (?, ?)', ('.model_pause', json.dumps(pause)))
                window.find('^Not asked before 15:10$', LABEL)
                window.picture('preferences-model-pause')
                window.find('^Ask Again$', BUTTON).press()
                window.until('it is asked again', lambda: store.execute(
                    "SELECT value FROM setting WHERE key = '.model_pause'").fetchone() == ('',))
            window.find('^Every Working Day$', SWITCH).toggle()
            self.stored(window, 'summary_schedule', 'true')
            window.choose('^At$', '^0:30$', TITLE)
            self.stored(window, 'summary_time', '00:30')
            window.find('^Friday$').press()
            self.stored(window, 'working_days', 'mon,tue,wed,thu')
            # One day has to stay.
            for day in ('Monday', 'Tuesday', 'Wednesday'):
                window.find(f'^{day}$').press()
            self.stored(window, 'working_days', 'thu')
            window.find('^Thursday$').press()
            window.find('^Saturday$').press()
            self.stored(window, 'working_days', 'thu,sat')
            # What an account is switched on for holds for its calendars, and one of them may differ.
            window.find('^Never send: ', SWITCH).toggle()
            account = window.rows('accounts')[0]['id']
            window.until('it is stored', lambda: window.rows('accounts')[0]['settings'].get('never_send'))
            self.assertTrue(all(not row['settings'] for row in window.rows('sources', account)))
            window.picture('preferences-summaries')

    def test_suggestions(self):
        with Window(seed=['day']) as window:
            self.open(window, 'Suggestions', 'Added Automatically')
            window.choose('^Judged By$', '^Model$', TITLE)
            self.stored(window, 'suggest_engine', 'model')
            window.find_seen('^To be looked at as soon as there are an address and a model$', LABEL)
            window.choose('^Prepare Meetings$', '^2 Days Before$', TITLE)
            self.stored(window, 'suggest_lead_hours', '48')
            threshold = window.find('^How Sure, in Percent$', Atspi.Role.SPIN_BUTTON)
            threshold.value = 87
            self.stored(window, 'suggest_threshold', '87')
            window.find('^Add What Is Sure$', SWITCH).toggle()
            self.stored(window, 'suggest_auto', 'false')
            name = window.rows('accounts')[0]['name']
            window.find(f'^{name}$', SWITCH).toggle()
            window.until('it is stored', lambda: window.rows('accounts')[0]['settings'].get('suggest') is False)
            window.find('^Suggest Tasks$', SWITCH).toggle()
            self.stored(window, 'suggest', 'false')
            window.picture('preferences-suggestions')

    def test_what_others_change_is_shown(self):
        with Window(seed=['day']) as window:
            self.open(window, 'Sync', 'In the Background')
            pause = window.find('^Pause Background Sync$', SWITCH)
            self.assertFalse(pause.checked)
            window.rows('settings', 'sync_paused', 'true')
            window.until('the switch follows', lambda: pause.checked)


class Agent(unittest.TestCase):
    """With the real agent and worker, which the bus starts."""

    def test_a_model_for_summaries(self):
        simulator = Simulator(events=3)
        simulator.start()
        self.addCleanup(simulator.stop)
        with ServiceWindow(simulator) as window:
            window.find('^Try with Sample Data$', BUTTON).press()
            window.until('a sync', lambda: any(account['last_sync_at'] for account in window.rows('accounts')))
            window.activate('preferences')
            window.within = '^(Preferences|What Is Sent)$'
            window.find('^Summaries$', TAB).press()
            window.find_seen('^To be looked at as soon as there are an address and a model$', LABEL)
            # Without an address the server cannot be asked for its list.
            window.find_seen('^Choose Model$', BUTTON).press()
            window.find('^Enter the server’s address first.$', LABEL)
            window.key('Escape', title=TITLE)
            self.enter(window, 1, 'http://example.com/v1')
            window.find('does not suit the setting', LABEL)
            self.enter(window, 1, simulator.addresses['main'] + '/model/v1/')
            window.until('the address', lambda: window.setting('model_url').endswith('/model/v1'))
            # The list wants the key, which goes to the vault and is shown nowhere.
            key = simulator.model.make_key()
            window.find('^Choose Model$', BUTTON).press()
            window.find('^The server does not accept the key', LABEL)
            window.key('Escape', title=TITLE)
            self.enter(window, 2, key)
            window.find('^The key is kept encrypted$', LABEL)
            self.assertEqual([row['name'] for row in window.rows('secret', 'list')], ['model-key'])
            self.assertFalse(window.all(key))
            window.find('^Choose Model$', BUTTON).press()
            window.find('^sim:120b-cloud$', LABEL)
            window.picture('preferences-models')
            window.key('Tab', 'Down', 'Down', 'Return', title=TITLE)
            window.until('the name', lambda: window.setting('model_name') == 'sim:120b-cloud')
            # Before anything is sent it is shown, byte for byte, and agreed to.
            window.find('^Nothing is sent before you have looked', LABEL)
            window.find('What Is Sent$', BUTTON).press()
            body = window.find('^The Request, Byte for Byte$', TEXT)
            shown = subprocess.run([BUILD / 'src/ctl/daybookctl', 'summary', 'weekly', '--preview'], env=window.environment,
                                   check=True, capture_output=True, text=True).stdout
            self.assertEqual(body.text, shown)
            window.picture('model-preview')
            self.assertEqual(simulator.model.prompts(last=5), [])
            self.assertEqual(self.summarize(window), 3)
            window.find('^Agree and Remember$', BUTTON).press()
            window.find('^You agreed to it on ', LABEL)
            self.assertEqual(self.summarize(window), 0)
            self.assertTrue(simulator.model.prompts(last=5))
            window.find('What Is Sent$', BUTTON).press()
            window.find('^Stop Sending$', BUTTON).press()
            window.find('^Nothing is sent before you have looked', LABEL)
            self.assertEqual(self.summarize(window), 3)
            # The same for suggestions, one item at a time.
            window.rows('settings', 'suggest_engine', 'model')
            window.find('^Suggestions$', TAB).press()
            window.until('the page shows', lambda: window.find('^Added Automatically$', LABEL).seen)
            # Both pages have such a row; the keyboard stays on the one that shows.
            window.reach('^(Look… )?What Is Sent$', TITLE)
            window.key('Return', title=TITLE)
            window.find('to judge one item', LABEL)
            shown = subprocess.run([BUILD / 'src/ctl/daybookctl', 'suggestions', '--preview'], env=window.environment, check=True,
                                   capture_output=True, text=True).stdout
            self.assertEqual(window.find('^The Request, Byte for Byte$', TEXT).text, shown)
            window.key('Escape', title='^What Is Sent$')
            window.find('^Summaries$', TAB).press()
            window.find('^Remove Key$', BUTTON).press()
            window.until('no key is left', lambda: not window.rows('secret', 'list'))

    def enter(self, window, row, text):
        """Into the first or second field after the days: what has the focus in such a row is told to nobody."""
        window.reach('^Sunday$', TITLE)
        window.key(*['Tab'] * row, 'ctrl+a', title=TITLE)
        window.find(('^Address$', '^Key, if the Server Wants One$')[row - 1], TEXT).text = text
        window.key('Return', title=TITLE)

    def summarize(self, window):
        return subprocess.run([BUILD / 'src/ctl/daybookctl', 'summary', 'weekly', '--engine', 'model', '--refresh'],
                              env=window.environment, capture_output=True).returncode

    def test_erasing_everything(self):
        home = os.environ['XDG_DATA_HOME']
        with Window(now=None, XDG_DATA_HOME=home) as window:
            window.find('^Try with Sample Data$', BUTTON).press()
            window.until('a sync', lambda: any(account['last_sync_at'] for account in window.rows('accounts')))
            window.rows('log', '1h: Something to lose')
            window.activate('preferences')
            window.find('^Back Up Now$', BUTTON).press()
            window.find('^The backup is being made$', LABEL)
            window.until('a backup', lambda: os.listdir(f'{home}/daybook/backups'))
            # Asked first; Cancel changes nothing.
            window.find('^Erase…', BUTTON).press()
            window.find('^Cancel$', BUTTON).press()
            window.gone('^Erase Everything$', BUTTON)
            self.assertTrue(window.rows('entries'))
            window.find('^Erase…', BUTTON).press()
            window.until('the question shows', lambda: window.find('^Erase Everything$', BUTTON).seen)
            window.picture('preferences-erase')
            window.find('^Erase Everything$', BUTTON).press()
            self.assertEqual(window.process.wait(30), 0)
            self.assertFalse(os.path.exists(f'{home}/daybook'))
            found = subprocess.run(['secret-tool', 'search', '--all', 'xdg:schema', 'io.github.daybookapp.Daybook'],
                                   capture_output=True, text=True)
            self.assertNotIn('secret', found.stdout)
            # From here on it is new again.
            window.start()
            window.find('^Welcome to Daybook$', LABEL)


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
