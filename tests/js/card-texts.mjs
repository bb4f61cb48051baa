// Texts of a card as a client draws them: Teams reads them as Markdown and expands dates. Ours are always plain words, as
// many of them are a person's: whatever forms a mark, a link or another text is a complaint.
import MarkdownIt from 'markdown-it';

const reader = new MarkdownIt({ html: true });
reader.core.ruler.disable('text_join'); // it would hide what was an entity

const expands = /\{\{(DATE|TIME)\(|\$\{/;
const plain = new Set(['paragraph_open', 'paragraph_close', 'inline', 'text', 'softbreak', 'hardbreak']);

/** What a text forms beside its words; none when it is drawn as words alone. */
export function forms(text) {
  const found = tokens(text).filter(token => !plain.has(token.type) && !(token.type === 'text_special' && token.info === 'escape'));
  const names = found.map(token => token.type === 'text_special' ? token.info : token.type);
  return expands.test(text) ? [...names, 'template'] : names;
}

/** The words that are read. */
export const words = text => tokens(text)
  .map(token => token.type === 'softbreak' || token.type === 'hardbreak' ? '\n' : token.type === 'paragraph_close' ? '\n\n' : token.children ? '' : token.content)
  .join('').replaceAll('\u200B', '').replace(/ +$/gm, '').replace(/\n+$/, '');

const tokens = text => reader.parse(text, {}).flatMap(token => [token, ...token.children ?? []]);
