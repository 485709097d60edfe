# SPDX-License-Identifier: GPL-3.0-or-later
"""A host of calendar feeds (providers.md 8): /ics/NAME.ics, well-behaved until told otherwise."""

import base64
import dataclasses
import datetime
import email.utils
import functools
import gzip
import hashlib
import random
import re
import zoneinfo

from ..core import content, icalendar, recurrence
from ..core.http import Response
from ..core.journal import SECRET_MARK
from ..core.service import Service, ServiceError

ETAG = re.compile(r'^(W/)?"[^"]*"$')
HTML = (b'<!DOCTYPE html><html><head><title>Sign in</title></head><body>'
        b'<p>Your session has expired.</p></body></html>\n')

# What one feed may be told (`simctl ics.set-feed name=team mode=html`).
OPTIONS = {
    'mode': 'normal',        # see MODES
    'dialect': 'iana',       # see icalendar.DIALECTS
    'etag': True, 'last_modified': True,
    'honour_conditions': True,       # False: 200 with the whole body whatever was asked
    'content_type': 'text/calendar; charset=utf-8',
    'framing': 'length',     # chunked, close
    'line_ends': 'crlf',     # lf
    'fold': 'octets',        # characters: what readers that decode before they unfold can read
    'delay': 0.0, 'seconds': 1.0,    # before the first byte; the whole body in mode slow
    'location': None,        # where mode redirect leads; None: the canary's copy of the feed
    'status': 302,           # of mode redirect
    'user': 'ana', 'password': 'open sesame',    # of mode login
    'method': None,          # METHOD property, as PUBLISH or CANCEL
    'title': None,           # NAME and X-WR-CALNAME; None: after the feed
    'refresh': 'PT4H',       # REFRESH-INTERVAL
}
MODES = (
    'normal', 'html', 'empty', 'truncated', 'truncated-length', 'slow', 'gzip', 'gzip-cut',
    'redirect',
    'redirect-loop', 'not-found', 'gone', 'login', 'forbidden', 'rate-limited', 'unavailable',
    'hang',
    'reset', 'two-calendars', 'no-events', 'bom', 'nul', 'not-utf8', 'bomb-size', 'bomb-gzip',
    'bomb-line',
    'bomb-nesting', 'bomb-rules', 'bad-item', 'raw',
)


@dataclasses.dataclass
class Entry:
    plan: content.Plan
    sequence: int = 0
    status: str = None
    text: bytes = None
    dialect: str = None


class Feed:
    def __init__(self, name, secret, modified):
        self.name = name
        self.secret = secret
        self.options = dict(OPTIONS)
        self.entries = {}
        self.revision = 1
        self.modified = modified
        self.raw = b''


