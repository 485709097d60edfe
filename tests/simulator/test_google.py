# SPDX-License-Identifier: GPL-3.0-or-later
"""Google Calendar: strictness, pages, sync tokens, semantics."""

import datetime
import unittest
import urllib.parse

from checks import READ, SimulatorTest


class Strictness(SimulatorTest):
    def refused(self, answer, status=400):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.json['error']['code'], status)
        return answer.reason

    def test_authorization_is_needed(self):
        answer = self.ask('GET', self.sim.main + '/google/calendar/v3/users/me/calendarList')
        self.assertEqual(self.refused(answer, 401), 'required')
        self.assertEqual(self.refused(self.events(token='nonsense'), 401), 'authError')

    def test_unknown_parameter(self):
        self.refused(self.events(surprise='1'))
        self.refused(self.google('/users/me/calendarList', {'timeMin': '2026-01-01T00:00:00Z'}))

    def test_repeated_parameter(self):
        self.refused(self.google('/calendars/primary/events',
                                 [('maxResults', '5'), ('maxResults', '6')]))

    def test_values(self):
        for query in ({'maxResults': '2501'}, {'maxResults': '0'}, {'maxResults': 'x'},
                      {'singleEvents': '1'}, {'timeMin': '2026-11-01'},
                      {'timeMin': '2026-11-01T00:00:00'}, {'timeZone': 'Mars/Olympus'},
                      {'orderBy': 'startTime'}, {'orderBy': 'title'}, {'eventTypes': 'party'},
                      {'fields': 'items(id,tilte)'}, {'fields': 'items(id'}, {'alt': 'atom'},
                      {'timeMin': '2026-11-02T00:00:00Z', 'timeMax': '2026-11-01T00:00:00Z'}):
            with self.subTest(query):
                self.refused(self.events(**query))

    def test_sync_token_goes_with_few_things(self):
        _, page = self.all_events(maxResults='50')
        token = page['nextSyncToken']
        for name, value in (('timeMin', '2026-11-01T00:00:00Z'),
                            ('timeMax', '2026-12-01T00:00:00Z'),
                            ('updatedMin', '2026-11-20T00:00:00Z'), ('q', 'x'), ('iCalUID', 'x'),
                            ('orderBy', 'updated'), ('showDeleted', 'false'),
                            ('privateExtendedProperty', 'a=b')):
            with self.subTest(name):
                self.refused(self.events(maxResults='50', syncToken=token, **{name: value}))

    def test_sync_token_wants_the_same_parameters(self):
        _, page = self.all_events(maxResults='50', fields='items(id),nextSyncToken,nextPageToken')
        token = page['nextSyncToken']
        self.refused(self.events(maxResults='50', syncToken=token))
        self.refused(self.events(maxResults='51', syncToken=token,
                                 fields='items(id),nextSyncToken,nextPageToken'))
        self.assertEqual(self.events(maxResults='50', syncToken=token,
                                     fields='items(id),nextSyncToken,nextPageToken').status, 200)

    def test_page_token_of_another_query(self):
        token = self.events(maxResults='10').json['nextPageToken']
        self.refused(self.events(maxResults='11', pageToken=token))
        self.refused(self.events(maxResults='10', pageToken=token, timeMin='2026-11-01T00:00:00Z'))
        self.refused(self.events(maxResults='10', pageToken='made-up'))
        self.assertEqual(self.events(maxResults='10', pageToken=token).status, 200)

    def test_calendar_list_sync_token(self):
        page = self.google('/users/me/calendarList').json
        token = page['nextSyncToken']
        self.refused(self.google('/users/me/calendarList', {'syncToken': token,
                                                            'minAccessRole': 'reader'}))
        self.assertEqual(self.google('/users/me/calendarList', {'syncToken': token}).json['items'],
                         [])

    def test_garbage_sync_token(self):
        self.refused(self.events(syncToken='garbage'))

    def test_scopes(self):
        token = self.sim.google_signin.issue(scopes=READ.replace('.readonly',
                                                                 '.calendarlist.readonly'))
        token = token['access_token']
        self.assertEqual(self.google('/users/me/calendarList', token=token).status, 200)
        self.assertEqual(self.refused(self.events(token=token), 403), 'insufficientPermissions')

    def test_http_that_no_careful_server_takes(self):
        import socket
        port = urllib.parse.urlsplit(self.sim.main).port
        for text in ('GET / HTTP/1.1\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
                     f'GET http://x/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n',
                     f'GET / HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n',
                     'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n'):
            with self.subTest(text), socket.create_connection(('127.0.0.1', port)) as connection:
                connection.sendall(text.encode())
                self.assertIn(b' 400 ', connection.makefile('rb').readline())

    def test_unknown_calendar_and_event(self):
        self.assertEqual(self.refused(self.events('nobody@example.com'), 404), 'notFound')
        self.assertEqual(self.refused(self.google('/calendars/primary/events/none'), 404),
                         'notFound')


