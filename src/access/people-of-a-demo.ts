import { bankFacts } from '../store/book/bank-facts.ts';
import type { Store } from '../store/store.ts';
import type { People } from './people.ts';
import type { Principal } from './principal.ts';

/**
 * Who is asking where nobody proves it, as on the demo's page or with TEAMS_AUTH=none. What somebody says they are is
 * believed only of a bank made up for the demo: in any other store, and in an empty one, nobody is anybody.
 */
export function peopleOfADemo(people: People, store: Store): People {
  const inDemo = async (who: () => Promise<Principal>): Promise<Principal> =>
    (await bankFacts(store.db))?.demo === true ? who() : { kind: 'unlinked' };
  return {
    ...people,
    identify: (channel, externalId) => inDemo(() => people.identify(channel, externalId)),
    identifyVouched: (channel, externalId, ask) =>
      inDemo(() => people.identifyVouched(channel, externalId, ask)),
    byEmail: (email) => inDemo(() => people.byEmail(email)),
  };
}
