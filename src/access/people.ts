import { knownLocale } from '../language/locale.ts';
import type { ChannelName } from '../store/kinds.ts';
import {
  findPersonByEmail,
  findPersonById,
  findPersonByIdentity,
  type Person,
} from '../store/people/find-person.ts';
import { linkIdentity } from '../store/people/link-person.ts';
import type { Store } from '../store/store.ts';
import type { Principal } from './principal.ts';

/** Tells who is asking. */
export type People = {
  /** By the platform's own id of the person, where they are linked already. */
  identify(channel: ChannelName, externalId: string): Promise<Principal>;
  /**
   * By the platform's id, else by the e-mail address the platform vouches for, which links them from then on.
   * Only a platform that has verified the address may be believed.
   */
  identifyByEmail(channel: ChannelName, externalId: string, email: string): Promise<Principal>;
  byEmail(email: string): Promise<Principal>;
  byId(managerId: number): Promise<Principal>;
};

const asPrincipal = (person: Person | undefined): Principal =>
  person === undefined
    ? { kind: 'unlinked' }
    : { kind: 'linked', ...person, locale: knownLocale(person.locale) };

/** @param now the clock that dates a new link */
export function createPeople(store: Store, now: () => Date): People {
  return {
    async identify(channel, externalId) {
      return asPrincipal(await findPersonByIdentity(store.db, channel, externalId));
    },
    async identifyByEmail(channel, externalId, email) {
      const known = await findPersonByIdentity(store.db, channel, externalId);
      if (known !== undefined) return asPrincipal(known);
      const person = await findPersonByEmail(store.db, email);
      if (person !== undefined) {
        await linkIdentity(store.db, {
          channel,
          externalId,
          managerId: person.managerId,
          linkedAt: now(),
        });
      }
      return asPrincipal(person);
    },
    async byEmail(email) {
      return asPrincipal(await findPersonByEmail(store.db, email));
    },
    async byId(managerId) {
      return asPrincipal(await findPersonById(store.db, managerId));
    },
  };
}