class Pages(SimulatorTest):
    options = {'events': 230}

    def tearDown(self):
        self.sim.set(**{'google.page_limit': 0, 'google.short_pages': False,
                        'google.empty_page_every': 0, 'google.repeat_items': 0,
                        'google.sync_tokens': True})

    def ids(self, **query):
        items, _ = self.all_events(**query)
        return [item['id'] for item in items]

    def test_exact_number_and_same_for_every_page_size(self):
        whole = self.ids(maxResults='2500')
        self.assertEqual(len(whole), 230)
        self.assertEqual(len(set(whole)), 230)
        for size in ('1', '7', '229', '230', '231'):
            self.assertEqual(self.ids(maxResults=size), whole)

    def test_page_limit_and_short_and_empty_pages(self):
        whole = self.ids(maxResults='2500')
        self.sim.set(**{'google.page_limit': 20, 'google.short_pages': True,
                        'google.empty_page_every': 2})
        self.sim.reset_counts()
        self.assertEqual(self.ids(maxResults='2500'), whole)
        self.assertGreater(self.sim.requests('google.events.list'), 12)

    def test_repeated_items(self):
        whole = self.ids(maxResults='2500')
        self.sim.set(**{'google.repeat_items': 3})
        again = self.ids(maxResults='50')
        self.assertGreater(len(again), len(whole))
        self.assertEqual(list(dict.fromkeys(again)), whole)

    def test_duplicate_page_fault(self):
        whole = self.ids(maxResults='50')
        self.sim.fault(kind='duplicate-page', match='pageToken')
        again = self.ids(maxResults='50')
        self.assertEqual(len(again), len(whole) + 50)
        self.assertEqual(set(again), set(whole))

    def test_server_without_sync_tokens(self):
        self.sim.set(**{'google.sync_tokens': False})
        _, page = self.all_events()
        self.assertNotIn('nextSyncToken', page)

    def test_expired_page_tokens(self):
        token = self.events(maxResults='50').json['nextPageToken']
        self.sim.google.expire_page_tokens()
        self.assertEqual(self.events(maxResults='50', pageToken=token).status, 400)

    def test_changes_between_pages_come_with_the_next_round(self):
        first = self.events(maxResults='200').json
        moved = first['items'][0]['id']
        self.sim.google.update_event(event=moved, title='Changed between pages')
        last = self.events(maxResults='200', pageToken=first['nextPageToken']).json
        more = self.events(maxResults='200', syncToken=last['nextSyncToken']).json
        self.assertEqual([item['id'] for item in more['items']], [moved])

    def test_partial_response(self):
        answer = self.events(maxResults='5', prettyPrint='false',
                             fields='nextPageToken,items(id,start/dateTime,attendees(email))')
        self.assertEqual(set(answer.json), {'nextPageToken', 'items'})
        for item in answer.json['items']:
            self.assertLessEqual(set(item), {'id', 'start', 'attendees'})
            self.assertLessEqual(set(item.get('start', {})), {'dateTime'})
        self.assertNotIn(b'\n ', answer.body)
        self.assertIn(b'\n ', self.events(maxResults='5').body)