class IcsHost(Service):
    name = 'ics'
    prefixes = ('/ics',)
    origins = ('ics', 'main', 'canary')
    token_family = 'ics'

    def __init__(self, world):
        super().__init__(world)
        self.feeds = {}

    def prepare(self):
        for part in filter(None, self.world.options.feeds.split(',')):
            name, _, count = part.strip().partition('=')
            self.do_add_feed(name, int(count) if count else max(20, self.world.options.events // 5))

    def error(self, error):
        return Response(error.status, (error.message + '\n').encode(), 'text/plain; charset=utf-8',
                        error.headers)

    def fault(self, kind, request):
        status = {'rate-429': 429, 'rate-403': 429, 'user-rate-403': 429, 'server-500': 500,
                  'gateway-502': 502, 'unavailable-503': 503, 'not-found-404': 404,
                  'gone-410': 410, 'expired-401': 500}.get(kind.removesuffix('-date'))
        return ServiceError(status, kind, 'Not now') if status else None

    # Serving.

    def route(self, request):
        segments = request.segments[1:]
        request.endpoint = 'ics.unknown'
        if request.method not in ('GET', 'HEAD'):
            raise ServiceError(405, 'method', 'GET or HEAD', [('Allow', 'GET, HEAD')])
        name = segments[-1].removesuffix('.ics') if segments else ''
        feed = self.feeds.get(name)
        private = feed is not None and segments[:-1] == [f'private-{feed.secret}']
        if feed is None or not segments[-1].endswith('.ics') or not (len(segments) == 1 or private):
            raise ServiceError(404, 'not-found', 'Not Found')
        request.endpoint = 'ics.feed'
        request.subject = name
        return lambda: self._serve(request, feed)

    def _serve(self, request, feed):
        if request.query:
            raise ServiceError(400, 'parameter', 'This feed takes no parameters.')
        for value in request.header_values('if-none-match'):
            if not all(ETAG.match(part.strip()) for part in value.split(',')):
                raise ServiceError(400, 'header', 'If-None-Match is not a list of quoted etags.')
        since = request.header('if-modified-since')
        if since is not None and http_date(since) is None:
            raise ServiceError(400, 'header', 'If-Modified-Since is not an HTTP date.')
        mode = feed.options['mode']
        if mode.startswith('redirect') and request.origin.name == 'canary':
            mode = 'normal'                 # the feed has moved, and here it is
        early = self._early(request, feed, mode)
        if early is not None:
            return early
        etag = self.etag(feed)
        if feed.options['honour_conditions'] and self._unchanged(request, feed, etag, since):
            response = Response(304, b'', None)
        else:
            response = self._body(feed, mode)
        if feed.options['etag']:
            response.set_header('ETag', etag)
        if feed.options['last_modified']:
            response.set_header('Last-Modified',
                                email.utils.formatdate(feed.modified, usegmt=True))
        response.delay = float(feed.options['delay'])
        return response

    def _early(self, request, feed, mode):
        """Answers that need no calendar."""
        if mode in ('redirect', 'redirect-loop'):
            target = request.target if mode == 'redirect-loop' else \
                feed.options['location'] or f'{self.world.canary.base}/ics/{feed.name}.ics'
            return Response(int(feed.options['status']), b'', None, [('Location', target)])
        if mode == 'login':
            wanted = f'{feed.options["user"]}:{feed.options["password"]}'.encode()
            if request.header('authorization') != 'Basic ' + base64.b64encode(wanted).decode():
                return Response(401, HTML, 'text/html',
                                [('WWW-Authenticate', 'Basic realm="Calendars", charset="UTF-8"')])
        refusals = {'not-found': 404, 'gone': 410, 'forbidden': 403, 'unavailable': 503,
                    'rate-limited': 429}
        if mode in refusals:
            headers = [('Retry-After', str(self.world.retry_after))] \
                if mode in ('unavailable', 'rate-limited') else []
            return Response(refusals[mode], b'Not here\n', 'text/plain', headers)
        if mode == 'html':
            return Response(200, HTML, 'text/html; charset=utf-8')
        if mode == 'empty':
            return Response(200, b'', feed.options['content_type'])
        if mode in ('hang', 'reset'):
            response = Response(200)
            response.wire, response.delay = mode, 600 if mode == 'hang' else 0
            return response
        return None

    def _unchanged(self, request, feed, etag, since):
        given = request.header_values('if-none-match')
        if given and feed.options['etag']:
            weak = [part.strip().removeprefix('W/') for value in given for part in value.split(',')]
            return etag.removeprefix('W/') in weak
        return since is not None and feed.options['last_modified'] \
            and int(feed.modified) <= http_date(since)

    def etag(self, feed):
        text = f'{feed.name}|{feed.revision}|{feed.options["dialect"]}|{feed.options["mode"]}'
        return f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'

    def _body(self, feed, mode):
        response = Response(200, b'', feed.options['content_type'])
        if mode.startswith('bomb-'):
            return bomb(response, mode)
        body = feed.raw if mode == 'raw' else self.text(feed)
        if mode == 'truncated':
            # Cut after a whole event: every line is fine, only the end is missing.
            body = body[:body.rfind(b'BEGIN:VEVENT', 0, len(body) * 2 // 3)]
        elif mode == 'two-calendars':
            body += body
        elif mode == 'bom':
            body = b'\xef\xbb\xbf' + body
        elif mode == 'nul':
            body = body.replace(b'SUMMARY:', b'SUMMARY:\0', 1)
        elif mode == 'not-utf8':
            body = body.replace(b'SUMMARY:', b'SUMMARY:Caf\xe9 \xff ', 1)
        elif mode == 'bad-item':
            body = body.replace(b'BEGIN:VEVENT\r\n', b'BEGIN:VEVENT\r\nUID:poison@example.com\r\n'
                                b'DTSTART:20269931T256199\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n', 1)
        if feed.options['fold'] == 'characters':
            body = icalendar.fold_by_characters(body)
        if feed.options['line_ends'] == 'lf':
            body = body.replace(b'\r\n', b'\n')
        response.body = body
        response.framing = feed.options['framing']
        if mode in ('gzip', 'gzip-cut'):
            response.body = gzip.compress(body, 1, mtime=0)
            if mode == 'gzip-cut':
                response.body = response.body[:len(response.body) // 2]
            response.set_header('Content-Encoding', 'gzip')
        elif mode == 'truncated-length':
            response.cut = 'length'
        elif mode == 'slow':
            response.drip = (max(1, len(body) // 20), float(feed.options['seconds']) / 20)
        return response

    def text(self, feed):
        """The whole calendar; each event is written once per change."""
        dialect = feed.options['dialect']
        title = feed.options['title'] or f'{feed.name.title()} calendar'
        lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Daybook tests//Simulator//EN',
                 'CALSCALE:GREGORIAN']
        if feed.options['method']:
            lines.append(f'METHOD:{feed.options["method"]}')
        lines += [f'NAME:{icalendar.escape(title)}', f'X-WR-CALNAME:{icalendar.escape(title)}',
                  f'X-WR-TIMEZONE:{self.world.options.zone}', 'COLOR:turquoise',
                  f'REFRESH-INTERVAL;VALUE=DURATION:{feed.options["refresh"]}',
                  f'X-PUBLISHED-TTL:{feed.options["refresh"]}']
        parts = [icalendar.fold(line) for line in lines]
        zones = sorted({entry.plan.zone for entry in feed.entries.values()})
        parts += [icalendar.vtimezone(zone, dialect) for zone in zones]
        if feed.options['mode'] != 'no-events':
            for entry in feed.entries.values():
                if entry.text is None or entry.dialect != dialect:
                    entry.text = icalendar.vevents(entry.plan, dialect, entry.sequence,
                                                   entry.status)
                    entry.dialect = dialect
                parts.append(entry.text)
        parts.append(b'END:VCALENDAR\r\n')
        return b''.join(parts)

    # The truth.

    def truth(self, feed=None, start=None, end=None, **_arguments):
        """Series and events by feed; with `start` and `end` (dates) the occurrences between."""
        found = {}
        for name, each in self.feeds.items():
            if feed in (None, name):
                found[name] = {
                    'address': self.address(each), 'events': len(each.entries),
                    'components': sum(self._components(entry) for entry in each.entries.values()),
                    'occurrences': self._occurrences(each, start, end) if start else None}
        return found

    def _components(self, entry):
        return entry.text.count(b'BEGIN:VEVENT') if entry.text is not None \
            else icalendar.vevents(entry.plan, 'iana').count(b'BEGIN:VEVENT')

    def _occurrences(self, feed, start, end):
        low = datetime.date.fromisoformat(start)
        high = datetime.date.fromisoformat(end)
        found = []
        for entry in feed.entries.values():
            plan = entry.plan
            if entry.status == 'CANCELLED':
                continue
            for original, first, last in occurrences_of(plan, high):
                if first_day(first) < high and first_day(last) >= low:
                    found.append({'uid': plan.uid + '@example.com',
                                  'original': stamp(original, plan),
                                  'start': stamp(first, plan), 'end': stamp(last, plan),
                                  'title': plan.title})
        return sorted(found, key=lambda each: (each['start'], each['uid']))

    def address(self, feed, private=False):
        middle = f'private-{feed.secret}/' if private else ''
        return f'{self.world.ics.base}/ics/{middle}{feed.name}.ics'

    # Control.

    def _feed(self, name):
        if name not in self.feeds:
            raise ValueError(f'no feed {name}; there are: {" ".join(self.feeds)}')
        return self.feeds[name]

    def _entry(self, feed, event):
        """By uid, title, or `#N`."""
        if event.startswith('#') and event[1:].isdigit():
            return list(feed.entries.values())[int(event[1:])]
        for uid, entry in feed.entries.items():
            if event in (uid, f'{uid}@example.com', entry.plan.title):
                return entry
        raise ValueError(f'no event {event} in {feed.name}')

    def _touch(self, feed, entry=None):
        feed.revision += 1
        feed.modified = max(self.world.clock.now(), feed.modified + 1)
        if entry is not None:
            entry.text = None
            entry.sequence += 1
            entry.plan.updated = self.world.clock.now()

    def do_feeds(self):
        """The feeds with their public and secret addresses and what they were told."""
        return [{'name': feed.name, 'address': self.address(feed),
                 'secret_address': self.address(feed, True), 'events': len(feed.entries),
                 'etag': self.etag(feed),
                 **{key: value for key, value in feed.options.items() if value != OPTIONS[key]}}
                for feed in self.feeds.values()]

    def do_add_feed(self, name, events=20, older=5, **options):
        """A feed with so many events of its own."""
        dice = random.Random(f'{self.world.options.seed}|{name}|secret')
        secret = f'{SECRET_MARK}-ics-' + ''.join(dice.choice('0123456789abcdef') for _ in range(32))
        noon = datetime.datetime.combine(self.world.around, datetime.time(12),
                                         datetime.timezone.utc)
        feed = Feed(name, secret, noon.timestamp() - 86400)
        owner = (content.display_name(f'{name}@example.com'), f'{name}@example.com')
        planner = content.Planner(self.world.options.seed, f'ics {name}', owner, self.world.around,
                                  self.world.options.zone)
        for plan in planner.plans(int(events), int(older)):
            feed.entries[plan.uid] = Entry(plan)
        self.feeds[name] = feed
        return self.do_set_feed(name, **options)

    def do_set_feed(self, name, **options):
        """Tells a feed how to behave: mode, dialect, etag, last_modified, delay, location, ..."""
        feed = self._feed(name)
        for key, value in options.items():
            if key not in OPTIONS:
                raise ValueError(f'a feed has no option {key}; it has: {" ".join(OPTIONS)}')
            if (key == 'mode' and value not in MODES) \
                    or (key == 'dialect' and value not in icalendar.DIALECTS):
                known = MODES if key == 'mode' else icalendar.DIALECTS
                raise ValueError(f'{key} is one of {" ".join(known)}')
            feed.options[key] = value
        return {'address': self.address(feed), 'secret_address': self.address(feed, True)}

    def do_set_body(self, name, text):
        """Serves exactly this text."""
        feed = self._feed(name)
        feed.raw = text.encode('utf-8', 'surrogatepass')
        self._touch(feed)
        return self.do_set_feed(name, mode='raw')

    def do_body(self, name):
        """The text as it would be served in mode normal."""
        return self.text(self._feed(name)).decode('utf-8', 'replace')

    def do_touch(self, name):
        """A new ETag and Last-Modified without a change."""
        self._touch(self._feed(name))
        return self.etag(self._feed(name))

    def do_add_event(self, name, title='Added', start=None, minutes=30, all_day=False, zone=None,
                     rule=None, exdate=None, rdate=None):
        """Adds an event; start is a local time or a date; exdate and rdate are local times."""
        feed = self._feed(name)
        zone = zone or self.world.options.zone
        start = start or f'{self.world.around}T12:00:00'
        if all_day or len(start) == 10:
            first = datetime.date.fromisoformat(start[:10])
            last = first + datetime.timedelta(1)
        else:
            first = datetime.datetime.fromisoformat(start)
            last = first + datetime.timedelta(minutes=float(minutes))
        now = self.world.clock.now()
        rules = [rule if rule.startswith('RRULE') else f'RRULE:{rule}'] if rule else []
        for kind, text in (('EXDATE', exdate), ('RDATE', rdate)):
            if text:
                moment = datetime.datetime.fromisoformat(text)
                rules.append(f'{kind};TZID={zone}:{moment.strftime("%Y%m%dT%H%M%S")}')
        plan = content.Plan(f'added{len(feed.entries):06d}x{feed.revision}', title, first, last,
                            zone,
                            now, now, rules=tuple(rules))
        feed.entries[plan.uid] = Entry(plan)
        self._touch(feed)
        return plan.uid

    def do_update_event(self, name, event, title=None, description=None, location=None):
        """Changes words of an event."""
        feed = self._feed(name)
        entry = self._entry(feed, event)
        for key, value in (('title', title), ('description', description), ('location', location)):
            if value is not None:
                setattr(entry.plan, key, value)
        self._touch(feed, entry)
        return entry.plan.uid

    def do_move_event(self, name, event, minutes=60):
        """Moves an event; the exceptions of a series are dropped."""
        feed = self._feed(name)
        entry = self._entry(feed, event)
        step = datetime.timedelta(minutes=float(minutes))
        if entry.plan.all_day:
            step = datetime.timedelta(max(1, round(float(minutes) / 1440)))
        entry.plan.start += step
        entry.plan.end += step
        entry.plan.drops, entry.plan.moves = (), ()
        self._touch(feed, entry)
        return entry.plan.uid

    def do_delete_event(self, name, event):
        """Leaves the event out from now on."""
        feed = self._feed(name)
        entry = self._entry(feed, event)
        del feed.entries[entry.plan.uid]
        self._touch(feed)
        return entry.plan.uid

    def do_cancel_event(self, name, event):
        """STATUS:CANCELLED, the event stays in the feed."""
        feed = self._feed(name)
        entry = self._entry(feed, event)
        entry.status = 'CANCELLED'
        self._touch(feed, entry)
        return entry.plan.uid

    def do_cancel_instance(self, name, event, number=0):
        """Drops the `number`-th occurrence from today on."""
        feed, entry, original = self._occurrence(name, event, number)
        entry.plan.drops += (original,)
        self._touch(feed, entry)
        return stamp(original, entry.plan)

    def do_move_instance(self, name, event, number=0, minutes=60):
        """Moves the `number`-th occurrence from today on."""
        feed, entry, original = self._occurrence(name, event, number)
        start = original + datetime.timedelta(minutes=float(minutes))
        entry.plan.moves += ((original, start, start + (entry.plan.end - entry.plan.start)),)
        self._touch(feed, entry)
        return stamp(original, entry.plan)

    def _occurrence(self, name, event, number):
        feed = self._feed(name)
        entry = self._entry(feed, event)
        limit = self.world.around + datetime.timedelta(800)
        taken = set(entry.plan.drops) | {move[0] for move in entry.plan.moves}
        starts = [original for original, _, _ in occurrences_of(entry.plan, limit)
                  if first_day(original) >= self.world.around and original not in taken]
        return feed, entry, starts[int(number)]

    def do_change_events(self, name, percent=1, count=None, seed=1):
        """Changes that share of the events: words, time, deletion, addition."""
        feed = self._feed(name)
        dice = random.Random(f'{seed}|{feed.revision}')
        uids = list(feed.entries)
        total = int(count) if count is not None else max(1, round(len(uids) * float(percent) / 100))
        done = {'title': 0, 'move': 0, 'delete': 0, 'add': 0}
        for uid in dice.sample(uids, min(total, len(uids))):
            kind = dice.choice(list(done))
            done[kind] += 1
            if kind == 'title':
                self.do_update_event(name, uid, f'Changed {dice.randint(1, 10**6)}')
            elif kind == 'move':
                self.do_move_event(name, uid, dice.choice((-30, 30, 60)))
            elif kind == 'delete':
                self.do_delete_event(name, uid)
            else:
                self.do_add_event(name, f'Added {dice.randint(1, 10**6)}')
        return done


def occurrences_of(plan, high):
    """(original, start, end) of a plan up to the day `high`, exceptions in their places."""
    length = plan.end - plan.start
    if not plan.rules:
        yield plan.start, plan.start, plan.end
        return
    zone = zoneinfo.ZoneInfo(plan.zone)
    dropped, extra, starts = set(plan.drops), [], []
    for line in plan.rules:
        if line.startswith(('EXDATE', 'RDATE')):
            moment = datetime.datetime.strptime(line.rpartition(':')[2], '%Y%m%dT%H%M%S')
            (dropped.add if line.startswith('EXDATE') else extra.append)(moment)
        else:
            for moment in recurrence.occurrences(recurrence.parse_rule(line), plan.start, zone):
                if first_day(moment) > high:
                    break
                starts.append(moment)
    moved = {original: (start, end) for original, start, end in plan.moves}
    for moment in sorted(set(starts + extra) - dropped):
        yield (moment, *moved.get(moment, (moment, moment + length)))


def first_day(moment):
    return moment.date() if isinstance(moment, datetime.datetime) else moment


def stamp(moment, plan):
    """A date, or an instant in UTC."""
    if not isinstance(moment, datetime.datetime):
        return moment.isoformat()
    aware = moment.replace(tzinfo=zoneinfo.ZoneInfo(plan.zone))
    return aware.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')


def http_date(text):
    try:
        return email.utils.parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError):
        return None


@functools.cache
def packed_bomb(head, tail):
    """300 MB in gzip; made once."""
    return gzip.compress(head + b'X-A:' + b'a' * (300 << 20) + b'\r\n' + tail, 1, mtime=0)


def bomb(response, mode):
    """What a hostile host sends."""
    head = b'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Bomb//EN\r\n'
    tail = b'END:VCALENDAR\r\n'
    event = (b'BEGIN:VEVENT\r\nUID:b%d\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261121T100000Z\r\n'
             b'DTEND:20261121T110000Z\r\nSUMMARY:Boom\r\n%sEND:VEVENT\r\n')
    if mode == 'bomb-size':
        block = b''.join(event % (at, b'') for at in range(500))
        response.stream = [head] + [block] * 2000 + [tail]
    elif mode == 'bomb-gzip':
        response.body = packed_bomb(head, tail)
        response.set_header('Content-Encoding', 'gzip')
    elif mode == 'bomb-line':
        response.body = head + event % (1, b'DESCRIPTION:' + b'\r\n '.join([b'x' * 70] * 290000)
                                        + b'\r\n') + tail
    elif mode == 'bomb-nesting':
        response.body = head + b'BEGIN:VEVENT\r\n' * 1000000 + tail
    else:
        rules = (b'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30', b'FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30',
                 b'FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30', b'FREQ=SECONDLY', b'FREQ=MINUTELY',
                 b'FREQ=DAILY;COUNT=99999999', b'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
                 b'FREQ=DAILY;INTERVAL=0', b'FREQ=DAILY;INTERVAL=-1', b'FREQ=WEEKLY;BYDAY=XX',
                 b'FREQ=YEARLY;BYDAY=MO;BYSETPOS=1000')
        response.body = head + b''.join(event % (at, b'RRULE:' + rule + b'\r\n')
                                        for at, rule in enumerate(rules)) + tail
    return response
