import type { CustomerMatch } from '../store/customers/find-customers.ts';
import type { Ask, Candidate, FollowUp, Remembered } from './understanding/follow-up/remembered.ts';
import { again, takesCustomers, understood } from './understanding/follow-up/situation.ts';
import type { Reading, Understanding } from './understanding/read-line.ts';

/** Digits of a number that may be a place of a list: no page shows more. */
const aPlace = /^\d{1,2}$/;

/** A line that is a number and nothing else: “2”, “2.”, “#2”. */
const aNumber = /^#?(\d{1,2})[.)。]?$/;

/** Whether an answer before asked which customer is meant, and offered some. */
export const hasOffered = (before: Remembered | undefined, reading: Reading): boolean =>
  before !== undefined &&
  before.page === null &&
  before.customers.length > 1 &&
  takesCustomers(before.intent, reading) === 'one';

/**
 * A bare number after the question which customer is meant: a place among those offered, whoever else has it as an id.
 * @param newest the answer right before
 * @param alone the line by itself
 * @returns the question again, of the one at that place; undefined where the line is no such number, or there is no such place
 */
export function offerAt(
  text: string,
  newest: Remembered | undefined,
  alone: Understanding,
  reading: Reading,
): FollowUp | undefined {
  const place = aNumber.exec(text.normalize('NFKC').trim())?.[1];
  if (newest === undefined || place === undefined || !hasOffered(newest, reading)) return undefined;
  const chosen = newest.customers[Number(place) - 1];
  if (chosen === undefined || chosen === null) return undefined;
  const entities = { ...newest.entities, customer: chosen.externalId };
  return understood(
    { ...again(alone, newest), entities },
    { intent: newest.intent, customers: [chosen] },
  );
}

/** A line that may be about one of two customers, and who the one is that its number is the id of. */
export type PlaceOrId = { ask: Ask; byId: CustomerMatch };

/**
 * Whether a number of a line that was taken for a place of the list before is a customer's id as well, as in a bank whose ids begin
 * with 1. Which of the two is meant, nobody can tell but the asker.
 * @param read the line after the answers before it
 * @param alone the line by itself
 * @param byId looks a customer up by exactly that id, among those the asker may see
 * @returns what is asked back; undefined where there is nothing to ask
 */
export async function placeOrId(
  text: string,
  read: FollowUp,
  alone: Understanding,
  byId: (id: string) => Promise<CustomerMatch | undefined>,
): Promise<PlaceOrId | undefined> {
  if (read.kind !== 'understood' || read.understanding.intent !== alone.intent) return undefined;
  const { understanding, taken } = read;
  const { intent, entities, locale } = understanding;
  const typed = alone.entities.customer;
  const [byPlace, ...more] = taken?.customers ?? [];
  if (typeof typed !== 'string' || !aPlace.test(typed)) return undefined;
  if (byPlace === undefined || more.length > 0 || byPlace.externalId === typed) return undefined;
  if (entities.customer !== byPlace.externalId) return undefined;
  // “The second one” is a place and nothing else.
  if (
    !text
      .normalize('NFKC')
      .match(/\p{N}+/gu)
      ?.includes(typed)
  )
    return undefined;
  const found = await byId(typed);
  if (found === undefined) return undefined;
  const { externalId, name } = found;
  const candidates: Candidate[] = [
    { intent, entities: { ...entities, customer: externalId }, customer: { externalId, name } },
    { intent, entities, customer: byPlace },
  ];
  return { ask: { asks: 'customer', locale, intent, candidates }, byId: found };
}
