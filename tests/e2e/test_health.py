#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that do not go on: who is told, how often, in which words; what a service that is down is asked; and that
one account's trouble is not another's."""

import sys

import store_dump
import tap
from gi.repository import Gio, GLib
from google_case import ANA, LIST, GoogleCase
from session import AGENT_NAME, CTL, wait

BEN = 'ben@example.com'
ZOE = 'zoe.zweig@example.com'  # in nobody's meetings
APPLICATION = 'io.github.daybookapp.Daybook'
NOTIFICATIONS = 'org.freedesktop.Notifications'
PORTAL = 'org.freedesktop.portal.Desktop'
MOCK = 'org.freedesktop.DBus.Mock'

APPLICATION_XML = '''<node><interface name="org.freedesktop.Application">
  <method name="ActivateAction"><arg type="s" direction="in"/><arg type="av" direction="in"/>
    <arg type="a{sv}" direction="in"/></method>
</interface></node>'''


class Windows:
    """Stands in for the main application: keeps the actions it is asked for."""

    def __init__(self, session):
        self.asked = []
        self.bus = session.new_connection()
        interface = Gio.DBusNodeInfo.new_for_xml(APPLICATION_XML).interfaces[0]
        self.bus.register_object('/io/github/daybookapp/Daybook', interface, self._called, None, None)
        Gio.bus_own_name_on_connection(self.bus, APPLICATION, Gio.BusNameOwnerFlags.NONE, None, None)
        wait('the windows have their name', lambda: session.name_owner(APPLICATION))

    def _called(self, bus, sender, path, interface, method, parameters, invocation):
        self.asked.append(parameters.unpack())
        invocation.return_value(None)


class HealthCase(GoogleCase):
    events = 8

    def start_desktop(self, template='notification_daemon', **options):
        """An account that has synced, and somebody who shows notifications."""
        self.start(**options)
        if template is not None:
            self.mock = self.session.start(sys.executable, '-m', 'dbusmock', '--template', template)
            self.addCleanup(self.mock.signal, 15)
            wait('notifications are shown', lambda: self.session.name_owner(NOTIFICATIONS))
        self.windows = Windows(self.session)
        self.sync()

    def mocked(self, method, signature, *arguments):
        return self.session.connection.call_sync(
            NOTIFICATIONS, '/org/freedesktop/Notifications', MOCK, method, GLib.Variant(signature, arguments), None,
            Gio.DBusCallFlags.NONE, -1, None).unpack()

    def shown(self):
        """[(application, replaced, icon, title, body, actions, hints, timeout)]"""
        return [tuple(arguments) for _, arguments in self.mocked('GetMethodCalls', '(s)', 'Notify')[0]]

    def closed(self):
        return [arguments[0] for _, arguments in self.mocked('GetMethodCalls', '(s)', 'CloseNotification')[0]]

    def press(self, key, notification=1, token=None):
        emit = [('ActionInvoked', 'us', (notification, key))]
        if token is not None:
            emit.insert(0, ('ActivationToken', 'us', (notification, token)))
        for signal, signature, (number, text) in emit:
            self.mocked('EmitSignal', '(sssav)', NOTIFICATIONS, signal, signature,
                        [GLib.Variant('u', number), GLib.Variant('s', text)])

    def sync_scheduled(self, account=None):
        """(error code, result) of a sync by the agent's own doing."""
        job, = self.session.agent.sync(account or self.account, trigger='schedule')
        return job.finished()

    def settle(self):
        """The agent has seen everything that was written and told what there was to tell."""
        self.session.agent.get('Attention')
        self.mocked('GetMethodCalls', '(s)', 'Notify')

    def reconnect(self, account, simulator_user):
        self.simulator.set(**{'google_signin.user': simulator_user})
        program = self.session.start(CTL, 'reconnect', account, '--print-url')
        self.assertEqual(self.session.follow_sign_in(program, self.simulator), account)


