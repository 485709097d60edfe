# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that changes a running simulator."""

import json
import os
import sys
import urllib.error
import urllib.request

USAGE = '''usage: simctl [--control URL] COMMAND [NAME=VALUE]...
       simctl [--control URL] browse ADDRESS [--browser firefox|chromium|plain]

Without --control the address comes from DAYBOOK_SIMULATOR_CONTROL. `simctl help` lists all
commands.
Values are read as JSON where they are some (true, 3, null), else as text.
'''


def call(control, command, arguments):
    """The result of a command. Raises RuntimeError with the simulator's words."""
    request = urllib.request.Request(
        f'{control}/{command}', data=json.dumps(arguments).encode(),
        headers={'Content-Type': 'application/json'})
    # No proxy of the environment: this never leaves the computer.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=120) as answer:
            return json.load(answer)['result']
    except urllib.error.HTTPError as error:
        try:
            text = json.load(error)['error']
        except ValueError:
            text = str(error)
        raise RuntimeError(text) from None


def value_of(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


def main(argv=None):
    words = list(sys.argv[1:] if argv is None else argv)
    control = os.environ.get('DAYBOOK_SIMULATOR_CONTROL')
    if words and words[0] == '--control':
        if len(words) < 2:
            print(USAGE, end='', file=sys.stderr)
            return 2
        control = words[1]
        words = words[2:]
    if not words or words[0] in ('-h', '--help'):
        print(USAGE, end='')
        return 0 if words else 2
    if words[0] == 'browse':
        from .browser import browse
        kind = words[words.index('--browser') + 1] if '--browser' in words[:-1] else 'firefox'
        status, text = browse(words[1], kind)
        print(f'{status}\n{text}')
        return 0 if status == 200 else 1
    if control is None:
        print('simctl: --control URL is needed (the simulator prints it)', file=sys.stderr)
        return 2
    arguments = {}
    for word in words[1:]:
        name, equals, value = word.partition('=')
        if not equals:
            print(f'simctl: {word}: NAME=VALUE is needed', file=sys.stderr)
            return 2
        arguments[name] = value_of(value)
    try:
        result = call(control.rstrip('/'), words[0], arguments)
    except (RuntimeError, OSError) as error:
        print(f'simctl: {error}', file=sys.stderr)
        return 1
    if words[0] == 'help':
        for name, entry in result.items():
            print(f'{name}{entry["arguments"]}\n    {entry["does"]}')
    elif isinstance(result, str):
        print(result)
    else:
        print(json.dumps(result, ensure_ascii=False, indent=2))
    return 0
