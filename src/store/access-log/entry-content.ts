import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';

/** The hash before the first place of the chain. */
export const noHash = '0'.repeat(64);

/** What an entry `l` of `access_log` says, as one text: whatever is changed in it changes that. */
export const entryContent: SQL<string> = sql`jsonb_build_array(
  l.id, to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), l.manager_id, l.identity, l.channel, l.address,
  l.intent, l.outcome, l.reason, l.customer_ids, l.on_behalf_of, l.asked, l.shown, l.message)::text`;

/** The hash of a place in the chain: SHA-256 in hex over its number, the hash before it and its entry, a line each. */
export const hashOf = (place: number, before: string, content: string): string =>
  createHash('sha256').update(`${place}\n${before}\n${content}`).digest('hex');
