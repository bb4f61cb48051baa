// A message as one person sees it: who, when, text and card.
import { drawCard } from './cards.js';
import { markdown } from './markdown.js';
import { make } from './parts.js';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });

/** @param {(action: object) => void} press what a button of the card does */
export function drawMessage(change, person, staff, press) {
  const mine = change.from === person.mri;
  const bot = change.from.startsWith('28:');
  const node = make('article', `message ${mine ? 'mine' : bot ? 'bot' : 'other'}`);
  node.tabIndex = -1;
  node.dataset.activity = change.id;
  const sender = mine ? 'You' : bot ? 'TeamsCctv' : staff.find(one => one.mri === change.from)?.name ?? 'Somebody';
  const line = make('p', 'from');
  const time = make('time', '', clock.format(new Date(change.at)));
  time.dateTime = change.at;
  line.append(make('strong', '', sender), ' ', time);
  node.append(line);
  node.setAttribute('aria-label', `${sender}, ${time.textContent}`);
  if (change.deleted) {
    node.append(make('p', 'gone', 'This message has been deleted.'));
    return node;
  }
  if (change.activity.text) {
    const text = make('div', 'text');
    if (mine || !bot) text.textContent = change.activity.text;
    else text.innerHTML = markdown(change.activity.text);
    node.append(text);
  }
  const card = cardOf(change);
  if (card) node.append(drawCard(card, press));
  return node;
}

/** The card that this person is shown: their own version where they have one. */
export function cardOf(change) {
  return change.view
    ?? change.activity.attachments?.find(one => one.contentType === 'application/vnd.microsoft.card.adaptive')?.content
    ?? null;
}

/** A card that changes under somebody's hands keeps the form they have open and what they typed, where it still has it. */
export function keepTyped(before, after) {
  const open = [...before.querySelectorAll('button[aria-expanded="true"]')].map(button => button.textContent);
  for (const button of after.querySelectorAll('button[aria-expanded]')) if (open.includes(button.textContent)) button.click();
  const fields = 'input, select, textarea';
  const typed = [...before.querySelectorAll(fields)];
  const now = [...after.querySelectorAll(fields)];
  if (typed.length !== now.length) return;
  for (const [index, field] of typed.entries()) {
    if (field.type !== now[index].type) continue;
    if (field.type === 'checkbox' || field.type === 'radio') now[index].checked = field.checked;
    else if (field.value !== '') now[index].value = field.value;
  }
}
