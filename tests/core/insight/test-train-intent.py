#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""build-aux/train-intent's program: the same sentences give the same bytes, and what it says of itself is true.

usage: test-train-intent.py TRAINER"""

import pathlib
import subprocess
import sys
import tempfile

ASKING = ['please send the {}', 'could you check the {}?', 'can you call me about the {}?', 'let me know about the {}']
TELLING = ['the {} was good', 'i have read the {}', 'we had a {} yesterday', 'they liked the {}']
THINGS = ['report', 'plan', 'offer', 'letter', 'budget', 'contract', 'room', 'car', 'train', 'house', 'list', 'table', 'book',
          'picture', 'song', 'game']


def train(trainer, sentences, folder, name):
    weights, report = folder / f'{name}.bin', folder / f'{name}.txt'
    done = subprocess.run([trainer, sentences, weights, report], capture_output=True, text=True, check=False)
    return done.returncode, weights, report


def main():
    trainer = sys.argv[1]
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        sentences = folder / 'sentences.tsv'
        sentences.write_text(''.join(f'yes\t{s.format(t)}\nno\t{o.format(t)}\n'
                                     for t in THINGS for s, o in zip(ASKING, TELLING)))
        first, second = (train(trainer, sentences, folder, n) for n in ('first', 'second'))
        results.append(('same-sentences-give-the-same-bytes', first[0] == second[0] == 0
                        and first[1].read_bytes() == second[1].read_bytes()))
        figures = dict(line.split(': ') for line in first[2].read_text().splitlines())
        results.append(('what-can-be-told-apart-is', float(figures['accuracy']) > 0.95 and float(figures['F1']) > 0.95))
        few = folder / 'few.tsv'
        few.write_text('yes\tplease come\nno\tthanks\n')
        results.append(('too-few-sentences-are-refused', train(trainer, few, folder, 'few')[0] == 1))
    print(f'1..{len(results)}')
    for number, (name, good) in enumerate(results, 1):
        print(f'{"ok" if good else "not ok"} {number} /train-intent/{name}')
    return 0 if all(good for _, good in results) else 1


if __name__ == '__main__':
    sys.exit(main())
