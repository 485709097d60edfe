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

from accessible import DEADLINE, Atspi, Bus, Gio, GLib, Thing
from display import Display

SOURCE = pathlib.Path(os.environ['DAYBOOK_SOURCE'])
BUILD = pathlib.Path(os.environ['DAYBOOK_BUILD'])
NAME = 'io.github.daybookapp.Daybook'
PATH = '/io/github/daybookapp/Daybook'
PICTURES = BUILD / 'tests/ui/pictures'
# The day of the pictures: Thursday, 20 to 3 in the afternoon of the zone below.
THURSDAY = '2026-11-19T13:40:30Z'

BUTTON, LABEL, TEXT, SWITCH, TAB = Atspi.Role.PUSH_BUTTON, Atspi.Role.LABEL, Atspi.Role.TEXT, Atspi.Role.CHECK_BOX, Atspi.Role.PAGE_TAB
ENTRY, COMBO, ITEM = Atspi.Role.ENTRY, Atspi.Role.COMBO_BOX, Atspi.Role.LIST_ITEM


class Window:
    """seed: what seed-store (or another `seeder`) puts into the store. now: DAYBOOK_NOW. page: the one it begins with."""

    def __init__(self, seed=(), now=THURSDAY, size=(1100, 760), seeder='seed-store', page='today', **environment):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='daybook-window.'))
        self.environment = {**os.environ, 'XDG_DATA_HOME': str(self.home), 'DAYBOOK_NOW': now, 'DAYBOOK_DEBUG': '1',
                            'TZ': 'Europe/Berlin', 'LC_ALL': 'C.UTF-8', 'G_DEBUG': 'fatal-warnings',
                            'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': str(self.home / 'config'), **environment}
        if now is None:
            del self.environment['DAYBOOK_NOW']
        self.size = size
        self.page = page
        self.seed = seed
        self.seeder = seeder
        self.within = None  # looks only into windows of this title, which is much faster
        self.process = None

    def __enter__(self):
        settings = self.home / 'config/glib-2.0/settings'
        settings.mkdir(parents=True)
        (settings / 'keyfile').write_text(f'[io/github/daybookapp/Daybook]\nwindow-width={self.size[0]}\n'
                                          f"window-height={self.size[1]}\npage='{self.page}'\n")
        shutil.copytree(pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'gtk-4.0', self.home / 'config/gtk-4.0')
        if self.seed:
            subprocess.run([BUILD / 'tests/ui' / self.seeder, *self.seed], check=True, env=self.environment)
        self.session = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.bus = Bus()
        self.display = Display()
        self.start()
        return self

    def start(self):
        self.log = open(self.home / 'log', 'w+')
        self.process = subprocess.Popen([BUILD / 'src/ui/daybook'], env=self.environment, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=subprocess.STDOUT)
        self.application = self.until('the program', lambda: self.bus.application(self.process.pid))
        self.frame = self.until('the window', self._find_frame)

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

    def until(self, what, condition):
        def look():
            if self.process.poll() is not None:
                self.log.seek(0)
                raise AssertionError(f'the window ended with status {self.process.returncode}:\n{self.log.read()}')
            return condition()
        return self.bus.until(what, look)

    def _find_frame(self):
        frame = next(iter(self.application.frames()), None)
        return frame if frame and frame.has(Atspi.StateType.SHOWING) else None

    # Looking.

    def all(self, name, role=None):
        """What is there and called so (a regular expression)."""
        return self._among(self.application.look(), name, role)

    def _among(self, look, name, role):
        pattern = re.compile(name)
        return [Thing(self.application, node) for frame in look.frames
                if self.within is None or re.search(self.within, look.nodes[frame].name)
                for node in look.below(frame) if (role is None or node.role == role) and pattern.search(node.name)]

    def find(self, name, role=None):
        """What is called so, once there is one; of several the one that is seen."""
        def choose(found):
            return found[0] if len(found) == 1 else next((thing for thing in found if thing.seen), None)
        return self._find(name, role, choose)

    def find_seen(self, name, role=None):
        """What is called so and seen: of things that several pages have."""
        return self._find(name, role, lambda found: next((thing for thing in found if thing.seen), None))

    def _find(self, name, role, choose):
        look = self.application.last
        if look:
            try:
                thing = choose(self._among(look, name, role))
                if thing and re.search(name, thing.fresh_name):
                    return thing
            except GLib.Error:
                pass  # it went away
            self.bus.rest(0.02)
        return self.until(lambda: f'“{name}” among {self.names(role)}', lambda: choose(self.all(name, role)))

    def gone(self, name, role=None):
        self.until(f'“{name}” goes', lambda: not self.all(name, role))

    def names(self, role=None):
        """What is there, for somebody who has to find out why a thing is not."""
        return sorted({thing.name for thing in self.all('.', role)})

    def frames(self, title='.'):
        """The windows and dialogs of that title."""
        return self.application.frames(title)

    def focus(self, title='.'):
        """What has the focus in the window of that title: of a text inside a field, the field. None: nothing has."""
        path = self.application.focus()
        if path is None:
            return None
        *chain, frame = [path, *self.application.parents(path)][:-1]
        if not re.search(title, self.application.thing(frame).name):
            return None
        fields = [each for each in chain if self.application.role(each) in (TEXT, ENTRY)]
        return self.application.thing(fields[-1] if fields else path)

    def focused(self):
        """The name of what has the focus, or ''."""
        thing = self.focus()
        return thing.name if thing else ''

    def wait_focus(self, role, title='^Daybook$'):
        """What has the focus, once it is of that role."""
        def look():
            thing = self.focus(title)
            return thing if thing and thing.role == role else None
        return self.until(lambda: f'the focus is on {self.focus(title)}, not on {role}', look)

    # Doing.

    def reach(self, name, title='^Daybook$', most=40, key='Tab'):
        """Goes with the keyboard alone to what is called so, in the window of that title, and looks at it: it may have to be
        scrolled to, and what opens beside it needs its place on the display."""
        seen = []
        for _ in range(most):
            self.key(key, title=title)
            thing = self.focus(title)  # None in an AdwEntryRow: libadwaita 1.2 does not tell of the text inside it
            if thing and re.search(name, thing.name):
                self.until(f'“{name}” is in view', lambda: thing.in_view)
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
            if any(re.search(option, word) for word in self.focus(title).labels()):
                self.key('Return', title=title)
                self.wait_focus(COMBO, title)
                return
            self.key('Down', title=title)
        raise AssertionError(f'{row} does not offer “{option}”')

    def menu(self, button, item, title='^Daybook$'):
        """Opens the menu of a button and takes one of its items, with the keyboard alone."""
        self.reach(button, title)
        self.key('space', title=title)
        self.until('the menu opens', lambda: (self.focus(title) or self.frame).role in (Atspi.Role.MENU_ITEM, ITEM))
        for _ in range(30):
            if re.search(item, self.focus(title).name):
                self.key('Return', title=title)
                return
            self.key('Down', title=title)
        raise AssertionError(f'{button} does not offer “{item}”')

    def type(self, text, title='^Daybook$'):
        """Types what a keyboard has, letter by letter."""
        self.key(*text, title=title)

    def activate(self, action, *parameters):
        """An action of the application, by the bus."""
        def call():
            self.session.call_sync(NAME, PATH, 'org.gtk.Actions', 'Activate',
                               GLib.Variant('(sava{sv})', (action, list(parameters), {})), None,
                               Gio.DBusCallFlags.NO_AUTO_START, -1, None)
            return True
        self.until(f'the action {action}', call)

    def show(self, what):
        self.activate('show', GLib.Variant('s', what))

    def _keyboard(self, title):
        """The window of that title, which has the keyboard from then on."""
        def give():
            window = self.display.window(self.process.pid, title)
            return window if window and self.display.focus(window) else None
        return self.until(f'a window {title} takes the keyboard', give)

    def key(self, *keys, title='^Daybook$'):
        """Presses keys as the display's keyboard does, in the window of that title, which has dealt with them then."""
        for key in keys:
            self.display.key(self._keyboard(title), key)

    def drag(self, start, end, steps=6):
        """With the first button, from one point of the window to another."""
        window = self._keyboard('^Daybook$')
        self.display.move(window, *start)
        self.display.button(window, True)
        for i in range(1, steps + 1):
            self.display.move(window, *(a + (b - a) * i / steps for a, b in zip(start, end)))
        self.display.button(window, False)

    def point(self, x, y):
        self.display.move(self._keyboard('^Daybook$'), x, y)

    def box(self, thing):
        """(x, y, width, height) in its window, which begins where the display does."""
        return thing.box

    def picture(self, name):
        """A picture of the window as it stands, kept in the build folder."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        file = PICTURES / f'{name}.png'
        file.unlink(missing_ok=True)
        self.activate('debug-screenshot', GLib.Variant('(ss)', ('', str(file))))
        self.until(file.name, lambda: file.exists() and file.read_bytes()[-8:-4] == b'IEND')
        return file

    def setting(self, key):
        return self.rows('settings', key)['value']

    def rows(self, *words):
        """What daybookctl lists of the same store."""
        done = subprocess.run([BUILD / 'src/ctl/daybookctl', *words, '--json'], env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f'daybookctl {" ".join(words)}: status {done.returncode}: {done.stderr}')
        return json.loads(done.stdout)

    def entries(self, **wanted):
        rows = self.rows('entries', '--from', '2026-11-19', '--to', '2026-11-19')
        return [row for row in rows if all(row[key] == value for key, value in wanted.items())]
