// One person's Teams: their chat with the bot, and the channel.
import { cardOf, drawMessage, keepTyped } from './message.js';
import { api, initials, make, problem, told } from './parts.js';

const places = { personal: 'Chat', channel: 'CCTV approvals' };
const minute = 60_000;
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'Europe/London' });

export class Column {
  constructor(person, staff, close) {
    this.person = person;
    this.staff = staff;
    this.place = 'personal';
    this.version = 0;
    this.inChannel = false;
    this.entries = new Map();
    this.refreshed = new Map();
    this.pressed = new Set();
    this.unseen = { personal: 0, channel: 0 };
    this.working = 0;
    this.build(close);
  }

  build(close) {
    const { id, name, title, school } = this.person;
    this.element = make('section', 'column');
    this.element.setAttribute('aria-labelledby', 'who-' + id);
    this.element.dataset.person = id;

    const head = make('div', 'head');
    const avatar = make('span', 'avatar', initials(name));
    avatar.setAttribute('aria-hidden', 'true');
    avatar.dataset.tint = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
    const who = make('div', 'who');
    const heading = make('h2', '', name);
    heading.id = 'who-' + id;
    who.append(heading, make('p', '', `${title} · ${school}`));
    const shut = make('button', 'close', '×');
    shut.type = 'button';
    shut.setAttribute('aria-label', `Close the chat of ${name}`);
    shut.addEventListener('click', close);
    head.append(avatar, who, shut);

    const switcher = make('div', 'places');
    switcher.setAttribute('role', 'group');
    switcher.setAttribute('aria-label', `What ${name} looks at`);
    this.buttons = {};
    for (const [place, label] of Object.entries(places)) {
      const button = make('button', '', label);
      button.type = 'button';
      button.addEventListener('click', () => this.go(place));
      this.buttons[place] = button;
      switcher.append(button);
    }

    this.logs = {};
    for (const [place, label] of Object.entries(places)) {
      const log = make('div', 'log');
      log.setAttribute('role', 'log');
      log.setAttribute('aria-label', `${label}, as ${name} sees it`);
      log.tabIndex = 0;
      this.logs[place] = log;
    }

    this.invite = make('div', 'invite');
    this.invite.append(make('p', '', 'TeamsCctv is not in this channel yet.'));
    const invite = make('button', 'primary', 'Add TeamsCctv to the channel');
    invite.type = 'button';
    invite.addEventListener('click', () => this.install('channel'));
    this.invite.append(invite);

    this.typing = make('p', 'typing');
    this.typing.setAttribute('role', 'status');

    this.form = make('form', 'compose');
    const label = make('label', 'hidden', `Message to TeamsCctv as ${name}`);
    this.text = make('input');
    this.text.id = 'say-' + id;
    this.text.maxLength = 4000;
    this.text.autocomplete = 'off';
    label.htmlFor = this.text.id;
    const send = make('button', 'primary', 'Send');
    send.type = 'submit';
    this.form.append(label, this.text, send);
    this.form.addEventListener('submit', event => {
      event.preventDefault();
      this.say();
    });

    this.element.append(head, switcher, this.logs.personal, this.logs.channel, this.invite, this.typing, this.form);
    this.go('personal');
  }

  async begin() {
    await this.update();
    await this.install('personal');
    this.text.focus({ preventScroll: true });
  }

  go(place) {
    this.place = place;
    this.unseen[place] = 0;
    this.drawPlace();
    this.scroll();
    this.displayed();
  }

  drawPlace() {
    for (const [place, button] of Object.entries(this.buttons)) {
      button.setAttribute('aria-pressed', String(place === this.place));
      const unseen = this.unseen[place];
      button.textContent = places[place] + (unseen > 0 ? ` (${unseen} new)` : '');
      this.logs[place].hidden = place !== this.place;
    }
    const outside = this.place === 'channel' && !this.inChannel;
    this.invite.hidden = !outside;
    this.form.hidden = outside;
    this.logs.channel.hidden ||= outside;
    this.text.placeholder = this.place === 'channel' ? 'Write to @TeamsCctv' : 'Write a message';
  }

  // --- what the person does

  async install(place) {
    const answer = await this.post('install', { place });
    if (answer.status !== 200) this.line(place, `TeamsCctv could not be added: ${problem(answer)}`, 'bad');
    await this.update();
  }

  async say() {
    const text = this.text.value.trim();
    if (text === '') return;
    this.text.value = '';
    const place = this.place;
    const answer = await this.post('say', { place, text });
    if (answer.status !== 200) this.line(place, `Not delivered: ${problem(answer)}`, 'bad');
    await this.update();
  }

