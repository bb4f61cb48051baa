import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdown } from '../../../src/TeamsCctv/wwwroot/chat/markdown.js';

// What /chat draws; in Teams it is Teams.
const drawn = [
  ['bold and italic', '**a** _b_', '<strong>a</strong> <em>b</em>'],
  ['a link', '[a](https://example.invalid/)', '<a href="https://example.invalid/" target="_blank" rel="noopener noreferrer">a</a>'],
  ['escaped marks', '\\*\\*a\\*\\* \\_b\\_ \\> c', '**a** _b_ &gt; c'],
  ['a tag', '<at>a</at>', '&lt;at&gt;a&lt;/at&gt;'],
];

for (const [what, text, html] of drawn) test(what, () => assert.equal(markdown(text), html));
