import { earliest } from '../../../language/earliest.ts';
import { normalise } from '../../../language/fold.ts';
import type { Names } from '../../../language/names.ts';
import { numbersInDigits } from '../../../language/numbers.ts';
import { readings } from '../../../language/readings.ts';
import { choiceKind } from '../../arguments/choice.ts';
import { closingKind } from '../../arguments/closing.ts';
import { dayKind } from '../../arguments/day.ts';
import type { Arguments } from '../../arguments/grammar.ts';
import { monthsKind } from '../../arguments/months.ts';
import { monthsAheadKind } from '../../arguments/months-ahead.ts';
import { tierKind } from '../../arguments/tier.ts';
import { kindOf, markCharacters } from '../marked-text.ts';
import { findMentions } from '../mentions/find-mentions.ts';
import { closingIn } from '../mentions/opportunity.ts';
import { segmentsCalled } from '../mentions/segment-names.ts';
import type { Reading } from '../read-line.ts';
import { readableText } from '../readable-text.ts';
import { isInJoinedScript } from '../tokenise.ts';
import { joinedConcept, readSpaced } from '../vocabulary.ts';
import { lineEdges } from './line-edges.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);
const asides = said.map((each) => each.asides);
const pasts = said.map(({ past }) => past);
const anyMark = new RegExp(`[${markCharacters}]`, 'g');
const spans = said.map(({ span }) => span);
const tierTails = said.map(({ tierTail }) => tierTail);
const mine = said.map((each) => each.mine);
const word = /[\p{L}\p{N}]/u;

/** What a line says, where it says nothing but what differs from a question before; `opened`: it says that it goes on. */
export type Differences = { entities: Record<string, unknown>; opened: boolean };

/**
 * Reads a line as nothing but what differs from a question with some arguments: “only Prague”, “by value instead”, “and
 * 1055?”.
 * @returns undefined where it says anything else, nothing at all, or something that those arguments do not take
 */
export function differencesIn(
  line: string,
  known: Arguments,
  { recognise, names, timezone }: Reading,
): Differences | undefined {
  const { rest: text, opened } = lineEdges(readableText(normalise(line)));
  // Whose customers they are to be is all that such a line says.
  if ('manager' in known && mine.some((pattern) => pattern.test(text)))
    return { entities: { manager: 'me' }, opened: true };
  const value = valueIn(text, known, timezone);
  if (value !== undefined) return { entities: value, opened };
  const { entities, marked } = findMentions(text, names, timezone);
  const found: Record<string, unknown> = { ...entities };
  if ([...marked.text].some((each) => kindOf(marked, each) === 'restriction')) return undefined;
  let left = marked.text;
  if (opened && 'customer' in known && !('customer' in found) && word.test(left)) {
    const { customer } = recognise(text, names, timezone).entities;
    if (typeof customer === 'string' && left.includes(customer)) {
      found.customer = customer;
      left = left.replace(customer, ' ');
    }
  }
  left = left.replace(anyMark, ' ');
  const manager = names.managers.find((name) => left.toLowerCase().includes(name.toLowerCase()));
  if (manager !== undefined && 'manager' in known && !('manager' in found)) {
    found.manager = manager;
    const at = left.toLowerCase().indexOf(manager.toLowerCase());
    left = `${left.slice(0, at)} ${left.slice(at + manager.length)}`;
  }
  const months = earliest(spans, numbersInDigits(left).trim());
  if (months !== undefined && 'horizonMonths' in known && !('horizonMonths' in found)) {
    found.horizonMonths = months.value;
    left = '';
  }
  const segment = partOfSegment(left, known, found, names.segments);
  if (opened && segment !== undefined) {
    found.segment = segment;
    left = '';
  }
  for (const [name, { kind, take, chosen }] of Object.entries(known)) {
    if (kind !== choiceKind || take === undefined || !word.test(left)) continue;
    const taken = take({ text: left.trim(), quoted: [] }, timezone);
    if ('problem' in taken) continue;
    if (taken.said !== undefined) {
      found[name] = taken.said;
      left = taken.line.text;
      continue;
    }
    const choice = chosen(left, []);
    const words = withoutAsides(left);
    const length = isInJoinedScript(words) ? words.length / 2 : words.split(/\s+/).length;
    if (choice === undefined || length > longestChoice) continue;
    found[name] = choice;
    left = '';
  }
  const rest = withoutAsides(left);
  const isAside = opened && 'customer' in found && saysNoMore(rest);
  if (word.test(rest) && !isAside) return undefined;
  const all = Object.keys(found);
  if (all.length === 0 || !all.every((name) => name in known)) return undefined;
  return isOfItsTime(found, known, marked, text) ? { entities: found, opened } : undefined;
}

