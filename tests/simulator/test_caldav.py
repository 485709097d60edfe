# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay to a calendar server."""

import http.server
import threading
import unittest

from checks import SimulatorTest


class Upstream(http.server.BaseHTTPRequestHandler):
    """Says what it was asked."""

    def do_PROPFIND(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        script, depth = self.headers['X-Script-Name'], self.headers['Depth']
        said = f'{self.path} {script} {depth} {body.decode()}'.encode()
        self.send_response(207)
        self.send_header('DAV', '1, calendar-access')
        self.send_header('Content-Length', str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_words):
        pass


class Relay(SimulatorTest):
    def setUp(self):
        super().setUp()
        server = http.server.HTTPServer(('127.0.0.1', 0), Upstream)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.sim.set(**{'caldav.server': f'http://127.0.0.1:{server.server_port}'})

    def look(self):
        return self.ask('PROPFIND', f'{self.sim.main}/dav/ana/?x=1', headers={'Depth': '1'},
                        body=b'<all/>')

    def test_passes_requests_and_answers_on(self):
        answer = self.look()
        self.assertEqual((answer.status, answer.body), (207, b'/ana/?x=1 /dav 1 <all/>'))
        self.assertEqual(answer.headers['DAV'], '1, calendar-access')
        self.assertIsNone(answer.headers.get('X-Script-Name'))

    def test_has_faults(self):
        self.sim.fault(kind='rate-429', match='caldav.propfind', retry_after=7)
        answer = self.look()
        self.assertEqual((answer.status, answer.headers['Retry-After']), (429, '7'))
        self.assertEqual(self.look().status, 207)

    def test_nobody_is_behind_it_at_first(self):
        self.sim.set(**{'caldav.server': None})
        self.assertEqual(self.look().status, 404)


if __name__ == '__main__':
    unittest.main()
