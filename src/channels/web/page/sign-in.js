import { confirmCode, openLink, sendCode, signOut } from './api.js';
import { currentLanguage, words } from './texts.js';

const find = (id) => document.getElementById(id);
const problems = { '#sign-in-unknown': 'signInUnknown', '#sign-in-failed': 'signInFailed' };

function tell(problem) {
  find('sign-in-problem').hidden = problem === undefined;
  find('sign-in-problem').textContent = problem === undefined ? '' : words()[problem];
}

const problemOf = (error, otherwise) => (error.status === 429 ? 'tooMany' : otherwise);

/** Signs in whoever came by a link, once; what proves it does not stay in the address. */
export async function enterByLink() {
  const { hash } = location;
  const [, token] = /^#sign-in=([\w-]+)$/.exec(hash) ?? [];
  if (token === undefined && problems[hash] === undefined) return;
  history.replaceState(null, '', location.pathname);
  if (token === undefined) {
    tell(problems[hash]);
    return;
  }
  try {
    await openLink(token);
  } catch (error) {
    tell(problemOf(error, error.status === 403 ? 'signInLinkUsed' : 'signInFailed'));
  }
}

/** Shows the ways in where there is somebody to sign in, and the way out where somebody is. */
export function showSignIn({ demo, signedIn, ways }) {
  const hidden = demo || signedIn;
  find('sign-in').hidden = hidden;
  find('sign-out').hidden = !signedIn;
  find('sign-in-openid').hidden = !ways.openid;
  find('sign-in-email-form').hidden = !ways.code || !find('sign-in-code-form').hidden;
}

/** @param onChange called when somebody has signed in or out */
export function startSignIn(onChange) {
  const showCode = (shown) => {
    find('sign-in-code-form').hidden = !shown;
    find('sign-in-email-form').hidden = shown;
    find(shown ? 'sign-in-code' : 'sign-in-email').focus();
  };
  find('sign-in-email-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    tell(undefined);
    try {
      await sendCode(find('sign-in-email').value.trim(), currentLanguage());
      showCode(true);
    } catch (error) {
      tell(problemOf(error, 'signInFailed'));
    }
  });
  find('sign-in-code-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    tell(undefined);
    try {
      await confirmCode(find('sign-in-email').value.trim(), find('sign-in-code').value);
      find('sign-in-code').value = '';
      find('sign-in-code-form').hidden = true;
      await onChange();
    } catch (error) {
      tell(problemOf(error, [400, 403].includes(error.status) ? 'signInWrong' : 'signInFailed'));
    }
  });
  find('sign-in-other').addEventListener('click', () => {
    tell(undefined);
    showCode(false);
  });
  find('sign-out').addEventListener('click', async () => {
    try {
      await signOut();
    } finally {
      await onChange();
    }
  });
}
