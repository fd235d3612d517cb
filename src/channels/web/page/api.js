const patience = 60_000;

/** A request that the server refused, with the status of its answer. */
export class Refused extends Error {
  constructor(path, status) {
    super(`${path} answered ${status}`);
    this.status = status;
  }
}

let version;
let onRenewed = () => undefined;

/** Listens for a server of another version than this page came from. */
export function whenRenewed(listener) {
  onRenewed = listener;
}

function compare(answered) {
  if (answered === null) return;
  version ??= answered;
  if (answered !== version) onRenewed();
}

async function call(path, options) {
  const response = await fetch(path, { signal: AbortSignal.timeout(patience), ...options });
  compare(response.headers.get('x-bellwether-version'));
  if (!response.ok) throw new Refused(path, response.status);
  return response.status === 204 ? undefined : response.json();
}

const post = (path, body) =>
  call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

export const getWords = () => call('web/words');
export const getStatus = () => call('web/status');
export const getInbox = () => call('web/inbox');
export const markInboxRead = (upTo) => post('web/inbox/read', { upTo });
export const openLink = (token) => post('web/sign-in/link', { token });
export const sendCode = (email, locale) => post('web/sign-in/code', { email, locale });
export const confirmCode = (email, code) => post('web/sign-in/code/confirm', { email, code });
export const signOut = () => post('web/sign-out', {});
export const choosePersona = (persona) => post('web/persona', { persona });

/** Tells this page from others that ask as the same person, so that a question goes on from what was asked here. */
const session = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
  byte.toString(16).padStart(2, '0'),
).join('');

/** @param linked whether a link asks it, so that nothing is changed unasked */
export const ask = (text, locale, linked = false) =>
  post('web/ask', { text, locale, session, linked });

/** Says whether the answer of a key was helpful, and in which words; gives what the server says to it. */
export const vote = (key, helpful, locale, said = '') =>
  ask(`/value ${helpful ? 'helpful' : 'not-helpful'} ${key} ${said}`, locale);
