# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs about calendars of a service share: a simulator and a session with Ana's account."""

import unittest

import calendar_truth
from session import Session, Simulator


class CalendarCase(unittest.TestCase):
    events = 60
    # Of the service: how a session connects to it, the id of Ana's own calendar there, what it holds by the simulator's
    # own expansion.
    connects_with = None
    own_calendar = None
    truth = None

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
        if connect:
            self.account = getattr(self.session, self.connects_with)(self.simulator, *words)
            self.primary = self.session.sources()[self.own_calendar]['id']

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
            if source['enabled'] and external_id != self.own_calendar:
                self.session.ctl('source', source['id'], '--disable')

    def assert_true(self, back=7, ahead=30):
        """Daybook shows what the simulator's own expansion says."""
        first, last = calendar_truth.days(back=back, ahead=ahead)
        self.assertEqual(calendar_truth.shown(self.session, first, last),
                         type(self).truth(self.simulator, self.session, first, last))
