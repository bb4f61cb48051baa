// In Teams: signs in with the account that is signed in there, and sees to it that the page is that account's.
const { app, authentication } = window.microsoftTeams;
const door = document.getElementById('door');
const again = '#signed-in';

/** The account of the page as it was sent; nothing where nobody was signed in. */
const account = document.documentElement.dataset.account;

function say(text) {
  const line = document.getElementById('says');
  if (line) line.textContent = text;
  else alert(text);
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

/** The page anew. A fragment alone would load nothing, and a form that was sent is not sent again. */
function goOn() {
  if (door.dataset.next) {
    location.replace(door.dataset.next);
  } else {
    history.replaceState(null, '', again);
    location.reload();
  }
}

async function open() {
  await app.initialize();
  app.notifySuccess();
  if (door && location.hash === again) say('Your browser does not keep the sign-in inside Teams.');
  else if (door) await signIn() && goOn();
  else await keep();
}

/** Somebody else may have signed in to Teams in this browser since. */
async function keep() {
  if (location.hash === again) history.replaceState(null, '', location.pathname + location.search);
  // Documents are drawn by the browser and in no frame.
  for (const link of document.querySelectorAll('a[href*="/documents/"], a[href^="/mail/"]')) link.target = '_blank';
  const { user } = await app.getContext();
  if (!account || !user?.id || user.id.toLowerCase() === account.toLowerCase()) return;
  document.body.hidden = true;
  if (await signIn()) location.reload();
}

try {
  await open();
} catch {
  say('Teams did not say who you are. Open this tab again.');
}
