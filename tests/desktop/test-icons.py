#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""TAP: every icon renders, is neither empty nor full, and symbolic ones use only what GTK recolours. Our glyphs are all in
the resource, for any size and drawn for the usual one.

usage: test-icons.py FOLDER BUILT-FOLDER"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree

import gi

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf, GLib  # noqa: E402

SVG = '{http://www.w3.org/2000/svg}'


def inked(path: pathlib.Path, size: int) -> float:
    """The share of a rendered picture that is not transparent."""
    picture = GdkPixbuf.Pixbuf.new_from_file_at_size(str(path), size, size)
    pixels, stride = picture.get_pixels(), picture.get_rowstride()
    if picture.get_width() != size or picture.get_height() != size or not picture.get_has_alpha():
        return -1
    return sum(pixels[y * stride + x * 4 + 3] > 127 for y in range(size) for x in range(size)) / size ** 2


def faults(path: pathlib.Path) -> list[str]:
    found = []
    try:
        share = inked(path, 64)
    except GLib.Error as error:
        return [error.message]
    if not 0.05 < share < 0.95:
        found.append(f'{share:.2f} of it is inked')
    if path.stem.endswith('-symbolic'):
        for element in ElementTree.parse(path).getroot().iter():
            kind = element.tag.removeprefix(SVG)
            if kind not in ('svg', 'title', 'path'):
                found.append(f'<{kind}> in a symbolic icon')
            # GTK gives every path the text colour as its fill: a stroke would stay as it is, an unfilled shape fill up.
            if kind == 'path' and ('stroke' in element.attrib or element.get('fill') != '#2e3436'):
                found.append('a path that GTK does not recolour')
    return found


def main() -> int:
    icons = sorted(pathlib.Path(sys.argv[1]).rglob('*.svg'))
    print(f'1..{len(icons) + 1}')
    failed = not icons
    for number, path in enumerate(icons, 1):
        found = faults(path)
        for fault in found:
            print(f'# {path.name}: {fault}', file=sys.stderr)
        print(f"{'not ok' if found else 'ok'} {number} /icons/{path.stem}")
        failed |= bool(found)
    built = pathlib.Path(sys.argv[2])
    listed = (built / 'daybook-icons.gresource.xml').read_text()
    missing = []
    for path in icons:
        if path.parent.name in ('pages', 'services'):
            drawn = path.with_suffix('.symbolic.png').name
            missing += [name for name in (f'{path.parent.name}/{path.name}', drawn) if f'>{name}<' not in listed]
            if (built / drawn).exists() and not 0.05 < inked(built / drawn, 16) < 0.95:
                missing.append(f'what is drawn on {drawn}')
    for name in missing:
        print(f'# {name} is not in the resource', file=sys.stderr)
    print(f"{'not ok' if missing else 'ok'} {len(icons) + 1} /icons/all-in-the-resource")
    return 1 if failed or missing else 0


if __name__ == '__main__':
    sys.exit(main())
