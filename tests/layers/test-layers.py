#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""TAP: the layer rules hold for this checkout and its programs, and every rule can fail (a breach is planted for each).

usage: test-layers.py SOURCE BUILD PROGRAM..."""

import pathlib
import sys
import tempfile

import layers

SPDX = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'

# name of the rule, the files of a small tree, what the breach must say; None: the tree is clean
PLANTED = [
    ('clean-tree', layers.include_breaches,
     {'src/core/store/a.c': '#include "base/b.h"\n#include <sqlite3.h>\n', 'src/core/base/b.h': '#include <glib.h>\n'}, None),
    ('base-includes-store', layers.include_breaches,
     {'src/core/base/a.c': '#include "store/s.h"\n', 'src/core/store/s.h': ''}, 'core/base may not include from core/store'),
    ('core-includes-remote', layers.include_breaches,
     {'src/core/insight/a.c': '#include "net/t.h"\n', 'src/remote/net/t.h': ''}, 'core/insight may not include from remote/net'),
    ('provider-includes-store', layers.include_breaches,
     {'src/remote/providers/google/a.c': '#include "store/s.h"\n', 'src/core/store/s.h': ''}, 'may not include from core/store'),
    ('provider-includes-other-service', layers.include_breaches,
     {'src/remote/providers/google/a.c': '#include "providers/ics/i.h"\n', 'src/remote/providers/ics/i.h': ''},
     'google includes from ics'),
    ('provider-includes-what-services-share', layers.include_breaches,
     {'src/remote/providers/caldav/a.c': '#include "providers/ical-reader/i.h"\n', 'src/remote/providers/ical-reader/i.h': ''}, None),
    ('what-services-share-includes-service', layers.include_breaches,
     {'src/remote/providers/ical-reader/a.c': '#include "providers/ics/i.h"\n', 'src/remote/providers/ics/i.h': ''},
     'remote/providers/ical-reader may not include from remote/providers/*'),
    ('net-includes-service', layers.include_breaches,
     {'src/remote/net/a.c': '#include "providers/google/g.h"\n', 'src/remote/providers/google/g.h': ''},
     'remote/net may not include from remote/providers/*'),
    ('net-includes-events', layers.include_breaches,
     {'src/remote/net/a.c': '#include "store/daybook-events.h"\n', 'src/core/store/daybook-events.h': ''},
     'only what the vault needs'),
    ('window-includes-transport', layers.include_breaches,
     {'src/ui/today/a.c': '#include "net/t.h"\n', 'src/remote/net/t.h': ''}, 'ui may not include from remote/net'),
    ('agent-includes-gtk', layers.include_breaches, {'src/agent/a.c': '  #  include <gtk/gtk.h>\n'}, 'only the windows know GTK'),
    ('window-includes-libsoup', layers.include_breaches, {'src/ui/a.c': '#include <libsoup/soup.h>\n'}, 'only remote speaks HTTP'),
    ('ctl-includes-libsecret', layers.include_breaches, {'src/ctl/a.c': '#include <libsecret/secret.h>\n'},
     'only remote sees the keyring'),
    ('unknown-folder', layers.include_breaches, {'src/misc/a.c': ''}, 'a folder that no rule names'),
    ('rule-of-removed-folder', layers.rule_breaches, {'src/core/base/a.c': ''}, 'a rule names src/core/store, which is not there'),
    ('include-in-comment', layers.include_breaches, {'src/agent/a.c': '/* #include <gtk/gtk.h>\n#include <gtk/gtk.h> */\n'}, None),
    ('sql-call-outside-store', layers.word_breaches, {'src/agent/a.c': 'x = sqlite3_step (s);\n'}, 'only the store knows SQL'),
    ('sql-text-outside-store', layers.word_breaches, {'src/ui/a.c': 'q = "SELECT id FROM events";\n'}, 'SQL outside the store'),
    ('http-call-in-agent', layers.word_breaches, {'src/agent/a.c': 'soup_session_new ();\n'}, 'only remote speaks HTTP'),
    ('net-lists-services', layers.word_breaches, {'src/remote/net/a.c': 'daybook_registry_list ();\n'},
     'only who works for all services lists them'),
    ('call-in-comment', layers.word_breaches, {'src/agent/a.c': '/* never sqlite3_step () here */ puts ("/* "); // soup_x\n'}, None),
    ('no-spdx', layers.licence_breaches, {'src/agent/a.c': '#include <glib.h>\n'}, 'no SPDX line'),
    ('no-spdx-in-template', layers.licence_breaches, {'data/a.desktop.in.in': '[Desktop Entry]\n'}, 'no SPDX line'),
    ('no-spdx-in-help', layers.licence_breaches, {'help/C/a.page': '<page/>\n'}, 'no SPDX line'),
    ('no-spdx-in-options', layers.licence_breaches, {'meson_options.txt': "option('a')\n"}, 'no SPDX line'),
    ('data-without-spdx', layers.licence_breaches, {'data/a.png': 'PNG\n', 'tests/data/a.xml': '<a/>\n'}, None),
    ('spdx', layers.licence_breaches, {'src/agent/a.c': SPDX}, None),
    ('unlisted-source', lambda root: layers.build_breaches(root, '[]'), {'src/agent/a.c': SPDX}, 'in no meson.build'),
    ('listed-source', lambda root: layers.build_breaches(root, f'[{{"directory": "{root}/build", "file": "../src/agent/a.c"}}]'),
     {'src/agent/a.c': SPDX}, None),
    ('untranslated-file', layers.translation_breaches,
     {'po/POTFILES': '# nothing\n', 'src/agent/a.c': 'puts (_("Hello"));\n'}, 'is not in po/POTFILES'),
    ('untranslated-template', layers.translation_breaches,
     {'po/POTFILES': '', 'src/ui/a.ui': '<property name="label" translatable="yes">Hello</property>\n'}, 'is not in po/POTFILES'),
    ('stale-potfiles', layers.translation_breaches,
     {'po/POTFILES': 'src/agent/a.c\nsrc/agent/b.c\n', 'src/agent/a.c': '/* _("Hello") */\n'},
     ('has nothing to translate', 'does not exist')),
    ('macro-in-translation', layers.translation_breaches,
     {'po/POTFILES': 'src/agent/a.c\n', 'src/agent/a.c': 'puts (_("Row %" G_GINT64_FORMAT " is missing"));\n'},
     'a macro inside a text to translate'),
    ('translated-file', layers.translation_breaches,
     {'po/POTFILES': 'src/agent/a.c\n', 'src/agent/a.c': 'puts (_("Hello"));\n'}, None),
]

LINKS = [
    ('worker-links-gtk', 'daybook-worker', 'libgtk-4.so.1'),
    ('agent-links-libsoup', 'daybook-agent', 'libsoup-3.0.so.0'),
    ('ctl-links-libsecret', 'daybookctl', 'libsecret-1.so.0'),
    ('window-links-libsoup', 'daybook', 'libsoup-3.0.so.0'),
]


def planted_outcome(rule, files: dict[str, str], expected) -> list[str]:
    """What is wrong with a rule: it overlooked a planted breach, or saw one where none is."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        found = rule(root)
    if expected is None:
        return found
    wanted = (expected,) if isinstance(expected, str) else expected
    return [f'overlooked: {text} (found {found})' for text in wanted if not any(text in breach for breach in found)]


