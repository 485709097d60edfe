# SPDX-License-Identifier: GPL-3.0-or-later
"""What each of Slack's methods answers, once token, scope, arguments and tier were found good."""

from ..core.service import ServiceError
from .slack_workspace import TEAM


class Methods:
    """Mixed into Slack. Each takes the caller's user id, the arguments and the token's record."""

    def auth_test(self, me, args, record):
        user = self.workspace.users[me]
        return {'url': 'https://simulated.slack.com/', 'team': 'Simulated', 'user': user['name'],
                'team_id': TEAM, 'user_id': me, 'is_enterprise_install': False}

    def auth_revoke(self, me, args, record):
        record['grant'].revoked = True
        self.tokens.counts['revokes'] += 1
        return {'revoked': True}

    def users_conversations(self, me, args, record):
        return self._conversations(me, args, True)

    def conversations_list(self, me, args, record):
        return self._conversations(me, args, False)

    def _conversations(self, me, args, mine):
        kinds = args.get('types', 'public_channel').split(',')
        hidden = str(args.get('exclude_archived', 'false')).lower() == 'true'
        found = [channel.describe(me) for channel in self.workspace.channels.values()
                 if channel.kind in kinds and not (hidden and channel.archived)
                 and (me in channel.members or (not mine and channel.kind == 'public_channel'))]
        items, more = self._paged(found, args)
        return {'channels': items, 'response_metadata': more}

    def conversations_info(self, me, args, record):
        return {'channel': self._channel(args.get('channel', '')).describe(me)}

    def conversations_history(self, me, args, record):
        channel = self._member(me, args)
        return self._messages(self.workspace.top(channel), args)

    def conversations_replies(self, me, args, record):
        channel = self._member(me, args)
        found = sorted((each for each in channel.messages
                        if args.get('ts') in (each['ts'], each.get('thread_ts'))),
                       key=lambda each: each['ts'])
        if not found:
            raise ServiceError(200, 'thread_not_found', 'thread_not_found')
        return self._messages(found, args)

    def _messages(self, messages, args):
        low, high = float(args.get('oldest', 0)), float(args.get('latest', 10 ** 12))
        inclusive = str(args.get('inclusive', 'false')).lower() in ('true', '1')
        found = [each for each in messages if low < float(each['ts']) < high
                 or (inclusive and float(each['ts']) in (low, high))]
        limited = self.settings['history_limited']
        items, more = self._paged(found, args, 15 if limited else 100, 15 if limited else 999)
        body = {'messages': items, 'has_more': bool(more['next_cursor']), 'pin_count': 0}
        if more['next_cursor']:
            body['response_metadata'] = more
        return body

    def search_messages(self, me, args, record):
        if not args.get('query'):
            raise ServiceError(200, 'no_query', 'no_query')
        if args.get('sort', 'score') not in ('score', 'timestamp'):
            raise ServiceError(200, 'invalid_arguments', 'sort')
        try:
            found = self.workspace.search(me, args['query'])
        except ValueError as error:
            raise ServiceError(200, 'invalid_arguments', f'search: {error}')
        if args.get('sort_dir') == 'asc':
            found.reverse()
        count = str(args.get('count', 20))
        if not count.isdigit() or not 1 <= int(count) <= 100:
            raise ServiceError(200, 'invalid_arguments', 'count')
        page = str(args.get('page', 1))
        if not page.isdigit() or not 1 <= int(page) <= 100 or ('cursor' in args and 'page' in args):
            raise ServiceError(200, 'invalid_arguments', 'page')
        cursor = args.get('cursor')
        first, pages = (int(page) - 1) * int(count), -(-len(found) // int(count))
        items, more = self._paged(found if cursor else found[first:], {
            'limit': count, 'cursor': '' if cursor == '*' else cursor or ''})
        return {'query': args['query'], 'messages': {
            'total': len(found), 'matches': [self._match(me, *pair) for pair in items], 'pagination': {
                'total_count': len(found), 'page': int(page), 'per_page': int(count),
                'page_count': pages, 'first': first + 1, 'last': first + len(items)},
            'paging': {'count': int(count), 'total': len(found), 'page': int(page), 'pages': pages}},
            'response_metadata': more if cursor else {'next_cursor': ''}}

    def _match(self, me, channel, message):
        """A message as a search has it: only its address names the thread that it is a reply in."""
        thread = message.get('thread_ts', message['ts'])
        link = f'https://simulated.slack.com/archives/{channel.id}/p{message["ts"].replace(".", "")}'
        said = {name: value for name, value in message.items()
                if name not in ('thread_ts', 'reply_count', 'reply_users', 'latest_reply', 'reactions')}
        return {'iid': f'iid-{message["ts"]}', 'team': TEAM, 'score': 0,
                'channel': {**channel.describe(me), 'name': channel.name},
                'username': self.workspace.users.get(message.get('user'), {}).get('name', ''),
                'permalink': link if thread == message['ts'] else f'{link}?thread_ts={thread}&cid={channel.id}',
                **said}

    def chat_post(self, me, args, record):
        channel = self._member(me, args)
        if channel.archived:
            raise ServiceError(200, 'is_archived', 'is_archived')
        if not args.get('text') and not args.get('blocks'):
            raise ServiceError(200, 'no_text', 'no_text')
        message = self.workspace.say(channel, me, args.get('text', ''), self.world.clock.now(),
                                     args.get('thread_ts'))
        self.posted.append({'channel': channel.id, **args, 'ts': message['ts']})
        return {'channel': channel.id, 'ts': message['ts'], 'message': message}

    def reactions_add(self, me, args, record):
        channel = self._member(me, args)
        for message in channel.messages:
            if message['ts'] == args.get('timestamp'):
                if not self.workspace.react(message, me, args.get('name', '')):
                    raise ServiceError(200, 'already_reacted', 'already_reacted')
                return {}
        raise ServiceError(200, 'message_not_found', 'message_not_found')

    def reactions_list(self, me, args, record):
        user = args.get('user', me)
        found = [{'type': 'message', 'channel': channel.id, 'message': message}
                 for channel in self.workspace.channels.values() if me in channel.members
                 for message in channel.messages
                 if any(user in each['users'] for each in message.get('reactions', ()))]
        items, more = self._paged(found, args)
        return {'items': items, 'response_metadata': more}

    def users_info(self, me, args, record):
        user = self.workspace.users.get(args.get('user', ''))
        if user is None:
            raise ServiceError(200, 'user_not_found', 'user_not_found')
        return {'user': user}

    def users_list(self, me, args, record):
        items, more = self._paged(list(self.workspace.users.values()), args)
        return {'members': items, 'cache_ts': 1700000000, 'response_metadata': more}

    def users_profile(self, me, args, record):
        return {'profile': self.users_info(me, {'user': args.get('user', me)}, record)['user'][
            'profile']}

    def team_info(self, me, args, record):
        return {'team': {'id': TEAM, 'name': 'Simulated', 'domain': 'simulated',
                         'url': 'https://simulated.slack.com/'}}
