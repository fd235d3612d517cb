import { ask, choosePersona, getInbox, getStatus, markInboxRead, whenRenewed } from './api.js';
import { complete, focusComposer, hintAt, setComposer, startComposer } from './composer.js';
import { keepLinkedCustomer, linkedQuestion } from './customer-link.js';
import { announce } from './elements.js';
import {
  clearLog,
  save,
  showAnswer,
  showDelivered,
  showFailure,
  showQuestion,
  showWaiting,
} from './log.js';
import { forgetQuestions, keepQuestion } from './own-questions.js';
import { namePalette, searchCommands, startPalette } from './palette.js';
import { enterByLink, showSignIn, startSignIn } from './sign-in.js';
import {
  currentLanguage,
  fill,
  languageOf,
  nextLanguage,
  speak,
  words,
  writeTexts,
} from './texts.js';
import { showTour, startTour } from './tour.js';

const find = (id) => document.getElementById(id);
const statusEvery = 1000;
const inboxEvery = 60_000;

let status;
let busy = false;

async function askAndShow(
  text,
  { shown = text, locale = languageOf(text), fromButton = false, linked = false } = {},
) {
  if (busy) return false;
  find('welcome').hidden = true;
  const question = showQuestion(shown);
  showTour(tour());
  return answer({ text, locale, fromButton, linked }, question);
}

async function answer(asked, question) {
  const { text, locale, fromButton, linked } = asked;
  setBusy(true);
  const doneWaiting = showWaiting();
  try {
    const given = await ask(text, locale, linked);
    doneWaiting();
    const element = showAnswer(given, onButton, question);
    if (fromButton) element.focus({ preventScroll: true });
    if (given.file) save(given.file);
    return true;
  } catch (error) {
    doneWaiting();
    const why = error.status === 429 ? words().tooMany : words().failedWhy;
    showFailure(why, () => answer(asked, question));
    return false;
  } finally {
    setBusy(false);
  }
}

const onButton = (label, command) =>
  askAndShow(`/value ${command}`, { shown: label, locale: currentLanguage(), fromButton: true });

function setBusy(now) {
  busy = now;
  setComposer({ open: status.preparation.state === 'ready', busy });
}

/** The first morning of a demo, as whom somebody speaks; null where there is none. */
const tour = () => (status.tour === null ? null : { persona: status.speaksAs, steps: status.tour });

function greeting() {
  const hour = new Date().getHours();
  if (hour < 12) return words().morning;
  return hour < 18 ? words().afternoon : words().evening;
}

function showWelcome() {
  const ready = status.preparation.state === 'ready';
  find('welcome').hidden = !ready || find('log').childElementCount > 0;
  find('greeting').textContent = status.name
    ? fill(words().hello, { greeting: greeting(), name: status.name })
    : greeting();
  const persona = status.personas.find(({ id }) => id === status.speaksAs);
  const unknown = !status.demo && !status.signedIn;
  find('sees').textContent = persona
    ? persona.sees[currentLanguage()]
    : unknown
      ? words().unlinked
      : '';
  showSignIn(status);
  find('suggestions').hidden = unknown;
  showTour(ready ? tour() : null);
  find('suggestions').replaceChildren(
    ...status.suggestions[currentLanguage()].map((text) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = text;
      button.addEventListener('click', () => askAndShow(text, { fromButton: true }));
      const item = document.createElement('li');
      item.append(button);
      return item;
    }),
  );
}

function showPersonas() {
  find('demo-note').hidden = !status.demo;
  find('persona-picker').hidden = status.personas.length === 0;
  find('persona').replaceChildren(
    ...status.personas.map(({ id, name, role }) => {
      const option = document.createElement('option');
      option.value = id;
      option.selected = id === status.speaksAs;
      const what = role[currentLanguage()];
      option.textContent = name ? `${name} · ${what}` : what;
      return option;
    }),
  );
}

