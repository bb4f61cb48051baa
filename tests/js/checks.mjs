// Microsoft's own JavaScript first, then ours.
import { createRequire } from 'node:module';
import { cardErrors } from './card-rules.mjs';
import { forms, words } from './card-texts.mjs';

export { requestErrors as checkRequest } from './graph-requests.mjs';
export { checkManifest } from './manifest.mjs';

const require = createRequire(import.meta.url);
// The bundle: the package's main file needs a browser's globals.
const { AdaptiveCard, HostConfig, SerializationContext, Versions } = require('adaptivecards/dist/adaptivecards.js');
const { Activity, activityZodSchema } = require('@microsoft/agents-activity');

const cardType = 'application/vnd.microsoft.card.adaptive';

// The renderer's own limit is five buttons; Teams shows six.
const teams = new HostConfig({ actions: { maxActions: 6 } });

/** Complaints about a card, by Microsoft's renderer and by our own rules. */
export function checkCard(value) {
  return [...rendererErrors(value), ...cardErrors(value)];
}

function rendererErrors(value) {
  const card = new AdaptiveCard();
  card.hostConfig = teams;
  const context = new SerializationContext(Versions.v1_5);
  try {
    card.parse(value, context);
  } catch (wrong) {
    return [`renderer: ${wrong.message}`];
  }
  const events = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at));
  return [...events, ...card.validateProperties().validationEvents].map(event => `renderer: ${event.message}`);
}

/** Complaints about a text of a card that must be drawn as it was typed. */
export function checkText({ text, typed }) {
  const read = words(text);
  return [...forms(text).map(form => `forms ${form}`), ...read === typed ? [] : [`is drawn as ${JSON.stringify(read)}`]];
}

/** Complaints about an activity that we send, and about the cards attached to it. */
export function checkActivity(value) {
  const parsed = activityZodSchema.strict().safeParse(value);
  const errors = parsed.success ? [] : parsed.error.issues.map(issue => `${where(issue.path)}${issue.message}`);
  if (errors.length === 0) {
    try {
      Activity.fromObject(value);
    } catch (wrong) {
      errors.push(wrong.message);
    }
  }
  (Array.isArray(value?.attachments) ? value.attachments : []).forEach((attachment, at) => {
    const type = attachment?.contentType;
    if (type === cardType)
      errors.push(...checkCard(attachment.content).map(error => `attachments[${at}].content: ${error}`));
    else if (typeof type === 'string' && /adaptive/i.test(type))
      errors.push(`attachments[${at}].contentType: "${type}" is shown by nobody; it must be "${cardType}"`);
  });
  return errors;
}

const where = path => path.length === 0 ? '' : `${path.join('.')}: `;
