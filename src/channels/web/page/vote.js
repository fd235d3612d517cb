import { vote } from './api.js';
import { announce, element } from './elements.js';
import { words } from './texts.js';

const mostWords = 200;

/** Asks below an answer whether it was helpful; who says that it was not is asked why. */
export function voteLine(votable, locale) {
  const line = element('div', 'vote');
  line.setAttribute('role', 'group');
  line.setAttribute('aria-label', words().voteAsk);
  const noted = element('span', 'noted');
  const cast = async (helpful, said) => {
    try {
      const { summary } = await vote(votable, helpful, locale, said);
      announce(summary);
      for (const [button, own] of buttons) button.setAttribute('aria-pressed', own === helpful);
      noted.textContent = words().voteNoted;
      line.querySelector('form')?.remove();
      if (!helpful && said === undefined) line.append(whyForm((why) => cast(false, why)));
    } catch {
      noted.textContent = words().voteFailed;
      announce(words().voteFailed);
    }
  };
  const buttons = [true, false].map((helpful) => {
    const button = element('button', '', helpful ? words().voteHelpful : words().voteNotHelpful);
    button.type = 'button';
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => cast(helpful));
    return [button, helpful];
  });
  line.append(element('span', '', words().voteAsk), ...buttons.map(([button]) => button), noted);
  return line;
}

/** A line for what was wrong, which operators read. */
function whyForm(onSaid) {
  const form = element('form', 'why');
  const label = element('label', '', words().voteWhy);
  const input = document.createElement('input');
  input.maxLength = mostWords;
  input.autocomplete = 'off';
  label.append(input);
  const send = element('button', '', words().send);
  send.type = 'submit';
  form.append(label, send);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const why = input.value.trim();
    if (why !== '') onSaid(why);
  });
  return form;
}