def main() -> int:
    root = pathlib.Path(sys.argv[1])
    commands = (pathlib.Path(sys.argv[2]) / 'compile_commands.json').read_text()
    programs = [pathlib.Path(argument) for argument in sys.argv[3:]]
    results = [
        ('/layers/includes', layers.include_breaches(root)),
        ('/layers/rules', layers.rule_breaches(root)),
        ('/layers/words', layers.word_breaches(root)),
        ('/layers/licence', layers.licence_breaches(root)),
        ('/layers/build-lists', layers.build_breaches(root, commands)),
        ('/layers/translations', layers.translation_breaches(root)),
    ]
    for program in programs:
        results.append((f'/layers/links/{program.name}',
                        layers.link_breaches(program.name, layers.needed_libraries(program))))
        if program.name == 'daybook-worker':  # the control: what is linked is seen
            seen = layers.needed_libraries(program)
            results.append(('/layers/links/seen',
                            [] if any(name.startswith('libsoup') for name in seen) else [f'libsoup not among {seen}']))
    for name, rule, files, expected in PLANTED:
        results.append((f'/layers/planted/{name}', planted_outcome(rule, files, expected)))
    for name, program, library in LINKS:
        results.append((f'/layers/planted/{name}',
                        [] if layers.link_breaches(program, ['libc.so.6', library]) else [f'overlooked: {library}']))

    print(f'1..{len(results)}')
    for number, (name, breaches) in enumerate(results, 1):
        for breach in breaches:
            print(f'# {breach}', file=sys.stderr)
        print(f"{'not ok' if breaches else 'ok'} {number} {name}")
    return 1 if any(breaches for _, breaches in results) else 0


if __name__ == '__main__':
    sys.exit(main())