class Deterministic(unittest.TestCase):
    def test_same_seed_same_data(self):
        from daybook_sim import Simulator
        truths = []
        for seed in (7, 7, 8):
            with Simulator(in_process=True, events=40, seed=seed, around='2026-11-21') as sim:
                truths.append(sim.truth(service='google'))
        self.assertEqual(truths[0], truths[1])
        self.assertNotEqual(truths[0], truths[2])


class SyncToken(SimulatorTest):
    options = {'events': 200, 'older': 20}

    def round(self, token, **query):
        return self.all_events(syncToken=token, **query)

    def test_life_of_a_calendar(self):
        known, page = self.all_events()
        store = {item['id']: item for item in known}
        token = page['nextSyncToken']
        items, page = self.round(token)
        self.assertEqual(items, [])
        changes = self.sim.google.change_events(count=30)
        self.assertEqual(sum(changes.values()), 30)
        items, page = self.round(page['nextSyncToken'])
        for item in items:
            if item['status'] == 'cancelled' and 'recurringEventId' not in item:
                self.assertEqual(set(item), {'kind', 'etag', 'id', 'status'})
                store.pop(item['id'])
                for id in [id for id, each in store.items()
                           if each.get('recurringEventId') == item['id']]:
                    store.pop(id)
            else:
                store[item['id']] = item
        truth = self.sim.truth(service='google')['google']['ana@example.com']['ana@example.com']
        self.assertEqual(sorted(store.values(), key=lambda each: each['id']),
                         sorted(truth['items'], key=lambda each: each['id']))

    def test_410_after_expiry(self):
        _, page = self.all_events()
        self.sim.google.expire_sync_tokens()
        answer = self.events(syncToken=page['nextSyncToken'])
        self.assertEqual((answer.status, answer.reason), (410, 'fullSyncRequired'))
        self.assertEqual(answer.json['error']['errors'][0]['location'], 'syncToken')
        _, page = self.all_events()
        self.assertEqual(self.events(syncToken=page['nextSyncToken']).status, 200)

    def test_old_updated_min(self):
        answer = self.events(updatedMin='2020-01-01T00:00:00Z')
        self.assertEqual((answer.status, answer.reason), (410, 'updatedMinTooLongAgo'))

    def test_window_is_part_of_the_token(self):
        inside, page = self.all_events(timeMin='2026-11-14T00:00:00Z')
        everything, _ = self.all_events()
        outside = {item['id'] for item in everything} - {item['id'] for item in inside}
        self.assertGreaterEqual(len(outside), 15)
        old = sorted(outside)[0]
        new = next(item['id'] for item in inside if 'recurrence' not in item
                   and 'recurringEventId' not in item)
        for id in (old, new):
            self.sim.google.update_event(event=id, title='Touched')
        items, page = self.round(page['nextSyncToken'])
        self.assertEqual([item['id'] for item in items], [new])
        # What moves out of the window has been in it: the client hears of it.
        self.sim.google.move_event(event=new, minutes=-60 * 24 * 300)
        items, page = self.round(page['nextSyncToken'])
        self.assertEqual([item['id'] for item in items], [new])
        self.sim.google.delete_event(event=old)
        items, page = self.round(page['nextSyncToken'])
        self.assertEqual([(item['id'], item['status']) for item in items], [(old, 'cancelled')])

    def test_one_request_when_nothing_changed(self):
        _, page = self.all_events(maxResults='50')
        self.sim.reset_counts()
        self.round(page['nextSyncToken'], maxResults='50')
        self.assertEqual(self.sim.requests('google.events.list'), 1)
        self.assertEqual(self.sim.requests('google.events.list', 'ana@example.com ana@example.com'),
                         1)

    def test_deleted_calendar(self):
        entries = self.google('/users/me/calendarList').json
        id = self.sim.google.add_calendar(title='Short lived', events=5)
        more = self.google('/users/me/calendarList', {'syncToken': entries['nextSyncToken']}).json
        self.assertEqual([entry['id'] for entry in more['items']], [id])
        self.assertEqual(len(self.all_events(id)[0]), 5)
        self.sim.google.delete_calendar(calendar=id)
        self.assertEqual(self.events(id).status, 404)
        last = self.google('/users/me/calendarList', {'syncToken': more['nextSyncToken']}).json
        self.assertEqual([(entry['id'], entry['deleted']) for entry in last['items']], [(id, True)])
        shown = self.google('/users/me/calendarList').json['items']
        self.assertNotIn(id, [entry['id'] for entry in shown])


