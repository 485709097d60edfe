# SPDX-License-Identifier: GPL-3.0-or-later
"""Slack (providers.md 5): PKCE sign-in for user scopes, methods with tiers, Socket Mode."""

import html
import json
import urllib.parse

from ..core import oauth, websocket
from ..core.service import Service, ServiceError, json_response
from .google_signin import page, redirect
from .slack_methods import Methods
from .slack_workspace import TEAM, Workspace

USER_SCOPES = {
    'channels:read', 'groups:read', 'im:read', 'mpim:read', 'channels:history', 'groups:history',
    'im:history', 'mpim:history', 'users:read', 'users:read.email', 'chat:write', 'reactions:read',
    'reactions:write', 'search:read', 'team:read', 'users.profile:read'}
BOT_SCOPES = {'commands', 'chat:write', 'app_mentions:read', 'im:history', 'channels:read',
              'channels:history', 'users:read', 'reactions:write'}
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
KIND_SCOPES = {'public_channel': 'channels', 'private_channel': 'groups', 'im': 'im',
               'mpim': 'mpim'}
# method: (tier, needed scope or None, allowed arguments, function)
CALLS = {
    'auth.test': (4, None, {}, 'auth_test'),
    'auth.revoke': (3, None, {'test', 'token'}, 'auth_revoke'),
    'users.conversations': (3, '*:read', {'types', 'exclude_archived', 'limit', 'cursor', 'user',
                                          'team_id'}, 'users_conversations'),
    'conversations.list': (2, '*:read', {'types', 'exclude_archived', 'limit', 'cursor',
                                         'team_id'}, 'conversations_list'),
    'conversations.info': (3, '*:read', {'channel', 'include_num_members'}, 'conversations_info'),
    'conversations.history': (3, '*:history', {
        'channel', 'oldest', 'latest', 'inclusive', 'limit', 'cursor', 'include_all_metadata'},
        'conversations_history'),
    'conversations.replies': (3, '*:history', {
        'channel', 'ts', 'oldest', 'latest', 'inclusive', 'limit', 'cursor'},
        'conversations_replies'),
    'search.messages': (2, 'search:read', {'query', 'count', 'cursor', 'page', 'sort', 'sort_dir',
                                           'highlight'}, 'search_messages'),
    'chat.postMessage': (4, 'chat:write', {'channel', 'text', 'blocks', 'thread_ts',
                                           'unfurl_links', 'mrkdwn', 'metadata',
                                           'client_msg_id'}, 'chat_post'),
    'reactions.add': (3, 'reactions:write', {'channel', 'name', 'timestamp'}, 'reactions_add'),
    'reactions.list': (2, 'reactions:read', {'user', 'limit', 'cursor', 'full', 'count', 'page'},
                       'reactions_list'),
    'users.info': (4, 'users:read', {'user', 'include_locale'}, 'users_info'),
    'users.list': (2, 'users:read', {'limit', 'cursor', 'include_locale'}, 'users_list'),
    'users.profile.get': (4, 'users.profile:read', {'user', 'include_labels'}, 'users_profile'),
    'team.info': (3, 'team:read', {'team'}, 'team_info'),
    'apps.connections.open': (1, 'connections:write', {}, 'connections_open'),
}
WRITES = {'chat.postMessage', 'reactions.add', 'apps.connections.open', 'auth.revoke'}


