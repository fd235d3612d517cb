import { chineseFillers, englishFillers, lexicon } from './lexicon.ts';
import { kindOf, type MarkedText, markSigns } from './marked-text.ts';
import { stem } from './stem.ts';

/** A piece of a sentence. `said` is how it stands there, from `start` to `end` of the marked text. */
export type Word = {
  kind: 'latin' | 'han' | 'mark';
  said: string;
  start: number;
  end: number;
  /** known: in the lexicon or a filler */
  known: boolean;
};

const phrases = (list: string) => list.split('|').filter((each) => each !== '');

/** English phrases of the lexicon as they stand there; one that begins with "=" is meant in no other form. */
const exactConcepts = new Map<string, string>();
/** English phrases of the lexicon by their stems joined with spaces. */
const englishConcepts = new Map<string, string>();
/** Chinese phrases of the lexicon. */
const chineseConcepts = new Map<string, string>();
for (const { concept, en, zh } of lexicon) {
  for (const phrase of phrases(en)) {
    const words = phrase.replace(/^=/, '').replace(/-/g, ' ').toLowerCase();
    if (!exactConcepts.has(words)) exactConcepts.set(words, concept);
    if (phrase.startsWith('=')) continue;
    const key = words.split(' ').map(stem).join(' ');
    if (!englishConcepts.has(key)) englishConcepts.set(key, concept);
  }
  for (const phrase of phrases(zh))
    if (!chineseConcepts.has(phrase)) chineseConcepts.set(phrase, concept);
}
const englishFiller = new Set(phrases(englishFillers).map(stem));
const chineseFiller = new Set(phrases(chineseFillers));
const longestEnglish = Math.max(...[...exactConcepts.keys()].map((key) => key.split(' ').length));
const longestChinese = Math.max(
  ...[...chineseConcepts.keys(), ...chineseFiller].map((each) => each.length),
);

/** Stems of every single word that the lexicon or the fillers know. */
export const lexiconStems: ReadonlySet<string> = new Set([
  ...[...exactConcepts.keys()].flatMap((phrase) => phrase.split(' ').map(stem)),
  ...englishFiller,
]);

/** Cuts a marked text into words: Latin words, Chinese phrases as long as the lexicon knows, marks. */
export function cut(marked: MarkedText): Word[] {
  const pattern = new RegExp(
    `[${markSigns}]|[\\p{Script=Latin}\\p{M}\\d]+(?:'[\\p{Script=Latin}]+)*|\\p{Script=Han}+(?:·\\p{Script=Han}+)*`,
    'gu',
  );
  return [...marked.text.matchAll(pattern)].flatMap((match): Word[] => {
    const said = match[0];
    const start = match.index;
    if (kindOf(marked, said) !== undefined)
      return [{ kind: 'mark', said, start, end: start + 1, known: true }];
    if (/\p{Script=Han}/u.test(said)) return cutHan(said, start);
    const known = lexiconStems.has(stem(said));
    return [{ kind: 'latin', said, start, end: start + said.length, known }];
  });
}

/** Longest match from the left; signs that no phrase begins with stand alone. */
function cutHan(run: string, offset: number): Word[] {
  const words: Word[] = [];
  for (let at = 0; at < run.length; ) {
    let length = Math.min(longestChinese, run.length - at);
    while (length > 1 && !isChinesePhrase(run.slice(at, at + length))) length--;
    const said = run.slice(at, at + length);
    words.push({
      kind: 'han',
      said,
      start: offset + at,
      end: offset + at + length,
      known: isChinesePhrase(said),
    });
    at += length;
  }
  return words;
}

const isChinesePhrase = (text: string) => chineseConcepts.has(text) || chineseFiller.has(text);

/** What a sentence says, as the scorer counts it: concepts, marks and words without their fillers. */
export function termsOf(words: readonly Word[], marked: MarkedText): string[] {
  const terms: string[] = [];
  for (let i = 0; i < words.length; ) {
    const word = words[i]!;
    if (word.kind === 'mark') {
      terms.push(`<${kindOf(marked, word.said) ?? ''}>`);
      i++;
    } else if (word.kind === 'han') {
      const concept = chineseConcepts.get(word.said);
      if (concept !== undefined) terms.push(`~${concept}`);
      else if (!chineseFiller.has(word.said)) terms.push(word.said);
      i++;
    } else {
      const { concept, length } = englishConceptAt(words, i);
      if (concept !== undefined) terms.push(`~${concept}`);
      else if (!englishFiller.has(stem(word.said))) terms.push(stem(word.said));
      i += length;
    }
  }
  return terms;
}

function englishConceptAt(
  words: readonly Word[],
  at: number,
): { concept?: string; length: number } {
  const said: string[] = [];
  for (let i = at; i < words.length && i - at < longestEnglish && words[i]?.kind === 'latin'; i++)
    said.push(words[i]!.said.toLowerCase());
  for (let length = said.length; length > 0; length--) {
    const phrase = said.slice(0, length);
    const concept =
      exactConcepts.get(phrase.join(' ')) ?? englishConcepts.get(phrase.map(stem).join(' '));
    if (concept !== undefined) return { concept, length };
  }
  return { length: 1 };
}

/** Whether a text may be an id or a name: no word of it is one that sentences are made of. */
export function customerNamePart(text: string): boolean {
  return cut({ text, marks: [] }).every(
    ({ known, said }) =>
      /^\d/.test(said) || (!known && !lexiconStems.has(stem(said.replace(/\d+$/, '')))),
  );
}
