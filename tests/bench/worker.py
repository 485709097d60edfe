# SPDX-License-Identifier: GPL-3.0-or-later
"""A home with connected accounts, and the real worker in it, without a bus: the keyring is libsecret's file."""

import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'simulator'))
from sim.core import browser  # noqa: E402


def environment(home: str) -> dict[str, str]:
    return {'PATH': '/usr/bin:/bin', 'HOME': home, 'XDG_DATA_HOME': f'{home}/.local/share', 'XDG_CONFIG_HOME': f'{home}/.config',
            'XDG_RUNTIME_DIR': home, 'SECRET_BACKEND': 'file', 'SECRET_FILE_TEST_PATH': f'{home}/keyring',
            'SECRET_FILE_TEST_PASSWORD': 'daybook', 'DBUS_SESSION_BUS_ADDRESS': 'disabled:', 'LC_ALL': 'C.UTF-8'}


def run(build: pathlib.Path, home: pathlib.Path, *words: str, secret: str = '') -> list[dict]:
    """One errand, with a secret on its standard input; opens the address that it prints as a browser would. Its lines."""
    lines = []
    with subprocess.Popen([build / 'src' / 'worker' / 'daybook-worker', *words], env=environment(str(home)),
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        worker.stdin.write(secret)
        worker.stdin.close()
        for line in worker.stdout:
            lines.append(json.loads(line))
            if lines[-1]['event'] == 'url':
                browser.browse(lines[-1]['url'])
    if worker.returncode != 0:
        raise SystemExit(f"daybook-worker {' '.join(words)} ended with status {worker.returncode}: {lines[-1:]}")
    return lines


def connect(build: pathlib.Path, home: pathlib.Path, *words: str, secret: str = '') -> str:
    """Signs in; the account's id."""
    return next(line['account'] for line in run(build, home, 'connect', *words, secret=secret) if line['event'] == 'account')


def built(build: pathlib.Path) -> bool:
    return os.access(build / 'src' / 'worker' / 'daybook-worker', os.X_OK)