class Notifications(HealthCase):
    def test_a_withdrawn_consent_is_told_once_and_leads_to_the_sign_in(self):
        self.start_desktop()
        self.simulator.google_signin.revoke()
        self.assertEqual(self.sync_scheduled()[0], 'auth_required')
        (name, replaced, icon, title, body, actions, hints, timeout), = wait('it is told', self.shown)
        self.assertEqual((name, replaced, icon, hints['desktop-entry']), ('Daybook', 0, APPLICATION, APPLICATION))
        self.assertEqual(title, 'An account needs signing in')
        self.assertTrue(body.startswith('Needs signing in. '), body)
        self.assertEqual(actions, ['default', 'Show', 'sign-in', 'Sign In Again'])
        # Presses of another program's notification are not ours.
        self.press('sign-in', 77)
        self.press('sign-in', token='token-1')
        action, parameter, platform = wait('the windows are asked', lambda: self.windows.asked)[0]
        self.assertEqual((action, parameter), ('sign-in', [self.account]))
        self.assertEqual(platform['activation-token'], 'token-1')
        self.press('default')
        wait('they are asked again', lambda: len(self.windows.asked) > 1)
        self.assertEqual(self.windows.asked[1][:2], ('show', [self.account]))
        # However often somebody tries, it was told.
        for _ in range(2):
            self.session.ctl('sync', status=3)
        self.settle()
        self.assertEqual(len(self.shown()), 1)
        self.reconnect(self.account, ANA)
        wait('it is taken away', self.closed)
        self.assertEqual(self.closed(), [1])

    def test_nothing_that_came_from_outside_is_shown(self):
        self.start_desktop()
        self.session.ctl('account', self.account, '--rename', ' ', status=2)  # it would have no name
        self.session.ctl('account', self.account, '--rename', 'Ana <b>&amp; secret plans')
        self.simulator.fault(kind='policy-403', match=LIST, count=99)
        for _ in range(3):
            self.sync_scheduled()
        title, body = wait('it is told', self.shown)[0][3:5]
        for text in ('Ana', 'secret', 'example.com', '<', '&', 'http'):
            self.assertNotIn(text, title + body)

    def test_the_third_failure_in_a_row_is_told_once_without_a_false_promise(self):
        self.start_desktop()
        self.simulator.fault(kind='policy-403', match=LIST, count=99)
        for failures in (1, 2, 3, 4):
            self.sync_scheduled()
            self.assertEqual(self.session.account(self.account)['failures'], failures)
            self.settle()
            if failures < 3:
                self.assertEqual(self.shown(), [])
        (_, _, _, title, body, actions, _, _), = wait('it is told', self.shown)
        self.assertEqual(title, 'An account could not sync three times')
        self.assertTrue(body.startswith(self.session.account(self.account)['health']), body)
        self.assertNotIn('sign-in', actions)
        # Success takes it away and says nothing; three more failures are told again.
        self.simulator.clear_faults()
        self.sync_scheduled()
        wait('it is taken away', self.closed)
        self.assertEqual(len(self.shown()), 1)
        self.simulator.fault(kind='policy-403', match=LIST, count=99)
        for _ in range(3):
            self.sync_scheduled()
        wait('it is told again', lambda: len(self.shown()) == 2)

    def test_two_failures_and_a_success_are_not_told(self):
        self.start_desktop()
        for _ in range(2):
            self.simulator.fault(kind='policy-403', match=LIST, count=99)
            self.sync_scheduled()
            self.sync_scheduled()
            self.simulator.clear_faults()
            self.assertEqual(self.sync_scheduled()[0], '')
        self.settle()
        self.assertEqual(self.shown(), [])

    def test_limits_and_success_are_never_told(self):
        self.start_desktop()
        self.simulator.fault(kind='rate-429', match=LIST, count=99, retry_after=1800)
        for _ in range(4):
            self.assertEqual(self.sync_scheduled()[0], 'rate_limited')
        self.assertEqual(self.session.account(self.account)['health'], 'Waiting: rate limit')
        self.simulator.clear_faults()
        before = self.session.account(self.account)['last_sync_at']
        self.sync_scheduled()
        after = self.session.account(self.account)
        self.assertGreaterEqual(after['last_sync_at'], before)
        self.assertEqual((after['failures'], after['retry_at'], after['reason']), (0, None, None))
        self.settle()
        self.assertEqual(self.shown(), [])

    def test_what_was_told_is_not_told_by_the_next_agent(self):
        self.start_desktop()
        self.simulator.google_signin.revoke()
        self.sync_scheduled()
        wait('it is told', self.shown)
        self.session.agent.quit()
        self.session.ctl('sync', status=3)
        wait('an agent runs', lambda: self.session.name_owner(AGENT_NAME))
        self.settle()
        self.assertEqual(len(self.shown()), 1)

    def test_without_anybody_who_shows_it_goes_on(self):
        self.start_desktop(template=None)
        self.simulator.google_signin.revoke()
        self.assertEqual(self.sync_scheduled()[0], 'auth_required')
        wait('it needs a person', lambda: self.session.agent.get('Attention') == [self.account])

    def test_in_a_sandbox_the_portal_shows_it(self):
        self.start(session={'GTK_USE_PORTAL': '1'})
        mock = self.session.start(sys.executable, '-m', 'dbusmock', PORTAL, '/org/freedesktop/portal/desktop',
                                  'org.freedesktop.portal.Notification')
        self.addCleanup(mock.signal, 15)
        wait('the portal is there', lambda: self.session.name_owner(PORTAL))

        def portal(method, signature, *arguments):
            return self.session.connection.call_sync(PORTAL, '/org/freedesktop/portal/desktop', MOCK, method,
                                                     GLib.Variant(signature, arguments), None,
                                                     Gio.DBusCallFlags.NONE, -1, None)
        for method, signature in (('AddNotification', 'sa{sv}'), ('RemoveNotification', 's')):
            portal('AddMethod', '(sssss)', 'org.freedesktop.portal.Notification', method, signature, '', '')
        self.sync()
        self.simulator.google_signin.revoke()
        self.sync_scheduled()
        calls = wait('it is told', lambda: portal('GetMethodCalls', '(s)', 'AddNotification').unpack()[0])
        (_, (name, notification)), = calls
        self.assertEqual(name, f'account-{self.account}')
        self.assertEqual((notification['default-action'], notification['default-action-target']),
                         ('app.show', self.account))
        self.assertEqual(notification['buttons'],
                         [{'label': 'Sign In Again', 'action': 'app.sign-in', 'target': self.account}])
        self.reconnect(self.account, ANA)
        wait('it is taken away', lambda: portal('GetMethodCalls', '(s)', 'RemoveNotification').unpack()[0])


