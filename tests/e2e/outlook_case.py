# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs about Outlook share."""

import calendar_truth
from calendar_case import CalendarCase

ANA = 'ana@example.com'
CALENDAR, PROJECTS, TEAM = (f'AQMkAD-{ANA}-{name}' for name in ('calendar', 'projects', 'team'))
DELTA = 'microsoft.calendarView.delta'


class OutlookCase(CalendarCase):
    connects_with = 'connect_outlook'
    own_calendar = CALENDAR
    truth = staticmethod(calendar_truth.outlook)

    def start(self, *words, **options):
        super().start(*words, **options)
        self.outlook = self.simulator.microsoft

    def shown(self, back=7, ahead=30):
        return calendar_truth.shown(self.session, *calendar_truth.days(back=back, ahead=ahead))

    def find(self, title, *words):
        return next(row for row in self.session.rows('events', '--all', '--from', '-7d', '--to', '+30d', *words)
                    if row['title'] == title)
