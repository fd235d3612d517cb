import characters from 'opencc-js/dict/TSCharacters';
import { type Feeling, feelingTerms, longestPhrase, polarities } from './feelings.ts';
import polarity from './polarity-zh.json' with { type: 'json' };
import { classesIn, classOfFeeling, classTerms, wordClasses } from './word-classes.ts';
import classes from './word-classes-zh.json' with { type: 'json' };

const simplifiedOf = new Map(
  characters
    .split('|')
    .map((pair) => pair.split(' '))
    .flatMap(([traditional = '', simplified = '']) =>
      traditional.length === 1 && simplified.length === 1
        ? [[traditional, simplified] satisfies [string, string]]
        : [],
    ),
);

/** A text with its traditional characters simplified, character for character. */
export function simplified(text: string): string {
  return Array.from(text, (character) => simplifiedOf.get(character) ?? character).join('');
}

const feelingOf = polarities(polarity, (phrase) => simplified(phrase.toLowerCase()));

const chineseTurn = /但是|不过|可是|然而|只是|但|却/gu;
const chineseNegation = /[不没未无别难]/u;
const classOf = wordClasses(classes, simplified);

const plainText = (text: string): string =>
  simplified(text.replace(/\s+/gu, ' ')).replace(/\d[\d.,]*/g, '0');

/** What classes of words a text is made of, as terms. */
export function chineseClasses(text: string): string[] {
  const plain = plainText(text);
  const classAt = (at: number, size: number) => {
    const phrase = plain.slice(at, at + size);
    return classOfFeeling(feelingOf.get(phrase)) ?? classOf.get(phrase);
  };
  return classTerms(classesIn(plain.length, longestPhrase, classAt));
}

/** The characters of a text, simplified, in runs of up to four, negated or after a turn. */
export function chineseTerms(text: string): string[] {
  const plain = plainText(text);
  let turned = -1;
  for (const match of plain.matchAll(chineseTurn)) turned = match.index;
  const terms: string[] = [];
  const signs = Array.from(`^${plain}$`);
  let negated = 0;
  signs.forEach((sign, at) => {
    for (let size = 1; size <= 4 && at + size <= signs.length; size++) {
      const gram = signs.slice(at, at + size).join('');
      terms.push(gram);
      if (turned >= 0 && at > turned && size <= 3) terms.push(`>${gram}`);
    }
    if (/[，。！？；,.!?;]/u.test(sign)) negated = 0;
    else if (negated > 0) {
      terms.push(`!${sign}${signs[at + 1] ?? ''}`);
      negated -= 1;
    }
    if (chineseNegation.test(sign)) negated = 4;
  });
  terms.push(`length ${Math.min(6, Math.ceil(signs.length / 6))}`);
  terms.push(...feelingTerms(chineseFeelings(plain, turned)));
  return terms;
}

function chineseFeelings(text: string, turned: number): Feeling[] {
  const feelings: Feeling[] = [];
  for (let at = 0; at < text.length; ) {
    let taken = 1;
    for (let size = Math.min(longestPhrase, text.length - at); size >= 1; size--) {
      const polarity = feelingOf.get(text.slice(at, at + size));
      if (polarity === undefined) continue;
      const negated = /[不没无未别][^，。！？；,.!?;]{0,2}$/u.test(
        text.slice(Math.max(0, at - 3), at),
      );
      feelings.push({
        polarity: negated ? -0.75 * polarity : polarity,
        turned: turned >= 0 && at > turned,
      });
      taken = size;
      break;
    }
    at += taken;
  }
  return feelings;
}
