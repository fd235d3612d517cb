import { ask } from './api.js';
import { renderCard } from './card.js';
import { currentLanguage, formatsOf, speak, words, writeTexts } from './texts.js';

const find = (id) => document.getElementById(id);

/** Millimetres that a sheet of A4 leaves between its margins, and how many pixels of CSS these are. */
const sheetHeight = (297 - 2 * 12) * (96 / 25.4);
const sheetWidth = (210 - 2 * 12) * (96 / 25.4);
/** From texts of 12 points down to 9: smaller than this nobody reads with ease. */
const largest = 1.2;
const smallest = 0.9;
/** Millimetres that a chart may be high, the first that leaves texts readable on one sheet. */
const chartHeights = [70, 52, 36];

/** The brief that the address names after its `#`: the language, a slash, and whose. */
async function showBrief() {
  const [locale, ...rest] = decodeURIComponent(location.hash.slice(1)).split('/');
  speak(locale);
  writeTexts();
  const customer = rest.join('/').trim();
  if (customer === '') {
    find('state').textContent = words().printWhom;
    return;
  }
  const { card, title, locale: said } = await ask(`/value brief ${customer}`, currentLanguage());
  document.title = title;
  const element = renderCard(card, () => {}, { light: true });
  element.lang = formatsOf(said);
  find('sheet').replaceChildren(element);
  // A chart that cannot be drawn shows its words in its place; the sheet is printed all the same.
  await Promise.all(Array.from(document.images, (image) => image.decode().catch(() => undefined)));
  find('state').textContent = '';
  find('print').hidden = false;
}

/** Makes what is shown as large as one sheet has room for: by its height as printed, at the width of a sheet. */
function fitOntoSheet() {
  const sheet = find('sheet');
  for (const height of chartHeights) {
    sheet.style.setProperty('--chart', `${height}mm`);
    for (let fit = largest; fit > smallest - 0.01; fit -= 0.025) {
      sheet.style.setProperty('--fit', fit.toFixed(3));
      sheet.style.width = `${sheetWidth / fit}px`;
      if (sheet.getBoundingClientRect().height <= sheetHeight) return;
    }
  }
}

matchMedia('print').addEventListener('change', ({ matches }) => {
  if (matches) fitOntoSheet();
  else find('sheet').style.width = '';
});
find('print').addEventListener('click', () => window.print());
addEventListener('hashchange', () => location.reload());
showBrief().catch(() => {
  find('state').textContent = `${words().failed} ${words().failedWhy}`;
});
