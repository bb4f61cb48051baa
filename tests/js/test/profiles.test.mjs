import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';

const folder = new URL('../../../src/TeamsCctv/Policies/', import.meta.url);
const read = name => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const check = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(read('profile.schema.json'));
const profiles = readdirSync(folder).filter(name => name.endsWith('.json') && !name.endsWith('.schema.json') && name !== 'sorting.json');

const complaints = profile => check(profile) ? [] : check.errors.map(error => `${error.instancePath} ${error.message}`);

test('there are five profiles', () => assert.deepEqual(profiles.sort(), ['al.json', 'cg.json', 'jc.json', 'me.json', 'vl.json']));

for (const name of profiles)
  test(`${name} fits the schema`, () => assert.deepEqual(complaints(read(name)), []));

const wrong = [
  ['a rule of another name', p => { p.download.asks = p.download.ask; }, /^\/download must NOT have additional properties/],
  ['nobody asks', p => { p.download.ask = []; }, /^\/download\/ask must NOT have fewer than 1/],
  ['nobody signs and something is said', p => { p.download.decide = []; }, /^\/download must NOT be valid/],
  ['somebody signs and nothing is said', p => { delete p.deletion.statement; }, /^\/deletion must have required property 'statement'/],
  ['a statement without the title', p => { p.download.statement = 'I permit it.'; }, /^\/download\/statement must match pattern/],
  ['askers do not download, without a clause', p => { delete p.download.recordClause; }, /^\/download must have required property 'recordClause'/],
  ['a period left out', p => { delete p.retention.downloadMonths; }, /^\/retention must have required property 'downloadMonths'/],
  ['a period in words', p => { p.retention.recorderDays = '30 days'; }, /^\/retention\/recorderDays must be integer,null/],
  ['a reason without its clause', p => { delete p.retention.reasonClause; }, /^\/retention must have property reasonClause/],
  ['an unknown column', p => { p.log.columns[0].cell = 'Signature'; }, /^\/log\/columns\/0\/cell must be equal to one of/],
  ['an empty summary', p => { p.clauses[0].says = ' '; }, /^\/clauses\/0\/says must match pattern/],
];

for (const [what, spoil, says] of wrong)
  test(`the schema refuses: ${what}`, () => {
    const profile = read('vl.json');
    spoil(profile);
    assert.ok(complaints(profile).some(error => says.test(error)), complaints(profile).join('\n'));
  });
