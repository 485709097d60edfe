#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""TAP: packages are looked for before anything is installed, tests are counted honestly, a private session is private.

usage: test-build-aux.py SOURCE"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(sys.argv[1])
AUX = SOURCE / 'build-aux'
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def shell(folder: pathlib.Path, name: str, body: str) -> None:
    """A stand-in for a system program."""
    path = folder / name
    path.write_text('#!/bin/sh\n' + body)
    path.chmod(0o755)


def install(folder: pathlib.Path, installed: str, uid: int, *, apt='exit 0', sudo='exit 1') -> tuple[int, str, str]:
    """Runs install-packages build among stand-ins; returns status, what it said, and what apt-get was asked."""
    shell(folder, 'dpkg-query', f'shift 3; for p; do case " {installed} " in *" $p "*|*" all "*) echo "ii  $p";; esac; done')
    shell(folder, 'apt-get', f'echo "$@" >> {folder}/asked; {apt}')
    shell(folder, 'id', f'echo {uid}')
    shell(folder, 'sudo', sudo)
    done = subprocess.run([AUX / 'install-packages', 'build'], capture_output=True, text=True,
                          env={'PATH': f'{folder}:/usr/bin:/bin'})
    asked = folder / 'asked'
    return done.returncode, done.stdout + done.stderr, asked.read_text() if asked.exists() else ''


@check
def packages_nothing_missing(folder):
    status, said, asked = install(folder, 'all', 1000)
    return status == 0 and said == '' and asked == ''


@check
def packages_installs_only_the_missing(folder):
    status, _, asked = install(folder, 'gcc libc6-dev', 0)
    wanted = asked.splitlines()[-1]
    return (status == 0 and ' meson' in wanted and ' gcc' not in wanted and '--no-install-recommends' in wanted
            and 'DPkg::Lock::Timeout=900' in wanted and ' xvfb' not in wanted)


@check
def packages_old_lists_are_fetched_again(folder):
    # The first install fails, as with lists that promise what the mirror no longer has; after an update it works.
    apt = f'case "$*" in *update*) touch {folder}/fresh;; esac; test -e {folder}/fresh'
    status, _, asked = install(folder, '', 0, apt=apt)
    return status == 0 and 'update' in asked and asked.splitlines()[-1].split()[-1] != 'update'


@check
def packages_not_root_prints_the_list(folder):
    status, said, asked = install(folder, 'gcc', 1000)
    return status == 1 and 'apt-get install --no-install-recommends' in said and ' meson' in said and ' gcc ' not in said and asked == ''


@check
def packages_sudo_without_a_question(folder):
    status, _, asked = install(folder, 'gcc', 1000, sudo='shift; exec "$@"')
    return status == 0 and ' meson' in asked


@check
def packages_apt_fails(folder):
    status, said, _ = install(folder, 'gcc', 0, apt='exit 100')
    return status == 1 and 'could not be installed' in said and ' meson' in said


@check
def packages_unknown_distribution(folder):
    for name in ('sh', 'awk', 'dirname', 'cat'):
        os.symlink(f'/usr/bin/{name}', folder / name)
    done = subprocess.run([AUX / 'install-packages', 'build'], capture_output=True, text=True, env={'PATH': str(folder)})
    return done.returncode == 1 and 'no apt' in done.stderr and ' gcc' in done.stderr and ' libgtk-4-dev' in done.stderr


