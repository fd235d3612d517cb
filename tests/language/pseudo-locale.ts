import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { printAST } from '@formatjs/icu-messageformat-parser/printer.js';
import { addWords, knownLanguages, sourceLanguage } from '../../src/language/catalogs.ts';

/** A language that nobody speaks: English with each letter accented, and each text in brackets. */
export const pseudoLocale = 'en-XA';

const plain = 'abcdefghijklmnopqrstuvwxyz';
const decorated = 'àƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýž';

const accented = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => {
    const lower = decorated[plain.indexOf(letter.toLowerCase())] ?? letter;
    return letter === letter.toLowerCase() ? lower : lower.toUpperCase();
  });

function disguised(elements: readonly MessageFormatElement[]): MessageFormatElement[] {
  return elements.map((element) => {
    if (element.type === TYPE.literal) return { ...element, value: accented(element.value) };
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return element;
    const options = Object.fromEntries(
      Object.entries(element.options).map(([name, option]) => [
        name,
        { ...option, value: disguised(option.value) },
      ]),
    );
    return element.type === TYPE.plural ? { ...element, options } : { ...element, options };
  });
}

/** Makes the language known, with a text for each of the English ones. */
export function addPseudoLocale(): void {
  const english = knownLanguages.get(sourceLanguage)?.messages ?? new Map<string, string>();
  addWords(pseudoLocale, {
    facts: { name: 'Pseudo', formats: 'en-GB', script: 'Latin' },
    messages: Object.fromEntries(
      [...english].map(([key, text]) => [
        key,
        `⟦${printAST(disguised(parse(text, { ignoreTag: true })))}⟧`,
      ]),
    ),
  });
}

/** What of a text did not come from the catalogs: what stands outside brackets. */
export function outsideBrackets(text: string): string {
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  return rest;
}
