import { typed } from './composer.js';
import { element, markOption } from './elements.js';
import { ownQuestions } from './own-questions.js';
import { currentLanguage, fill, words } from './texts.js';

const dialog = document.querySelector('#palette');
const field = document.querySelector('#palette-search');
const list = document.querySelector('#palette-list');
const none = document.querySelector('#palette-none');

let commands = [];
let found = [];
let chosen = -1;

export function searchCommands(described) {
  commands = described;
}

/** What can be chosen: one's own questions, and every command. */
function choices() {
  const questions = ownQuestions().map((text) => ({ text }));
  const known = commands.map(({ usage, summary }) => ({ usage, text: summary[currentLanguage()] }));
  return [...questions, ...known];
}

function show() {
  const sought = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  found = choices().filter(({ text, usage = '' }) => {
    const whole = `${text} ${usage}`.toLowerCase();
    return sought.every((word) => whole.includes(word));
  });
  none.hidden = found.length > 0;
  list.replaceChildren(
    ...found.map(({ text, usage }, at) => {
      const item = element('div', '');
      item.id = `palette-${at}`;
      item.role = 'option';
      const about =
        usage === undefined
          ? element('span', '', words().askedBefore)
          : element('code', '', `/value ${typed(usage)}`);
      item.append(element('bdi', '', text), about);
      return item;
    }),
  );
  choose(found.length > 0 ? 0 : -1);
}

function choose(at) {
  chosen = at;
  markOption(field, list, at);
}

/** Opens the palette over the page. */
export function openPalette() {
  if (dialog.open) return;
  field.value = '';
  field.placeholder = words().paletteSearch;
  field.setAttribute('aria-label', words().paletteSearch);
  dialog.setAttribute('aria-label', words().palette);
  list.setAttribute('aria-label', words().palette);
  none.textContent = words().paletteNone;
  dialog.showModal();
  show();
  field.focus();
}

/** The button's name, with the keys that do the same. */
export function namePalette(button) {
  const keys = /mac|iphone|ipad/i.test(navigator.platform) ? '⌘K' : 'Ctrl+K';
  button.setAttribute('aria-label', fill(words().paletteOpen, { keys }));
  button.title = fill(words().paletteOpen, { keys });
}

/**
 * Opens at Ctrl+K or ⌘K, or by its button; `onChoose` is given what was chosen: a question of one's own by its `text`, or a command by its `usage`, too.
 */
export function startPalette(button, onChoose) {
  const done = () => {
    const choice = found[chosen];
    if (choice === undefined) return;
    dialog.close();
    onChoose(choice);
  };
  button.addEventListener('click', openPalette);
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    if (event.shiftKey || event.altKey || button.disabled) return;
    event.preventDefault();
    openPalette();
  });
  field.addEventListener('input', show);
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && found.length > 0) {
      event.preventDefault();
      choose((chosen + steps[event.key] + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      done();
    }
  });
  list.addEventListener('click', (event) => {
    const at = [...list.children].indexOf(event.target.closest('[role="option"]'));
    if (at < 0) return;
    choose(at);
    done();
  });
  // A press beside the palette closes it.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
}
