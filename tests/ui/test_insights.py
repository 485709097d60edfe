# SPDX-License-Identifier: GPL-3.0-or-later
"""The Insights page, driven through accessibility."""

import json
import os
import re
import subprocess
import unittest

import tap
from gi.repository import GLib
from services import ServiceWindow, Simulator
from window import BUILD, BUTTON, ITEM, LABEL, TEXT, Atspi, Window

WEEK = ('summary', 'weekly', '--date', '2026-11-19')


def hours(number):
    return f'{number:g} h'


class Insights(unittest.TestCase):
    def window(self, seed=('week', 'insights', 'summary'), **options):
        return Window(seed=list(seed), **options)

    def show(self, window):
        window.show('insights')
        window.find('^16 – 22 November, This week$')
        return window.rows(*WEEK)

    def prose(self, window):
        """The words as they stand there, without the numbers behind the sentences."""
        label = window.until('the prose', lambda: next((thing for thing in window.all('.', LABEL) if '\u202f' in thing.name), None))
        return re.sub('\u202f\\d+', '', label.name)

    def expect(self, window, role, *names):
        """All of them are there: looked for at once, for every look takes its time."""
        def missing():
            there = [thing.name for thing in window.all('.', role)]
            return [name for name in names if not any(re.search(name, other) for other in there)]
        window.until(lambda: f'{missing()}', lambda: not missing())

    def test_words_and_figures_are_those_that_are_stored(self):
        with self.window() as window:
            summary = self.show(window)
            self.assertEqual(self.prose(window), summary['summary'])
            stats = summary['stats']
            usual = round(stats['usual']['total_meetings'])
            self.assertGreater(stats['total_meetings'], usual)
            self.expect(window, BUTTON, f'^{stats["total_commits"]} commits, ', f'^{stats["total_pull_requests"]} pull requests, ',
                        f'^{stats["total_meetings"]} meetings, {stats["total_meetings"] - usual} more than usual$',
                        f'^{stats["meeting_hours"]:g} hours in meetings, ', f'^{stats["focus_hours"]:g} hours focus, ',
                        f'^{stats["collaboration_score"]} % collaboration, ')
            self.expect(window, LABEL, '^Written on this computer by the built-in summaries, today at 14:40$')
            self.expect(window, ITEM, *(f'^{re.escape(row["text"])}' for part in ('highlights', 'insights', 'recommendations')
                                        for row in summary[part]))
            window.picture('insights')

    def test_a_chip_opens_its_row(self):
        with self.window() as window:
            summary = self.show(window)
            row = next(row for row in summary['highlights'] if len(row['evidence']) == 1 and row['evidence'][0].startswith('e'))
            event = next(event for event in window.rows('events', '--from', '2026-11-16', '--to', '2026-11-22')
                         if event['id'] == row['evidence'][0])
            line = window.find(f'^{re.escape(row["text"])}', ITEM)
            chip = next(thing for thing in line.walk() if thing.role == BUTTON)
            self.assertTrue(chip.name.startswith('Evidence: 1 meeting'), chip.name)
            chip.press()
            # Today, on that day, with that meeting.
            window.find_seen('^Day before$', BUTTON)
            window.until('it is selected', lambda: any(
                thing.seen for thing in window.all(f'^{re.escape(event["title"])}$', LABEL)))

    def test_what_rests_on_many_rows_lists_them(self):
        with self.window() as window:
            summary = self.show(window)
            entries = next(row for row in summary['sentences'] if row['evidence'] and row['evidence'][0].startswith('t'))
            chip = window.find(f'^Evidence \\d+: {len(entries["evidence"])} entries$', BUTTON)
            chip.press()
            self.assertEqual(self.count_lines(window, f'{len(entries["evidence"])} entries'), len(entries['evidence']))
            window.picture('insights-evidence')
            window.key('Escape')
            # A total as well: every commit that was counted.
            commits = summary['stats']['total_commits']
            window.find(f'^{commits} commits, ', BUTTON).press()
            self.assertEqual(self.count_lines(window, f'{commits} commits'), commits)
            window.key('Escape')

    def count_lines(self, window, name):
        return len([thing for thing in window.find(f'^{name}$', Atspi.Role.LIST).walk() if thing.role == ITEM])

    def test_mail_that_the_inbox_knows_leads_there(self):
        with self.window(seed=('inbox', 'insights', 'summary')) as window:
            self.show(window)
            window.find('^Gmail: ', BUTTON).press()
            window.find('^Quote for the second variant, Jonas Berg', ITEM)
            window.reach('^Quote for the second variant, ', key='Down', most=80)
            window.key('Return')
            window.find_seen('^3 of 4 like this approved$', LABEL)

    def test_day_week_month_and_range(self):
        with self.window() as window:
            self.show(window)
            window.find('^Day$').press()
            window.find('^Thursday, 19 November, Today$')
            day = window.rows('summary', 'daily', '--date', '2026-11-19')
            window.find(f'^{day["stats"]["meeting_hours"]:g} hours in meetings', BUTTON)
            # Before it is written by the agent, the built-in engine says the same.
            self.assertEqual(self.prose(window), day['summary'])
            window.picture('insights-day')
            window.find_seen('^Period before$', BUTTON).press()
            window.find('^Wednesday, 18 November, Yesterday$')
            window.key('alt+Left')
            window.find('^Tuesday, 17 November, 2 days ago$')
            window.find('^Month$').press()
            window.find('^November 2026, This month$')
            window.picture('insights-month')
            window.find('^Week$').press()
            window.find('^Range$').press()
            window.find('^16 – 22 November, 7 days$')
            window.find('^From, Monday, 16 November 2026$', BUTTON)
            window.key('alt+Left')
            window.find('^9 – 15 November, 7 days$')
            window.find('^Week$').press()
            window.key('ctrl+t')
            window.find('^16 – 22 November, This week$')

    def test_charts(self):
        with self.window() as window:
            stats = self.show(window)['stats']
            tuesday = stats['by_day'][1]
            name = f'^Tuesday, 17 November: {tuesday["meeting_hours"]:g} hours in meetings, {tuesday["focus_hours"]:g} hours of focus$'
            self.expect(window, BUTTON, name,
                        *(f'/ {project["name"]}: {project["hours"]:g} hours?$' for project in stats['by_project']),
                        *(f'^{name}: {stats["by_platform"][provider]} items$'
                          for name, provider in (('Slack', 'slack'), ('Gmail', 'gmail'), ('GitHub', 'github'))))
            # The table says the same.
            window.find('^Meetings and Focus: Show as Table$').press()
            cells = [thing.name for thing in window.find('^Meetings and Focus$', Atspi.Role.TABLE).walk()]
            self.assertIn('Tuesday, 17 November', cells)
            at = cells.index('Tuesday, 17 November')
            self.assertEqual(cells[at + 1:at + 3], [hours(tuesday['meeting_hours']), hours(tuesday['focus_hours'])])
            window.picture('insights-table')
            # By hand, so that the focus is there.
            x, y, width, height = window.find('^Meetings and Focus: Show as Table$').box
            window.drag((x + width // 2, y + height // 2), (x + width // 2, y + height // 2))
            bar = window.find(name, BUTTON)
            # Arrows go from bar to bar, and a bar leads to its day.
            window.key('Tab', 'Right')
            window.until('the next bar', lambda: bar.has(Atspi.StateType.FOCUSED))
            window.key('Return')
            window.find('^Tuesday, 17 November, 2 days ago$')

    def test_an_empty_day_says_so(self):
        with self.window(seed=('free',)) as window:
            window.show('insights')
            window.find('^Nothing Recorded$')
            words = window.rows(*WEEK)['summary']
            window.find(f'^{re.escape(words)}$')
            self.assertFalse([thing for thing in window.all(' commits') if thing.seen])
            window.picture('insights-empty')
            # Long before that nobody was asked.
            for _ in range(10):
                window.key('alt+Left')
            window.find('^Not Synced Yet$')
            window.find_seen('^Load Earlier$', BUTTON)

    def fits(self, window, edge, most=360):
        self.prose(window)
        things = window.all(edge)
        self.assertGreater(len(things), 4)
        for thing in things:
            x, _, width, _ = thing.box
            self.assertLessEqual(x + width, most, thing.name)

    def test_it_fits_into_a_narrow_window(self):
        with self.window(size=(360, 720)) as window:
            self.show(window)
            self.fits(window, '^Period after$|^Range$|^Refresh$| commits, |: Show as Table$')
            window.picture('insights-narrow')

    def test_large_text_fits_as_well(self):
        with self.window(size=(360, 720)) as window:
            self.show(window)
            window.activate('debug-look', GLib.Variant('(siid)', ('light', 360, 720, 2.0)))
            day, span = (window.find(name) for name in ('^Day$', '^Range$'))
            window.until('the periods in two lines', lambda: span.box[1] > day.box[1])
            # The window's own bars need 366.
            self.fits(window, '^Period after$|^Range$|^Refresh$| commits, |: Show as Table$', 366)

    def test_longer_words_fit_as_well(self):
        with self.window(size=(360, 720), LANGUAGE='de') as window:
            window.show('insights')
            self.fits(window, '^Zeitraum danach$|^Spanne$|^Aktualisieren$| Commits, |: als Tabelle zeigen$')


class Agent(unittest.TestCase):
    """With the agent that the bus starts."""

    def test_refresh_writes_anew(self):
        # The agent's own home, its clock and its zone.
        with Window(seed=['insights'], now=None, XDG_DATA_HOME=os.environ['XDG_DATA_HOME'],
                    TZ=os.environ.get('TZ', 'UTC')) as window:
            window.show('insights')
            window.find('^Written on this computer by the built-in summaries, just now$', LABEL)
            window.find_seen('^Refresh$', BUTTON).press()
            written = window.find('^Written on this computer by the built-in summaries, today at \\d+:\\d\\d$', LABEL).name
            summary = window.rows('summary', 'weekly')
            self.assertEqual(summary['engine'], 'builtin')
            self.assertEqual(Insights.prose(self, window), summary['summary'])
            # Something happens: the page says so, and writes nothing by itself.
            window.rows('log', '3 hours: Checkout, second try')
            window.find(f'^{written}. Something has changed since.$', LABEL)
            self.assertEqual(Insights.prose(self, window), summary['summary'])
            # A model that is not there cannot write; the built-in engine does, and says why.
            window.rows('settings', 'summary_engine', 'model')
            window.find_seen('^Refresh$', BUTTON).press()
            window.find('^This is the built-in summary. No model is set up', LABEL)


class Model(unittest.TestCase):
    """A model in the cloud is the writer, with the real agent and worker and the simulator in its place."""

    # What Refresh asks for: this week, by a model that was told of nothing yet.
    WORDS = ('summary', 'weekly')
    WRITTEN = '^Written by sim:120b-cloud at 127.0.0.1, today at \\d+:\\d\\d$'

    def window(self):
        simulator = Simulator(events=1, set={'model.configured': True})
        simulator.start()
        self.addCleanup(simulator.stop)
        window = ServiceWindow(simulator, seed=['insights'])
        window.__enter__()
        self.addCleanup(window.__exit__)
        # One zone for the window, the agent and what they start.
        window.rows('settings', 'time_zone', 'Europe/Zurich')
        window.rows('settings', 'model_name', 'sim:120b-cloud')
        window.rows('settings', 'summary_engine', 'model')
        window.show('insights')
        return simulator, window

    def preview(self, window, *words):
        """The bytes that would leave the computer."""
        return subprocess.run([BUILD / 'src/ctl/daybookctl', *self.WORDS, '--preview', *words], env=window.environment, check=True,
                              capture_output=True, text=True).stdout

    def answer(self, simulator, body):
        """From now on the model writes a good summary of what it was told in that body."""
        rows = json.loads(json.loads(body)['messages'][1]['content'])['rows']
        texts = ('{meeting_hours} of the week went into {meetings}.', 'A meeting with many people stood out.',
                 'Around it {focus_hours} stayed quiet.', 'That was the week.')
        sentences = [{'part': 'summary', 'text': text, 'evidence': [row['id']]} for text, row in zip(texts, rows)]
        simulator.set(**{'model.reply': 'given', 'model.text': json.dumps({'sentences': sentences})})

    def refresh(self, window):
        button = window.find_seen('^Refresh$', BUTTON)
        window.until('it can be refreshed', lambda: button.has(Atspi.StateType.SENSITIVE))
        button.press()

    def is_by_model(self, window):
        """The words are the model's, its numbers those that are stored."""
        window.find(self.WRITTEN, LABEL)
        summary = window.rows(*self.WORDS)
        self.assertEqual((summary['engine'], summary['model'], len(summary['sentences'])), ('model', 'sim:120b-cloud', 4))
        self.assertIn(f'{summary["stats"]["meeting_hours"]:g} hours of the week', summary['summary'])
        self.assertEqual(Insights.prose(self, window), summary['summary'])
        self.assertFalse([thing for thing in window.all('^This is the built-in summary', LABEL) if thing.seen])

    def test_nothing_is_sent_before_a_person_agreed(self):
        simulator, window = self.window()
        self.refresh(window)
        body = window.find('^The Request, Byte for Byte$', TEXT).text
        self.assertEqual(body, self.preview(window))
        window.picture('insights-agreement')
        window.find('^Not Now$', BUTTON).press()
        # The engine that asks nobody wrote instead, and every byte stayed here.
        window.find('^Written on this computer by the built-in summaries, today at ', LABEL)
        summary = window.rows(*self.WORDS, '--engine', 'builtin')
        self.assertEqual(Insights.prose(self, window), summary['summary'])
        self.assertEqual((simulator.model.prompts(last=5), simulator.requests()), ([], 0))
        # Asked again, and answered otherwise: what was shown is what is sent.
        self.answer(simulator, body)
        self.refresh(window)
        window.find('^Send and Remember$', BUTTON).press()
        self.is_by_model(window)
        sent, = simulator.model.prompts(last=5)
        self.assertEqual((sent['bytes'], sent['body']), (len(body.encode()), json.loads(body)))
        # From then on nobody is asked.
        self.refresh(window)
        window.until('it is asked once more', lambda: len(simulator.model.prompts(last=5)) == 2)
        self.is_by_model(window)
        self.assertEqual(simulator.leaks(), [])

    def test_cancel_leaves_the_old_summary(self):
        simulator, window = self.window()
        body = self.preview(window, '--agree')
        self.answer(simulator, body)
        self.refresh(window)
        self.is_by_model(window)
        written = Insights.prose(self, window), window.rows(*self.WORDS)
        # An answer that never ends, and brings a little all the time.
        simulator.set(**{'model.endless': True, 'model.pause': 0.05})
        self.refresh(window)
        window.find_seen('^The model is writing…$', LABEL)
        window.until('the model writes', lambda: len(simulator.model.prompts(last=5)) == 2)
        self.assertFalse(window.find('^Refresh$', BUTTON).has(Atspi.StateType.SENSITIVE))
        window.picture('insights-writing')
        window.find_seen('^Cancel$', BUTTON).press()
        window.find_seen(self.WRITTEN, LABEL)
        self.assertFalse([thing for thing in window.all('^The model is writing…$|^Cancel$') if thing.seen])
        self.assertEqual((Insights.prose(self, window), window.rows(*self.WORDS)), written)
        # It was no failure of the model, which is asked the next time as ever.
        simulator.set(**{'model.endless': False, 'model.pause': 0})
        self.refresh(window)
        window.until('another one', lambda: window.rows(*self.WORDS)['created_at'] != written[1]['created_at'])
        self.is_by_model(window)


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
