# SPDX-License-Identifier: GPL-3.0-or-later
"""The program with the windows, driven as assistive technology drives it. Runs inside build-aux/private-session --a11y.

    with Window(seed=['day']) as window:
        window.find('Convert 2 Meetings').press()
        window.find('2 meetings logged')

Roles are compared by number: their names differ between versions. Nothing waits for a time to pass."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

import gi

gi.require_version('Atspi', '2.0')
gi.require_version('Gio', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

SOURCE = pathlib.Path(os.environ['DAYBOOK_SOURCE'])
BUILD = pathlib.Path(os.environ['DAYBOOK_BUILD'])
NAME = 'io.github.daybookapp.Daybook'
PATH = '/io/github/daybookapp/Daybook'
PICTURES = BUILD / 'tests/ui/pictures'
DEADLINE = float(os.environ.get('DAYBOOK_DEADLINE', 30))
# The day of the pictures: Thursday, 20 to 3 in the afternoon of the zone below.
THURSDAY = '2026-11-19T13:40:30Z'

BUTTON, LABEL, TEXT, SWITCH, TAB = Atspi.Role.PUSH_BUTTON, Atspi.Role.LABEL, Atspi.Role.TEXT, Atspi.Role.CHECK_BOX, Atspi.Role.PAGE_TAB
ENTRY, COMBO, ITEM = Atspi.Role.ENTRY, Atspi.Role.COMBO_BOX, Atspi.Role.LIST_ITEM

# A program on a busy processor answers late: by default a call fails after 0.8 s, in a program younger than 15 s not at all.
Atspi.set_timeout(10000, 15000)

LEAVES = {LABEL, TEXT, TAB, Atspi.Role.SCROLL_BAR, Atspi.Role.IMAGE, Atspi.Role.STATUS_BAR}


class Late(AssertionError):
    pass


def wait(what, condition, deadline=DEADLINE):
    """Looks at `condition` until it is true and returns what it returned."""
    end = time.monotonic() + deadline
    while True:
        try:
            found = condition()
        except GLib.Error:
            found = None  # what was looked at went away meanwhile
        if found:
            return found
        if time.monotonic() > end:
            raise Late(f'not within {deadline:g} s: {what() if callable(what) else what}')
        GLib.timeout_add(20, lambda: False)
        GLib.MainContext.default().iteration(True)


class Thing:
    """One accessible object."""

    def __init__(self, accessible):
        self.accessible = accessible

    @property
    def name(self):
        return self.accessible.get_name()

    @property
    def role(self):
        return self.accessible.get_role()

    def has(self, state):
        return self.accessible.get_state_set().contains(state)

    @property
    def actions(self):
        return [Atspi.Action.get_action_name(self.accessible, i)
                for i in range(Atspi.Action.get_n_actions(self.accessible))]

    def act(self, name):
        """A control that is not ready yet is waited for, as a person would."""
        number = self.actions.index(name)
        wait(lambda: f'{self.name} takes {name}', lambda: Atspi.Action.do_action(self.accessible, number), deadline=10)

    def press(self):
        self.act('click')

    def toggle(self):
        self.act('toggle')

    @property
    def checked(self):
        return self.has(Atspi.StateType.CHECKED)

    @property
    def text(self):
        return Atspi.Text.get_text(self.accessible, 0, Atspi.Text.get_character_count(self.accessible))

    @text.setter
    def text(self, value):
        if not Atspi.EditableText.set_text_contents(self.accessible, value):
            raise AssertionError(f'{self.name}: the text cannot be set')

    def children(self):
        for i in range(self.accessible.get_child_count()):
            child = self.accessible.get_child_at_index(i)
            if child is not None:
                yield Thing(child)

    def walk(self):
        """Everything below it. What has no use of its own inside is not looked into: every question takes its time."""
        for child in self.children():
            try:
                yield child
                if child.role not in LEAVES:
                    yield from child.walk()
            except GLib.Error:
                pass  # it went away

    @property
    def seen(self):
        """Whether a pointer at its middle meets it: GTK 4.8 tells nobody what is on a page that is not shown."""
        box = Atspi.Component.get_extents(self.accessible, Atspi.CoordType.WINDOW)
        frame = self.accessible
        while frame.get_role() not in (Atspi.Role.FRAME, Atspi.Role.DIALOG, Atspi.Role.WINDOW):
            frame = frame.get_parent()
            if frame is None:
                return False
        if box.width <= 0 or box.height <= 0:
            return False
        met = Atspi.Component.get_accessible_at_point(frame, box.x + box.width // 2, box.y + box.height // 2,
                                                      Atspi.CoordType.WINDOW)
        if met is None:
            return True  # something inside that has no name of its own
        while met is not None:
            if met == self.accessible:
                return True
            met = met.get_parent()
        return False

    def __repr__(self):
        return f'{self.accessible.get_role_name()} “{self.name}”'


class Window:
    """seed: what seed-store (or another `seeder`) puts into the store. now: DAYBOOK_NOW."""

    def __init__(self, seed=(), now=THURSDAY, size=(1100, 760), seeder='seed-store', **environment):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='daybook-window.'))
        self.environment = {**os.environ, 'XDG_DATA_HOME': str(self.home), 'DAYBOOK_NOW': now, 'DAYBOOK_DEBUG': '1',
                            'TZ': 'Europe/Berlin', 'LC_ALL': 'C.UTF-8', 'G_DEBUG': 'fatal-warnings',
                            'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': str(self.home / 'config'), **environment}
        if now is None:
            del self.environment['DAYBOOK_NOW']
        self.size = size
        self.seed = seed
        self.seeder = seeder
        self.within = None  # looks only into windows of this title, which is much faster
        self.process = None

    def __enter__(self):
        settings = self.home / 'config/glib-2.0/settings'
        settings.mkdir(parents=True)
        (settings / 'keyfile').write_text(f'[io/github/daybookapp/Daybook]\nwindow-width={self.size[0]}\n'
                                          f'window-height={self.size[1]}\n')
        shutil.copytree(pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'gtk-4.0', self.home / 'config/gtk-4.0')
        if self.seed:
            subprocess.run([BUILD / 'tests/ui' / self.seeder, *self.seed], check=True, env=self.environment)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.start()
        return self

    def start(self):
        self.log = open(self.home / 'log', 'w+')
        self.process = subprocess.Popen([BUILD / 'src/ui/daybook'], env=self.environment, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=subprocess.STDOUT)
        self.frame = self._wait('the window', self._find_frame)

    def __exit__(self, *error):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.home, ignore_errors=True)

    def stop(self):
        """Ends it as a person does and looks how it went."""
        if self.process.poll() is None:
            self.activate('quit')
        try:
            status = self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            status = 'none: it hung'
        self.log.seek(0)
        said = self.log.read()
        self.log.close()
        if status != 0:
            raise AssertionError(f'the window ended with status {status}:\n{said}')

    def _wait(self, what, condition):
        def look():
            if self.process.poll() is not None:
                self.log.seek(0)
                raise AssertionError(f'the window ended with status {self.process.returncode}:\n{self.log.read()}')
            return condition()
        return wait(what, look)

    def _find_frame(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(i)
            if application is not None and application.get_process_id() == self.process.pid:
                frames = [Thing(application.get_child_at_index(j)) for j in range(application.get_child_count())]
                return next((frame for frame in frames if frame.has(Atspi.StateType.SHOWING)), None)
        return None

    # Looking.

    @staticmethod
    def _is(thing, pattern, role):
        try:
            return (role is None or thing.role == role) and pattern.search(thing.name or '')
        except GLib.Error:
            return False  # it went away

    def all(self, name, role=None):
        """What is there and called so (a regular expression)."""
        pattern = re.compile(name)
        application = self.frame.accessible.get_application()
        found = []
        for i in range(application.get_child_count()):
            frame = application.get_child_at_index(i)
            if frame is not None and (self.within is None or re.search(self.within, frame.get_name() or '')):
                found += [thing for thing in Thing(frame).walk() if self._is(thing, pattern, role)]
        return found

    def find(self, name, role=None):
        """What is called so, once there is one; of several the one that is seen."""
        def look():
            found = self.all(name, role)
            return found[0] if len(found) == 1 else next((thing for thing in found if thing.seen), None)
        return self._wait(lambda: f'“{name}” among {self.names()}', look)

    def find_seen(self, name, role=None):
        """What is called so and seen: of things that several pages have."""
        return self._wait(lambda: f'“{name}” is seen',
                          lambda: next((thing for thing in self.all(name, role) if thing.seen), None))

    def gone(self, name, role=None):
        self._wait(f'“{name}” goes', lambda: not self.all(name, role))

    def until(self, what, condition):
        return self._wait(what, condition)

    def names(self):
        return sorted({thing.name for thing in self.frame.walk() if thing.name})

    def focused(self):
        """The name of the button that has the focus, or ''."""
        return next((thing.name for thing in self.all('.', BUTTON) if thing.has(Atspi.StateType.FOCUSED)), '')

    def frames(self, title='.'):
        """The windows and dialogs of that title."""
        application = self.frame.accessible.get_application()
        found = [application.get_child_at_index(i) for i in range(application.get_child_count())]
        return [Thing(frame) for frame in found if frame is not None and re.search(title, frame.get_name() or '')]

    def focus(self, title='.'):
        """What has the focus in the window of that title: of a text inside a field, the field. None: nothing has."""
        def look(thing, field):
            if thing.has(Atspi.StateType.FOCUSED):
                return field or thing
            for child in thing.children():
                found = look(child, field or (thing if thing.role in (TEXT, ENTRY) else None))
                if found:
                    return found
            return None
        return next((found for found in (look(frame, None) for frame in self.frames(title)) if found), None)

    def wait_focus(self, role, title='^Daybook$'):
        """What has the focus, once it is of that role."""
        def look():
            thing = self.focus(title)
            return thing if thing and thing.role == role else None
        return self._wait(lambda: f'the focus is on {self.focus(title)}, not on {role}', look)

    # Doing.

    def reach(self, name, title='^Daybook$', most=40, key='Tab'):
        """Goes with the keyboard alone to what is called so, in the window of that title."""
        seen = []
        for _ in range(most):
            self.key(key, title=title)
            thing = self.focus(title)  # None in an AdwEntryRow: libadwaita 1.2 does not tell of the text inside it
            if thing and re.search(name, thing.name or ''):
                return thing
            seen.append(thing)
        raise AssertionError(f'{key} does not lead to “{name}” but to {seen}')

    def choose(self, row, option, title='^Daybook$'):
        """Chooses from the list of a row, with the keyboard alone."""
        self.reach(row, title)
        self.key('space', title=title)
        self.wait_focus(ITEM, title)
        self.key('Home', title=title)
        for _ in range(60):
            words = [thing.name for thing in self.focus(title).walk() if thing.role == LABEL]
            if any(re.search(option, word) for word in words):
                self.key('Return', title=title)
                self.wait_focus(COMBO, title)
                return
            self.key('Down', title=title)
        raise AssertionError(f'{row} does not offer “{option}”')

    def menu(self, button, item, title='^Daybook$'):
        """Opens the menu of a button and takes one of its items, with the keyboard alone."""
        self.reach(button, title)
        self.key('space', title=title)
        self._wait('the menu opens', lambda: (self.focus(title) or self.frame).role in (Atspi.Role.MENU_ITEM, ITEM))
        for _ in range(30):
            if re.search(item, self.focus(title).name):
                self.key('Return', title=title)
                return
            self.key('Down', title=title)
        raise AssertionError(f'{button} does not offer “{item}”')

    def type(self, text, title='^Daybook$'):
        """Types what a keyboard has, letter by letter."""
        names = {' ': 'space', '.': 'period', ',': 'comma', ':': 'colon', '-': 'minus', '@': 'at', '/': 'slash', '_': 'underscore'}
        self.key(*[names.get(letter, letter) for letter in text], title=title)

    def activate(self, action, *parameters):
        """An action of the application, by the bus."""
        def call():
            self.bus.call_sync(NAME, PATH, 'org.gtk.Actions', 'Activate',
                               GLib.Variant('(sava{sv})', (action, list(parameters), {})), None,
                               Gio.DBusCallFlags.NO_AUTO_START, -1, None)
            return True
        wait(f'the action {action}', call)

    def show(self, what):
        self.activate('show', GLib.Variant('s', what))

    def key(self, *keys, title='^Daybook$'):
        """Presses keys as the display's keyboard does, in the window of that title."""
        window = subprocess.run(['xdotool', 'search', '--onlyvisible', '--all', '--pid', str(self.process.pid), '--name', title],
                                check=True, capture_output=True, text=True).stdout.split()[-1]
        subprocess.run(['xdotool', 'windowfocus', '--sync', window], check=True)
        for key in keys:
            subprocess.run(['xdotool', 'key', '--clearmodifiers', key], check=True)

    def drag(self, start, end, steps=6, modifier=None, release=True):
        """With the first button, from one point of the window to another."""
        def mouse(*words):
            subprocess.run(['xdotool', *map(str, words)], check=True)
        mouse('mousemove', *start)
        mouse('mousedown', 1)
        if modifier:
            mouse('keydown', modifier)
        for i in range(1, steps + 1):
            mouse('mousemove', *(round(a + (b - a) * i / steps) for a, b in zip(start, end)))
        if release:
            mouse('mouseup', 1)
        if modifier:
            mouse('keyup', modifier)

    def box(self, thing):
        """(x, y, width, height) on the display."""
        extents = Atspi.Component.get_extents(thing.accessible, Atspi.CoordType.WINDOW)
        return extents.x, extents.y, extents.width, extents.height

    def picture(self, name):
        """A picture of the window as it stands, kept in the build folder."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        file = PICTURES / f'{name}.png'
        file.unlink(missing_ok=True)
        self.activate('debug-screenshot', GLib.Variant('(ss)', ('', str(file))))
        self._wait(file.name, lambda: file.exists() and file.read_bytes()[-8:-4] == b'IEND')
        return file

    def setting(self, key):
        return self.rows('settings', key)['value']

    def rows(self, *words):
        """What daybookctl lists of the same store."""
        done = subprocess.run([BUILD / 'src/ctl/daybookctl', *words, '--json'], env=self.environment, check=True,
                              capture_output=True, text=True)
        return json.loads(done.stdout)

    def entries(self, **wanted):
        rows = self.rows('entries', '--from', '2026-11-19', '--to', '2026-11-19')
        return [row for row in rows if all(row[key] == value for key, value in wanted.items())]
