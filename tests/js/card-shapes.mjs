// What an Adaptive Card of version 1.5 may hold, by element: Microsoft's renderer says nothing about a property it does
// not know or a value of the wrong kind, and Teams then drops it in silence. From the public schema explorer of 1.5 and,
// where marked, from the Teams platform's own additions.
//
// A kind is 'string', 'boolean', 'number', 'integer', 'url', 'date', 'time', 'object', {words} allowed,
// {shape} (an object of that shape), {element}, {action}, {list} or {oneOf}.

const spacing = ['default', 'none', 'small', 'medium', 'large', 'extraLarge', 'padding'];
const horizontal = ['left', 'center', 'right'];
const vertical = ['top', 'center', 'bottom'];
const colours = ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'];
const containerStyle = ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'];
const textSize = ['default', 'small', 'medium', 'large', 'extraLarge'];
const weight = ['default', 'lighter', 'bolder'];
const font = ['default', 'monospace'];
const height = ['auto', 'stretch'];

/** One kind among several. */
const oneOf = (...kinds) => ({ oneOf: kinds });
const list = kind => ({ list: kind });
const words = values => ({ words: values });
const shape = name => ({ shape: name });
const pixels = { pixels: true };
const action = { action: true };
const element = { element: true };
const background = oneOf('url', shape('BackgroundImage'));

const item = {
  type: 'string', id: 'string', isVisible: 'boolean', requires: 'object', separator: 'boolean',
  spacing: words(spacing), height: words(height), fallback: oneOf(words(['drop']), element),
};

const text = {
  text: 'string', color: words(colours), fontType: words(font), isSubtle: 'boolean', size: words(textSize), weight: words(weight),
};

const box = {
  selectAction: action, style: words(containerStyle), bleed: 'boolean', minHeight: pixels, rtl: 'boolean',
  backgroundImage: background, verticalContentAlignment: words(vertical),
};

const input = { ...item, label: 'string', isRequired: 'boolean', errorMessage: 'string' };

const act = {
  type: 'string', id: 'string', title: 'string', iconUrl: 'url', style: words(['default', 'positive', 'destructive']),
  tooltip: 'string', isEnabled: 'boolean', mode: words(['primary', 'secondary']), requires: 'object',
  fallback: oneOf(words(['drop']), action),
};

const associated = words(['auto', 'none']);

/** Elements that stand in a body or a container: properties, and which of them must be there. */
export const elements = {
  TextBlock: {
    may: { ...item, ...text, horizontalAlignment: words(horizontal), maxLines: 'integer', wrap: 'boolean', style: words(['default', 'heading']) },
    must: ['text'],
  },
  RichTextBlock: { may: { ...item, inlines: list(oneOf('string', shape('TextRun'))), horizontalAlignment: words(horizontal) }, must: ['inlines'] },
  Image: {
    may: {
      ...item, url: 'url', altText: 'string', backgroundColor: 'string', horizontalAlignment: words(horizontal), selectAction: action,
      height: oneOf(words(height), pixels), width: pixels, size: words(['auto', 'stretch', 'small', 'medium', 'large']),
      style: words(['default', 'person']), msteams: 'object', // Teams: allowExpand
    },
    must: ['url'],
  },
  ImageSet: { may: { ...item, images: list(element), imageSize: words(['auto', 'stretch', 'small', 'medium', 'large']) }, must: ['images'] },
  Media: { may: { ...item, sources: list(shape('MediaSource')), poster: 'url', altText: 'string' }, must: ['sources'] },
  ActionSet: { may: { ...item, actions: list(action) }, must: ['actions'] },
  Container: { may: { ...item, ...box, items: list(element) }, must: ['items'] },
  ColumnSet: {
    may: { ...item, columns: list(shape('Column')), selectAction: action, style: words(containerStyle), bleed: 'boolean', minHeight: pixels, horizontalAlignment: words(horizontal) },
    must: [],
  },
  FactSet: { may: { ...item, facts: list(shape('Fact')) }, must: ['facts'] },
  Table: {
    may: {
      ...item, columns: list(shape('TableColumnDefinition')), rows: list(shape('TableRow')), showGridLines: 'boolean',
      firstRowAsHeader: 'boolean', firstRowAsHeaders: 'boolean', // the schema's name, and the renderer's
      gridStyle: words(containerStyle), horizontalCellContentAlignment: words(horizontal), verticalCellContentAlignment: words(vertical),
    },
    must: ['columns', 'rows'],
  },
  'Input.Text': {
    may: {
      ...input, value: 'string', placeholder: 'string', isMultiline: 'boolean', maxLength: 'integer', regex: 'string', inlineAction: action,
      style: words(['text', 'tel', 'url', 'email', 'password']),
    },
    must: ['id'],
  },
  'Input.Number': { may: { ...input, value: 'number', placeholder: 'string', min: 'number', max: 'number' }, must: ['id'] },
  'Input.Date': { may: { ...input, value: 'date', placeholder: 'string', min: 'date', max: 'date' }, must: ['id'] },
  'Input.Time': { may: { ...input, value: 'time', placeholder: 'string', min: 'time', max: 'time' }, must: ['id'] },
  'Input.Toggle': { may: { ...input, title: 'string', value: 'string', valueOn: 'string', valueOff: 'string', wrap: 'boolean' }, must: ['id', 'title'] },
  'Input.ChoiceSet': {
    may: {
      ...input, value: 'string', placeholder: 'string', choices: list(shape('Input.Choice')), isMultiSelect: 'boolean', wrap: 'boolean',
      style: words(['compact', 'expanded', 'filtered']), 'choices.data': shape('Data.Query'), // Teams: people picker
    },
    must: ['id'],
  },
};

