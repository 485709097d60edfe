# SPDX-License-Identifier: GPL-3.0-or-later
"""Gmail v1 (providers.md 3.3 and 12): lists, messages, history, labels, batches, quota units."""

import datetime
import json
import re

from ..core import content, fieldmask
from ..core.clock import UTC
from ..core.http import Request, Response
from ..core.service import Service, ServiceError, json_response
from ..core.shelf import LAYOUT, Pager
from . import gmail_messages as messages
from .google_errors import authorise, error_response, fault, invalid

READ = {'gmail.readonly', 'gmail.modify', 'gmail.metadata'}
COMMON = {'fields', 'prettyPrint', 'alt', 'quotaUser'}
FORMATS = ('minimal', 'metadata', 'full', 'raw')
HISTORY_TYPES = ('messageAdded', 'messageDeleted', 'labelAdded', 'labelRemoved')
HISTORY_FIELDS = {'messageAdded': 'messagesAdded', 'messageDeleted': 'messagesDeleted',
                  'labelAdded': 'labelsAdded', 'labelRemoved': 'labelsRemoved'}
TERM = re.compile(r'\s*(?:([(){}])|(-)(?=[({])|(-?)(?:(\w+):)?("[^"]*"|[^\s(){}]+))')
COSTS = {'profile': 1, 'labels.list': 1, 'messages.list': 5, 'messages.get': 20, 'history.list': 2,
         'messages.modify': 5, 'messages.batchModify': 50, 'attachments.get': 20}


class Mailbox:
    def __init__(self, owner):
        self.owner = owner
        self.mails = {}
        self.labels = {name: name for name in messages.SYSTEM_LABELS}
        # (history id, type, mail id, thread id, labels of the mail, labels that changed)
        self.history = []
        self.revision = 90000
        self.oldest = 90000
        self.spent = []


