import { keepTicket } from '../store/sign-ins/tickets.ts';
import type { Store } from '../store/store.ts';
import { hashToken } from './token.ts';

/** For how long a link or a code signs somebody in, in milliseconds. */
export const ticketLasts = 10 * 60_000;

/**
 * Makes links to the web page that sign one person in, once, within ten minutes. What proves it stands after the `#`, where no
 * log and no preview of the link has it.
 * @param options.publicUrl how the page is reached from outside
 * @param options.random as many random bytes as asked for
 */
export function pageLinks({
  store,
  publicUrl,
  random,
  now,
}: {
  store: Store;
  publicUrl: string;
  random: (bytes: number) => Buffer;
  now: () => Date;
}): (managerId: number) => Promise<string> {
  return async (managerId) => {
    const token = random(32).toString('base64url');
    const at = now();
    await keepTicket(store.db, {
      managerId,
      kind: 'link',
      hash: hashToken(token),
      createdAt: at,
      expiresAt: new Date(at.getTime() + ticketLasts),
    });
    return `${publicUrl.replace(/\/*$/, '/')}#sign-in=${token}`;
  };
}
