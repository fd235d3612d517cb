/** How many of one's own questions are kept. */
const most = 30;

/** What was asked on this page, the newest first: in its memory alone, since questions name customers. */
let questions = [];

export const ownQuestions = () => questions;

export function keepQuestion(text) {
  questions = [text, ...questions.filter((each) => each !== text)].slice(0, most);
}

/** Forgets them: somebody else may speak here now. */
export function forgetQuestions() {
  questions = [];
}
