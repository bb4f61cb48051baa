import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { checkManifest } from '../manifest.mjs';

const good = () => JSON.parse(readFileSync(new URL('../../../manifest/manifest.json', import.meta.url), 'utf8')
  .replaceAll('{{site}}', 'https://cctv.example.org').replaceAll('{{domain}}', 'cctv.example.org').replaceAll('{{appId}}', '11111111-2222-3333-4444-555555555555').replaceAll('{{version}}', '1.0.0'));

test('our manifest has no complaint', () => assert.deepEqual(checkManifest(good()), []));

const bad = {
  'no developer': manifest => delete manifest.developer,
  'a bot id that is no id': manifest => { manifest.bots[0].botId = 'cctv'; },
  'a scope that does not exist': manifest => { manifest.bots[0].scopes = ['everywhere']; },
  'a member that the schema does not know': manifest => { manifest.surprise = true; },
  'a short description that is too long': manifest => { manifest.description.short = 'x'.repeat(81); },
  'two bots': manifest => manifest.bots.push(manifest.bots[0]),
  'a team without the features of channels': manifest => delete manifest.supportsChannelFeatures,
  'the schema of another version': manifest => { manifest.$schema = manifest.$schema.replace('1.30', '1.29'); },
  'a version that there is not': manifest => { manifest.manifestVersion = '9.9'; },
};

for (const [name, spoil] of Object.entries(bad)) {
  test(`complains of ${name}`, () => {
    const manifest = good();
    spoil(manifest);
    assert.notDeepEqual(checkManifest(manifest), []);
  });
}
