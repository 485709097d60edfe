# SPDX-License-Identifier: GPL-3.0-or-later
"""What the simulator says a person should see, and what Daybook shows, in one form to compare."""

import datetime
import re
import zoneinfo

ZONE = zoneinfo.ZoneInfo('Europe/Zurich')
BACK, AHEAD = 7, 30


# Daybook takes out what turns text around or hides in it (reliability.md section 2, row 20), and titles are one line.
UNSEEN = re.compile('[\u202a-\u202e\u2066-\u2069\u200b-\u200f\x00-\x08\x0e-\x1f\x7f-\x9f]')


def in_order(rows):
    return sorted(rows, key=repr)


def clean(title):
    return ' '.join(UNSEEN.sub('', title).split()) if title else None


def days(today=None, back=BACK, ahead=AHEAD):
    """(first, last) day of the default window, both included."""
    today = today or datetime.datetime.now(ZONE).date()
    return today - datetime.timedelta(back), today + datetime.timedelta(ahead)


def midnight(day):
    moment = datetime.datetime.combine(day, datetime.time(), ZONE).astimezone(datetime.timezone.utc)
    return moment.strftime('%Y-%m-%dT%H:%M:%SZ')


def shown(session, first, last, *words):
    """[(calendar, start, end, title)] that `events` lists, calendars by their external ids."""
    names = {row['id']: row['external_id'] for row in session.rows('sources')}
    rows = session.rows('events', '--all', '--from', str(first), '--to', str(last), *words)
    return in_order((names[row['source']], row['start'] or row['start_date'], row['end'] or row['end_date'], row['title'])
                    for row in rows if row['status'] != 'cancelled')


def google(simulator, session, first, last, user='ana@example.com'):
    """The same of the calendars that are switched on, by the simulator's own expansion."""
    enabled = {row['external_id'] for row in session.rows('sources') if row['enabled']}
    truth = simulator.truth(service='google', user=user, start=midnight(first),
                            end=midnight(last + datetime.timedelta(1)))['google'][user]
    found = []
    for calendar, what in truth.items():
        if calendar in enabled:
            for item in what['items']:
                # Days are the same everywhere: a whole day counts by its date, not by its midnight somewhere.
                if item['all_day'] and not (item['start'] <= str(last) and item['end'] > str(first)):
                    continue
                found.append((calendar, item['start'], item['end'], clean(item['title'])))
    return in_order(found)


def outlook(simulator, session, first, last, user='ana@example.com'):
    """The same of Outlook's."""
    enabled = {row['external_id'] for row in session.rows('sources') if row['enabled']}
    truth = simulator.truth(service='microsoft', user=user, start=midnight(first),
                            end=midnight(last + datetime.timedelta(1)))['microsoft'][user]
    return in_order((calendar, item['start'], item['end'], clean(item['title']))
                    for calendar, items in truth.items() if calendar in enabled for item in items
                    if not item['cancelled']
                    and (not item['all_day'] or (item['start'] <= str(last) and item['end'] > str(first))))


def feed(simulator, name, first, last):
    """[(start, end, title)] of a feed."""
    truth = simulator.truth(service='ics', feed=name, start=str(first), end=str(last + datetime.timedelta(1)))
    return in_order((item['start'], item['end'], clean(item['title'])) for item in truth['ics'][name]['occurrences'])
