#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""TAP: the help is valid, complete and true to the database, the commands and the keys.

usage: test-help.py SOURCE"""

import pathlib
import re
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

MALLARD = '{http://projectmallard.org/1.0/}'


def checker(command: str, pages: list[pathlib.Path]) -> list[str]:
    done = subprocess.run(['yelp-check', command] + [str(page) for page in pages], capture_output=True, text=True)
    output = (done.stdout + done.stderr).strip()
    return output.splitlines() if output or done.returncode else []


def listed(root: pathlib.Path, pages: list[pathlib.Path]) -> list[str]:
    rules = (root / 'help' / 'meson.build').read_text()
    return [f'{page.name} is not in help/meson.build' for page in pages if f"'{page.name}'" not in rules]


def real_views(root: pathlib.Path) -> dict[str, list[str]]:
    """The views that the migrations make, with their columns."""
    database = sqlite3.connect(':memory:')
    for migration in sorted((root / 'src' / 'core' / 'store' / 'migrations').glob('[0-9]*.sql')):
        database.executescript(migration.read_text())
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'v_*'")]
    return {name: [row[1] for row in database.execute(f'PRAGMA table_info ({name})')] for name in names}


def documented_views(root: pathlib.Path) -> dict[str, list[str]]:
    page = ElementTree.parse(root / 'help' / 'C' / 'database.page')
    found = {}
    for item in page.iter(f'{MALLARD}item'):
        name = item.find(f'{MALLARD}title/{MALLARD}code')
        if name is not None and name.text.startswith('v_'):
            found[name.text] = [code.text for code in item.findall(f'{MALLARD}p/{MALLARD}code')]
    return found


def views(root: pathlib.Path) -> list[str]:
    real, documented = real_views(root), documented_views(root)
    if not real:
        return ['the migrations make no view']
    return [f'{name}: the help says {documented.get(name)}, the database has {real.get(name)}'
            for name in sorted(real.keys() | documented.keys()) if real.get(name) != documented.get(name)]


def examples(root: pathlib.Path) -> list[str]:
    """The SQL in the help runs."""
    database = sqlite3.connect(':memory:')
    for migration in sorted((root / 'src' / 'core' / 'store' / 'migrations').glob('[0-9]*.sql')):
        database.executescript(migration.read_text())
    text = ElementTree.parse(root / 'help' / 'C' / 'database.page').find(f'.//{MALLARD}code[@mime="text/x-sql"]').text
    found = []
    for statement in filter(str.strip, text.split(';')):
        try:
            database.execute(statement)
        except sqlite3.Error as error:
            found.append(f'{error}: {re.sub(chr(10), " ", statement.strip())}')
    return found


def commands(root: pathlib.Path) -> list[str]:
    """Each command of daybookctl is in the list of them."""
    real = re.findall(r'^  { "([a-z-]+)", ', (root / 'src' / 'ctl' / 'main.c').read_text(), re.MULTILINE)
    section = ElementTree.parse(root / 'help' / 'C' / 'command-line.page').find(f'.//{MALLARD}section[@id="commands"]')
    said = {word for cell in section.iter(f'{MALLARD}tr') for word in re.findall('[a-z-]+', cell.find(f'.//{MALLARD}cmd').text)}
    return [f'daybookctl {name} is not in the help' for name in real if name not in said] if real else ['no command was found']


def shortcuts(root: pathlib.Path) -> list[str]:
    """The help has the groups of keys that the window has, and as many keys in each."""
    window = ElementTree.parse(root / 'src' / 'ui' / 'daybook-shortcuts.ui')
    page = ElementTree.parse(root / 'help' / 'C' / 'shortcuts.page')
    real = {group.find('property[@name="title"]').text: len(group.findall('child'))
            for group in window.iter('object') if group.get('class') == 'GtkShortcutsGroup'}
    said = {table.find(f'{MALLARD}title').text.split(',')[0]: len(table.findall(f'.//{MALLARD}tr'))
            for table in page.iter(f'{MALLARD}table')}
    return [f'{name}: the window has {real.get(name)} shortcuts, the help {said.get(name)}'
            for name in sorted(real.keys() | said.keys()) if real.get(name) != said.get(name)]


def main() -> int:
    root = pathlib.Path(sys.argv[1])
    pages = sorted((root / 'help' / 'C').glob('*.page'))
    results = [(f'/help/{command}', checker(command, pages)) for command in ('validate', 'links', 'orphans')]
    results += [('/help/listed', listed(root, pages)), ('/help/views', views(root)), ('/help/examples', examples(root)),
                ('/help/commands', commands(root)), ('/help/shortcuts', shortcuts(root))]
    print(f'1..{len(results)}')
    for number, (name, faults) in enumerate(results, 1):
        for fault in faults:
            print(f'# {fault}', file=sys.stderr)
        print(f"{'not ok' if faults else 'ok'} {number} {name}")
    return 1 if any(faults for _, faults in results) else 0


if __name__ == '__main__':
    sys.exit(main())
