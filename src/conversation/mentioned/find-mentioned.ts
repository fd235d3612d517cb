import { normalise } from '../../language/fold.ts';
import { customersNamedIn, type NamedIn } from '../../store/customers/customers-named-in.ts';
import { findCustomersByExternalId } from '../../store/customers/find-customers.ts';
import { customersNamed } from '../arguments/customer-names.ts';
import type { CommandContext } from '../command-context.ts';
import { nameRuns } from '../understanding/name-runs.ts';

/** A customer whom a text mentions. */
export type Mentioned = { id: number; externalId: string; name: string | null };

type Asker = Pick<CommandContext, 'store' | 'scope'>;

/** So many ids and names of a text are looked up; a list of customers has more. */
const mostIds = 40;
const mostNames = 40;
const mostRuns = 6;

/**
 * The customers of the asker's scope whom a text of somebody mentions, in the order in which it does: by the bank's id, by the
 * whole name, or, where nobody is, by a part of the name or one that is written otherwise.
 */
export async function customersMentioned(asker: Asker, written: string): Promise<Mentioned[]> {
  const text = normalise(written);
  const { store, scope } = asker;
  const ids = idsIn(text);
  const [byId, named] = await Promise.all([
    ids.size === 0
      ? []
      : findCustomersByExternalId(store.db, scope, [...ids.keys()], { exactly: true }),
    customersNamedIn(store.db, scope, text, mostNames),
  ]);
  const places = new Map<number, { at: number; customer: Mentioned }>();
  const add = (customer: Mentioned, at: number) => {
    const known = places.get(customer.id);
    if (known === undefined || at < known.at) places.set(customer.id, { at, customer });
  };
  for (const customer of byId) add(customer, ids.get(customer.externalId) ?? 0);
  for (const { customer, at } of apart(named.found, named.text)) add(customer, at);
  if (places.size === 0)
    for (const { said, start } of nameRuns(text).runs.slice(0, mostRuns))
      for (const customer of (await customersNamed(asker, said)).taken) add(customer, start);
  return [...places.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ customer: { id, externalId, name } }) => ({ id, externalId, name }));
}

const anId =
  /(?<![\p{Script=Latin}\d_.,€$£¥-])[A-Za-z]{0,6}[-_]?\d[\dA-Za-z_-]{0,30}(?![\p{Script=Latin}\d_%-]|[.,]\d)/gu;

/** What may be ids in a text, with where each stands first; no amounts and percentages. */
function idsIn(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const { 0: id, index } of text.matchAll(anId)) {
    if (found.size === mostIds) break;
    if (!found.has(id)) found.set(id, index);
  }
  return found;
}

const letter = /[\p{L}\p{M}\d]/u;
const han = /\p{Script=Han}/u;

/** Where names stand as whole words, each place once: a name in another, longer one is not mentioned by it. */
function apart(found: readonly NamedIn[], text: string): { customer: NamedIn; at: number }[] {
  const taken: { start: number; end: number; plain: string }[] = [];
  return found.flatMap((customer) => {
    const { plain } = customer;
    for (let at = text.indexOf(plain); at >= 0; at = text.indexOf(plain, at + 1)) {
      const end = at + plain.length;
      const isInside = taken.some(
        (other) => at >= other.start && end <= other.end && other.plain !== plain,
      );
      if (isInside || !isWord(text, at, end)) continue;
      taken.push({ start: at, end, plain });
      return [{ customer, at }];
    }
    return [];
  });
}

/** Whether no letter goes on before or behind a place; a script without spaces needs none. */
function isWord(text: string, start: number, end: number): boolean {
  const [before, first, last, behind] = [start - 1, start, end - 1, end].map((at) =>
    text.charAt(at),
  );
  const joins = (a = '', b = '') =>
    letter.test(a) && letter.test(b) && !han.test(a) && !han.test(b);
  return !joins(before, first) && !joins(last, behind);
}
