// In Teams: signs in with the account that is signed in there, and sees to it that the page is that account's.
const { app, authentication } = window.microsoftTeams;
const door = document.getElementById('door');

/** The first page: the site need not begin at its host's root. */
const site = new URL('..', import.meta.url);

/** Stands in the address while the page is asked for anew. Where cookies of other sites are blocked, storage is as well. */
const again = '#signed-in';

/** The account of the page as it was sent; nothing where nobody was signed in. */
const account = document.documentElement.dataset.account;

/** What keeps somebody out, in the place of whatever page there is. */
function say(text) {
  const heading = Object.assign(document.createElement('h1'), { textContent: 'You are not signed in' });
  const line = Object.assign(document.createElement('p'), { textContent: text });
  line.setAttribute('role', 'alert');
  const elsewhere = Object.assign(document.createElement('a'), { textContent: 'Open TeamsCctv in the browser instead', href: site, target: '_blank', rel: 'noopener' });
  const message = Object.assign(document.createElement('div'), { className: 'message' });
  message.append(heading, line, elsewhere);
  document.querySelector('.ways')?.remove();
  document.querySelector('.who')?.remove();
  document.getElementById('main').replaceChildren(message);
  document.title = heading.textContent;
  document.body.hidden = false;
}

/** Whom the server has signed in; nobody, and why is said, where it did not. */
async function signIn() {
  const token = await authentication.getAuthToken();
  const answer = await fetch(new URL('sign-in/teams', site), {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token }),
  });
  const { account, says } = await answer.json().catch(() => ({}));
  if (!answer.ok) say(says ?? 'The sign-in did not work. Open this tab again.');
  return answer.ok ? account : undefined;
}

/** A page in the place of one that needs a sign-in. A form that was sent is not sent again: one goes back to where it was. */
async function enter() {
  if (location.hash === again) {
    say('Your browser does not keep the sign-in inside Teams.');
  } else if (await signIn()) {
    if (door.dataset.next) {
      location.replace(door.dataset.next);
    } else {
      history.replaceState(null, '', again);
      location.reload();
    }
  }
}

/** Somebody else may have signed in to Teams in this browser since. */
async function keep() {
  if (location.hash === again) history.replaceState(null, '', location.pathname + location.search);
  const { user } = await app.getContext();
  if (!account || user?.id?.toLowerCase() === account.toLowerCase()) return;
  document.body.hidden = true;
  const signedIn = await signIn();
  if (signedIn === account) say('Teams names another account than the one it signs in with.');
  else if (signedIn) location.replace(location.pathname + location.search);
}

async function open() {
  await app.initialize();
  app.notifySuccess();

  // Documents are drawn by the browser and in no frame.
  for (const link of document.querySelectorAll('a[href*="/documents/"], a[href*="/mail/"]')) link.target = '_blank';
  await (door ? enter() : keep());
}

try {
  await open();
} catch {
  say('Teams did not say who you are. Open this tab again.');
}