class ServiceDown(HealthCase):
    def test_a_try_costs_four_requests_at_most(self):
        self.start()
        self.sync()
        self.simulator.fault(kind='server-500', match='google', count=999)
        before = self.simulator.control('counts')['requests']
        self.session.worker('sync', '--trigger', 'schedule', status=1)
        self.assertLessEqual(self.simulator.control('counts')['requests'] - before, 4)
        self.assertEqual(self.state(), ('connected', 'service_down', 'server'))

    def test_it_is_said_until_when(self):
        self.start()
        self.sync()
        self.simulator.fault(kind='server-500', match='google', count=999)
        self.sync_scheduled()
        account = self.session.account(self.account)
        self.assertEqual(account['health'], 'Waiting: the service has trouble')
        wait('it is planned', lambda: self.session.account(self.account)['next_sync_at'] != account['last_sync_at'])

    def test_listing_the_calendars_is_counted_in_the_log(self):
        self.start()
        requests = self.simulator.requests('google.calendarList.list')
        self.simulator.clock(advance=0)
        self.session.ctl('sync', '--full')
        runs = self.session.rows('sync-log')
        asked = self.simulator.requests('google.calendarList.list') - requests
        self.assertGreaterEqual(asked, 1)
        self.assertEqual(sum(run['requests'] for run in runs),
                         asked + self.simulator.requests('google.events.list'))


class TwoAccounts(HealthCase):
    def test_one_that_is_revoked_leaves_the_other_untouched(self):
        self.start_desktop(users=f'{ANA}=20,{BEN}=30')
        other = self.session.connect_google(self.simulator, user=BEN)
        self.sync()
        choices = [row for row in self.session.rows('sources')]
        rows = store_dump.dump(self.session.database)
        self.simulator.google_signin.revoke(user=BEN)
        self.session.ctl('sync', status=3)
        states = {row['id']: row for row in self.session.rows('accounts')}
        self.assertEqual((states[self.account]['health'], states[self.account]['failures']), ('Synced', 0))
        self.assertEqual((states[other]['health'], states[other]['error_code']), ('Needs signing in', 'auth_required'))
        wait('one is told', self.shown)
        wait('attention', lambda: self.session.agent.get('Attention') == [other])
        self.simulator.google.add_event(title='Brand new')
        self.assertEqual(self.sync_scheduled(self.account)[0], '')
        self.simulator.google.delete_event(event='Brand new')
        self.sync_scheduled(self.account)
        # Signing in again: the same account and rows, the person's choices, nothing twice.
        self.reconnect(other, BEN)
        runs = self.sync()
        self.assertEqual([run['created'] for run in runs.values()], [0] * len(runs))
        self.assertEqual(store_dump.dump(self.session.database), rows)
        kept = [{name: row[name] for name in row if name != 'last_sync_at'} for row in self.session.rows('sources')]
        self.assertEqual(kept, [{name: row[name] for name in row if name != 'last_sync_at'} for row in choices])
        self.settle()
        self.assertEqual((len(self.shown()), self.closed()), (1, [1]))
        wait('attention', lambda: self.session.agent.get('Attention') == [])


class Leaving(HealthCase):
    def test_disconnecting_revokes_shreds_and_deletes_one_of_two(self):
        self.start(users=f'{ANA}=10,{ZOE}=10')
        other = self.session.connect_google(self.simulator, user=ZOE)
        self.simulator.set(**{'google_signin.user': ZOE})
        self.simulator.google.add_event(title='Canary flight to Lanzarote', user=ZOE)
        self.sync()
        self.session.ctl('maintain')
        titles = {row['title'] for row in self.session.rows('events', '--from', '-7d', '--to', '+30d')}
        self.assertIn('Canary flight to Lanzarote', titles)
        blobs = [blob for name, blob in store_dump.query(
            self.session.database, "SELECT name, hex (blob) FROM secret WHERE name LIKE 'grant/2/%'")]
        self.assertTrue(blobs)
        self.session.ctl('disconnect', other)
        self.assertEqual(store_dump.files_with(self.session.data, 'Canary flight to Lanzarote', ZOE), [])
        whole = b''.join(path.read_bytes() for path in self.session.data.rglob('*') if path.is_file())
        for blob in blobs:
            self.assertNotIn(bytes.fromhex(blob), whole)
        self.assertEqual(self.simulator.google_signin.state()['counts']['revokes'], 1)
        # The other one stays and syncs.
        self.assertEqual([row['id'] for row in self.session.rows('accounts')], [self.account])
        self.assertEqual({run['status'] for run in self.sync().values()}, {'success'})


if __name__ == '__main__':
    tap.main()
