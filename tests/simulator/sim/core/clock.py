# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator's idea of now, in UTC. It runs with the computer's clock until somebody sets it."""

import datetime
import time

UTC = datetime.timezone.utc


class Clock:
    """Runs, shifted by an offset, or stands still once it was frozen."""

    def __init__(self, start=None):
        self._offset = 0.0
        self._frozen = None
        if start is not None:
            self.set(start)

    def now(self):
        """Seconds since 1970, a float."""
        if self._frozen is not None:
            return self._frozen
        return time.time() + self._offset

    def datetime(self):
        return datetime.datetime.fromtimestamp(self.now(), UTC)

    def set(self, instant, freeze=False):
        """`instant`: seconds since 1970 or RFC 3339. With `freeze` time stands still from there."""
        seconds = parse_instant(instant)
        self._frozen = seconds if freeze else None
        self._offset = 0.0 if freeze else seconds - time.time()

    def advance(self, seconds):
        if self._frozen is not None:
            self._frozen += seconds
        else:
            self._offset += seconds

    def run(self):
        """Back to the computer's clock."""
        self._frozen, self._offset = None, 0.0


def parse_instant(value):
    """Seconds since 1970 of a number or of an RFC 3339 text that has an offset."""
    if isinstance(value, (int, float)):
        return float(value)
    moment = datetime.datetime.fromisoformat(str(value).replace('Z', '+00:00'))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp()


def format_instant(seconds, digits=3):
    """RFC 3339 in UTC with milliseconds, as Google and Notion write it."""
    moment = datetime.datetime.fromtimestamp(seconds, UTC)
    text = moment.strftime('%Y-%m-%dT%H:%M:%S')
    if digits:
        text += '.' + f'{moment.microsecond:06d}'[:digits]
    return text + 'Z'
