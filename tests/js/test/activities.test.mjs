import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkActivity } from '../checks.mjs';

const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Hello', wrap: true }] };

const good = () => ({
  type: 'message', id: '1', timestamp: '2026-11-24T14:05:00Z', serviceUrl: 'http://127.0.0.1:9/', channelId: 'msteams',
  from: { id: '28:bot', name: 'CCTV' }, recipient: { id: '29:person' }, conversation: { id: 'a:1', conversationType: 'personal', tenantId: 't' },
  text: 'Hello', textFormat: 'plain', locale: 'en-GB', channelData: { tenant: { id: 't' } },
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: structuredClone(card) }],
});

test('a good activity has nothing to complain of', () => assert.deepEqual(checkActivity(good()), []));

const bad = [
  ['no type', a => { delete a.type; }, /^type: /],
  ['text as a number', a => { a.text = 5; }, /^text: /],
  ['conversation without id', a => { delete a.conversation.id; }, /^conversation\.id: /],
  ['attachment without contentType', a => { delete a.attachments[0].contentType; }, /^attachments\.0\.contentType: /],
  ['unknown property', a => { a.Text = 'x'; }, /Unrecognized key.*'Text'/],
  ['bad card attached', a => { a.attachments[0].content.version = '1.6'; }, /^attachments\[0\]\.content: version: must be "1.5"/],
  ['card under another name', a => { a.attachments[0].contentType = 'application/vnd.microsoft.adaptive.card'; }, /is shown by nobody/],
];

for (const [name, spoil, expected] of bad) {
  test(`a bad activity is named: ${name}`, () => {
    const activity = good();
    spoil(activity);
    const errors = checkActivity(activity);
    assert.ok(errors.some(error => expected.test(error)), `no complaint like ${expected} in ${JSON.stringify(errors, null, 1)}`);
  });
}

test('the command answers each line in order and ends with its input', async () => {
  const node = spawn(process.execPath, [fileURLToPath(new URL('../validate.mjs', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
  const questions = [
    { id: 1, kind: 'activity', value: good() }, { id: 2, kind: 'card', value: {} }, { id: 3, kind: 'mail', value: {} },
  ];
  node.stdin.end([...questions.map(JSON.stringify), 'no json', ''].join('\n'));
  let output = '';
  node.stdout.setEncoding('utf8').on('data', text => { output += text; });
  const [code] = await once(node, 'close');
  const answers = output.trim().split('\n').map(JSON.parse);
  assert.equal(code, 0);
  assert.deepEqual(answers.map(answer => answer.id), [1, 2, 3, null]);
  assert.deepEqual(answers.map(answer => answer.errors.length === 0), [true, false, false, false]);
});
