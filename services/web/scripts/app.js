// What every page does with a script; all of it is comfort, and pages read the same without.

// Times are written by the server in the zone of this cookie.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = /(?:^|; )tz=([^;]*)/.exec(document.cookie)?.[1];
if (zone && known === undefined) {
  document.cookie = `tz=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`;
  for (const time of document.querySelectorAll('time[data-moment]')) {
    const format = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
    time.textContent = format.format(new Date(time.dateTime));
  }
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    // Some browsers allow it over TLS alone: select the text, so that the usual keys copy it.
    getSelection().selectAllChildren(source);
    button.textContent = 'Press Ctrl+C';
    return;
  }
  const before = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = before; }, 2000);
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-copy]');
  if (button) void copy(button);
});

// A form that asks first: <form data-confirm="Cancel the regrade?">
document.addEventListener('submit', (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
}, true);
