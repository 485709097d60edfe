#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent on a message bus of its own: how it starts and ends, what it refuses, what becomes of errands."""

import os
import pathlib
import re
import signal
import subprocess
import unittest

from gi.repository import GLib

import tap
from session import AGENT, AGENT_NAME, AGENT_PATH, CTL, Session, is_sanitized, wait

STAND_IN = pathlib.Path(__file__).resolve().parent / 'stand-in-worker'
ERROR = 'io.github.daybookapp.Daybook.Error.'


class Agent(unittest.TestCase):
    def setUp(self):
        self.session = Session(worker=STAND_IN)
        self.session.__enter__()
        self.addCleanup(self.session.close)

    def worker_does(self, what, *errands):
        for errand in errands or ('maintain',):
            (self.session.home / f'worker-{errand}').write_text(what)

    def started(self, errand='maintain'):
        """[(process, words)] of the errands of that kind that the stand-in was started for."""
        try:
            lines = (self.session.home / 'started').read_text().splitlines()
        except FileNotFoundError:
            return []
        found = [(int(line.split()[0]), line.split()[1:]) for line in lines]
        return [(pid, words) for pid, words in found if errand in (None, words[0])]

    def settle(self):
        """Waits for what the agent does by itself when it starts: sliding the windows."""
        self.session.agent.get('Version')
        wait('its first errand has ended', lambda: self.started('expand') and not self.session.agent.get('Jobs'))

    def job(self, method='Maintain', signature=None, *arguments):
        return self.session.agent.job(self.session.agent.call(method, signature, *arguments)[0])

    def refused(self, code, method, signature, *arguments, fds=()):
        with self.assertRaises(GLib.Error) as raised:
            self.session.agent.call(method, signature, *arguments, fds=fds)
        self.assertIn(code, raised.exception.message)

    def test_a_call_on_the_bus_starts_it(self):
        self.assertEqual(self.session.agent.owner, '')
        answer = self.session.run('gdbus', 'call', '--session', '-d', AGENT_NAME, '-o', AGENT_PATH,
                                  '-m', 'io.github.daybookapp.Daybook.Agent1.SyncNow', '[]', '{}')
        self.assertEqual(answer.out.strip(), '(@ao [],)')
        self.assertNotEqual(self.session.agent.owner, '')
        self.assertRegex(self.session.agent.get('Version'), r'^\d+\.\d+')

    def test_the_status_command_does_not_start_it(self):
        self.assertIsNone(self.session.rows('status')['agent'])
        self.assertEqual(self.session.agent.owner, '')
        version = self.session.agent.get('Version')
        self.assertEqual(self.session.rows('status')['agent'], version)

    def test_its_properties_are_what_they_say(self):
        agent = self.session.agent
        self.settle()
        self.assertEqual((agent.get('Jobs'), agent.get('NextSync'), agent.get('Attention')), ([], 0, []))
        self.assertIs(agent.get('Online'), True)
        wait('the keyring is seen', lambda: agent.get('KeyringState') == 'unlocked')

    def test_a_key_in_a_file_needs_no_keyring_service(self):
        with Session(keyring='absent', worker=STAND_IN, SECRET_BACKEND='file') as session:
            self.assertEqual(session.rows('status')['keyring'], 'unlocked')
            self.assertEqual(session.agent.get('KeyringState'), 'unlocked')

    def test_it_follows_the_keyring(self):
        agent = self.session.agent
        wait('unlocked', lambda: agent.get('KeyringState') == 'unlocked')
        self.session.lock_keyring()
        wait('locked', lambda: agent.get('KeyringState') == 'locked')
        self.assertEqual(self.session.rows('status')['keyring'], 'locked')
        self.session.stop_keyring()
        wait('absent', lambda: agent.get('KeyringState') == 'absent')

    def test_of_many_started_at_once_one_stays_and_the_others_end_well(self):
        agents = [self.session.start(AGENT) for _ in range(12)]
        wait('all but one end', lambda: sum(agent.running for agent in agents) == 1)
        wait('the one has the name', lambda: self.session.agent.owner)
        staying = next(agent for agent in agents if agent.running)
        self.assertEqual(self.session.agent.pid, staying.pid)
        for agent in agents:
            if agent is not staying:
                self.assertEqual(agent.end().status, 0)
        self.session.agent.call('Quit', None)
        self.assertEqual(staying.end().status, 0)

    def test_a_second_one_on_another_bus_leaves_the_data_to_the_first(self):
        self.settle()
        with Session(home=self.session.home) as other:
            self.assertEqual(other.run(AGENT).status, 0)

    def test_it_ends_cleanly_when_the_bus_goes(self):
        agent = self.session.start(AGENT)
        wait('it runs', lambda: self.session.agent.owner)
        self.session.stop_bus()
        # GDBus raises SIGTERM, which the agent takes for what it is.
        self.assertEqual(agent.end().status, 0)
        self.assertEqual(self.session.processes('daybook-agent'), [])

    def test_it_ends_cleanly_when_asked_by_signal(self):
        agent = self.session.start(AGENT)
        wait('it runs', lambda: self.session.agent.owner)
        self.worker_does('wait')
        self.job()
        wait('the worker runs', lambda: self.session.processes('stand-in-worker') or self.started())
        agent.signal(signal.SIGTERM)
        self.assertEqual(agent.end().status, 0)
        self.assertEqual(self.session.processes('sh'), [])

    def test_an_errand_tells_state_and_result(self):
        job = self.job()
        error, result = job.finished()
        self.assertEqual((error, result['summary']), ('', 'Done.'))
        self.assertEqual((job.get('State'), job.get('Kind'), job.get('Error')), ('done', 'maintain', ''))
        self.assertEqual(job.get('Result')['summary'], 'Done.')

    def test_a_failing_errand_tells_its_code(self):
        self.worker_does('fail')
        error, result = self.job().finished()
        self.assertEqual((error, result['message']), ('rate_limited', 'Come back later.'))

    def test_a_crashing_errand_is_an_internal_error(self):
        self.worker_does('crash')
        error, _ = self.job().finished()
        self.assertEqual(error, 'internal')

    def test_cancel_ends_the_worker_that_listens(self):
        self.settle()
        self.worker_does('wait')
        job = self.job()
        wait('progress', lambda: job.get('Total') == 3)
        self.assertEqual(self.session.agent.get('Jobs'), [job.path])
        job.cancel()
        self.assertEqual(job.finished()[0], 'cancelled')
        self.assertEqual(job.get('State'), 'cancelled')
        self.assertEqual(self.session.agent.get('Jobs'), [])

    def test_a_worker_that_does_not_listen_is_killed(self):
        self.worker_does('stubborn')
        job = self.job()
        wait('it runs', lambda: job.get('Done') == 1)
        pid = self.started()[0][0]
        job.cancel()
        self.assertEqual(job.finished()[0], 'cancelled')
        self.assertFalse(pathlib.Path(f'/proc/{pid}').exists())

    def test_a_worker_dies_with_its_agent(self):
        self.worker_does('wait')
        self.job()
        wait('it runs', self.started)
        pid = self.started()[0][0]
        os.kill(self.session.agent.pid, signal.SIGKILL)
        wait('the worker ends', lambda: not pathlib.Path(f'/proc/{pid}').exists())
        # And the next call finds a new one.
        wait('the name is free', lambda: not self.session.agent.owner)
        self.settle()

    def test_at_most_two_errands_run_at_once(self):
        self.settle()
        self.worker_does('wait', 'maintain', 'expand')
        before = len(self.started(None))
        jobs = [self.job(method) for method in ('Maintain', 'Expand', 'Maintain', 'Expand')]
        wait('two run', lambda: len(self.started(None)) == before + 2)
        states = sorted(job.get('State') for job in jobs)
        self.assertEqual(states, ['queued', 'queued', 'running', 'running'])
        for job in sorted(jobs, key=lambda job: job.get('State')):
            job.cancel()
            self.assertEqual(job.finished()[0], 'cancelled')
        self.assertEqual(len(self.started(None)), before + 2)

    def test_a_secret_goes_through_the_pipe_alone(self):
        self.session.watch_bus()
        reader, writer = os.pipe()
        os.write(writer, b'canary-of-the-pipe')
        os.close(writer)
        self.session.agent.call('StoreSecret', '(sh)', 'model-key', 0, fds=[reader])
        os.close(reader)
        words = self.started('secret')[-1][1]
        self.assertIn('model-key', words)
        self.assertNotIn('canary', ' '.join(words))
        wait('the call was seen', lambda: b'StoreSecret' in self.session.bus_trace())
        self.assertNotIn(b'canary-of-the-pipe', self.session.bus_trace())

    def test_no_method_takes_or_returns_a_secret_by_value(self):
        text = self.session.agent.call('Introspect', None, interface='org.freedesktop.DBus.Introspectable')[0]
        ours = re.search(r'<interface name="io\.github\.daybookapp\.Daybook\.Agent1">.*?</interface>', text, re.DOTALL).group(0)
        for tag in re.findall(r'<(?:arg|property)[^>]*>', ours):
            name, kind = re.search(r'name="(\w+)"', tag).group(1), re.search(r'type="([^"]+)"', tag).group(1)
            if re.search('secret|token|password|key$|value', name, re.IGNORECASE):
                self.assertEqual(kind, 'h', tag)

    def test_wrong_types_and_unknown_methods_are_errors(self):
        self.refused('InvalidArgs', 'SyncNow', '(s)', 'x')
        self.refused('InvalidArgs', 'SyncNow', None)
        self.refused('InvalidArgs', 'Disconnect', '(sas)', 'x', [])
        self.refused('UnknownMethod', 'GiveMeTheToken', None)
        self.refused(ERROR + 'usage', 'Connect', '(sa{sv}h)', 'sample', {}, 3)
        self.refused(ERROR, 'Reconnect', '(s)', 'nothing')
        self.refused(ERROR + 'not_found', 'SyncNow', '(asa{sv})', ['azzzzzz'], {})
        # What an error repeats of it is cut between two characters, not within one.
        self.refused(ERROR + 'not_found', 'SyncNow', '(asa{sv})', ['a' + 'é' * 30], {})
        self.refused(ERROR + 'usage', 'SyncNow', '(asa{sv})', [], {'trigger': GLib.Variant('s', 'boredom')})
        self.assertRegex(self.session.agent.get('Version'), r'^\d')

    def test_arguments_that_are_too_large_are_refused(self):
        self.refused(ERROR + 'usage', 'SyncNow', '(asa{sv})', ['azzzzzz'] * 5000, {})
        reader, writer = os.pipe()
        os.close(writer)
        for options in ({'name': GLib.Variant('s', 'x' * 100000)},
                        {'settings': GLib.Variant('a{ss}', {'k': 'v' * 100000})}):
            self.refused(ERROR + 'usage', 'Connect', '(sa{sv}h)', 'sample', options, 0, fds=[reader])
        self.refused(ERROR + 'usage', 'Connect', '(sa{sv}h)', 'p' * 100000, {}, 0, fds=[reader])
        os.close(reader)
        self.assertEqual(self.started('connect'), [])

    def test_options_that_look_like_switches_stay_values(self):
        reader, writer = os.pipe()
        os.close(writer)
        job = self.job_of_connect('--help', {'name': GLib.Variant('s', '--sign-in')}, reader)
        job.finished()
        words = self.started('connect')[-1][1]
        self.assertEqual(words[words.index('--name') + 1], '--sign-in')
        self.assertEqual(words[-2:], ['--', '--help'])

    def job_of_connect(self, provider, options, fd):
        path = self.session.agent.call('Connect', '(sa{sv}h)', provider, options, 0, fds=[fd])[0]
        os.close(fd)
        return self.session.agent.job(path)

    def test_an_errand_by_the_command_line_follows_its_job(self):
        self.assertIn('Done.', self.session.ctl('maintain').err)
        self.worker_does('fail')
        self.assertIn('Come back later.', self.session.ctl('maintain', status=1).err)

    def test_interrupting_the_command_line_cancels_the_errand(self):
        self.settle()
        self.worker_does('wait')
        program = self.session.start(CTL, 'maintain')
        wait('the worker runs', self.started)
        wait('the command follows', lambda: program.catches(signal.SIGINT))
        program.signal(signal.SIGINT)
        answer = program.end()
        self.assertEqual(answer.status, 1)
        self.assertEqual(self.session.agent.get('Jobs'), [])

    def test_without_a_bus_the_command_line_runs_the_worker_itself(self):
        with Session(bus=False, worker=STAND_IN) as session:
            self.assertIn('Done.', session.ctl('maintain').err)

    def test_an_older_agent_is_asked_to_quit(self):
        # A bus service of that name and another version: dbusmock's place is taken by a small program of our own.
        old = subprocess.Popen(['/usr/bin/python3', '-c', OLD_AGENT], env=self.session.environment,
                               stdout=subprocess.PIPE, text=True)
        self.addCleanup(old.stdout.close)
        self.addCleanup(old.wait)
        self.addCleanup(old.kill)
        self.assertEqual(old.stdout.readline(), 'ready\n')
        self.assertIn('Done.', self.session.ctl('maintain').err)
        self.assertEqual(old.wait(10), 0)
        self.assertEqual(len(self.started()), 1)

    def test_idle_it_takes_little_memory(self):
        self.settle()
        # What lies in its memory is written nowhere when it crashes.
        limits = pathlib.Path(f'/proc/{self.session.agent.pid}/limits').read_text()
        self.assertRegex(limits, r'Max core file size +0 +0 ')
        rollup = pathlib.Path(f'/proc/{self.session.agent.pid}/smaps_rollup').read_text()
        pss = int(re.search(r'^Pss:\s+(\d+)', rollup, re.MULTILINE).group(1))
        dirty = int(re.search(r'^Private_Dirty:\s+(\d+)', rollup, re.MULTILINE).group(1))
        print(f'# agent: PSS {pss} kB, private dirty {dirty} kB')
        if not is_sanitized():
            self.assertLess(dirty, 10 * 1024)


OLD_AGENT = '''
from gi.repository import Gio, GLib
loop = GLib.MainLoop()
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
xml = """<node><interface name="io.github.daybookapp.Daybook.Agent1"><method name="Quit"/>
<property name="Version" type="s" access="read"/></interface></node>"""
def call(bus, sender, path, interface, method, parameters, invocation):
    invocation.return_value(None)
    bus.flush_sync()
    loop.quit()
bus.register_object("/io/github/daybookapp/Daybook/Agent", Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0], call,
                    lambda *_: GLib.Variant("s", "0.0.1"), None)
Gio.bus_own_name_on_connection(bus, "io.github.daybookapp.Daybook.Agent", 0, lambda *_: print("ready", flush=True), None)
loop.run()
'''


if __name__ == '__main__':
    tap.main()
