import { nameKey } from '../../../language/name-key.ts';
import { filterKeys } from '../../arguments/kinds.ts';
import type { Intent } from '../../intent.ts';
import type { Reading } from '../read-line.ts';
import { lineStart } from '../slash-form.ts';
import { isInJoinedScript } from '../tokenise.ts';
import { ofOneDigest } from './digest-changed.ts';
import { asksBack } from './learnt/choices.ts';
import type { GoesOn, LearntReading } from './learnt/read-on.ts';
import { referenceIn } from './references.ts';
import type { Candidate, FollowUp, Remembered, RememberedCustomer } from './remembered.ts';
import { again, commandOf, takesCustomers, understood } from './situation.ts';
import { knownBefore } from './spoken-before.ts';
import { customersIn } from './spoken-of.ts';

/*
 * A line after others is read twice: by rules, and as conversations taught. Where both say the same, that is meant; where they
 * differ, the second is believed as far as conversations that nobody had learnt from showed it right, and otherwise the line is
 * asked back.
 */

/**
 * From which confidence the second reading is believed, which knows what the first makes of the line: where the rules found that it
 * says nothing else, or is whole by itself, where it is a change, and otherwise. Below, both are offered.
 */
const believedFrom = { plainly: 0.95, change: 0.8, question: 0.7 };
/** From here a line by itself is likely nobody's business: a language model may know better, or nobody. */
const likely = 0.75;
/** From here a line is clear by itself. */
const clearFrom = 0.9;
/** From here what both read is meant. */
const agreedFrom = 0.5;
/** From here it is believed that a line asks nothing, or must be asked back. */
const asksNothingFrom = 0.85;
/** What is less likely is not offered. */
const offeredFrom = 0.1;
const mostOffered = 3;
/** From here the second reading is believed where both ask the same of the same, and differ in how much of it. */
const tellsFrom = 0.6;

/** What conversations teach of a question, beside whom it is about; of anything else that one has, its rules are right. */
const learnt: ReadonlySet<string> = new Set([
  'customer',
  'branch',
  'segment',
  'tier',
  'manager',
  'metric',
  'horizonMonths',
  'limit',
  'from',
  'sortBy',
  'period',
  'digestOf',
  'contactKind',
  'model',
  'export',
]);
const isUnlearnt = (key: string): boolean => !learnt.has(key);

/** A line as it was read, asked about where it was taken for the question right before and says nothing that differs. */
export function askedIfAgain(read: FollowUp, remembered: readonly Remembered[]): FollowUp {
  if (!saysNothingNew(read, remembered)) return read;
  const { understanding } = read;
  return { ...read, understanding: { ...understanding, asks: [understanding.intent] } };
}

/** Whether a line was taken for the question right before, with nothing that differs: whoever says something wants something else. */
function saysNothingNew(
  read: FollowUp,
  [last]: readonly Remembered[],
): read is Extract<FollowUp, { kind: 'understood' }> {
  if (read.kind !== 'understood' || read.taken === undefined || last === undefined) return false;
  const { intent, entities, asks } = read.understanding;
  if (intent !== last.intent || asks.length > 0 || 'export' in entities) return false;
  const customers = customersIn(entities);
  const before = last.customers.flatMap((each) => each?.externalId ?? []);
  const isOfSame =
    last.page !== null ||
    (customers.length === before.length &&
      customers.every((each) => before.includes(knownBefore(each, [last])?.externalId ?? each)));
  return (
    isOfSame &&
    Object.entries({ ...last.entities, ...entities }).every(
      ([key]) =>
        key === 'customer' || JSON.stringify(entities[key]) === JSON.stringify(last.entities[key]),
    )
  );
}

/** The line as it is understood by both readings. */
export function secondReading(
  line: string,
  first: FollowUp,
  reading: Reading,
  remembered: readonly Remembered[],
  goesOn: GoesOn,
): FollowUp {
  if (remembered.length === 0) return first;
  if (lineStart(line.trim()).kind !== 'bare') return first;
  if (isSettled(line, first) || asksWithUnlearnt(first)) return first;
  const readings = goesOn(line, first, remembered, reading.names, reading.timezone);
  const [best] = readings;
  if (best === undefined) return first;
  const plain = plainly(first);
  if (isNoQuestion(best)) return isPlainly(first) ? first : asksNothing(first, best);
  if (plain !== undefined && isSame(plain, best, remembered)) {
    return best.confidence >= agreedFrom || isPlainly(first)
      ? first
      : offering(first, readings, reading, remembered);
  }
  if (plain !== undefined && isAboutSame(plain, best, remembered)) {
    if (isChanging(best.intent, reading)) return withDetails(first, best, reading);
    if (hasUnlearnt(plain, reading)) return first;
  }
  if (plain !== undefined && dropsUnlearnt(plain, best, reading)) return first;
  if (plain !== undefined && isOfOthers(first, plain, best, remembered)) return first;
  if (plain !== undefined && areOtherChanges(plain, best, reading)) return first;
  const least = neededOf(line, first, plain, best, { reading, remembered });
  const isChange = isChanging(best.intent, reading);
  const meant = isChange && plain?.intent === best.intent ? withUnlearntOf(plain, best) : best;
  const whole = wholeQuestion(meant, reading, remembered);
  if (whole !== undefined && best.confidence >= least)
    return believed(first, best, whole, { line, reading, remembered });
  if (plain !== undefined && isOfSame(plain, best, remembered)) return first;
  if (plain === undefined && unaskedBy(first) >= likely) return first;
  const stands =
    standsAlone(line, first) || intentsOf(first).some((each) => isChanging(each, reading));
  return stands && plain !== undefined ? first : offering(first, readings, reading, remembered);
}