export const actions = {
  'Action.Execute': { may: { ...act, verb: 'string', data: oneOf('string', 'object'), associatedInputs: associated }, must: [] },
  'Action.Submit': { may: { ...act, data: oneOf('string', 'object'), associatedInputs: associated }, must: [] },
  'Action.OpenUrl': { may: { ...act, url: 'url' }, must: ['url'] },
  'Action.ShowCard': { may: { ...act, card: shape('AdaptiveCard') }, must: ['card'] },
  'Action.ToggleVisibility': { may: { ...act, targetElements: list(oneOf('string', shape('TargetElement'))) }, must: ['targetElements'] },
};

/** Objects that stand only at one place, so that their type may be left out. */
export const shapes = {
  AdaptiveCard: {
    may: {
      type: 'string', $schema: 'url', version: 'string', body: list(element), actions: list(action), selectAction: action, fallbackText: 'string',
      backgroundImage: background, minHeight: pixels, rtl: 'boolean', speak: 'string', lang: 'string', verticalContentAlignment: words(vertical),
      refresh: shape('Refresh'), authentication: 'object', msteams: 'object', // Teams: width, entities
    },
    must: [],
  },
  Refresh: { may: { action, userIds: list('string') }, must: ['action'] },
  BackgroundImage: {
    may: {
      type: 'string', url: 'url', fillMode: words(['cover', 'repeatHorizontally', 'repeatVertically', 'repeat']),
      horizontalAlignment: words(horizontal), verticalAlignment: words(vertical),
    },
    must: ['url'],
  },
  Column: {
    may: { ...item, ...box, items: list(element), width: oneOf(words(height), 'number', pixels, { weight: true }) },
    must: [],
  },
  Fact: { may: { type: 'string', title: 'string', value: 'string' }, must: ['title', 'value'] },
  'Input.Choice': { may: { type: 'string', title: 'string', value: 'string' }, must: ['title', 'value'] },
  'Data.Query': { may: { type: 'string', dataset: 'string', count: 'integer', skip: 'integer' }, must: ['dataset'] },
  MediaSource: { may: { type: 'string', mimeType: 'string', url: 'url' }, must: ['mimeType', 'url'] },
  TextRun: {
    may: { ...text, type: 'string', highlight: 'boolean', italic: 'boolean', strikethrough: 'boolean', underline: 'boolean', selectAction: action },
    must: ['text'],
  },
  TableColumnDefinition: {
    may: { type: 'string', width: oneOf('number', pixels), horizontalCellContentAlignment: words(horizontal), verticalCellContentAlignment: words(vertical) },
    must: [],
  },
  TableRow: {
    may: { type: 'string', cells: list(shape('TableCell')), style: words(containerStyle), horizontalCellContentAlignment: words(horizontal), verticalCellContentAlignment: words(vertical) },
    must: ['cells'],
  },
  TableCell: { may: { type: 'string', ...box, items: list(element) }, must: ['items'] },
  TargetElement: { may: { type: 'string', elementId: 'string', isVisible: 'boolean' }, must: ['elementId'] },
};
