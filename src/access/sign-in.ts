import { createHmac } from 'node:crypto';
import type { SignInKind } from '../store/kinds.ts';
import { findPersonByEmail } from '../store/people/find-person.ts';
import { endSignIns, startSignIn, whoIsSignedIn } from '../store/sign-ins/sign-ins.ts';
import { keepTicket, takeCode, takeLink } from '../store/sign-ins/tickets.ts';
import type { Store } from '../store/store.ts';
import { ticketLasts } from './page-link.ts';
import type { People } from './people.ts';
import type { Principal } from './principal.ts';
import { hashToken } from './token.ts';

/** For how long somebody stays signed in, in milliseconds: a working day. */
export const sessionLasts = 12 * 60 * 60_000;

/** What a browser keeps of being signed in: a secret, and until when it serves. */
export type StartedSignIn = { secret: string; expiresAt: Date };

/** Signing in to the web page, where the bank's people prove who they are. */
export type SignIn = {
  /** Signs in whoever holds a link's token; undefined where it was used, is too old or unknown. */
  byLink(token: string): Promise<StartedSignIn | undefined>;
  /**
   * A code of eight digits for the person with an address, to be sent there; undefined where nobody has it. The one before no
   * longer serves.
   */
  codeFor(email: string): Promise<string | undefined>;
  /** Signs in by an address and the code sent there; undefined where it is not the one. */
  byCode(email: string, code: string): Promise<StartedSignIn | undefined>;
  /** Signs in the person with an address that the bank's own provider vouches for; undefined where nobody has it. */
  byVouchedEmail(email: string): Promise<StartedSignIn | undefined>;
  /** Who is signed in by what a browser keeps. */
  who(secret: string): Promise<Principal>;
  /** Signs out. */
  end(secret: string): Promise<void>;
};

/**
 * @param options.secret keys the hashes of short codes; the same on every replica
 * @param options.random as many random bytes as asked for
 */
export function createSignIn({
  store,
  people,
  secret,
  random,
  now,
}: {
  store: Store;
  people: People;
  secret: string;
  random: (bytes: number) => Buffer;
  now: () => Date;
}): SignIn {
  const { db } = store;
  const later = (milliseconds: number) => new Date(now().getTime() + milliseconds);
  // A code has few values: without the key, whoever read the table could try them all.
  const hashedCode = (managerId: number, code: string) =>
    createHmac('sha256', secret).update(`${managerId}:${code}`).digest('hex');

  async function start(managerId: number, kind: SignInKind): Promise<StartedSignIn> {
    const kept = random(32).toString('base64url');
    const expiresAt = later(sessionLasts);
    await startSignIn(db, {
      managerId,
      kind,
      hash: hashToken(kept),
      createdAt: now(),
      expiresAt,
    });
    return { secret: kept, expiresAt };
  }

  return {
    async byLink(token) {
      const managerId = await takeLink(db, hashToken(token), now());
      return managerId === undefined ? undefined : start(managerId, 'link');
    },
    async codeFor(email) {
      const person = await findPersonByEmail(db, email);
      if (person === undefined) return undefined;
      // 48 random bits: no code is likelier than another by more than a millionth.
      const code = String(random(6).readUIntBE(0, 6) % 10 ** 8).padStart(8, '0');
      await keepTicket(db, {
        managerId: person.managerId,
        kind: 'code',
        hash: hashedCode(person.managerId, code),
        createdAt: now(),
        expiresAt: later(ticketLasts),
      });
      return code;
    },
    async byCode(email, code) {
      const person = await findPersonByEmail(db, email);
      if (person === undefined) return undefined;
      const { managerId } = person;
      const right = await takeCode(db, { managerId, hash: hashedCode(managerId, code) }, now());
      return right ? start(managerId, 'code') : undefined;
    },
    async byVouchedEmail(email) {
      const person = await findPersonByEmail(db, email);
      return person === undefined ? undefined : start(person.managerId, 'openid');
    },
    async who(kept) {
      const managerId = await whoIsSignedIn(db, hashToken(kept), now());
      return managerId === undefined ? { kind: 'unlinked' } : people.byId(managerId);
    },
    async end(kept) {
      await endSignIns(db, { hash: hashToken(kept) }, now());
    },
  };
}
