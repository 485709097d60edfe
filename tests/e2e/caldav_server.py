# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendar servers that others wrote, each on a free port and in a folder of its own: Radicale and Xandikos.

    with Radicale(folder) as server:
        server.fill({'a.ics': calendar_object('a', ...)})
        session.connect('caldav', '--url', server.address, '--user', 'ana', '--secret-stdin', stdin='secret')
"""

import base64
import http.client
import os
import pathlib
import shutil
import socket
import subprocess
import time

USER, PASSWORD = 'ana', 'pass word ä'
DEADLINE = 300.0


def calendar_object(uid, start, title, *lines, minutes=30, components=()):
    """One calendar object; `start` as in 20261123T090000Z."""
    body = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Daybook//Tests//EN', 'BEGIN:VEVENT', f'UID:{uid}',
            'DTSTAMP:20261120T080000Z', f'DTSTART:{start}', f'DURATION:PT{minutes}M', f'SUMMARY:{title}', *lines,
            'END:VEVENT', *components, 'END:VCALENDAR', '']
    return '\r\n'.join(body)


def free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


class Server:
    calendar = ''  # path of the calendar

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self._log = open(self.folder / 'log', 'ab')
        self._process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()
        self._log.close()

    def start(self):
        """On a port of its own; the same again after a stop, so that the account finds it."""
        if not hasattr(self, 'port'):
            self.port = free_port()
        self._process = subprocess.Popen(self.words(), stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
                                         env={'PATH': os.environ['PATH'], 'HOME': str(self.folder), 'LC_ALL': 'C.UTF-8'})
        end = time.monotonic() + DEADLINE
        while True:
            try:
                self.ask('OPTIONS', '/', check=False)
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > end:
                    raise AssertionError(f'{self.words()}: ' + (self.folder / 'log').read_text()[-2000:]) from None

    def stop(self):
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    @property
    def address(self):
        return f'http://127.0.0.1:{self.port}/'

    def ask(self, method, path, body=None, check=True, **headers):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=DEADLINE)
        try:
            headers['Authorization'] = 'Basic ' + base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()
            if body is not None:
                headers.setdefault('Content-Type', 'text/calendar; charset=utf-8')
            connection.request(method, path, body.encode() if body is not None else None, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if check and answer.status >= 400:
            raise AssertionError(f'{method} {path}: {answer.status} {text[:500]}')
        return answer.status

    def put(self, name, text):
        self.ask('PUT', f'{self.calendar}{name}', text)

    def delete(self, name):
        self.ask('DELETE', f'{self.calendar}{name}')

    def warm_up(self):
        """Reads all there is once: what the server needs for that is none of ours."""
        self.ask('PROPFIND', self.calendar, '<propfind xmlns="DAV:"><prop><sync-token/></prop></propfind>', Depth='0',
                 **{'Content-Type': 'application/xml'})

    def fill(self, objects):
        """{name: text} as the server keeps it itself; it is not running then."""
        raise NotImplementedError

    def forget_tokens(self):
        """What a server loses when it is restored from a backup; it is not running then."""
        raise NotImplementedError


class Radicale(Server):
    calendar = '/ana/work/'

    def __init__(self, folder):
        super().__init__(folder)
        (self.folder / 'users').write_text(f'{USER}:{PASSWORD}\n')
        self.files = self.folder / 'data/collection-root/ana/work'
        self.files.mkdir(parents=True)
        (self.files / '.Radicale.props').write_text(
            '{"tag": "VCALENDAR", "D:displayname": "Work", "ICAL:calendar-color": "#a347baff",'
            ' "C:supported-calendar-component-set": "VEVENT"}')

    def words(self):
        config = self.folder / 'config'
        config.write_text(f'[server]\nhosts = 127.0.0.1:{self.port}\n[auth]\ntype = htpasswd\ndelay = 0\n'
                          f'htpasswd_filename = {self.folder}/users\nhtpasswd_encryption = plain\n'
                          f'[storage]\nfilesystem_folder = {self.folder}/data\n[logging]\nlevel = warning\n')
        return ['radicale', '--config', str(config)]

    def fill(self, objects):
        for name, text in objects.items():
            (self.files / name).write_text(text, newline='')

    def forget_tokens(self):
        """The parsed objects are kept: they are no token, and reading two thousand again takes half a minute."""
        for part in ('sync-token', 'history'):
            shutil.rmtree(self.files / '.Radicale.cache' / part)


class Xandikos(Server):
    """It asks for no password, and has a repository for each calendar: a bare one, in which it finds an object at once
    and not by reading the names of all."""

    calendar = '/ana/calendars/calendar/'

    def words(self):
        return ['xandikos', '-d', str(self.folder / 'data'), '-l', '127.0.0.1', '-p', str(self.port), '--defaults',
                '--current-user-principal=/ana/']

    @property
    def repository(self):
        return self.folder / 'data/ana/calendars/calendar'

    @property
    def files(self):
        """Where what is filled in lies before it is committed."""
        return self.folder / 'files'

    def git(self, *words):
        subprocess.run(['git', f'--git-dir={self.repository}', f'--work-tree={self.files}', '-c', 'user.name=Ana',
                        '-c', 'user.email=ana@example.com', '-c', 'commit.gpgsign=false', *words], cwd=self.files,
                       check=True, stdout=self._log, stderr=self._log,
                       env={'PATH': os.environ['PATH'], 'HOME': str(self.folder), 'GIT_CONFIG_NOSYSTEM': '1'})

    def commit(self, message):
        self.git('add', '--all')
        self.git('commit', '--quiet', '--message', message)
        (self.repository / 'index').unlink()  # with one it is taken for a folder with files

    def start(self):
        """The first start makes the calendar, with its files beside its repository."""
        super().start()
        if self.files.exists():
            return
        self.stop()
        self.repository.rename(self.files)
        (self.files / '.git').rename(self.repository)
        self.git('config', 'core.bare', 'true')
        (self.repository / 'index').unlink(missing_ok=True)
        super().start()

    def fill(self, objects):
        self.git('reset', '--quiet')
        self.git('checkout', '--quiet', '.')
        self.git('clean', '--quiet', '--force')
        for name, text in objects.items():
            (self.files / name).write_text(text, newline='')
        self.commit('fill')

    def forget_tokens(self):
        """The same files in a repository without its past: no tree of before is in it, as one file more is added."""
        config = (self.repository / 'config').read_bytes()
        shutil.rmtree(self.repository)
        self.git('init', '--quiet')
        (self.repository / 'config').write_bytes(config)
        self.commit('restored')