def count(folder: pathlib.Path, runs: list[dict], suites: str, *more: str) -> tuple[int, list[str]]:
    logs = folder / 'meson-logs'
    logs.mkdir()
    (logs / 'testlog.json').write_text(''.join(json.dumps({'returncode': 0, **run}) + '\n' for run in runs))
    (logs / 'testlog.junit.xml').write_text(f'<testsuites>{suites}</testsuites>')
    done = subprocess.run([AUX / 'count-tests', folder, *more], capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


def suite(name: str, *cases: str) -> str:
    return f'<testsuite name="daybook.{name}">' + ''.join(
        f'<testcase name="{number}" classname="daybook.{name}">{case}</testcase>' for number, case in enumerate(cases)) + '</testsuite>'


@check
def count_single_cases(folder):
    runs = [{'name': 'daybook:core / time', 'result': 'OK'}, {'name': 'daybook:desktop / icons', 'result': 'OK'}]
    return count(folder, runs, suite('daybook:core / time', '', '', '<skipped/>')) == (0, [
        'skipped: time: 2', '3 passed, 0 failed, 1 skipped'])


@check
def count_failing_case(folder):
    runs = [{'name': 'daybook:core / time', 'result': 'ERROR', 'returncode': 1}]
    status, lines = count(folder, runs, suite('daybook:core / time', '', '<failure/>'))
    return status == 1 and lines[-2:] == ['failed: time: 1', '1 passed, 1 failed']


@check
def count_says_why_a_case_failed(folder):
    runs = [{'name': 'daybook:core / time', 'result': 'ERROR', 'returncode': 1,
             'stdout': '1..3\n# of the first\nok 1 /a\n# 3 != 4\nnot ok 2 /b\n# of the third\nok 3 /c\n'}]
    _, lines = count(folder, runs, suite('daybook:core / time', '', '<failure/>', ''))
    return lines[:3] == [f'--- time in {folder.name}:', '    # 3 != 4', '    not ok 2 /b']


@check
def count_crash_after_good_cases(folder):
    runs = [{'name': 'daybook:core / time', 'result': 'ERROR', 'returncode': -11}]
    status, lines = count(folder, runs, suite('daybook:core / time', '', ''))
    return status == 1 and lines[-1] == '2 passed, 1 failed'


@check
def count_nothing_ran(folder):
    return count(folder, [], '') == (1, ['0 passed, 0 failed'])


@check
def count_no_results(folder):
    done = subprocess.run([AUX / 'count-tests', folder / 'nowhere'], capture_output=True, text=True)
    return done.returncode == 1 and done.stdout.splitlines()[-1] == '0 passed, 1 failed'


@check
def count_other_steps(folder):
    status, lines = count(folder, [{'name': 'daybook:a / b', 'result': 'OK'}], '', 'fuzz=failed')
    return status == 1 and lines == ['failed: fuzz', '1 passed, 1 failed']


def session(folder: pathlib.Path, *arguments: str, stdin: str = '') -> subprocess.CompletedProcess:
    return subprocess.run([AUX / 'private-session', *arguments], input=stdin, capture_output=True, text=True,
                          env={**os.environ, 'TMPDIR': str(folder), 'HOME': '/nowhere'})


@check
def session_is_private(folder):
    script = 'for v in HOME XDG_DATA_HOME XDG_CONFIG_HOME XDG_RUNTIME_DIR; do eval echo \\$$v; done; stat -c %a "$XDG_RUNTIME_DIR"'
    lines = session(folder, '--no-display', '--no-keyring', '--', 'sh', '-c', script).stdout.splitlines()
    return len(lines) == 5 and all(line.startswith(str(folder)) for line in lines[:4]) and lines[4] == '700'


@check
def session_passes_status_and_input(folder):
    done = session(folder, '--no-display', '--no-keyring', '--', 'sh', '-c', 'cat; exit 7', stdin='words')
    return done.returncode == 7 and done.stdout == 'words'


@check
def session_leaves_nothing(folder):
    session(folder, '--', 'sh', '-c', 'echo x > "$HOME/file"')
    return list(folder.iterdir()) == []


@check
def session_starts_only_our_services(folder):
    done = session(folder, '--no-display', '--no-keyring', '--', 'gdbus', 'call', '--session', '-d', 'org.freedesktop.DBus', '-o', '/',
                   '-m', 'org.freedesktop.DBus.ListActivatableNames')
    return done.stdout.count("'io.github.daybookapp.Daybook") == 2 and 'secrets' not in done.stdout and 'portal' not in done.stdout


@check
def session_keyring_keeps_a_secret(folder):
    done = session(folder, '--no-display', '--', 'sh', '-c', 'printf pw | secret-tool store --label=x a b && secret-tool lookup a b')
    return done.returncode == 0 and done.stdout == 'pw'


@check
def session_keyring_locked(folder):
    done = session(folder, '--no-display', '--locked', '--', 'gdbus', 'call', '--session', '-d', 'org.freedesktop.secrets',
                   '-o', '/org/freedesktop/secrets/collection/login', '-m', 'org.freedesktop.DBus.Properties.Get',
                   'org.freedesktop.Secret.Collection', 'Locked')
    return done.stdout.strip() == '(<true>,)'


@check
def session_has_a_display(folder):
    done = session(folder, '--size', '640x480', '--', 'xdotool', 'getdisplaygeometry')
    return done.stdout.split() == ['640', '480']


def main() -> int:
    print(f'1..{len(CHECKS)}')
    failed = 0
    for number, function in enumerate(CHECKS, 1):
        with tempfile.TemporaryDirectory(prefix='daybook-aux.', dir='/tmp') as folder:
            good = function(pathlib.Path(folder))
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} /build-aux/{function.__name__.replace('_', '-')}", flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
