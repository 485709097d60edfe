# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults: by script (the next N requests that match) or by chance (a rate and a seed).

Chance is decided from the seed, the request and how often that request has come, never from the
order in which requests of different connections arrive: the same run gets the same faults.
"""

import collections
import email.utils
import gzip
import random
import re
import threading

from .http import Response
from .service import ServiceError

# Worded by the service, in its own error shape.
WORDED = (
    'rate-429', 'rate-429-date', 'rate-403', 'user-rate-403', 'quota-403', 'daily-403',
    'not-configured-403', 'scope-403', 'policy-403', 'expired-401', 'server-500', 'gateway-502',
    'unavailable-503', 'unavailable-503-date', 'not-found-404', 'gone-410', 'conflict-412',
)
# Done to the bytes of a good answer, or instead of one.
RAW = (
    'truncated-length', 'truncated-chunk', 'truncated-boundary', 'truncated-close', 'slow', 'stall',
    'reset', 'reset-body', 'empty', 'portal', 'portal-redirect', 'bad-json', 'wrong-type', 'gzip',
    'gzip-cut', 'gzip-bomb', 'redirect', 'redirect-canary', 'duplicate-page', 'deep-json', 'huge',
    'two-roots', 'not-utf8', 'chunked', 'close-delimited',
)
KINDS = WORDED + RAW
# What chance picks from: all of them pass when the request is repeated.
BY_CHANCE = (
    'rate-429', 'rate-429-date', 'rate-403', 'unavailable-503', 'server-500', 'expired-401',
    'truncated-length', 'truncated-chunk', 'truncated-boundary', 'reset', 'empty', 'portal',
    'bad-json', 'slow',
)
PORTAL = (b'<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>Hotel Wi-Fi</h1>'
          b'<form action="/login" method="post"><input name="room"><button>Accept</button></form>'
          b'</body></html>\n')


class Script:
    """A fault for the next `count` requests that match, after `skip` of them; -1 is for ever."""

    def __init__(self, kind, match='', count=1, skip=0, **params):
        if kind not in KINDS:
            raise ValueError(f'unknown fault {kind}; there are: {" ".join(KINDS)}')
        self.kind = kind
        self.match = match
        self.pattern = re.compile(match)
        self.count = int(count)
        self.skip = int(skip)
        self.params = params
        self.hits = 0

    def describe(self):
        return {'kind': self.kind, 'match': self.match, 'count': self.count, 'skip': self.skip,
                'hits': self.hits, **self.params}


class Faults:
    def __init__(self, world):
        self._world = world
        self._lock = threading.Lock()
        self.scripts = []
        self.set_chance(0.0)

    def set_chance(self, rate, seed=0, kinds=BY_CHANCE, match='', streak=0, **params):
        """`rate` of all requests fail; at most `streak` times running for one request (0: no
        limit)."""
        kinds = tuple(kinds.split(',')) if isinstance(kinds, str) else tuple(kinds)
        for kind in kinds:
            if kind not in KINDS:
                raise ValueError(f'unknown fault {kind}; there are: {" ".join(KINDS)}')
        with self._lock:
            self.rate = float(rate)
            self.seed = int(seed)
            self.kinds = kinds
            self.pattern = re.compile(match)
            self.match = match
            self.streak = int(streak)
            self.params = params
            self._seen = collections.Counter()
            self._running = collections.Counter()
            self._last = {}

    def add(self, kind, **options):
        script = Script(kind, **options)
        with self._lock:
            self.scripts.append(script)
        return script.describe()

    def clear(self):
        with self._lock:
            self.scripts = []
        self.set_chance(0.0)

    def describe(self):
        with self._lock:
            return {'rate': self.rate, 'seed': self.seed, 'kinds': list(self.kinds),
                    'match': self.match, 'streak': self.streak,
                    'scripts': [script.describe() for script in self.scripts]}

    def choose(self, request, service):
        """Sets request.fault and request.fault_params."""
        text = f'{request.endpoint} {request.method} {request.target}'
        with self._lock:
            for script in self.scripts:
                if script.count == 0 or not script.pattern.search(text):
                    continue
                if script.skip > 0:
                    script.skip -= 1
                    continue
                script.count -= 1
                script.hits += 1
                request.fault, request.fault_params = script.kind, script.params
                return
            if self.rate > 0 and service.chance_faults(request) and self.pattern.search(text):
                request.fault = self._by_chance(f'{request.method} {request.target}')
                request.fault_params = self.params

    def _by_chance(self, key):
        self._seen[key] += 1
        dice = random.Random(f'{self.seed}|{key}|{self._seen[key]}')
        struck = dice.random() < self.rate
        kind = dice.choice(self.kinds)
        if struck and self.streak and self._running[key] >= self.streak:
            struck = False
        if not struck:
            self._running[key] = 0
            self._last.pop(key, None)
            return None
        self._running[key] += 1
        if kind == 'expired-401' and self._last.get(key) == kind:
            # A second one before a good answer would tell a client truthfully that its grant is dead.
            kind = 'server-500'
        if self._last.get(key) != 'expired-401':
            self._last[key] = kind
        return kind

    def answer(self, request, service, make):
        """The response to a request that has a fault; `make` makes the good one."""
        kind, params = request.fault, request.fault_params
        if kind in WORDED:
            return self._worded(kind, params, request, service)
        if kind == 'duplicate-page':
            if not service.duplicate_page(request):
                request.fault = None
            return make()
        if kind in ('reset', 'stall'):
            response = Response(200)
            response.wire = 'reset' if kind == 'reset' else 'hang'
            response.delay = float(params.get('delay', 0 if kind == 'reset' else 600))
            return response
        if kind in _REPLACING:
            return _REPLACING[kind](request, params, self._world)
        response = make()
        _SPOILING[kind](response, params)
        return response

    def _worded(self, kind, params, request, service):
        error = service.fault(kind, request)
        if error is None:
            kind = request.fault = 'server-500'
            error = service.fault(kind, request)
        if error is None:
            error = ServiceError(500, 'internal', 'Internal error')
        seconds = int(params.get('retry_after', self._world.retry_after))
        if kind in ('rate-429', 'unavailable-503'):
            error.headers.append(('Retry-After', str(seconds)))
        elif kind in ('rate-429-date', 'unavailable-503-date'):
            date = email.utils.formatdate(self._world.clock.now() + seconds, usegmt=True)
            error.headers.append(('Retry-After', date))
        return service.error(error)


def _empty(request, params, world):
    return Response(200)


def _portal(request, params, world):
    return Response(200, PORTAL, 'text/html; charset=utf-8')


def _portal_redirect(request, params, world):
    return Response(302, PORTAL, 'text/html; charset=utf-8',
                    [('Location', f'{world.canary.base}/login?from=portal')])


def _redirect(request, params, world):
    status = int(params.get('status', 302))
    target = params.get('location', request.target)
    return Response(status, b'', headers=[('Location', target)])


def _redirect_canary(request, params, world):
    status = int(params.get('status', 302))
    return Response(status, b'', headers=[('Location', world.canary.base + request.target)])


def _deep_json(request, params, world):
    depth = int(params.get('depth', 100000))
    return Response(200, b'[' * depth + b']' * depth)


def _huge(request, params, world):
    size = int(params.get('bytes', 100 * 1024 * 1024))
    block = b'"' + b'x' * 65533 + b'",'
    response = Response(200)
    response.stream = _pour(block, size)
    return response


def _pour(block, size):
    yield b'{"items":['
    for _ in range(size // len(block)):
        yield block
    yield b'0]}'


def _gzip_bomb(request, params, world):
    size = int(params.get('bytes', 300 * 1024 * 1024))
    response = Response(200, _bomb(size), headers=[('Content-Encoding', 'gzip')])
    return response


_bombs = {}


def _bomb(size):
    """`size` zero-ish bytes in gzip; made once, for a fifth of a second."""
    if size not in _bombs:
        import zlib
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        block = b'[' + b' ' * (1 << 20)
        _bombs[size] = b''.join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    return _bombs[size]


_REPLACING = {
    'empty': _empty, 'portal': _portal, 'portal-redirect': _portal_redirect, 'redirect': _redirect,
    'redirect-canary': _redirect_canary, 'deep-json': _deep_json, 'huge': _huge,
    'gzip-bomb': _gzip_bomb,
}


def _slow(response, params):
    # The whole body takes about `seconds`, in up to 20 drips.
    seconds = float(params.get('seconds', 0.2))
    size = int(params.get('bytes', max(1, len(response.body) // 20)))
    drips = max(1, -(-len(response.body) // size))
    response.drip = (size, float(params.get('pause', seconds / drips)))


def _cut(how, framing):
    def spoil(response, params):
        # An empty body cannot be cut: announce something that never comes.
        if not response.body:
            response.body = b'{"kind":"cut"}'
        response.framing = framing
        response.cut = how
    return spoil


def _bad_json(response, params):
    middle = max(1, len(response.body) // 2)
    rest = response.body[middle:]
    if response.body.startswith(b'BEGIN:VCALENDAR'):
        # Within somebody's words nobody could tell: the end of a component is spoilt.
        rest = rest[rest.find(b'END:'):]
        middle = len(response.body) - len(rest)
        rest = rest[len(b'END:'):]
    response.body = response.body[:middle] + b'\x01,,}' + rest


def _two_roots(response, params):
    response.body = response.body + b'\n' + response.body


def _not_utf8(response, params):
    spot = response.body.find(b'"')
    response.body = response.body[:spot + 1] + b'\xff\xfe\xc0\xaf' + response.body[spot + 1:]


def _wrong_type(response, params):
    response.set_header('Content-Type', params.get('type', 'text/html; charset=utf-8'))


def _gzip(response, params):
    response.body = gzip.compress(response.body, 1, mtime=0)
    response.set_header('Content-Encoding', 'gzip')


def _gzip_cut(response, params):
    _gzip(response, params)
    # The length is honest: only the gzip stream ends early, which libsoup does not report.
    response.body = response.body[:len(response.body) // 2]


def _reset_body(response, params):
    response.wire = 'reset-body'


def _framing(framing):
    def spoil(response, params):
        response.framing = framing
    return spoil


_SPOILING = {
    'slow': _slow, 'truncated-length': _cut('length', 'length'),
    'truncated-chunk': _cut('chunk', 'chunked'), 'truncated-boundary': _cut('boundary', 'chunked'),
    'truncated-close': _cut('close', 'close'), 'bad-json': _bad_json, 'two-roots': _two_roots,
    'not-utf8': _not_utf8, 'wrong-type': _wrong_type, 'gzip': _gzip, 'gzip-cut': _gzip_cut,
    'reset-body': _reset_body, 'chunked': _framing('chunked'), 'close-delimited': _framing('close'),
}