  async press(entry, action, trigger) {
    const card = entry.node.querySelector('.card');
    const focused = card?.contains(document.activeElement);
    if (trigger === 'manual') {
      card?.setAttribute('aria-busy', 'true');
      this.pressed.add(entry.id);
    }
    const answer = await this.post('press', { card: entry.id, action, trigger }, trigger === 'manual');
    card?.removeAttribute('aria-busy');
    await this.update();
    if (trigger === 'manual') this.pressed.delete(entry.id);
    this.note(entry.id, ...told(answer, trigger));
    if (focused && !entry.node.contains(document.activeElement)) entry.node.focus({ preventScroll: true });
  }

  async post(what, body, visibly = true) {
    if (visibly) this.work(1);
    try {
      const response = await fetch(api(`${this.person.id}/${what}`), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      return response.ok ? await response.json() : { status: response.status, body: null };
    } catch {
      return { status: 0, body: null };
    } finally {
      if (visibly) this.work(-1);
    }
  }

  work(change) {
    this.working += change;
    this.typing.textContent = this.working > 0 ? 'TeamsCctv is typing …' : '';
  }

  // --- what there is to see

  /** Fetches and draws what changed; calls that come meanwhile share one more fetch. */
  update() {
    this.again = true;
    this.updating ??= (async () => {
      while (this.again) {
        this.again = false;
        await this.fetchChanges();
      }
      this.updating = null;
    })();
    return this.updating;
  }

  async fetchChanges() {
    const first = this.version === 0;
    let changes;
    try {
      const response = await fetch(api(`${this.person.id}/activities?after=${this.version}`));
      if (!response.ok) return;
      changes = await response.json();
    } catch {
      return; // The next "changed" tries again.
    }
    this.inChannel = changes.inChannel;
    for (const change of changes.activities) {
      this.version = Math.max(this.version, change.version);
      const isNew = !this.entries.has(change.id);
      this.draw(change);
      if (isNew && !first && change.place !== this.place) this.unseen[change.place]++;
    }
    this.drawPlace();
    this.displayed();
  }

  draw(change) {
    const log = this.logs[change.place];
    const before = this.entries.get(change.id);
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const focused = before?.node.contains(document.activeElement);
    const entry = { ...change, node: this.message(change) };
    if (before) {
      before.node.replaceWith(entry.node);
      if (!this.pressed.has(change.id)) keepTyped(before.node, entry.node);
    }
    else {
      this.daySeparator(log, change.at);
      log.append(entry.node);
    }
    this.entries.set(change.id, entry);
    if (focused) entry.node.focus({ preventScroll: true });
    if (!before && atEnd && change.place === this.place) this.scroll(entry.node);
  }

  daySeparator(log, at) {
    const today = day.format(new Date(at)).replace(',', '');
    if (log.dataset.day === today) return;
    log.dataset.day = today;
    log.append(make('p', 'day', today));
  }

  message(change) {
    return drawMessage(change, this.person, this.staff, action => this.press(this.entries.get(change.id), action, 'manual'));
  }

  /** Cards that are on the screen ask for this person's version: at most once a minute each, unless the bot changed it. */
  displayed() {
    if (document.hidden) return;
    for (const entry of this.entries.values()) {
      const refresh = cardOf(entry)?.refresh;
      if (entry.deleted || entry.place !== this.place || !refresh?.userIds?.includes(this.person.mri)) continue;
      const version = JSON.stringify(entry.activity);
      const last = this.refreshed.get(entry.id);
      if (entry.viewedAt && Date.now() - Date.parse(entry.viewedAt) < minute) continue;
      if (last?.version === version && Date.now() - last.at < minute) continue;
      this.refreshed.set(entry.id, { version, at: Date.now() });
      this.press(entry, refresh.action, 'automatic');
    }
  }

  note(id, text, kind) {
    const node = this.entries.get(id)?.node;
    if (!node) return;
    node.querySelector('.note')?.remove();
    if (!text) return;
    const note = make('p', `note ${kind}`, text);
    note.setAttribute('role', kind === 'bad' ? 'alert' : 'status');
    node.append(note);
    // A message that came meanwhile is what there is to look at.
    if (!node.nextElementSibling || kind === 'bad') note.scrollIntoView({ block: 'nearest' });
  }

  line(place, text, kind) {
    const line = make('p', `note ${kind}`, text);
    line.setAttribute('role', 'alert');
    this.logs[place].append(line);
    this.scroll();
  }

  /** To the end, or to the beginning of a last message that is taller than the log. */
  scroll(last) {
    const log = this.logs[this.place];
    const top = last ? last.offsetTop - log.offsetTop - 12 : log.scrollHeight;
    log.scrollTop = Math.min(top, log.scrollHeight - log.clientHeight);
  }
}
