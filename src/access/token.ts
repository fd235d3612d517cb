import { createHash } from 'node:crypto';

/** What the store keeps of a random token: its SHA-256, in hex. A token has 256 random bits, so no salt is needed. */
export const hashToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');

/** How our tokens begin, by which secret scanners know them. */
const prefix = 'bwt_';

/** Whether a token is one of ours, good or not, rather than one that somebody else issued. */
export const isOurToken = (token: string): boolean => token.startsWith(prefix);

/** A new bearer token from 32 random bytes. */
export const tokenFrom = (random: Uint8Array): string =>
  `${prefix}${Buffer.from(random).toString('base64url')}`;
