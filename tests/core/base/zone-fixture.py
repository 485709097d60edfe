#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/zones/transitions.txt: what Python's zoneinfo says about ten zones in twenty
years that lie behind us, so that no later tzdata changes them.

    tests/core/base/zone-fixture.py > tests/data/zones/transitions.txt

Lines: `zone NAME`, then for each change of offset
    INSTANT BEFORE AFTER MIDDLE
where MIDDLE is the instant, less INSTANT, of the wall time in the middle of the hour (or half hour,
or day) that is skipped or comes twice, read by PEP 495 with fold=0: the offset before a gap, the
first of two occurrences, which is what RFC 5545 asks for.
"""
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONES = ['Africa/Cairo', 'Africa/Casablanca', 'America/New_York', 'America/Santiago',
         'America/Sao_Paulo', 'America/St_Johns', 'Asia/Tehran', 'Australia/Lord_Howe',
         'Europe/Zurich', 'Pacific/Apia']
EPOCH = datetime(1970, 1, 1)
FIRST, LAST = datetime(2004, 1, 1), datetime(2024, 1, 1)


def offset(zone, second):
    moment = datetime.fromtimestamp(second, timezone.utc).astimezone(zone)
    return int(moment.utcoffset().total_seconds())


def instant(zone, wall):
    local = (EPOCH + timedelta(seconds=wall)).replace(tzinfo=zone, fold=0)
    return int(local.astimezone(timezone.utc).timestamp())


for name in ZONES:
    zone = ZoneInfo(name)
    print('zone', name)
    at = int((FIRST - EPOCH).total_seconds())
    end = int((LAST - EPOCH).total_seconds())
    while at < end:
        before = offset(zone, at)
        if offset(zone, at + 86400) != before:
            low, high = at, at + 86400
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
            after = offset(zone, high)
            wall = high + (before + after) // 2
            print(high, before, after, instant(zone, wall) - high)
        at += 86400