type Before = { reading: Reading; remembered: readonly Remembered[] };

const isChanging = (intent: Intent, reading: Reading): boolean =>
  commandOf(intent, reading)?.changes === true;

/** Whether both take the line for a change, and for another one: the rules know better of which. */
const areOtherChanges = (plain: Plain, best: Plain, reading: Reading): boolean =>
  plain.intent !== best.intent &&
  isChanging(plain.intent, reading) &&
  isChanging(best.intent, reading);

/** How likely the second reading must be, to be believed. */
function neededOf(
  line: string,
  first: FollowUp,
  plain: Plain | undefined,
  best: LearntReading,
  { reading, remembered }: Before,
): number {
  const isChange =
    isChanging(best.intent, reading) || (plain !== undefined && isChanging(plain.intent, reading));
  if (standsAlone(line, first)) return believedFrom.plainly;
  if (isChange) return believedFrom.change;
  return plain !== undefined && isOfSame(plain, best, remembered)
    ? tellsFrom
    : believedFrom.question;
}

/** Whether the rules found whom the line itself names, and the second reading is about somebody else: who is named is nobody else. */
function isOfOthers(
  first: FollowUp,
  plain: Plain,
  best: LearntReading,
  remembered: readonly Remembered[],
): boolean {
  if (first.kind !== 'understood' || first.taken !== undefined) return false;
  if (plain.customers.length === 0 || best.customers.length === 0) return false;
  if (best.confidence >= believedFrom.change && !plain.customers.some(isPlainName)) return false;
  const named = keysOf(plain.customers, remembered).split('+');
  const meant = keysOf(best.customers, remembered).split('+');
  return named.every((each) => !meant.includes(each));
}

/** Whether what was taken for somebody is an id as banks write them, or a name with a capital; “800k” and “2” may be anything. */
const isPlainName = (said: string): boolean => /^\D{0,3}\d{3,}$|^\p{Lu}|\p{Script=Han}/u.test(said);

/** Whether both ask the same of the same, and differ in nothing that they are held to. */
const isOfSame = (plain: Plain, best: Plain, remembered: readonly Remembered[]): boolean =>
  isAboutSame(plain, best, remembered) &&
  differing(plain, best).every((key) => !filterKeys.has(key));

/** A change of somebody else than the rules took it for, with what they alone can read beside, such as a note. */
const withUnlearntOf = (plain: Plain, best: LearntReading): LearntReading => ({
  ...best,
  entities: {
    ...Object.fromEntries(Object.entries(plain.entities).filter(([key]) => isUnlearnt(key))),
    ...best.entities,
  },
});

/** Whether the rules ask which of several questions is meant, and read something of them that nothing is learnt of, such as a note. */
const asksWithUnlearnt = (first: FollowUp): boolean =>
  first.kind === 'asked' &&
  first.ask.candidates.some(({ entities }) => Object.keys(entities).some(isUnlearnt));

/** What of a change may have been said though the rules did not find it. */
const details: ReadonlySet<string> = new Set([...filterKeys, 'contactKind']);

/**
 * A change that both readings take a line for, with what the second alone found said, such as what kind of contact, and without the
 * filters that it does not hold for meant: “she's not my client, stop that”. What the rules alone can read stays; with anything more,
 * it is shown before it is done.
 */
function withDetails(first: FollowUp, best: LearntReading, reading: Reading): FollowUp {
  if (first.kind !== 'understood' || best.confidence < believedFrom.change) return first;
  const { entities } = first.understanding;
  const known = commandOf(best.intent, reading)?.arguments ?? {};
  const isTold = ([key]: [string, unknown]) =>
    !filterKeys.has(key) || isUnlearnt(key) || key in best.entities;
  const found = Object.entries(best.entities).filter(
    ([key, value]) =>
      details.has(key) && !(key in entities) && known[key]?.schema.safeParse(value).success,
  );
  const told = Object.entries(entities).filter(isTold);
  if (found.length === 0 && told.length === Object.keys(entities).length) return first;
  return {
    ...first,
    understanding: { ...first.understanding, entities: Object.fromEntries([...told, ...found]) },
    taken: first.taken ?? { customers: [] },
  };
}

