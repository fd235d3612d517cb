/** Where a tab keeps whose card it was opened for, until whoever opened it has signed in. */
const kept = 'bellwether:customer';
const longest = 200;

/** Keeps whom an address such as `/#c/1042` names; what is asked does not stay in the address. */
export function keepLinkedCustomer() {
  const [, written] = /^#c\/(.+)$/.exec(location.hash) ?? [];
  if (written === undefined) return;
  history.replaceState(null, '', location.pathname);
  try {
    sessionStorage.setItem(kept, decodeURIComponent(written).slice(0, longest));
  } catch {
    // Half an escape, or a browser that keeps nothing: the page opens as it always does.
  }
}

/** The question that a link asks, once. */
export function linkedQuestion() {
  const customer = sessionStorage.getItem(kept);
  if (customer === null) return undefined;
  sessionStorage.removeItem(kept);
  return { customer, text: `/value customer "${customer.replaceAll('"', '')}"` };
}
