import {
  isShownCustomers,
  managerIdOf,
  type Principal,
  type QuestionSource,
  scopeOf,
} from '../access/principal.ts';
import { beginsWord, wholeWord } from '../language/name-patterns.ts';
import { nameWords } from '../language/name-words.ts';
import { recordAccess } from '../store/access-log/record-access.ts';
import {
  type CustomerMatch,
  findCustomersByExternalId,
  findCustomersNamed,
} from '../store/customers/find-customers.ts';
import type { Store } from '../store/store.ts';
import type { Question } from './conversation.ts';

/** The intent under which a search stands in the log of access. */
export const searchIntent = 'customer.search';

/** Characters of what is typed that are looked at: no id and no name is longer. */
const longestTyped = 200;

/**
 * The customers whom somebody may mean who has typed the beginning of a name, or an id: of their own alone, and without those whose data
 * is restricted. Whom it shows is in the log of access. Somebody who sees no customer is suggested none, which the log has, too.
 * @param asked.limit how many are suggested at most
 * @throws what the store throws
 */
export async function suggestCustomers(
  { store, now }: { store: Store; now: () => Date },
  asked: {
    principal: Principal;
    channel: QuestionSource;
    address: string;
    typed: string;
    limit: number;
  } & Pick<Question, 'through'>,
): Promise<CustomerMatch[]> {
  const { principal, channel, address, limit, through } = asked;
  const typed = asked.typed
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, longestTyped);
  if (typed === '') return [];
  const searched = { at: now(), channel, address, intent: searchIntent };
  if (!isShownCustomers(principal)) {
    await recordAccess(store.db, {
      ...searched,
      managerId: managerIdOf(principal),
      identity: principal.kind === 'unlinked' ? (principal.identity ?? null) : null,
      outcome: 'refused',
      reason: principal.kind === 'unlinked' ? 'unlinked' : 'role',
      customerIds: [],
    });
    return [];
  }
  const scope = scopeOf(principal);
  const { db } = store.as({ person: principal.managerId, scope });
  const { words } = nameWords(typed);
  const [byId, named] = await Promise.all([
    findCustomersByExternalId(db, scope, [typed], { exactly: false }),
    findCustomersNamed(
      db,
      scope,
      { patterns: words.map(beginsWord), first: words.map(wholeWord) },
      limit,
    ),
  ]);
  const shown = [...new Map([...byId, ...named].map((match) => [match.id, match])).values()]
    .filter(({ restricted }) => !restricted)
    .slice(0, limit);
  await recordAccess(store.db, {
    ...searched,
    managerId: principal.managerId,
    customerIds: shown.map(({ id }) => id),
    ...(through === undefined ? {} : { asked: { through } }),
  });
  return shown;
}
