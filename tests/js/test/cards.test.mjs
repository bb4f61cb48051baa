import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCard } from '../checks.mjs';

/** A card with one of everything that the bad cards below spoil; it has nothing to complain of. */
const good = () => ({
  type: 'AdaptiveCard', $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', version: '1.5', lang: 'en', msteams: { width: 'Full' },
  refresh: { action: { type: 'Action.Execute', verb: 'show', data: { case: '7' } }, userIds: ['29:headteacher'] },
  body: [
    { type: 'TextBlock', text: 'Asked to download', style: 'heading', size: 'Large', wrap: true },
    { type: 'Image', url: 'https://example.invalid/camera.png', altText: 'The front gate', size: 'small', width: '80px' },
    { type: 'ColumnSet', columns: [{ type: 'Column', width: 'stretch', items: [{ type: 'FactSet', facts: [{ title: 'From', value: '14:05' }] }] }] },
    { type: 'Table', columns: [{ width: 1 }], rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [{ type: 'TextBlock', text: 'a', wrap: true }] }] }] },
    { type: 'RichTextBlock', inlines: ['plain ', { type: 'TextRun', text: 'bold', weight: 'bolder' }] },
    {
      type: 'Container', style: 'emphasis', items: [
        { type: 'Input.Text', id: 'why', label: 'Why', isRequired: true, errorMessage: 'Say why.', isMultiline: true, maxLength: 500 },
        { type: 'Input.Date', id: 'day', label: 'Day', value: '2026-11-24' },
        { type: 'Input.Time', id: 'from', label: 'From', value: '14:05' },
        { type: 'Input.Number', id: 'minutes', label: 'Minutes', min: 1, max: 60, value: 5 },
        { type: 'Input.Toggle', id: 'sure', label: 'Sure', title: 'I am sure' },
        { type: 'Input.ChoiceSet', id: 'camera', label: 'Camera', choices: [{ title: 'Gate', value: '1' }], value: '1' },
      ],
    },
    {
      type: 'ActionSet', actions: [
        { type: 'Action.Execute', title: 'Approve', verb: 'approve', data: { case: '7' }, style: 'positive', fallback: { type: 'Action.Submit', title: 'Approve', data: {} } },
        { type: 'Action.OpenUrl', title: 'Log', url: 'https://example.invalid/log' },
        { type: 'Action.ShowCard', title: 'Refuse', card: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'Why not', wrap: true }] } },
      ],
    },
  ],
});

test('a good card has nothing to complain of', () => assert.deepEqual(checkCard(good()), []));

const inputs = card => card.body[5].items;
const buttons = card => card.body[6].actions;

