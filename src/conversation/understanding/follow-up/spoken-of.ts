import type { SaidExtreme } from '../../../language/follow-up.ts';
import { readings } from '../../../language/readings.ts';
import { tier } from '../../arguments/tier.ts';
import { findMentions } from '../mentions/find-mentions.ts';
import { differencesIn, saysNothing } from './differences.ts';
import { readClearly } from './read-clearly.ts';
import {
  asMeant,
  customersAt,
  earlierIn,
  extremeIn,
  hasAntecedent,
  type Named,
  named,
  otherIn,
  placesIn,
  referenceIn,
  traitIn,
} from './references.ts';
import type { FollowUp, Remembered, RememberedCustomer } from './remembered.ts';
import {
  asked,
  askWhich,
  commandOf,
  lastOfCustomers,
  listsOf,
  type Situation,
  takesCustomers,
  understood,
} from './situation.ts';
import { spokenOfSingly } from './spoken-before.ts';

/** Who is spoken of in a line; `places`: by their places in a list. */
export type SpokenOf = { named: Named; places: boolean };

const explicit = readings.flatMap(({ mentions }) => mentions?.customer?.named ?? []);
/** From here a sentence about “that” is one about a customer. */
const surely = 0.6;
/** A comparison takes no more. */
const mostCompared = 5;
/** A comparison takes no fewer. */
const leastCompared = 2;
const smallNumber = /^\d{1,2}$/;

/** The customers that a line itself names. */
export const customersIn = (entities: Readonly<Record<string, unknown>>): string[] =>
  [entities.customer ?? []].flat().map(String);

/**
 * Whom a line speaks of without a name: by places in a list, by small numbers after one, or as “he”; undefined where it speaks
 * of nobody so. What cannot be one alone is asked.
 */
export function spokenOf(situation: Situation): SpokenOf | FollowUp | undefined {
  const told = inTelling(situation);
  if (told !== undefined) return told;
  const byPlaces = inPlaces(situation);
  if (byPlaces !== undefined && 'kind' in byPlaces) return byPlaces;
  const byNumbers = inNumbers(situation, byPlaces);
  const placed = byNumbers ?? byPlaces;
  const refers = inReference(situation, placed);
  if (refers !== undefined && 'kind' in refers) return refers;
  const found = refers ?? placed;
  return found === undefined ? undefined : { named: found, places: placed !== undefined };
}

/** Whether there is room for a customer whom the line does not name: it names none, or compares too few. */
function isRoom({ alone, reading }: Situation, before?: Named): boolean {
  const own = customersIn(alone.entities).filter((id) => !smallNumber.test(id));
  if (own.length === 0 && (before === undefined || before.customers.size === 0)) return true;
  const { intent } = before === undefined ? alone : readClearly(before.line, reading);
  const count = own.length + (before?.customers.size ?? 0);
  return takesCustomers(intent, reading) === 'several' && count < leastCompared;
}

/** “The biggest one”, “the one from Brno”, “the other one”: one of a list, by what tells them from the others there. */
function inTelling(situation: Situation): SpokenOf | FollowUp | undefined {
  const { line, reading, remembered } = situation;
  if (!isRoom(situation)) return undefined;
  const other = otherIn(line);
  if (other !== undefined) {
    const whom = otherOf(remembered);
    if (whom === undefined) return undefined;
    return { named: named(line, other, [whom], undefined), places: true };
  }
  const earlier = earlierIn(line);
  if (earlier !== undefined) {
    const singles = spokenOfSingly(remembered);
    const whom = earlier.value.which === 'first' ? singles.at(-1) : singles[1];
    const isPlace = earlier.value.which === 'first' && listsOf(situation).length > 0;
    if (whom !== undefined && singles.length > 1 && !isPlace)
      return { named: named(line, earlier, [whom], undefined), places: true };
  }
  const [list] = listsOf(situation);
  if (list === undefined) return undefined;
  const extreme = extremeIn(line);
  const trait = extreme === undefined ? traitIn(line) : undefined;
  const found = extreme ?? trait;
  if (found === undefined) return undefined;
  const meant =
    extreme === undefined
      ? withTrait(list, trait?.value.trait ?? '', reading)
      : outermost(list, extreme.value);
  if (meant === undefined) return undefined;
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0)
    return { named: named(line, found, [only], undefined), places: true };
  const trial = named(line, found, stand(1), undefined);
  const read = readClearly(trial.line, reading);
  const intent = takesCustomers(read.intent, reading) === 'one' ? read.intent : 'customer.value';
  return askWhich(situation, { intent, entities: {} }, meant.length === 0 ? list.customers : meant);
}

/** Of the last two who were asked about one by one, or were compared or listed, the one who was not spoken of last. */
function otherOf([newest, ...older]: readonly Remembered[]): RememberedCustomer | undefined {
  const [last] = newest?.customers ?? [];
  if (newest === undefined || newest.customers.length !== 1 || !last) return undefined;
  for (const { customers } of older) {
    const others = customers.filter((each) => each?.externalId !== last.externalId);
    const [one, ...more] = others;
    if (one === undefined) continue;
    const isPair = customers.length === 1 || (customers.length === 2 && others.length === 1);
    return isPair && more.length === 0 ? (one ?? undefined) : undefined;
  }
  return undefined;
}

