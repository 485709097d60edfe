# SPDX-License-Identifier: GPL-3.0-or-later
"""Google's partial response: `fields=items(id,start/dateTime),nextPageToken`.

A mask is a dictionary of names to masks, ALL for everything below; a schema has the same form and
says which names exist, so that a misspelt field is refused as Google refuses it.
"""

ALL = None


class MaskError(ValueError):
    """`field`: what could not be selected."""

    def __init__(self, field):
        super().__init__(f'Invalid field selection {field}')
        self.field = field


def parse(text, schema=ALL):
    """The mask of a `fields` value. Raises MaskError."""
    mask, rest = _parse_list(text, schema)
    if rest:
        raise MaskError(rest)
    return mask


def parse_schema(text):
    """A schema written as a mask, where `{}` nothing is unknown below:
    `id,start(date,dateTime)`."""
    return parse(''.join(text.split()))


def apply(mask, value):
    """The part of a JSON value that the mask selects. Objects left without any field stay out."""
    if mask is ALL:
        return value
    if isinstance(value, list):
        return [apply(mask, each) for each in value]
    if not isinstance(value, dict):
        return value
    picked = {}
    for name, each in value.items():
        below = mask.get(name, mask.get('*', False))
        if below is not False:
            picked[name] = apply(below, each)
    return picked


def _parse_list(text, schema):
    mask = {}
    while True:
        text = _parse_one(text, schema, mask)
        if not text.startswith(','):
            return mask, text
        text = text[1:]


def _parse_one(text, schema, mask):
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] in '*_-.'):
        end += 1
    name, rest = text[:end], text[end:]
    if not name:
        raise MaskError(text or '(empty)')
    if schema is not ALL and name != '*' and name not in schema:
        raise MaskError(name)
    below = ALL if schema is ALL or name == '*' else schema[name]
    if rest.startswith('/'):
        inner = {}
        rest = _parse_one(rest[1:], below, inner)
    elif rest.startswith('('):
        inner, rest = _parse_list(rest[1:], below)
        if not rest.startswith(')'):
            raise MaskError(name)
        rest = rest[1:]
    else:
        inner = ALL
    _merge(mask, name, inner)
    return rest


def _merge(mask, name, inner):
    if name in mask and mask[name] is not ALL and inner is not ALL:
        for key, value in inner.items():
            _merge(mask[name], key, value)
    else:
        mask[name] = ALL if name in mask and mask[name] is ALL else inner