class Content(SimulatorTest):
    options = {'events': 400}

    def test_variety(self):
        items, _ = self.all_events(maxResults='2500')
        self.assertEqual(len(items), 400)
        own = [next((each for each in item.get('attendees', ()) if each.get('self')), {})
               for item in items]
        answers = {each.get('responseStatus') for each in own}
        self.assertLessEqual({'accepted', 'declined', 'tentative', 'needsAction'}, answers)
        self.assertTrue(any('summary' not in item and item['status'] != 'cancelled'
                            for item in items))
        self.assertTrue(any('date' in item.get('start', {}) for item in items))
        self.assertTrue(any(item.get('transparency') == 'transparent' for item in items))
        self.assertTrue(any('hangoutLink' in item for item in items))
        self.assertTrue(any('<ul>' in item.get('description', '') for item in items))
        self.assertLessEqual({'focusTime', 'outOfOffice', 'default'},
                             {item.get('eventType') for item in items})
        series = [item for item in items if 'recurrence' in item]
        self.assertTrue(28 <= len(series) <= 34, len(series))
        moved = [item for item in items if 'recurringEventId' in item and 'start' in item]
        dropped = [item for item in items if item['status'] == 'cancelled']
        self.assertTrue(moved and dropped)
        for item in moved:
            self.assertNotEqual(item['start'], item['originalStartTime'])
        for item in dropped:
            self.assertEqual(set(item), {'kind', 'etag', 'id', 'status', 'recurringEventId',
                                         'originalStartTime'})