/** Who of a list is worth most, likeliest to leave, and so on; undefined where that is not known of them. */
function outermost(
  { customers }: Remembered,
  { of, most }: SaidExtreme,
): RememberedCustomer[] | undefined {
  const figures = customers.map((each) => ({
    each,
    figure: of === 'value' ? each?.clv : each?.churnProbability,
  }));
  const known = figures.flatMap(({ each, figure }) =>
    each === null || figure == null ? [] : [{ each, figure }],
  );
  if (known.length === 0 || known.length < customers.length) return undefined;
  const sign = most ? 1 : -1;
  const highest = Math.max(...known.map(({ figure }) => sign * figure));
  return known.flatMap(({ each, figure }) => (sign * figure === highest ? [each] : []));
}

/** Who of a list is of a branch or a tier that a text names; undefined where it names neither. */
function withTrait(
  { customers }: Remembered,
  text: string,
  { names, timezone }: Situation['reading'],
): RememberedCustomer[] | undefined {
  const { branch } = findMentions(text, names, timezone).entities;
  const tier = tierNamed(text);
  if (typeof branch !== 'string' && tier === undefined) return undefined;
  return customers.flatMap((each) =>
    each !== null &&
    (typeof branch !== 'string' || each.branch === branch) &&
    (tier === undefined || each.tier === tier)
      ? [each]
      : [],
  );
}

/** The tier that a text names and nothing else. */
function tierNamed(text: string): string | undefined {
  const value = tier().keyed?.value(text.replace(/ ?(?:tier|value|层级|价值)$/i, ''));
  return value !== undefined && 'said' in value ? String(value.said) : undefined;
}

function inPlaces(situation: Situation): Named | FollowUp | undefined {
  const { line, alone, reading } = situation;
  let found: Named | undefined;
  for (let turns = 0; turns < mostCompared; turns++) {
    const said = placesIn(found?.line ?? line);
    // Whoever is named by a first place is compared with a second.
    if (said === undefined || (turns === 0 && !isRoom(situation, found))) return found;
    const { count } = said.value;
    const trial = named(found?.line ?? line, said, stand(Math.min(count, mostCompared)), found);
    const { intent, confidence } = readClearly(trial.line, reading);
    const takes = takesCustomers(intent, reading);
    const text = found?.line ?? line;
    const others = text.slice(0, said.start) + text.slice(said.end);
    // “The first five” of a list may just as well be how many to show.
    if (count > 1 && (takes === 'none' || saysNothing(others))) return found;
    if (count > 1 && alone.intent !== 'unknown') {
      // Two customers in a line are a comparison, whatever it says; one is none, unless it says so.
      const one = readClearly(named(text, said, stand(1), found).line, reading);
      if (takesCustomers(one.intent, reading) !== 'several') return found;
    }
    const isPlace = customersIn(alone.entities).some((id) => smallNumber.test(id));
    if (
      takes === 'none' &&
      alone.intent !== 'unknown' &&
      !isPlace &&
      alone.confidence >= confidence
    )
      return found;
    const [list, ...older] = listsOf(situation);
    // Without a list, places are those in which customers were spoken of.
    const spoken = spokenOfSingly(situation.remembered).toReversed();
    if (list === undefined && spoken.length < 2) return asked(situation, 'list', { intent });
    if (list === undefined) {
      const before: Remembered = { intent, entities: {}, customers: spoken, page: null };
      const [one, ...more] = customersAt(before, said.value) ?? [];
      if (!one || more.length > 0)
        return asked(situation, 'place', { intent, shown: spoken.length });
      found = named(found?.line ?? line, said, [one], found);
      continue;
    }
    const customers = [list, ...older]
      .map((each) => customersAt(each, said.value))
      .find((each) => each !== undefined);
    if (customers === undefined)
      return asked(situation, 'place', { intent, shown: list.customers.length });
    const there = customers.flatMap((each) => each ?? []);
    if (there.length < customers.length) return asked(situation, 'gone', { intent });
    found = named(found?.line ?? line, said, there, found);
  }
  return found;
}

