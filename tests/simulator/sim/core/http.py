# SPDX-License-Identifier: GPL-3.0-or-later
"""A small HTTP/1.1 server whose replies can be broken on purpose.

It is not http.server, because a stand-in has to cut bodies, reset connections and lie about
lengths, and because it must refuse what a sloppy client sends (two Host headers and the like).
"""

import email.utils
import socket
import struct
import threading
import traceback
import urllib.parse

LINE_LIMIT = 64 * 1024
BODY_LIMIT = 64 * 1024 * 1024

REASONS = {
    100: 'Continue', 101: 'Switching Protocols', 200: 'OK', 201: 'Created', 202: 'Accepted',
    204: 'No Content',
    205: 'Reset Content', 207: 'Multi-Status', 301: 'Moved Permanently', 302: 'Found',
    303: 'See Other',
    304: 'Not Modified', 307: 'Temporary Redirect', 308: 'Permanent Redirect', 400: 'Bad Request',
    401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed',
    406: 'Not Acceptable',
    409: 'Conflict',
    410: 'Gone', 411: 'Length Required', 412: 'Precondition Failed', 413: 'Payload Too Large',
    415: 'Unsupported Media Type', 422: 'Unprocessable Entity', 424: 'Failed Dependency',
    428: 'Precondition Required', 429: 'Too Many Requests', 431: 'Request Header Fields Too Large',
    500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Unavailable',
    504: 'Gateway Timeout',
    529: 'Site is overloaded',
}


class BadRequest(Exception):
    """The bytes are not a request that a careful server would take."""


class Request:
    """One request as it came. `path` is still percent-encoded, `segments` and `query` are
    decoded."""

    def __init__(self, method, target, headers, body, origin, peer):
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.origin = origin
        self.peer = peer
        path, _, query = target.partition('?')
        self.path = path
        self.query_string = query
        self.query = urllib.parse.parse_qsl(query, keep_blank_values=True)
        # What the service fills in while it answers, for the request log.
        self.service = None
        self.endpoint = None
        self.subject = None
        self.account = None
        self.fault = None
        self.fault_params = {}

    @property
    def segments(self):
        return [urllib.parse.unquote(part) for part in self.path.split('/') if part]

    def header(self, name, default=None):
        """The one value of a header; a header that came twice is joined as RFC 9110 says."""
        values = [value for key, value in self.headers if key == name.lower()]
        return ', '.join(values) if values else default

    def header_values(self, name):
        return [value for key, value in self.headers if key == name.lower()]

    def param(self, name, default=None):
        for key, value in self.query:
            if key == name:
                return value
        return default

    def form(self):
        return urllib.parse.parse_qsl(self.body.decode('utf-8', 'replace'), keep_blank_values=True)

    @property
    def line(self):
        return f'{self.method} {self.target}'


class Response:
    """A reply, with the ways in which it can be spoilt on the wire.

    framing: `length`, `chunked` or `close` (the end of the connection ends the body).
    cut:     None, `length` (half of the announced length, then the end), `chunk` (the end inside
             a chunk), `boundary` (the end between two chunks, without the last one), `close`.
    drip:    None or (bytes, seconds): so many bytes, then a pause, and so on.
    delay:   seconds before the first byte.
    wire:    None, `reset` (RST instead of an answer), `reset-body` (RST after half of the body),
             `hang` (nothing until `delay` has passed, then the end).
    stream:  an iterable of bytes instead of a body, sent chunked.
    """

    def __init__(self, status=200, body=b'', content_type='application/json; charset=UTF-8',
                 headers=()):
        self.status = status
        self.body = body
        self.headers = list(headers)
        if content_type is not None:
            self.headers.insert(0, ('Content-Type', content_type))
        self.framing = 'length'
        self.cut = None
        self.drip = None
        self.delay = 0.0
        self.wire = None
        self.stream = None
        self.upgrade = None
        self.sent = 0

    def set_header(self, name, value):
        self.headers = [(key, old) for key, old in self.headers if key.lower() != name.lower()]
        if value is not None:
            self.headers.append((name, value))

    def get_header(self, name):
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return None


