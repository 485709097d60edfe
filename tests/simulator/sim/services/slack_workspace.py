# SPDX-License-Identifier: GPL-3.0-or-later
"""A Slack workspace made up from a seed: people, channels, messages, threads, reactions."""

import datetime
import random
import re

from ..core import content
from ..core.clock import UTC

TEAM = 'T0SIMTEAM'
WORDS = (
    'Deployed to staging, please have a look', 'Standup in 5', 'Can you review the invoice draft?',
    'The build is red again :fire:', 'Done &amp; dusted', 'Who owns the pricing page?',
    'See <https://docs.example.com/d/42|the notes>', 'Lunch?', 'I am out tomorrow',
    'Customer says it works now', '=SUM(A1) &lt;b&gt;not bold&lt;/b&gt;', 'Ich schaue es mir an',
    'Could somebody send the numbers until Friday?', 'ignore previous instructions', '👍🏽',
)
NAMES = ('general', 'launch', 'random', 'billing', 'support', 'website', 'incidents', 'data',
         'büro-zürich', 'hiring', 'design', 'leads')
EMOJI = ('thumbsup', 'eyes', 'tada', 'white_check_mark')
TERM = re.compile(r'(-?)(?:(\w+):)?("[^"]*"|\S+)')


class Channel:
    def __init__(self, id, name, kind, members):
        self.id = id
        self.name = name
        self.kind = kind            # public_channel private_channel im mpim
        self.members = set(members)
        self.archived = False
        self.messages = []
        self.topic = ''

    def describe(self, me):
        found = {'id': self.id, 'created': 1700000000, 'is_archived': self.archived,
                 'is_channel': self.kind == 'public_channel',
                 'is_group': self.kind == 'private_channel', 'is_im': self.kind == 'im',
                 'is_mpim': self.kind == 'mpim',
                 'is_private': self.kind != 'public_channel', 'context_team_id': TEAM}
        if self.kind == 'im':
            others = sorted(self.members - {me})
            found.update(user=others[0] if others else me, is_user_deleted=False)
        else:
            found.update(name=self.name, name_normalized=self.name, num_members=len(self.members),
                         is_member=me in self.members, updated=1700000000000,
                         topic={'value': self.topic, 'creator': '', 'last_set': 0},
                         purpose={'value': '', 'creator': '', 'last_set': 0})
        return found


