const patience = 60_000;

async function call(path, options) {
  const response = await fetch(path, { signal: AbortSignal.timeout(patience), ...options });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
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
export const choosePersona = (persona) => post('web/persona', { persona });
export const ask = (text, locale) => post('web/ask', { text, locale });
