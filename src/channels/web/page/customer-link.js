/** Where a tab keeps whose card it was opened for, until whoever opened it has signed in. */
const kept = 'bellwether:customer';
const longest = 400;

/**
 * Keeps whom an address such as `/#c/1042` names, or what one such as `/#q/at-risk` asks; what is asked does not stay in the address.
 */
export function keepLinkedCustomer() {
  const [, kind, written] = /^#(c|q)\/(.+)$/.exec(location.hash) ?? [];
  if (written === undefined) return;
  history.replaceState(null, '', location.pathname);
  try {
    const asked = decodeURIComponent(written).slice(0, longest);
    sessionStorage.setItem(kept, `${kind}/${asked}`);
  } catch {
    // Half an escape, or a browser that keeps nothing: the page opens as it always does.
  }
}

/** The question that a link asks, once. */
export function linkedQuestion() {
  const linked = sessionStorage.getItem(kept);
  if (linked === null) return undefined;
  sessionStorage.removeItem(kept);
  const asked = linked.slice('c/'.length);
  return linked.startsWith('c/')
    ? { shown: asked, text: `/value customer "${asked.replaceAll('"', '')}"` }
    : { shown: asked, text: `/value ${asked}` };
}
