# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of design.md section 5 as functions: each takes the top of a source tree (or what a program links) and
returns what breaks the rule, one line a breach, `path:line: what`. Nothing here knows how results are shown."""

import json
import pathlib
import re
import subprocess
import typing

# A folder may include from these folders. A folder below a named one belongs to it unless it is named itself.
BASE = {'core/base'}
RECORDS = BASE | {'core/records'}
STORE = RECORDS | {'core/store'}
CORE = STORE | {'core/timekeeping', 'core/insight', 'core/ipc'}
PROVIDERS = {'remote/providers'}
ALLOWED = {
    'core/base': BASE,
    'core/records': RECORDS,
    'core/store': STORE,
    'core/timekeeping': STORE | {'core/timekeeping'},
    'core/insight': STORE | {'core/insight', 'core/timekeeping'},
    'core/ipc': RECORDS | {'core/ipc'},
    'remote/providers': RECORDS | PROVIDERS | {'remote/providers/*'},
    'remote/providers/ical-reader': RECORDS | PROVIDERS | {'remote/providers/ical-reader'},
    'remote/providers/*': RECORDS | PROVIDERS | {'remote/providers/ical-reader'},
    'remote/net': RECORDS | PROVIDERS | {'core/store', 'core/ipc', 'remote/net'},
    'remote/sync': CORE | PROVIDERS | {'remote/net', 'remote/sync'},
    'remote/model': STORE | PROVIDERS | {'core/insight', 'remote/net', 'remote/model'},
    'worker': CORE | PROVIDERS | {'remote/net', 'remote/sync', 'remote/model', 'worker'},
    'agent': CORE | {'agent'},
    'ctl': CORE | {'ctl'},
    'ui': CORE | {'ui'},
}

# Of the store, net sees what its vault needs and no more.
NET_STORE_HEADERS = re.compile(r'store/daybook-(store|sealed-secrets)\.h$')

# A system header belongs to these folders alone.
SYSTEM_HEADERS = [
    (re.compile(r'(gtk|gdk|gsk)/|adwaita\.h'), ('ui',), 'only the windows know GTK'),
    (re.compile(r'libsoup/'), ('remote',), 'only remote speaks HTTP'),
    (re.compile(r'libsecret/'), ('remote',), 'only remote sees the keyring'),
    (re.compile(r'(gnutls|libxml)/'), ('remote',), 'only remote has ciphers and XML'),
    (re.compile(r'sqlite3\.h'), ('core/store',), 'only the store knows SQL'),
    (re.compile(r'pango/|cairo'), ('ui',), 'only the windows draw'),
]

# Words that only one part may use, comments taken out first.
WORDS = [
    (re.compile(r'\bsqlite3_\w+'), ('core/store',), 'only the store knows SQL'),
    (re.compile(r'"\s*(SELECT|INSERT INTO|INSERT OR|UPDATE \w+ SET|DELETE FROM|PRAGMA|CREATE TABLE)\b'), ('core/store',),
     'SQL outside the store'),
    (re.compile(r'\bsoup_\w+'), ('remote',), 'only remote speaks HTTP'),
    (re.compile(r'\bsecret_(password|service|collection|item)_\w+'), ('remote',), 'only remote sees the keyring'),
    (re.compile(r'\bg_socket_client_\w+'), ('remote',), 'only remote opens connections'),
    (re.compile(r'\bdaybook_registry_\w+'), ('remote/providers', 'remote/sync', 'worker'), 'only who works for all services lists them'),
]

# A program may not link these, by the beginning of the library's name.
FORBIDDEN_LIBRARIES = {
    'daybook-worker': ('libgtk', 'libadwaita', 'libgdk', 'libpangocairo'),
    'daybook-agent': ('libgtk', 'libadwaita', 'libgdk', 'libpangocairo', 'libsoup', 'libsecret', 'libgnutls', 'libxml2'),
    'daybookctl': ('libgtk', 'libadwaita', 'libgdk', 'libsoup', 'libsecret', 'libgnutls', 'libxml2'),
    'daybook': ('libsoup', 'libsecret', 'libgnutls', 'libxml2'),
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|("(?:\\.|[^"\\\n])*")', re.S)
TRANSLATED = re.compile(r'(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|Q_|ngettext|gettext|g_dngettext|g_dpgettext2)\s*\(\s*"|translatable="(?:yes|true)"')
# xgettext reads the text up to a macro and no further: the translation would never be found.
BROKEN_TRANSLATION = re.compile(r'(?<![A-Za-z0-9_])(?:_|N_)\s*\(\s*(?:"(?:\\.|[^"\\])*"\s*)+[A-Za-z_]')
SOURCE_SUFFIXES = {'.c', '.h', '.ui', '.sql', '.css', '.xml', '.py'}


def without_comments(text: str) -> str:
    """The text with comments blanked, strings and line numbers kept."""
    return COMMENT.sub(lambda m: m.group(1) or re.sub(r'[^\n]', ' ', m.group(0)), text)


def line_of(text: str, position: int) -> int:
    return text.count('\n', 0, position) + 1


def sources(root: pathlib.Path, *suffixes: str) -> list[pathlib.Path]:
    return sorted(p for p in (root / 'src').rglob('*') if p.is_file() and p.suffix in suffixes)


def folder_of(path: str) -> str | None:
    """The named folder that a path below src/ belongs to; a service's, "remote/providers/google", is "remote/providers/*"."""
    parts = path.split('/')[:-1]
    if parts[:2] == ['remote', 'providers'] and len(parts) > 2 and '/'.join(parts[:3]) not in ALLOWED:
        return 'remote/providers/*'
    for length in range(len(parts), 0, -1):
        if '/'.join(parts[:length]) in ALLOWED:
            return '/'.join(parts[:length])
    return None