/**
 * The line as conversations taught. What changes something is not done at once: as something of it was taken from before, it is
 * shown first, or asked about where its command would not do that.
 */
function believed(
  first: FollowUp,
  best: LearntReading,
  whole: Candidate,
  { line, reading, remembered }: Before & { line: string },
): FollowUp {
  const { locale } = first.kind === 'understood' ? first.understanding : first.ask;
  const [last] = remembered;
  const command = commandOf(best.intent, reading);
  return understood(
    {
      ...again({ ...emptyUnderstanding, locale }, whole),
      entities: whole.entities,
      confidence: best.confidence,
      asks: command?.plainly ? [best.intent] : [],
      ...(first.kind === 'understood' && first.understanding.notApplied !== undefined
        ? { notApplied: first.understanding.notApplied }
        : {}),
    },
    {
      ...(best.intent === last?.intent ? { intent: best.intent } : {}),
      customers: takenOf(best, remembered, line),
    },
  );
}

/** Whether a line says nothing but what was understood, or is as clear by itself as any. */
const isPlainly = (first: FollowUp): boolean =>
  first.kind === 'understood' &&
  (first.plainly === true ||
    (first.taken === undefined && first.understanding.confidence >= clearFrom));

/** How sure it is of a line by itself that it asks for nothing there is; 0 where it was understood. */
const unaskedBy = (first: FollowUp): number =>
  first.kind === 'understood' && first.understanding.intent === 'unknown'
    ? first.understanding.confidence
    : 0;

/** What the rules took a line for, or ask about. */
const intentsOf = (first: FollowUp): Intent[] =>
  first.kind === 'asked'
    ? [first.ask.intent]
    : [first.understanding.intent, ...first.understanding.asks];

/** Whether a reading lacks what the rules read, its command takes, and nothing is learnt of. */
function dropsUnlearnt(plain: Plain, best: Plain, reading: Reading): boolean {
  const known = commandOf(best.intent, reading)?.arguments ?? {};
  return Object.keys(plain.entities).some(
    (key) => isUnlearnt(key) && key in known && !(key in best.entities),
  );
}

const emptyUnderstanding = {
  intent: 'unknown',
  entities: {},
  confidence: 0,
  nearest: [],
  asks: [],
  sentence: true,
};

/** So many words, at least, has a question that is clear by itself. */
const fewestWords = 4;

/** Whether a line is as clear by itself as any, long enough to be whole, and speaks of nothing before: it may use words that no conversation taught. */
function isWhole(line: string, first: FollowUp): boolean {
  if (!isPlainly(first) || first.kind !== 'understood' || first.taken !== undefined) return false;
  const words = isInJoinedScript(line) ? [...line].length / 2 : line.trim().split(/\s+/).length;
  return words >= fewestWords && referenceIn(line) === undefined;
}

/** Whether the rules found that a line says nothing else, or it is whole. */
const standsAlone = (line: string, first: FollowUp): boolean =>
  isWhole(line, first) || (first.kind === 'understood' && first.plainly === true);

const isNoQuestion = ({ intent }: LearntReading): boolean =>
  intent === asksBack || intent === 'unknown';

/** What is not read a second time: what names somebody who is gone, is refused with words of its own, or is a slash form. */
function isSettled(line: string, first: FollowUp): boolean {
  if (first.kind === 'asked') return first.ask.asks === 'gone' || first.ask.asks === 'digest';
  const { sentence, error } = first.understanding;
  // A slash form says all that it needs; somebody’s id alone is one, too, and may go on from before.
  return error !== undefined || !(sentence || isIdAlone(line));
}

