import { announce, element } from './elements.js';
import { currentLanguage, fill, words } from './texts.js';

const panel = document.querySelector('#tour');
const welcome = document.querySelector('#welcome');
const suggestions = document.querySelector('#suggestions');
const log = document.querySelector('#log');
const keptFor = (persona) => `bellwether:tour:${persona}`;

let at = 0;
let persona = null;
let steps = [];
let onAsk = async () => false;

const keep = () => localStorage.setItem(keptFor(persona), String(at));
const skipped = () => at > steps.length;

/** Listens for the tour's questions; `ask` asks one, and gives whether it was answered. */
export function startTour(ask) {
  onAsk = ask;
}

/**
 * Shows where somebody is in the first morning of the demo, as whom they speak: a story for each role. One that was skipped or ended can
 * be begun again.
 * @param told whom they speak as, and the steps by language; null where there is no tour
 */
export function showTour(told) {
  persona = told?.persona ?? null;
  steps = told?.steps[currentLanguage()] ?? [];
  panel.hidden = persona === null;
  if (persona === null) return;
  const kept = Number(localStorage.getItem(keptFor(persona)) ?? 0);
  at = Number.isInteger(kept) && kept >= 0 ? kept : 0;
  draw();
}

function draw() {
  if (welcome.hidden) log.after(panel);
  else suggestions.before(panel);
  const step = steps[at];
  const isOver = step === undefined;
  panel.classList.toggle('over', isOver);
  panel.hidden = skipped() && welcome.hidden;
  panel.setAttribute('aria-label', words().tour);
  panel.replaceChildren(...(isOver ? ending() : asking(step)));
}

function asking({ ask, why }) {
  const head = element(
    'p',
    'tour-head',
    fill(words().tourStep, { step: at + 1, steps: steps.length }),
  );
  const button = element('button', 'tour-ask', ask);
  button.type = 'button';
  button.addEventListener('click', () => go(ask));
  const skip = element('button', 'tour-skip', words().tourSkip);
  skip.type = 'button';
  skip.addEventListener('click', () => {
    at = steps.length + 1;
    keep();
    draw();
  });
  const line = element('p', 'tour-line');
  line.append(button, skip);
  return [head, element('p', 'tour-why', why), line];
}

function ending() {
  const again = element('button', 'tour-skip', words().tourAgain);
  again.type = 'button';
  again.addEventListener('click', () => {
    at = 0;
    keep();
    draw();
    panel.querySelector('button').focus();
  });
  return skipped() ? [again] : [element('p', 'tour-why', words().tourDone), again];
}

async function go(ask) {
  for (const button of panel.querySelectorAll('button')) button.disabled = true;
  const asked = at;
  const answered = await onAsk(ask);
  if (answered && at === asked) {
    at += 1;
    keep();
  }
  draw();
  const next = panel.querySelector('.tour-why')?.textContent;
  if (answered && next !== undefined) announce(next);
}
