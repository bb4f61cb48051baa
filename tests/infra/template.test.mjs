// What the compiled template must hold, whoever edits the Bicep files. Azure is not asked.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const template = JSON.parse(readFileSync(process.env.TEMPLATE, 'utf8'));

function* resources(part, values = {}) {
  for (const resource of Object.values(part.resources ?? {})) {
    if (resource.type === 'Microsoft.Resources/deployments') yield* resources(resource.properties.template);
    else if (!resource.existing) yield { ...resource, variables: { ...part.variables, ...values } };
  }
}

const all = [...resources(template)];
const of = type => all.filter(resource => resource.type === type);
const one = type => {
  const found = of(type);
  assert.equal(found.length, 1, type);
  return found[0];
};

test('storage opens to roles alone', () => {
  const { properties } = one('Microsoft.Storage/storageAccounts');
  assert.equal(properties.allowSharedKeyAccess, false);
  assert.equal(properties.allowBlobPublicAccess, false);
  assert.equal(properties.minimumTlsVersion, 'TLS1_2');
});

test('the vault cannot be purged and its key only signs and verifies', () => {
  const { properties } = one('Microsoft.KeyVault/vaults');
  assert.deepEqual([properties.enableRbacAuthorization, properties.enablePurgeProtection, properties.enableSoftDelete], [true, true, true]);
  const key = one('Microsoft.KeyVault/vaults/keys').properties;
  assert.deepEqual([key.kty, key.curveName, key.keyOps], ['EC', 'P-256', ['sign', 'verify']]);
});

test('the identity has four roles and no other in three assignments, as storage gives its two in one loop, each on one thing', () => {
  const given = of('Microsoft.Authorization/roleAssignments');
  assert.equal(given.length, 3);
  assert.ok(given.every(role => role.scope && !/resourceGroup|subscription\(\)/.test(role.scope)));
  const text = JSON.stringify(given) + JSON.stringify(template);
  const ids = new Set(text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g));
  assert.deepEqual([...ids].sort(), [
    '12338af0-0e69-4776-bea7-57ae8d297424', '3913510d-42f4-4e42-8a64-420c390055eb',
    '974c5e8b-45b9-4653-ba55-5f855dd0fb88', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  ]);
});

test('no setting holds a secret', () => {
  const settings = JSON.stringify(one('Microsoft.Web/sites/config').properties);
  assert.match(settings, /Bot__ManagedIdentity/);
  assert.doesNotMatch(settings, /Bot__AppPassword|Microsoft\.KeyVault\(|listKeys|AccountKey|InstrumentationKey/);
});

test('the app is published to by roles and answers over https', () => {
  const { properties } = one('Microsoft.Web/sites');
  assert.equal(properties.httpsOnly, true);
  assert.deepEqual(of('Microsoft.Web/sites/basicPublishingCredentialsPolicies').map(policy => policy.properties.allow), [false, false]);
});

test('the bot speaks to the one endpoint and to Teams alone', () => {
  assert.match(JSON.stringify(one('Microsoft.BotService/botServices').properties.endpoint), /https:\/\/\{0\}\/api\/messages/);
  assert.equal(one('Microsoft.BotService/botServices/channels').properties.channelName, 'MsTeamsChannel');
});
