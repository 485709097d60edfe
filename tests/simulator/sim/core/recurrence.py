# SPDX-License-Identifier: GPL-3.0-or-later
"""RFC 5545 recurrence, daily to yearly, in local time. Written plainly, not fast: it is an oracle
too."""

import calendar
import datetime

DAYS = ('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')
KNOWN = {'FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYSETPOS',
         'BYHOUR',
         'BYMINUTE', 'BYYEARDAY', 'WKST'}
FREQUENCIES = ('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY')
LAST_YEAR = 2199


def parse_rule(text):
    """{NAME: value} of `FREQ=...` with or without `RRULE:`. Raises ValueError."""
    text = text[6:] if text.upper().startswith('RRULE:') else text
    rule = {}
    for part in text.split(';'):
        name, equals, value = part.partition('=')
        name = name.upper()
        if not equals or not value or name not in KNOWN or name in rule:
            raise ValueError(f'not a recurrence rule: {text}')
        rule[name] = value.upper()
    if rule.get('FREQ') not in FREQUENCIES:
        raise ValueError(f'frequency not supported: {text}')
    if 'COUNT' in rule and 'UNTIL' in rule:
        raise ValueError(f'COUNT and UNTIL together: {text}')
    if int(rule.get('INTERVAL', '1')) < 1 or int(rule.get('COUNT', '1')) < 1:
        raise ValueError(f'INTERVAL and COUNT have to be positive: {text}')
    _weekdays(rule)
    return rule


def occurrences(rule, start, zone=None):
    """Local starts of a parsed rule from `start` (a naive datetime, or a date) on, in order."""
    timed = isinstance(start, datetime.datetime)
    first = start if timed else datetime.datetime.combine(start, datetime.time())
    until = _until(rule, zone)
    count = int(rule['COUNT']) if 'COUNT' in rule else None
    for moment in _candidates(rule, first):
        if moment < first:
            continue
        if until is not None and until(moment):
            return
        yield moment if timed else moment.date()
        if count is not None:
            count -= 1
            if count == 0:
                return


def _until(rule, zone):
    """A function that says whether a local moment lies after UNTIL, or None."""
    text = rule.get('UNTIL')
    if text is None:
        return None
    if len(text) == 8:
        last = datetime.datetime.strptime(text, '%Y%m%d').date()
        return lambda moment: moment.date() > last
    limit = datetime.datetime.strptime(text.rstrip('Z'), '%Y%m%dT%H%M%S')
    if text.endswith('Z') and zone is not None:
        limit = limit.replace(tzinfo=datetime.timezone.utc)
        return lambda moment: moment.replace(tzinfo=zone) > limit
    return lambda moment: moment > limit


def _candidates(rule, first):
    positions = _numbers(rule, 'BYSETPOS')
    hours = _numbers(rule, 'BYHOUR') or [first.hour]
    minutes = _numbers(rule, 'BYMINUTE') or [first.minute]
    for days in _day_sets(rule, first):
        moments = [datetime.datetime(day.year, day.month, day.day, hour, minute, first.second)
                   for day in sorted(set(days)) for hour in sorted(hours)
                   for minute in sorted(minutes)]
        if positions:
            picked = {moments[at - 1 if at > 0 else at] for at in positions
                      if 0 < abs(at) <= len(moments)}
            moments = sorted(picked)
        yield from moments


def _day_sets(rule, first):
    interval = int(rule.get('INTERVAL', '1'))
    day = first.date()
    frequency = rule['FREQ']
    if frequency == 'DAILY':
        while day.year <= LAST_YEAR:
            yield [day] if _passes(rule, day) else []
            day += datetime.timedelta(interval)
    elif frequency == 'WEEKLY':
        weekdays = [weekday for _, weekday in _weekdays(rule)] or [day.weekday()]
        week = day - datetime.timedelta((day.weekday() - DAYS.index(rule.get('WKST', 'MO'))) % 7)
        while week.year <= LAST_YEAR:
            days = [week + datetime.timedelta(at) for at in range(7)]
            yield [each for each in days if each.weekday() in weekdays
                   and _month_passes(rule, each)]
            week += datetime.timedelta(7 * interval)
    elif frequency == 'MONTHLY':
        year, month = day.year, day.month
        while year <= LAST_YEAR:
            yield _days_of_month(rule, year, month, day.day) \
                if not rule.get('BYMONTH') or month in _numbers(rule, 'BYMONTH') else []
            month += interval
            year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    else:
        for year in range(day.year, LAST_YEAR + 1, interval):
            yield _days_of_year(rule, year, day)


def _days_of_month(rule, year, month, default):
    length = calendar.monthrange(year, month)[1]
    numbers, weekdays = _numbers(rule, 'BYMONTHDAY'), _weekdays(rule)
    if not numbers and not weekdays:
        numbers = [default]
    days = [datetime.date(year, month, at) for at in range(1, length + 1)]
    if numbers:
        wanted = {at if at > 0 else length + 1 + at for at in numbers}
        days = [day for day in days if day.day in wanted]
        return [day for day in days if not weekdays
                or day.weekday() in {day for _, day in weekdays}]
    return _pick_weekdays(days, weekdays)


def _days_of_year(rule, year, first):
    months = _numbers(rule, 'BYMONTH')
    if rule.get('BYYEARDAY'):
        length = 366 if calendar.isleap(year) else 365
        wanted = {at if at > 0 else length + 1 + at for at in _numbers(rule, 'BYYEARDAY')}
        days = [datetime.date(year, 1, 1) + datetime.timedelta(at - 1) for at in wanted
                if 1 <= at <= length]
        return [day for day in days if not months or day.month in months]
    if rule.get('BYDAY') and not months and not rule.get('BYMONTHDAY'):
        days = [datetime.date(year, 1, 1) + datetime.timedelta(at)
                for at in range(366 if calendar.isleap(year) else 365)]
        return _pick_weekdays(days, _weekdays(rule))
    if not months:
        months = range(1, 13) if rule.get('BYMONTHDAY') else [first.month]
    return [day for month in months for day in _days_of_month(rule, year, month, first.day)]


def _pick_weekdays(days, weekdays):
    """Days of a month or year that BYDAY names, ordinals counted within `days`."""
    picked = []
    for ordinal, weekday in weekdays:
        same = [day for day in days if day.weekday() == weekday]
        if ordinal == 0:
            picked += same
        elif abs(ordinal) <= len(same):
            picked.append(same[ordinal - 1 if ordinal > 0 else ordinal])
    return picked


def _passes(rule, day):
    numbers, weekdays = _numbers(rule, 'BYMONTHDAY'), _weekdays(rule)
    length = calendar.monthrange(day.year, day.month)[1]
    return (_month_passes(rule, day)
            and (not numbers or day.day in numbers or day.day - length - 1 in numbers)
            and (not weekdays or day.weekday() in {each for _, each in weekdays}))


def _month_passes(rule, day):
    return not rule.get('BYMONTH') or day.month in _numbers(rule, 'BYMONTH')


def _numbers(rule, name):
    return [int(part) for part in rule[name].split(',')] if rule.get(name) else []


def _weekdays(rule):
    """[(ordinal or 0, Monday = 0)] of BYDAY. Raises ValueError."""
    return [(int(part[:-2] or '0'), DAYS.index(part[-2:]))
            for part in rule.get('BYDAY', '').split(',') if part]