class Semantics(SimulatorTest):
    options = {'events': 400, 'users': 'ana@example.com,ben@example.com=30'}

    def test_calendar_list(self):
        items = self.google('/users/me/calendarList').json['items']
        self.assertEqual([(item['summary'], item['accessRole'], item.get('primary'))
                          for item in items],
                         [('ana@example.com', 'owner', True), ('Projects', 'owner', None),
                          ('Team', 'reader', None), ('Holidays in Switzerland', 'reader', None)])
        ben = self.google('/users/me/calendarList',
                          token=self.bearer('ben@example.com')).json['items']
        self.assertEqual(ben[0]['id'], 'ben@example.com')
        self.assertEqual(self.events('ana@example.com',
                                     token=self.bearer('ben@example.com')).status, 404)
        pages = self.google('/users/me/calendarList', {'maxResults': '3'}).json
        self.assertEqual(len(pages['items']), 3)
        self.assertIn('nextPageToken', pages)

    def test_window_bounds_are_exclusive(self):
        event = self.sim.google.add_event(title='Bound', start='2027-03-01T10:00:00',
                                          minutes=60, zone='UTC')['id']

        def listed(**query):
            return event in [item['id'] for item in self.all_events(**query)[0]]
        self.assertFalse(listed(timeMin='2027-03-01T11:00:00Z'))
        self.assertTrue(listed(timeMin='2027-03-01T10:59:59Z'))
        self.assertFalse(listed(timeMax='2027-03-01T10:00:00Z'))
        self.assertTrue(listed(timeMax='2027-03-01T10:00:01Z'))

    def test_instances_and_single_events(self):
        master = self.sim.google.add_event(title='Series', start='2026-11-23T09:00:00',
                                           rule='FREQ=WEEKLY;COUNT=4')['id']
        self.sim.google.cancel_instance(event=master, number=1)
        self.sim.google.move_instance(event=master, original='2026-12-07T09:00:00', minutes=90)
        found = self.google(f'/calendars/primary/events/{master}/instances').json['items']
        starts = sorted(item['start']['dateTime'] for item in found)
        self.assertEqual(starts, ['2026-11-23T09:00:00+01:00', '2026-12-07T10:30:00+01:00',
                                  '2026-12-14T09:00:00+01:00'])
        single, _ = self.all_events(singleEvents='true', orderBy='startTime', q='Series',
                                    timeMin='2026-11-20T00:00:00Z', timeMax='2027-01-01T00:00:00Z')
        self.assertEqual([item['start']['dateTime'] for item in single], starts)
        masters, _ = self.all_events(q='Series')
        self.assertIn(master, [item['id'] for item in masters])

    def test_daylight_saving_keeps_local_time(self):
        master = self.sim.google.add_event(title='Over the change', start='2027-03-22T09:00:00',
                                           rule='FREQ=WEEKLY;COUNT=2')['id']
        found = self.google(f'/calendars/primary/events/{master}/instances').json['items']
        self.assertEqual([item['start']['dateTime'] for item in found],
                         ['2027-03-22T09:00:00+01:00', '2027-03-29T09:00:00+02:00'])
        self.assertEqual([item['id'].rpartition('_')[2] for item in found],
                         ['20270322T080000Z', '20270329T070000Z'])

    def test_time_zone_parameter(self):
        event = self.sim.google.add_event(title='Zoned', start='2026-11-25T09:00:00')['id']
        items, _ = self.all_events(q='Zoned', timeZone='Asia/Tokyo')
        found = next(item for item in items if item['id'] == event)
        self.assertEqual(found['start']['dateTime'], '2026-11-25T17:00:00+09:00')

    def test_moving_a_series_ends_its_exceptions(self):
        master = self.sim.google.add_event(title='Moved series', start='2026-11-23T09:00:00',
                                           rule='FREQ=WEEKLY;BYDAY=MO;COUNT=4')['id']
        self.sim.google.cancel_instance(event=master, original='2026-11-30T09:00:00')
        special = self.sim.google.move_instance(event=master, original='2026-12-07T09:00:00')['id']
        _, page = self.all_events()
        self.sim.google.move_event(event=master, minutes=30)
        items, _ = self.all_events(syncToken=page['nextSyncToken'])
        gone = [item for item in items if item['status'] == 'cancelled']
        self.assertEqual(len(gone), 2)
        self.assertIn(special, [item['id'] for item in gone])
        self.assertEqual({len(item) for item in gone}, {4})
        found = self.google(f'/calendars/primary/events/{master}/instances').json['items']
        self.assertEqual([item['start']['dateTime'][11:16] for item in found], ['09:30'] * 4)
        with self.assertRaises(RuntimeError):
            self.sim.google.move_event(event=master, minutes=1440)

    def test_truth_occurrences(self):
        truth = self.sim.truth(service='google', start='2026-11-16T00:00:00Z',
                               end='2026-11-30T00:00:00Z', calendar='ana@example.com',
                               user='ana@example.com')
        items = truth['google']['ana@example.com']['ana@example.com']['items']
        stand_ups = [item for item in items if item['title'] == 'Daily stand-up']
        self.assertTrue(8 <= len(stand_ups) <= 10, len(stand_ups))


