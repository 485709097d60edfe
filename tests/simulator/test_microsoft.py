# SPDX-License-Identifier: GPL-3.0-or-later
"""Microsoft: sign-in of a public client, calendarView delta with its traps, writes."""

import datetime
import unittest
import urllib.parse

from checks import CHALLENGE, SimulatorTest, VERIFIER
from sim.core import content
from sim.services import microsoft_events as events

REDIRECT = 'http://localhost:45678'
SCOPES = 'offline_access User.Read Calendars.Read'
WINDOW = {'startDateTime': '2026-11-14T00:00:00Z', 'endDateTime': '2026-12-21T00:00:00Z'}
IMMUTABLE = 'IdType="ImmutableId"'


class MicrosoftTest(SimulatorTest):
    def oauth(self, name):
        return f'{self.sim.main}/microsoft/common/oauth2/v2.0/{name}'

    def client(self):
        return self.settings()['microsoft_signin.client_id']

    def authorize(self, without=(), **changes):
        query = {'client_id': self.client(), 'redirect_uri': REDIRECT, 'response_type': 'code',
                 'scope': SCOPES, 'state': 'st4te', 'code_challenge': CHALLENGE,
                 'code_challenge_method': 'S256', **changes}
        for name in without:
            query.pop(name)
        return self.ask('GET', self.oauth('authorize'), query)

    def code(self, **changes):
        answer = self.authorize(**changes)
        self.assertEqual(answer.status, 302, answer.body)
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(
            answer.headers['Location']).query))

    def token(self, **form):
        return self.ask('POST', self.oauth('token'), form={'client_id': self.client(), **form})

    def exchange(self, **changes):
        return self.token(grant_type='authorization_code', code=self.code()['code'],
                          redirect_uri=REDIRECT, code_verifier=VERIFIER, **changes)

    def bearer(self, **options):
        if options or not hasattr(self, '_bearer'):
            token = self.sim.microsoft_signin.issue(**options)['access_token']
            if options:
                return token
            self._bearer = token
        return self._bearer

    def graph(self, path, query=None, method='GET', token=None, prefer=IMMUTABLE, headers=None,
              body=None):
        address = path if path.startswith('http') else f'{self.sim.main}/microsoft/v1.0{path}'
        headers = {'Authorization': f'Bearer {token or self.bearer()}', **(headers or {})}
        if prefer:
            headers['Prefer'] = prefer
        return self.ask(method, address, query, headers, body=body)

    def code_of(self, answer):
        return answer.json['error']['code']

    def round(self, link=None, prefer=IMMUTABLE + ', odata.maxpagesize=50', calendar=None, **query):
        """(items of a whole round, deltaLink)."""
        path = f'/me/calendars/{calendar}/calendarView/delta' if calendar \
            else '/me/calendarView/delta'
        answer = self.graph(link, prefer=prefer) if link \
            else self.graph(path, {**WINDOW, **query}, prefer=prefer)
        items = []
        while True:
            self.assertEqual(answer.status, 200, answer.body)
            page = answer.json
            items += page['value']
            if '@odata.deltaLink' in page:
                self.assertNotIn('@odata.nextLink', page)
                return items, page['@odata.deltaLink']
            answer = self.graph(page['@odata.nextLink'], prefer=prefer)


class SignIn(MicrosoftTest):
    def test_public_client(self):
        answer = self.exchange()
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(self.graph('/me', token=answer.json['access_token']).json['mail'],
                         'ana@example.com')

    def test_a_secret_is_refused(self):
        answer = self.exchange(client_secret='x')
        self.assertEqual(answer.json['error'], 'invalid_client')
        self.assertIn('AADSTS700025', answer.json['error_description'])

    def test_redirect(self):
        for uri in ('http://127.0.0.1:4000', 'http://localhost:4000/path', 'https://localhost:4000',
                    'http://example.com:80'):
            with self.subTest(uri):
                self.assertEqual(self.authorize(redirect_uri=uri).status, 400)
        self.assertEqual(self.authorize(redirect_uri='http://localhost:4000/').status, 302)

    def test_needs(self):
        for name in ('client_id', 'redirect_uri', 'scope', 'state', 'code_challenge',
                     'code_challenge_method'):
            with self.subTest(name):
                self.assertEqual(self.authorize(without=(name,)).status, 400)
        self.assertEqual(self.authorize(access_type='offline').status, 400)
        self.assertEqual(self.authorize(scope='Calendars.Raed').status, 400)

    def test_refresh_gives_a_new_token_and_keeps_the_old(self):
        first = self.exchange().json
        second = self.token(grant_type='refresh_token', refresh_token=first['refresh_token']).json
        self.assertNotEqual(first['refresh_token'], second['refresh_token'])
        again = self.token(grant_type='refresh_token', refresh_token=first['refresh_token'])
        self.assertEqual(again.status, 200)
        self.sim.microsoft_signin.revoke()
        dead = self.token(grant_type='refresh_token', refresh_token=second['refresh_token'])
        self.assertEqual((dead.json['error'], dead.json['suberror']),
                         ('invalid_grant', 'bad_token'))

    def test_device_code(self):
        grant = 'urn:ietf:params:oauth:grant-type:device_code'
        code = self.ask('POST', self.oauth('devicecode'),
                        form={'client_id': self.client(), 'scope': SCOPES}).json
        poll = {'grant_type': grant, 'device_code': code['device_code']}
        self.assertEqual(self.token(**poll).json['error'], 'authorization_pending')
        self.assertEqual(self.token(**poll).json['error'], 'slow_down')
        self.sim.microsoft_signin.answer_device()
        self.assertIn('access_token', self.token(**poll).json)

    def test_claims_challenge(self):
        token = self.bearer(user='ana@example.com')
        self.sim.microsoft.claims_challenge()
        try:
            answer = self.graph('/me', token=token)
            self.assertEqual(answer.status, 401)
            self.assertIn('claims="', answer.headers['WWW-Authenticate'])
            self.assertEqual(self.graph('/me', token=self.bearer(user='ana@example.com')).status,
                             200)
        finally:
            self.sim.microsoft.claims_challenge(end=True)


