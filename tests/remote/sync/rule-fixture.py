#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/recurrence/other-oracle.txt: rules of the kinds that libical 3.0 gets wrong, and
what python3-dateutil makes of them. Each line: DTSTART RULE | the first occurrences.

    tests/remote/sync/rule-fixture.py > tests/data/recurrence/other-oracle.txt

Left out is what dateutil gets wrong or reads otherwise: numbered and plain weekdays in one BYDAY
(it intersects them), BYWEEKNO without BYDAY (it gives all seven days), weeks 1, 52 and 53 (it loses
days that lie in the neighbouring year), BYSETPOS in a first week that DTSTART cuts (it counts from
DTSTART).
"""
import random
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
rand = random.Random(5545)


def numbers(low, high, most, negative=False):
    values = {rand.randint(low, high) for _ in range(rand.randint(1, most))}
    if negative:
        values = {-v if rand.random() < 0.4 else v for v in values}
    return ','.join(str(v) for v in sorted(values))


def weekdays():
    return ','.join(sorted(rand.sample(DAYS, rand.randint(1, 4)), key=DAYS.index))


def some(chance, text):
    return text() if rand.random() < chance else ''


def interval():
    return some(0.3, lambda: f';INTERVAL={rand.randint(2, 5)}')


def times():
    return (some(0.5, lambda: f';BYHOUR={numbers(0, 23, 3)}') +
            some(0.5, lambda: f';BYMINUTE={numbers(0, 59, 3)}') +
            some(0.2, lambda: f';BYSECOND={numbers(0, 59, 2)}'))


def by_week():
    return (f'FREQ=YEARLY{interval()}' + some(0.3, lambda: f';WKST={rand.choice(DAYS)}') +
            f';BYWEEKNO={numbers(2, 51, 4, True)};BYDAY={weekdays()}' +
            some(0.2, lambda: f';BYMONTH={numbers(1, 12, 6)}') + times())


def negative_days():
    return (f'FREQ=DAILY{interval()};BYMONTHDAY={numbers(1, 31, 6, True)}' +
            some(0.3, lambda: f';BYDAY={weekdays()}') + times())


def yearly_month_days():
    return (f'FREQ=YEARLY{interval()};BYMONTHDAY={numbers(1, 31, 4, True)}' +
            some(0.3, lambda: f';BYDAY={weekdays()}'))


def year_days():
    return f'FREQ=YEARLY{interval()};BYMONTH={numbers(1, 12, 6)};BYYEARDAY={numbers(1, 366, 9, True)}'


def positions():
    frequency = rand.choice(['DAILY', 'MONTHLY', 'YEARLY'])
    by = ''
    if frequency != 'DAILY':
        by = rand.choice([lambda: f';BYDAY={weekdays()}',
                          lambda: f';BYMONTHDAY={numbers(1, 31, 6, True)}'])()
    return f'FREQ={frequency}{interval()}{by}{times()};BYSETPOS={numbers(1, 9, 4, True)}'


made = 0
while made < 400:
    rule = rand.choice([by_week, negative_days, yearly_month_days, year_days, positions])()
    if made % 4 == 0:
        rule += f';COUNT={rand.randint(1, 9)}'
    start = datetime(2010, 1, 1) + timedelta(days=rand.randint(0, 6000), minutes=15 * rand.randint(0, 95))

    def first(n, begin):
        found = []
        for occurrence in rrulestr(rule, dtstart=begin):
            if len(found) == n or occurrence.year > begin.year + 60:
                break
            found.append(occurrence)
        return found

    found = first(1, start)
    if not found:
        continue
    found = first(12, found[0])
    if len(found) < 12 and 'COUNT' not in rule:
        continue
    print(found[0].strftime('%Y%m%dT%H%M%S'), rule, '|',
          ' '.join(occurrence.strftime('%Y%m%dT%H%M%S') for occurrence in found))
    made += 1
