import { normalise } from '../../../../language/fold.ts';
import { numbersInDigits } from '../../../../language/numbers.ts';
import { readings } from '../../../../language/readings.ts';
import type { RegisteredCommand } from '../../../command.ts';
import type { Intent } from '../../../intent.ts';
import { corrected, mendedText } from '../../corrected-tokens.ts';
import type { Gazetteer } from '../../gazetteer.ts';
import { findMentions } from '../../mentions/find-mentions.ts';
import type { Mentions } from '../../mentions/step.ts';
import { readableText } from '../../readable-text.ts';
import { judge, type RecogniserModel } from '../../recogniser-model.ts';
import { sentenceFeatures } from '../../sentence-features.ts';
import { termsOf } from '../../terms.ts';
import { isInJoinedScript, tokenise } from '../../tokenise.ts';
import { withCustomerNames } from '../../with-customer-names.ts';
import { lineEdges } from '../line-edges.ts';
import { pageIn } from '../pages.ts';
import type { FollowUp, Remembered } from '../remembered.ts';
import { knownBefore } from '../spoken-before.ts';
import { type ByRules, byRules } from './by-rules.ts';
import { namedInPart } from './named-in-part.ts';

/** What an answer before was held to, the newest of each kind: how many answers ago, and of what. */
export type Held = { key: string; value: unknown; ago: number; intent: Intent };

/** A number that stands in a line by itself, and what stands beside it. */
export type SaidNumber = { number: number; before: string; after: string };

/** A line after the answers before it, as what is learnt looks at it. */
export type Heard = {
  line: string;
  terms: readonly string[];
  /** what its words tell */
  words: readonly string[];
  /** what stood before it, and what kind of line it is */
  around: readonly string[];
  entities: Readonly<Record<string, unknown>>;
  /** customers that it names itself */
  own: readonly string[];
  numbers: readonly SaidNumber[];
  /** what it is likeliest to ask by itself, the likeliest first */
  alone: readonly (readonly [Intent, number])[];
  held: readonly Held[];
  remembered: readonly Remembered[];
  /** what the rules made of it */
  rules: ByRules;
};

/** What may be told of a line: the model of its words, and what is known of the bank. */
export type Hearing = {
  model: RecogniserModel;
  names: Gazetteer;
  timezone: string;
};