class Strictness(MicrosoftTest):
    def test_refusals(self):
        for path, query in (('/me/calendarView/delta', {}),
                            ('/me/calendarView/delta', {**WINDOW, '$select': 'id'}),
                            ('/me/calendarView/delta', {**WINDOW, '$top': '5'}),
                            ('/me/calendarView', {**WINDOW, '$filter': 'x'}),
                            ('/me/calendarView', {**WINDOW, '$select': 'titel'}),
                            ('/me/calendarView', {**WINDOW, 'startDateTime': 'monday'}),
                            ('/me/calendars', {'surprise': '1'}), ('/me/nothing', {})):
            with self.subTest(path=path, query=query):
                self.assertEqual(self.graph(path, query).status, 400)
        self.assertEqual(self.graph('/me/calendars', prefer='surprise=1').status, 400)
        self.assertEqual(self.graph('/me/calendars', prefer='outlook.timezone="Mars"').status, 400)

    def test_authorization(self):
        self.assertEqual(self.ask('GET', f'{self.sim.main}/microsoft/v1.0/me').status, 401)
        self.assertEqual(self.code_of(self.graph('/me', token='x')), 'InvalidAuthenticationToken')
        token = self.bearer(scopes='User.Read')
        self.assertEqual(self.code_of(self.graph('/me/calendars', token=token)),
                         'ErrorAccessDenied')

    def test_links_are_followed_verbatim(self):
        page = self.graph('/me/calendarView/delta', WINDOW).json
        link = page['@odata.nextLink']
        self.assertEqual(self.graph(link).status, 200)
        self.assertEqual(self.graph(link + '&startDateTime=2026-11-14T00:00:00Z').status, 400)
        self.assertEqual(self.graph(link, prefer=None).status, 400)
        self.assertEqual(self.graph(link.replace('skiptoken=', 'skiptoken=x')).status, 400)

    def test_token_of_google_is_a_leak_here(self):
        self.sim.reset_counts()
        self.graph('/me', token=self.sim.google_signin.issue()['access_token'])
        self.assertEqual([leak['family'] for leak in self.sim.leaks()], ['google'])

    def test_id_types(self):
        item = next(item for item in self.round()[0] if item['type'] == 'singleInstance')
        self.assertEqual(self.graph(f'/me/events/{item["id"]}').status, 200)
        self.assertEqual(self.graph(f'/me/events/{item["id"]}', prefer=None).status, 404)

    def test_faults(self):
        self.sim.fault(kind='rate-429', match='microsoft.calendarView', retry_after=4)
        answer = self.graph('/me/calendarView', WINDOW)
        self.assertEqual((answer.status, answer.headers['Retry-After']), (429, '4'))


