import type { Token } from '../../language/reading.ts';
import { readings } from '../../language/readings.ts';
import type { Arguments } from '../arguments/grammar.ts';
import { monthsKind } from '../arguments/months.ts';
import { asSaid, kindOf, type MarkedText } from './marked-text.ts';
import { spacedFrom } from './terms.ts';
import { readSpaced } from './vocabulary.ts';

const said = readings.flatMap(({ mentions }) => mentions ?? []);
const negations = said.flatMap(({ negation }) => negation ?? []);
const negationsAfter = said.flatMap(({ negationAfter }) => negationAfter ?? []);
const traits = said.flatMap(({ trait }) => trait ?? []);
const pasts = said.flatMap(({ past }) => past ?? []);
const narrowing = said.flatMap((mentions) => mentions.narrowing ?? []);

/** The entity that a mark gives; a list that takes none of it cannot go by what was said there. */
const entityOf: Readonly<Record<string, string>> = {
  limit: 'limit',
  first: 'limit',
  customer: 'customer',
  'another-customer': 'customer',
  months: 'horizonMonths',
  until: 'until',
  features: 'features',
  year: 'year',
  measure: 'measure',
};
/** Concepts that say which customers, or what about them, rather than how it is asked. */
const telling = new Set(['balance', 'contribution', 'transactions', 'product', 'risk', 'leave']);

/**
 * What a sentence says of which customers that a command does not take, in the words of the sentence: to answer without it
 * would be to answer another question.
 * @param knows whether examples of the command have a term
 * @param plainly whether only what can be nothing else is looked for, and not words that nothing explains
 * @returns undefined where everything was taken
 */
export function unservedIn(
  marked: MarkedText,
  tokens: readonly Token[],
  taken: Arguments,
  { knows, plainly }: { knows: (term: string) => boolean; plainly: boolean },
): string | undefined {
  const kinds = Object.values(taken).map(({ kind }) => kind);
  const isList = kinds.some(({ isFilter }) => isFilter);
  if (!isList && !kinds.some(({ entity }) => entity === 'customer')) return undefined;
  const restricted = restriction(marked);
  if (restricted !== undefined || !isList) return restricted;
  return (
    leftOut(
      marked,
      kinds.flatMap(({ isFilter, entity }) => (isFilter && entity ? [entity] : [])),
    ) ??
    traitIn(marked) ??
    (plainly ? undefined : (untaken(marked, taken) ?? unexplained(marked, tokens, knows)))
  );
}

/** A restriction as it was said; one that leaves somebody out, such as "except", with the words after it. */
function restriction(marked: MarkedText): string | undefined {
  const at = [...marked.text].findIndex((each) => kindOf(marked, each) === 'restriction');
  if (at < 0) return undefined;
  const words = marked.text
    .slice(at)
    .split(' ')
    .filter((word) => word !== '');
  return asSaid(
    marked,
    words.slice(0, /\d/.test(asSaid(marked, words[0] ?? '')) ? 1 : 3).join(' '),
  );
}

/** Something that a list could be held to, but is not to be. */
function leftOut(marked: MarkedText, filters: readonly string[]): string | undefined {
  for (const [at, character] of [...marked.text].entries()) {
    if (!filters.includes(kindOf(marked, character) ?? '')) continue;
    const [before, after] = [marked.text.slice(0, at), marked.text.slice(at + 1)];
    for (const negation of negations) {
      const match = negation.exec(before);
      if (match !== null) return asSaid(marked, match[0] + character);
    }
    for (const negation of negationsAfter) {
      const match = negation.exec(after);
      if (match !== null) return asSaid(marked, character + match[0]);
    }
  }
  return undefined;
}

/** What customers are, where that is not the name of a segment: "women". */
function traitIn(marked: MarkedText): string | undefined {
  for (const trait of traits) {
    const match = trait.exec(marked.text);
    if (match !== null) return asSaid(marked, match[0]);
  }
  return undefined;
}

/** Something that was found and that the command has no argument for. */
function untaken(marked: MarkedText, taken: Arguments): string | undefined {
  // Months gone by are not those to come, though the entity is the same.
  const looksBack = Object.values(taken).some(({ kind }) => kind === monthsKind);
  const character = [...marked.text].find((each) => {
    const kind = kindOf(marked, each) ?? '';
    const entity = entityOf[kind];
    if (entity === undefined) return false;
    const isPast = kind === 'months' && pasts.some((past) => past.test(asSaid(marked, each)));
    return !(entity in taken) || (isPast && !looksBack);
  });
  return character === undefined ? undefined : asSaid(marked, character);
}

/**
 * Words that neither the vocabularies nor an example of the command have, where they say which customers are meant; of a
 * language without spaces, two characters at least.
 */
function unexplained(
  { text }: MarkedText,
  tokens: readonly Token[],
  knows: (term: string) => boolean,
): string | undefined {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind === 'spaced') {
      const words = spacedFrom(tokens, at);
      const strange = readSpaced(words).filter((each) =>
        'root' in each
          ? each.said.length > 2 && !knows(each.root)
          : telling.has(each.concept) && !knows(`~${each.concept}`),
      );
      const binding = strange.find(({ said: word }) => narrows(text, word, token.start));
      if (binding !== undefined) return binding.said;
      at += words.length - 1;
    }
    if (token?.kind !== 'joined') continue;
    let end = at;
    let run = '';
    for (
      let next = tokens[end];
      isStrange(next, token.start + run.length, knows);
      next = tokens[++end]
    )
      run += next?.said ?? '';
    if (run.length > 1 && narrows(text, run, token.start)) return run;
  }
  return undefined;
}

/** Whether a word stands where a sentence says which customers: “in Atlantis”, “golfing customers”. */
function narrows(text: string, word: string, from: number): boolean {
  const start = text.indexOf(word, from);
  if (start < 0) return false;
  const [before, after] = [text.slice(0, start), text.slice(start + word.length)];
  return narrowing.some((each) => each.before.test(before) || each.after.test(after));
}

function isStrange(
  token: Token | undefined,
  start: number,
  knows: (term: string) => boolean,
): boolean {
  return (
    token !== undefined &&
    token.kind === 'joined' &&
    token.start === start &&
    !token.known &&
    !knows(token.said)
  );
}
