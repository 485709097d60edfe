# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop session of a test's own: home, message bus, keyring, agent, and what runs in it.

    with Session() as session:
        account = session.connect('sample')
        events = session.rows('events', '--from', '-7d')
        session.agent.call('SyncNow', '(asa{sv})', [account], {})

The bus can start nothing but our agent. Nothing of the person's session is seen or touched. Nothing
waits for a time to pass: `wait` looks until something is so, and fails after a deadline.
"""

import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

SOURCE = pathlib.Path(os.environ.get('DAYBOOK_SOURCE', pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / 'tests/simulator'))
from daybook_sim import Simulator  # noqa: E402, F401 - tests take it from here

BUILD = pathlib.Path(os.environ.get('DAYBOOK_BUILD', SOURCE / 'build'))
CTL = BUILD / 'src/ctl/daybookctl'
AGENT = BUILD / 'src/agent/daybook-agent'
WORKER = BUILD / 'src/worker/daybook-worker'


def is_sanitized():
    """Whether this is a build with the address sanitizer, which takes terabytes of addresses."""
    return b'__asan_init' in WORKER.read_bytes()


AGENT_NAME = 'io.github.daybookapp.Daybook.Agent'
AGENT_PATH = '/io/github/daybookapp/Daybook/Agent'
AGENT_INTERFACE = 'io.github.daybookapp.Daybook.Agent1'
JOB_INTERFACE = 'io.github.daybookapp.Daybook.Job1'
LOGIN_COLLECTION = '/org/freedesktop/secrets/collection/login'

DEADLINE = 40.0

# What the sanitizers and the debugging of a run are told reaches the programs under test.
KEPT = ('PATH', 'ASAN_OPTIONS', 'LSAN_OPTIONS', 'UBSAN_OPTIONS', 'MALLOC_PERTURB_', 'LD_LIBRARY_PATH',
        'LD_PRELOAD', 'GCOV_PREFIX')

BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={root}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{root}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''


class Late(AssertionError):
    """Something did not become so in time."""


def wait(what, condition, deadline=DEADLINE):
    """Looks at `condition` until it is true and returns what it returned."""
    end = time.monotonic() + deadline
    context = GLib.MainContext.default()
    pause = 5
    while True:
        while context.iteration(False):
            pass
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise Late(f'not within {deadline:g} s: {what}')
        # Signals of the bus wake it; files and processes are looked at every few milliseconds, less often the longer it takes.
        timer = GLib.timeout_add(pause, lambda: GLib.SOURCE_CONTINUE)
        context.iteration(True)
        GLib.source_remove(timer)
        pause = min(pause + 5, 50)


class Answer:
    """How a program ended and what it said."""

    def __init__(self, words, status, out, err):
        self.words, self.status, self.out, self.err = words, status, out, err

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return self.out.splitlines()

    def __str__(self):
        return f'{" ".join(map(str, self.words))}: status {self.status}\n{self.out}\n{self.err}'


class Program:
    """A program that runs beside the test."""

    def __init__(self, session, words, env=None, stdin=None):
        self.session, self.words = session, [str(word) for word in words]
        self._errors = tempfile.TemporaryFile(dir=session.root)
        self._process = subprocess.Popen(self.words, env={**session.environment, **(env or {})}, cwd=session.home,
                                         stdin=subprocess.PIPE if stdin is None else stdin,
                                         stdout=subprocess.PIPE, stderr=self._errors, start_new_session=True)
        self.pid = self._process.pid
        self._pending = b''
        self._out = b''
        os.set_blocking(self._process.stdout.fileno(), False)

    def _read(self, seconds):
        ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        if not ready:
            return None
        data = self._process.stdout.read()
        if data:
            self._out += data
            self._pending += data
        return data

    def line(self, deadline=DEADLINE):
        """The next line of its output; None at its end."""
        end = time.monotonic() + deadline
        while b'\n' not in self._pending:
            left = end - time.monotonic()
            if left <= 0:
                raise Late(f'no line of {self.words}')
            if self._read(left) == b'':
                return None
        line, _, self._pending = self._pending.partition(b'\n')
        return line.decode()

    def write(self, text):
        self._process.stdin.write(text.encode())
        self._process.stdin.flush()

    def signal(self, number):
        self._process.send_signal(number)

    def catches(self, number):
        """Whether it has a handler for that signal by now."""
        text = pathlib.Path(f'/proc/{self.pid}/status').read_text()
        return int(re.search(r'^SigCgt:\s*(\w+)', text, re.MULTILINE).group(1), 16) >> (number - 1) & 1

    @property
    def running(self):
        return self._process.poll() is None

    def end(self, deadline=DEADLINE):
        """Waits for its end."""
        end = time.monotonic() + deadline
        if self._process.stdin is not None and not self._process.stdin.closed:
            try:
                self._process.stdin.close()
            except BrokenPipeError:
                pass
        while True:
            left = end - time.monotonic()
            if left <= 0:
                self._process.kill()
                raise Late(f'{self.words} did not end: {self._out.decode("utf-8", "replace")}{self._stderr()}')
            if self._read(left) == b'':
                break
        status = self._process.wait(max(1, end - time.monotonic()))
        self._process.stdout.close()
        answer = Answer(self.words, status, self._out.decode('utf-8', 'replace'), self._stderr())
        self._errors.close()
        self.session.note(answer)
        return answer

    def _stderr(self):
        self._errors.seek(0)
        return self._errors.read().decode('utf-8', 'replace')


class Job:
    """An errand at the agent. What its signals say is kept from the call on."""

    def __init__(self, agent, path):
        self.agent, self.path = agent, path

    def get(self, name):
        return self.agent.get(name, self.path, JOB_INTERFACE)

    def signals(self, name):
        return [parameters for path, member, parameters in self.agent.heard if path == self.path and member == name]

    def finished(self, deadline=DEADLINE):
        """(error code or '', result) once it has ended."""
        wait(f'{self.path} ends', lambda: self.signals('Finished'), deadline)
        return self.signals('Finished')[0]

    def cancel(self):
        self.agent.call('Cancel', None, path=self.path, interface=JOB_INTERFACE)


class Agent:
    """The agent, by its bus name."""

    def __init__(self, session):
        self.session = session
        self.bus = session.new_connection()
        self.heard = []
        self.bus.signal_subscribe(AGENT_NAME, None, None, None, None, Gio.DBusSignalFlags.NONE, self._hear)

    def _hear(self, bus, sender, path, interface, member, parameters):
        self.heard.append((path, member, parameters.unpack()))

    def call(self, method, signature, *arguments, path=AGENT_PATH, interface=AGENT_INTERFACE, start=True, fds=()):
        """The unpacked reply. Raises GLib.Error."""
        parameters = GLib.Variant(signature, arguments) if signature is not None else None
        descriptors = Gio.UnixFDList.new()
        for fd in fds:
            descriptors.append(fd)
        reply, _ = self.bus.call_with_unix_fd_list_sync(
            AGENT_NAME, path, interface, method, parameters, None,
            Gio.DBusCallFlags.NONE if start else Gio.DBusCallFlags.NO_AUTO_START, int(DEADLINE * 1000),
            descriptors, None)
        return reply.unpack()

    def get(self, name, path=AGENT_PATH, interface=AGENT_INTERFACE):
        return self.call('Get', '(ss)', interface, name, path=path, interface='org.freedesktop.DBus.Properties')[0]

    def job(self, path):
        return Job(self, path)

    def sync(self, *targets, **options):
        """The jobs of SyncNow."""
        packed = {name: GLib.Variant('s' if isinstance(value, str) else 'b', value) for name, value in options.items()}
        return [self.job(path) for path in self.call('SyncNow', '(asa{sv})', list(targets), packed)[0]]

    @property
    def owner(self):
        """Its unique name; '' when it does not run."""
        return self.session.name_owner(AGENT_NAME)

    @property
    def pid(self):
        return self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                  'GetConnectionUnixProcessID', GLib.Variant('(s)', (AGENT_NAME,)), None,
                                  Gio.DBusCallFlags.NONE, -1, None).unpack()[0]

    def quit(self):
        if not self.owner:
            return
        self.call('Quit', None, start=False)
        wait('the agent ends', lambda: not self.owner)


class Session:
    """keyring: unlocked, locked or absent. bus=False: no message bus at all. now: DAYBOOK_NOW."""

    def __init__(self, keyring='unlocked', bus=True, now=None, worker=WORKER, agent=AGENT, home=None, zone='Europe/Zurich',
                 verbose=False, **environment):
        self._keyring_kind, self._with_bus, self._agent_program = keyring, bus, agent
        self._given_home = home
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='daybook-e2e.'))
        self.home = pathlib.Path(home) if home is not None else self.root / 'home'
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment.update({
            'HOME': str(self.home), 'XDG_DATA_HOME': str(self.home / 'data'), 'XDG_CONFIG_HOME': str(self.home / 'config'),
            'XDG_CACHE_HOME': str(self.home / 'cache'), 'XDG_STATE_HOME': str(self.home / 'state'),
            'XDG_RUNTIME_DIR': str(self.root / 'run'), 'TMPDIR': str(self.root / 'tmp'),
            'LC_ALL': 'C.UTF-8', 'TZ': zone, 'GSETTINGS_BACKEND': 'memory', 'GIO_USE_VFS': 'local',
            # A new account comes by itself within half a minute; not while a test makes ready what it is to see.
            'DAYBOOK_JITTER': '0.99',
            # Whether this computer has a route does not matter to a server on the loopback interface.
            'GIO_USE_NETWORK_MONITOR': 'base', 'GIO_USE_PROXY_RESOLVER': 'dummy',
            'G_DEBUG': 'fatal-criticals', 'DAYBOOK_WORKER': str(worker), 'DAYBOOK_AGENT': str(agent),
            'DAYBOOK_PROVIDERS_EXAMPLE': str(SOURCE / 'data/providers.ini.example')})
        if now is not None:
            self.environment['DAYBOOK_NOW'] = now
        if verbose:
            self.environment['G_MESSAGES_DEBUG'] = 'daybook'
        self.environment.update(environment)
        self.said = []
        self._children = []
        self._monitor = None
        self.keyring_process = None
        self.bus_process = None
        self.connection = None
        self._agent = None

    # Life.

    def __enter__(self):
        for name in ('home', 'run', 'tmp', 'services'):
            (self.root / name).mkdir(mode=0o700)
        for name in ('data', 'config', 'cache', 'state'):
            (self.home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            if self._with_bus:
                self._start_bus()
                if self._keyring_kind != 'absent':
                    self.start_keyring()
                if self._keyring_kind == 'locked':
                    self.lock_keyring()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        """Ends everything that runs here and takes the folder away."""
        if self._agent is not None or self.bus_process is not None:
            self._stop_agent()
        for process in filter(None, (self._monitor, self.keyring_process, self.bus_process)):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        try:
            wait('everything has ended', lambda: not self.processes(), 3)
        except Late:
            pass
        left = self.processes()
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        log = self.services_log()
        shutil.rmtree(self.root, ignore_errors=True)
        if self._given_home is None:
            shutil.rmtree(self.home, ignore_errors=True)
        bad = re.search(r'.*(CRITICAL|AddressSanitizer|LeakSanitizer|runtime error:).*', log + ''.join(self.said))
        if bad:
            raise AssertionError(f'a program complained: {bad.group(0)}\n{log[-3000:]}')
        if left:
            raise AssertionError(f'still running at the end: {left}')

    def _stop_agent(self):
        try:
            if self.connection is not None and self.name_owner(AGENT_NAME):
                self.agent.quit()
        except (GLib.Error, Late):
            pass

    def _start_bus(self):
        (self.root / 'bus.conf').write_text(BUS.format(root=self.root))
        (self.root / 'services' / f'{AGENT_NAME}.service').write_text(
            f'[D-BUS Service]\nName={AGENT_NAME}\nExec={self._agent_program}\n')
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = f'unix:path={self.root}/bus'
        log = open(self.root / 'services.log', 'ab')
        self.bus_process = subprocess.Popen(
            ['dbus-daemon', '--nofork', '--nopidfile', '--print-address=1', f'--config-file={self.root}/bus.conf'],
            env=self.environment, cwd=self.home, stdout=subprocess.PIPE, stderr=log)
        log.close()
        self.bus_process.stdout.readline()
        self.connection = self.new_connection()

    def stop_bus(self):
        """The bus goes, as at the end of a login."""
        self.connection = self._agent = None
        self.bus_process.terminate()
        self.bus_process.wait()
        self.bus_process = None

    def new_connection(self):
        flags = Gio.DBusConnectionFlags
        connection = Gio.DBusConnection.new_for_address_sync(
            self.environment['DBUS_SESSION_BUS_ADDRESS'],
            flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        connection.set_exit_on_close(False)
        return connection

    def name_owner(self, name):
        try:
            return self.connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                             'GetNameOwner', GLib.Variant('(s)', (name,)), None,
                                             Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        except GLib.Error:
            return ''

    def start_keyring(self):
        self.keyring_process = subprocess.Popen(
            ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'], env=self.environment,
            cwd=self.home, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.keyring_process.stdin.write(b'daybook')
        self.keyring_process.stdin.close()
        wait('the keyring is there', lambda: self.name_owner('org.freedesktop.secrets'))

    def stop_keyring(self):
        self.keyring_process.terminate()
        self.keyring_process.wait()
        self.keyring_process = None
        wait('the keyring is gone', lambda: not self.name_owner('org.freedesktop.secrets'))

    def lock_keyring(self):
        self.connection.call_sync('org.freedesktop.secrets', '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service',
                                  'Lock', GLib.Variant('(ao)', ([LOGIN_COLLECTION],)), None, Gio.DBusCallFlags.NONE, -1, None)

    def keyring_items(self):
        """Labels of what lies in the keyring."""
        get = GLib.Variant('(ss)', ('org.freedesktop.Secret.Collection', 'Items'))
        items = self.connection.call_sync('org.freedesktop.secrets', LOGIN_COLLECTION, 'org.freedesktop.DBus.Properties',
                                          'Get', get, None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        return items

    def set_environment(self, **values):
        """For programs that start from now on, the agent included: an agent that runs is ended."""
        self.environment.update(values)
        if self.connection is not None:
            self.agent.quit()
            self.connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                      'UpdateActivationEnvironment', GLib.Variant('(a{ss})', (values,)), None,
                                      Gio.DBusCallFlags.NONE, -1, None)

    # What runs here.

    @property
    def agent(self):
        if self._agent is None:
            self._agent = Agent(self)
        return self._agent

    def services_log(self):
        """What the bus and the programs it started wrote to standard error."""
        try:
            return (self.root / 'services.log').read_text('utf-8', 'replace')
        except FileNotFoundError:
            return ''

    def processes(self, name=None, errand=None):
        """Ids of the programs that run in this session, or of those called `name` (a worker: with this errand)."""
        mark = f'XDG_RUNTIME_DIR={self.root}/run\0'.encode()
        found = []
        for entry in pathlib.Path('/proc').iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                # A zombie's environment is empty.
                words = (entry / 'cmdline').read_bytes().decode().split('\0')
                if (mark in (entry / 'environ').read_bytes() and name in (None, pathlib.Path(words[0]).name)
                        and errand in (None, *words[1:2])):
                    found.append(int(entry.name))
            except (OSError, UnicodeDecodeError):
                pass
        return found

    def watch_bus(self):
        """From now on everything that goes over the bus is kept: see bus_trace."""
        out = open(self.root / 'trace', 'wb')
        self._monitor = subprocess.Popen(['dbus-monitor', '--binary', '--address',
                                          self.environment['DBUS_SESSION_BUS_ADDRESS']],
                                         stdout=out, stderr=subprocess.DEVNULL)
        out.close()

        def seen():
            self.name_owner('io.github.daybookapp.nobody')
            return b'GetNameOwner' in self.bus_trace()
        wait('the bus is watched', seen)

    def bus_trace(self):
        return (self.root / 'trace').read_bytes()

    def note(self, answer):
        """Everything that was said is kept, to be searched for secrets."""
        self.said.append(f'{answer.out}\n{answer.err}\n')

    def start(self, *words, env=None, stdin=None):
        return Program(self, words, env, stdin)

    def run(self, *words, stdin='', env=None, status=0, deadline=DEADLINE):
        """Runs a program to its end. `status` None: whatever it is."""
        program = Program(self, words, env)
        if stdin:
            program.write(stdin)
        answer = program.end(deadline)
        if status is not None and answer.status != status:
            raise AssertionError(f'status {status} was expected. {answer}')
        return answer

    def ctl(self, *words, **options):
        return self.run(CTL, *words, **options)

    def rows(self, *words, **options):
        """The parsed answer of a command."""
        return self.ctl(words[0], '--json', *words[1:], **options).json

    def worker(self, *words, **options):
        """(lines as objects, answer) of an errand done without the agent."""
        answer = self.run(self.environment['DAYBOOK_WORKER'], *words, **options)
        return [json.loads(line) for line in answer.lines], answer

    # Words of the domain.

    @property
    def data(self):
        return self.home / 'data/daybook'

    @property
    def database(self):
        return self.data / 'daybook.db'

    @property
    def providers_ini(self):
        return self.home / 'config/daybook/providers.ini'

    def connect(self, provider, *words, **options):
        """The new account's id."""
        return self.ctl('connect', provider, *words, **options).lines[-1]

    def connect_google(self, simulator, *words, user=None, browser='firefox', status=0, env=None):
        """Signs in through the simulator's browser; the account's id, or the answer for another `status`."""
        return self.connect_by_browser(simulator, 'google-calendar', *words, user=user, browser=browser, status=status,
                                       env=env)

    def connect_by_browser(self, simulator, provider, *words, user=None, browser='firefox', status=0, env=None):
        """The same for any of Google's services."""
        if user is not None:
            simulator.set(**{'google_signin.user': user})
        program = self.start(CTL, 'connect', provider, '--print-url', *words, env=env)
        return self.follow_sign_in(program, simulator, browser, status)

    def connect_outlook(self, simulator, *words, user=None, status=0, env=None):
        """The same for Outlook."""
        if user is not None:
            simulator.set(**{'microsoft_signin.user': user})
        program = self.start(CTL, 'connect', 'outlook', '--sign-in', 'browser', '--print-url', *words, env=env)
        return self.follow_sign_in(program, simulator, status=status)

    def follow_sign_in(self, program, simulator, browser='firefox', status=0):
        address = program.line()
        if address is not None and address.startswith('http'):
            simulator.browse(address, browser)
        answer = program.end()
        if answer.status != status:
            raise AssertionError(f'status {status} was expected. {answer}')
        return answer.lines[-1] if status == 0 else answer

    def account(self, id):
        """One account as `accounts` lists it."""
        return next(row for row in self.rows('accounts') if row['id'] == id)

    def sources(self, account=None):
        """{external id: row}"""
        return {row['external_id']: row for row in self.rows('sources', *([account] if account else []))}
