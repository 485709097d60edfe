# SPDX-License-Identifier: GPL-3.0-or-later
"""A home with connected accounts, the real worker in it, and a keyring as a desktop has it. (libsecret's file would be
simpler, but derives its key anew in every program, which costs more than all the rest of a sync.)"""

import json
import os
import pathlib
import subprocess
import sys
import types

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'simulator'))
from sim.core import browser  # noqa: E402


def environment(home: str, session: str) -> dict[str, str]:
    """`session` is the folder of a Keyring."""
    return {'PATH': '/usr/bin:/bin', 'HOME': home, 'XDG_DATA_HOME': f'{home}/.local/share', 'XDG_CONFIG_HOME': f'{home}/.config',
            'XDG_RUNTIME_DIR': home, 'DBUS_SESSION_BUS_ADDRESS': f'unix:path={session}/bus', 'LC_ALL': 'C.UTF-8'}


class Keyring:
    """A message bus in `folder` with an unlocked keyring on it and nothing else. All homes of the folder share it."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen] = []

    def __enter__(self) -> 'Keyring':
        try:
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _start(self) -> None:
        home = self.folder / 'keyring'
        home.mkdir(mode=0o700)
        (home / 'bus.conf').write_text(
            '<busconfig><type>session</type><auth>EXTERNAL</auth>'
            f'<listen>unix:path={self.folder}/bus</listen><policy context="default"><allow eavesdrop="true"/>'
            '<allow send_destination="*" eavesdrop="true"/><allow own="*"/></policy></busconfig>')
        variables = environment(str(home), str(self.folder))
        bus = subprocess.Popen(['dbus-daemon', '--nofork', '--nopidfile', '--print-address=1', f'--config-file={home}/bus.conf'],
                               env=variables, stdout=subprocess.PIPE)
        self.processes.append(bus)
        bus.stdout.readline()
        daemon = subprocess.Popen(['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'], env=variables,
                                  stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.processes.append(daemon)
        daemon.stdin.write(b'daybook')
        daemon.stdin.close()
        subprocess.run(['gdbus', 'wait', '--session', '--timeout', '30', 'org.freedesktop.secrets'], env=variables, check=True)

    def __exit__(self, kind: type | None, error: BaseException | None, trace: types.TracebackType | None) -> None:
        for process in reversed(self.processes):
            process.terminate()
            process.wait()


def run(build: pathlib.Path, home: pathlib.Path, *words: str, secret: str = '') -> list[dict]:
    """One errand in a home beside a Keyring, with a secret on its standard input; opens the address that it prints as a
    browser would. Its lines."""
    lines = []
    with subprocess.Popen([build / 'src' / 'worker' / 'daybook-worker', *words], env=environment(str(home), str(home.parent)),
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
