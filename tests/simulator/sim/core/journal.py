# SPDX-License-Identifier: GPL-3.0-or-later
"""The request log: what was asked, how often, and whether a secret went where it must not go."""

import collections
import re
import threading

# Every secret the simulator gives out carries this mark and the family it belongs to.
SECRET_MARK = 'simtok'
SECRET = re.compile(rf'[A-Za-z0-9./_-]*{SECRET_MARK}-([a-z]+)-[A-Za-z0-9_-]+')
KEEP = 20000
# How long a count waits for answers that are being made.
PATIENCE = 10


class Journal:
    def __init__(self, clock):
        self._clock = clock
        self._lock = threading.Lock()
        self._quiet = threading.Condition(self._lock)
        self.in_flight = 0
        self.reset()

    def reset(self):
        with self._lock:
            self.entries = collections.deque(maxlen=KEEP)
            self.counts = collections.Counter()
            self.subjects = collections.Counter()
            self.statuses = collections.Counter()
            self.faults = collections.Counter()
            self.agents = collections.Counter()
            self.leaks = []
            self.refused = []
            self.crashes = []
            self.most_in_flight = 0
            self.bytes_out = 0
            self.number = 0
            self.handshakes = 0

    def let_finish(self):
        """What is being answered belongs to what came before, though its client may have given up on it."""
        with self._lock:
            self._quiet.wait_for(lambda: self.in_flight == 0, timeout=PATIENCE)

    def begin(self, request):
        with self._lock:
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)

    def finish(self, request, response, family):
        headers = {name: value for name, value in request.headers}
        entry = {
            'origin': request.origin.name, 'method': request.method, 'target': request.target,
            'service': request.service, 'endpoint': request.endpoint, 'subject': request.subject,
            'account': request.account, 'status': response.status, 'fault': request.fault,
            'at': self._clock.now(), 'headers': headers, 'body_bytes': len(request.body),
            'answer_bytes': len(response.body),
        }
        with self._lock:
            self.number += 1
            entry['number'] = self.number
            self.entries.append(entry)
            self.in_flight -= 1
            endpoint = request.endpoint or f'{request.origin.name}.unknown'
            self.counts[endpoint] += 1
            if request.subject is not None:
                self.subjects[f'{endpoint} {request.subject}'] += 1
            self.statuses[str(response.status)] += 1
            if request.fault:
                self.faults[request.fault] += 1
            self.agents[headers.get('user-agent', '')] += 1
            self._look_for_leaks(request, family)
            self._quiet.notify_all()

    def sent(self, response):
        with self._lock:
            self.bytes_out += response.sent

    def refuse(self, origin, message):
        with self._lock:
            self.refused.append({'origin': origin.name, 'message': message})

    def crash(self, text):
        with self._lock:
            self.crashes.append(text)

    def _look_for_leaks(self, request, family):
        places = [('address', request.target), ('body', request.body.decode('latin-1'))]
        places += [(name, value) for name, value in request.headers]
        for place, text in places:
            for found in SECRET.finditer(text):
                owner = found.group(1)
                # A secret address is a secret in its own place and nowhere else.
                at_home = owner == family and (place != 'address' or owner == 'ics')
                if not at_home:
                    self.leaks.append({'origin': request.origin.name, 'target': request.target,
                                       'place': place, 'family': owner})

    def summary(self):
        with self._lock:
            return {
                'requests': self.number, 'handshakes': self.handshakes, 'counts': dict(self.counts),
                'subjects': dict(self.subjects), 'statuses': dict(self.statuses),
                'faults': dict(self.faults), 'agents': dict(self.agents),
                'leaks': list(self.leaks), 'refused': list(self.refused),
                'crashes': list(self.crashes), 'bytes_out': self.bytes_out,
                'most_in_flight': self.most_in_flight,
            }

    def listing(self, match=None, last=None, headers=False):
        pattern = re.compile(match) if match else None
        with self._lock:
            entries = list(self.entries)
        found = []
        for entry in entries:
            text = f'{entry["origin"]} {entry["endpoint"]} {entry["method"]} {entry["target"]}'
            if pattern is None or pattern.search(text):
                found.append(entry if headers else
                             {key: value for key, value in entry.items() if key != 'headers'})
        return found[-int(last):] if last else found
