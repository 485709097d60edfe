#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Google Calendar as a person meets it: sign in, choose calendars, sync, and what changes arrive how."""

import datetime

import calendar_truth
import store_dump
import tap
from google_case import ANA, GoogleCase


def items(dump):
    """Of a dump what came from the service, without the states of the sources."""
    return [line for line in dump if not line.startswith('source ')]


class GoogleSync(GoogleCase):
    def test_own_calendars_start_switched_on_and_the_others_off(self):
        self.start()
        found = {row['name']: (row['enabled'], row['state'], row['owner']) for row in self.session.sources().values()}
        self.assertEqual({name: row[0] for name, row in found.items()},
                         {ANA: True, 'Projects': True, 'Team': False, 'Holidays in Switzerland': False})
        self.assertEqual(found['Team'][1], 'read_only')

    def test_a_first_sync_brings_exactly_what_is_there(self):
        self.start()
        runs = self.sync()
        run = runs[ANA]
        self.assertEqual((run['mode'], run['status'], run['created'], run['updated'], run['deleted'], run['error']),
                         ('full', 'success', run['fetched'], 0, 0, None))
        self.assert_true()
        account = self.session.account(self.account)
        self.assertEqual((account['status'], account['reason'], account['last_error']), ('connected', None, None))
        self.assertIsNotNone(account['last_sync_at'])

    def test_a_second_sync_changes_nothing_and_costs_one_request_a_calendar(self):
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        self.simulator.reset_counts()
        runs = self.sync()
        for run in runs.values():
            self.assertEqual((run['mode'], run['status'], run['created'], run['updated'], run['deleted'], run['requests']),
                             ('incremental', 'success', 0, 0, 0, 1))
        self.assertEqual(len(runs), 2)
        self.assertEqual(self.simulator.requests(), 2)
        self.assertEqual(store_dump.dump(self.session.database), before)

    def test_ten_thousand_events(self):
        self.events = 10000
        self.start()
        run = self.sync(deadline=60)[ANA]
        print(f"# {run['created']} events: {run['duration_ms']} ms, {run['requests']} requests, {run['bytes']} bytes")
        # Some series of the simulator's ended before the window.
        self.assertGreaterEqual(run['created'], 9990)
        self.simulator.reset_counts()
        run = self.sync()[ANA]
        self.assertEqual((run['created'], run['updated'], run['deleted'], run['requests']), (0, 0, 0, 1))
        self.assert_true(back=1, ahead=1)

    def test_chosen_calendars_are_synced_and_others_are_not_asked_for(self):
        self.start()
        sources = {row['name']: row['id'] for row in self.session.sources().values()}
        self.session.ctl('source', sources['Team'], '--enable')
        self.session.ctl('source', sources['Projects'], '--disable')
        runs = self.sync()
        team = self.session.sources()
        self.assertEqual({team[name]['name'] for name in runs}, {ANA, 'Team'})
        self.assert_true()

    def test_what_was_switched_off_keeps_its_rows_and_shows_none(self):
        self.start()
        self.sync()
        self.only_primary()
        projects = next(row for row in self.session.sources().values() if row['name'] == 'Projects')
        first, last = calendar_truth.days()
        shown = self.session.rows('events', '--from', str(first), '--to', str(last))
        self.assertNotIn(projects['id'], {row['source'] for row in shown})
        self.assertIn(projects['id'], {row['source'] for row in self.session.rows(
            'events', '--all', '--from', str(first), '--to', str(last))})

    def test_earlier_days_are_loaded_beside_the_window(self):
        self.start(events=5)
        self.only_primary()
        google = self.simulator.google
        today = calendar_truth.days(back=0)[0]
        first, last = today - datetime.timedelta(60), today - datetime.timedelta(31)
        google.add_event(title='Long ago', start=f'{last}T09:00:00', minutes=30)
        gone = google.add_event(title='Lately', start=f'{today - datetime.timedelta(2)}T11:00:00', minutes=30)['id']
        google.add_event(title='Every day', start=f'{first - datetime.timedelta(100)}T16:00:00', rule='FREQ=DAILY')
        self.sync()
        self.assert_true()
        self.assertFalse(calendar_truth.shown(self.session, first, last))
        # What is deleted meanwhile is the next round's to tell, and loading does not spoil that.
        google.delete_event(event=gone)
        cursor = self.cursor()
        run = self.sync('--from', str(first), '--to', str(last))[ANA]
        self.assertEqual((run['mode'], run['status'], run['deleted']), ('full', 'success', 0))
        self.assertEqual(calendar_truth.shown(self.session, first, last),
                         calendar_truth.google(self.simulator, self.session, first, last))
        titles = [row[3] for row in calendar_truth.shown(self.session, first, last)]
        self.assertEqual((titles.count('Long ago'), titles.count('Every day')), (1, 30))
        self.assertEqual(self.cursor(), cursor)
        # Once more changes nothing; the usual round goes on from its token, and what was loaded stays.
        run = self.sync('--from', str(first), '--to', str(last))[ANA]
        self.assertEqual((run['created'], run['updated'], run['deleted']), (0, 0, 0))
        run = self.sync()[ANA]
        self.assertEqual((run['mode'], run['created'], run['deleted'], run['requests']), ('incremental', 0, 1, 1))
        self.sync('--full')
        self.assert_true()
        self.assertEqual(calendar_truth.shown(self.session, first, last),
                         calendar_truth.google(self.simulator, self.session, first, last))
        # A window that is widened over it is asked for whole: its token would not tell of changes there.
        self.session.ctl('source', self.primary, '--window', '61:30')
        run = self.sync()[ANA]
        self.assertEqual(run['mode'], 'full')
        self.assert_true(back=61)

    def cursor(self):
        return store_dump.query(self.session.database, 'SELECT cursor FROM source WHERE external_id = ?', ANA)

    def test_days_to_load_are_looked_at(self):
        self.start(events=5)
        for words in (('--from', '2026-01-01'), ('--from', '2026-01-02', '--to', '2026-01-01'),
                      ('--from', 'nonsense', '--to', '2026-01-01'), ('--from', '2020-01-01', '--to', '2026-01-01')):
            with self.subTest(words):
                self.session.ctl('sync', *words, status=2)

    def test_added_changed_moved_and_deleted_events_arrive(self):
        self.start()
        self.sync()
        google = self.simulator.google
        google.add_event(title='Brand new', minutes=45)
        renamed, moved, deleted, declined = self.singles()[:4]
        google.update_event(event=renamed, summary='Another title')
        google.move_event(event=moved, minutes=90)
        google.delete_event(event=deleted)
        google.add_event(title='New series', rule='FREQ=DAILY;COUNT=5')
        google.respond(event=declined, response='declined')
        run = self.sync()[ANA]
        self.assertEqual((run['mode'], run['created'], run['deleted']), ('incremental', 2, 1))
        self.assert_true()
        titles = [row[3] for row in calendar_truth.shown(self.session, *calendar_truth.days())]
        self.assertEqual((titles.count('Brand new'), titles.count('New series')), (1, 5))

    def test_a_mix_of_many_changes_arrives(self):
        self.start()
        self.sync()
        for seed in (1, 2):
            self.simulator.google.change_events(percent=15, seed=seed)
            self.simulator.google.change_events(percent=15, seed=seed, calendar='Projects')
            self.sync()
            self.assert_true()

    def test_a_dropped_and_a_moved_occurrence_change_alone(self):
        self.start(events=5)
        series = self.simulator.google.add_event(title='Stand-up', rule='FREQ=DAILY;COUNT=20')['id']
        self.sync()
        self.simulator.google.cancel_instance(event=series, number=2)
        self.simulator.google.move_instance(event=series, number=4, minutes=120)
        self.sync()
        self.assert_true()
        rows = [row for row in calendar_truth.shown(self.session, *calendar_truth.days()) if row[3] == 'Stand-up']
        self.assertEqual(len(rows), 19)
        # Moved once more, back, and the series as a whole.
        self.simulator.google.move_instance(event=series, number=5, minutes=-30)
        self.sync()
        self.assert_true()
        self.simulator.google.move_event(event=series, minutes=15)
        self.sync()
        self.assert_true()
        self.simulator.google.delete_event(event=series)
        self.sync()
        self.assert_true()

    def test_a_moved_occurrence_of_a_series_outside_the_window_shows(self):
        self.start(events=5)
        today = calendar_truth.days(back=0)[0]
        start = today - datetime.timedelta(200)
        series = self.simulator.google.add_event(title='Yearly review', start=f'{start}T10:00:00',
                                                 rule='FREQ=YEARLY;COUNT=3')['id']
        self.sync()
        self.simulator.google.move_instance(event=series, number=0, original=f'{start + datetime.timedelta(365)}T10:00:00',
                                            minutes=-60 * 24 * 160)
        self.sync()
        self.assert_true()

    def test_cascading_deletions_of_a_series_are_taken_in_any_order(self):
        self.start(events=5, set={'google.cascade': True})
        series = self.simulator.google.add_event(title='Stand-up', rule='FREQ=DAILY;COUNT=20')['id']
        self.simulator.google.move_instance(event=series, number=4, minutes=120)
        self.sync()
        self.simulator.google.delete_event(event=series)
        self.sync()
        self.assert_true()

    def test_answers_and_free_time_are_told(self):
        self.start(events=5)
        today = calendar_truth.days(back=0)[0]
        for number, response in enumerate(('accepted', 'tentative', 'declined', 'needsAction')):
            self.simulator.google.add_event(title=response, start=f'{today}T{8 + number:02d}:00:00', response=response)
        self.simulator.google.add_event(title='free', start=f'{today}T14:00:00', transparency='transparent')
        self.simulator.google.add_event(title='whole day', start=str(today), all_day=True)
        self.sync()
        rows = {row['title']: row for row in self.session.rows('events', '--all')}
        self.assertEqual([rows[name]['response'] for name in ('accepted', 'tentative', 'declined', 'needsAction')],
                         ['accepted', 'tentative', 'declined', 'needs_action'])
        self.assertEqual((rows['free']['busy'], rows['accepted']['busy']), ('free', 'busy'))
        whole = rows['whole day']
        self.assertEqual((whole['all_day'], whole['start'], whole['start_date'], whole['end_date']),
                         (True, None, str(today), str(today + datetime.timedelta(1))))
        self.assertNotIn('declined', {row['title'] for row in self.session.rows('events')})

    def test_a_single_event_far_ahead_is_there_when_its_day_comes(self):
        self.start(events=5)
        today = calendar_truth.days(back=0)[0]
        day = today + datetime.timedelta(50)
        self.simulator.google.add_event(title='Far ahead', start=f'{day}T10:00:00')
        self.simulator.google.add_event(title='Stand-up', start=f'{today}T09:00:00', rule='FREQ=DAILY')
        self.sync()
        self.simulator.reset_counts()
        self.session.set_environment(DAYBOOK_NOW='+60d')
        self.session.worker('expand')
        later = today + datetime.timedelta(60)
        # The single one is older than the window of a week; the series is shown inside it.
        rows = self.session.rows('events', '--from', str(later - datetime.timedelta(10)), '--to', str(later))
        titles = [row['title'] for row in rows]
        self.assertEqual((titles.count('Far ahead'), titles.count('Stand-up')), (1, 8))
        ahead = later + datetime.timedelta(25)
        self.assertIn('Stand-up', {row['title'] for row in self.session.rows('events', '--from', str(ahead), '--to', str(ahead))})
        self.assertEqual(self.simulator.requests(), 0)

    def test_a_wider_window_shows_more_of_a_series(self):
        self.start(events=5)
        today = calendar_truth.days(back=0)[0]
        self.simulator.google.add_event(title='Stand-up', start=f'{today - datetime.timedelta(90)}T09:00:00', rule='FREQ=DAILY')
        self.sync()
        self.session.ctl('source', self.primary, '--window', '60:120')
        self.sync()
        for distance in (-50, 110):
            day = today + datetime.timedelta(distance)
            self.assertIn('Stand-up', {row['title'] for row in self.session.rows('events', '--from', str(day), '--to', str(day))})

    def test_pages_of_any_size_bring_the_same(self):
        self.start('--set', 'page-size=7', set={'google.short_pages': True, 'google.empty_page_every': 3,
                                               'google.repeat_items': 2})
        self.sync()
        self.assert_true()
        self.simulator.google.change_events(percent=30)
        self.sync()
        self.assert_true()

    def test_a_full_sync_looks_at_everything_and_changes_nothing(self):
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        run = self.sync('--full')[ANA]
        self.assertEqual((run['mode'], run['created'], run['updated'], run['deleted']), ('full', 0, 0, 0))
        self.assertEqual(store_dump.dump(self.session.database), before)

    def test_one_source_can_be_synced_alone(self):
        self.start()
        self.assertEqual(list(self.sync(self.primary)), [ANA])

    def test_an_expired_cursor_leads_to_a_full_round(self):
        self.start()
        self.sync()
        self.simulator.google.change_events(percent=5, kinds='title,move,add')
        self.simulator.google.delete_event(event=self.singles()[0])
        self.simulator.google.expire_sync_tokens()
        run = self.sync()[ANA]
        self.assertEqual((run['mode'], run['status'], run['deleted']), ('full', 'success', 1))
        self.assert_true()
        self.assertEqual(self.sync()[ANA]['mode'], 'incremental')

    def test_an_expired_page_token_leads_to_a_round_from_the_beginning(self):
        self.start('--set', 'page-size=10')
        self.simulator.fault(kind='stall', match='pageToken', skip=2)
        program = self.session.start(self.session.environment['DAYBOOK_WORKER'], 'sync', self.account)
        while '"progress"' not in program.line():
            pass
        program.signal(9)
        program.end()
        self.simulator.clear_faults()
        self.simulator.google.expire_page_tokens()
        self.assertEqual(self.sync()[ANA]['status'], 'success')
        self.assert_true()

    def test_a_server_without_sync_tokens_gets_full_rounds_that_change_nothing(self):
        self.start(set={'google.sync_tokens': False})
        self.sync()
        self.assert_true()
        before = store_dump.dump(self.session.database)
        run = self.sync()[ANA]
        self.assertEqual((run['mode'], run['status'], run['created'], run['updated'], run['deleted']),
                         ('full', 'success', 0, 0, 0))
        self.assertEqual(store_dump.dump(self.session.database), before)
        self.simulator.google.change_events(percent=8)
        self.sync()
        self.assert_true()

    def test_a_calendar_deleted_remotely_is_gone_and_keeps_its_rows(self):
        self.start()
        self.sync()
        projects = next(row for row in self.session.sources().values() if row['name'] == 'Projects')
        rows = store_dump.query(self.session.database, 'SELECT count(*) FROM event')
        self.simulator.google.delete_calendar(calendar='Projects')
        self.session.ctl('sync', status=None)
        found = self.session.sources()[projects['external_id']]
        self.assertEqual(found['state'], 'gone')
        self.assertEqual(store_dump.query(self.session.database, 'SELECT count(*) FROM event'), rows)
        # From now on the account is well without it.
        self.assertEqual(list(self.sync()), [ANA])
        self.assertEqual(self.session.account(self.account)['status'], 'connected')

    def test_a_new_and_a_renamed_calendar_are_noticed(self):
        self.start()
        self.sync()
        self.simulator.google.add_calendar(title='Side project', events=5)
        self.simulator.google.update_calendar(calendar='Projects', summary='Old projects')
        self.sync('--full')
        names = {row['name']: row['enabled'] for row in self.session.sources().values()}
        self.assertIn('Old projects', names)
        self.assertIs(names['Side project'], True)

    def test_two_accounts_stay_apart(self):
        self.start(users='ana@example.com=20,ben@example.com=30')
        other = self.session.connect_google(self.simulator, user='ben@example.com')
        self.sync()
        first, last = calendar_truth.days()
        both = calendar_truth.in_order(sum((calendar_truth.google(self.simulator, self.session, first, last, user)
                           for user in (ANA, 'ben@example.com')), []))
        self.assertEqual(calendar_truth.shown(self.session, first, last), both)
        self.simulator.google_signin.revoke(user='ben@example.com')
        self.session.ctl('sync', status=3)
        self.assertEqual([self.session.account(id)['status'] for id in (self.account, other)],
                         ['connected', 'needs_sign_in'])
        # The other one goes on.
        self.simulator.google.add_event(title='Brand new')
        self.sync(self.account)
        self.assertIn('Brand new', {row['title'] for row in self.session.rows('events', '--from', '-1d', '--to', '+1d')})

    def test_signing_in_twice_with_one_account_makes_one(self):
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        self.assertEqual(self.session.connect_google(self.simulator), self.account)
        self.assertEqual(len(self.session.rows('accounts')), 1)
        self.sync()
        self.assertEqual(store_dump.dump(self.session.database), before)