function inNumbers(situation: Situation, before: Named | undefined): Named | undefined {
  const { line, alone, reading } = situation;
  const lists = listsOf(situation);
  const takes = takesCustomers(alone.intent, reading);
  if (lists.length === 0 || takes === 'none') return before;
  // Beside an id, a small number is a time of day, or part of a note.
  const ids = customersIn(alone.entities);
  if (takes !== 'several' && ids.some((id) => !smallNumber.test(id))) return before;
  const text = before?.line ?? line;
  // Whoever was listed by that id is meant before whoever stood in that place.
  const isListed = (id: string) =>
    lists.some(({ customers }) => customers.some((each) => each?.externalId === id));
  return ids
    .filter((id) => smallNumber.test(id) && !isListed(id))
    .reduce<Named | undefined>((found, id) => {
      const at = { place: Number(id), count: 1, fromEnd: false };
      const [customer] = lists.flatMap((list) => customersAt(list, at) ?? []);
      const current = found?.line ?? text;
      const match = new RegExp(
        `(?<![\\p{L}\\d#=.,_-])${id}(?![\\p{Script=Latin}\\d%=_]|[.,:]\\d)`,
        'u',
      ).exec(current);
      const isNamed = explicit.some((pattern) => pattern.exec(current)?.[1] === id);
      if (!customer || match === null || isNamed) return found;
      const value = { written: ([one = '']: readonly string[]) => one };
      const place = { start: match.index, end: match.index + id.length, said: id, value };
      return named(current, place, [customer], found);
    }, before);
}

function inReference(
  situation: Situation,
  before: Named | undefined,
): Named | FollowUp | undefined {
  const { alone, reading, line } = situation;
  const text = before?.line ?? line;
  if (!isRoom(situation, before)) return undefined;
  const said = referenceIn(text);
  if (said === undefined) return undefined;
  const { whom } = said.value;
  // “Her customers” are those of the manager who was asked about.
  const [newest] = situation.remembered;
  if (newest !== undefined && newest.customers.length !== 1 && 'manager' in newest.entities)
    if (whom === 'one' && takesCustomers(alone.intent, reading) === 'none') return undefined;
  const others = text.slice(0, said.start) + text.slice(said.end);
  const aloneTakes = takesCustomers(alone.intent, reading);
  const aloneSays = alone.intent !== 'unknown' && aloneTakes === 'none';
  if (whom === 'these' && aloneSays && hasAntecedent(others)) return undefined;
  const trial = named(text, said, stand(whom === 'these' ? 2 : 1), before);
  const pair = readClearly(trial.line, reading);
  const compares = takesCustomers(pair.intent, reading) === 'several';
  const single = whom === 'these' && !compares ? named(text, said, stand(1), before) : trial;
  const read = single === trial ? pair : readClearly(single.line, reading);
  const takes = takesCustomers(read.intent, reading);
  if (takes === 'none' && !(whom === 'one' && read.intent === 'unknown' && !aloneSays))
    return undefined;
  if (whom === 'something' && isDifference(situation)) return undefined;
  if (whom === 'something' && (aloneSays || read.confidence < surely)) return undefined;
  if (whom === 'these' && aloneSays && read.confidence < surely) return undefined;
  const last = lastOfCustomers(situation);
  if (last === undefined) {
    if (whom === 'something') return undefined;
    // Without anybody it is the command that asks whom.
    const own = customersIn(read.entities).filter((id) => !single.customers.has(id));
    const { customer: _, ...entities } = asMeant(read.entities, single);
    const left = own.length === 0 ? entities : { ...entities, customer: own };
    return read.intent === 'unknown'
      ? undefined
      : understood({ ...read, locale: alone.locale, entities: left });
  }
  const meant = compares && whom === 'these' ? compared(situation, last) : last.customers;
  if (meant.some((each) => each === null) && (meant.length === 1 || compares))
    return asked(situation, 'gone', { intent: read.intent });
  const all = meant.flatMap((each) => each ?? []);
  if (
    all.length === 1 ||
    (compares && whom === 'these' && all.length <= mostCompared && all.length > 1)
  )
    return named(text, said, all, before);
  if (read.intent === 'unknown') return undefined;
  if (compares && whom === 'these')
    return asked(situation, 'customer', {
      intent: read.intent,
      candidates: [2, 3].map((count) => ({
        intent: read.intent,
        entities: { customer: all.slice(0, count).map(({ externalId }) => externalId) },
      })),
    });
  const subject = situation.remembered.find(({ customers }) => customers.length === 1);
  return askWhich(situation, { intent: read.intent, entities: asMeant(read.entities, single) }, [
    ...(subject?.customers ?? []),
    ...last.customers,
  ]);
}

/** Whether a line says nothing but what differs from the answer before, as “make it 12 months”. */
function isDifference({ line, reading, remembered: [newest] }: Situation): boolean {
  const command = newest && commandOf(newest.intent, reading);
  return command !== undefined && differencesIn(line, command.arguments, reading) !== undefined;
}

/** Whom “compare them” may mean: those of a list, or the last two that were asked about one by one. */
function compared(
  { remembered }: Situation,
  last: Remembered,
): readonly (RememberedCustomer | null)[] {
  if (last.customers.length !== 1) return last.customers;
  return spokenOfSingly(remembered).slice(0, 2).reverse();
}

/** So many customers who only stand there while a line is tried. */
const stand = (count: number): RememberedCustomer[] =>
  Array.from({ length: count }, (_, at) => ({ externalId: `70${901 + at}`, name: null }));
