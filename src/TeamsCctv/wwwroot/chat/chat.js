// Who is here: the people on the left of the address's ?as=, one column each.
import { Column } from './column.js';
import { api } from './parts.js';

const people = document.getElementById('people');
const choose = document.getElementById('choose');
const columns = document.getElementById('columns');
const open = new Map();
let staff = [];

async function start() {
  staff = await (await fetch(api('people'))).json();
  drawPicker();
  const asked = (new URL(location.href).searchParams.get('as') ?? '').split(',').filter(Boolean);
  for (const person of asked.map(id => staff.find(one => one.id === id)).filter(Boolean)) add(person);
  show(open.size === 0);
  listen();
}

function drawPicker() {
  const list = document.getElementById('people-list');
  for (const school of [...new Set(staff.map(person => person.school))]) {
    const group = document.createElement('fieldset');
    const legend = document.createElement('legend');
    legend.textContent = school;
    group.append(legend);
    for (const person of staff.filter(one => one.school === school)) {
      const label = document.createElement('label');
      const box = document.createElement('input');
      box.type = 'checkbox';
      box.value = person.id;
      box.addEventListener('change', () => (box.checked ? add(person) : remove(person.id)));
      const name = document.createElement('span');
      name.className = 'name';
      name.textContent = person.name;
      const title = document.createElement('span');
      title.className = 'title';
      title.textContent = person.title;
      label.append(box, name, title);
      group.append(label);
    }
    list.append(group);
  }
}

function add(person) {
  if (open.has(person.id)) return;
  const column = new Column(person, staff, () => remove(person.id));
  open.set(person.id, column);
  columns.append(column.element);
  column.begin();
  remember();
}

function remove(id) {
  open.get(id)?.element.remove();
  open.delete(id);
  remember();
  if (open.size === 0) show(true);
  choose.focus();
}

function remember() {
  const url = new URL(location.href);
  url.search = open.size === 0 ? '' : '?as=' + [...open.keys()].join(',');
  history.replaceState(null, '', url);
  for (const box of people.querySelectorAll('input')) box.checked = open.has(box.value);
  columns.dataset.count = open.size;
}

function show(visible) {
  people.hidden = !visible;
  choose.setAttribute('aria-expanded', String(visible));
}

function listen() {
  // It reconnects by itself; each connection starts with one "changed", so nothing is missed.
  new EventSource(api('events')).onmessage = () => {
    for (const column of open.values()) column.update();
  };
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) for (const column of open.values()) column.displayed();
  });
}

choose.addEventListener('click', () => show(people.hidden));
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && !people.hidden && open.size > 0) {
    show(false);
    choose.focus();
  }
});
start();