class GoogleBrake(GoogleCase):
    """Nobody deletes half a calendar at once: what looks like it waits for a person."""

    def test_an_emptied_calendar_is_held_until_confirmed(self):
        self.start()
        self.only_primary()
        self.sync()
        before = store_dump.dump(self.session.database)
        self.simulator.google.empty_calendar()
        self.simulator.google.expire_sync_tokens()
        self.session.ctl('sync', status=None)
        source = self.session.sources()[ANA]
        self.assertEqual(source['state'], 'held')
        self.assertGreaterEqual(source['held_deletions'], 50)
        self.assertEqual(items(store_dump.dump(self.session.database)), items(before))
        self.session.ctl('source', self.primary, '--confirm-deletions')
        self.sync()
        self.assertEqual(self.session.sources()[ANA]['state'], 'active')
        self.assert_true()
        self.assertEqual(calendar_truth.shown(self.session, *calendar_truth.days()), [])

    def test_held_events_that_come_back_end_the_hold(self):
        self.start(connect=False)
        feed = self.simulator.ics.add_feed(name='shaky', events=30)['address']
        self.session.connect('ics', '--url', feed)
        self.session.ctl('sync')
        before = store_dump.dump(self.session.database)
        self.simulator.ics.set_feed(name='shaky', mode='no-events')
        self.session.ctl('sync', status=None)
        source, = self.session.rows('sources')
        self.assertEqual((source['state'], len(before)), ('held', len(store_dump.dump(self.session.database))))
        self.simulator.ics.set_feed(name='shaky', mode='normal')
        self.session.ctl('sync')
        source, = self.session.rows('sources')
        self.assertEqual((source['state'], source['held_deletions']), ('active', 0))
        self.assertEqual(items(store_dump.dump(self.session.database)), items(before))

    def test_a_few_deletions_pass(self):
        self.start(set={'google.sync_tokens': False})
        self.sync()
        for id in self.singles()[:2]:
            self.simulator.google.delete_event(event=id)
        self.assertEqual(self.sync()[ANA]['deleted'], 2)
        self.assertEqual(self.session.sources()[ANA]['state'], 'active')
        self.assert_true()

    def test_many_deletions_by_token_are_told_and_taken(self):
        """Tombstones say that somebody deleted; what the brake is for is rows that merely are not there."""
        self.start(events=20)
        self.sync()
        doomed = self.singles()[:8]
        for id in doomed:
            self.simulator.google.delete_event(event=id)
        self.assertEqual(self.sync()[ANA]['deleted'], len(doomed))
        self.assert_true()