/** Whether a line is signs and digits, and says at most whose: “1031”, “#2's”. */
const isIdAlone = (line: string): boolean => !/\p{L}/u.test(line.replace(/['’]s/, ''));

type Plain = Pick<LearntReading, 'intent' | 'entities' | 'customers'>;

/** What the rules understood; undefined where they ask back. */
function plainly(first: FollowUp): Plain | undefined {
  if (first.kind === 'asked') return undefined;
  const { intent, entities, asks } = first.understanding;
  if (intent === 'unknown' || asks.length > 0) return undefined;
  return { intent, entities, customers: customersIn(entities) };
}

/** Whether a question has, or needs, what nothing is learnt of. */
const hasUnlearnt = ({ intent, entities }: Plain, reading: Reading): boolean => {
  const known = commandOf(intent, reading);
  return (
    Object.keys(entities).some(isUnlearnt) ||
    Object.entries(known?.arguments ?? {}).some(
      ([key, { required }]) => required && key !== 'customer' && !(key in entities),
    )
  );
};

const isSame = (plain: Plain, best: Plain, remembered: readonly Remembered[]): boolean =>
  isAboutSame(plain, best, remembered) && differing(plain, best).length === 0;

/** What of two questions differs, but for their customers and what nothing is learnt of. */
const differing = (one: Plain, other: Plain): string[] =>
  [...new Set([...Object.keys(one.entities), ...Object.keys(other.entities)])].filter(
    (key) =>
      key !== 'customer' &&
      key !== 'export' &&
      learnt.has(key) &&
      String(one.entities[key]) !== String(other.entities[key]),
  );

const isAboutSame = (plain: Plain, best: Plain, remembered: readonly Remembered[]): boolean =>
  plain.intent === best.intent &&
  keysOf(plain.customers, remembered) === keysOf(best.customers, remembered);

/** Customers by what tells them from others, in any order. */
function keysOf(customers: readonly string[], remembered: readonly Remembered[]): string {
  const ids = customers.map(
    (said) => knownBefore(said, remembered)?.externalId ?? nameKey(said, 'person'),
  );
  return ids.toSorted().join('+');
}

/** The customers of a reading who were taken from before: those whom the line does not name. */
const takenOf = (
  { customers }: LearntReading,
  remembered: readonly Remembered[],
  line: string,
): RememberedCustomer[] =>
  customers.flatMap((said) => {
    const known = line.includes(said) ? undefined : knownBefore(said, remembered);
    return known ?? [];
  });

/** A reading as a whole question; undefined where it lacks something, or has what its command does not take. */
function wholeQuestion(
  { intent, entities, customers }: LearntReading,
  reading: Reading,
  remembered: readonly Remembered[],
): Candidate | undefined {
  const command = commandOf(intent, reading);
  if (command === undefined) return undefined;
  const takes = takesCustomers(intent, reading);
  const [one] = customers;
  const customer = takes === 'several' ? customers : takes === 'one' ? one : undefined;
  const isNamed = takes === 'several' ? customers.length > 1 : one !== undefined;
  const digest = ofOneDigest.has(intent) ? digestBefore(remembered) : undefined;
  const all: Record<string, unknown> = {
    ...(digest === undefined ? {} : { digest }),
    ...entities,
    ...(isNamed && customer !== undefined ? { customer } : {}),
  };
  const isWhole = Object.entries(command.arguments).every(
    ([key, { required, schema }]) =>
      (key in all && schema.safeParse(all[key]).success) || (!(key in all) && !required),
  );
  if (!isWhole) return undefined;
  const known = takes === 'one' && one !== undefined ? knownBefore(one, remembered) : undefined;
  return { intent, entities: all, ...(known === undefined ? {} : { customer: known }) };
}

/** The number of the digest that was spoken of last. */
const digestBefore = (remembered: readonly Remembered[]): number | undefined =>
  remembered
    .map(({ entities }) => entities.digest)
    .find((digest): digest is number => typeof digest === 'number');

/** A line that asks nothing, or not clearly, as conversations taught: it is asked back, unless the rules are as sure. */
function asksNothing(first: FollowUp, { confidence }: LearntReading): FollowUp {
  if (first.kind === 'asked' || confidence < asksNothingFrom) return first;
  const { understanding } = first;
  if (understanding.intent === 'unknown' || understanding.asks.length > 0) return first;
  return { ...first, understanding: { ...understanding, asks: [understanding.intent] } };
}

/** The line asked back, with what either reading took it for as whole questions. */
function offering(
  first: FollowUp,
  readings: readonly LearntReading[],
  reading: Reading,
  remembered: readonly Remembered[],
): FollowUp {
  // The rules know whom it may be, and a line after this one may point at one of them.
  if (first.kind === 'asked' && first.ask.candidates.length > 0) return first;
  const plain = plainly(first);
  const [best] = readings;
  const isAgreed = plain !== undefined && best !== undefined && isSame(plain, best, remembered);
  const others = readings
    .filter((each) => each.confidence >= offeredFrom && !isNoQuestion(each))
    .filter((each) => plain === undefined || !isSame(plain, each, remembered))
    .flatMap((each) => wholeQuestion(each, reading, remembered) ?? []);
  const own: Candidate[] =
    plain === undefined ? [] : [{ intent: plain.intent, entities: plain.entities }];
  const fitting = others.slice(0, mostOffered - own.length);
  const candidates = isAgreed ? [...own, ...fitting] : [...fitting, ...own];
  const [likeliest] = candidates;
  if (others.length === 0 || likeliest === undefined) return first;
  const { locale } = first.kind === 'understood' ? first.understanding : first.ask;
  const { intent } = likeliest;
  return { kind: 'asked', ask: { asks: 'meaning', locale, intent, candidates } };
}
