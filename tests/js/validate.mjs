// Reads lines {"id", "kind": "activity", "card", "manifest", "request" or "text", "value"} and answers each with {"id", "errors": […]}, in order.
// Ends when its input ends.
import { createInterface } from 'node:readline';
import { checkActivity, checkCard, checkManifest, checkRequest, checkText } from './checks.mjs';

const kinds = { activity: checkActivity, card: checkCard, manifest: checkManifest, request: checkRequest, text: checkText };

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === '') continue;
  process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}

function answer(line) {
  let id = null;
  try {
    const question = JSON.parse(line);
    id = question.id ?? null;
    if (!Object.hasOwn(kinds, question.kind)) return { id, errors: [`"${question.kind}" is not a kind: activity, card, manifest, request or text`] };
    return { id, errors: kinds[question.kind](question.value) };
  } catch (wrong) {
    return { id, errors: [`not checked: ${wrong.message}`] };
  }
}
