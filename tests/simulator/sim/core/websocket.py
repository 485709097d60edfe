# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's side of RFC 6455, as much as a stand-in for Slack's Socket Mode needs."""

import base64
import hashlib
import struct
import threading

from .http import Response

MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
MESSAGE_LIMIT = 4 * 1024 * 1024


def accept(request, serve):
    """The 101 response to an upgrade; `serve (socket)` runs until the connection ends.
    None when the request is not a proper upgrade."""
    key = request.header('sec-websocket-key')
    if request.method != 'GET' or (request.header('upgrade') or '').lower() != 'websocket' \
            or 'upgrade' not in (request.header('connection') or '').lower() \
            or request.header('sec-websocket-version') != '13' or not key:
        return None
    digest = hashlib.sha1((key + MAGIC).encode()).digest()
    response = Response(101, b'', None, [
        ('Upgrade', 'websocket'), ('Connection', 'Upgrade'),
        ('Sec-WebSocket-Accept', base64.b64encode(digest).decode())])
    response.upgrade = lambda connection, reader: serve(Socket(connection, reader))
    return response


class Socket:
    def __init__(self, connection, reader):
        self._connection = connection
        self._reader = reader
        self._lock = threading.Lock()
        self.closed = False
        self.pongs = 0

    def send(self, text):
        self._frame(TEXT, text.encode())

    def ping(self):
        self._frame(PING, b'sim')

    def close(self, code=1000):
        if not self.closed:
            self.closed = True
            self._frame(CLOSE, struct.pack('>H', code))

    def abort(self):
        """Ends the connection without a word."""
        self.closed = True
        self._connection.close()

    def _frame(self, kind, data):
        head = bytes([0x80 | kind])
        if len(data) < 126:
            head += bytes([len(data)])
        elif len(data) < 65536:
            head += struct.pack('>BH', 126, len(data))
        else:
            head += struct.pack('>BQ', 127, len(data))
        with self._lock:
            self._connection.sendall(head + data)

    def messages(self):
        """The texts that arrive, until the end. Raises ValueError for a client that breaks
        rules."""
        parts = []
        while True:
            head = self._reader.read(2)
            if len(head) < 2:
                return
            final, kind = head[0] & 0x80, head[0] & 0x0f
            if not head[1] & 0x80:
                raise ValueError('a client has to mask its frames')
            size = head[1] & 0x7f
            if size == 126:
                size, = struct.unpack('>H', self._reader.read(2))
            elif size == 127:
                size, = struct.unpack('>Q', self._reader.read(8))
            if size > MESSAGE_LIMIT:
                raise ValueError('the frame is too long')
            mask = self._reader.read(4)
            data = bytes(byte ^ mask[at % 4] for at, byte in enumerate(self._reader.read(size)))
            if kind == CLOSE:
                self.close()
                return
            if kind == PING:
                self._frame(PONG, data)
            elif kind == PONG:
                self.pongs += 1
            else:
                parts.append(data)
                if final:
                    yield b''.join(parts).decode()
                    parts = []
