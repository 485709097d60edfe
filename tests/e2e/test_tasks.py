#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Done travels back: mail that was dealt with is read and archived at Gmail, and back again when its task is reopened,
whatever the network does and whoever is killed in between."""

import random
import signal
import unittest

import store_dump
import tap
from session import Session, Simulator, wait

ANA = 'ana@example.com'
ASKING = 'Could you please send me the signed contract by Friday?'


class Tasks(unittest.TestCase):
    def start(self, mails=1, write_back=True, seed=7):
        self.simulator = Simulator(events=1, users=ANA, seed=seed)
        self.simulator.start()
        self.addCleanup(self.simulator.stop)
        # What a minute may cost is another test's matter.
        self.simulator.set(**{'gmail.units_per_minute': 0})
        self.session = Session()
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.simulator.write_providers(self.session.providers_ini)
        self.session.ctl('settings', 'suggest_auto', 'off')
        words = ('--set', 'write_back=on') if write_back else ()
        self.account = self.session.connect_by_browser(self.simulator, 'gmail', *words)
        source = self.session.rows('sources', self.account)[0]['id']
        self.session.ctl('source', source, '--set', f'messages={mails + 50}')
        for number in range(mails):
            self.simulator.gmail.add_mail(user=ANA, subject=f'Contract {number}', text=ASKING, sender='carla@example.com', kind='plain')
        self.worker('sync')
        titled = {row['id'] for row in self.session.rows('suggestions') if row['snapshot']['title'].startswith('Contract ')}
        # A few of many the simulator sends as bulk mail, of which nobody is asked for anything.
        self.assertGreaterEqual(len(titled), mails * 9 // 10 or 1)
        self.tasks = [self.session.rows('suggestion', each, 'approve')['task'] for each in titled]

    def worker(self, *words, later=0, status=0):
        """later: days."""
        env = {'DAYBOOK_NOW': f'+{later}d'} if later else None
        return self.session.run(self.session.environment['DAYBOOK_WORKER'], *words, env=env, status=status)

    def set(self, task, what):
        return self.session.rows('task', task, what)

    def labels(self):
        """{external id of a mail with a task: its labels at the service}"""
        at_service = {each['id']: set(each['labelIds']) for each in self.simulator.gmail.mails(user=ANA, limit=1000)}
        mails = store_dump.query(self.session.database, 'SELECT k.id, v.external_id, k.status FROM task k JOIN activity v'
                                                        ' ON v.id = k.source_item AND k.source_kind = \'activity\'')
        return {external_id: (status, at_service[external_id]) for _, external_id, status in mails}

    def check_labels(self):
        for external_id, (status, labels) in self.labels().items():
            self.assertEqual(labels & {'INBOX', 'UNREAD'}, set() if status == 'done' else {'INBOX', 'UNREAD'}, external_id)

    def test_done_archives_and_reopening_brings_back(self):
        self.start()
        task, = self.tasks
        self.assertEqual(self.set(task, 'done')['remote_state'], 'waiting')
        row, = self.session.rows('outbox')
        self.assertEqual((row['kind'], row['task'], row['attempts']), ('mail.done', task, 0))
        self.assertEqual(self.session.rows('status')['pending_outbox'], 1)
        # Not at once: somebody may press Undo.
        self.worker('send')
        self.assertEqual(len(self.session.rows('outbox')), 1)
        self.worker('send', later=1)
        self.assertEqual(self.session.rows('outbox'), [])
        self.assertEqual(self.session.rows('task', task)['remote_state'], 'done')
        self.check_labels()
        self.set(task, 'reopen')
        self.worker('send', later=2)
        self.assertEqual(self.session.rows('task', task)['remote_state'], 'none')
        self.check_labels()
        self.assertEqual(self.simulator.requests('gmail.messages.batchModify'), 2)

    def test_a_pair_within_ten_seconds_costs_no_request(self):
        self.start()
        task, = self.tasks
        self.set(task, 'done')
        self.session.ctl('undo')
        self.worker('send', later=1)
        self.assertEqual(self.simulator.requests('gmail.messages.batchModify'), 0)
        self.assertEqual(self.session.rows('task', task)['status'], 'open')
        self.check_labels()

    def test_without_the_wider_consent_it_is_done_here_only(self):
        self.start(write_back=False)
        task, = self.tasks
        self.assertEqual(self.session.rows('task', task)['remote_state'], 'local_only')
        self.assertEqual(self.set(task, 'done')['remote_state'], 'local_only')
        self.assertEqual(self.session.rows('outbox'), [])
        self.worker('send', later=1)
        self.assertEqual(self.simulator.requests('gmail.messages.batchModify'), 0)

    def test_without_a_network_it_waits(self):
        self.start()
        task, = self.tasks
        self.simulator.fault(kind='unavailable-503', match='batchModify', count=100, retry_after=1)
        self.set(task, 'done')
        for later in (1, 2, 3):
            self.worker('send', later=later, status=1)
        row, = self.session.rows('outbox')
        self.assertTrue(row['last_error'])
        self.assertEqual(self.session.rows('task', task)['remote_state'], 'waiting')
        self.simulator.clear_faults()
        self.worker('send', later=20)
        self.check_labels()

    def test_the_agent_sends_by_itself(self):
        self.start()
        task, = self.tasks
        self.session.agent.get('Version')
        self.set(task, 'done')
        # Ten seconds for a second thought are the agent's own, by the clock.
        wait('the mail archived', lambda: self.session.rows('task', task)['remote_state'] == 'done', 60)
        self.check_labels()

    def test_each_mail_ends_in_the_right_state(self):
        """A hundred mails to and fro, three of ten requests spoilt, the worker killed at random."""
        self.start(mails=100)
        chance = random.Random(5)
        self.simulator.fault_rate(rate=0.3, seed=5)
        for step in range(1, 9):
            for task in chance.sample(self.tasks, 25):
                is_done = self.session.rows('task', task)['status'] == 'done'
                self.set(task, 'reopen' if is_done else 'done')
            before = self.simulator.requests('gmail.messages.batchModify')
            program = self.session.start(self.session.environment['DAYBOOK_WORKER'], 'send',
                                         env={'DAYBOOK_NOW': f'+{step}d'})
            if step % 2:
                # Killed while its request is under way: nobody knows whether it arrived.
                wait('a request', lambda: self.simulator.requests('gmail.messages.batchModify') > before
                     or not program.running)
                program.signal(signal.SIGKILL)
            program.end()
        self.simulator.clear_faults()
        self.worker('send', later=20)
        self.assertEqual(self.session.rows('outbox'), [])
        self.check_labels()
        self.assertEqual({row['remote_state'] for row in self.session.rows('tasks', '--all')}, {'done', 'none'})


if __name__ == '__main__':
    tap.main()
