import { createHash } from 'node:crypto';

/** What the store keeps of a random token: its SHA-256, in hex. A token has 256 random bits, so no salt is needed. */
export const hashToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');

/** A new bearer token from 32 random bytes; the prefix lets secret scanners know it. */
export const tokenFrom = (random: Uint8Array): string =>
  `bwt_${Buffer.from(random).toString('base64url')}`;
