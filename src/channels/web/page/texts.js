import { getWords } from './api.js';

/** Every language the page can speak: `locale`, `name`, `formats` (how it writes dates), `script` and its `texts`. */
const languages = await getWords();

const find = (locale) => languages.find((each) => each.locale === locale);
const [first] = languages;
const wished = [localStorage.getItem('language'), ...navigator.languages].flatMap(
  (tag) => find(tag) ?? find(tag?.split('-')[0]) ?? [],
);
let language = wished[0] ?? first;

export const currentLanguage = () => language.locale;

/** The page's texts in the language chosen. */
export const words = () => language.texts;

/** A text of the page with its placeholders filled. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** How readers of a language write dates, and what the page says it is in. */
export const formatsOf = (locale) => (find(locale) ?? language).formats;

/** The language that the button changes to: the next of those there are. */
export const nextLanguage = () => languages[(languages.indexOf(language) + 1) % languages.length];

/** A text in a script of one language alone is asked in it; anything else in the language of the page. */
export function languageOf(text) {
  const own = languages.find(
    ({ script }) => script !== 'Latin' && new RegExp(`\\p{Script=${script}}`, 'u').test(text),
  );
  return (own ?? language).locale;
}

/** Chooses a language and writes it into every element that names its text. */
export function speak(chosen) {
  language = find(chosen) ?? language;
  localStorage.setItem('language', language.locale);
  writeTexts();
}

export function writeTexts() {
  document.documentElement.lang = language.formats;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = words()[element.dataset.text];
  }
}
