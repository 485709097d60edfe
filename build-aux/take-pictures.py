# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the window and has it draw each page and window into a file. Called by build-aux/screenshots inside a private session.

usage: take-pictures.py FOLDER SUFFIX data|states|inbox|insights|free|empty"""

import ctypes
import os
import pathlib
import subprocess
import sys
import time

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

NAME = 'io.github.daybookapp.Daybook'
PATH = '/io/github/daybookapp/Daybook'
WAIT_SECONDS = 20

# name of the picture, page to show ('' = the window that is in front), application actions before, with their parameter
PICTURES = {
    'data': [
        ('today', 'today', []),
        ('time', 'time', []),
        ('inbox', 'inbox', []),
        ('insights', 'insights', []),
        ('accounts', 'accounts', []),
        ('projects', '', ['projects']),
        ('preferences', '', [('debug-preferences', 'general')]),
        ('preferences-billing', '', [('debug-preferences', 'time')]),
        ('preferences-sync', '', [('debug-preferences', 'sync')]),
        ('preferences-summaries', '', [('debug-preferences', 'summaries')]),
        ('preferences-suggestions', '', [('debug-preferences', 'suggestions')]),
        ('search', '', [('debug-search', 'design')]),
        ('shortcuts', '', ['shortcuts']),
    ],
    # An account in every state, and what the log says of them.
    'states': [
        ('accounts-states', 'accounts', []),
        ('sync-log', '', ['sync-log']),
    ],
    'inbox': [('inbox-tasks', 'inbox', [])],
    # A week with everything, and one without anything.
    'insights': [('insights-full', 'insights', [])],
    'free': [('insights-empty', 'insights', [])],
    'empty': [('first-run', '', [])],
}


class Window:
    """The program, started, and its actions on the bus."""

    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.process = subprocess.Popen([pathlib.Path(os.environ['DAYBOOK_BUILD']) / 'src' / 'ui' / 'daybook'],
                                        stdin=subprocess.DEVNULL)
        self.wait(lambda: 'debug-screenshot' in self.actions(), 'the window')

    def wait(self, condition, what):
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise SystemExit(f'the window ended with status {self.process.returncode}')
            try:
                if condition():
                    return
            except GLib.Error:
                pass
            time.sleep(0.05)
        raise SystemExit(f'{what}: not there after {WAIT_SECONDS} seconds')

    def call(self, method, parameters):
        return self.bus.call_sync(NAME, PATH, 'org.gtk.Actions', method, parameters, None, Gio.DBusCallFlags.NO_AUTO_START, -1, None)

    def actions(self):
        return self.call('List', None).unpack()[0]

    def activate(self, action, *parameters):
        self.call('Activate', GLib.Variant('(sava{sv})', (action, list(parameters), {})))

    def picture(self, page, file):
        file.unlink(missing_ok=True)
        self.activate('debug-screenshot', GLib.Variant('(ss)', (page, str(file))))
        self.wait(lambda: file.exists() and file.read_bytes()[-8:-4] == b'IEND', file.name)

    def end(self):
        self.process.terminate()
        self.process.wait(10)


def enlarge_text(factor):
    """As the desktop's setting for large text does: more dots an inch. Programs look for it where X keeps its resources."""
    x11 = ctypes.CDLL('libX11.so.6')
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    text = f'Xft.dpi: {96 * factor}\n'.encode()
    resource_manager, string, replace = 23, 31, 0  # Xatom.h, X.h
    x11.XChangeProperty(display, ctypes.c_ulong(x11.XDefaultRootWindow(display)), ctypes.c_ulong(resource_manager),
                        ctypes.c_ulong(string), 8, replace, text, len(text))
    x11.XCloseDisplay(display)


def main():
    enlarge_text(int(os.environ.get('DAYBOOK_TEXT_FACTOR', 1)))
    folder, suffix, which = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    for picture, page, actions in PICTURES[which]:
        window = Window()  # a fresh one each time: no dialog of the one before stays open
        for action in actions:
            name, *parameters = (action,) if isinstance(action, str) else action
            window.activate(name, *(GLib.Variant('s', parameter) for parameter in parameters))
        time.sleep(1.0)  # data arrives and lays itself out
        window.picture(page, folder / f'{picture}{suffix}.png')
        window.end()
        print(folder / f'{picture}{suffix}.png')
    return 0


if __name__ == '__main__':
    sys.exit(main())