class Slack(Methods, Service):
    name = 'slack'
    prefixes = ('/slack',)
    token_family = 'slack'
    lazy = True
    settings = {
        'client_id': '100200300400.500600700800',
        'channels': 12,
        'redirects': '',
        # registered addresses, separated by spaces (empty: any localhost)
        'authorize': 'approve',     # approve deny wrong-state
        'user': None,
        'rotate': True,             # 12 h tokens with single-use refresh tokens
        'tiers': True,              # enforce requests a minute for each method
        'history_limited': False,   # 1 a minute and 15 items, as for apps outside the Marketplace
        'refresh_shape': 'top',     # where a refreshed user token stands: top or authed_user
        'connections': 10,
    }

    def __init__(self, world):
        super().__init__(world)
        self.tokens = oauth.TokenStore('slack', world.clock, world.options.seed)
        self.calls = {}
        self.sockets = []
        self.acknowledged = []
        self.hooks = []
        self.posted = []

    def prepare(self):
        self.workspace = Workspace(self.world.options.seed, [mail for mail, _ in self.world.users],
                                   self.world.midnight, int(self.settings['channels']))

    def providers(self):
        base = self.world.main.base + '/slack'
        return {'slack': {'client-id': self.settings['client_id'],
                          'authorize-url': f'{base}/oauth/v2/authorize',
                          'token-url': f'{base}/api/oauth.v2.access', 'api-url': f'{base}/api'}}

    # Errors: HTTP 200 with ok:false, whatever happened; only rates and outages have a status.

    def error(self, error):
        body = {'ok': False, 'error': error.reason, **error.details}
        return json_response(body, error.status, error.headers)

    def fault(self, kind, request):
        known = {'rate-429': (429, 'ratelimited'), 'rate-403': (429, 'ratelimited'),
                 'user-rate-403': (200, 'ratelimited'), 'server-500': (500, 'internal_error'),
                 'gateway-502': (502, 'bad_gateway'),
                 'unavailable-503': (503, 'service_unavailable'),
                 'scope-403': (200, 'missing_scope'), 'policy-403': (200, 'access_denied'),
                 'not-found-404': (200, 'channel_not_found'), 'expired-401': (200, 'token_expired')}
        found = known.get(kind.removesuffix('-date'))
        if found is None:
            return None
        if kind == 'expired-401':
            self.tokens.expire_access(token=oauth.bearer(request))
        error = ServiceError(found[0], found[1], found[1])
        if kind == 'rate-403':
            error.headers.append(('Retry-After', str(self.world.retry_after)))
        if kind == 'scope-403':
            error.details.update(needed='channels:history', provided='users:read')
        return error

    def chance_faults(self, request):
        # Whoever loses the answer to a refresh token of one use has lost the sign-in.
        return request.endpoint not in ('slack.authorize', 'slack.link', 'slack.oauth.v2.access')

    def route(self, request):
        request.endpoint = 'slack.unknown'
        segments = request.segments[1:]
        if segments == ['oauth', 'v2', 'authorize'] and request.method == 'GET':
            request.endpoint = 'slack.authorize'
            return lambda: self._authorize(request)
        if segments == ['link']:
            request.endpoint = 'slack.link'
            return lambda: self._link(request)
        if segments[:1] == ['hooks'] and request.method == 'POST':
            request.endpoint = 'slack.response_url'
            return lambda: self._hook(request)
        if segments[:1] == ['api'] and len(segments) == 2:
            request.endpoint = 'slack.' + segments[1]
            if segments[1] == 'oauth.v2.access':
                return lambda: self._access(request)
            if segments[1] in CALLS:
                return lambda: self._call(request, segments[1])
            raise ServiceError(200, 'unknown_method', segments[1], req_method=segments[1])
        raise ServiceError(404, 'not_found', 'not_found')

    # Sign-in.

    def _authorize(self, request):
        try:
            params = oauth.single_params(request.query, {
                'client_id', 'scope', 'user_scope', 'redirect_uri', 'state', 'code_challenge',
                'code_challenge_method', 'team'}, ('client_id', 'redirect_uri', 'state'))
            self._check(params)
        except ServiceError as error:
            self.tokens.counts['refused'] += 1
            return page(f'<h1>Something went wrong</h1><p>{error.reason}: '
                        f'{html.escape(error.message)}</p>', 400)
        uri, state = params['redirect_uri'], params['state']
        if self.settings['authorize'] == 'deny':
            self.tokens.counts['denied'] += 1
            return redirect(oauth.add_query(uri, [('error', 'access_denied'), ('state', state)]))
        user = self.settings['user'] or self.world.users[0][0]
        code = self.tokens.make_code(oauth.Client(params['client_id']), user,
                                     params['user_scope'].split(','), uri,
                                     params['code_challenge'], True, '100.200.')
        if self.settings['authorize'] == 'wrong-state':
            state += 'x'
        return redirect(oauth.add_query(uri, [('code', code), ('state', state)]))

    def _check(self, params):
        if params['client_id'] != self.settings['client_id']:
            raise ServiceError(400, 'invalid_client_id', 'No such app.')
        oauth.check_loopback(params['redirect_uri'], ('localhost',))
        registered = self.settings['redirects'].split()
        if registered and params['redirect_uri'] not in registered:
            raise ServiceError(400, 'bad_redirect_uri', 'redirect_uri did not match any '
                               'configured URIs.')
        if params.get('scope'):
            raise ServiceError(400, 'invalid_scope', 'Bot scopes are not allowed with a desktop '
                               'redirect.')
        unknown = set(params.get('user_scope', '').split(',')) - USER_SCOPES
        if unknown:
            raise ServiceError(400, 'invalid_scope', f'Unknown scope: {" ".join(sorted(unknown))}')
        oauth.check_challenge(params)

    def _access(self, request):
        try:
            params = oauth.single_params(oauth.form_of(request), {
                'client_id', 'client_secret', 'code', 'redirect_uri', 'code_verifier',
                'grant_type', 'refresh_token'})
            if 'client_secret' in params:
                raise ServiceError(200, 'internal_error', 'PKCE and a secret do not go together.')
            if params.get('client_id') != self.settings['client_id']:
                raise ServiceError(200, 'invalid_client_id', 'No such app.')
            if params.get('grant_type') == 'refresh_token':
                return self._refresh(params)
            record = self.tokens.take_code(params.get('code', ''), params['client_id'],
                                           params.get('redirect_uri'), params.get('code_verifier'))
        except ServiceError as error:
            self.tokens.counts['refused'] += 1
            reason = {'invalid_grant': 'invalid_code', 'invalid_request': 'invalid_arguments',
                      'redirect_uri_mismatch': 'bad_redirect_uri'}.get(error.reason, error.reason)
            raise ServiceError(200, reason, error.message)
        self.tokens.counts['exchanges'] += 1
        grant = self.tokens.grant(params['client_id'], record['user'], record['scopes'])
        return json_response({
            'ok': True, 'app_id': 'A0SIM', 'authed_user': self._user_token(grant),
            'team': {'id': TEAM, 'name': 'Simulated'}, 'enterprise': None,
            'is_enterprise_install': False})

    def _refresh(self, params):
        if set(params) != {'client_id', 'grant_type', 'refresh_token'}:
            raise ServiceError(200, 'invalid_arguments', 'Only a refresh token belongs here.')
        grant = self.tokens.check_refresh(params['refresh_token'])
        if grant is None:
            raise ServiceError(200, 'invalid_refresh_token', 'The refresh token is not valid.')
        self.tokens.counts['refreshes'] += 1
        grant.refreshes += 1
        found = self._user_token(grant)
        body = {'ok': True, 'app_id': 'A0SIM', 'team': {'id': TEAM, 'name': 'Simulated'}}
        if self.settings['refresh_shape'] == 'top':
            body.update(found)
        else:
            body['authed_user'] = found
        return json_response(body)

    def _user_token(self, grant):
        rotate = self.settings['rotate']
        prefix, life = ('xoxe.xoxp-1-', 43200) if rotate else ('xoxp-', 10 ** 9)
        found = {'id': self._user_id(grant.user), 'scope': ','.join(grant.scopes),
                 'token_type': 'user', 'access_token': self.tokens.new_access(grant, life, prefix)}
        if rotate:
            found['refresh_token'] = self.tokens.new_refresh(grant, 'xoxe-1-')
            found['expires_in'] = life
        return found

    def _user_id(self, mail):
        for id, user in self.workspace.users.items():
            if user['profile']['email'] == mail:
                return id
        return self.workspace.me

    # Methods.

    def _call(self, request, method):
        tier, scope, allowed, function = CALLS[method]
        record = self._record(request)
        request.account = record['grant'].user
        args = self._arguments(request, method, allowed)
        request.subject = args.get('channel') or request.account
        self._check_scope(method, scope, record, args)
        self._check_tier(method, tier, record, args)
        return json_response({'ok': True, **getattr(self, function)(
            self._user_id(request.account), args, record)})

    def _record(self, request):
        token = oauth.bearer(request)
        if token is None and request.endpoint == 'slack.auth.revoke' and request.method == 'POST':
            # Slack takes a token from the body, too; we use that to withdraw it alone.
            token = dict(request.form()).get('token')
        if token is None:
            raise ServiceError(200, 'not_authed', 'not_authed')
        record = self.tokens.access.get(token)
        if record is None:
            raise ServiceError(200, 'invalid_auth', 'invalid_auth')
        if record['grant'].revoked:
            raise ServiceError(200, 'token_revoked', 'token_revoked')
        if record['expires'] <= self.world.clock.now():
            raise ServiceError(200, 'token_expired', 'token_expired')
        return record

    def _arguments(self, request, method, allowed):
        """Query, form or JSON; an unknown, repeated or token argument is an error here."""
        pairs = list(request.query)
        kind = (request.header('content-type') or '').split(';')[0].strip().lower()
        if request.method == 'POST' and request.body:
            if kind == 'application/x-www-form-urlencoded':
                pairs += request.form()
            elif kind == 'application/json':
                try:
                    pairs += list(json.loads(request.body).items())
                except (ValueError, AttributeError):
                    raise ServiceError(200, 'invalid_json', 'invalid_json')
            else:
                raise ServiceError(200, 'invalid_post_type', 'invalid_post_type')
        elif request.method == 'GET' and method in WRITES:
            raise ServiceError(200, 'method_not_supported_for_channel_type', 'POST it')
        found = {}
        for name, value in pairs:
            if name not in allowed or name in found:
                raise ServiceError(200, 'invalid_arguments', name, response_metadata={
                    'messages': [f'[ERROR] argument {name} is unknown or came twice']})
            found[name] = value
        return found

    def _check_scope(self, method, scope, record, args):
        given = set(record['scopes'])
        if scope is None:
            return
        if scope == 'connections:write' and scope not in given:
            raise ServiceError(200, 'not_allowed_token_type', 'An app-level token is needed.')
        needed = scope
        if scope.startswith('*:'):
            kinds = args.get('types', 'public_channel').split(',')
            if 'channel' in args:
                kinds = [self._channel(args['channel']).kind]
            for kind in kinds:
                if kind not in KIND_SCOPES:
                    raise ServiceError(200, 'invalid_types', kind)
                needed = KIND_SCOPES[kind] + scope[1:]
                if needed not in given:
                    break
        if needed not in given:
            raise ServiceError(200, 'missing_scope', needed, needed=needed,
                               provided=','.join(sorted(given)))

    def _check_tier(self, method, tier, record, args):
        if not self.settings['tiers']:
            return
        limit = TIERS[tier]
        if self.settings['history_limited'] and method in ('conversations.history',
                                                           'conversations.replies'):
            limit = 1
        now = self.world.clock.now()
        recent = [at for at in self.calls.get(method, ()) if at > now - 60]
        if len(recent) >= limit:
            wait = max(1, round(recent[0] + 60 - now))
            raise ServiceError(429, 'ratelimited', method, [('Retry-After', str(wait))])
        self.calls[method] = recent + [now]

    def _channel(self, id):
        channel = self.workspace.channels.get(id)
        if channel is None:
            raise ServiceError(200, 'channel_not_found', 'channel_not_found')
        return channel

    def _member(self, me, args):
        channel = self._channel(args.get('channel', ''))
        if me not in channel.members:
            raise ServiceError(200, 'not_in_channel' if channel.kind == 'public_channel'
                               else 'channel_not_found', 'not_in_channel')
        return channel

    def _paged(self, items, args, default=100, most=999):
        """(items of the page, response_metadata). The cursor names the place and the list."""
        text = str(args.get('limit', default))
        if not text.isdigit() or not 1 <= int(text) <= most:
            raise ServiceError(200, 'invalid_limit', text)
        size, first = int(text), 0
        if args.get('cursor'):
            mark, _, place = args['cursor'].partition(':')
            if mark != 'bmV4dA' or not place.isdigit() or int(place) > len(items):
                raise ServiceError(200, 'invalid_cursor', args['cursor'])
            first = int(place)
        last = first + size
        cursor = f'bmV4dA:{last}' if last < len(items) else ''
        return items[first:last], {'next_cursor': cursor}

    # Socket Mode.

    def connections_open(self, me, args, record):
        ticket = self.tokens.secret('ticket-')
        self.tokens.codes[ticket] = {'used': False}
        base = self.world.main.base.replace('http', 'ws', 1)
        return {'url': f'{base}/slack/link?{urllib.parse.urlencode({"ticket": ticket})}'}

    def _link(self, request):
        ticket = self.tokens.codes.get(request.param('ticket') or '')
        if ticket is None or ticket['used']:
            raise ServiceError(403, 'invalid_ticket', 'invalid_ticket')
        self.sockets = [each for each in self.sockets if not each.closed]
        if len(self.sockets) >= int(self.settings['connections']):
            raise ServiceError(200, 'too_many_websockets', 'too_many_websockets')
        ticket['used'] = True
        response = websocket.accept(request, self._serve)
        if response is None:
            raise ServiceError(400, 'bad_upgrade', 'bad_upgrade')
        return response

    def _serve(self, socket):
        with self.world.lock:
            self.sockets.append(socket)
            number = len(self.sockets)
        socket.send(json.dumps({
            'type': 'hello', 'num_connections': number, 'connection_info': {'app_id': 'A0SIM'},
            'debug_info': {'host': 'applink-sim', 'build_number': 54,
                           'approximate_connection_time': 18060}}))
        try:
            for text in socket.messages():
                with self.world.lock:
                    self.acknowledged.append({'at': self.world.clock.now(), **json.loads(text)})
        except (OSError, ValueError) as error:
            self.acknowledged.append({'error': str(error)})
        finally:
            socket.closed = True

    def _hook(self, request):
        self.hooks.append({'path': request.path, 'body': json.loads(request.body or b'{}')})
        return json_response({'ok': True})

    # The truth and control.

    def truth(self, **_arguments):
        return {channel.id: {'name': channel.name, 'kind': channel.kind,
                             'member': self.workspace.me in channel.members,
                             'messages': channel.messages}
                for channel in self.workspace.channels.values()}

    def _named(self, channel):
        for each in self.workspace.channels.values():
            if channel in (each.id, each.name):
                return each
        raise ValueError(f'no channel {channel}')

    def do_state(self):
        """Counts, grants and tokens; open sockets, answers to envelopes, response_url posts."""
        return {**self.tokens.describe(), 'posted': self.posted, 'acknowledged': self.acknowledged,
                'hooks': self.hooks,
                'sockets': len([each for each in self.sockets if not each.closed])}

    def do_issue(self, user=None, scopes=None, kind='user', expires_in=10 ** 9):
        """A token as a person would paste it: kind user (xoxp-), bot (xoxb-) or app (xapp-)."""
        known = {'user': ('xoxp-', USER_SCOPES), 'bot': ('xoxb-', BOT_SCOPES),
                 'app': ('xapp-1-', {'connections:write'})}
        prefix, default = known[kind]
        scopes = scopes.split(',') if isinstance(scopes, str) else scopes
        grant = self.tokens.grant('own app', user or self.world.users[0][0],
                                  scopes or sorted(default))
        return self.tokens.new_access(grant, float(expires_in), prefix)

    def do_expire_access(self, user=None):
        """Rotating tokens die now."""
        return self.tokens.expire_access(user)

    def do_expire_refresh(self):
        """A month without a sync: access and refresh tokens are both over."""
        for grant in set(self.tokens.refresh.values()):
            grant.refresh = None
        return self.tokens.expire_access(None)

    def do_revoke(self, user=None):
        """All tokens of a person die for good."""
        return self.tokens.revoke(user)

    def do_channels(self):
        """The channels."""
        return [{'messages': len(each.messages), 'name': each.name,
                 **each.describe(self.workspace.me)} for each in self.workspace.channels.values()]

    def do_add_message(self, channel, text='Hello', user=None, thread_ts=None, days_ago=0):
        """Somebody (an address or id; else the first other member) writes, or did so days ago."""
        here = self._named(channel)
        author = self._user_id(user) if user and '@' in user else user
        others = sorted(here.members - {self.workspace.me})
        return self.workspace.say(here, author or (others or [self.workspace.me])[0], text,
                                  self.world.clock.now() - float(days_ago) * 86400, thread_ts)['ts']

    def do_react(self, channel, ts, name='tada', user=None):
        """Somebody reacts to a message."""
        here = self._named(channel)
        message = next(each for each in here.messages if each['ts'] == ts)
        return self.workspace.react(message, user or self.workspace.me, name)

    def do_delete_message(self, channel, ts):
        """A message is gone."""
        here = self._named(channel)
        here.messages = [each for each in here.messages if each['ts'] != ts]
        return {}

    def do_add_channel(self, name, kind='public_channel', member=True):
        """A new channel."""
        people = list(self.workspace.users)
        return self.workspace.add_channel(name, kind, people[0 if member else 1:6]).id

    def do_update_channel(self, channel, name=None, archived=None, member=None):
        """Renames, archives, joins or leaves."""
        here = self._named(channel)
        here.name = name or here.name
        here.archived = here.archived if archived is None else archived
        if member is not None:
            (here.members.add if member else here.members.discard)(self.workspace.me)
        return here.describe(self.workspace.me)

    def do_send(self, type='events_api', payload=None, envelope_id=None, accepts_payload=False,
                retry_attempt=None):
        """Sends an envelope through the newest open socket."""
        envelope = {'envelope_id': envelope_id or f'env-{len(self.acknowledged)}-{type}',
                    'type': type, 'accepts_response_payload': accepts_payload,
                    'payload': payload or {}}
        if retry_attempt is not None:
            envelope.update(retry_attempt=retry_attempt, retry_reason='timeout')
        self._socket().send(json.dumps(envelope))
        return envelope['envelope_id']

    def do_command(self, command='/agenda', text='today'):
        """Sends a slash command, with a response_url that comes back here."""
        return self.do_send('slash_commands', {
            'command': command, 'text': text, 'user_id': self.workspace.me, 'user_name': 'ana',
            'channel_id': 'D0000000', 'channel_name': 'directmessage', 'team_id': TEAM,
            'team_domain': 'simulated', 'trigger_id': '1.2.a', 'api_app_id': 'A0SIM',
            'response_url': f'{self.world.main.base}/slack/hooks/commands/{TEAM}/1/x'},
            accepts_payload=True)

    def do_disconnect(self, reason='refresh_requested', close=True):
        """Asks the newest socket to reconnect: warning, refresh_requested or link_disabled."""
        socket = self._socket()
        socket.send(json.dumps({'type': 'disconnect', 'reason': reason,
                                'debug_info': {'host': 'wss-sim.slack.com'}}))
        if close and reason != 'warning':
            socket.close()
        return {}

    def do_ping(self):
        """Pings the newest socket."""
        self._socket().ping()
        return {}

    def do_drop_sockets(self):
        """All connections end without a word."""
        for socket in self.sockets:
            socket.abort()
        return len(self.sockets)

    def _socket(self):
        for socket in reversed(self.sockets):
            if not socket.closed:
                return socket
        raise ValueError('no socket is open')
