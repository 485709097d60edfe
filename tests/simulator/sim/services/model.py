# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that speaks OpenAI's API (providers.md 9), well-behaved or hostile."""

import json
import re

from ..core import oauth
from ..core.http import Response
from ..core.journal import SECRET_MARK
from ..core.service import Service, ServiceError, json_response

MODELS = ('sim-small', 'org/sim:7b', 'sim:120b-cloud')
CHAT = {'model', 'messages', 'temperature', 'max_completion_tokens', 'max_tokens', 'stream',
        'stream_options', 'response_format', 'seed', 'top_p', 'stop', 'n', 'user', 'store',
        'reasoning_effort'}
RESPONSES = {'model', 'input', 'instructions', 'text', 'stream', 'store', 'temperature',
             'max_output_tokens', 'reasoning'}
ROLES = {'system', 'developer', 'user', 'assistant'}
SCHEMA_NAME = re.compile(r'^[A-Za-z0-9_-]{1,64}$')

# What the answer is (`simctl set model.reply=fences`).
REPLIES = (
    'schema',           # the smallest value that the schema allows
    'considered',       # what a careful model says to Daybook's own questions
    'given',            # settings text, as it stands
    'invalid-json', 'fences', 'think', 'wrong-schema', 'unknown-ids', 'markup', 'addresses',
    'empty',
    'refusal', 'length', 'content-filter', 'huge', 'echo', 'plain', 'error-in-stream', 'nested-ids',
)