class GoogleTime(GoogleCase):
    """Time that was approved is the person's: no sync changes it."""

    events = 10

    def start_with_meeting(self, **options):
        self.start(**options)
        self.today = calendar_truth.days(back=0)[0]
        self.meeting = self.simulator.google.add_event(title='Client call', start=f'{self.today}T10:00:00', minutes=60)['id']
        self.sync()
        self.event = self.find('Client call')['id']

    def find(self, title):
        return next(row for row in self.session.rows('events', '--all', '--from', '-3d', '--to', '+3d')
                    if row['title'] == title)

    def entries(self):
        return [row for row in self.session.rows('entries') if row['title'] == 'Client call']

    def test_converting_twice_makes_one_entry(self):
        self.start_with_meeting()
        first = self.session.rows('convert', self.event)
        second = self.session.rows('convert', self.event)
        self.assertEqual([row['id'] for row in first], [row['id'] for row in second])
        self.session.rows('convert', '--from', 'today', '--to', 'today')
        self.assertEqual(len(self.entries()), 1)
        self.assertEqual(self.find('Client call')['entry'], first[0]['id'])

    def test_an_approved_meeting_that_moves_is_flagged_and_stays(self):
        self.start_with_meeting()
        entry = self.session.rows('convert', self.event, '--approve')[0]
        self.simulator.google.move_event(event=self.meeting, minutes=30)
        self.sync()
        after = self.entries()[0]
        self.assertEqual(after['flags'], ['source_moved'])
        self.assertEqual({**after, 'flags': []}, {**entry, 'flags': []})
        # Moved back, there is nothing to say any more.
        self.simulator.google.move_event(event=self.meeting, minutes=-30)
        self.sync()
        self.assertEqual(self.entries()[0]['flags'], [])

    def test_an_approved_meeting_that_vanishes_is_flagged_and_stays(self):
        self.start_with_meeting()
        entry = self.session.rows('convert', self.event, '--approve')[0]
        self.simulator.google.delete_event(event=self.meeting)
        self.sync()
        after = self.entries()[0]
        self.assertEqual(after['flags'], ['source_gone'])
        self.assertEqual((after['start'], after['duration'], after['status']),
                         (entry['start'], entry['duration'], 'approved'))

    def test_one_occurrence_that_moves_flags_its_entry_alone(self):
        self.start(events=5)
        today = calendar_truth.days(back=0)[0]
        series = self.simulator.google.add_event(title='Stand-up', start=f'{today - datetime.timedelta(5)}T09:00:00',
                                                 rule='FREQ=DAILY;COUNT=8')['id']
        self.sync()
        self.session.ctl('convert', '--from', '-5d', '--to', 'today', '--approve')
        first = today - datetime.timedelta(5)
        self.simulator.google.move_instance(event=series, original=f'{first + datetime.timedelta(1)}T09:00:00', minutes=45)
        self.simulator.google.cancel_instance(event=series, original=f'{first + datetime.timedelta(3)}T09:00:00')
        self.sync()
        flags = {row['start'][:10]: row['flags'] for row in self.session.rows('entries') if row['title'] == 'Stand-up'}
        expected = {str(first + datetime.timedelta(number)): [] for number in range(6)}
        expected[str(first + datetime.timedelta(1))] = ['source_moved']
        expected[str(first + datetime.timedelta(3))] = ['source_gone']
        self.assertEqual(flags, expected)

    def test_a_deleted_entry_can_be_made_again_and_no_sync_makes_it(self):
        self.start_with_meeting()
        entry = self.session.rows('convert', self.event)[0]['id']
        self.session.ctl('entry', entry, '--delete')
        self.sync()
        self.sync('--full')
        self.assertEqual(self.entries(), [])
        self.session.ctl('convert', self.event)
        self.assertEqual(len(self.entries()), 1)

    def test_a_full_round_keeps_the_link_between_meeting_and_entry(self):
        self.start_with_meeting()
        entry = self.session.rows('convert', self.event, '--approve')[0]
        self.simulator.google.expire_sync_tokens()
        self.sync()
        self.assertEqual(self.find('Client call')['entry'], entry['id'])
        self.session.ctl('convert', self.event)
        self.assertEqual(len(self.entries()), 1)

    def test_disconnecting_and_connecting_again_makes_no_second_entry(self):
        self.start_with_meeting()
        self.session.ctl('convert', self.event, '--approve')
        self.session.ctl('disconnect', self.account)
        self.assertEqual(self.entries()[0]['status'], 'approved')
        self.account = self.session.connect_google(self.simulator)
        self.sync()
        self.session.ctl('convert', '--from', 'today', '--to', 'today')
        self.assertEqual(len(self.entries()), 1)

    def test_what_cannot_be_logged_is_refused_with_a_reason(self):
        self.start(events=5)
        today = calendar_truth.days(back=0)[0]
        cases = {'declined': dict(response='declined'), 'free': dict(transparency='transparent'),
                 'whole day': dict(start=str(today), all_day=True), 'unanswered': dict(response='needsAction'),
                 'too long': dict(minutes=30 * 60), 'empty': dict(minutes=0)}
        for title, options in cases.items():
            self.simulator.google.add_event(**{'title': title, 'start': f'{today}T10:00:00', **options})
        self.simulator.google.add_event(title='tentative', start=f'{today}T10:00:00', response='tentative')
        self.sync()
        for title in cases:
            answer = self.session.ctl('convert', self.find(title)['id'], status=1)
            self.assertIn(title, answer.err)
        self.session.ctl('convert', self.find('tentative')['id'])
        self.session.ctl('convert', self.find('unanswered')['id'], '--anyway')
        self.session.ctl('convert', self.find('empty')['id'], '--anyway', '--duration', '30m')
        rows = {row['title']: row['duration'] for row in self.session.rows('entries')}
        self.assertEqual(rows, {'tentative': 1800, 'unanswered': 1800, 'empty': 1800})


if __name__ == '__main__':
    tap.main()
