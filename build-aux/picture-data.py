# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a home with what the pictures show: the sample account on the afternoon that DAYBOOK_NOW names, two clients, and
time that is partly logged and partly approved. Called by build-aux/screenshots inside a private session."""

import datetime
import json
import os
import pathlib
import subprocess

CTL = str(pathlib.Path(os.environ['DAYBOOK_BUILD']) / 'src' / 'ctl' / 'daybookctl')
PROJECTS = [('Website', '#9141ac', 'ACME', '95.00'), ('Support', '#3584e4', 'ACME', '80.00'),
            ('Migration', '#ff7800', 'Northwind', '110.00'), ('Team', '#2190a4', None, None)]
# words in a meeting's title and its project; other meetings stay to be logged
MEETINGS = [('Stand-up', 'Team'), ('One-on-one', 'Team'), ('Architecture', 'Website'), ('Checkout', 'Website'), ('checkout', 'Website'),
            ('Design', 'Website'), ('Product page', 'Website'), ('Support', 'Support'), ('ACME status', 'Support'), ('Northwind', 'Migration')]
WORK = [('-9d', '11:30', '45m: Fix the address form', 'Support'), ('-2d', '11:15', '40m: Answer tickets', 'Support'),
        ('-1d', '10:00', '1h30: Basket totals', 'Website'), ('today', '08:30', '30m: Plan the day', 'Team'),
        ('today', '12:15', '45m: Fix the checkout bug', 'Support')]


def ctl(*words):
    return subprocess.run([CTL, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True).stdout


def values(*words):
    return json.loads(ctl(*words, '--json'))


def main():
    account = ctl('connect', 'sample').split()[-1]
    ctl('sync', account)
    for client in ('ACME', 'Northwind'):
        ctl('clients', 'add', client)
    for name, color, client, rate in PROJECTS:
        ctl('projects', 'add', name, '--color', color, *(('--client', client, '--rate', rate, '--currency', 'EUR') if client else ()))

    now = os.environ['DAYBOOK_NOW']
    for event in values('events', '--from', '-9d', '--to', 'today'):
        project = next((project for word, project in MEETINGS if word in event['title']), None)
        # today's design review waits to be logged: it is what the picture of the day is about
        if project and event['start'] and event['start'] < now and not ('Design' in event['title'] and event['start'][:10] == now[:10]):
            ctl('convert', event['id'], '--project', project)
    today = datetime.date.fromisoformat(now[:10])
    for when, at, text, project in WORK:
        date = today if when == 'today' else today + datetime.timedelta(int(when.rstrip('d')))
        ctl('log', text, '--project', project, '--at', f'{date}T{at}')
    for entry in values('entries', '--from', '-9d', '--to', '-3d'):
        ctl('entry', entry['id'], '--approve')
    for entry in values('entries', '--from', 'today', '--to', 'today')[:3]:
        ctl('entry', entry['id'], '--approve')


if __name__ == '__main__':
    main()