/**
 * The argument of which a text is the value and nothing else, where one has its values to itself: a tier, a product, a stage,
 * an amount, a day.
 */
function valueIn(
  text: string,
  known: Arguments,
  timezone: string,
): Record<string, unknown> | undefined {
  const said = withoutAsides(numbersInDigits(text)).replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  const bare = tierTails.reduce((rest, tail) => rest.replace(tail, ''), said);
  for (const [name, { kind, keyed, take }] of Object.entries(known)) {
    if (!ofOwnValues.has(kind.name) || !word.test(said)) continue;
    const isDay = kind === closingKind || kind === dayKind;
    const value = isDay ? undefined : keyed?.value(kind === tierKind ? bare : said);
    if (value !== undefined && 'said' in value) return { [name]: value.said };
    const day = isDay ? closingIn(said) : undefined;
    if (day !== undefined && !word.test(said.slice(0, day.start) + said.slice(day.end)))
      return { [name]: day.value };
    const taken = isDay ? undefined : take?.({ text: said, quoted: [] }, timezone);
    if (taken === undefined || 'problem' in taken || taken.said === undefined) continue;
    if (!word.test(withoutAsides(taken.line.text))) return { [name]: taken.said };
  }
  return undefined;
}

/** Kinds of which no value can be one of another kind. */
const ofOwnValues: ReadonlySet<string> = new Set([
  'tier',
  'product',
  'stage',
  'amount',
  'closing',
  'day',
]);

/** The segment that a text names by part of its name, where it is one alone. */
function partOfSegment(
  text: string,
  known: Arguments,
  found: Readonly<Record<string, unknown>>,
  segments: readonly Names[],
): string | undefined {
  if (!('segment' in known) || 'segment' in found) return undefined;
  const typed = withoutAsides(text)
    .replace(/[\p{P}\s]+/gu, ' ')
    .trim();
  const [one, ...others] = segmentsCalled(typed, segments);
  return others.length === 0 ? one : undefined;
}

/** Whether what stands beside a customer is one word at most, and none that says what is asked. */
function saysNoMore(rest: string): boolean {
  const words = rest.split(/[\s\p{P}]+/u).filter((each) => word.test(each));
  const [only = '', ...others] = words;
  const said = isInJoinedScript(only)
    ? joinedConcept(only) !== undefined || only.length > 2
    : readSpaced([only]).some((each) => 'concept' in each);
  return others.length === 0 && !said;
}

/** How many words, or twice as many characters, are believed to say no more than one of a few choices. */
const longestChoice = 2;

/** Whether a text says nothing but what may stand beside what differs. */
export const saysNothing = (text: string): boolean =>
  !word.test(withoutAsides(lineEdges(readableText(normalise(text))).rest));

const withoutAsides = (text: string): string =>
  asides.reduce((rest, aside) => rest.replace(aside, ' '), text).trim();

/** Whether months are meant as a command takes them: gone by, or to come. */
function isOfItsTime(
  found: Readonly<Record<string, unknown>>,
  known: Arguments,
  marked: Parameters<typeof kindOf>[0],
  text: string,
): boolean {
  if (!('horizonMonths' in found)) return true;
  const coming = [...marked.text].some((each) => kindOf(marked, each) === 'coming');
  const kind = known.horizonMonths?.kind;
  if (coming) return kind === monthsAheadKind;
  return kind === monthsKind || !pasts.some((past) => past.test(text));
}
