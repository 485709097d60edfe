#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every translation takes what its text takes: values, marks, mnemonics. msgfmt -c looks at printf alone, and only where
xgettext saw that a text is for it."""

import collections
import pathlib
import re
import sys
import unittest

PO = pathlib.Path(sys.argv.pop(1))

# %s, %d, %'lld, %.80s, %1$s; %% and "50 %" are none.
VALUE = re.compile(r"%(?:(\d+)\$)?[-+0'#]*(?:\d+|\*)?(?:\.(?:\d+|\*))?((?:hh|h|ll|l|j|z|t)?[diouxXcsfFeEgGp])")
# Dates are formats of strftime: each language has its own.
DATE = re.compile(r'%[-_0^#]?[EO]?[aAbBeHIjklmMpPSTuVYyZ]')
BRACES = re.compile(r'\{[A-Za-z_]*\}')
TAG = re.compile(r'</?[a-z]+(?:\s[^<>]*)?/?>')
MNEMONIC = re.compile(r'(?<![\w_])_(?=\w)|(?<=\w)_(?=\w)')
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
ESCAPES = {'n': '\n', 't': '\t', '"': '"', '\\': '\\'}

Entry = collections.namedtuple('Entry', 'line flags context singular plural translations')


def unquote(line: str) -> str:
    return re.sub(r'\\(.)', lambda m: ESCAPES.get(m.group(1), m.group(0)), QUOTED.search(line).group(1))


def read(path: pathlib.Path):
    """The entries of a catalogue that are used: not the header, not what is obsolete or not translated yet."""
    fields, field, flags, start = {}, None, set(), 0

    def end():
        translations = [text for name, text in fields.items() if name.startswith('msgstr')]
        if fields.get('msgid') and 'fuzzy' not in flags and any(translations):
            yield Entry(start, flags, fields.get('msgctxt'), fields['msgid'], fields.get('msgid_plural'), translations)

    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines() + [''], 1):
        if not line.strip():
            yield from end()
            fields, field, flags = {}, None, set()
        elif line.startswith('#,'):
            flags = {flag.strip() for flag in line[2:].split(',')}
        elif line.startswith('msg'):
            field = line.split(maxsplit=1)[0]
            start = number if field == 'msgid' else start
            fields[field] = unquote(line)
        elif line.startswith('"') and field:
            fields[field] += unquote(line)


def values(text: str):
    """What is put into it, by place: {1: 's', 2: 'd'}."""
    found = {}
    for place, (number, kind) in enumerate(VALUE.findall(text.replace('%%', '')), 1):
        found[int(number) if number else place] = kind
    return found


def count(pattern, text: str):
    # {Period} is {period} at the beginning of a sentence.
    return collections.Counter(found.lower() for found in pattern.findall(text))


def is_date(text: str) -> bool:
    rest = text.replace('%%', '')
    return bool(DATE.search(rest)) and not re.search(r'%[-+0\']*\d*[sdu]', rest)


def find_faults(entry: Entry):
    """Why a translation does not do, a sentence each."""
    if is_date(entry.singular):
        for text in entry.translations:
            if not DATE.search(text):
                yield f'“{text}” is no date'
        return
    full = entry.plural or entry.singular
    for number, text in enumerate(entry.translations):
        # "one meeting" may leave the number out, where its text does.
        wanted = [values(full)] + ([values(entry.singular)] if entry.plural and number == 0 else [])
        if values(text) not in wanted:
            yield f'“{text}” takes {values(text)}, not {wanted[0]}'
        for what, pattern in ('placeholders', BRACES), ('marks', TAG):
            if count(pattern, text) != count(pattern, full):
                yield f'“{text}” has other {what} than “{full}”'
        if 'c-format' not in entry.flags and len(MNEMONIC.findall(text)) != len(MNEMONIC.findall(full)):
            yield f'“{text}” has {len(MNEMONIC.findall(text))} mnemonics, not {len(MNEMONIC.findall(full))}'
        if full.endswith('\n') != text.endswith('\n'):
            yield f'“{text}” ends in another way'


class Catalogues(unittest.TestCase):
    def test_translations_take_what_their_texts_take(self):
        catalogues = sorted(PO.glob('*.po'))
        self.assertTrue(catalogues)
        faults = []
        for path in catalogues:
            entries = list(read(path))
            self.assertGreater(len(entries), 100, path)
            faults += [f'{path.name}:{entry.line}: {fault}' for entry in entries for fault in find_faults(entry)]
        self.assertEqual(faults, [], '\n'.join(faults))

    def test_faults_are_found(self):
        def faults(singular, *translations, plural=None, flags=()):
            return len(list(find_faults(Entry(1, set(flags), None, singular, plural, translations))))

        for good in (('%s of %d', '%s von %d'), ('%s of %d', '%2$d, davon %1$s'), ('100 %', '100 %'), ('%d %%', '%d %%'),
                     ('<b>A</b>', '<b>B</b>'), ('_Open', '_Öffnen'), ('_Open', 'Ö_ffnen'), ('{hours} in all', 'Gesamt {hours}'), ('In {period} it was', '{Period} war'),
                     ('%OB %Y', '%B %Y'), ('write_back', 'write_back')):
            self.assertEqual(faults(*good), 0, good)
        self.assertEqual(faults('One', '%d', plural='%d of them'), 0)
        self.assertEqual(faults('One', 'Einer', '%d', plural='%d of them'), 0)
        for bad in (('%s of %d', '%d von %s'), ('%s', 'nichts'), ('nothing', '%s'), ('%d', '%s'), ('<b>A</b>', 'B'),
                    ('<b>A</b>', '<b>B'), ('_Open', 'Öffnen'), ('Open', '_Öffnen'), ('{hours} in all', 'Gesamt {stunden}'),
                    ('%OB %Y', 'Monat'), ('A\n', 'B')):
            self.assertEqual(faults(*bad), 1, bad)
        self.assertEqual(faults('One', 'Einer', 'viele', plural='%d of them'), 1)


if __name__ == '__main__':
    unittest.main()