class Delta(MicrosoftTest):
    options = {'events': 150}

    def known(self, items, store):
        """Applies a round as providers.md says a client has to."""
        masters = {item['id'] for item in items if item.get('type') == 'seriesMaster'}
        for id in [id for id, each in store.items() if each.get('seriesMasterId') in masters]:
            del store[id]
        for item in items:
            if '@removed' in item:
                store.pop(item['id'], None)
                for id in [id for id, each in store.items()
                           if each.get('seriesMasterId') == item['id']]:
                    del store[id]
            else:
                store[item['id']] = item
        return store

    def starts(self, store):
        return sorted((item['id'], item['start']['dateTime']) for item in store.values()
                      if item['type'] != 'seriesMaster')

    def view(self):
        items, path, query = [], '/me/calendarView', {**WINDOW, '$top': '200'}
        while path:
            page = self.graph(path, query).json
            items += page['value']
            path, query = page.get('@odata.nextLink'), None
        return {item['id']: item for item in items}

    def test_rounds_end_equal_to_the_view(self):
        items, link = self.round()
        store = self.known(items, {})
        self.assertEqual(self.starts(store), self.starts(self.view()))
        for seed in (1, 2, 3):
            self.sim.microsoft.change_events(count=20, seed=seed)
            items, link = self.round(link)
            store = self.known(items, store)
            self.assertEqual(self.starts(store), self.starts(self.view()))
        self.assertEqual(self.round(link)[0], [])

    def test_occurrences_are_bare(self):
        items, _ = self.round()
        bare = [item for item in items if item['type'] == 'occurrence']
        self.assertTrue(bare)
        for item in bare:
            self.assertEqual(set(item), {'@odata.type', '@odata.etag', 'id', 'seriesMasterId',
                                         'type',
                                         'start', 'end'})
        places = {item['id']: at for at, item in enumerate(items)}
        before = [item for item in bare if places[item['seriesMasterId']] > places[item['id']]]
        self.assertTrue(before and len(before) < len(bare))

    def test_dropped_occurrence_is_not_said_to_be_removed(self):
        id = self.sim.microsoft.add_event(title='Trap', start='2026-11-23T09:00:00',
                                          rule='FREQ=DAILY;COUNT=5')
        items, link = self.round()
        gone = self.sim.microsoft.cancel_instance(event=id, number=1)
        items, link = self.round(link)
        self.assertNotIn(gone, [item['id'] for item in items])
        self.assertFalse([item for item in items if '@removed' in item])
        self.assertEqual(sorted(item['type'] for item in items),
                         ['occurrence'] * 4 + ['seriesMaster'])

    def test_exception_alone(self):
        id = self.sim.microsoft.add_event(title='Alone', start='2026-11-23T09:00:00',
                                          rule='FREQ=DAILY;COUNT=5')
        _, link = self.round()
        moved = self.sim.microsoft.move_instance(event=id, number=2, minutes=45)
        items, _ = self.round(link)
        self.assertEqual([(item['id'], item['type']) for item in items], [(moved, 'exception')])
        self.assertEqual(items[0]['originalStart'], '2026-11-25T08:00:00Z')

    def test_change_outside_the_window_says_removed(self):
        id = self.sim.microsoft.add_event(title='Far', start='2027-09-01T09:00:00')
        _, link = self.round()
        self.sim.microsoft.update_event(event=id, title='Farther')
        items, _ = self.round(link)
        self.assertEqual([(item['id'], item['@removed']['reason']) for item in items],
                         [(id, 'changed')])

    def test_old_delta_link(self):
        _, link = self.round()
        self.sim.microsoft.expire_delta_tokens()
        answer = self.graph(link)
        self.assertEqual((answer.status, self.code_of(answer)), (410, 'SyncStateNotFound'))
        self.assertIn('Location', answer.headers)

    def test_empty_and_repeated_pages(self):
        whole = self.starts(self.known(self.round()[0], {}))
        self.sim.set(**{'microsoft.empty_page_every': 1, 'microsoft.repeat_items': 5})
        try:
            self.assertEqual(self.starts(self.known(self.round()[0], {})), whole)
        finally:
            self.sim.set(**{'microsoft.empty_page_every': 0, 'microsoft.repeat_items': 0})

    def test_read_only_and_deleted_calendar(self):
        calendars = self.graph('/me/calendars').json['value']
        self.assertEqual([(each['name'], each['canEdit']) for each in calendars],
                         [('Calendar', True), ('Projects', True), ('Team', False)])
        id = self.sim.microsoft.add_calendar(title='Short', events=5)
        self.assertGreater(len(self.round(calendar=id)[0]), 0)
        self.sim.microsoft.delete_calendar(calendar=id)
        answer = self.graph(f'/me/calendars/{id}/calendarView/delta', WINDOW)
        self.assertEqual(self.code_of(answer), 'ErrorItemNotFound')


