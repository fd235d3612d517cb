import { plainCharacters } from '../../../language/characters.ts';
import { earliest, type Found } from '../../../language/earliest.ts';
import {
  firstStandIn,
  type SaidExtreme,
  type SaidPlaces,
  type SaidReference,
  type SaidTrait,
  standIn,
} from '../../../language/follow-up.ts';
import { readings } from '../../../language/readings.ts';
import type { Remembered, RememberedCustomer } from './remembered.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);
const placeFinders = said.flatMap(({ places }) => places);
const referenceFinders = said.flatMap(({ references }) => references);

/** Places of a list that a line speaks of: “the second one”. */
export const placesIn = (line: string): Found<SaidPlaces> | undefined =>
  earliest(placeFinders, plainCharacters(line));

/** Whom a line speaks of without a name: “his”. */
export const referenceIn = (line: string): Found<SaidReference> | undefined =>
  earliest(referenceFinders, plainCharacters(line));

/** Somebody of a list by a figure: “the biggest one”. */
export const extremeIn = (line: string): Found<SaidExtreme> | undefined =>
  earliest(
    said.flatMap(({ extremes }) => extremes),
    plainCharacters(line),
  );

/** Somebody of a list by what they are: “the one from Brno”. */
export const traitIn = (line: string): Found<SaidTrait> | undefined =>
  earliest(
    said.flatMap(({ traits }) => traits),
    plainCharacters(line),
  );

/** “The other one”. */
export const otherIn = (
  line: string,
): Found<{ written(ids: readonly string[]): string }> | undefined =>
  earliest(
    said.map(({ other }) => other),
    plainCharacters(line),
  );

/** One who was spoken of before the last: “the previous customer”. */
export const earlierIn = (
  line: string,
): Found<{ which: 'previous' | 'first'; written(ids: readonly string[]): string }> | undefined =>
  earliest(
    said.map(({ earlier }) => earlier),
    plainCharacters(line),
  );

/** Whether a line itself says who “they” are. */
export const hasAntecedent = (line: string): boolean =>
  said.some(({ antecedent }) => antecedent.test(plainCharacters(line)));

/** Whether a line asks who of all, or of the asker, the bank or the bot. */
export const isAtLarge = (line: string): boolean =>
  said.some(({ atLarge }) => atLarge.test(plainCharacters(line)));

/**
 * The customers at some places of a list; undefined where it has no such place. What counts is the place that is shown: a
 * later page begins with its own.
 */
export function customersAt(
  { customers, page }: Remembered,
  { place, count, fromEnd }: Pick<SaidPlaces, 'place' | 'count' | 'fromEnd'>,
): (RememberedCustomer | null)[] | undefined {
  const from = page?.from ?? 1;
  const shown = customers.length;
  const ranked = place >= from && place < from + shown;
  const start = fromEnd
    ? shown - (place - 1) - count
    : ranked && count === 1
      ? place - from
      : place - 1;
  return start < 0 || count < 1 || start + count > shown
    ? undefined
    : customers.slice(start, start + count);
}

/** A line in which somebody who is spoken of is named by an id that stands for them. */
export type Named = {
  line: string;
  /** who each of the ids is */
  customers: ReadonlyMap<string, RememberedCustomer>;
  /** what stood in their place */
  said: string;
};

const aStandIn = new RegExp(`(?<!\\p{N})${standIn}(?!\\p{N})`, 'u');

/** Whether a text has an id in it that may stand for somebody, as part of a name may where a place of a list was meant. */
export const isStandIn = (text: string): boolean => aStandIn.test(text);

/** Puts ids in the place of what was found; no number of the line is one of them. */
export function named(
  line: string,
  found: Pick<
    Found<{ written(ids: readonly string[]): string }>,
    'value' | 'start' | 'end' | 'said'
  >,
  customers: readonly RememberedCustomer[],
  before: Named | undefined,
): Named {
  const known = before?.customers ?? new Map<string, RememberedCustomer>();
  const ids: string[] = [];
  for (let id = firstStandIn; ids.length < customers.length; id++)
    if (!line.includes(String(id)) && !known.has(String(id))) ids.push(String(id));
  const entries = ids.map((id, at): [string, RememberedCustomer] => [id, customers[at]!]);
  return {
    line: line.slice(0, found.start) + found.value.written(ids) + line.slice(found.end),
    customers: new Map([...known, ...entries]),
    said: found.said,
  };
}

/** Entities with the customers' own ids in place of those that stood for them; a note says what was typed. */
export function asMeant(
  entities: Readonly<Record<string, unknown>>,
  { customers, said: typed }: Pick<Named, 'customers' | 'said'>,
): Record<string, unknown> {
  const idOf = (value: unknown) =>
    typeof value === 'string' ? (customers.get(value)?.externalId ?? value) : value;
  return Object.fromEntries(
    Object.entries(entities).map(([name, value]) => [
      name,
      name === 'customer'
        ? Array.isArray(value)
          ? value.map(idOf)
          : idOf(value)
        : typeof value === 'string'
          ? [...customers.keys()].reduce((text, id) => text.replaceAll(id, typed), value)
          : value,
    ]),
  );
}

/** Whether a question is of everybody, or says itself of whom. */
export const isOfEverybody = (line: string): boolean =>
  said.some(({ ofEverybody }) => ofEverybody.test(plainCharacters(line)));
