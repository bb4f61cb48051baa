// What is called of Microsoft Graph, against Microsoft's own list of its endpoints.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const endpoints = ['subscriptions', 'users/messages', 'users/mailFolders/messages', 'drives/items', 'sites/lists'].flatMap(part => collect(require(`@microsoft/teams.graph-endpoints/${part}`)));

/** Complaints about a call: no such endpoint, or a query that it does not know. */
export function requestErrors({ method, path, query }) {
  const known = endpoints.filter(endpoint => endpoint.method === method.toLowerCase() && endpoint.pattern.test(path));
  if (known.length === 0) return [`${method} ${path} is no endpoint`];
  return query.filter(name => !known.some(endpoint => endpoint.query.includes(name))).map(name => `${method} ${path} knows no ${name}`);
}

// Every function of the package makes one call, described; those of what lies below are in objects beside them.
function collect(module) {
  return Object.values(module).flatMap(value => {
    if (typeof value === 'object' && value !== null) return collect(value);
    if (typeof value !== 'function') return [];
    const { method, path, paramDefs } = value({}, {}, {});
    return [{ method, pattern: new RegExp(`^${path.replace(/[.$()]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`), query: paramDefs?.query ?? [] }];
  });
}
