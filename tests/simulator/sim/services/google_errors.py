# SPDX-License-Identifier: GPL-3.0-or-later
"""How Google words a refusal, the same for Calendar and Gmail (providers.md 3.4)."""

from ..core.oauth import bearer
from ..core.service import ServiceError, json_response

SYNC_MESSAGE = 'Sync token is no longer valid, a full sync is required.'
USAGE = {'domain': 'usageLimits'}
FAULTS = {
    'rate-429': (429, 'rateLimitExceeded', 'Rate Limit Exceeded', USAGE),
    'rate-403': (403, 'rateLimitExceeded', 'Rate Limit Exceeded', USAGE),
    'user-rate-403': (403, 'userRateLimitExceeded', 'User Rate Limit Exceeded', USAGE),
    'quota-403': (403, 'quotaExceeded', 'Calendar usage limits exceeded.', USAGE),
    'daily-403': (403, 'dailyLimitExceeded', 'Daily Limit Exceeded', USAGE),
    'not-configured-403': (403, 'accessNotConfigured', 'The API has not been used in project 1234 '
                           'before or it is disabled.', USAGE),
    'scope-403': (403, 'insufficientPermissions', 'Insufficient Permission', {}),
    'policy-403': (403, 'domainPolicy', 'The domain administrators have disabled this.', {}),
    'server-500': (500, 'backendError', 'Backend Error', {}),
    'gateway-502': (502, 'backendError', 'Bad Gateway', {}),
    'unavailable-503': (503, 'backendError', 'Service Unavailable', {}),
    'not-found-404': (404, 'notFound', 'Not Found', {}),
    'gone-410': (410, 'fullSyncRequired', SYNC_MESSAGE,
                 {'domain': 'calendar', 'locationType': 'parameter', 'location': 'syncToken'}),
    'conflict-412': (412, 'conditionNotMet', 'Precondition Failed',
                     {'locationType': 'header', 'location': 'If-Match'}),
}


def error_response(error):
    inner = {'domain': error.details.get('domain', 'global'), 'reason': error.reason,
             'message': error.message}
    for key in ('locationType', 'location'):
        if key in error.details:
            inner[key] = error.details[key]
    body = {'error': {'errors': [inner], 'code': error.status, 'message': error.message}}
    return json_response(body, error.status, error.headers, pretty=True)


def fault(kind, request, tokens):
    """The ServiceError for a fault kind, or None."""
    if kind == 'expired-401':
        # The token is dead from now on, so that a client which refreshes gets through.
        tokens.expire_access(token=bearer(request))
        return unauthorized()
    found = FAULTS.get(kind.removesuffix('-date'))
    if found is None:
        return None
    status, reason, message, details = found
    return ServiceError(status, reason, message, **details)


def unauthorized():
    return ServiceError(401, 'authError', 'Invalid Credentials',
                        [('WWW-Authenticate', 'Bearer realm="https://accounts.google.com/", '
                          'error="invalid_token"')],
                        locationType='header', location='Authorization')


def invalid(name, message, reason='invalidParameter'):
    return ServiceError(400, reason, message, locationType='parameter', location=name)


def authorise(request, tokens, scopes):
    """The record of a live access token that has one of `scopes` (short names)."""
    token = bearer(request)
    if token is None:
        raise ServiceError(401, 'required', 'Login Required.',
                           [('WWW-Authenticate', 'Bearer realm="https://accounts.google.com/"')],
                           locationType='header', location='Authorization')
    record = tokens.check_access(token)
    if record is None:
        raise unauthorized()
    if not {scope.rsplit('/', 1)[-1] for scope in record['scopes']} & scopes:
        raise ServiceError(403, 'insufficientPermissions',
                           'Request had insufficient authentication scopes.')
    request.account = record['grant'].user
    return record