class Origin:
    """One listening socket on 127.0.0.1: scheme, host and port make the origin of a URL."""

    def __init__(self, name, handler, port=0, tls=None):
        self.name = name
        self._handler = handler
        self._tls = tls
        self._connections = set()
        self._lock = threading.Lock()
        self.stopping = threading.Event()
        self.accepted = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(('127.0.0.1', port))
        self._socket.listen(128)
        self.port = self._socket.getsockname()[1]
        self.base = f'{"https" if tls else "http"}://127.0.0.1:{self.port}'
        self._thread = threading.Thread(target=self._accept, name=f'origin-{name}', daemon=True)

    def start(self):
        self._thread.start()

    def stop(self):
        self.stopping.set()
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _accept(self):
        while not self.stopping.is_set():
            try:
                connection, peer = self._socket.accept()
            except OSError:
                return
            self.accepted += 1
            with self._lock:
                self._connections.add(connection)
            threading.Thread(target=self._serve, args=(connection, peer), daemon=True).start()

    def _serve(self, connection, peer):
        raw = connection
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._handler.secured(self)
            reader = connection.makefile('rb', 64 * 1024)
            while not self.stopping.is_set() and self._exchange(connection, reader, peer):
                pass
        except (OSError, ValueError):
            pass
        except Exception:
            traceback.print_exc()
        finally:
            with self._lock:
                self._connections.discard(raw)
            try:
                connection.close()
            except OSError:
                pass

    def _exchange(self, connection, reader, peer):
        """Answers one request. True while the connection stays open."""
        try:
            request = read_request(reader, self, peer, connection)
        except BadRequest as error:
            response = Response(400, f'{error}\n'.encode(), 'text/plain; charset=utf-8')
            response.set_header('Connection', 'close')
            self._handler.refused(self, str(error))
            send_response(connection, response, None, self.stopping)
            return False
        if request is None:
            return False
        response = self._handler.answer(request)
        keep = (request.header('connection') or '').lower() != 'close'
        keep = keep and response.framing != 'close'
        keep = keep and response.cut is None and response.wire is None
        try:
            send_response(connection, response, request, self.stopping, keep)
        finally:
            self._handler.sent(request, response)
        if response.upgrade is not None:
            response.upgrade(connection, reader)
            return False
        return keep


def read_request(reader, origin, peer, connection):
    """The next request of a connection, None at its end. Raises BadRequest."""
    line = reader.readline(LINE_LIMIT)
    if not line:
        return None
    if not line.endswith(b'\r\n'):
        raise BadRequest('the request line is too long or does not end in CRLF')
    try:
        method, target, version = line.decode('ascii').split()
    except ValueError:
        raise BadRequest('the request line is not METHOD TARGET VERSION')
    if version != 'HTTP/1.1':
        raise BadRequest('only HTTP/1.1 is spoken here')
    if not target.startswith('/'):
        raise BadRequest('the target has to be an absolute path')
    if '#' in target:
        raise BadRequest('a fragment must not be sent')
    headers = []
    total = 0
    while True:
        line = reader.readline(LINE_LIMIT)
        total += len(line)
        if line == b'\r\n':
            break
        if not line.endswith(b'\r\n') or total > LINE_LIMIT:
            raise BadRequest('the headers are too long or end early')
        name, colon, value = line.decode('latin-1').partition(':')
        if not colon or not name or name != name.strip():
            raise BadRequest('a header line is not NAME: VALUE')
        headers.append((name.lower(), value.strip()))
    names = [name for name, _ in headers]
    if names.count('host') != 1:
        raise BadRequest('exactly one Host header is needed')
    if names.count('content-length') > 1 or names.count('authorization') > 1:
        raise BadRequest('a header that must be single came twice')
    host = dict(headers)['host']
    if host not in (f'127.0.0.1:{origin.port}', f'localhost:{origin.port}'):
        raise BadRequest(f'Host {host} is not served here')
    fields = dict(headers)
    if fields.get('expect', '').lower() == '100-continue':
        connection.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')
    body = b''
    if fields.get('transfer-encoding', '').lower() == 'chunked':
        body = read_chunked(reader)
    elif 'content-length' in fields:
        if not fields['content-length'].isdigit():
            raise BadRequest('Content-Length is not a number')
        length = int(fields['content-length'])
        if length > BODY_LIMIT:
            raise BadRequest('the body is too long')
        body = reader.read(length)
        if len(body) != length:
            return None
    return Request(method, target, headers, body, origin, peer)


