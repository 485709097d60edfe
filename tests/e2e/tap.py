# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the unittest cases of a program and tells as TAP, which meson and build-aux/count-tests read.

The name of a case is the sentence its method is called: `GoogleSync.test_moved_instance_moves_alone` is
`/google-sync/moved-instance-moves-alone`. Arguments are regular expressions of the cases to run; --list
prints the names, --jobs N says how many run at once. Each case is a process of its own, since most of its
time goes by with waiting: for programs to start, for a retry to be due.
"""

import os
import re
import sys
import tempfile
import time
import unittest

JOBS = 3


def case_name(test):
    kind = re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '-', type(test).__name__).lower()
    return f'/{kind}/{test._testMethodName.removeprefix("test_").replace("_", "-")}'


def all_cases(suite):
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from all_cases(each)
        else:
            yield each


class Case:
    """A test in a process of its own; what it prints comes out in one piece when it has ended."""

    def __init__(self, test):
        self.test = test
        self.output = tempfile.TemporaryFile()
        self.started = time.monotonic()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.dup2(self.output.fileno(), 1)
            os.dup2(self.output.fileno(), 2)
            os._exit(self._run())

    def _run(self):
        result = unittest.TestResult()
        self.test.run(result)
        for where, text in result.errors + result.failures:
            if where is not self.test:
                print(f'# {where}')
            print('\n'.join(f'# {line}' for line in text.splitlines()))
        if result.skipped:
            print(f'SKIP {result.skipped[0][1]}')
        sys.stdout.flush()
        return 0 if result.wasSuccessful() else 1

    def tell(self, number, status):
        self.output.seek(0)
        skipped = ''
        for line in self.output.read().decode('utf-8', 'replace').splitlines():
            if line.startswith('SKIP '):
                skipped = f' # {line}'
            else:
                print(line if line.startswith('#') else f'# {line}')
        print(f'{"ok" if status == 0 else "not ok"} {number} {case_name(self.test)}{skipped}')
        print(f'# {time.monotonic() - self.started:.2f} s', flush=True)


def main(module='__main__', jobs=JOBS):
    words = sys.argv[1:]
    if '--jobs' in words:
        at = words.index('--jobs')
        jobs = int(words[at + 1])
        del words[at:at + 2]
    listing = '--list' in words
    words = [word for word in words if word != '--list']
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[module])
    waiting = [test for test in all_cases(suite)
               if not words or any(re.search(word, case_name(test)) for word in words)]
    if listing:
        print('\n'.join(case_name(test) for test in waiting))
        return
    if not waiting:
        # An empty plan counts as skipped: a case that was renamed or lost would go unseen.
        sys.exit(f'no case is called {" or ".join(words)}')
    print(f'TAP version 13\n1..{len(waiting)}')
    running, number, failed = {}, 0, 0
    while waiting or running:
        while waiting and len(running) < jobs:
            case = Case(waiting.pop(0))
            running[case.pid] = case
        pid, status = os.wait()
        if pid in running:
            number += 1
            failed += status != 0
            running.pop(pid).tell(number, status)
    sys.exit(1 if failed else 0)
