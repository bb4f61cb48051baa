// Lists clause → test → result from xunit's XML reports: node clauses.mjs REPORT.xml …
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const entities = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };
const plain = text => text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) =>
  hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : entities[name] ?? whole);

/** Each clause that a test names, in the order of the catalogue's ids, with its tests and how they went. */
export function clausesOf(reports) {
  const rows = new Map();
  for (const report of reports) {
    for (const [, attributes, rest] of report.replace(/<test [^>]*\/>/g, '').matchAll(/<test ([^>]*)>(.*?)<\/test>/gs)) {
      const attribute = name => plain(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
      for (const [, value] of rest.matchAll(/<trait name="clause" value="([^"]*)"/g)) {
        const key = `${plain(value)}\t${attribute('type')}.${attribute('method')}`;
        const before = rows.get(key);
        // Of a theory's cases the worst counts.
        rows.set(key, before === 'Fail' ? before : attribute('result') === 'Pass' ? before ?? 'Pass' : attribute('result'));
      }
    }
  }

  return [...rows].map(([key, result]) => [...key.split('\t'), result]).sort((one, two) =>
    one[0].localeCompare(two[0], 'en', { numeric: true }) || one[1].localeCompare(two[1], 'en'));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rows = clausesOf(process.argv.slice(2).map(file => readFileSync(file, 'utf8')));
  for (const [clause, test, result] of rows) console.log(`${clause.padEnd(20)} ${result.padEnd(5)} ${test}`);
  console.log(`${new Set(rows.map(([clause]) => clause)).size} clauses, ${rows.length} tests of them, ${rows.filter(([, , result]) => result !== 'Pass').length} not passed`);
}
