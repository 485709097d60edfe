# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the window and has it draw each page, window and popover into a file, in several circumstances. Called by
build-aux/screenshots inside a private session.

usage: take-pictures.py FOLDER data|states|trouble|inbox|insights|free|services|empty VARIANT,... PATTERN

A picture is a page to show and steps. A step is an action of the application with its parameters, or use (WIDGET, VALUE):
what a person would do with a widget of the window in front, which is named by its id or its type (":N" the Nth further,
"A>B" a B in an A)."""

import os
import pathlib
import re
import subprocess
import sys
import time

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

NAME = 'io.github.daybookapp.Daybook'
PATH = '/io/github/daybookapp/Daybook'
WAIT_SECONDS = 20

# suffix of the picture's name: color scheme, width, height, times as large a text
VARIANTS = {
    '': ('light', 1100, 760, 1.0),
    '-dark': ('dark', 1100, 760, 1.0),
    '-narrow': ('light', 360, 720, 1.0),
    '-narrow-dark': ('dark', 360, 720, 1.0),
    '-large': ('light', 1100, 760, 2.0),
    '-large-narrow': ('light', 360, 720, 2.0),
    # the desktop's high contrast, which is not changed while a program runs
    '-contrast': ('light', 1100, 760, 1.0),
    '-contrast-dark': ('dark', 1100, 760, 1.0),
}


def use(widget, value=''):
    return ('debug-use', widget, value)


def connect(service, *steps):
    """The dialog that connects a service."""
    return [use('DaybookAccountsPage', f"@account.connect('{service}')"), *steps]


def first_run(service, *steps):
    """The same from the first window, by its number in the list."""
    return [use('connect_button'), use(f'services>AdwActionRow:{service}'), *steps]


def way(number):
    """Another of the ways that the dialog offers."""
    return use(f'ways>GtkCheckButton:{number}')


def preferences(page, *steps):
    return [('debug-preferences', page), *steps]


def projects(*steps):
    return ['projects', *steps]


# What is shown of which home: picture, page ('' = as it opens) and steps.
PICTURES = {
    'data': [
        ('today', 'today', []),
        ('today-meeting', 'today', [use('DaybookEventBlock:4', '@item.select')]),
        ('today-entry', 'today', [use('DaybookEntrySlip:1', '@item.select')]),
        ('today-typed', 'today', [use('log_bar>text', '2.5 hours: Client meeting')]),
        ('today-projects', 'today', [use('log_bar>picker>button')]),
        ('today-calendar', 'today', [use('DaybookTodayPage>date_button')]),
        ('today-free', 'today', [use('DaybookTodayPage', '@today.next-day')] * 2),
        ('menu', 'today', [use('menu_button')]),
        ('time', 'time', []),
        ('time-selected', 'time', [use('check'), use('check:1')]),
        ('time-entry', 'time', [use('DaybookEntryRow:1')]),
        ('time-menu', 'time', [use('DaybookTimePage>menu_button')]),
        ('time-export', 'time', [use('DaybookTimePage', '@time.export')]),
        ('time-empty', 'time', [use('DaybookTimePage', '@time.next-week')]),
        ('inbox', 'inbox', [use('DaybookInboxPage', '@inbox.next')] * 2),
        ('insights', 'insights', []),
        ('insights-end', 'insights', [use('DaybookInsightsPage>scroller')]),
        ('accounts', 'accounts', []),
        ('account', 'accounts', [use('DaybookAccountCard')]),
        ('account-source', 'accounts', [use('DaybookAccountCard'), use('DaybookSourceRow')]),
        ('account-menu', 'accounts', [use('DaybookAccountCard>menu')]),
        ('account-rename', 'accounts', [use('DaybookAccountsPage', '@account.rename(int64 1)')]),
        ('account-disconnect', 'accounts', [use('DaybookAccountsPage', '@account.disconnect(int64 1)')]),
        ('connect-google', 'accounts', connect('google-calendar')),
        ('connect-gmail', 'accounts', connect('gmail')),
        ('connect-outlook', 'accounts', connect('outlook')),
        ('connect-slack', 'accounts', connect('slack')),
        ('connect-slack-token', 'accounts', connect('slack', way(1))),
        ('connect-github', 'accounts', connect('github')),
        ('connect-github-token', 'accounts', connect('github', way(1))),
        ('connect-notion', 'accounts', connect('notion')),
        ('connect-caldav', 'accounts', connect('caldav')),
        ('connect-address', 'accounts', connect('ics')),
        ('projects', '', projects()),
        ('projects-project', '', projects(use('AdwActionRow'))),
        ('projects-client', '', projects(use('AdwActionRow:4'))),
        ('projects-person', '', projects(use('page', "@projects.add('h')"))),
        ('preferences', '', preferences('general')),
        ('preferences-zone', '', preferences('general', use('time_zone_button'))),
        ('preferences-erase', '', preferences('general', use('erase_button'))),
        ('preferences-billing', '', preferences('time')),
        ('preferences-sync', '', preferences('sync')),
        ('preferences-summaries', '', preferences('summaries')),
        ('preferences-model', '', preferences('summaries', use('DaybookSummariesPage>GtkScrolledWindow'))),
        ('preferences-models', '', preferences('summaries', use('DaybookSummariesPage>GtkScrolledWindow'), use('choose'))),
        ('preferences-sent', '', preferences('summaries', use('DaybookSummariesPage>GtkScrolledWindow'), use('look'))),
        ('preferences-suggestions', '', preferences('suggestions')),
        ('search', '', [('debug-search', 'design')]),
        ('search-nothing', '', [('debug-search', 'zebra')]),
        ('shortcuts', '', ['shortcuts']),
        ('about', '', ['about']),
        ('today-undo', 'today', [use('convert_button')]),  # the last: it changes what there is
    ],
    # An account in every state, and what the log says of them.
    'states': [
        ('accounts-states', 'accounts', []),
        ('accounts-offered', 'accounts', [use('overview')]),
        ('account-google', 'accounts', [use('DaybookAccountsPage', '@account.open(int64 2)'), use('DaybookSourceRow')]),
        ('account-slack', 'accounts', [use('DaybookAccountsPage', '@account.open(int64 3)')]),
        ('account-held', 'accounts', [use('DaybookAccountsPage', '@account.open(int64 5)'), use('DaybookSourceRow:1')]),
        ('account-mail', 'accounts', [use('DaybookAccountsPage', '@account.open(int64 11)')]),
        ('account-signed-out', 'accounts', [use('DaybookAccountsPage', '@account.open(int64 1)')]),
        ('sign-in-again', 'accounts', [use('DaybookAccountsPage', '@account.sign-in(int64 3)')]),
        ('sync-log', '', ['sync-log']),
        ('sync-log-run', '', ['sync-log', use('list', '@list.activate-item(uint32 7)')]),
    ],
    # The rarer states.
    'trouble': [
        ('accounts-trouble', 'accounts', []),
        ('accounts-trouble-end', 'accounts', [use('overview')]),
        ('account-partly', 'accounts', [use('DaybookAccountsPage', '@account.open(int64 1)')]),
        ('account-gone', 'accounts', [use('DaybookAccountsPage', '@account.open(int64 2)')]),
        ('account-error', 'accounts', [use('DaybookAccountsPage', '@account.open(int64 6)')]),
    ],
    'inbox': [
        ('inbox-tasks', 'inbox', []),
        ('inbox-item', 'inbox', [use('DaybookInboxPage', '@inbox.next')]),
        ('inbox-edit', 'inbox', [use('DaybookInboxPage', '@inbox.edit')]),
    ],
    # A week with everything, and one without anything.
    'insights': [
        ('insights-full', 'insights', []),
        ('insights-full-end', 'insights', [use('DaybookInsightsPage>scroller')]),
        ('insights-rows', 'insights', [use('DaybookCiteChip')]),
        ('insights-table', 'insights', [use('DaybookInsightsPage>table_button')]),
        ('insights-range', 'insights', [use('toggles>GtkToggleButton:3')]),
        ('today-activities', 'today', [use('DaybookActivityLane>GtkMenuButton')]),
    ],
    'free': [
        ('insights-empty', 'insights', []),
        ('today-empty', 'today', []),
        ('inbox-empty', 'inbox', []),
    ],
    # Dialogs that talk with a service.
    'services': [
        ('connect-code', '', first_run(4, use('DaybookConnectDialog>connect'))),
        ('connect-online-accounts', '', first_run(2)),
        ('connect-sources', '', first_run(0, use('DaybookConnectDialog>connect'), 'wait')),
    ],
    'empty': [
        ('first-run', '', []),
        ('first-run-services', '', [use('connect_button')]),
    ],
}


class Window:
    """The program, started, and its actions on the bus."""

    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.process = subprocess.Popen([pathlib.Path(os.environ['DAYBOOK_BUILD']) / 'src' / 'ui' / 'daybook'],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
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

    def do(self, step):
        name, *parameters = (step,) if isinstance(step, str) else step
        if name == 'wait':
            time.sleep(3.0)  # for an answer of a service
        elif name == 'debug-use':
            self.activate(name, GLib.Variant('(ss)', tuple(parameters)))
        else:
            self.activate(name, *(GLib.Variant('s', parameter) for parameter in parameters))
        time.sleep(0.5)  # a button that is pressed by its key acts a little later

    def picture(self, page, file):
        file.unlink(missing_ok=True)
        self.activate('debug-screenshot', GLib.Variant('(ss)', (page, str(file))))
        self.wait(lambda: file.exists() and file.read_bytes()[-8:-4] == b'IEND', file.name)

    def end(self):
        self.process.terminate()
        self.process.wait(10)


def main():
    if not any(re.search(sys.argv[4], picture) for picture, _, _ in PICTURES[sys.argv[2]]):
        return 0
    if sys.argv[2] != 'services':
        return take()
    from picture_services import services
    with services():
        return take()


def take():
    subprocess.run(['xdotool', 'mousemove', '1399', '999'], check=True)  # nothing is under the pointer
    folder, which, variants, pattern = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3].split(','), re.compile(sys.argv[4])
    for picture, page, steps in PICTURES[which]:
        if not pattern.search(picture):
            continue
        window = Window()  # a fresh one each time: no dialog of the one before stays open
        if page:
            window.do(('show', page))
        time.sleep(0.8)  # data arrives and lays itself out
        for step in steps:
            window.do(step)
        for variant in variants:
            for _ in range(2):  # what is put away for a narrow window lets it become narrow
                window.activate('debug-look', GLib.Variant('(siid)', VARIANTS[variant]))
                time.sleep(0.3)
            window.picture('', folder / f'{picture}{variant}.png')
        window.end()
        print(folder / f'{picture}.png')
    return 0


if __name__ == '__main__':
    sys.exit(main())
