/** How many of one's own questions are kept. */
const most = 30;
const kept = 'bellwether:questions';

/** What was asked in this tab, the newest first: kept no longer than the tab, since questions name customers. */
export function ownQuestions() {
  try {
    const read = JSON.parse(sessionStorage.getItem(kept) ?? '[]');
    return Array.isArray(read) ? read.filter((each) => typeof each === 'string') : [];
  } catch {
    // A browser that keeps nothing, or what no version of this page has written.
    return [];
  }
}

export function keepQuestion(text) {
  const newest = [text, ...ownQuestions().filter((each) => each !== text)].slice(0, most);
  try {
    sessionStorage.setItem(kept, JSON.stringify(newest));
  } catch {
    // A browser that keeps nothing: nothing is found again.
  }
}

/** Forgets them: somebody else may speak here now. */
export const forgetQuestions = () => sessionStorage.removeItem(kept);
