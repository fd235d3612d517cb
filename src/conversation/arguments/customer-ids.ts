import { readSpokenId } from '../../language/numbers.ts';
import { spellings } from '../../language/spellings.ts';
import {
  type CustomerMatch,
  findCustomersByExternalId,
  findCustomersByNumber,
} from '../../store/customers/find-customers.ts';
import type { CommandContext } from '../command-context.ts';

type Asker = Pick<CommandContext, 'store' | 'scope'>;

/**
 * The customers whom an id means. It counts as it was typed first; then whatever its case, its width and what stands before
 * it, as “#” or “no.”; then said in words, and whatever sign stands between its letters and digits.
 * @param typed as it was typed
 * @param normalised the same, normalised
 */
export async function customersById(
  { store, scope }: Asker,
  typed: string,
  normalised: string,
): Promise<CustomerMatch[]> {
  const byId = (forms: readonly string[], exactly: boolean) =>
    forms.length === 0
      ? Promise.resolve([])
      : findCustomersByExternalId(store.db, scope, forms, { exactly });
  const exact = await byId([typed], true);
  if (exact.length > 0) return exact;
  const spoken = readSpokenId(normalised);
  const bare = spoken ?? withoutIntroduction(normalised);
  const others = await byId(otherFormsOf(normalised, bare), false);
  return others.length > 0 ? others : byId(withOtherSigns(bare), false);
}

/** Customers whose ids have the number of one that nobody has, as 1042 of C-1042 or of 00001042. */
export async function customersByNumber(
  { store, scope }: Asker,
  normalised: string,
): Promise<CustomerMatch[]> {
  const [, digits] =
    /^(?:[\p{L}\p{M}.#]{0,12}[-_ /.:]?)?0*([1-9]\d{0,17})$/u.exec(
      withoutIntroduction(normalised),
    ) ?? [];
  return digits === undefined ? [] : findCustomersByNumber(store.db, scope, digits);
}

/** How an id may stand in the bank's books that was typed so: with “#” or “customer” before it, or without. */
function otherFormsOf(name: string, bare: string): string[] {
  const before = ['#', ...spellings('argument-words.customer')];
  return [
    ...new Set([name, bare, ...before.flatMap((word) => [`${word}${bare}`, `${word} ${bare}`])]),
  ];
}

const signs = ['', '-', ' ', '_', '/', '.'];

/** An id of letters and digits with each sign that may stand between them; none for another. */
function withOtherSigns(id: string): string[] {
  if (!/^[A-Za-z]{1,10}[-_ /.]?\d{1,18}$/.test(id)) return [];
  const letters = /^[A-Za-z]+/.exec(id)?.[0] ?? '';
  const digits = /\d+$/.exec(id)?.[0] ?? '';
  return signs.map((sign) => `${letters}${sign}${digits}`);
}

/** An id without what says before and behind it that it is one, where there are digits in it. */
function withoutIntroduction(name: string): string {
  if (!/\d/.test(name)) return name;
  const before = [
    '#',
    ...spellings('argument-words.customer'),
    ...spellings('argument-words.beforeId'),
  ];
  const behind = spellings('argument-words.behindId');
  let rest = name;
  for (let more = true; more; ) {
    const lower = rest.toLowerCase();
    const first = before.find(
      (word) =>
        lower.startsWith(word.toLowerCase()) &&
        (!/[a-z]$/i.test(word) || /^[^a-z]/i.test(rest.slice(word.length))),
    );
    const last = behind.find((word) => lower.endsWith(word) && lower.length > word.length);
    more = first !== undefined || last !== undefined;
    rest = rest
      .slice(first?.length ?? 0, rest.length - (last?.length ?? 0))
      .replace(/^[ .:#：]+/, '')
      .trim();
  }
  return rest === '' ? name : rest;
}
