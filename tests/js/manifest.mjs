// The manifest of the Teams app, against Microsoft's own schema of its version.
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv-draft-04';

const require = createRequire(import.meta.url);
const schemas = join(dirname(require.resolve('@microsoft/app-manifest/package.json')), 'build', 'json-schemas', 'teams');
const checks = new Map();

/** Complaints about a manifest. What the schema does not hold but Teams insists on is checked here as well. */
export function checkManifest(manifest) {
  const version = manifest?.manifestVersion;
  const file = join(schemas, `v${version}`, 'MicrosoftTeams.schema.json');
  if (!/^\d+\.\d+$/.test(version ?? '') || !existsSync(file)) return [`manifestVersion: there is no schema ${version}`];
  if (!checks.has(version)) checks.set(version, new Ajv({ allErrors: true, strict: false, logger: false, validateFormats: false }).compile(JSON.parse(readFileSync(file, 'utf8'))));
  const check = checks.get(version);
  check(manifest);
  const inTeams = (manifest.bots ?? []).some(bot => bot.scopes?.includes('team'));
  return [
    ...(check.errors ?? []).map(error => `${error.instancePath || '$'}: ${error.message}`),
    ...inTeams && manifest.supportsChannelFeatures !== 'tier1' ? ['supportsChannelFeatures: must be tier1 where a team is a scope'] : [],
    ...manifest.$schema?.includes(`/v${version}/`) ? [] : ['$schema: is another version\'s'],
  ];
}
