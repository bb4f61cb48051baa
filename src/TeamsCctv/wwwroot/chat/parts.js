// Small things that the chat is made of.

/** An address of the chat's own; the site need not begin at its host's root. */
export const api = path => new URL(`api/${path}`, import.meta.url);

/** What a press tells the person, and how. */
export function told(answer, trigger) {
  const type = answer.body?.type;
  if (answer.status === 200 && type === 'application/vnd.microsoft.card.adaptive') return ['', ''];
  if (answer.status === 200 && type === 'application/vnd.microsoft.activity.message') return [String(answer.body.value), 'good'];
  return trigger === 'automatic' ? ['', ''] : [problem(answer), 'bad'];
}

export function problem(answer) {
  const said = answer.body?.value?.message ?? answer.body?.error?.message;
  if (said) return said;
  if (answer.status === 0) return 'The bot did not answer. Try again.';
  return `Something went wrong (${answer.status}). Try again.`;
}

export function initials(name) {
  const words = name.split(/\s+/).filter(word => /^\p{L}/u.test(word) && !/^(mr|mrs|ms|miss|dr)\.?$/i.test(word));
  return (words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 2)).toUpperCase();
}

export function make(tag, className = '', text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}
