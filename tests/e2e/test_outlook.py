#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlook as a person meets it: sign in, choose calendars, sync, and what changes arrive how."""

import datetime
import urllib.parse

import calendar_truth
import store_dump
import tap
from outlook_case import ANA, CALENDAR, DELTA, PROJECTS, TEAM, OutlookCase
from session import CTL, wait


class OutlookSync(OutlookCase):
    def test_own_calendars_start_switched_on_and_the_others_off(self):
        self.start()
        found = {row['name']: (row['enabled'], row['state'], row['owner']) for row in self.session.sources().values()}
        self.assertEqual(found, {'Calendar': (True, 'active', ANA), 'Projects': (True, 'active', ANA),
                                 'Team': (False, 'read_only', 'ruth@example.com')})

    def test_a_first_sync_brings_exactly_what_is_there(self):
        self.start()
        run = self.sync()[CALENDAR]
        self.assertEqual((run['mode'], run['status'], run['created'], run['updated'], run['deleted'], run['error']),
                         ('full', 'success', run['fetched'], 0, 0, None))
        self.assert_true()

    def test_a_second_sync_changes_nothing_and_costs_one_request_a_calendar(self):
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        self.simulator.reset_counts()
        runs = self.sync()
        for run in runs.values():
            self.assertEqual((run['mode'], run['status'], run['created'], run['updated'], run['deleted'], run['requests']),
                             ('incremental', 'success', 0, 0, 0, 1))
        self.assertEqual((len(runs), self.simulator.requests()), (2, 2))
        self.assertEqual(store_dump.dump(self.session.database), before)

    def test_five_thousand_events_and_one_of_a_hundred_changed(self):
        self.events = 5000
        self.start()
        self.only_primary()
        self.session.ctl('source', self.primary, '--window', '7:90')
        self.simulator.reset_counts()
        first = self.sync(deadline=60)[CALENDAR]
        requests = self.simulator.requests()
        print(f"# first: {first['created']} rows, {first['duration_ms']} ms, {first['requests']} requests, {first['bytes']} bytes")
        self.assertGreaterEqual(first['created'], 5000)
        self.simulator.reset_counts()
        again = self.sync()[CALENDAR]
        self.assertEqual((again['created'], again['updated'], again['deleted'], again['requests']), (0, 0, 0, 1))
        self.outlook.change_events(percent=1)
        self.simulator.reset_counts()
        changed = self.sync()[CALENDAR]
        print(f"# changed: {changed['fetched']} items, {changed['duration_ms']} ms, {changed['requests']} requests")
        self.assertEqual(changed['mode'], 'incremental')
        self.assertLessEqual(self.simulator.requests() * 10, requests)
        self.assert_true()

    def test_chosen_calendars_are_synced_and_others_are_not_asked_for(self):
        self.start()
        sources = {row['name']: row['id'] for row in self.session.sources().values()}
        # One that is shared and read-only is synced all the same.
        self.session.ctl('source', sources['Team'], '--enable')
        self.session.ctl('source', sources['Projects'], '--disable')
        self.assertEqual(set(self.sync()), {CALENDAR, TEAM})
        self.assertEqual(self.session.sources()[TEAM]['state'], 'read_only')
        self.assert_true()

    def test_added_changed_moved_and_deleted_events_arrive(self):
        self.start()
        self.sync()
        singles = [row['id'] for row in self.outlook.events(limit=1000) if row['type'] == 'singleInstance']
        renamed, moved, deleted, cancelled, declined = singles[:5]
        self.outlook.add_event(title='Brand new', minutes=45)
        self.outlook.update_event(event=renamed, title='Another title')
        self.outlook.move_event(event=moved, minutes=90)
        self.outlook.delete_event(event=deleted)
        self.outlook.update_event(event=cancelled, cancelled=True)
        self.outlook.respond(event=declined, response='declined')
        self.outlook.add_event(title='New series', rule='FREQ=DAILY;COUNT=5')
        run = self.sync()[CALENDAR]
        self.assertEqual((run['mode'], run['deleted']), ('incremental', 1))
        self.assert_true()
        titles = [row[3] for row in self.shown()]
        self.assertEqual((titles.count('Brand new'), titles.count('Another title'), titles.count('New series')), (1, 1, 5))

    def test_a_mix_of_many_changes_arrives(self):
        for order in ('master-first', 'master-last', 'mixed'):
            with self.subTest(order):
                self.start('--set', 'page-size=9', set={'microsoft.order': order})
                self.sync()
                self.assert_true()
                for seed in (1, 2):
                    self.outlook.change_events(percent=15, seed=seed)
                    self.outlook.change_events(percent=15, seed=seed, calendar='Projects')
                    self.sync()
                    self.assert_true()

    def test_pages_of_any_size_bring_the_same(self):
        self.start('--set', 'page-size=7', set={'microsoft.short_pages': True, 'microsoft.empty_page_every': 3,
                                               'microsoft.repeat_items': 2, 'microsoft.repeat_master': True})
        self.sync()
        self.assert_true()
        self.outlook.change_events(percent=30)
        self.sync()
        self.assert_true()

    def start_with_series(self, **options):
        self.start(events=5, **options)
        self.series = self.outlook.add_event(title='Stand-up', rule='FREQ=DAILY;COUNT=20')
        self.sync()

    def test_a_dropped_occurrence_vanishes_though_nobody_says_so(self):
        self.start_with_series()
        self.outlook.cancel_instance(event=self.series, number=2)
        self.simulator.reset_counts()
        run = self.sync()[CALENDAR]
        # The master comes along in such a round.
        self.assertEqual((run['mode'], run['deleted'], run['requests']), ('incremental', 1, 1))
        self.assert_true()
        self.assertEqual([row[3] for row in self.shown()].count('Stand-up'), 19)

    def test_the_instances_of_a_series_that_is_sent_again_keep_their_rows(self):
        self.start_with_series()
        ids = "SELECT id, external_id FROM event WHERE kind IN (2, 3) ORDER BY id"
        before = dict(store_dump.query(self.session.database, ids))
        gone = self.outlook.cancel_instance(event=self.series, number=2)
        self.sync()
        after = dict(store_dump.query(self.session.database, ids))
        self.assertEqual(after, {id: name for id, name in before.items() if name != gone})

    def test_a_moved_occurrence_changes_alone(self):
        self.start_with_series()
        self.outlook.move_instance(event=self.series, number=4, minutes=120, title='Stand-up, late')
        run = self.sync()[CALENDAR]
        self.assertEqual((run['fetched'], run['requests']), (1, 1))
        self.assert_true()
        self.assertIn('Stand-up, late', [row[3] for row in self.shown()])
        # As a whole it takes its exceptions along.
        self.outlook.move_event(event=self.series, minutes=15)
        self.sync()
        self.assert_true()
        self.outlook.delete_event(event=self.series)
        self.sync()
        self.assert_true()
        self.assertNotIn('Stand-up', [row[3] for row in self.shown()])

    def test_an_occurrence_is_described_by_its_master(self):
        self.start(events=5)
        self.outlook.add_event(title='Stand-up', rule='FREQ=DAILY;COUNT=5', categories=['Customer'], importance='high',
                               sensitivity='private', show_as='tentative')
        self.sync()
        row = self.find('Stand-up')
        self.assertEqual((row['importance'], row['categories'], row['busy']), ('high', ['Customer'], 'tentative'))
        self.assertRegex(row['rrule'], 'FREQ=DAILY.*COUNT=5')
        self.assertIsNotNone(row['series_id'])

    def test_a_series_whose_master_is_renamed_is_renamed_whole(self):
        self.start_with_series()
        self.outlook.update_event(event=self.series, title='Daily')
        self.sync()
        self.assert_true()
        self.assertEqual([row[3] for row in self.shown()].count('Daily'), 20)

    def test_meetings_are_joined_wherever_the_address_hides(self):
        self.start(events=300)
        self.sync()
        by_place = {}
        for made in self.outlook.events(limit=1000):
            place = next((name for name, text in (
                ('onlineMeeting', (made['onlineMeeting'] or {}).get('joinUrl')), ('url', made['onlineMeetingUrl']),
                ('body', made['body']['content']), ('location', made['location']['displayName']))
                if text and 'teams.microsoft.com' in text), None)
            if place is not None and made['type'] == 'singleInstance':
                by_place.setdefault(place, made['id'])
        self.assertEqual(set(by_place), {'onlineMeeting', 'url', 'body', 'location'})
        rows = {row['external_id']: row for row in self.session.rows('events', '--all', '--from', '-7d', '--to', '+30d')}
        for place, event in by_place.items():
            row = rows[event]
            self.assertEqual(row['conference_provider'], 'teams', place)
            self.assertTrue(row['conference_url'].startswith('https://teams.microsoft.com/l/meetup-join/'), place)
            self.assertIsNotNone(row['conference_id'], place)
        self.assertEqual(rows[by_place['onlineMeeting']]['conference_id'], '314159265')

    def test_categories_have_their_colours(self):
        self.start(events=5)
        self.outlook.add_event(title='For a customer', categories=['Customer'])
        self.sync()
        colors = store_dump.query(self.session.database, "SELECT color FROM event WHERE title = 'For a customer'")
        self.assertEqual(colors, [('#ffab45',)])
        # Those of a full round serve the rounds that follow.
        self.outlook.add_event(title='In red', categories=['Red category'])
        self.simulator.reset_counts()
        self.sync()
        self.assertEqual(self.simulator.requests('microsoft.masterCategories'), 0)
        self.assertEqual(store_dump.query(self.session.database, "SELECT color FROM event WHERE title = 'In red'"),
                         [('#e74856',)])

    def test_the_window_slides_by_a_fresh_round_a_day(self):
        self.start()
        self.sync()
        self.outlook.add_event(title='Far ahead', start=str(calendar_truth.days(back=0, ahead=31)[1]) + 'T10:00:00')
        self.assertEqual(self.sync()[CALENDAR]['created'], 0)
        self.session.set_environment(DAYBOOK_NOW='+1d')
        run = self.sync()[CALENDAR]
        self.assertEqual((run['mode'], run['deleted'], self.sync()[CALENDAR]['mode']), ('full', 0, 'incremental'))
        self.assertIn('Far ahead', [row[3] for row in self.shown(ahead=32)])
        # What is behind the window now is history: it stays, whatever the service says of it.
        self.assertEqual(self.session.sources()[CALENDAR]['state'], 'active')

    def test_history_stays_when_a_series_is_deleted(self):
        self.start(events=5)
        start = calendar_truth.days(back=5)[0]
        series = self.outlook.add_event(title='Stand-up', start=f'{start}T09:00:00', rule='FREQ=DAILY;COUNT=20')
        self.sync()
        self.session.set_environment(DAYBOOK_NOW='+5d')
        self.sync()
        self.outlook.delete_event(event=series)
        self.sync()
        days = sorted(row[1][:10] for row in self.shown(back=10) if row[3] == 'Stand-up')
        self.assertEqual(days, [str(start + datetime.timedelta(number)) for number in range(3)])

    def test_what_is_removed_outside_the_window_is_no_news(self):
        self.start(events=5)
        day = calendar_truth.days(back=6)[0]
        event = self.outlook.add_event(title='Last week', start=f'{day}T10:00:00')
        self.sync()
        self.session.set_environment(DAYBOOK_NOW='+3d')
        self.sync()
        self.outlook.delete_event(event=event)
        run = self.sync()[CALENDAR]
        self.assertEqual((run['mode'], run['deleted']), ('incremental', 0))
        self.assertIn('Last week', [row[3] for row in self.shown(back=10)])

    def test_an_event_that_leaves_the_window_leaves_it(self):
        self.start(events=5)
        event = self.outlook.add_event(title='Postponed')
        self.sync()
        self.outlook.move_event(event=event, minutes=200 * 1440)
        self.assertEqual(self.sync()[CALENDAR]['deleted'], 1)
        self.assert_true()

    def test_a_wider_window_is_a_full_round(self):
        self.start(events=5)
        today = calendar_truth.days(back=0)[0]
        self.outlook.add_event(title='Far ahead', start=f'{today + datetime.timedelta(100)}T10:00:00')
        self.sync()
        self.session.ctl('source', self.primary, '--window', '7:120')
        run = self.sync()[CALENDAR]
        self.assertEqual(run['mode'], 'full')
        self.assertIn('Far ahead', [row[3] for row in self.shown(ahead=110)])

    def test_earlier_days_are_loaded_once_beside_the_window(self):
        self.start(events=5)
        first = calendar_truth.days(back=40)[0]
        self.outlook.add_event(title='Long ago', start=f'{first + datetime.timedelta(1)}T10:00:00')
        self.outlook.add_event(title='Old series', start=f'{first}T09:00:00', rule='FREQ=DAILY;COUNT=5')
        self.sync()
        titles = [row[3] for row in self.shown(back=45)]
        self.assertEqual((titles.count('Long ago'), titles.count('Old series')), (0, 0))
        last = calendar_truth.days(back=30)[0]
        run = self.sync(self.primary, '--from', str(first), '--to', str(last))[CALENDAR]
        self.assertEqual((run['status'], run['deleted']), ('success', 0))
        titles = [row[3] for row in self.shown(back=45)]
        self.assertEqual((titles.count('Long ago'), titles.count('Old series')), (1, 5))
        # The usual round goes on from where it was.
        self.assertEqual(self.sync()[CALENDAR]['mode'], 'incremental')
        self.assertIn('Long ago', [row[3] for row in self.shown(back=45)])

    def test_an_expired_link_leads_to_a_full_round(self):
        for status in (410, 400):
            with self.subTest(status):
                self.start(set={'microsoft.delta_error': status})
                self.sync()
                self.outlook.change_events(percent=5)
                self.outlook.expire_delta_tokens()
                run = self.sync()[CALENDAR]
                self.assertEqual((run['mode'], run['status']), ('full', 'success'))
                self.assert_true()
                self.assertEqual(self.sync()[CALENDAR]['mode'], 'incremental')

    def test_an_expired_page_link_leads_to_a_round_from_the_beginning(self):
        self.start('--set', 'page-size=10')
        self.only_primary()
        self.simulator.fault(kind='stall', match='skiptoken', skip=2)
        program = self.session.start(self.session.environment['DAYBOOK_WORKER'], 'sync', self.account)
        while '"progress"' not in program.line():
            pass
        program.signal(9)
        program.end()
        self.simulator.clear_faults()
        self.outlook.expire_page_tokens()
        self.outlook.delete_event(event='#0')
        self.assertEqual(self.sync()[CALENDAR]['status'], 'success')
        self.assert_true()

    def test_a_killed_round_goes_on_where_it_was(self):
        self.start('--set', 'page-size=5')
        self.only_primary()
        self.simulator.fault(kind='stall', match='skiptoken', skip=6)
        program = self.session.start(self.session.environment['DAYBOOK_WORKER'], 'sync', self.account)
        for _ in range(3):
            while '"progress"' not in program.line():
                pass
        program.signal(9)
        program.end()
        self.simulator.clear_faults()
        self.simulator.reset_counts()
        self.assertEqual(self.sync()[CALENDAR]['status'], 'success')
        self.assert_true()
        # Neither the colours nor the first page were asked for again.
        asked = [entry['target'] for entry in self.simulator.log()]
        self.assertEqual([target for target in asked if 'startDateTime' in target or 'masterCategories' in target], [])

    def test_a_calendar_without_delta_is_read_by_its_view(self):
        self.start(set={'microsoft.shared_delta': False})
        team = self.session.sources()[TEAM]['id']
        self.session.ctl('source', team, '--enable')
        self.sync()
        self.assert_true()
        before = store_dump.dump(self.session.database)
        self.simulator.reset_counts()
        run = self.sync()[TEAM]
        self.assertEqual((run['mode'], run['created'], run['updated'], run['deleted']), ('full', 0, 0, 0))
        self.assertEqual(store_dump.dump(self.session.database), before)
        # Within a day it is known to have none.
        self.assertEqual([entry for entry in self.simulator.log()[-20:] if f'{TEAM}/calendarView/delta' in entry['target']], [])
        self.outlook.change_events(percent=40, calendar='Team')
        self.sync()
        self.assert_true()

    def test_a_full_sync_looks_at_everything_and_changes_nothing(self):
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        run = self.sync('--full')[CALENDAR]
        self.assertEqual((run['mode'], run['created'], run['updated'], run['deleted']), ('full', 0, 0, 0))
        self.assertEqual(store_dump.dump(self.session.database), before)

    def test_a_deleted_calendar_is_gone_and_keeps_its_rows(self):
        self.start()
        self.sync()
        rows = store_dump.query(self.session.database, 'SELECT count(*) FROM event')
        self.outlook.delete_calendar(calendar='Projects')
        answer = self.session.ctl('sync', status=None)
        self.assertEqual(self.session.sources()[PROJECTS]['state'], 'gone')
        self.assertEqual(store_dump.query(self.session.database, 'SELECT count(*) FROM event'), rows)
        account = self.session.account(self.account)
        self.assertEqual((account['status'], account['health']), ('connected', 'Synced, but not everything'))
        self.assertRegex(account['last_error'], '^Projects: ')
        self.assertIn(account['last_error'], answer.err)
        self.assertEqual(list(self.sync()), [CALENDAR])
        self.assertEqual(self.session.account(self.account)['status'], 'connected')

    def test_a_calendar_that_becomes_read_only_is_said_to_be_one(self):
        self.start()
        self.sync()
        self.outlook.update_calendar(calendar='Projects', can_edit=False)
        self.assertIn(PROJECTS, self.sync('--full'))
        self.assertEqual(self.session.sources()[PROJECTS]['state'], 'read_only')

    def test_an_emptied_calendar_is_held(self):
        self.start()
        self.only_primary()
        self.sync()
        before = self.shown()
        for made in self.outlook.events(limit=1000):
            self.outlook.delete_event(event=made['id'])
        self.outlook.expire_delta_tokens()
        self.session.ctl('sync', status=None)
        self.assertEqual((self.session.sources()[CALENDAR]['state'], self.shown()), ('held', before))


