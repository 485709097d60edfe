# SPDX-License-Identifier: GPL-3.0-or-later
"""Many stores whose syncs wait for nothing: the worker's errands in one process (timeless-worker.c), on its own time.

    worker = TimelessWorker(session, simulator)
    store = worker.store('first')
    store.connect('notion', secret=token)
    assert store.sync() == 0
"""

import datetime
import json

from session import BUILD

PROGRAM = BUILD / 'tests/e2e/timeless-worker'
DEADLINE = 100.0


class TimelessWorker:
    """The simulator's clock, which stands still, is everybody's."""

    def __init__(self, session, simulator):
        self.session, self.simulator = session, simulator
        self._program = session.start(PROGRAM)

    def store(self, name):
        return Store(self, name)

    def end(self):
        answer = self._program.end()
        if answer.status != 0:
            raise AssertionError(str(answer))

    def errand(self, database, now, *words, secret=None):
        """(status, lines). Whoever is asked to sign in does."""
        command = {'database': str(database), 'now': now, 'words': words, **({'secret': secret} if secret else {})}
        self._program.write(json.dumps(command) + '\n')
        lines = []
        while True:
            text = self._program.line(DEADLINE)
            if text is None:
                raise AssertionError(f'the worker died of {words}: {self._program.end()}')
            line = json.loads(text)
            if line['event'] == 'ended':
                return line['status'], lines
            if line['event'] == 'url':
                self.simulator.browse(line['url'])
            lines.append(line)


class Store:
    def __init__(self, worker, name):
        self.worker, self.name = worker, name
        self._data = worker.session.home / 'stores' / name
        self._data.mkdir(parents=True)
        self.database = self._data / 'daybook/daybook.db'
        self.lines = []

    def _errand(self, *words, secret=None):
        status, self.lines = self.worker.errand(self.database, self.now(), *words, secret=secret)
        return status

    def now(self):
        return self.worker.simulator.control('clock')['seconds']

    def connect(self, provider, *words, secret=None):
        status = self._errand('connect', provider, *words, secret=secret)
        if status != 0:
            raise AssertionError(f'status {status}: {self.lines}')

    def sync(self, *words):
        """The worker's exit status; `lines` is what it said."""
        return self._errand('sync', *words)

    def rows(self, *words):
        now = datetime.datetime.fromtimestamp(self.now(), datetime.timezone.utc)
        return self.worker.session.rows(*words, env={'XDG_DATA_HOME': str(self._data),
                                                     'DAYBOOK_NOW': f'={now:%Y-%m-%dT%H:%M:%SZ}'})
