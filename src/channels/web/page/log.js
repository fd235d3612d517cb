import { renderCard } from './card.js';
import { announce, element } from './elements.js';
import { currentLanguage, fill, formatsOf, words } from './texts.js';
import { voteLine } from './vote.js';

const log = document.querySelector('#log');
const slow = 5000;

export const clearLog = () => log.replaceChildren();

function show(element) {
  log.append(element);
  const smooth = matchMedia('(prefers-reduced-motion: no-preference)').matches;
  element.scrollIntoView({ block: 'start', behavior: smooth ? 'smooth' : 'auto' });
  return element;
}

export function showQuestion(text) {
  const asked = element('div', 'asked', text);
  asked.dir = 'auto';
  asked.prepend(element('span', 'unseen', `${words().you}: `));
  return show(asked);
}

/** Says that an answer is on its way; gives what takes the words away again. */
export function showWaiting() {
  const waiting = element('div', 'waiting');
  const dots = element('span', 'dots');
  dots.append(...[0, 1, 2].map(() => document.createElement('i')));
  const text = element('span', '', words().waiting);
  waiting.append(dots, text);
  log.append(waiting);
  waiting.scrollIntoView({ block: 'nearest' });
  announce(words().waiting);
  const timer = setTimeout(() => {
    text.textContent = words().stillWaiting;
    announce(words().stillWaiting);
  }, slow);
  return () => {
    clearTimeout(timer);
    waiting.remove();
  };
}

/** Shows an answer as its card; `under` is the question it answers, which stays in view. */
export function showAnswer(
  { card, title, summary, locale, printable, file, votable },
  onAsk,
  under,
) {
  const answer = element('article', 'answer');
  answer.lang = formatsOf(locale);
  answer.tabIndex = -1;
  answer.setAttribute('aria-label', title);
  answer.append(renderCard(card, onAsk));
  if (printable) answer.append(printLink(printable, locale));
  if (file) answer.append(downloadButton(file));
  if (votable) answer.append(voteLine(votable, locale));
  log.append(answer);
  const smooth = matchMedia('(prefers-reduced-motion: no-preference)').matches;
  (under ?? answer).scrollIntoView({ block: 'start', behavior: smooth ? 'smooth' : 'auto' });
  announce(`${title}. ${summary}`);
  return answer;
}

/** Saves the file of an answer; its content is in the page alone. */
export function save({ name, type, content }) {
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function downloadButton(file) {
  const button = element('button', 'button', fill(words().download, { file: file.name }));
  button.type = 'button';
  button.addEventListener('click', () => save(file));
  const line = element('p', 'download');
  line.append(button);
  return line;
}

/** Opens what was answered as a page to print. */
function printLink(customer, locale) {
  const link = element('a', 'print-link', words().printPage);
  link.href = `print#${encodeURIComponent(`${locale}/${customer}`)}`;
  link.target = '_blank';
  link.rel = 'noopener';
  const line = element('p', 'print');
  line.append(link);
  return line;
}

export function showDelivered(message, onAsk) {
  const answer = showAnswer(message, onAsk);
  const at = new Intl.DateTimeFormat(formatsOf(currentLanguage()), {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(message.at));
  answer.prepend(element('p', 'delivered', fill(words().delivered, { at })));
}

export function showFailure(reason, onRetry) {
  const failed = element('div', 'answer failed');
  const why = document.createElement('p');
  why.append(element('strong', '', words().failed), ` ${reason}`);
  const retry = element('button', 'button', words().retry);
  retry.type = 'button';
  retry.addEventListener('click', () => {
    failed.remove();
    onRetry();
  });
  failed.append(why, retry);
  show(failed);
  announce(`${words().failed} ${reason}`);
}
