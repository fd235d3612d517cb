import { markOption } from './elements.js';
import { ownQuestions } from './own-questions.js';
import { currentLanguage, words } from './texts.js';

const field = document.querySelector('#question');
const form = document.querySelector('#composer');
const send = document.querySelector('#send');
const list = document.querySelector('#hints');

let commands = [];
let chosen = -1;
/** Which of one's own questions the field shows, counted from the newest; −1: what is being written. */
let recalled = -1;

/** What of a usage is typed as it stands: `customer` of `customer ID-OR-NAME`. */
export function typed(usage) {
  const fixed = [];
  for (const word of usage.split(' ')) {
    if (/[A-Z[\]|=…]/.test(word)) break;
    fixed.push(word);
  }
  return fixed.join(' ');
}

function matching() {
  const slash = /^\/(?:v(?:a(?:l(?:u(?:e)?)?)?)?)?$|^\/value\s+(\S.*|)$/s.exec(field.value);
  if (slash === null) return [];
  const begun = (slash[1] ?? '').toLowerCase();
  return commands.filter(({ usage }) => {
    const fixed = typed(usage);
    return fixed.startsWith(begun) && begun !== `${fixed} `;
  });
}

function showHints() {
  const found = matching();
  list.hidden = found.length === 0;
  field.setAttribute('aria-expanded', String(!list.hidden));
  list.setAttribute('aria-label', words().hints);
  list.replaceChildren(
    ...found.map(({ usage, summary }, at) => {
      const item = document.createElement('div');
      item.id = `hint-${at}`;
      item.role = 'option';
      const code = document.createElement('code');
      code.textContent = `/value ${usage}`;
      const what = document.createElement('span');
      what.textContent = summary[currentLanguage()];
      item.append(code, what);
      item.addEventListener('pointerdown', (event) => {
        event.preventDefault();
        complete(usage);
      });
      return item;
    }),
  );
  choose(found.length > 0 ? 0 : -1);
}

function choose(at) {
  chosen = at;
  markOption(field, list, at);
}

/** Writes what of a command is typed as it stands, and goes to the field. */
export function complete(usage) {
  const fixed = typed(usage);
  field.value = fixed === usage ? `/value ${fixed}` : `/value ${fixed} `;
  hideHints();
  field.focus();
}

function hideHints() {
  list.hidden = true;
  field.setAttribute('aria-expanded', 'false');
  choose(-1);
}

function onKey(event) {
  if (event.isComposing) return;
  if (!list.hidden) {
    const count = list.children.length;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      choose((chosen + steps[event.key] + count) % count);
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      hideHints();
      return;
    }
    const found = matching()[chosen];
    if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && found) {
      const before = field.value.trim();
      complete(found.usage);
      if (event.key === 'Tab' || field.value.trim() !== before) {
        event.preventDefault();
        return;
      }
    }
  }
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
  if (event.key === 'ArrowUp' || event.key === 'ArrowDown') recall(event);
}

/** Shows an earlier question in a field that holds nothing, or one that was recalled. */
function recall(event) {
  const questions = ownQuestions();
  if (field.value !== (questions[recalled] ?? '')) return;
  const wanted = recalled + (event.key === 'ArrowUp' ? 1 : -1);
  if (wanted < -1 || wanted >= questions.length) return;
  event.preventDefault();
  recalled = wanted;
  field.value = questions[wanted] ?? '';
}

/** Listens to the question field; `onAsk` is given what was asked. */
export function startComposer(onAsk) {
  field.addEventListener('input', showHints);
  field.addEventListener('keydown', onKey);
  field.addEventListener('blur', hideHints);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '' || send.disabled) return;
    field.value = '';
    recalled = -1;
    hideHints();
    onAsk(text);
  });
}

export function hintAt(described) {
  commands = described;
}

export function focusComposer() {
  field.focus({ preventScroll: true });
}

/** Opens or closes the field, and writes its texts. */
export function setComposer({ open, busy = false }) {
  field.disabled = !open;
  send.disabled = !open || busy;
  field.placeholder = open ? words().placeholder : words().placeholderWait;
  field.setAttribute('aria-label', words().question);
  // Named, a form is a landmark.
  form.setAttribute('aria-label', words().question);
}
