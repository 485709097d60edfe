# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates for tests of what a client must refuse, made with openssl when the simulator
starts."""

import pathlib
import ssl
import subprocess
import tempfile

KINDS = ('good', 'self-signed', 'expired', 'wrong-host')


def make_context(kind):
    """(TLS context, path of the authority that `good` is signed by or None, folder to remove).
    Raises ValueError and OSError."""
    if kind not in KINDS:
        raise ValueError(f'--tls is one of {" ".join(KINDS)}')
    folder = tempfile.TemporaryDirectory(prefix='daybook-simulator-')
    there = pathlib.Path(folder.name)
    names = 'DNS:other.example' if kind == 'wrong-host' else 'IP:127.0.0.1,DNS:localhost'
    key = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes')
    if kind == 'self-signed':
        run(there, 'req', '-x509', *key, '-keyout', 'leaf.key', '-out', 'leaf.pem', '-days', '30',
            '-subj', '/CN=127.0.0.1', '-addext', f'subjectAltName={names}')
    else:
        run(there, 'req', '-x509', *key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30',
            '-subj', '/CN=Simulator authority')
        run(there, 'req', *key, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=127.0.0.1')
        (there / 'leaf.ext').write_text(f'subjectAltName={names}\n')
        run(there, 'x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key',
            '-CAcreateserial', '-extfile', 'leaf.ext', '-out', 'leaf.pem', '-days',
            '-1' if kind == 'expired' else '30')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(there / 'leaf.pem', there / 'leaf.key')
    return context, str(there / 'ca.pem') if kind == 'good' else None, folder


def run(folder, *words):
    done = subprocess.run(['openssl', *words], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise ValueError(f'openssl {words[0]}: {done.stderr.strip()}')
