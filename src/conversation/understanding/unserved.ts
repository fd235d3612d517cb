import { earliest } from '../../language/earliest.ts';
import type { Token } from '../../language/reading.ts';
import { readings } from '../../language/readings.ts';
import { choiceKind } from '../arguments/choice.ts';
import type { Arguments } from '../arguments/grammar.ts';
import type { Kind } from '../arguments/kind.ts';
import { kinds as allKinds } from '../arguments/kinds.ts';
import { monthsKind } from '../arguments/months.ts';
import { asSaid, kindOf, type MarkedText } from './marked-text.ts';
import { closingBehindWords } from './mentions/opportunity.ts';
import { spacedFrom } from './terms.ts';
import { knownRoots, readSpaced, rootOf } from './vocabulary.ts';

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
  coming: 'horizonMonths',
  until: 'until',
  'no-day': 'until',
  features: 'features',
  assumption: 'assumptions',
  year: 'year',
  measure: 'measure',
};
/** Times and numbers: what is left of an answer without them is still one to the question. */
const besides = new Set([
  'months',
  'coming',
  'until',
  'no-day',
  'year',
  'measure',
  'limit',
  'first',
]);
/** What an answer about one customer would be another without; which branch they are of goes without saying. */
const ofOne: Readonly<Record<string, string>> = {
  months: 'horizonMonths',
  coming: 'horizonMonths',
  until: 'until',
  'no-day': 'until',
  first: 'limit',
  assumption: 'assumptions',
};
/** Which customers something is about. */
const ofSome = Object.fromEntries(
  allKinds.flatMap(({ isFilter, entity }) => (isFilter && entity ? [[entity, entity]] : [])),
);
const ofOthers: Readonly<Record<string, string>> = { ...ofOne, limit: 'limit', ...ofSome };
/** The kinds of what is told rather than asked. */
const told: ReadonlySet<string> = new Set([
  'note',
  'contact',
  'day',
  'dayBehind',
  'closing',
  'features',
]);
/** Concepts that say which customers, or what about them, rather than how it is asked. */
const telling = new Set(['balance', 'contribution', 'transactions', 'product', 'risk', 'leave']);

/** What was said that a command does not take; `beside` the question, so that it can be answered without. */
export type Unserved = { said: string; beside: boolean };

/** How a command takes what a sentence says. */
type How = {
  /** whether examples of the command have a term */
  knows: (term: string) => boolean;
  /** whether only what can be nothing else is looked for, and not words that nothing explains */
  plainly: boolean;
  /** whether the command changes something */
  changes: boolean;
  /** the groups that its answer is told apart by whatever is asked */
  dividedBy: readonly string[];
};

/**
 * What a sentence says that a command does not take, in the words of the sentence. To answer without it would be to answer
 * another question, unless it is `beside` that: a time or a number, which the answer is then said not to go by.
 * @returns undefined where everything was taken
 */
export function unservedIn(
  marked: MarkedText,
  tokens: readonly Token[],
  taken: Arguments,
  how: How,
): Unserved | undefined {
  return (
    otherQuestion(marked, tokens, taken, how) ??
    (how.plainly ? undefined : everythingBeside(marked, taken, how))
  );
}

/** What a sentence says without which it would be another question, or a time or a number in it. */
function otherQuestion(
  marked: MarkedText,
  tokens: readonly Token[],
  taken: Arguments,
  { knows, plainly, changes }: How,
): Unserved | undefined {
  const kinds = Object.values(taken).map(({ kind }) => kind);
  const isList = kinds.some(({ isFilter }) => isFilter);
  const ofCustomer = kinds.some(({ entity }) => entity === 'customer');
  const restricted = isList || ofCustomer ? restriction(marked) : undefined;
  if (restricted !== undefined) return { said: restricted, beside: false };
  if (kinds.length === 0) return undefined;
  if (!isList) {
    const among = ofCustomer ? (changes ? {} : ofOne) : changes ? ofSome : ofOthers;
    return plainly || isTold(kinds) ? undefined : untaken(marked, taken, { among, changes });
  }
  const refused =
    leftOut(
      marked,
      kinds.flatMap(({ isFilter, entity }) => (isFilter && entity ? [entity] : [])),
    ) ?? traitIn(marked);
  if (refused !== undefined) return { said: refused, beside: false };
  if (plainly) return undefined;
  const left = untaken(marked, taken, { among: entityOf, changes });
  if (left?.beside === false) return left;
  const strange = unexplained(marked, tokens, knows);
  return strange === undefined ? left : { said: strange, beside: false };
}

