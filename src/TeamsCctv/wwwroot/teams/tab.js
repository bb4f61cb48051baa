// In Teams: signs in with the account that is signed in there, and sees to it that the page is that account's.
const { app, authentication } = window.microsoftTeams;
const door = document.getElementById('door');

/** Remembered from before the page is asked for anew until it is there: without it a sign-in that is not kept would go round for ever. */
const tried = 'tried';

/** The account of the page as it was sent; nothing where nobody was signed in. */
const account = document.documentElement.dataset.account;

/** What keeps somebody out, in the place of whatever page there is. */
function say(text) {
  const heading = Object.assign(document.createElement('h1'), { textContent: 'You are not signed in' });
  const line = Object.assign(document.createElement('p'), { textContent: text });
  line.setAttribute('role', 'alert');
  const elsewhere = Object.assign(document.createElement('a'), { textContent: 'Open TeamsCctv in the browser instead', href: '/', target: '_blank', rel: 'noopener' });
  const message = Object.assign(document.createElement('div'), { className: 'message' });
  message.append(heading, line, elsewhere);
  document.querySelector('.ways')?.remove();
  document.querySelector('.who')?.remove();
  document.getElementById('main').replaceChildren(message);
  document.title = heading.textContent;
  document.body.hidden = false;
}

async function signIn() {
  const token = await authentication.getAuthToken();
  const answer = await fetch('/sign-in/teams', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token }),
  });
  if (answer.ok) return true;
  say((await answer.json().catch(() => ({}))).says ?? 'The sign-in did not work. Open this tab again.');
  return false;
}

/** Signs in and asks for the page by its address: a form that was sent is not sent again. */
async function enter(where, failed) {
  if (sessionStorage.getItem(tried)) {
    sessionStorage.removeItem(tried);
    say(failed);
  } else if (await signIn()) {
    sessionStorage.setItem(tried, 'yes');
    location.replace(where);
  }
}

async function open() {
  const here = location.pathname + location.search;
  await app.initialize();
  app.notifySuccess();
  if (door) {
    await enter(door.dataset.next ?? here, 'Your browser does not keep the sign-in inside Teams.');
    return;
  }

  // Documents are drawn by the browser and in no frame.
  for (const link of document.querySelectorAll('a[href*="/documents/"], a[href^="/mail/"]')) link.target = '_blank';

  // Somebody else may have signed in to Teams in this browser since.
  const { user } = await app.getContext();
  if (!account || user?.id?.toLowerCase() === account.toLowerCase()) {
    sessionStorage.removeItem(tried);
  } else {
    document.body.hidden = true;
    await enter(here, 'Teams names another account than the one it signs in with.');
  }
}

try {
  await open();
} catch {
  say('Teams did not say who you are. Open this tab again.');
}