class Gmail(Service):
    name = 'gmail'
    prefixes = ('/google/gmail/v1', '/google/batch/gmail/v1', '/batch/gmail/v1')
    token_family = 'google'
    lazy = True
    settings = {
        **LAYOUT,
        'messages': 60,             # in each mailbox, at the start
        'units_per_minute': 6000,   # a user's; the rest is userRateLimitExceeded (0: no limit)
        'batch_refuses_after': 0,   # calls of a batch beyond so many are 429 (0: none)
        'batch_order': 'reversed',  # of the answers: reversed or same
    }

    def __init__(self, world):
        super().__init__(world)
        self.boxes = {}
        self.postmen = {}
        self.pager = Pager(world.options.seed)

    def prepare(self):
        self.signin = self.world.service('google_signin')
        for mail, _ in self.world.users:
            owner = (content.display_name(mail), mail)
            box = self.boxes[mail] = Mailbox(owner)
            box.labels['Label_7'] = 'Kunden/Alpenglow'
            self.postmen[mail] = messages.Postman(self.world.options.seed, owner,
                                                  self.world.midnight)
            letters = [self.postmen[mail].letter() for _ in range(int(self.settings['messages']))]
            for letter in sorted(letters, key=lambda each: each.at):
                self._deliver(box, letter)
            box.history.clear()
            box.oldest = box.revision

    def providers(self):
        found = {'gmail-api-url': self.world.main.base + '/google/gmail/v1'}
        if int(self.settings['units_per_minute']) != 6000:
            found['gmail-units-per-minute'] = int(self.settings['units_per_minute']) or 10 ** 8
        return {'google': found}

    def error(self, error):
        return error_response(error)

    def fault(self, kind, request):
        if kind == 'gone-410':
            return ServiceError(404, 'notFound', 'Requested entity was not found.')
        return fault(kind, request, self.signin.tokens)

    # Routes.

    def route(self, request):
        request.endpoint = 'gmail.unknown'
        segments = request.segments
        segments = segments[1:] if segments[0] == 'google' else segments
        if segments == ['batch', 'gmail', 'v1'] and request.method == 'POST':
            request.endpoint = 'gmail.batch'
            return lambda: self._batch(request)
        if segments[:2] != ['gmail', 'v1'] or segments[2:3] != ['users']:
            raise ServiceError(404, 'notFound', 'Not Found')
        path = segments[4:]
        for method, pattern, endpoint, function in ROUTES:
            if method == request.method and len(pattern) == len(path) \
                    and all(want in (None, got) for want, got in zip(pattern, path)):
                request.endpoint = 'gmail.' + endpoint
                names = [got for want, got in zip(pattern, path) if want is None]
                return lambda: getattr(self, function)(request, self._box(request, segments[3]),
                                                       *names)
        raise ServiceError(404, 'notFound', 'Not Found')

    def _box(self, request, user):
        scopes = {'gmail.modify'} if request.method == 'POST' else READ
        record = authorise(request, self.signin.tokens, scopes)
        request.headers_only = not {scope.rsplit('/', 1)[-1] for scope in record['scopes']} \
            & {'gmail.readonly', 'gmail.modify'}
        if user not in ('me', request.account):
            raise ServiceError(403, 'forbidden', f'Delegation denied for {request.account}')
        request.subject = request.account
        box = self.boxes[request.account]
        self._spend(box, COSTS[request.endpoint.removeprefix('gmail.')])
        return box

    def _spend(self, box, units):
        now = self.world.clock.now()
        box.spent = [(at, cost) for at, cost in box.spent if at > now - 60]
        limit = int(self.settings['units_per_minute'])
        if limit and sum(cost for _, cost in box.spent) + units > limit:
            raise ServiceError(429, 'userRateLimitExceeded', 'User-rate limit exceeded.',
                               domain='usageLimits')
        box.spent.append((now, units))

    def _params(self, request, allowed, repeatable=()):
        found = {}
        for name, value in request.query:
            if name not in allowed and name not in COMMON:
                raise invalid(name, f'Unknown parameter: {name}')
            if name in repeatable:
                found.setdefault(name, []).append(value)
            elif name in found:
                raise invalid(name, f'Parameter {name} came twice.')
            else:
                found[name] = value
        if found.get('alt', 'json') != 'json':
            raise invalid('alt', 'Only json is served here.')
        return found

    def _reply(self, params, value):
        mask = fieldmask.ALL
        if 'fields' in params:
            try:
                mask = fieldmask.parse(params['fields'])
            except fieldmask.MaskError as error:
                raise invalid('fields', str(error))
        return json_response(fieldmask.apply(mask, value),
                             pretty=params.get('prettyPrint', 'true') == 'true')

    # Reading.

    def get_profile(self, request, box):
        params = self._params(request, set())
        return self._reply(params, {
            'emailAddress': box.owner[1], 'messagesTotal': len(box.mails),
            'threadsTotal': len({mail.thread for mail in box.mails.values()}),
            'historyId': str(box.revision)})

    def list_labels(self, request, box):
        params = self._params(request, set())
        return self._reply(params, {'labels': [
            {'id': id, 'name': name, 'type': 'system' if id == name else 'user'}
            for id, name in box.labels.items()]})

    def list_messages(self, request, box):
        params = self._params(request, {'q', 'labelIds', 'maxResults', 'pageToken',
                                        'includeSpamTrash'}, ('labelIds',))
        if 'q' in params and request.headers_only:
            raise ServiceError(403, 'forbidden', "Metadata scope does not support 'q' parameter")
        size = size_param(params, 100)
        for label in params.get('labelIds', ()):
            if label not in box.labels:
                raise invalid('labelIds', f'Invalid label: {label}')
        query = ('messages', box.owner[1], tuple(sorted(
            (name, str(value)) for name, value in params.items() if name != 'pageToken')))
        snapshot, number = self._page(params, query)
        if snapshot is None:
            test = self._search(box, params.get('q', ''))
            hidden = set() if params.get('includeSpamTrash') == 'true' else {'SPAM', 'TRASH'}
            hidden -= set(params.get('labelIds', ()))
            found = [mail for mail in box.mails.values()
                     if set(params.get('labelIds', ())) <= mail.labels
                     and not mail.labels & hidden and test(mail)]
            found.sort(key=lambda mail: -mail.at)
            snapshot = self.pager.open(query, [mail.id for mail in found], size, box.revision,
                                       self.settings)
        first, last = snapshot.pages[number]
        body = {}
        items = [box.mails[id] for id in snapshot.ids[first:last] if id in box.mails]
        if items:
            body['messages'] = [{'id': mail.id, 'threadId': mail.thread} for mail in items]
        if number + 1 < len(snapshot.pages):
            body['nextPageToken'] = self.pager.token(snapshot, number + 1)
        body['resultSizeEstimate'] = len(snapshot.ids)
        return self._reply(params, body)

    def _page(self, params, query):
        if 'pageToken' not in params:
            return None, 0
        found = self.pager.find(params['pageToken'])
        if found is None or found[0].query != query:
            raise invalid('pageToken', 'Invalid pageToken', 'invalidArgument')
        return found[0], found[1]

    def _search(self, box, text):
        """A test for the part of Gmail's search that is known here; the rest is refused."""
        tokens = [match.groups() for match in TERM.finditer(text)]
        test = self._every(box, tokens, None)
        if tokens:
            raise invalid('q', f'A bracket too many: {text}')
        return test

    def _every(self, box, tokens, end):
        """(a b) needs both, {a b} one of them, a OR b as well."""
        alternatives, tests = [], []
        while tokens:
            bracket, dash, minus, name, word = tokens[0]
            if bracket in (')', '}'):
                if bracket != end:
                    break
                tokens.pop(0)
                end = None
                alternatives.append(tests)
                return self._any(alternatives) if bracket == ')' else self._any([[test] for test in tests])
            tokens.pop(0)
            negative = bool(minus or dash)
            if dash:
                bracket = tokens.pop(0)[0]
            if bracket:
                test = self._every(box, tokens, ')' if bracket == '(' else '}')
            elif word == 'OR' and not name:
                alternatives.append(tests)
                tests = []
                continue
            else:
                test = self._term(box, name, word.strip('"'))
            tests.append(negate(test) if negative else test)
        if end is not None:
            raise invalid('q', 'A bracket is missing.')
        alternatives.append(tests)
        return self._any(alternatives)

    @staticmethod
    def _any(alternatives):
        return lambda mail: any(all(test(mail) for test in tests) for tests in alternatives)

    def _term(self, box, name, word):
        low = word.lower()
        if name in ('is', 'in', 'label', 'category'):
            wanted = {'inbox': 'INBOX', 'unread': 'UNREAD', 'starred': 'STARRED',
                      'important': 'IMPORTANT', 'sent': 'SENT', 'spam': 'SPAM', 'trash': 'TRASH',
                      'personal': 'CATEGORY_PERSONAL', 'updates': 'CATEGORY_UPDATES',
                      'promotions': 'CATEGORY_PROMOTIONS', 'primary': 'CATEGORY_PERSONAL'}.get(low)
            names = {label.lower().replace('/', '-').replace(' ', '-'): id
                     for id, label in box.labels.items()}
            wanted = wanted or names.get(low.replace('/', '-'))
            if low in ('read', 'anywhere'):
                return lambda mail: low == 'anywhere' or 'UNREAD' not in mail.labels
            return lambda mail: wanted in mail.labels
        if name in ('newer_than', 'older_than'):
            match = re.match(r'^(\d+)([dmy])$', low)
            if not match:
                raise invalid('q', f'Not an age: {word}')
            days = int(match[1]) * {'d': 1, 'm': 30, 'y': 365}[match[2]]
            limit = self.world.clock.now() - days * 86400
            return lambda mail: (mail.at >= limit) == (name == 'newer_than')
        if name in ('after', 'before', 'newer', 'older'):
            limit = date_term(word)
            return lambda mail: (mail.at >= limit) == (name in ('after', 'newer'))
        known = {'from': lambda mail: low in ' '.join(mail.sender).lower(),
                 'to': lambda mail: low in ' '.join(mail.to).lower(),
                 'subject': lambda mail: low in mail.subject.lower(),
                 'has': lambda mail: mail.kind == 'attachment',
                 'rfc822msgid': lambda mail: mail.id in low,
                 '': lambda mail: low in f'{mail.subject} {mail.text}'.lower()}
        if name not in known:
            raise invalid('q', f'This search operator is not known here: {name}')
        return known[name]

    def get_message(self, request, box, id):
        params = self._params(request, {'format', 'metadataHeaders'}, ('metadataHeaders',))
        format = params.get('format', 'full')
        if format not in FORMATS:
            raise invalid('format', f'Invalid value: {format}')
        if 'metadataHeaders' in params and format != 'metadata':
            raise invalid('metadataHeaders', 'metadataHeaders belongs to format=metadata.')
        if request.headers_only and format in ('full', 'raw'):
            raise ServiceError(403, 'forbidden', "Metadata scope doesn't allow format "
                               + format.upper())
        return self._reply(params, messages.resource(self._mail(box, id), format,
                                                     params.get('metadataHeaders', ())))

    def _mail(self, box, id):
        mail = box.mails.get(id)
        if mail is None:
            raise ServiceError(404, 'notFound', 'Requested entity was not found.')
        return mail

    def get_attachment(self, request, box, id, attachment):
        params = self._params(request, set())
        return self._reply(params, {'size': 48213, 'data': messages.web64(b'%PDF' * 12000)})

    def list_history(self, request, box):
        params = self._params(request, {'startHistoryId', 'historyTypes', 'labelId', 'maxResults',
                                        'pageToken'}, ('historyTypes',))
        start = params.get('startHistoryId', '')
        if not start.isdigit():
            raise invalid('startHistoryId', 'startHistoryId is needed.', 'invalidArgument')
        for kind in params.get('historyTypes', ()):
            if kind not in HISTORY_TYPES:
                raise invalid('historyTypes', f'Invalid value: {kind}')
        if int(start) < box.oldest or int(start) > box.revision:
            raise ServiceError(404, 'notFound', 'Requested entity was not found.')
        size = size_param(params, 100)
        query = ('history', box.owner[1], tuple(sorted(
            (name, str(value)) for name, value in params.items() if name != 'pageToken')))
        snapshot, number = self._page(params, query)
        if snapshot is None:
            kinds = params.get('historyTypes', HISTORY_TYPES)
            label = params.get('labelId')
            records = [record for record in box.history
                       if record[0] > int(start) and record[1] in kinds
                       and (label is None or label in record[4] | record[5])]
            snapshot = self.pager.open(query, list(range(len(records))), size, box.revision,
                                       self.settings, records)
        first, last = snapshot.pages[number]
        body = {}
        records = [history_record(snapshot.extra[at]) for at in snapshot.ids[first:last]]
        if records:
            body['history'] = records
        if number + 1 < len(snapshot.pages):
            body['nextPageToken'] = self.pager.token(snapshot, number + 1)
        body['historyId'] = str(box.revision)
        return self._reply(params, body)

    # Writing.

    def _body(self, request, allowed):
        kind = (request.header('content-type') or '').split(';')[0].strip().lower()
        try:
            body = json.loads(request.body)
        except ValueError:
            body = None
        if kind != 'application/json' or not isinstance(body, dict):
            raise ServiceError(400, 'parseError', 'A JSON object is needed.')
        for name in body:
            if name not in allowed:
                raise ServiceError(400, 'badRequest', f'Unknown name "{name}"')
        return body

    def _labels(self, box, body):
        added, removed = (set(body.get(name, ())) for name in ('addLabelIds', 'removeLabelIds'))
        if len(added) > 100 or len(removed) > 100 or not (added | removed) <= set(box.labels):
            raise ServiceError(400, 'invalidArgument', 'Invalid label')
        return added, removed

    def modify_message(self, request, box, id):
        params = self._params(request, set())
        added, removed = self._labels(box, self._body(request, {'addLabelIds', 'removeLabelIds'}))
        mail = self._mail(box, id)
        self._relabel(box, mail, added, removed)
        return self._reply(params, {'id': mail.id, 'threadId': mail.thread,
                                    'labelIds': sorted(mail.labels)})

    def batch_modify(self, request, box):
        self._params(request, set())
        body = self._body(request, {'ids', 'addLabelIds', 'removeLabelIds'})
        added, removed = self._labels(box, body)
        ids = body.get('ids', ())
        if not 1 <= len(ids) <= 1000:
            raise ServiceError(400, 'invalidArgument', '1 to 1000 ids are needed.')
        for id in ids:
            if id in box.mails:
                self._relabel(box, box.mails[id], added, removed)
        return Response(204, b'', None)

    def _record(self, box, kind, mail, labels=frozenset()):
        box.revision += 7
        mail.history = box.revision
        box.history.append((box.revision, kind, mail.id, mail.thread, frozenset(mail.labels),
                            frozenset(labels)))

    def _deliver(self, box, mail):
        box.mails[mail.id] = mail
        self._record(box, 'messageAdded', mail)

    def _relabel(self, box, mail, added, removed):
        added, removed = added - mail.labels, removed & mail.labels
        mail.labels = (mail.labels | added) - removed
        if added:
            self._record(box, 'labelAdded', mail, added)
        if removed:
            self._record(box, 'labelRemoved', mail, removed)

    # Batches.

    def _batch(self, request):
        kind, _, rest = (request.header('content-type') or '').partition(';')
        match = re.search(r'boundary="?([^";]+)"?', rest)
        if kind.strip() != 'multipart/mixed' or match is None:
            raise ServiceError(400, 'badRequest', 'multipart/mixed with a boundary is needed.')
        parts = request.body.split(b'--' + match[1].encode())
        if len(parts) < 3 or not parts[-1].startswith(b'--'):
            raise ServiceError(400, 'badRequest', 'The batch has no end.')
        parts = parts[1:-1]
        if len(parts) > 100:
            raise ServiceError(400, 'badRequest', 'The batch has more than 100 calls.')
        answers = [self._call(request, part, number) for number, part in enumerate(parts)]
        if self.settings['batch_order'] == 'reversed':
            answers.reverse()
        boundary = 'batch_sim7'
        body = b''.join(b'--%s\r\n%s\r\n' % (boundary.encode(), answer) for answer in answers)
        body += b'--%s--\r\n' % boundary.encode()
        return Response(200, body, f'multipart/mixed; boundary={boundary}')

    def _call(self, request, part, number):
        head, _, inner = part.lstrip(b'\r\n').partition(b'\r\n\r\n')
        fields = dict(line.lower().split(': ', 1) for line in head.decode().split('\r\n')
                      if ': ' in line)
        if not fields.get('content-type', '').startswith('application/http'):
            raise ServiceError(400, 'badRequest', 'Each part is application/http.')
        id = re.search(r'(?i)content-id:\s*<([^>]*)>', head.decode())
        line, _, rest = inner.partition(b'\r\n')
        words = line.decode().split()
        if len(words) not in (2, 3):
            raise ServiceError(400, 'badRequest', 'A part holds one request.')
        limit = int(self.settings['batch_refuses_after'])
        if limit and number >= limit:
            response = error_response(ServiceError(429, 'rateLimitExceeded', 'Too many concurrent '
                                                   'requests for user.', domain='usageLimits'))
        else:
            headers, _, body = rest.partition(b'\r\n\r\n')
            inner_request = Request(words[0], words[1], [
                ('authorization', request.header('authorization') or '')]
                + [(name.lower(), value) for name, value in
                   (each.split(': ', 1) for each in headers.decode().split('\r\n') if ': ' in each)
                   if name.lower() != 'authorization'],
                body.rstrip(b'\r\n'), request.origin, request.peer)
            try:
                response = self.route(inner_request)()
            except ServiceError as error:
                response = self.error(error)
            request.account = request.account or inner_request.account
            self.world.journal.counts[f'batched {inner_request.endpoint}'] += 1
        text = b'Content-Type: application/http\r\n'
        if id:
            text += f'Content-ID: <response-{id[1]}>\r\n'.encode()
        return text + f'\r\nHTTP/1.1 {response.status} X\r\nContent-Type: ' \
            f'application/json; charset=UTF-8\r\nContent-Length: {len(response.body)}\r\n\r\n' \
            .encode() + response.body

    # The truth and control.

    def truth(self, user=None, **_arguments):
        return {mail: [messages.resource(each, 'metadata', ('From', 'Subject'))
                       for each in box.mails.values()]
                for mail, box in self.boxes.items() if user in (None, mail)}

    def _find(self, mail, user=None):
        box = self.boxes[user or self.world.users[0][0]]
        if mail.startswith('#') and mail[1:].isdigit():
            return box, list(box.mails.values())[int(mail[1:])]
        for each in box.mails.values():
            if mail in (each.id, each.subject):
                return box, each
        raise ValueError(f'no mail {mail}')

    def do_mails(self, user=None, limit=20):
        """The newest mails."""
        box = self.boxes[user or self.world.users[0][0]]
        found = sorted(box.mails.values(), key=lambda each: -each.at)[:int(limit)]
        return [messages.resource(each, 'metadata', ('From', 'Subject')) for each in found]

    def do_add_mail(self, user=None, subject=None, text=None, labels='INBOX,UNREAD', sender=None,
                    **fields):
        """Delivers a mail now; sender is an address; kind is plain, html, alternative,
        attachment."""
        user = user or self.world.users[0][0]
        given = {'subject': subject, 'text': text,
                 'sender': (content.display_name(sender), sender) if sender else None, **fields}
        mail = self.postmen[user].letter(self.world.clock.now(), **{
            name: value for name, value in given.items() if value is not None})
        mail.labels = set(labels.split(',')) if isinstance(labels, str) else set(labels)
        self._deliver(self.boxes[user], mail)
        return mail.id

    def do_label_mail(self, mail, add='', remove='', user=None):
        """Adds and removes labels, separated by commas: reading is remove=UNREAD."""
        box, found = self._find(mail, user)
        self._relabel(box, found, set(filter(None, add.split(','))),
                      set(filter(None, remove.split(','))))
        return sorted(found.labels)

    def do_delete_mail(self, mail, user=None):
        """Deletes for good."""
        box, found = self._find(mail, user)
        self._record(box, 'messageDeleted', found)
        del box.mails[found.id]
        return found.id

    def do_expire_history(self, user=None):
        """Every history id so far is stale: 404."""
        for mail, box in self.boxes.items():
            if user in (None, mail):
                box.revision += 7
                box.oldest = box.revision
        return {}

    def do_quota(self, user=None):
        """Units spent in the last minute."""
        box = self.boxes[user or self.world.users[0][0]]
        now = self.world.clock.now()
        return sum(cost for at, cost in box.spent if at > now - 60)


