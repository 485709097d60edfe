# SPDX-License-Identifier: GPL-3.0-or-later
"""Push channels of Google Calendar: an empty POST that says no more than "look"."""

import email.utils
import http.client
import threading
import urllib.parse

from ..core import fieldmask
from ..core.http import Response
from ..core.service import ServiceError

LIFE = 7 * 86400


class Channel:
    def __init__(self, body, calendar, user, expires, uri):
        self.id = body['id']
        self.address = body['address']
        self.token = body.get('token')
        self.calendar = calendar
        self.user = user
        self.expires = expires
        self.resource = f'res-{calendar.id}'
        self.uri = uri
        self.seen = calendar.shelf.revision
        self.number = 0


class Channels:
    """Mixed into GoogleCalendar."""

    def watch_events(self, request, name):
        from .google_calendar import READ_EVENTS
        user = self.authorise(request, READ_EVENTS)
        calendar, _ = self.calendar(request, user, name)
        params = self.params(request, {'eventTypes'})
        body = self.json_body(request, {'id', 'type', 'address', 'token', 'expiration', 'params',
                                        'payload'})
        if body.get('type') not in ('web_hook', 'webhook') or not body.get('id'):
            raise ServiceError(400, 'invalid', 'id and type web_hook are needed.')
        parts = urllib.parse.urlsplit(body.get('address', ''))
        # The real one wants https; on this computer plain http will do.
        if parts.scheme != 'https' and parts.hostname not in ('127.0.0.1', 'localhost'):
            raise ServiceError(400, 'push.webhookUrlNotHttps', 'WebHook callback must be HTTPS')
        if body['id'] in self.channels:
            raise ServiceError(400, 'channelIdNotUnique', 'Channel id is not unique')
        expires = self.world.clock.now() + LIFE
        if 'expiration' in body:
            expires = min(expires, int(body['expiration']) / 1000)
        uri = f'{self.world.main.base}{request.path.removesuffix("/watch")}?alt=json'
        channel = self.channels[body['id']] = Channel(body, calendar, user, expires, uri)
        self._post(channel, 'sync')
        found = {'kind': 'api#channel', 'id': channel.id, 'resourceId': channel.resource,
                 'resourceUri': uri, 'expiration': str(int(expires * 1000))}
        if channel.token is not None:
            found['token'] = channel.token
        return self.reply(params, fieldmask.ALL, found)

    def stop_channel(self, request):
        self.authorise(request, {'calendar', 'calendar.readonly', 'calendar.events',
                                 'calendar.events.readonly'})
        self.params(request, set())
        body = self.json_body(request, {'id', 'resourceId'})
        channel = self.channels.get(body.get('id'))
        if channel is None or channel.resource != body.get('resourceId'):
            raise ServiceError(404, 'channelUnknown', 'Channel not found')
        del self.channels[channel.id]
        return Response(204, b'', None)

    def _post(self, channel, state, token=None):
        """Sends a notification from a thread of its own: the receiver may ask back at once."""
        channel.number += 1
        headers = {'X-Goog-Channel-ID': channel.id, 'X-Goog-Resource-ID': channel.resource,
                   'X-Goog-Resource-URI': channel.uri, 'X-Goog-Resource-State': state,
                   'X-Goog-Message-Number': str(channel.number),
                   'X-Goog-Channel-Expiration': email.utils.formatdate(channel.expires,
                                                                       usegmt=True)}
        if token or channel.token:
            headers['X-Goog-Channel-Token'] = token or channel.token
        threading.Thread(target=self._deliver, args=(channel, headers), daemon=True).start()

    def _deliver(self, channel, headers):
        parts = urllib.parse.urlsplit(channel.address)
        if parts.scheme != 'http':
            self.deliveries.append({'channel': channel.id, 'status': None, 'skipped': 'https'})
            return
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
        try:
            connection.request('POST', parts.path or '/', b'', headers)
            status = connection.getresponse().status
        except OSError as error:
            status = str(error)
        finally:
            connection.close()
        self.deliveries.append({'channel': channel.id, 'status': status,
                                'state': headers['X-Goog-Resource-State']})

    def do_notify(self, channel=None, token=None):
        """Posts to the channels whose calendar has changed, or to one; `token` forges a wrong
        one."""
        sent = []
        for each in list(self.channels.values()):
            changed = each.calendar.shelf.revision != each.seen
            if each.expires > self.world.clock.now() \
                    and (each.id == channel if channel else changed):
                each.seen = each.calendar.shelf.revision
                self._post(each, 'exists', token)
                sent.append(each.id)
        return sent

    def do_channels(self):
        """Open channels, and what became of each notification."""
        return {'channels': [{'id': each.id, 'address': each.address, 'calendar': each.calendar.id,
                              'expires': each.expires} for each in self.channels.values()],
                'deliveries': self.deliveries}
