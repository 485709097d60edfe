# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the unittest classes of a program and tells as TAP, which meson and build-aux/count-tests read.

The name of a case is the sentence its method is called: `GoogleSync.test_moved_instance_moves_alone` is
`/google-sync/moved-instance-moves-alone`. Arguments are regular expressions of the cases to run; --list
prints the names.
"""

import os
import re
import sys
import time
import unittest


def case_name(test):
    kind = re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '-', type(test).__name__).lower()
    return f'/{kind}/{test._testMethodName.removeprefix("test_").replace("_", "-")}'


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.number = 0

    def startTest(self, test):
        super().startTest(test)
        self.number += 1
        self.started = time.monotonic()
        self.told = False

    def _tell(self, good, test, suffix='', text=''):
        if self.told:
            return
        self.told = True
        for line in text.splitlines():
            print(f'# {line}')
        seconds = time.monotonic() - self.started
        print(f'{"ok" if good else "not ok"} {self.number} {case_name(test)}{suffix}')
        print(f'# {seconds:.2f} s', flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._tell(True, test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._tell(False, test, text=self.failures[-1][1])

    def addError(self, test, error):
        super().addError(test, error)
        if isinstance(test, unittest.TestCase):
            self._tell(False, test, text=self.errors[-1][1])
        else:
            # setUpClass and the like: no case of its own.
            self.number += 1
            for line in self.errors[-1][1].splitlines():
                print(f'# {line}')
            print(f'not ok {self.number} {test}', flush=True)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._tell(False, test, text=f'{subtest}\n{self._exc_info_to_string(error, test)}')

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._tell(True, test, f' # SKIP {reason}')


def all_cases(suite):
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from all_cases(each)
        else:
            yield each


def main(module='__main__'):
    words = sys.argv[1:]
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[module])
    chosen = [test for test in all_cases(suite) if '--list' in words or not words
              or any(re.search(word, case_name(test)) for word in words)]
    if '--list' in words:
        print('\n'.join(case_name(test) for test in chosen))
        return
    result = TapResult()
    print('TAP version 13')
    unittest.TestSuite(chosen).run(result)
    print(f'1..{result.number}', flush=True)
    sys.stdout.flush()
    # What hangs in a library's thread must not hold up the end.
    os._exit(0 if result.wasSuccessful() else 1)