function showPreparation() {
  const { state, stage, done, total } = status.preparation;
  find('preparation').hidden = state === 'ready';
  if (state === 'failed') find('preparation-note').textContent = words().preparationFailed;
  if (state !== 'preparing') return;
  const stages = ['demo', 'score'];
  for (const [at, name] of stages.entries()) {
    const item = find(`stage-${name}`);
    const current = stages.indexOf(stage);
    item.className = at < current ? 'done' : at === current ? 'now' : '';
    const bar = item.querySelector('progress');
    bar.value = at < current ? 1 : at === current && total > 0 ? done / total : 0;
    bar.setAttribute('aria-label', item.textContent.trim());
  }
}

function showAll() {
  writeTexts();
  const next = nextLanguage();
  find('language').hidden = next.locale === currentLanguage();
  find('language').textContent = next.name;
  find('language').lang = next.formats;
  find('language').setAttribute('aria-label', `${next.name}: ${next.texts.switchTo}`);
  find('palette-open').disabled = status?.preparation.state !== 'ready';
  if (status === undefined) {
    setComposer({ open: false });
    return;
  }
  hintAt(status.commands);
  searchCommands(status.commands);
  namePalette(find('palette-open'));
  showPersonas();
  showPreparation();
  showWelcome();
  setComposer({ open: status.preparation.state === 'ready', busy });
}

async function showInbox() {
  if (status?.preparation.state !== 'ready' || document.hidden) return;
  const { messages } = await getInbox();
  const last = messages.at(-1);
  if (last === undefined) return;
  find('welcome').hidden = true;
  for (const message of messages) showDelivered(message, onButton);
  await markInboxRead(last.id);
}

/** An inbox that cannot be read now is read the next time. */
const lookIntoInbox = () => showInbox().catch((error) => console.warn(error.message));

async function keepStatus() {
  try {
    status = await getStatus();
    showAll();
  } catch {
    // The server is starting or restarting: ask again.
    setTimeout(keepStatus, statusEvery);
    return;
  }
  if (status.preparation.state === 'preparing') {
    setTimeout(keepStatus, statusEvery);
    return;
  }
  if (status.preparation.state === 'ready') {
    if (matchMedia('(pointer: fine)').matches) focusComposer();
    await lookIntoInbox();
    if (status.demo || status.signedIn) await askLinked();
  }
}

/** Asks for whom a link to this page named, as whoever opened it. */
async function askLinked() {
  const linked = linkedQuestion();
  if (linked !== undefined)
    await askAndShow(linked.text, {
      shown: linked.shown,
      locale: currentLanguage(),
      linked: true,
    });
}

find('language').addEventListener('click', () => {
  speak(nextLanguage().locale);
  showAll();
});

find('persona').addEventListener('change', async (event) => {
  try {
    await choosePersona(event.target.value);
    clearLog();
    forgetQuestions();
    status = await getStatus();
    showAll();
    announce(`${find('greeting').textContent}. ${find('sees').textContent}`);
    await lookIntoInbox();
  } catch {
    showPersonas();
    showFailure(() => keepStatus());
  }
});

startComposer((text) => {
  keepQuestion(text);
  askAndShow(text);
});
startTour((text) => askAndShow(text, { fromButton: true }));
startPalette(find('palette-open'), ({ usage, text }) => {
  if (usage === undefined) askAndShow(text);
  else complete(usage);
});
find('reload').addEventListener('click', () => location.reload());
whenRenewed(() => {
  find('renewed').hidden = false;
});
startSignIn(async () => {
  clearLog();
  forgetQuestions();
  await keepStatus();
});
setInterval(lookIntoInbox, inboxEvery);
document.addEventListener('visibilitychange', lookIntoInbox);
showAll();
keepLinkedCustomer();
await enterByLink();
keepStatus();
// A browser without it, or a page that came by HTTP, does without the notice.
navigator.serviceWorker
  ?.register('service-worker.js')
  .catch((error) => console.warn(error.message));
