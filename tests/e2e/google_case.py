# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs about Google Calendar share."""

import calendar_truth
from calendar_case import CalendarCase

ANA = 'ana@example.com'
LIST = 'google.events.list'


class GoogleCase(CalendarCase):
    connects_with = 'connect_google'
    own_calendar = ANA
    truth = staticmethod(calendar_truth.google)

    def singles(self):
        """Ids of events that do not repeat, as Google lists them."""
        return [row['id'] for row in self.simulator.google.events(limit=100000)
                if 'recurrence' not in row and 'recurringEventId' not in row]
