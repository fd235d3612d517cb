import { knownLocale } from '../language/locale.ts';
import type { ChannelName } from '../store/kinds.ts';
import {
  findPersonByEmail,
  findPersonById,
  findPersonByIdentity,
  type Person,
} from '../store/people/find-person.ts';
import {
  doubtIdentity,
  findIdentity,
  type Identity,
  identitiesOf,
  noteChecked,
} from '../store/people/identities.ts';
import { linkIdentity } from '../store/people/link-person.ts';
import type { Store } from '../store/store.ts';
import type { Principal } from './principal.ts';

/**
 * What a platform says of somebody: that they are one of the bank's own people, with the address it has confirmed for them where
 * it has one; or that they are not, as a guest, a bot, somebody of another workspace or who left.
 */
export type Vouched = { member: true; email: string | undefined } | { member: false };

/** For so long, in milliseconds, what a platform said of somebody is believed without asking again. */
const believedFor = 4 * 60_000;
/** For so long it is believed where the platform cannot be asked: then nobody is answered. */
const believedAtMost = 5 * 60_000;

/** Tells who is asking. */
export type People = {
  /** By the platform's own id of the person, where they are linked already. */
  identify(channel: ChannelName, externalId: string): Promise<Principal>;
  /**
   * By the platform's id, where the platform said within minutes that they are one of the bank's people; else it is asked. Whoever
   * is not linked is, by the address it vouches for; whoever was linked by another address, or is a guest by now, is no longer.
   * @param ask asks the platform
   * @throws what `ask` throws, where nothing newer than five minutes is known
   */
  identifyVouched(
    channel: ChannelName,
    externalId: string,
    ask: () => Promise<Vouched>,
  ): Promise<Principal>;
  /** Takes in what a platform says of somebody by itself. */
  told(channel: ChannelName, externalId: string, said: Vouched): Promise<void>;
  /** Has the platform asked before somebody is answered again, as it says that something is new of them. */
  doubt(channel: ChannelName, externalId: string): Promise<void>;
  /** How a platform calls a person of the bank: each account that was ever linked, and has not been unlinked. */
  accountsOf(channel: ChannelName, managerId: number): Promise<string[]>;
  byEmail(email: string): Promise<Principal>;
  byId(managerId: number): Promise<Principal>;
};

const asPrincipal = (person: Person | undefined, identity?: string): Principal =>
  person === undefined
    ? { kind: 'unlinked', ...(identity === undefined ? {} : { identity }) }
    : { kind: 'linked', ...person, locale: knownLocale(person.locale) };

/** @param now the clock that dates a link, and what a platform said */
export function createPeople(store: Store, now: () => Date): People {
  const { db } = store;

  /** Who somebody is by what the platform says of them now. */
  async function settle(
    channel: ChannelName,
    externalId: string,
    said: Vouched,
    link: Identity | undefined,
  ): Promise<Principal> {
    const nobody = asPrincipal(undefined, externalId);
    const at = now();
    if (!said.member) {
      if (link !== undefined && link.endedAt === null)
        await noteChecked(db, channel, externalId, { checkedAt: null, endedAt: at });
      return nobody;
    }
    const email = said.email?.toLowerCase();
    const person = email === undefined ? undefined : await findPersonByEmail(db, email);
    const same = link !== undefined && link.managerId === person?.managerId;
    if (link !== undefined && (link.email === null || same)) {
      const vouched = same ? { email } : {};
      await noteChecked(db, channel, externalId, { checkedAt: at, endedAt: null, ...vouched });
      return asPrincipal(await findPersonById(db, link.managerId), externalId);
    }
    // Whoever has another address by now is whoever has that at the bank, if anybody.
    if (person === undefined) {
      if (link !== undefined && link.endedAt === null)
        await noteChecked(db, channel, externalId, { checkedAt: null, endedAt: at });
      return nobody;
    }
    const { managerId } = person;
    await linkIdentity(db, { channel, externalId, managerId, linkedAt: at, email: email ?? null });
    return asPrincipal(person, externalId);
  }

  return {
    async identify(channel, externalId) {
      return asPrincipal(await findPersonByIdentity(db, channel, externalId), externalId);
    },
    async identifyVouched(channel, externalId, ask) {
      const link = await findIdentity(db, channel, externalId);
      const known = link?.endedAt === null ? link.checkedAt : null;
      const age = known === null ? Number.POSITIVE_INFINITY : now().getTime() - known.getTime();
      if (link !== undefined && age < believedFor)
        return asPrincipal(await findPersonById(db, link.managerId), externalId);
      let said: Vouched;
      try {
        said = await ask();
      } catch (error) {
        if (link === undefined || age >= believedAtMost) throw error;
        return asPrincipal(await findPersonById(db, link.managerId), externalId);
      }
      return settle(channel, externalId, said, link);
    },
    async told(channel, externalId, said) {
      const link = await findIdentity(db, channel, externalId);
      if (link !== undefined) await settle(channel, externalId, said, link);
    },
    doubt: (channel, externalId) => doubtIdentity(db, channel, externalId),
    accountsOf: (channel, managerId) => identitiesOf(db, channel, managerId),
    async byEmail(email) {
      return asPrincipal(await findPersonByEmail(db, email));
    },
    async byId(managerId) {
      return asPrincipal(await findPersonById(db, managerId));
    },
  };
}