class OutlookAccounts(OutlookCase):
    events = 20

    def test_two_accounts_side_by_side_and_one_revoked(self):
        self.start(users='ana@example.com=20,ben@example.com=30')
        other = self.session.connect_outlook(self.simulator, user='ben@example.com')
        self.sync()
        first, last = calendar_truth.days()
        both = calendar_truth.in_order(sum((calendar_truth.outlook(self.simulator, self.session, first, last, user)
                                            for user in (ANA, 'ben@example.com')), []))
        self.assertEqual(self.shown(), both)
        self.session.ctl('source', self.session.sources(other)['AQMkAD-ben@example.com-projects']['id'], '--disable')
        before = store_dump.query(self.session.database, 'SELECT source_id, external_id FROM event ORDER BY 1, 2')
        self.simulator.microsoft_signin.revoke(user='ben@example.com')
        self.session.ctl('sync', status=3)
        self.assertEqual([self.session.account(id)['status'] for id in (self.account, other)],
                         ['connected', 'needs_sign_in'])
        wait('one banner', lambda: self.session.agent.get('Attention') == [other])
        # The other one goes on; nothing is lost, no choice either; reconnecting doubles nothing.
        self.assertEqual(store_dump.query(self.session.database, 'SELECT source_id, external_id FROM event ORDER BY 1, 2'),
                         before)
        self.outlook.add_event(title='Brand new')
        self.sync(self.account)
        self.assertIn('Brand new', [row[3] for row in self.shown()])
        program = self.session.start(CTL, 'reconnect', other, '--print-url')
        self.session.follow_sign_in(program, self.simulator)
        self.sync()
        self.assertEqual(self.session.account(other)['status'], 'connected')
        self.assertIs(self.session.sources(other)['AQMkAD-ben@example.com-projects']['enabled'], False)
        rows = store_dump.query(self.session.database, 'SELECT source_id, external_id FROM event ORDER BY 1, 2')
        self.assertEqual(len(rows), len(set(rows)))

    def test_an_expired_access_token_is_refreshed_once_for_all_calendars(self):
        self.start()
        self.simulator.microsoft_signin.expire_access()
        self.sync()
        self.assertEqual(self.simulator.microsoft_signin.state()['counts']['refreshes'], 1)
        self.assertEqual(self.state(), ('connected', None, None))
        self.assert_true()

    def test_a_claims_challenge_asks_for_a_sign_in_with_the_claims(self):
        self.start()
        self.sync()
        self.outlook.add_event(title='Brand new')
        claims = '{"access_token":{"nbf":{"essential":true,"value":"1795262400"}}}'
        self.outlook.claims_challenge(claims=claims)
        self.simulator.reset_counts()
        self.session.ctl('sync', status=3)
        self.assertEqual(self.state(), ('needs_sign_in', None, 'auth_required'))
        # No token that could be refreshed would do.
        self.assertEqual((self.simulator.requests('microsoft.token'), self.simulator.requests(DELTA)), (0, 1))
        program = self.session.start(CTL, 'reconnect', self.account, '--print-url')
        address = program.line()
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
        self.assertEqual((query['claims'], query['login_hint']), ([claims], [ANA]))
        self.simulator.browse(address)
        program.end()
        self.sync()
        self.assertEqual(self.state(), ('connected', None, None))
        self.assertIn('Brand new', [row[3] for row in self.shown()])
        # Once is enough.
        program = self.session.start(CTL, 'reconnect', self.account, '--print-url')
        address = program.line()
        self.assertNotIn('claims', urllib.parse.parse_qs(urllib.parse.urlsplit(address).query))
        self.simulator.browse(address)
        program.end()

    def test_the_tenant_of_providers_ini_is_asked(self):
        self.start(connect=False)
        program = self.session.start(CTL, 'connect', 'outlook', '--print-url', '--set', 'tenant=acme.example')
        address = program.line()
        self.assertIn('/microsoft/acme.example/oauth2/v2.0/authorize', address)
        self.simulator.browse(address)
        self.assertEqual(program.end().status, 0)
        self.assertIn('tenant=acme.example', self.session.providers_ini.read_text())

    def test_a_sign_in_is_a_public_clients(self):
        self.start(connect=False)
        program = self.session.start(CTL, 'connect', 'outlook', '--print-url')
        address = program.line()
        query = {name: value[0] for name, value in urllib.parse.parse_qs(urllib.parse.urlsplit(address).query).items()}
        self.assertRegex(query['redirect_uri'], r'^http://localhost:\d+$')
        self.assertEqual((query['code_challenge_method'], query['prompt'], query['response_type']),
                         ('S256', 'select_account', 'code'))
        self.assertEqual(set(query['scope'].split()), {'offline_access', 'User.Read', 'Calendars.Read',
                                                       'Calendars.Read.Shared', 'MailboxSettings.Read'})
        self.simulator.browse(address)
        program.end()
        # check() sees that nothing was refused: the simulator refuses every secret.

    def test_a_sign_in_without_shared_calendars_and_colours_is_one(self):
        self.start(connect=False, set={'microsoft_signin.drop_scopes': 'Calendars.Read.Shared MailboxSettings.Read'})
        self.session.connect_outlook(self.simulator)
        self.sync()
        self.assert_true()

    def test_a_sign_in_without_calendars_is_none(self):
        self.start(connect=False, set={'microsoft_signin.drop_scopes': 'Calendars.Read'})
        answer = self.session.connect_outlook(self.simulator, status=3)
        self.assertIn('every box', answer.err)
        self.assertEqual(self.session.rows('accounts'), [])

    def test_a_person_may_decline(self):
        for mode, status in (('deny', 1), ('consent-required', 3)):
            with self.subTest(mode):
                self.start(connect=False, set={'microsoft_signin.authorize': mode})
                answer = self.session.connect_outlook(self.simulator, status=status)
                self.assertEqual('administrator' in answer.err, mode == 'consent-required', answer.err)
                self.assertEqual(self.session.rows('accounts'), [])

    def test_disconnecting_leaves_no_row_and_no_secret(self):
        self.start()
        self.sync()
        self.session.ctl('disconnect', self.account)
        self.assertEqual(store_dump.query(self.session.database, 'SELECT count(*) FROM event'), [(0,)])
        self.assertEqual(store_dump.query(self.session.database, "SELECT name FROM secret WHERE name LIKE 'grant/%'"), [])

    def test_entries_keep_their_meetings_when_a_series_is_sent_again(self):
        self.start(events=5)
        today = calendar_truth.days(back=0)[0]
        start = today - datetime.timedelta(5)
        series = self.outlook.add_event(title='Stand-up', start=f'{start}T09:00:00', rule='FREQ=DAILY;COUNT=15')
        self.sync()
        self.session.ctl('convert', '--from', '-5d', '--to', 'today', '--approve')
        versions = 'SELECT id, version FROM time_entry ORDER BY id'
        before = store_dump.query(self.session.database, versions)
        self.outlook.cancel_instance(event=series, number=3)
        self.sync()
        self.assertEqual(store_dump.query(self.session.database, versions), before)
        self.outlook.update_event(event=series, title='Daily')
        self.sync()
        rows = [row for row in self.session.rows('entries') if row['title'] == 'Stand-up']
        self.assertEqual((len(rows), {tuple(row['flags']) for row in rows}), (6, {()}))


if __name__ == '__main__':
    tap.main()