/** What marks give that are not called as their entity is. */
const entityOfMark: Readonly<Record<string, string>> = {
  ...entityOf,
  ...Object.fromEntries(
    allKinds.flatMap(({ entity, key }) => [
      ...(entity === undefined ? [] : [[entity, entity]]),
      ...(key === undefined || entity === undefined ? [] : [[key.name, entity]]),
    ]),
  ),
  segmentation: 'by',
  closing: 'closes',
  day: 'due',
  'day-behind': 'on',
};
/** What is told in a sentence of its own kind alone, and what a question says with other words than those of its figures. */
const neverBeside = new Set(['contactKind', 'note', 'digest', 'features', 'measure']);
const predicates = said.flatMap(({ predicate }) => predicate ?? []);
const yesOrNo = readings.flatMap(({ questions }) => questions?.forms.yesNo ?? []);
const saidOfWords = readings.flatMap(({ opportunities }) => opportunities ?? []);
const saidOfFigures = said.flatMap(({ byFigure }) => byFigure ?? []);
const divisions = said.flatMap(({ dividedBy }) => Object.entries(dividedBy ?? {}));
const saidOfAnything = said.flatMap(({ byAnything }) => byAnything ?? []);

/**
 * All that a sentence names and its command has no argument for, though it answers: whatever was found, and an amount, a
 * product, a stage or a figure that something is to go by.
 */
function everythingBeside(marked: MarkedText, taken: Arguments, how: How): Unserved | undefined {
  const { changes } = how;
  const kinds = Object.values(taken).map(({ kind }) => kind);
  const isOfWords = changes || isTold(kinds);
  const looksBack = kinds.some((kind) => kind === monthsKind);
  const isSpan = marksIn(marked).includes('coming');
  const asksWhether = yesOrNo.some((form) => form.test(marked.text.trim()));
  const ignored = new Set([
    ...neverBeside,
    // A day of its own is what such a time is a part of: “on the first of next month”.
    ...(['due', 'closes', 'on'].some((each) => each in taken)
      ? ['horizonMonths', 'until', 'due']
      : []),
    // What is made up or assumed is full of numbers.
    ...('features' in taken ? ['customer', 'limit', 'horizonMonths', 'year', 'due'] : []),
    ...('digest' in taken || isOfWords ? ['year'] : []),
  ]);
  const left = [...marked.text].filter((each) => {
    const mark = kindOf(marked, each) ?? '';
    const entity = entityOfMark[mark];
    if (entity === undefined || ignored.has(entity) || isOrdinaryWord(marked, each)) return false;
    if (isChosen(marked, each, taken)) return false;
    // “Three names”, and the third digest.
    if (mark === 'limit' && ('customer' in taken || 'digest' in taken)) return false;
    // “Is 1042 a high-value customer?”
    const before = marked.text.slice(0, marked.text.indexOf(each));
    if (asksWhether && predicates.some((is) => is.test(before))) return false;
    if (entity === 'horizonMonths' && 'assumptions' in taken) return isGoneBy(marked, each);
    // Of a number of months and a day, the months count.
    if (entity === 'until' && isSpan && 'until' in taken) return true;
    return !(entity in taken) || (mark === 'coming' && looksBack);
  });
  const words = [...new Set(left.map((each) => asSaid(marked, each)))];
  const further = marksIn(marked).includes('note') ? undefined : wordsBeside(marked, taken, how);
  if (further !== undefined) words.push(further);
  return words.length === 0 ? undefined : { said: words.join(', '), beside: true };
}

/** An amount, a product or a stage that stands in a text, or what something is to go by, where no argument takes it. */
function wordsBeside(marked: MarkedText, taken: Arguments, how: How): string | undefined {
  const { text } = marked;
  const { changes } = how;
  if (!('amount' in taken) && !('features' in taken)) {
    const amount = earliest(
      saidOfWords.flatMap(({ amounts }) => amounts),
      text,
    );
    if (amount !== undefined) return amount.said;
  }
  for (const { within, products } of saidOfWords) {
    if (!(changes && 'product' in taken))
      for (const [, pattern] of products) {
        const product = pattern.exec(text);
        if (product === null) continue;
        const [before, after] = [
          text.slice(0, product.index),
          text.slice(product.index + product[0].length),
        ];
        if (within.before.test(before) || within.after?.test(after)) return product[0];
      }
    const stage = marksIn(marked).includes('stage') ? null : within.stage.exec(text);
    if (stage !== null) return stage[0].trim();
  }
  const closes = 'closes' in taken ? undefined : closingBehindWords(text);
  if (closes !== undefined) return closes.said;
  const choices = Object.values(taken).filter(({ kind }) => kind === choiceKind);
  for (const byFigure of saidOfFigures) {
    const figure = byFigure.exec(text)?.[0];
    if (figure !== undefined && choices.every((each) => each.chosen(figure, []) === undefined))
      return figure;
  }
  return divisionBeside(marked, taken, how);
}

