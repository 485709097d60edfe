# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser for sign-in tests: opens an address, follows redirects with the headers of a real
one."""

import http.client
import ssl
import urllib.parse

# What Firefox 153 and Chromium 156 send when a consent page leads a person back to a loopback
# address.
HEADERS = {
    'firefox': (
        ('User-Agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0'),
        ('Accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'),
        ('Accept-Language', 'en-US,en;q=0.5'), ('Accept-Encoding', 'gzip, deflate, br, zstd'),
        ('Connection', 'keep-alive'), ('Upgrade-Insecure-Requests', '1'),
        ('Sec-Fetch-Dest', 'document'), ('Sec-Fetch-Mode', 'navigate'),
        ('Sec-Fetch-Site', 'cross-site'), ('Priority', 'u=0, i')),
    'chromium': (
        ('Connection', 'keep-alive'),
        ('sec-ch-ua', '"Chromium";v="156", "Not)A;Brand";v="8"'), ('sec-ch-ua-mobile', '?0'),
        ('sec-ch-ua-platform', '"Linux"'), ('Upgrade-Insecure-Requests', '1'),
        ('User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) '
         'Chrome/156.0.0.0 Safari/537.36'),
        ('Accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,'
         'image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7'),
        ('Sec-Fetch-Site', 'cross-site'), ('Sec-Fetch-Mode', 'navigate'), ('Sec-Fetch-User', '?1'),
        ('Sec-Fetch-Dest', 'document'), ('Accept-Encoding', 'gzip, deflate, br, zstd'),
        ('Accept-Language', 'en-US,en;q=0.9')),
    'plain': (('User-Agent', 'simulator'), ('Connection', 'close')),
}


def fetch(address, browser='firefox', timeout=60):
    """One GET, no redirect followed: (status, Location or None, body)."""
    parts = urllib.parse.urlsplit(address)
    if parts.hostname not in ('127.0.0.1', 'localhost', '::1'):
        raise ValueError(f'{parts.hostname} is not this computer')
    if parts.scheme == 'https':
        # This computer's own simulator: its certificate is wrong on purpose.
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=timeout,
                                                 context=ssl._create_unverified_context())
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    target = parts.path or '/'
    if parts.query:
        target += '?' + parts.query
    try:
        connection.putrequest('GET', target, skip_accept_encoding=True)
        for name, value in HEADERS[browser]:
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.getheader('Location'), answer.read().decode('utf-8', 'replace')
    finally:
        connection.close()


def browse(address, browser='firefox', hops=5):
    """Opens an address as a person would: (status, text) of the last page."""
    for _ in range(hops):
        status, location, text = fetch(address, browser)
        if location is None:
            return status, text
        address = urllib.parse.urljoin(address, location)
    raise ValueError('too many redirects')
