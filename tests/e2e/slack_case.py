# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs about Slack share: a simulator, a session with Ana's account, and what should be in it."""

import collections
import datetime
import re
import time
import unittest
import zoneinfo

import store_dump
from session import CTL, Session, Simulator

ANA, BEN = 'ana@example.com', 'ben@example.com'
HISTORY, REPLIES, SEARCH = 'slack.conversations.history', 'slack.conversations.replies', 'slack.search.messages'
PORTS = range(48271, 48276)
BACK = 7


def unfinished(session):
    """Channels that have not been read to the end."""
    rows = store_dump.query(session.database, '''
        SELECT external_id FROM source WHERE enabled AND state <> 'gone' AND (cursor IS NULL OR resume IS NOT NULL
               OR json_extract (cursor, '$.open') OR json_array_length (cursor, '$.pending') > 0)''')
    return sorted(row[0] for row in rows)


class SlackCase(unittest.TestCase):
    def start(self, *words, connect=True, token=False, tiers=False, **settings):
        """Ana's account, by the browser or by a token of an app of her own."""
        values = {'slack.tiers': tiers, **{f'slack.{name}': value for name, value in settings.items()}}
        self.simulator = Simulator(events=0, retry_after=1, users=f'{ANA},{BEN}', set=values)
        self.simulator.start()
        self.addCleanup(self.simulator.stop)
        self.session = Session()
        self.session.__enter__()
        self.addCleanup(self.session.close)
        # Whatever a test was about: no secret went astray, and the simulator understood everything.
        self.addCleanup(self.check, self.simulator)
        self.simulator.write_providers(self.session.providers_ini)
        if connect:
            self.account = self.connect_token(*words) if token else self.connect_browser(*words)

    def check(self, simulator):
        counts = simulator.control('counts')
        self.assertEqual((counts['leaks'], counts['crashes'], counts['refused']), ([], [], []))

    def connect_browser(self, *words, user=None, status=0):
        self.simulator.set(**{'slack.user': user})
        program = self.session.start(CTL, 'connect', 'slack', '--print-url', *words)
        return self.session.follow_sign_in(program, self.simulator, status=status)

    def connect_token(self, *words, token=None, user=ANA, **options):
        token = token or self.simulator.slack.issue(user=user)
        return self.session.ctl('connect', 'slack', '--sign-in', 'token', '--secret-stdin', *words, stdin=token + '\n',
                                **options).lines[-1]

    def sync(self, *words, **options):
        """{external id of the channel: run}; None: of the account. By a worker of its own: the agent syncs ten times a
        minute at most."""
        lines, _answer = self.session.worker('sync', *words, **{'deadline': 100, **options})
        names = {row['id']: row['external_id'] for row in self.session.rows('sources')}
        return {names.get(line['source']): line for line in lines if line['event'] == 'run-finished'}

    def settle(self, most=12):
        """Syncs until nothing is left to read, and says how often that took."""
        for turn in range(1, most + 1):
            self.sync()
            if not self.unfinished():
                return turn
        raise AssertionError(f'not read after {most} runs: {self.unfinished()}')

    def unfinished(self):
        return unfinished(self.session)

    def state(self, account=None):
        account = self.session.account(account or self.account)
        return account['status'], account['reason'], account['error_code']

    # What is stored, and what the workspace says.

    def rows(self, account=None):
        """{external id: (count, body, detail)} of an account"""
        found = store_dump.query(self.session.database, '''
            SELECT v.external_id, v.count, v.body, v.detail FROM activity v JOIN source s ON s.id = v.source_id
             WHERE s.account_id = (SELECT id FROM account WHERE identity LIKE ?)''', f'{account or "ana"}@%')
        return {row[0]: row[1:] for row in found}

    def counted(self, account=None):
        """{(channel, thread or '', day, what): count} and {mention} of the rows"""
        counts, mentions = {}, set()
        for id, (count, _body, detail) in self.rows(account).items():
            parts = id.split('/')
            if re.fullmatch(r'\d{4}-\d\d-\d\d', parts[-2]):
                counts[parts[0], parts[1] if len(parts) == 4 else '', parts[-2], parts[-1]] = count
            else:
                mentions.add(id)
        return counts, mentions

    def truth(self, me=None):
        """The same from the workspace itself."""
        me = me or self.me()
        first = self.first()
        counts, mentions = collections.Counter(), set()
        for channel, about in self.simulator.control('truth', service='slack')['slack'].items():
            if channel not in self.joined(me):
                continue
            direct = about['kind'] in ('im', 'mpim')
            replies = collections.defaultdict(list)
            for message in about['messages']:
                if message.get('thread_ts', message['ts']) != message['ts']:
                    replies[message['thread_ts']].append(message)
            roots = {message['ts']: message for message in about['messages']}
            mine = {ts for ts, said in replies.items()
                    if me in {each.get('user') for each in said} or roots.get(ts, {}).get('user') == me}
            for message in about['messages']:
                day = self.day(message['ts'])
                thread = message.get('thread_ts', message['ts'])
                is_reply = thread != message['ts']
                if day < first or (is_reply and (thread not in mine or (self.is_old(thread, first) and not any(
                        each.get('user') == me and not self.is_old(each['ts'], first) for each in replies[thread])))):
                    continue
                key = (channel, thread if is_reply else '', day.isoformat())
                if message.get('user') != me and f'<@{me}>' in message['text']:
                    mentions.add('/'.join([channel] + ([thread] if is_reply else []) + [message['ts']]))
                elif message.get('user') == me:
                    counts[(*key, 'sent')] += 1
                elif direct or is_reply:
                    counts[(*key, 'received')] += 1
                for reaction in message.get('reactions', ()):
                    counts[channel, '', day.isoformat(), 'reactions'] += me in reaction['users']
        return {key: count for key, count in counts.items() if count}, mentions

    def first(self):
        return self.day(time.time()) - datetime.timedelta(days=BACK)

    def day(self, ts):
        zone = zoneinfo.ZoneInfo(self.session.environment['TZ'])
        return datetime.datetime.fromtimestamp(float(ts), zone).date()

    def is_old(self, ts, first):
        """A thread that began before the window is read when one writes in it."""
        return self.day(ts) < first

    def me(self):
        return next(iter(store_dump.query(self.session.database, '''
            SELECT json_extract (settings, '$.user_id') FROM "grant" WHERE identity LIKE 'ana@%' ''')))[0]

    def joined(self, me):
        if not hasattr(self, '_joined'):
            self._joined = {row['external_id'] for row in self.session.rows('sources') if row['state'] != 'gone'}
        return self._joined

    def assert_true(self):
        self.maxDiff = None
        counts, mentions = self.counted()
        real, spoken = self.truth()
        # Reactions are what the list of the hundred newest says: here, all of them within the window.
        self.assertEqual(counts, real)
        self.assertEqual(mentions, spoken)
