// Our own checks of a card, for what Microsoft's renderer is silent about. Each complaint starts with the place.
import { actions, elements, shapes } from './card-shapes.mjs';
import { forms } from './card-texts.mjs';

export const maxBytes = 28 * 1024;
const version = '1.5';
const maxRefreshUsers = 60;

/** Complaints about one card that is to be sent; none when it is as Teams needs it. */
export function cardErrors(card) {
  const found = { errors: [], ids: new Map() };
  const bytes = Buffer.byteLength(JSON.stringify(card));
  if (bytes > maxBytes) say(found, '', `is ${bytes} bytes; a bot's card may have ${maxBytes}`);
  if (!isObject(card)) {
    say(found, '', 'is not an object');
    return found.errors;
  }
  if (card.type !== 'AdaptiveCard') say(found, 'type', 'must be "AdaptiveCard"');
  if (card.version !== version) say(found, 'version', `must be "${version}", and is ${show(card.version)}`);
  if (uses(card, 'Action.Execute') && !(Number.parseFloat(card.version) >= 1.4))
    say(found, 'version', 'must be 1.4 or later for Action.Execute');
  properties(found, '', card, 'AdaptiveCard', shapes.AdaptiveCard, true);
  if ('refresh' in card) refresh(found, card.refresh);
  return found.errors;
}

function refresh(found, value) {
  if (!isObject(value)) return; // said by its kind
  if (value.action?.type !== 'Action.Execute') say(found, 'refresh.action', 'must be an Action.Execute');
  if (!Array.isArray(value.userIds)) say(found, 'refresh.userIds', 'must be a list: without it each client decides for itself');
  else if (value.userIds.length > maxRefreshUsers) say(found, 'refresh.userIds', `may name ${maxRefreshUsers} people`);
}

function properties(found, path, value, name, { may, must }, counts) {
  for (const [property, inner] of Object.entries(value)) {
    const at = join(path, property);
    if (!Object.hasOwn(may, property)) say(found, at, `is no property of ${name} in version ${version}`);
    else check(found, at, inner, may[property], counts && property !== 'fallback');
  }
  for (const property of must)
    if (!Object.hasOwn(value, property)) say(found, path, `${name} needs ${property}`);
  if (counts && typeof value.id === 'string') identity(found, path, value.id);
  reads(found, path, value, name);
}

// A fallback may carry the id of what it stands in for; everything else has its own.
function identity(found, path, id) {
  if (found.ids.has(id)) say(found, join(path, 'id'), `"${id}" is already the id of ${found.ids.get(id)}`);
  else found.ids.set(id, path || 'the card');
}

// What a person with a screen reader, or on a narrow phone, needs.
function reads(found, path, value, name) {
  const blank = property => !(typeof value[property] === 'string' && value[property].trim() !== '');
  const texts = name === 'TextBlock' ? ['text'] : name === 'Fact' ? ['title', 'value'] : [];
  for (const property of texts.filter(property => typeof value[property] === 'string'))
    for (const form of forms(value[property])) say(found, join(path, property), `forms ${form}; it must be drawn as its words`);
  if (name === 'TextBlock' && value.wrap !== true) say(found, path, 'TextBlock needs wrap: true');
  if (name === 'Image' && blank('altText')) say(found, path, 'Image needs altText');
  if (name.startsWith('Input.') && name in elements) {
    if (blank('label')) say(found, path, `${name} needs a label`);
    if (value.isRequired === true && blank('errorMessage')) say(found, path, `${name} is required and needs an errorMessage`);
  }
  if (name in actions && blank('title') && !/(^|\.)(selectAction|refresh\.action)$/.test(path))
    say(found, path, `${name} needs a title`);
  if (name === 'Action.Execute' && blank('verb')) say(found, path, 'Action.Execute needs a verb');
}

function check(found, path, value, kind, counts) {
  if (kind.oneOf) {
    const fits = kind.oneOf.find(one => accepts(value, one));
    if (fits) check(found, path, value, fits, counts);
    else say(found, path, `is ${show(value)}; it must be ${kind.oneOf.map(named).join(' or ')}`);
  } else if (!accepts(value, kind)) say(found, path, `is ${show(value)}; it must be ${named(kind)}`);
  else if (kind.list) value.forEach((one, at) => check(found, `${path}[${at}]`, one, kind.list, counts));
  else if (kind.shape) properties(found, path, value, kind.shape, shapes[kind.shape], counts);
  else if (kind.element) typed(found, path, value, elements, 'element', counts);
  else if (kind.action) typed(found, path, value, actions, 'action', counts);
}

function typed(found, path, value, table, what, counts) {
  if (!Object.hasOwn(table, value.type ?? '')) say(found, join(path, 'type'), `${show(value.type)} is no ${what} of version ${version}`);
  else properties(found, path, value, value.type, table[value.type], counts);
}

function accepts(value, kind) {
  if (kind.words) return typeof value === 'string' && kind.words.some(word => word.toLowerCase() === value.toLowerCase());
  if (kind.list) return Array.isArray(value);
  if (kind.shape || kind.element || kind.action || kind === 'object') return isObject(value);
  if (kind.pixels) return typeof value === 'string' && /^\d+px$/.test(value);
  if (kind.weight) return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value);
  switch (kind) {
    case 'integer': return Number.isInteger(value);
    case 'number': return typeof value === 'number';
    case 'date': return typeof value === 'string' && isDate(value);
    case 'time': return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
    case 'url': return typeof value === 'string' && /^(https?|data):/i.test(value) && URL.canParse(value);
    default: return typeof value === kind;
  }
}

function isDate(value) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function named(kind) {
  if (kind.words) return kind.words.map(word => `"${word}"`).join('|');
  if (kind.list) return 'a list';
  if (kind.shape) return `a ${kind.shape}`;
  if (kind.element) return 'an element';
  if (kind.action) return 'an action';
  if (kind.pixels) return 'pixels such as "80px"';
  if (kind.weight) return 'a weight such as "2"';
  return { date: 'a date such as "2026-11-24"', time: 'a time such as "14:05"', url: 'an http(s) or data URL' }[kind] ?? `a value of type ${kind}`;
}

const uses = (value, type) => value !== null && typeof value === 'object'
  && (value.type === type || Object.values(value).some(inner => uses(inner, type)));
const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);
const join = (path, property) => path === '' ? property : `${path}.${property}`;
const say = (found, path, what) => found.errors.push(path === '' ? what : `${path}: ${what}`);
const show = value => value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
