// The little of Markdown that Teams shows in messages and cards: bold, italic, links, new lines, and marks escaped with a
// backslash. Everything else is text.
const marks = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = text => text.replace(/[&<>"']/g, mark => marks[mark]);

const drawn = text => escaped(text)
  .replace(/\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g, '<a href="$2" target="_blank" rel="noopener noreferrer">$1</a>')
  .replace(/\*\*([^*\n]+)\*\*/g, '<strong>$1</strong>')
  .replace(/(^|\s)_([^_\n]+)_(?=\s|[.,;:!?]|$)/g, '$1<em>$2</em>')
  .replace(/\r?\n/g, '<br>');

export function markdown(text) {
  return text.split(/\\([!-/:-@[-`{-~])/).map((part, at) => at % 2 === 1 ? escaped(part) : drawn(part)).join('');
}
