# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs about Outlook share: a simulator and a session with Ana's account."""

import unittest

import calendar_truth
from session import Session, Simulator

ANA = 'ana@example.com'
CALENDAR, PROJECTS, TEAM = (f'AQMkAD-{ANA}-{name}' for name in ('calendar', 'projects', 'team'))
DELTA = 'microsoft.calendarView.delta'


class OutlookCase(unittest.TestCase):
    events = 60

    def start(self, *words, connect=True, session=None, **options):
        self.simulator = Simulator(**{'events': self.events, **options})
        self.simulator.start()
        self.addCleanup(self.simulator.stop)
        self.session = Session(**(session or {}))
        self.session.__enter__()
        self.addCleanup(self.session.close)
        # Whatever a test was about: no secret went astray, and the simulator understood everything.
        self.addCleanup(self.check, self.simulator)
        self.simulator.write_providers(self.session.providers_ini)
        self.outlook = self.simulator.microsoft
        if connect:
            self.account = self.session.connect_outlook(self.simulator, *words)
            self.primary = self.session.sources()[CALENDAR]['id']

    def check(self, simulator):
        counts = simulator.control('counts')
        self.assertEqual((counts['leaks'], counts['crashes'], counts['refused']), ([], [], []))

    def sync(self, *words, **options):
        """{external id of the calendar: run}"""
        runs = self.session.rows('sync', *words, **options)
        names = {row['id']: row['external_id'] for row in self.session.rows('sources')}
        return {names[run['source']]: run for run in runs}

    def state(self):
        """(status, reason, error code) of Ana's account."""
        account = self.session.account(self.account)
        return account['status'], account['reason'], account['error_code']

    def only_primary(self):
        for external_id, source in self.session.sources().items():
            if source['enabled'] and external_id != CALENDAR:
                self.session.ctl('source', source['id'], '--disable')

    def shown(self, back=7, ahead=30):
        return calendar_truth.shown(self.session, *calendar_truth.days(back=back, ahead=ahead))

    def find(self, title, *words):
        return next(row for row in self.session.rows('events', '--all', '--from', '-7d', '--to', '+30d', *words)
                    if row['title'] == title)

    def assert_true(self, back=7, ahead=30):
        """Daybook shows what the simulator's own expansion says."""
        first, last = calendar_truth.days(back=back, ahead=ahead)
        self.assertEqual(calendar_truth.shown(self.session, first, last),
                         calendar_truth.outlook(self.simulator, self.session, first, last))