ROUTES = (
    ('GET', ('profile',), 'profile', 'get_profile'),
    ('GET', ('labels',), 'labels.list', 'list_labels'),
    ('GET', ('messages',), 'messages.list', 'list_messages'),
    ('GET', ('messages', None), 'messages.get', 'get_message'),
    ('GET', ('messages', None, 'attachments', None), 'attachments.get', 'get_attachment'),
    ('GET', ('history',), 'history.list', 'list_history'),
    ('POST', ('messages', 'batchModify'), 'messages.batchModify', 'batch_modify'),
    ('POST', ('messages', None, 'modify'), 'messages.modify', 'modify_message'),
)


def negate(test):
    return lambda mail: not test(mail)


def history_record(record):
    id, kind, mail, thread, labels, changed = record
    message = {'id': mail, 'threadId': thread}
    entry = {'message': {**message, 'labelIds': sorted(labels)}}
    if kind.startswith('label'):
        entry['labelIds'] = sorted(changed)
    return {'id': str(id), 'messages': [message], HISTORY_FIELDS[kind]: [entry]}


def size_param(params, default):
    text = params.get('maxResults', str(default))
    if not text.isdigit() or not 1 <= int(text) <= 500:
        raise invalid('maxResults', f'Invalid value {text}: 1 to 500')
    return int(text)


def date_term(word):
    """after:2026/11/01 or after:1795222800."""
    if word.isdigit():
        return int(word)
    try:
        day = datetime.datetime.strptime(word.replace('-', '/'), '%Y/%m/%d')
    except ValueError:
        raise invalid('q', f'Not a date: {word}')
    return day.replace(tzinfo=UTC).timestamp()
