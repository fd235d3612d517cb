import { ask } from './api.js';
import { renderCard } from './card.js';
import { currentLanguage, formatsOf, speak, words, writeTexts } from './texts.js';

const find = (id) => document.getElementById(id);

/** Millimetres that a sheet of A4 leaves between its margins, and how many pixels of CSS these are. */
const sheetHeight = (297 - 2 * 12) * (96 / 25.4);
const sheetWidth = (210 - 2 * 12) * (96 / 25.4);
/** Smaller than this nobody reads with ease. */
const smallest = 0.7;

/** The brief that the address names after its `#`: the language, a slash, and whose. */
async function showBrief() {
  const [locale, ...rest] = decodeURIComponent(location.hash.slice(1)).split('/');
  speak(locale);
  writeTexts();
  const customer = rest.join('/').trim();
  if (customer === '') throw new Error('The address names no customer.');
  const { card, title, locale: said } = await ask(`/value brief ${customer}`, currentLanguage());
  document.title = title;
  const element = renderCard(card, () => {}, { light: true });
  element.lang = formatsOf(said);
  find('sheet').replaceChildren(element);
  await Promise.all(Array.from(document.images, (image) => image.decode().catch(() => undefined)));
  find('state').textContent = '';
  find('print').hidden = false;
}

/** Makes what is too long for one sheet smaller, as far as it can be read. */
function fitOntoSheet() {
  const sheet = find('sheet');
  for (let fit = 1; fit >= smallest; fit -= 0.05) {
    sheet.style.setProperty('--fit', String(fit));
    if (sheet.scrollHeight <= sheetHeight && sheet.scrollWidth <= sheetWidth) return;
  }
}

matchMedia('print').addEventListener('change', ({ matches }) => {
  if (matches) fitOntoSheet();
});
find('print').addEventListener('click', () => window.print());
addEventListener('hashchange', () => location.reload());
showBrief().catch(() => {
  find('state').textContent = `${words().failed} ${words().failedWhy}`;
});