const bad = [
  // Said by Microsoft's renderer.
  ['unknown element', c => c.body.push({ type: 'Carousel' }), /renderer: Unknown element type "Carousel"/],
  ['unknown action', c => { buttons(c)[0].type = 'Action.Fly'; }, /renderer: Unknown action type "Action.Fly"/],
  ['unknown word', c => { c.body[0].size = 'Huge'; }, /renderer: Invalid value "Huge"/],
  ['input without id', c => { delete inputs(c)[0].id; }, /renderer: All inputs must have a unique Id/],
  ['newer than 1.5', c => { inputs(c)[0].labelWidth = 20; }, /renderer: .*"labelWidth" is supported in version 1.6/],
  ['language with a country', c => { c.lang = 'en-GB'; }, /renderer: Invalid value "en-GB"/],
  // Said by us.
  ['Markdown in a text', c => { c.body[0].text = 'Look **here**'; }, /^body\[0\]\.text: forms strong_open/],
  ['an entity in a fact', c => { c.body[2].columns[0].items[0].facts[0].value = '&lt;b&gt;'; }, /facts\[0\]\.value: forms entity/],
  ['a list in a fact', c => { c.body[2].columns[0].items[0].facts[0].value = '1. a'; }, /facts\[0\]\.value: forms ordered_list_open/],
  ['a date to expand', c => { c.body[0].text = '{{DATE(2026-11-24T14:05:00Z, SHORT)}}'; }, /^body\[0\]\.text: forms template/],
  ['not a card', c => { c.type = 'Card'; }, /^type: must be "AdaptiveCard"/],
  ['no version', c => { delete c.version; }, /^version: must be "1.5", and is missing/],
  ['older version', c => { c.version = '1.4'; }, /^version: must be "1.5", and is "1.4"/],
  ['version as a number', c => { c.version = 1.5; }, /^version: must be "1.5", and is 1.5/],
  ['Action.Execute in a 1.3 card', c => { c.version = '1.3'; }, /^version: must be 1.4 or later for Action.Execute/],
  ['unknown property of the card', c => { c.metadata = {}; }, /^metadata: is no property of AdaptiveCard/],
  ['unknown property of an element', c => { c.body[0].colour = 'good'; }, /^body\[0\]\.colour: is no property of TextBlock/],
  ['unknown property of an input', c => { inputs(c)[0].labels = 'x'; }, /^body\[5\]\.items\[0\]\.labels: is no property of Input.Text/],
  ['unknown property of an action', c => { buttons(c)[0].verbs = 'x'; }, /verbs: is no property of Action.Execute/],
  ['unknown property of a fact', c => { c.body[2].columns[0].items[0].facts[0].text = 'x'; }, /facts\[0\]\.text: is no property of Fact/],
  ['unknown property of a cell', c => { c.body[3].rows[0].cells[0].colSpan = 2; }, /colSpan: is no property of TableCell/],
  ['unknown property of a text run', c => { c.body[4].inlines[1].wrap = true; }, /wrap: is no property of TextRun/],
  ['number for a text', c => { c.body[0].text = 5; }, /^body\[0\]\.text: is 5; it must be a value of type string/],
  ['text for a truth', c => { c.body[0].wrap = 'true'; }, /^body\[0\]\.wrap: is "true"; it must be a value of type boolean/],
  ['text for a number', c => { inputs(c)[3].max = '60'; }, /max: is "60"; it must be a value of type number/],
  ['fraction for a count', c => { inputs(c)[0].maxLength = 1.5; }, /maxLength: is 1.5; it must be a value of type integer/],
  ['day written for people', c => { inputs(c)[1].value = '24/11/2026'; }, /value: is "24\/11\/2026"; it must be a date/],
  ['day that is none', c => { inputs(c)[1].value = '2026-02-30'; }, /value: is "2026-02-30"; it must be a date/],
  ['time without a nought', c => { inputs(c)[2].value = '9:05'; }, /value: is "9:05"; it must be a time/],
  ['number for a choice', c => { inputs(c)[5].choices[0].value = 1; }, /choices\[0\]\.value: is 1; it must be a value of type string/],
  ['object for a list', c => { c.body[2].columns = {}; }, /columns: is {}; it must be a list/],
  ['script for a link', c => { buttons(c)[1].url = 'javascript:alert(1)'; }, /url: is "javascript:alert\(1\)"; it must be an http/],
  ['word of another set', c => { buttons(c)[0].style = 'accent'; }, /style: is "accent"; it must be "default"\|/],
  ['card in place of an element', c => c.body.push({ type: 'AdaptiveCard' }), /^body\[7\]\.type: "AdaptiveCard" is no element/],
  ['element inside a list of actions', c => { buttons(c)[0] = c.body[0]; }, /type: "TextBlock" is no action/],
  ['image without address', c => { delete c.body[1].url; }, /^body\[1\]: Image needs url/],
  ['link without address', c => { delete buttons(c)[1].url; }, /Action.OpenUrl needs url/],
  ['button without title', c => { delete buttons(c)[0].title; }, /Action.Execute needs a title/],
  ['button without verb', c => { delete buttons(c)[0].verb; }, /Action.Execute needs a verb/],
  ['refresh that submits', c => { c.refresh.action = { type: 'Action.Submit', data: {} }; }, /^refresh.action: must be an Action.Execute/],
  ['refresh for nobody said', c => { delete c.refresh.userIds; }, /^refresh.userIds: must be a list/],
  ['refresh for a crowd', c => { c.refresh.userIds = Array.from({ length: 61 }, (_, n) => `29:${n}`); }, /^refresh.userIds: may name 60 people/],
  ['refresh for a number', c => { c.refresh.userIds = [29]; }, /^refresh.userIds\[0\]: is 29/],
  ['input without label', c => { delete inputs(c)[4].label; }, /Input.Toggle needs a label/],
  ['input with an empty label', c => { inputs(c)[5].label = ' '; }, /Input.ChoiceSet needs a label/],
  ['required without errorMessage', c => { delete inputs(c)[0].errorMessage; }, /Input.Text is required and needs an errorMessage/],
  ['too large', c => { inputs(c)[0].value = 'é'.repeat(15000); }, /bytes; a bot's card may have 28672/],
  ['text that does not wrap', c => { delete c.body[0].wrap; }, /^body\[0\]: TextBlock needs wrap: true/],
  ['text in a fold that does not wrap', c => { delete buttons(c)[2].card.body[0].wrap; }, /card\.body\[0\]: TextBlock needs wrap: true/],
  ['picture without words', c => { c.body[1].altText = ''; }, /^body\[1\]: Image needs altText/],
  ['one id twice', c => { c.body[0].id = 'why'; }, /"why" is already the id of body\[0\]/],
  ['one id twice, on a button', c => { buttons(c)[0].id = 'why'; }, /"why" is already the id of body\[5\]\.items\[0\]/],
];

for (const [name, spoil, expected] of bad) {
  test(`a bad card is named: ${name}`, () => {
    const card = good();
    spoil(card);
    const errors = checkCard(card);
    assert.ok(errors.some(error => expected.test(error)), `no complaint like ${expected} in ${JSON.stringify(errors, null, 1)}`);
  });
}

test('a fallback may carry the id of what it stands in for', () => {
  const card = good();
  buttons(card)[0].id = buttons(card)[0].fallback.id = 'approve';
  assert.deepEqual(checkCard(card), []);
});

for (const value of [null, 'card', 7, []]) test(`${JSON.stringify(value)} is no card`, () => assert.notEqual(checkCard(value).length, 0));
