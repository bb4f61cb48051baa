// Cards, drawn by Microsoft's renderer with the look of Teams.
import { markdown } from './markdown.js';

const ink = { default: '#242424', subtle: '#5c5c5c' };
const colors = {
  default: ink,
  dark: ink,
  light: { default: '#5c5c5c', subtle: '#5c5c5c' },
  accent: { default: '#4f52b2', subtle: '#4f52b2' },
  good: { default: '#0b6a0b', subtle: '#0b6a0b' },
  warning: { default: '#8a4b00', subtle: '#8a4b00' },
  attention: { default: '#a4262c', subtle: '#a4262c' },
};
const container = (backgroundColor, borderColor) => ({ backgroundColor, borderColor, borderThickness: 0, foregroundColors: colors });

const host = new AdaptiveCards.HostConfig({
  fontFamily: '"Segoe UI Variable", "Segoe UI", system-ui, sans-serif',
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 28 },
  spacing: { small: 4, default: 12, medium: 16, large: 20, extraLarge: 28, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#e0e0e0' },
  supportsInteractivity: true,
  containerStyles: {
    default: container('#ffffff', '#e0e0e0'),
    emphasis: container('#f5f5f5', '#e0e0e0'),
    accent: container('#ebebf9', '#c7c9f0'),
    good: container('#eaf5ea', '#9fd89f'),
    warning: container('#fff4e5', '#f0c48a'),
    attention: container('#fdf0f1', '#eeacb2'),
  },
  textStyles: { heading: { weight: 'bolder', size: 'large', color: 'default', isSubtle: false }, columnHeader: { weight: 'bolder', size: 'default', color: 'default', isSubtle: false } },
  textBlock: { headingLevel: 3 },
  factSet: {
    title: { color: 'default', size: 'default', isSubtle: true, weight: 'default', wrap: true, maxWidth: 150 },
    value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
    spacing: 12,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { color: 'default', weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { color: 'default', weight: 'bolder' },
    },
    errorMessage: { color: 'attention', weight: 'default', spacing: 'small' },
  },
  actions: {
    maxActions: 6, spacing: 'default', buttonSpacing: 8, actionsOrientation: 'horizontal', actionAlignment: 'left',
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
  },
});

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown(text);
  result.didProcess = true;
};

/** The card as an element. A press of Action.Execute is handed to `press`, its inputs checked and merged into the data. */
export function drawCard(json, press) {
  const frame = document.createElement('div');
  frame.className = 'card';
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = host;
  card.onExecuteAction = action => {
    if (frame.getAttribute('aria-busy') === 'true') return;
    const type = action.getJsonTypeName();
    if (type === 'Action.OpenUrl') open(action.url, '_blank', 'noopener,noreferrer');
    else if (type === 'Action.Execute') press({ type, id: action.id, title: action.title, verb: action.verb, data: action.data ?? {} });
  };
  const context = new AdaptiveCards.SerializationContext();
  card.parse(json, context);
  const drawn = card.render();
  if (drawn) frame.append(drawn);
  nameInputs(frame);
  complain(frame, context, drawn);
  return frame;
}

/** The renderer ties a label to most inputs; a group of choices gets its name here. */
function nameInputs(frame) {
  for (const group of frame.querySelectorAll('.ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect')) {
    const label = group.closest('.ac-input-container')?.querySelector('.ac-input-label')
      ?? group.parentElement?.previousElementSibling;
    if (label?.textContent) group.setAttribute('aria-label', label.textContent.replace(/\s*\*$/, ''));
  }
}

/** What the renderer has against the card: a fault of ours that must not stay unseen. */
function complain(frame, context, drawn) {
  const faults = [];
  for (let i = 0; i < context.eventCount; i++) faults.push(context.getEventAt(i).message);
  if (!drawn) faults.push('The card could not be drawn.');
  if (faults.length === 0) return;
  const note = document.createElement('p');
  note.className = 'note bad';
  note.textContent = 'This card has faults: ' + faults.join(' ');
  frame.append(note);
}
