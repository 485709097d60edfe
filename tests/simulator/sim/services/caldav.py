# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay to a calendar server that others wrote, so that its answers can be late, cut off or
refused like everybody's.

`simctl set caldav.server=http://127.0.0.1:5232` names it; it is asked as below the path /dav
(X-Script-Name, which Radicale knows)."""

import http.client
import urllib.parse

from ..core.http import Response
from ..core.service import Service, ServiceError

PREFIX = '/dav'
# Of one connection, or written anew for the next one.
HOP = {'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host',
       'accept-encoding', 'date', 'server'}
SECONDS = 60


class CalDav(Service):
    name = 'caldav'
    prefixes = (PREFIX,)
    lazy = True
    settings = {'server': None}

    def error(self, error):
        return Response(error.status, (error.message + '\n').encode(), 'text/plain; charset=utf-8',
                        error.headers)

    def fault(self, kind, request):
        status = {'rate-429': 429, 'rate-403': 429, 'server-500': 500, 'gateway-502': 502,
                  'unavailable-503': 503, 'expired-401': 401,
                  'conflict-412': 412}.get(kind.removesuffix('-date'))
        return ServiceError(status, kind, 'Not now') if status else None

    def route(self, request):
        request.endpoint = f'caldav.{request.method.lower()}'
        if not self.settings['server']:
            raise ServiceError(404, 'not-found', 'No server is behind this.')
        return lambda: self._pass_on(request)

    def _pass_on(self, request):
        server = urllib.parse.urlsplit(self.settings['server'])
        connection = http.client.HTTPConnection(server.netloc, timeout=SECONDS)
        headers = {name: value for name, value in request.headers if name not in HOP}
        headers['X-Script-Name'] = PREFIX
        try:
            connection.request(request.method, request.target.removeprefix(PREFIX) or '/',
                               request.body or None, headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        headers = [pair for pair in answer.getheaders() if pair[0].lower() not in HOP]
        return Response(answer.status, body, None, headers)