def read_chunked(reader):
    parts, total = [], 0
    while True:
        line = reader.readline(1024)
        try:
            size = int(line.split(b';')[0], 16)
        except ValueError:
            raise BadRequest('a chunk size is not a number')
        total += size
        if total > BODY_LIMIT:
            raise BadRequest('the body is too long')
        if size == 0:
            while reader.readline(1024) not in (b'\r\n', b''):
                pass
            return b''.join(parts)
        parts.append(reader.read(size))
        reader.readline(8)


def reset(connection):
    """Ends a connection with RST, as a crashed peer or a firewall does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    connection.close()


def send_response(connection, response, request, stopping, keep=False):
    if response.delay:
        stopping.wait(response.delay)
    if response.wire == 'hang':
        return
    if response.wire == 'reset':
        reset(connection)
        return
    head_only = request is not None and request.method == 'HEAD'
    bodiless = head_only or response.status in (204, 205, 304) or response.status < 200
    body = response.body
    lines = [f'HTTP/1.1 {response.status} {REASONS.get(response.status, "Unknown")}']
    framing = 'chunked' if response.stream is not None else response.framing
    if response.cut in ('chunk', 'boundary'):
        framing = 'chunked'
    if response.status not in (101, 204, 304):
        if framing == 'length':
            lines.append(f'Content-Length: {len(body)}')
        elif framing == 'chunked':
            lines.append('Transfer-Encoding: chunked')
    if response.get_header('Date') is None:
        lines.append('Date: ' + email.utils.formatdate(usegmt=True))
    if response.get_header('Connection') is None and response.status != 101:
        lines.append('Connection: ' + ('keep-alive' if keep else 'close'))
    lines.extend(f'{name}: {value}' for name, value in response.headers)
    head = ('\r\n'.join(lines) + '\r\n\r\n').encode('utf-8')
    if bodiless:
        connection.sendall(head)
        return
    if response.stream is not None:
        connection.sendall(head)
        for part in response.stream:
            if stopping.is_set():
                return
            if part:
                connection.sendall(b'%x\r\n%s\r\n' % (len(part), part))
                response.sent += len(part)
        connection.sendall(b'0\r\n\r\n')
        return
    sender = Sender(connection, response, stopping)
    if response.wire == 'reset-body':
        connection.sendall(head)
        sender.send(body[:len(body) // 2])
        reset(connection)
    elif framing == 'chunked':
        connection.sendall(head)
        send_chunked(sender, body, response.cut)
    elif response.cut is not None:
        connection.sendall(head)
        sender.send(body[:len(body) // 2])
    elif response.drip is not None:
        connection.sendall(head)
        sender.send(body)
    elif len(body) < 64 * 1024:
        connection.sendall(head + body)
        response.sent = len(body)
    else:
        connection.sendall(head)
        connection.sendall(body)
        response.sent = len(body)


class Sender:
    """Sends body bytes, in drips when the reply says so, and counts them."""

    def __init__(self, connection, response, stopping):
        self._connection = connection
        self._response = response
        self._stopping = stopping

    def send(self, data, count=True):
        if self._response.drip is None:
            self._connection.sendall(data)
        else:
            size, pause = self._response.drip
            for at in range(0, len(data), size):
                self._connection.sendall(data[at:at + size])
                if self._stopping.wait(pause):
                    return
        if count:
            self._response.sent += len(data)


def send_chunked(sender, body, cut):
    # Several chunks even for a small body, so that a cut between two of them is always possible.
    size = max(1, min(16 * 1024, (len(body) + 3) // 4))
    chunks = [body[at:at + size] for at in range(0, len(body), size)]
    keep = len(chunks) if cut is None else max(1, len(chunks) // 2)
    for chunk in chunks[:keep]:
        sender.send(b'%x\r\n' % len(chunk), count=False)
        sender.send(chunk)
        sender.send(b'\r\n', count=False)
    if cut == 'chunk':
        chunk = chunks[keep] if keep < len(chunks) else b'x' * 16
        sender.send(b'%x\r\n' % len(chunk), count=False)
        sender.send(chunk[:len(chunk) // 2])
    elif cut is None:
        sender.send(b'0\r\n\r\n', count=False)