class Writing(SimulatorTest):
    def insert(self, calendar='primary', **body):
        return self.google(f'/calendars/{urllib.parse.quote(calendar, safe="")}/events',
                           method='POST',
                           body={'start': {'dateTime': '2026-11-25T10:00:00Z'},
                                 'end': {'dateTime': '2026-11-25T11:00:00Z'}, **body})

    def change(self, method, id, body=None, etag=None):
        headers = {'If-Match': etag} if etag else {}
        return self.google(f'/calendars/primary/events/{id}', method=method, headers=headers,
                           body=body)

    def test_own_id_makes_a_repeat_safe(self):
        self.assertEqual(self.insert(id='abc12345', summary='One').status, 200)
        again = self.insert(id='abc12345', summary='One')
        self.assertEqual((again.status, again.reason), (409, 'duplicate'))
        self.assertEqual(self.insert(id='xyz').status, 400)

    def test_etags(self):
        made = self.insert(summary='Etag').json
        self.assertEqual(self.change('PATCH', made['id'], {'summary': 'New'}, made['etag']).status,
                         200)
        stale = self.change('PATCH', made['id'], {'summary': 'Newer'}, made['etag'])
        self.assertEqual((stale.status, stale.reason), (412, 'conditionNotMet'))
        self.assertEqual(self.change('PATCH', made['id'], {'summary': 'x'},
                                     made['etag'].strip('"')).status, 400)

    def test_delete_twice(self):
        made = self.insert(summary='Gone').json
        self.assertEqual(self.change('DELETE', made['id']).status, 204)
        again = self.change('DELETE', made['id'])
        self.assertEqual((again.status, again.reason), (410, 'deleted'))
        self.assertEqual(self.change('DELETE', 'never').status, 404)

    def test_refusals(self):
        self.assertEqual(self.insert(sumary='x').status, 400)
        self.assertEqual(self.insert(end={'dateTime': '2026-11-25T09:00:00Z'}).status, 400)
        self.assertEqual(self.insert(end={'date': '2026-11-26'}).status, 400)
        self.assertEqual(self.insert(recurrence=['RRULE:FREQ=SOMETIMES']).status, 400)
        items = self.google('/users/me/calendarList').json['items']
        team = next(item['id'] for item in items if item['summary'] == 'Team')
        self.assertEqual(self.insert(team, summary='Not mine').status, 403)

    def test_one_occurrence(self):
        master = self.sim.google.add_event(title='Weekly', start='2026-11-23T09:00:00',
                                           rule='FREQ=WEEKLY')['id']
        instance = f'{master}_20261130T080000Z'
        self.assertEqual(self.change('PATCH', instance, {'summary': 'Special'}).status, 200)
        self.assertEqual(self.change('DELETE', f'{master}_20261207T080000Z').status, 204)
        self.assertEqual(self.change('DELETE', f'{master}_20261208T080000Z').status, 404)

    def test_conference(self):
        address = self.sim.main + '/google/calendar/v3/calendars/primary/events'
        body = {'start': {'date': '2026-11-25'}, 'end': {'date': '2026-11-26'},
                'conferenceData': {'createRequest': {'requestId': 'r1'}}}
        made = self.ask('POST', address, {'conferenceDataVersion': '1'},
                        {'Authorization': f'Bearer {self.bearer()}'}, body=body).json
        self.assertIn('meet.google.com', made['hangoutLink'])

    def test_free_busy(self):
        self.insert(summary='Busy')
        answer = self.google('/freeBusy', method='POST', body={
            'timeMin': '2026-11-25T00:00:00Z', 'timeMax': '2026-11-26T00:00:00Z',
            'items': [{'id': 'primary'}, {'id': 'nobody@example.com'}]}).json
        self.assertTrue(any(span['start'] <= '2026-11-25T10:00:00Z' and
                            span['end'] >= '2026-11-25T11:00:00Z'
                            for span in answer['calendars']['primary']['busy']))
        self.assertEqual(answer['calendars']['nobody@example.com']['errors'][0]['reason'],
                         'notFound')


