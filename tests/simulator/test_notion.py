# SPDX-License-Identifier: GPL-3.0-or-later
"""Notion: versions, search, blocks, deletions that nobody reports."""

import unittest

from checks import SimulatorTest


class Notion(SimulatorTest):
    def bearer(self, **options):
        if options or not hasattr(self, '_bearer'):
            token = self.sim.notion.issue(**options)
            if options:
                return token
            self._bearer = token
        return self._bearer

    def notion(self, method, path, body=None, query=None, token=None, version='2026-03-11'):
        headers = {'Authorization': f'Bearer {token or self.bearer()}'}
        if version:
            headers['Notion-Version'] = version
        return self.ask(method, f'{self.sim.main}/notion/v1{path}', query, headers, body=body)

    def search(self, **body):
        found, cursor = [], None
        while True:
            page = self.notion('POST', '/search', {
                **body, **({'start_cursor': cursor} if cursor else {})}).json
            found += page['results']
            cursor = page['next_cursor']
            if not page['has_more']:
                return found

    def test_search_pages_newest_first(self):
        order = {'timestamp': 'last_edited_time', 'direction': 'descending'}
        whole = self.search(sort=order)
        self.assertEqual([each['id'] for each in self.search(sort=order, page_size=7)],
                         [each['id'] for each in whole])
        times = [each['last_edited_time'] for each in whole]
        self.assertEqual(times, sorted(times, reverse=True))
        self.assertTrue(all(time.endswith(':00.000Z') for time in times))
        pages = self.search(filter={'property': 'object', 'value': 'page'})
        self.assertLess(len(pages), len(whole))
        for each in pages:
            self.assertEqual([value['type'] for value in each['properties'].values()
                              if value['id'] == 'title'], ['title'])

    def test_versions(self):
        self.assertEqual(self.notion('GET', '/users/me', version=None).json['code'],
                         'missing_version')
        self.assertEqual(self.notion('GET', '/users/me', version='2020-01-01').status, 400)
        old = {'property': 'object', 'value': 'database'}
        self.assertEqual(self.notion('POST', '/search', {'filter': old}).status, 400)
        answer = self.notion('POST', '/search', {'filter': old}, version='2022-06-28')
        self.assertEqual(answer.json['results'][0]['object'], 'database')

    def test_refusals(self):
        self.assertEqual(self.notion('GET', '/users/me', token='x').json['code'], 'unauthorized')
        self.assertEqual(self.notion('POST', '/search', {'page_size': 101}).status, 400)
        self.assertEqual(self.notion('POST', '/search', {'surprise': 1}).status, 400)
        self.assertEqual(self.notion('POST', '/search', {'start_cursor': 'x'}).status, 400)
        self.assertEqual(self.notion('GET', '/pages/none').json['code'], 'object_not_found')
        self.assertEqual(self.notion('GET', '/users').json['code'], 'restricted_resource')
        self.assertEqual(self.notion('GET', '/users', token=self.bearer(kind='internal')).status,
                         200)
        self.assertEqual(self.notion('GET', '/nothing').status, 400)

    def test_blocks_and_children(self):
        id = next(each['id'] for each in self.sim.notion.pages() if each['object'] == 'page')
        blocks = self.notion('GET', f'/blocks/{id}/children', query={'page_size': '1'}).json
        self.assertEqual(len(blocks['results']), 1)
        nested = [block for page in self.sim.notion.pages() if page['object'] == 'page'
                  for block in self.notion('GET', f'/blocks/{page["id"]}/children').json['results']
                  if block['has_children']]
        self.assertTrue(nested)
        children = self.notion('GET', f'/blocks/{nested[0]["id"]}/children').json['results']
        self.assertEqual(children[0]['paragraph']['rich_text'][0]['type'], 'mention')

    def test_what_nobody_reports(self):
        ids = [self.sim.notion.add_page(title=f'Short lived {at}') for at in range(3)]
        self.sim.notion.trash_page(page=ids[0])
        self.sim.notion.delete_page(page=ids[1])
        self.sim.notion.share_page(page=ids[2], shared=False)
        found = {each['id'] for each in self.search()}
        self.assertFalse(found & set(ids))
        self.assertTrue(self.notion('GET', f'/pages/{ids[0]}').json['in_trash'])
        self.assertEqual(self.notion('GET', f'/pages/{ids[1]}').status, 404)
        self.assertEqual(self.notion('GET', f'/pages/{ids[2]}').status, 404)

    def test_index_lags(self):
        self.sim.set(**{'notion.index_lag': 60})
        try:
            id = self.sim.notion.add_page(title='Later')
            self.assertNotIn(id, [each['id'] for each in self.search()])
            self.sim.clock(advance=61)
            self.assertIn(id, [each['id'] for each in self.search()])
        finally:
            self.sim.set(**{'notion.index_lag': 0})
            self.sim.clock(run=True)

    def test_limits_and_faults(self):
        self.sim.set(**{'notion.rate_limit': 1})
        self.sim.clock(advance=61)
        try:
            self.notion('GET', '/users/me')
            answer = self.notion('GET', '/users/me')
            self.assertEqual((answer.status, answer.json['code']), (429, 'rate_limited'))
            self.assertIn('Retry-After', answer.headers)
        finally:
            self.sim.set(**{'notion.rate_limit': 180})
            self.sim.clock(run=True)
        self.sim.fault(kind='quota-403')
        self.assertEqual(self.notion('GET', '/users/me').status, 529)


if __name__ == '__main__':
    unittest.main()