/** So many intents a line may ask by itself, and so many answers before count. */
const likeliest = 6;
const counted = 4;
/** A larger number is no place and no count. */
const largest = 60;
const mostNamed = 5;
const single = /(?<![\p{Script=Latin}\p{M}\d=.,:/])(\d{1,2})(?![\d%:=/]|[.,]\d)/gu;
/** An id of four digits as it is said in two numbers: “ten forty-two”. */
const twice = /(?<![\p{L}\p{M}\d.,:/])([1-9]\d)[ -](\d{2})(?![\p{L}\p{M}\d%:/])/u;
const ordinals = readings.flatMap(({ followUps }) => followUps ?? []).map((each) => each.ordinals);
const word = /[\p{Script=Han}]|[\p{L}\p{M}\d']+/gu;
const lexical = /^(?:t|tt|w|ww|www|k|k\^|kk):/;

/** Hears a line after the answers before it, the newest first, and what the rules made of it. */
export function hear(
  line: string,
  first: FollowUp,
  remembered: readonly Remembered[],
  { model, names, timezone }: Hearing,
): Heard {
  const typed = normalise(line);
  const readable = readableText(typed);
  const found = findMentions(readable, names, timezone);
  const { vocabulary, pairs } = model;
  const called = withCustomerNames(typed, found, { words: vocabulary, pairs }, mostNamed, {
    managers: names.managers,
  });
  const mentions = namedInPart(called, names, typed);
  const { entities, marked } = mentions;
  const tokens = corrected(tokenise(marked), vocabulary);
  const terms = termsOf(tokens, marked);
  const said = sentenceFeatures(terms, mendedText(marked, tokens));
  const alone = [...judge(model, said)].sort((a, b) => b[1] - a[1]).slice(0, likeliest);
  const held = heldBefore(remembered);
  const numbers = numbersIn(readable);
  return {
    line: readable,
    terms,
    words: said.filter((each) => lexical.test(each)),
    around: around({ line, readable, mentions, remembered, numbers, held, alone }),
    entities,
    own: ownIn(readable, entities).map((said) => knownBefore(said, remembered)?.externalId ?? said),
    numbers,
    alone,
    held,
    remembered,
    rules: byRules(first, remembered),
  };
}

/** What the answers before were held to, the newest of each. */
function heldBefore(remembered: readonly Remembered[]): Held[] {
  const found = new Map<string, Held>();
  for (const [ago, { intent, entities }] of remembered.slice(0, counted).entries())
    for (const [key, value] of Object.entries(entities))
      if (key !== 'customer' && !found.has(key)) found.set(key, { key, value, ago, intent });
  return [...found.values()];
}

/** The customers that a line names itself: by ids, by names, or by an id that is said in two numbers. */
function ownIn(readable: string, entities: Readonly<Record<string, unknown>>): string[] {
  const said = [entities.customer ?? []].flat().map(String);
  const own = said.filter((id) => !/^(?:\D* |#)?\d{1,2}$/.test(id));
  const [, left, right] = (own.length > 0 ? null : twice.exec(numbersInDigits(readable))) ?? [];
  return left === undefined || right === undefined ? own : [left + right];
}

function numbersIn(readable: string): SaidNumber[] {
  const text = numbersInDigits(readable);
  const placed = ordinals.flatMap(({ pattern, read }) =>
    [...readable.matchAll(pattern)].map((match) => ({ match, number: read(match) })),
  );
  const counted = [...text.matchAll(single)].map((match) => ({ match, number: Number(match[1]) }));
  const isTwice = twice.test(text);
  return [...placed, ...counted].flatMap(({ match, number }, at) => {
    if (number === undefined || number === 0 || number > largest) return [];
    if (isTwice || counted.some((each, i) => placed.length + i < at && each.number === number))
      return [];
    if (at >= placed.length && placed.some((each) => each.number === number)) return [];
    const whole = at < placed.length ? readable : text;
    const before = [...whole.slice(0, match.index).matchAll(word)].at(-1)?.[0] ?? '^';
    const after = [...whole.slice(match.index + match[0].length).matchAll(word)].at(0)?.[0] ?? '$';
    return [{ number, before: before.toLowerCase(), after: after.toLowerCase() }];
  });
}

/** Whom an answer was about: one, several, a list, or nobody. */
export const kindOf = (answer: Remembered | undefined): string =>
  answer === undefined
    ? 'nothing'
    : answer.page !== null
      ? 'list'
      : answer.customers.length === 1
        ? 'one'
        : answer.customers.length > 1
          ? 'several'
          : 'none';

function around({
  line,
  readable,
  mentions: { entities },
  remembered,
  numbers,
  held,
  alone,
}: Pick<Heard, 'remembered' | 'numbers' | 'held' | 'alone'> & {
  line: string;
  readable: string;
  mentions: Mentions;
}): string[] {
  const [last, before] = remembered;
  const list = remembered.find(({ page }) => page !== null);
  const page = pageIn(line);
  const plain = readable.trim();
  const length = isInJoinedScript(plain)
    ? plain.replaceAll(' ', '').length / 3
    : plain.split(/\s+/).length / 2;
  const [first] = numbers;
  const [[intent, likely] = ['unknown', 0]] = alone;
  return [
    `last:${last?.intent}`,
    `before:${before?.intent}`,
    `kind:${kindOf(last)}`,
    `kindBefore:${kindOf(before)}`,
    `opened:${lineEdges(readable).opened}`,
    `length:${Math.min(5, Math.floor(length))}`,
    `list:${list !== undefined}`,
    `asks:${/[?？]/.test(line)}`,
    `alone:${intent}`,
    `aloneBy:${Math.floor(likely * 5)}`,
    ...Object.keys(entities).map((key) => `mentions:${key}`),
    ...held.filter(({ key, value }) => entities[key] === value).map(({ key }) => `same:${key}`),
    ...(first === undefined
      ? []
      : [`number:${first.number <= (list?.customers.length ?? 0) ? 'in-list' : 'beyond'}`]),
    ...(page === undefined ? [] : [`page:${page.turn}${page.single ? '-one' : ''}`]),
  ];
}

/** What the commands take, by intent. */
export type Taken = ReadonlyMap<Intent, RegisteredCommand>;