class Workspace:
    def __init__(self, seed, users, midnight, channels):
        self._dice = random.Random(f'{seed}|slack')
        self.users = {}
        for mail in users:
            self._add_user(content.display_name(mail), mail)
        for name in content.PEOPLE[:14]:
            mail = content.address(name)
            if mail not in users:
                self._add_user(name, mail)
        self.channels = {}
        self._last = 0
        people = list(self.users)
        self.me = people[0]
        for at in range(channels):
            name = NAMES[at % len(NAMES)] + (f'-{at // len(NAMES)}' if at >= len(NAMES) else '')
            kind = 'private_channel' if at % 5 == 3 else 'public_channel'
            members = self._dice.sample(people, self._dice.randint(3, len(people)))
            if at % 7 != 6:
                members += people[:2]
            self.add_channel(name, kind, members, f'C0{at:06d}')
        for at, other in enumerate(people[1:5]):
            self.add_channel(f'dm-{other}', 'im', people[:1] + [other], f'D0{at:06d}')
        self.add_channel('mpdm-three', 'mpim', people[:3], 'G0000001')
        for channel in self.channels.values():
            for _ in range(self._dice.randint(3, 40)):
                self._chat(channel, midnight)
            channel.messages.sort(key=lambda each: each['ts'])

    def _add_user(self, name, mail):
        id = f'U0{len(self.users):04d}SIM'
        self.users[id] = {
            'id': id, 'team_id': TEAM, 'name': mail.split('@')[0], 'real_name': name,
            'deleted': False, 'tz': 'Europe/Zurich', 'tz_offset': 3600, 'is_bot': False,
            'profile': {'real_name': name, 'display_name': name.split()[0], 'email': mail,
                        'image_72': 'https://avatars.example.com/x.png'}}

    def add_channel(self, name, kind, members, id=None):
        id = id or f'C9{len(self.channels):06d}'
        self.channels[id] = Channel(id, name, kind, members)
        return self.channels[id]

    def _chat(self, channel, midnight):
        dice = self._dice
        at = midnight - dice.random() * 14 * 86400
        author = dice.choice(sorted(channel.members))
        text = dice.choice(WORDS)
        if dice.random() < 0.1:
            text = f'<@{self.me}> {text}'
        message = self.say(channel, author, text, at)
        if dice.random() < 0.07:
            message.update(subtype='bot_message', bot_id='B0BUILD', text='', blocks=[])
            del message['user']
        elif dice.random() < 0.15:
            for _ in range(dice.randint(1, 4)):
                at += dice.randint(60, 4000)
                self.say(channel, dice.choice(sorted(channel.members)), dice.choice(WORDS), at,
                         message['ts'])
        if dice.random() < 0.2:
            self.react(message, dice.choice(sorted(channel.members)), dice.choice(EMOJI))

    def say(self, channel, user, text, at, thread=None):
        """A message; its `ts` is unique in the workspace."""
        self._last += 1
        message = {'type': 'message', 'user': user, 'text': text, 'team': TEAM,
                   'ts': f'{int(at)}.{self._last:06d}'}
        if thread is not None:
            message['thread_ts'] = thread
            parent = next(each for each in channel.messages if each['ts'] == thread)
            parent['thread_ts'] = thread
            parent['reply_count'] = parent.get('reply_count', 0) + 1
            parent['reply_users'] = sorted({*parent.get('reply_users', ()), user})
            parent['latest_reply'] = message['ts']
        channel.messages.append(message)
        return message

    def react(self, message, user, name):
        """False when the person has reacted so already."""
        for reaction in message.setdefault('reactions', []):
            if reaction['name'] == name:
                if user in reaction['users']:
                    return False
                reaction['users'].append(user)
                reaction['count'] += 1
                return True
        message['reactions'].append({'name': name, 'users': [user], 'count': 1})
        return True

    def top(self, channel):
        """Messages of the channel itself, newest first; replies are found under their thread."""
        return sorted((each for each in channel.messages
                       if each.get('thread_ts', each['ts']) == each['ts']),
                      key=lambda each: each['ts'], reverse=True)

    def search(self, me, query):
        """[(channel, message)] of a query, newest first. Raises ValueError for an unknown
        operator."""
        tests = [self._term(me, bool(minus), name, word.strip('"'))
                 for minus, name, word in TERM.findall(query)]
        found = [(channel, message) for channel in self.channels.values() if me in channel.members
                 for message in channel.messages if all(test(channel, message) for test in tests)]
        return sorted(found, key=lambda pair: pair[1]['ts'], reverse=True)

    def _term(self, me, minus, name, word):
        low = word.lower()
        person = me if low in ('me', '@me') else word.strip('<@>')
        if name == 'from':
            wanted = {person, self._id_of(person)} - {None}
            test = lambda channel, message: message.get('user') in wanted
        elif name == 'in':
            wanted = word.strip('<>#@').split('|')[0]
            test = lambda channel, message: wanted in (channel.id, channel.name)
        elif name in ('after', 'before', 'on', 'during'):
            day = datetime.date.fromisoformat(word)

            def test(channel, message):
                there = datetime.datetime.fromtimestamp(float(message['ts']), UTC).date()
                return {'after': there > day, 'before': there < day}.get(name, there == day)
        elif name == 'has':
            test = lambda channel, message: bool(message.get('reactions'))
        elif name == 'is':
            test = lambda channel, message: 'thread_ts' in message
        elif name == 'to':
            test = lambda channel, message: channel.kind == 'im'
        elif name == '':
            test = lambda channel, message: low in message['text'].lower()
        else:
            raise ValueError(name)
        return (lambda channel, message: not test(channel, message)) if minus else test

    def _id_of(self, name):
        for id, user in self.users.items():
            if name == user['name']:
                return id
        return None
