// The operators' page: its buttons, and what moves on it.

/** How often the page looks what has moved, in milliseconds. */
const every = 5000;

/** Puts what the server says now in place of each section, unless somebody is at work in it. */
async function refresh() {
  if (document.hidden || document.querySelector('[data-live]') === null) return;
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) {
    // Signed out meanwhile; anything else passes, and what is shown stays until then.
    if (answer.status === 401 || answer.status === 403) location.reload();
    return;
  }
  const now = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const section of document.querySelectorAll('[data-live]')) {
    const newer = now.getElementById(section.id);
    if (newer === null || section.contains(document.activeElement)) continue;
    if (newer.innerHTML !== section.innerHTML) section.replaceChildren(...newer.childNodes);
  }
}

// What an auditor looks up goes in the body of a request: an address would be kept in logs.
document.addEventListener('submit', async (event) => {
  const { target: form, submitter } = event;
  if (!(form instanceof HTMLFormElement) || form.dataset.post === undefined) return;
  event.preventDefault();
  const sent = Object.fromEntries(new FormData(form, submitter));
  const answer = await fetch(`${form.dataset.post}${location.search}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(sent),
  });
  if (!answer.ok) {
    location.reload();
    return;
  }
  const found = new DOMParser().parseFromString(await answer.text(), 'text/html');
  document.querySelector('main').replaceWith(found.querySelector('main'));
  const title = document.getElementById('entries-title');
  title?.setAttribute('tabindex', '-1');
  title?.focus();
});

document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element ? target.closest('button[data-post]') : null;
  if (button === null) return;
  const state = document.getElementById('state');
  button.disabled = true;
  try {
    const { ok } = await fetch(button.dataset.post, { method: 'POST' });
    state.textContent = ok ? state.dataset.done : state.dataset.not;
  } catch {
    state.textContent = state.dataset.not;
  }
  button.blur();
  await refresh();
  button.disabled = false;
});

// Where the server cannot be reached what is shown stays, and the next look comes by itself.
setInterval(() => refresh().catch(() => undefined), every);