class Model(Service):
    name = 'model'
    prefixes = ('/model/v1',)
    token_family = 'model'
    settings = {
        'reply': 'schema',
        'configured': False,        # stands in providers.ini: else the built-in engine is used
        'text': '{"title":"Standup"}',
        'key': None,                # needed as Bearer when set (`simctl model.make-key`)
        'loading': False,           # 503 as llama.cpp while it loads
        'schema': True,             # False: response_format is a 400 with `param`
        'stream_options': True,     # False: likewise
        'error_shape': 'openai',    # openai, text ({"error":"..."}), number (code is one), html
        'chunk': 7,                 # bytes of a streamed chunk: they split characters
        'endless': False,           # an answer that never ends, streamed or not
        'pause': 0.0,               # seconds between chunks
        'quota': False,             # 429 insufficient_quota: never retry
        'context': 0,               # longer prompts (bytes) are context_length_exceeded (0: none)
    }

    def __init__(self, world):
        super().__init__(world)
        self.prompts = []

    def providers(self):
        if not self.settings['configured']:
            return {}
        return {'model': {'base-url': self.world.main.base + '/model/v1', 'name': MODELS[0]}}

    # Errors.

    def error(self, error):
        shape = self.settings['error_shape']
        if shape == 'html':
            return Response(error.status, b'<html><h1>Error</h1></html>', 'text/html',
                            error.headers)
        if shape == 'text':
            return json_response({'error': error.message}, error.status, error.headers)
        code = error.status if shape == 'number' else error.reason
        return json_response({'error': {'message': error.message, 'type': error.details.get(
            'type', 'invalid_request_error'), 'param': error.details.get('param'), 'code': code}},
            error.status, error.headers)

    def fault(self, kind, request):
        known = {'rate-429': (429, 'rate_limit_exceeded'), 'rate-403': (429, 'rate_limit_exceeded'),
                 'quota-403': (429, 'insufficient_quota'), 'server-500': (500, 'server_error'),
                 'gateway-502': (502, 'server_error'), 'unavailable-503': (503, 'server_error'),
                 'policy-403': (403, 'unsupported_country_region_territory'),
                 'expired-401': (500, 'server_error'), 'not-found-404': (404, 'model_not_found')}
        found = known.get(kind.removesuffix('-date'))
        return ServiceError(*found, found[1].replace('_', ' '), type=found[1]) if found else None

    def route(self, request):
        known = {('GET', '/models'): ('models', self._models),
                 ('POST', '/chat/completions'): ('chat', self._chat),
                 ('POST', '/responses'): ('responses', self._responses),
                 ('GET', '/health'): ('health', self._health)}
        found = known.get((request.method, request.path.removeprefix('/model/v1')))
        if found is None:
            request.endpoint = 'model.unknown'
            raise ServiceError(404, 'unknown_url', f'Unknown request URL: {request.line}')
        request.endpoint = 'model.' + found[0]
        return lambda: self._gate(request, found[1])

    def _gate(self, request, function):
        if self.settings['loading']:
            raise ServiceError(503, 'unavailable_error', 'Loading model', type='unavailable_error')
        key = self.settings['key']
        if key is not None and oauth.bearer(request) != key:
            raise ServiceError(401, 'invalid_api_key', 'Incorrect API key provided.')
        if request.query:
            raise ServiceError(400, 'unknown_parameter', 'No query parameters are known here.')
        if self.settings['quota']:
            raise ServiceError(429, 'insufficient_quota', 'You exceeded your current quota.',
                               type='insufficient_quota')
        return function(request)

    def _models(self, request):
        return json_response({'object': 'list', 'data': [
            {'id': id, 'object': 'model', 'created': 1795222800, 'owned_by': 'sim'}
            for id in MODELS]})

    def _health(self, request):
        return json_response({'status': 'ok'})

    def _body(self, request, allowed):
        if (request.header('content-type') or '').split(';')[0].strip() != 'application/json':
            raise ServiceError(400, 'unsupported_media_type', 'application/json is needed.')
        try:
            body = json.loads(request.body)
        except ValueError:
            raise ServiceError(400, 'invalid_json', 'The body is not JSON.')
        for name in body:
            if name not in allowed:
                raise ServiceError(400, 'unknown_parameter', f'Unknown parameter: {name}',
                                   param=name)
        if body.get('model') not in MODELS:
            raise ServiceError(404, 'model_not_found', f'The model `{body.get("model")}` does not '
                               'exist.', param='model')
        limit = int(self.settings['context'])
        if limit and len(request.body) > limit:
            raise ServiceError(400, 'context_length_exceeded', 'The prompt is too long.',
                               param='messages')
        self.prompts.append({'endpoint': request.endpoint, 'body': body,
                             'bytes': len(request.body)})
        return body

    # Chat.

    def _chat(self, request):
        body = self._body(request, CHAT)
        messages = body.get('messages')
        if not isinstance(messages, list) or not messages or any(
                not isinstance(each, dict) or set(each) - {'role', 'content', 'name'}
                or each.get('role') not in ROLES or not isinstance(each.get('content'), str)
                for each in messages):
            raise ServiceError(400, 'invalid_type', 'messages is not valid.', param='messages')
        if 'max_tokens' in body and 'max_completion_tokens' in body:
            raise ServiceError(400, 'invalid_value', 'Only one of max_tokens and '
                               'max_completion_tokens.', param='max_tokens')
        if 'stream_options' in body and (not body.get('stream')
                                         or not self.settings['stream_options']):
            raise ServiceError(400, 'unsupported_parameter', 'stream_options is not supported.',
                               param='stream_options')
        schema = self._schema(body.get('response_format'), 'json_schema', 'response_format')
        if self.settings['endless'] and not body.get('stream'):
            return self._endless()
        reply = self._reply(schema, messages[-1]['content'])
        return self._stream_chat(body, reply) if body.get('stream') else json_response({
            'id': 'chatcmpl-1', 'object': 'chat.completion', 'created': 1795222800,
            'model': body['model'], 'choices': [{
                'index': 0, 'finish_reason': reply['finish'], 'message': {
                    'role': 'assistant', 'content': reply['text'], 'refusal': reply['refusal']}}],
            'usage': usage(request.body, reply)})

    def _schema(self, wanted, key, param):
        """The JSON schema of a response format, or None. Raises ServiceError."""
        if wanted is None:
            return None
        if not self.settings['schema']:
            raise ServiceError(400, 'unsupported_parameter', f'{param} is not supported.',
                               param=param)
        if wanted.get('type') in ('text', 'json_object'):
            return {} if wanted['type'] == 'json_object' else None
        inner = wanted.get(key) if key else wanted
        if wanted.get('type') != 'json_schema' or not isinstance(inner, dict) \
                or not SCHEMA_NAME.match(inner.get('name', '')):
            raise ServiceError(400, 'invalid_value', f'{param} is not valid.', param=param)
        if inner.get('strict'):
            problem = strict_problem(inner.get('schema', {}), root=True)
            if problem:
                raise ServiceError(400, 'invalid_json_schema', problem, param=param)
        return inner.get('schema', {})

    def _reply(self, schema, prompt):
        kind = self.settings['reply']
        if kind not in REPLIES:
            raise ServiceError(500, 'simulator', f'model.reply is one of {" ".join(REPLIES)}')
        good = json.dumps(smallest(schema), ensure_ascii=False) if schema is not None \
            else 'A short and harmless answer.'
        texts = {
            'considered': lambda: json.dumps(considered(prompt), ensure_ascii=False),
            'given': lambda: self.settings['text'] if isinstance(self.settings['text'], str)
            else json.dumps(self.settings['text']),
            'invalid-json': lambda: good[:-1] + ',,',
            'fences': lambda: f'Sure!\n```json\n{good}\n```\n',
            'think': lambda: f'<think>The user wants {{"no": 1}}.</think>\n{good}',
            'wrong-schema': lambda: '{"surprise": [1, 2, 3]}', 'empty': lambda: '',
            'unknown-ids': lambda: json.dumps(poisoned(schema, 'ffffffff-never-offered')),
            'nested-ids': lambda: json.dumps({'answer': smallest(schema)}),
            'markup': lambda: json.dumps(poisoned(schema,
                                                  '<b>Click</b> <a href="https://evil.example">x</a>'
                                                  ' \u202egnp')),
            'addresses': lambda: json.dumps(poisoned(schema, 'Mail ceo@evil.example or see '
                                                     'https://evil.example/?q=secret')),
            'huge': lambda: json.dumps(poisoned(schema, 'x' * (10 << 20))), 'echo': lambda: prompt,
            'plain': lambda: 'I would rather tell you in words: there is one thing to do.',
            'length': lambda: good[:len(good) // 2], 'refusal': lambda: None,
            'content-filter': lambda: '',
        }
        finish = {'length': 'length', 'content-filter': 'content_filter'}.get(kind, 'stop')
        return {'text': texts.get(kind, lambda: good)(), 'finish': finish,
                'refusal': "I'm sorry, I can't help with that." if kind == 'refusal' else None}

    def _endless(self):
        """JSON whose one text never ends."""
        pause = float(self.settings['pause'])

        def parts():
            yield b'{"choices":[{"index":0,"message":{"role":"assistant","content":"'
            while not self.world.stopped.wait(pause) if pause else not self.world.stopped.is_set():
                yield b'x' * (1 if pause else 1 << 16)
        response = Response(200, b'', 'application/json')
        response.stream = parts()
        return response

    # Streams.

    def _events(self, parts):
        """Server-sent events as bytes, in chunks that split anywhere."""
        size, pause = max(1, int(self.settings['chunk'])), float(self.settings['pause'])
        for part in parts:
            for at in range(0, len(part), size):
                if pause and self.world.stopped.wait(pause):
                    return
                yield part[at:at + size]

    def _stream(self, parts):
        response = Response(200, b'', 'text/event-stream')
        response.stream = self._events(parts)
        return response

    def _stream_chat(self, body, reply):
        head = {'id': 'chatcmpl-1', 'object': 'chat.completion.chunk', 'created': 1795222800,
                'model': body['model']}

        def event(**members):
            return b'data: ' + json.dumps({**head, **members},
                                          ensure_ascii=False).encode() + b'\n\n'

        def parts():
            yield b': keep-alive\n\n'
            yield event(choices=[{'index': 0, 'delta': {'role': 'assistant', 'content': ''},
                                  'finish_reason': None}])
            text = reply['text'] or ''
            while True:
                for at in range(0, len(text), 40):
                    yield event(choices=[{'index': 0, 'delta': {'content': text[at:at + 40]},
                                          'finish_reason': None}])
                    if self.settings['reply'] == 'error-in-stream':
                        yield (b'data: {"error":{"message":"The server had an error","type":'
                               b'"server_error","param":null,"code":null}}\n\n')
                        return
                if not self.settings['endless'] or self.world.stopped.is_set():
                    break
                text = text or '{'
            yield event(choices=[{'index': 0, 'delta': {}, 'finish_reason': reply['finish']}])
            if body.get('stream_options', {}).get('include_usage'):
                yield event(choices=[], usage=usage(b'', reply))
            yield b'data: [DONE]\n\n'
        return self._stream(parts())

    # Responses.

    def _responses(self, request):
        body = self._body(request, RESPONSES)
        if not body.get('input'):
            raise ServiceError(400, 'missing_required_parameter', 'input', param='input')
        format = body.get('text', {}).get('format')
        schema = self._schema(format, None, 'text.format')
        said = body['input'] if isinstance(body['input'], str) else json.dumps(body['input'])
        reply = self._reply(schema, said)
        done = reply['finish'] == 'stop'
        reason = {'length': 'max_output_tokens', 'content_filter': 'content_filter'}.get(
            reply['finish'])
        content = [{'type': 'refusal', 'refusal': reply['refusal']}] if reply['refusal'] else [
            {'type': 'output_text', 'text': reply['text'], 'annotations': []}]
        answer = {'id': 'resp_1', 'object': 'response', 'created_at': 1795222800,
                  'model': body['model'], 'status': 'completed' if done else 'incomplete',
                  'incomplete_details': None if done else {'reason': reason}, 'error': None,
                  'output': [{'id': 'msg_1', 'type': 'message', 'role': 'assistant',
                              'status': 'completed', 'content': content}],
                  'usage': {'input_tokens': 30, 'output_tokens': 6, 'total_tokens': 36}}
        if not body.get('stream'):
            return json_response(answer)

        def event(name, **members):
            return f'event: {name}\ndata: '.encode() + json.dumps(
                {'type': name, **members}, ensure_ascii=False).encode() + b'\n\n'

        def parts():
            yield event('response.created', response={**answer, 'status': 'in_progress',
                                                      'output': []})
            text = reply['text'] or ''
            for at in range(0, len(text), 40):
                yield event('response.output_text.delta', delta=text[at:at + 40])
                if self.settings['reply'] == 'error-in-stream':
                    yield event('response.failed', response={**answer, 'status': 'failed',
                                'error': {'code': 'server_error', 'message': 'Failed'}})
                    return
            yield event('response.output_text.done', text=text)
            yield event('response.completed' if done else 'response.incomplete', response=answer)
        return self._stream(parts())

    # Control.

    def do_prompts(self, last=None):
        """What was sent, in full."""
        return self.prompts[-int(last):] if last else self.prompts

    def do_make_key(self):
        """A key that is needed from now on."""
        self.settings['key'] = f'sk-{SECRET_MARK}-model-{self.world.options.seed}abcdef'
        return self.settings['key']


def considered(prompt):
    """Of a summary, sentences that cite rows and name figures; of an item, that something is to be done."""
    try:
        asked = json.loads(prompt)
    except ValueError:
        return 'A short and harmless answer.'
    if 'item' in asked:
        return {'item': asked['item']['id'], 'action_needed': True, 'confidence': 0.9, 'kind': 'task',
                'title': 'Do what is asked here', 'description': 'Somebody asks for something.',
                'priority': 'normal', 'due': '', 'tags': [], 'reasoning': 'Somebody waits for it.'}
    rows = asked['rows']

    def sentence(part, text, row):
        return {'part': part, 'text': text, 'evidence': [row['id']]}
    return {'sentences': [
        sentence('summary', '{meeting_hours} of the time went into {meetings}, and {focus_hours} stayed quiet.', rows[0]),
        *(sentence('summary', f'“{row["title"]}” stood out.', row) for row in rows[:3]),
        sentence('summary', 'What is left over can wait for the next free block.', rows[-1]),
        *(sentence('highlight', f'“{row["title"]}”', row) for row in rows[:3]),
        sentence('recommendation', 'Keep the longest free block free.', rows[0])]}


def usage(prompt, reply):
    output = len(reply['text'] or '') // 4
    return {'prompt_tokens': len(prompt) // 4, 'completion_tokens': output,
            'total_tokens': len(prompt) // 4 + output}


def strict_problem(schema, root=False):
    """Why a schema is outside the strict subset, or None."""
    kinds = schema.get('type')
    if root and kinds != 'object':
        return 'The root has to be an object.'
    if kinds == 'object' or (isinstance(kinds, list) and 'object' in kinds):
        names = set(schema.get('properties', {}))
        if schema.get('additionalProperties') is not False:
            return 'additionalProperties has to be false.'
        if set(schema.get('required', ())) != names:
            return 'Every property has to be required.'
        for each in schema.get('properties', {}).values():
            problem = strict_problem(each)
            if problem:
                return problem
    if 'items' in schema:
        return strict_problem(schema['items'])
    for each in schema.get('anyOf', ()):
        problem = strict_problem(each)
        if problem:
            return problem
    return None


def smallest(schema, text='Ok'):
    """A value that a schema allows; texts are `text`, lists have one element."""
    if not schema:
        return {}
    if 'enum' in schema:
        return schema['enum'][0]
    if 'const' in schema:
        return schema['const']
    if 'anyOf' in schema:
        return smallest(schema['anyOf'][0], text)
    kind = schema.get('type')
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == 'object':
        return {name: smallest(each, text) for name, each in schema.get('properties', {}).items()}
    if kind == 'array':
        return [smallest(schema.get('items', {}), text)]
    return {'string': text, 'integer': int(schema.get('minimum', 1)), 'boolean': True,
            'number': schema.get('minimum', 0.5), 'null': None}.get(kind, text)


def poisoned(schema, text):
    """Of the right form, with `text` wherever a text stands, also instead of what was offered."""
    def walk(value):
        if isinstance(value, dict):
            return {name: walk(each) for name, each in value.items()}
        if isinstance(value, list):
            return [walk(each) for each in value]
        return text if isinstance(value, str) else value
    return walk(smallest(schema or {'type': 'object', 'properties': {'text': {'type': 'string'}}}))