/** What an answer is to be told apart by, and is not: “by tier”, “by shoe size”. */
function divisionBeside(
  { text }: MarkedText,
  taken: Arguments,
  { knows, dividedBy }: How,
): string | undefined {
  const choices = Object.values(taken).filter(({ kind }) => kind === choiceKind);
  const isChoice = (words: string) => choices.some((each) => each.chosen(words, []) !== undefined);
  for (const [division, pattern] of divisions) {
    if (dividedBy.includes(division)) continue;
    const found = pattern.exec(text)?.[0].trim();
    if (found !== undefined && !isChoice(found)) return found;
  }
  // Words of another kind may belong to anything but a breakdown.
  if (!('by' in taken)) return undefined;
  for (const pattern of saidOfAnything) {
    const [found, words = ''] = pattern.exec(text) ?? [];
    if (found === undefined || isChoice(found)) continue;
    const roots = readSpaced(words.split(' ')).map((each) =>
      'root' in each ? each.root : `~${each.concept}`,
    );
    if (!roots.every(knows)) return found.replace(/[ ?.!]+$/, '');
  }
  return undefined;
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

/** Whether a command keeps what somebody says in their own words, times and numbers among them. */
const isTold = (kinds: readonly Kind[]): boolean => kinds.some(({ name }) => told.has(name));

/** Something that was found and that the command has no argument for. */
function untaken(
  marked: MarkedText,
  taken: Arguments,
  { among, changes }: { among: Readonly<Record<string, string>>; changes: boolean },
): Unserved | undefined {
  // Months gone by are not those to come, though the entity is the same.
  const looksBack = Object.values(taken).some(({ kind }) => kind === monthsKind);
  const left = [...marked.text].filter((each) => {
    const kind = kindOf(marked, each) ?? '';
    const entity = among[kind];
    if (entity === undefined || isOrdinaryWord(marked, each)) return false;
    const isPast = isGoneBy(marked, each);
    // A stretch of time is the horizon of what is supposed.
    if (isChosen(marked, each, taken)) return false;
    const isTaken =
      entity in taken || (entity === 'horizonMonths' && !isPast && 'assumptions' in taken);
    return kind === 'no-day' || !isTaken || (isPast && !looksBack);
  });
  const isBeside = (each: string) => !changes && besides.has(kindOf(marked, each) ?? '');
  const told = left.find((each) => !isBeside(each)) ?? left[0];
  return told === undefined ? undefined : { said: asSaid(marked, told), beside: isBeside(told) };
}

const times = new Set(['months', 'coming']);

/** Whether a mark is a time that chooses something a command takes, as “last month” does of a report. */
const isChosen = (marked: MarkedText, character: string, taken: Arguments): boolean =>
  times.has(kindOf(marked, character) ?? '') &&
  Object.values(taken).some(
    (argument) => argument.chosen(asSaid(marked, character), []) !== undefined,
  );

/** Whether a mark is of a customer by a word of the vocabularies, which only its capital made a name: “Which”, “I'm”. */
function isOrdinaryWord(marked: MarkedText, character: string): boolean {
  const said = asSaid(marked, character).toLowerCase();
  return (
    (kindOf(marked, character) ?? '').endsWith('customer') &&
    /^\p{Script=Latin}[\p{Script=Latin}']*$/u.test(said) &&
    said.split("'").every((part) => knownRoots.has(rootOf(part)))
  );
}

/** Whether a mark is of months that are said to be gone by. */
const isGoneBy = (marked: MarkedText, character: string): boolean =>
  kindOf(marked, character) === 'months' &&
  pasts.some((past) => past.test(asSaid(marked, character)));

const marksIn = (marked: MarkedText) => [...marked.text].map((each) => kindOf(marked, each));

/** Whether a sentence speaks of months to come alone, and a command looks back. */
export const looksBackAlone = (marked: MarkedText, taken: Arguments): boolean => {
  const said = marksIn(marked);
  return (
    said.includes('coming') &&
    !said.includes('months') &&
    Object.values(taken).some(({ kind }) => kind === monthsKind)
  );
};

/** Whether a sentence speaks of months gone by. */
export const speaksOfPast = (marked: MarkedText): boolean =>
  [...marked.text].some((each) => isGoneBy(marked, each));

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
