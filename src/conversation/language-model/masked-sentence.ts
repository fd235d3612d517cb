import { plainCharacters } from '../../language/characters.ts';
import { folded, normalise } from '../../language/fold.ts';
import { numbersInDigits } from '../../language/numbers.ts';
import { readings } from '../../language/readings.ts';
import { findCustomerName } from '../understanding/customer-names.ts';
import type { Gazetteer } from '../understanding/gazetteer.ts';
import { asSaid, type MarkedText, mark } from '../understanding/marked-text.ts';
import { findMentions } from '../understanding/mentions/find-mentions.ts';
import { readableText } from '../understanding/readable-text.ts';
import { tokenise } from '../understanding/tokenise.ts';
import { isJoinedPhrase, knownRoots, rootOf } from '../understanding/vocabulary.ts';

/** A sentence without names, ids, numbers and notes, and what it says. */
export type MaskedSentence = {
  /** what may leave the bank: a placeholder such as `CUSTOMER_1` for each of them */
  text: string;
  /** a value with what its placeholders stand for */
  restored(value: unknown): unknown;
  /** whether a name was in the sentence, or may be: some of its words are no ordinary ones */
  names(value: string): boolean;
  /** whether the sentence has this text or number as words of its own */
  says(value: string | number): boolean;
  /** the sentence as commands read their choices off it */
  readable: string;
  marked: MarkedText;
};

/** Marks of what is no name and no figure of anybody: they are sent as they were said. */
const inClear = new Set([
  ...['coming', 'until', 'months', 'year', 'tier', 'limit', 'first'],
  ...['day', 'day-behind', 'contact', 'no-risk', 'request', 'product', 'stage'],
]);

/** The placeholders of the other marks, where not the mark's own name. */
const placeholders: Readonly<Record<string, string>> = { 'another-customer': 'CUSTOMER' };

/** No sentence that is read has more names. */
const mostNames = 50;

const marks = /[\uE000-\uF8FF]/gu;
const anyMark = /[\uE000-\uF8FF]/u;
/** Words in which a digit or an at sign may be: ids, amounts, telephone numbers, addresses. */
const written = /[\p{Script=Latin}\p{M}\p{N}@._/+-]+/gu;
const ofNumbers = /[\p{N}@]/u;

/**
 * Masks a sentence.
 * @param text as it was typed
 * @param customers whom the reader found in it, as it says them
 */
export function maskSentence(
  text: string,
  customers: readonly string[],
  { names, timezone }: { names: Gazetteer; timezone: string },
): MaskedSentence {
  const readable = readableText(normalise(text));
  const found = findMentions(readable, names, timezone).marked;
  const masked = withNumbers(withNames(customers.reduce(withCustomer, found)));
  const original = new Map<string, string>();
  const used = new Map<string, number>();
  const shown = masked.text.replace(marks, (character) => {
    const at = character.charCodeAt(0) - 0xe000;
    const { kind, said } = masked.marks[at] ?? { kind: 'name', said: '' };
    const whole = unmarked(masked, said);
    if (inClear.has(kind) && !anyMark.test(said)) return whole;
    const label = placeholders[kind] ?? kind.toUpperCase().replaceAll('-', '_');
    const number = (used.get(label) ?? 0) + 1;
    used.set(label, number);
    original.set(`${label}_${number}`, whole);
    return `${label}_${number}`;
  });
  const said = comparable(readable);
  return {
    text: shown.replace(/\s+/g, ' ').trim(),
    readable,
    marked: found,
    restored: (value) => restored(value, original),
    names: (value) =>
      [...original.values()].some((each) => comparable(each) === comparable(value)) ||
      comparable(value)
        .split(' ')
        .some((word) => /\p{Script=Latin}/u.test(word) && !knownRoots.has(rootOf(word))),
    says: (value) => standsIn(said, comparable(String(value))),
  };
}

/** A text as it is compared: without case, accents and more than one way to write a character. */
const comparable = (text: string) => folded(numbersInDigits(plainCharacters(text)));

const wordSign = /[\p{Script=Latin}\p{N}]/u;

function standsIn(text: string, piece: string): boolean {
  if (piece === '') return false;
  const open = wordSign.test(piece[0] ?? '');
  const close = wordSign.test(piece.at(-1) ?? '');
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
    const before = open && wordSign.test(text[at - 1] ?? '');
    const after = close && wordSign.test(text[at + piece.length] ?? '');
    if (!before && !after) return true;
  }
  return false;
}

/** Marks a customer wherever the text has them. */
function withCustomer(marked: MarkedText, customer: string): MarkedText {
  const name = plainCharacters(normalise(customer));
  if (name === '') return marked;
  let rest = marked;
  for (let i = 0; i < mostNames; i++) {
    const at = rest.text.indexOf(name);
    if (at < 0) break;
    rest = mark(rest, at, at + name.length, 'customer');
  }
  return rest;
}

/** Marks what may be a name: what the reader is sure of, what is written as one, and what a script without capitals has. */
function withNames(marked: MarkedText): MarkedText {
  let rest = marked;
  for (let i = 0; i < mostNames; i++) {
    const tokens = tokenise(rest);
    const name = findCustomerName(
      rest,
      tokens,
      'name',
      (word) => knownRoots.has(rootOf(word)),
      () => false,
    );
    const place = readings
      .flatMap(
        ({ findName }) =>
          findName?.(tokens, { isPhrase: isJoinedPhrase, isPair: () => false, anyName: true }) ??
          [],
      )
      .find(({ start }) => /\p{Lo}/u.test(rest.text.charAt(start)));
    if (name !== undefined && (name.sure || name.likely)) rest = name.marked;
    else if (place !== undefined) rest = mark(rest, place.start, place.end, 'name');
    else break;
  }
  return rest;
}

/** Marks every number that nothing explains, with the letters and signs that hang on it. */
function withNumbers(marked: MarkedText): MarkedText {
  return [...marked.text.matchAll(written)]
    .filter(([word]) => ofNumbers.test(word))
    .reduceRight<MarkedText>(
      (rest, { 0: word, index }) => mark(rest, index, index + word.length, 'number'),
      marked,
    );
}

/** A piece of a text as it was said, whatever was marked inside of what was marked. */
function unmarked(marked: MarkedText, piece: string): string {
  let said = asSaid(marked, piece);
  for (let i = 0; anyMark.test(said) && i < marked.marks.length; i++) said = asSaid(marked, said);
  return said;
}

function restored(value: unknown, original: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    return [...original]
      .toReversed()
      .reduce((text, [placeholder, said]) => text.replaceAll(placeholder, () => said), value);
  }
  if (Array.isArray(value)) return value.map((each) => restored(each, original));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, restored(each, original)]),
  );
}