class PushChannels(SimulatorTest):
    def test_life_of_a_channel(self):
        import http.server
        import queue
        import threading
        came = queue.Queue()

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                came.put(dict(self.headers))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_arguments):
                pass
        server = http.server.HTTPServer(('127.0.0.1', 0), Receiver)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            body = {'id': 'ch-1', 'type': 'web_hook', 'token': 'mine',
                    'address': f'http://127.0.0.1:{server.server_port}/hook'}
            made = self.google('/calendars/primary/events/watch', method='POST', body=body).json
            self.assertEqual(came.get(timeout=10)['X-Goog-Resource-State'], 'sync')
            self.assertEqual(self.google('/calendars/primary/events/watch', method='POST',
                                         body=body).reason, 'channelIdNotUnique')
            self.assertEqual(self.sim.google.notify(), [])
            self.sim.google.add_event(title='New')
            self.assertEqual(self.sim.google.notify(), ['ch-1'])
            headers = came.get(timeout=10)
            self.assertEqual((headers['X-Goog-Resource-State'], headers['X-Goog-Channel-Token'],
                              headers['X-Goog-Message-Number']), ('exists', 'mine', '2'))
            answer = self.google('/channels/stop', method='POST', body={
                'id': 'ch-1', 'resourceId': made['resourceId']})
            self.assertEqual(answer.status, 204)
            far = {**body, 'id': 'ch-2', 'address': 'http://example.com/hook'}
            self.assertEqual(self.google('/calendars/primary/events/watch', method='POST',
                                         body=far).status, 400)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class Recurrence(unittest.TestCase):
    """The examples of RFC 5545 3.8.5.3 that people's calendars have."""

    CASES = (
        ('FREQ=DAILY;COUNT=3', '19970902', ['0902', '0903', '0904']),
        ('FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=3', '19970902', ['0902', '0916', '0930']),
        ('FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH', '19970902', ['0902', '0904', '0909', '0911']),
        ('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '19970805',
         ['0805', '0810', '0819', '0824']),
        ('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '19970805',
         ['0805', '0817', '0819', '0831']),
        ('FREQ=MONTHLY;COUNT=3;BYDAY=1FR', '19970905', ['0905', '1003', '1107']),
        ('FREQ=MONTHLY;COUNT=3;BYDAY=-2MO', '19970922', ['0922', '1020', '1117']),
        ('FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-3', '19970928', ['0928', '1029', '1128']),
        ('FREQ=MONTHLY;COUNT=3;BYMONTHDAY=31', '19970831', ['0831', '1031', '1231']),
        ('FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3;COUNT=3', '19970904', ['0904', '1007', '1106']),
        ('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3', '19970929',
         ['0929', '1030', '1127']),
        ('FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2', '19980213', ['0213', '0313']),
        ('FREQ=YEARLY;COUNT=2;BYMONTH=6,7', '19970610', ['0610', '0710']),
        ('FREQ=YEARLY;BYDAY=20MO;COUNT=2', '19970519', ['0519', '0518']),
        ('FREQ=YEARLY;INTERVAL=3;COUNT=3;BYYEARDAY=1,100,200', '19970101',
         ['0101', '0410', '0719']),
        ('FREQ=DAILY;UNTIL=19970904T070000Z', '19970902', ['0902', '0903', '0904']),
    )

    def test_examples(self):
        import zoneinfo
        from sim.core import recurrence
        for rule, first, expected in self.CASES:
            with self.subTest(rule):
                start = datetime.datetime.strptime(first + '0900', '%Y%m%d%H%M')
                found = recurrence.occurrences(recurrence.parse_rule(rule), start,
                                               zoneinfo.ZoneInfo('Europe/Zurich'))
                self.assertEqual([each.strftime('%m%d') for each, _ in zip(found, expected)],
                                 expected)

    def test_nonsense(self):
        from sim.core import recurrence
        for rule in ('FREQ=HOURLY', 'COUNT=3', 'FREQ=DAILY;COUNT=0', 'FREQ=DAILY;FOO=1',
                     'FREQ=DAILY;COUNT=1;UNTIL=20270101', 'FREQ=WEEKLY;BYDAY=XX'):
            with self.subTest(rule), self.assertRaises(ValueError):
                recurrence.parse_rule(rule)


if __name__ == '__main__':
    unittest.main()
