import { type Feeling, feelingTerms, longestPhrase, polarities } from './feelings.ts';
import polarity from './polarity-en.json' with { type: 'json' };
import { classesIn, classOfFeeling, classTerms, wordClasses } from './word-classes.ts';
import classes from './word-classes-en.json' with { type: 'json' };

/** An English word without its ending: what is looked up, and what it is looked up by, are shortened alike. */
function stem(word: string): string {
  if (word.length < 5) return word;
  return word
    .replace(/'s$/, '')
    .replace(/(?:ings?|edly|ed|ely|ly|es|s|e)$/, '')
    .replace(/i$/, 'y');
}

const feelingOf = polarities(polarity, (phrase) => phrase.split(' ').map(stem).join(' '));

const negations = new Set(
  "not no never nobody nothing none neither nor without hardly barely cannot n't nowhere lack lacks".split(
    ' ',
  ),
);
const turns = new Set('but however although though yet except'.split(' '));
const classOf = wordClasses(classes, (word) => word);
const reach = 4;
/** Parts of a word, by which one that is misspelt is still told. */
const part = 4;

const wordsIn = (text: string): string[] =>
  (
    text
      .replace(/\b(\p{L}+)n't\b/gu, "$1 n't")
      .replace(
        /\b(ca|wo|do|does|did|is|are|was|were|have|has|had|would|could|should)nt\b/gu,
        "$1 n't",
      )
      .replace(/\bcannot\b/gu, "can n't")
      .match(/n't|\p{L}+(?:'\p{L}+)?|\d[\d.,]*|[!?.;:,]|\p{Extended_Pictographic}|[:;]-?[()]/gu) ??
    []
  ).map((token) => (/^\d/.test(token) ? '0' : token));

/** What classes of words a text is made of, as terms. */
export function englishClasses(text: string): string[] {
  const words = wordsIn(text);
  const stems = words.map(stem);
  const classAt = (at: number, size: number) =>
    classOfFeeling(feelingOf.get(stems.slice(at, at + size).join(' '))) ??
    (size === 1 ? classOfWord(words[at] ?? '') : undefined);
  return classTerms(classesIn(words.length, longestPhrase, classAt));
}

function classOfWord(word: string): string | undefined {
  if (word === '0') return 'number';
  if (negations.has(word)) return 'not';
  if (turns.has(word)) return 'but';
  if (/^[!?.;:,]$/.test(word)) return /[,;:]/.test(word) ? ',' : word;
  return classOf.get(word);
}

/** The words of a text in lower case, in runs of up to three, negated or after a turn, and their parts. */
export function englishTerms(text: string): string[] {
  const words = wordsIn(text);
  const terms: string[] = [];
  let negated = 0;
  let turned = words.findLastIndex((word) => turns.has(word));
  // A sentence that begins with "although" turns at its comma.
  if (turned === 0) turned = words.indexOf(',');
  words.forEach((word, at) => {
    const before = words[at - 1] ?? '^';
    terms.push(word, `${before} ${word}`, `${words[at - 2] ?? '^'} ${before} ${word}`);
    if (at > turned && turned >= 0) terms.push(`>${word}`, `>${before} ${word}`);
    if (/^[!?.;:,]$/.test(word) || turns.has(word)) negated = 0;
    else if (negated > 0) {
      terms.push(`!${word}`);
      negated -= 1;
    }
    if (negations.has(word)) negated = reach;
    if (word.length > 3 && /^\p{L}/u.test(word)) {
      const edged = `_${word}_`;
      for (let start = 0; start + part <= edged.length; start++) {
        terms.push(`#${edged.slice(start, start + part)}`);
      }
    }
  });
  terms.push(`${words.at(-1) ?? ''} $`, `length ${Math.min(6, Math.ceil(words.length / 4))}`);
  terms.push(...feelingTerms(englishFeelings(words, turned)));
  return terms;
}

function englishFeelings(words: readonly string[], turned: number): Feeling[] {
  const stems = words.map(stem);
  const feelings: Feeling[] = [];
  for (let at = 0; at < stems.length; ) {
    let taken = 1;
    for (let size = Math.min(longestPhrase, stems.length - at); size >= 1; size--) {
      const polarity = feelingOf.get(stems.slice(at, at + size).join(' '));
      if (polarity === undefined) continue;
      const before = words.slice(Math.max(0, at - 3), at);
      const negated = before
        .slice(before.findLastIndex((word) => /^[!?.;:,]$/.test(word)) + 1)
        .some((word) => negations.has(word));
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
