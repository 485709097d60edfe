# SPDX-License-Identifier: GPL-3.0-or-later
"""The OpenAI-compatible server, well-behaved and hostile."""

import json
import unittest

from checks import SimulatorTest

SCHEMA = {'type': 'object', 'additionalProperties': False, 'required': ['id', 'title'],
          'properties': {'id': {'enum': ['a1', 'b2']}, 'title': {'type': 'string'}}}
FORMAT = {'type': 'json_schema', 'json_schema': {'name': 'answer', 'strict': True,
                                                 'schema': SCHEMA}}


class ModelTest(SimulatorTest):
    def tearDown(self):
        self.sim.set(**{'model.reply': 'schema', 'model.key': None, 'model.quota': False,
                        'model.loading': False, 'model.schema': True, 'model.endless': False,
                        'model.error_shape': 'openai', 'model.context': 0})

    def model(self, path, body=None, key=None, method='POST'):
        headers = {'Authorization': f'Bearer {key}'} if key else {}
        return self.ask(method, f'{self.sim.main}/model/v1{path}', headers=headers, body=body)

    def chat(self, **more):
        return self.model('/chat/completions', {
            'model': 'sim-small', 'messages': [{'role': 'user', 'content': 'Grüezi'}], **more})

    def text(self, **more):
        return self.chat(**more).json['choices'][0]['message']['content']

    def test_models(self):
        found = self.model('/models', method='GET').json['data']
        self.assertEqual([each['id'] for each in found], ['sim-small', 'org/sim:7b', 'sim:120b-cloud'])

    def test_answers_by_schema(self):
        self.assertEqual(json.loads(self.text(response_format=FORMAT)), {'id': 'a1', 'title': 'Ok'})
        self.assertEqual(self.sim.model.prompts(last=1)[0]['body']['messages'][0]['content'],
                         'Grüezi')

    def test_refusals(self):
        loose = {'type': 'json_schema', 'json_schema': {'name': 'x', 'strict': True, 'schema': {
            'type': 'object', 'properties': {'a': {'type': 'string'}}}}}
        for more, code in (({'surprise': 1}, 'unknown_parameter'), ({'model': 'x'},
                                                                    'model_not_found'),
                           ({'messages': []}, 'invalid_type'), ({'response_format': loose},
                                                                'invalid_json_schema'),
                           ({'stream_options': {}}, 'unsupported_parameter')):
            with self.subTest(more):
                self.assertEqual(self.chat(**more).json['error']['code'], code)
        self.sim.set(**{'model.schema': False})
        self.assertEqual(self.chat(response_format=FORMAT).json['error']['param'],
                         'response_format')
        self.sim.set(**{'model.quota': True})
        answer = self.chat()
        self.assertEqual((answer.status, answer.json['error']['code']), (429, 'insufficient_quota'))
        self.sim.set(**{'model.loading': True, 'model.error_shape': 'text'})
        self.assertEqual(self.chat().json, {'error': 'Loading model'})

    def test_key(self):
        key = self.sim.model.make_key()
        self.assertEqual(self.chat().status, 401)
        self.sim.reset_counts()
        self.assertEqual(self.model('/models', key=key, method='GET').status, 200)
        self.assertEqual(self.sim.leaks(), [])

    def test_hostile_answers(self):
        def reply(kind):
            self.sim.set(**{'model.reply': kind})
            return self.chat(response_format=FORMAT).json['choices'][0]
        with self.assertRaises(ValueError):
            json.loads(reply('invalid-json')['message']['content'])
        self.assertIn('```json', reply('fences')['message']['content'])
        self.assertTrue(reply('think')['message']['content'].startswith('<think>'))
        self.assertIn('never-offered', reply('unknown-ids')['message']['content'])
        self.assertIn('<b>', reply('markup')['message']['content'])
        self.assertIn('@evil', reply('addresses')['message']['content'])
        self.assertEqual(reply('length')['finish_reason'], 'length')
        self.assertIsNone(reply('refusal')['message']['content'])
        self.assertGreater(len(reply('huge')['message']['content']), 10 << 20)
        self.assertEqual(reply('echo')['message']['content'], 'Grüezi')

    def test_stream(self):
        self.sim.set(**{'model.reply': 'given', 'model.text': 'Zürich — ' * 20})
        body = self.chat(stream=True, stream_options={'include_usage': True}).body.decode()
        events = [line[6:] for line in body.split('\n') if line.startswith('data: ')]
        self.assertEqual(events[-1], '[DONE]')
        self.assertEqual(json.loads(events[-2])['choices'], [])
        text = ''.join(choice['delta'].get('content', '') for event in events[:-1]
                       for choice in json.loads(event)['choices'])
        self.assertEqual(text, 'Zürich — ' * 20)
        self.sim.set(**{'model.reply': 'error-in-stream'})
        self.assertIn(b'"error"', self.chat(stream=True).body)

    def test_responses(self):
        body = {'model': 'sim-small', 'input': 'Hi', 'store': False, 'text': {'format': {
            'type': 'json_schema', 'name': 'answer', 'strict': True, 'schema': SCHEMA}}}
        answer = self.model('/responses', body).json
        self.assertEqual(json.loads(answer['output'][0]['content'][0]['text'])['id'], 'a1')
        stream = self.model('/responses', {**body, 'stream': True}).body
        self.assertIn(b'event: response.completed', stream)
        self.assertNotIn(b'[DONE]', stream)


if __name__ == '__main__':
    unittest.main()