def resolve(root: pathlib.Path, including: str, header: str) -> str | None:
    """Where below src/ a quoted header lies, seen from a file; None for generated ones."""
    own = including.split('/')[0]
    for candidate in (f'core/{header}', f'remote/{header}', f'ui/{header}', f'{own}/{header}',
                      f"{including.rsplit('/', 1)[0]}/{header}", header):
        if (root / 'src' / candidate).is_file():
            return candidate
    return None


def include_breaches(root: pathlib.Path) -> list[str]:
    breaches = []
    for path in sources(root, '.c', '.h'):
        name = path.relative_to(root / 'src').as_posix()
        folder = folder_of(name)
        if folder is None:
            breaches.append(f'src/{name}:1: a folder that no rule names')
            continue
        text = without_comments(path.read_text())
        for match in INCLUDE.finditer(text):
            kind, header = match.groups()
            where = f'src/{name}:{line_of(text, match.start(1))}'
            if kind == '<':
                breaches += [f'{where}: <{header}>: {why}' for pattern, owners, why in SYSTEM_HEADERS
                             if pattern.match(header) and not any(folder == o or folder.startswith(o + '/') for o in owners)]
                continue
            target = resolve(root, name, header)
            if target is None:
                continue
            other = folder_of(target)
            if folder == other == 'remote/providers/*':
                pair = (name.split('/')[2], target.split('/')[2])
                if pair[0] != pair[1]:
                    breaches.append(f'{where}: {pair[0]} includes from {pair[1]}: services do not know each other')
            elif other not in ALLOWED[folder]:
                breaches.append(f'{where}: {folder} may not include from {other} ("{header}")')
            elif folder == 'remote/net' and other == 'core/store' and not NET_STORE_HEADERS.match(header):
                breaches.append(f'{where}: net sees of the store only what the vault needs ("{header}")')
    return breaches


def rule_breaches(root: pathlib.Path) -> list[str]:
    """No rule outlives the folder that it is for."""
    named = {folder.removesuffix('/*') for folder in ALLOWED}.union(*ALLOWED.values())
    return [f'tests/layers/layers.py:1: a rule names src/{folder}, which is not there'
            for folder in sorted(named) if not (root / 'src' / folder.removesuffix('/*')).is_dir()]


