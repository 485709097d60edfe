# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for GNOME Online Accounts on a session's bus: the documented interface (data/dbus-interfaces.xml of
gnome-online-accounts) as far as a program that reads it meets it."""

import sys

from gi.repository import Gio, GLib

from session import wait

NAME = 'org.gnome.OnlineAccounts'
MANAGER = '/org/gnome/OnlineAccounts'
ACCOUNT, OAUTH2, PASSWORD, CALENDAR = (f'{NAME}.{name}' for name in ('Account', 'OAuth2Based', 'PasswordBased', 'Calendar'))
MOCK = 'org.freedesktop.DBus.Mock'
NOT_AUTHORIZED = f'raise dbus.exceptions.DBusException("no", name="{NAME}.Error.NotAuthorized")'
VARIANTS = {bool: 'b', str: 's', int: 'i'}


class OnlineAccounts:
    def __init__(self, session):
        self.session = session
        self.program = session.start(sys.executable, '-m', 'dbusmock', '--session', '--is-object-manager', NAME, MANAGER,
                                     f'{NAME}.Manager')
        wait('online accounts are there', lambda: session.name_owner(NAME))
        self.count = 0

    def stop(self):
        self.program.signal(15)
        wait('online accounts are gone', lambda: not self.session.name_owner(NAME))

    def _call(self, path, method, signature, *arguments, interface=MOCK):
        return self.session.connection.call_sync(NAME, path, interface, method, GLib.Variant(signature, arguments), None,
                                                 Gio.DBusCallFlags.NONE, -1, None).unpack()

    def add(self, type, identity, token=None, password=None, uri='', **properties):
        """The object's path. The secret is what it gives out."""
        self.count += 1
        id = f'account_17645000{self.count:02}_0'
        path = f'{MANAGER}/Accounts/{id}'
        values = {'Id': id, 'ProviderType': type, 'Identity': identity, 'PresentationIdentity': identity,
                  'AttentionNeeded': False, 'CalendarDisabled': False, 'MailDisabled': False, **properties}
        kind = OAUTH2 if token is not None else PASSWORD
        own = {'ClientId': 'gnome', 'ClientSecret': 'x'} if token is not None else {}
        self._call(MANAGER, 'AddObject', '(ssa{sv}a(ssss))', path, kind, self._variants(own), [])
        self._call(path, 'AddProperties', '(sa{sv})', ACCOUNT, self._variants(values))
        self._call(path, 'AddProperties', '(sa{sv})', CALENDAR, self._variants({'Uri': uri, 'AcceptSslErrors': False}))
        self._method(path, ACCOUNT, 'EnsureCredentials', '', 'i', 'ret = 3600')
        self._method(path, ACCOUNT, 'Remove', '', '', '')
        if token is not None:
            self.give_token(path, token)
        else:
            self._method(path, PASSWORD, 'GetPassword', 's', 's', f'ret = {password!r}')
        return path

    def give_token(self, path, token):
        self._method(path, OAUTH2, 'GetAccessToken', '', 'si', f'ret = ({token!r}, 3600)')

    def forget(self, path):
        """Its credentials are over, and the person is wanted."""
        self._method(path, ACCOUNT, 'EnsureCredentials', '', 'i', NOT_AUTHORIZED)
        self.set(path, AttentionNeeded=True)

    def refuse(self, path, error):
        """EnsureCredentials fails with an error of that name, and nothing else is said."""
        self._method(path, ACCOUNT, 'EnsureCredentials', '', 'i', f'raise dbus.exceptions.DBusException("no", name="{error}")')

    def repair(self, path):
        self._method(path, ACCOUNT, 'EnsureCredentials', '', 'i', 'ret = 3600')
        self.set(path, AttentionNeeded=False)

    def set(self, path, **properties):
        self._call(path, 'UpdateProperties', '(sa{sv})', ACCOUNT, self._variants(properties))

    def remove(self, path):
        self._call(MANAGER, 'RemoveObject', '(s)', path)

    def calls(self, path):
        """Methods that were called, in order."""
        return [name for _, name, _ in self._call(path, 'GetCalls', '()')[0]]

    def _method(self, path, interface, name, takes, gives, code):
        self._call(path, 'AddMethod', '(sssss)', interface, name, takes, gives, code)

    @staticmethod
    def _variants(values):
        return {name: GLib.Variant(VARIANTS[type(value)], value) for name, value in values.items()}