class Writing(MicrosoftTest):
    def insert(self, calendar=None, **body):
        path = f'/me/calendars/{calendar}/events' if calendar else '/me/events'
        return self.graph(path, method='POST', body={
            'subject': 'New', 'start': {'dateTime': '2026-11-25T10:00:00', 'timeZone': 'UTC'},
            'end': {'dateTime': '2026-11-25T11:00:00', 'timeZone': 'UTC'}, **body})

    def test_transaction_id_makes_a_repeat_safe(self):
        first, second = self.insert(transactionId='t-1'), self.insert(transactionId='t-1')
        self.assertEqual((first.status, second.status), (201, 201))
        self.assertEqual(first.json['id'], second.json['id'])

    def test_etags_and_deletion(self):
        made = self.insert().json
        path = f'/me/events/{made["id"]}'
        stale = {'If-Match': made['@odata.etag']}
        self.assertEqual(self.graph(path, method='PATCH', headers=stale,
                                    body={'subject': 'Newer'}).status, 200)
        answer = self.graph(path, method='PATCH', headers=stale, body={'subject': 'No'})
        self.assertEqual((answer.status, self.code_of(answer)), (412, 'ErrorIrresolvableConflict'))
        self.assertEqual(self.graph(path, method='DELETE').status, 204)
        self.assertEqual(self.code_of(self.graph(path, method='DELETE')), 'ErrorItemNotFound')

    def test_refusals(self):
        self.assertEqual(self.insert(titel='x').status, 400)
        self.assertEqual(self.insert(start={'dateTime': '2026-11-25T10:00:00Z',
                                            'timeZone': 'UTC'}).status, 400)
        self.assertEqual(self.insert(isAllDay=True).status, 400)
        team = self.graph('/me/calendars').json['value'][2]['id']
        self.assertEqual(self.insert(team).status, 403)

    def test_windows_zone_and_recurrence(self):
        field = {'pattern': {'type': 'absoluteMonthly', 'interval': 1, 'dayOfMonth': 31},
                 'range': {'type': 'numbered', 'startDate': '2026-12-31', 'numberOfOccurrences': 3}}
        made = self.insert(recurrence=field, start={
            'dateTime': '2026-12-31T09:00:00', 'timeZone': 'W. Europe Standard Time'}, end={
            'dateTime': '2026-12-31T10:00:00', 'timeZone': 'W. Europe Standard Time'}).json
        items = self.graph('/me/calendarView', {'startDateTime': '2026-12-30T00:00:00Z',
                                                'endDateTime': '2027-04-01T00:00:00Z',
                                                '$top': '500'}).json['value']
        starts = [item['start']['dateTime'][:16] for item in items
                  if item['seriesMasterId'] == made['id']]
        self.assertEqual(starts, ['2026-12-31T08:00', '2027-01-31T08:00', '2027-02-28T08:00'])

    def test_answers(self):
        id = self.sim.microsoft.add_event(title='Asked', response='needsAction')
        answer = self.graph(f'/me/events/{id}/decline', method='POST', body={'sendResponse': True})
        self.assertEqual(answer.status, 202)
        self.assertEqual(self.graph(f'/me/events/{id}').json['responseStatus']['response'],
                         'declined')

    def test_schedule_and_batch(self):
        self.insert()
        answer = self.graph('/me/calendar/getSchedule', method='POST', body={
            'schedules': ['ana@example.com', 'nobody@example.com'],
            'startTime': {'dateTime': '2026-11-25T10:00:00', 'timeZone': 'UTC'},
            'endTime': {'dateTime': '2026-11-25T11:00:00', 'timeZone': 'UTC'},
            'availabilityViewInterval': 30}).json['value']
        self.assertNotIn('0', answer[0]['availabilityView'])
        self.assertIn('error', answer[1])
        parts = self.graph('/$batch', method='POST', body={'requests': [
            {'id': '1', 'method': 'GET', 'url': '/me/events/none'},
            {'id': '2', 'method': 'GET', 'url': '/me', 'dependsOn': ['1']},
            {'id': '3', 'method': 'GET', 'url': '/me'}]}).json['responses']
        self.assertEqual({part['id']: part['status'] for part in parts},
                         {'1': 404, '2': 424, '3': 200})


class Patterns(unittest.TestCase):
    """RRULE to patternedRecurrence and back gives the same days."""

    def test_round_trip(self):
        import zoneinfo
        from sim.core import recurrence
        start = datetime.datetime(2026, 11, 24, 9, 0)
        zone = zoneinfo.ZoneInfo('Europe/Zurich')
        for rule in ('FREQ=DAILY;INTERVAL=3', 'FREQ=WEEKLY;BYDAY=TU,TH', 'FREQ=MONTHLY;BYDAY=4TU',
                     'FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU', 'FREQ=MONTHLY;BYMONTHDAY=24',
                     'FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24', 'FREQ=DAILY;COUNT=4',
                     'FREQ=DAILY;UNTIL=20261126T225959Z'):
            with self.subTest(rule):
                plan = content.Plan('x', 't', start, start, 'Europe/Zurich', 0, 0,
                                    rules=(f'RRULE:{rule}',))
                back = events.rule_of(events.pattern_of(plan), 'Europe/Zurich')
                want = recurrence.occurrences(recurrence.parse_rule(rule), start, zone)
                found = recurrence.occurrences(back, start, zone)
                self.assertEqual([each for each, _ in zip(found, range(6))],
                                 [each for each, _ in zip(want, range(6))])


if __name__ == '__main__':
    unittest.main()