def word_breaches(root: pathlib.Path) -> list[str]:
    breaches = []
    for path in sources(root, '.c', '.h'):
        name = path.relative_to(root / 'src').as_posix()
        folder = folder_of(name) or ''
        text = without_comments(path.read_text())
        for pattern, owners, why in WORDS:
            if any(folder == owner or folder.startswith(owner + '/') for owner in owners):
                continue
            breaches += [f'src/{name}:{line_of(text, m.start())}: {m.group(0).strip()}: {why}' for m in pattern.finditer(text)]
    return breaches


def has_licence_line(name: str, path: pathlib.Path) -> bool:
    """Whether a file can say its licence: sources, programs, templates, help; no data, and no format without comments."""
    if name.startswith('tests/data/') or '__pycache__' in name:
        return False
    if path.suffix in SOURCE_SUFFIXES or path.name in ('meson.build', 'meson_options.txt'):
        return True
    if name.startswith(('build-aux/', '.ci/')) and path.suffix == '':
        return path.read_bytes()[:2] == b'#!'
    return name.startswith(('data/', 'help/', 'build-aux/')) and path.suffix in ('.in', '.example', '.page', '.supp')


def licence_breaches(root: pathlib.Path) -> list[str]:
    breaches = []
    paths = [path for top in ('src', 'tests', 'build-aux', '.ci', 'data', 'help', 'po') for path in sorted((root / top).rglob('*'))]
    for path in paths + sorted(root.glob('meson*')):
        name = path.relative_to(root).as_posix()
        if path.is_file() and has_licence_line(name, path):
            head = path.read_text(errors='replace').split('\n', 4)[:4]
            if not any('SPDX-License-Identifier: GPL-3.0-or-later' in line for line in head):
                breaches.append(f'{name}:1: no SPDX line')
    return breaches


def build_breaches(root: pathlib.Path, compile_commands: str) -> list[str]:
    """Every .c is compiled by some target (meson's compile_commands.json lists what is)."""
    compiled = {(pathlib.Path(command['directory']) / command['file']).resolve() for command in json.loads(compile_commands)}
    return [f'{path.relative_to(root).as_posix()}:1: in no meson.build' for top in ('src', 'tests')
            for path in sorted((root / top).rglob('*.c')) if path.resolve() not in compiled]


def is_translated(path: pathlib.Path) -> bool:
    """Whether a source or a template has something to translate."""
    text = path.read_text()
    return TRANSLATED.search(text if path.suffix == '.ui' else without_comments(text)) is not None


def translation_breaches(root: pathlib.Path) -> list[str]:
    """po/POTFILES lists exactly the files that have something to translate."""
    listed = [line.strip() for line in (root / 'po' / 'POTFILES').read_text().splitlines()
              if line.strip() and not line.startswith('#')]
    breaches = [f'po/POTFILES: {name} is listed twice' for name in sorted({n for n in listed if listed.count(n) > 1})]
    breaches += [f'po/POTFILES: {name} does not exist' for name in listed if not (root / name).is_file()]
    for path in sources(root, '.c', '.h', '.ui'):
        name = path.relative_to(root).as_posix()
        if path.suffix != '.ui':
            text = without_comments(path.read_text())
            breaches += [f'{name}:{line_of(text, match.start())}: a macro inside a text to translate'
                         for match in BROKEN_TRANSLATION.finditer(text)]
        has = is_translated(path)
        if has and name not in listed:
            breaches.append(f'{name}:1: has strings to translate and is not in po/POTFILES (run build-aux/update-translations)')
        if not has and name in listed:
            breaches.append(f'{name}:1: is in po/POTFILES and has nothing to translate (run build-aux/update-translations)')
    return breaches


def needed_libraries(program: pathlib.Path) -> list[str]:
    """The shared libraries a program asks for itself (DT_NEEDED)."""
    output = subprocess.run(['readelf', '-d', '-W', str(program)], check=True, capture_output=True, text=True,
                            env={'LC_ALL': 'C', 'PATH': '/usr/bin:/bin'}).stdout
    return re.findall(r'\(NEEDED\).*\[([^\]]+)\]', output)


def link_breaches(name: str, libraries: typing.Iterable[str]) -> list[str]:
    return [f'{name} links {library}' for library in libraries if library.startswith(FORBIDDEN_LIBRARIES[name])]
