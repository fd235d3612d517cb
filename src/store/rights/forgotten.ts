import { randomBytes } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { keepSecret } from '../secrets/keep-secret.ts';
import type { Database } from '../store.ts';
import { queryRows } from '../store.ts';
import type { HeldPerson } from './held-person.ts';

const secretName = 'forgotten';

/** What digests of the forgotten are made with; undefined where nobody was forgotten. */
export async function forgottenSecret(db: Database): Promise<string | undefined> {
  const [found] = await queryRows(
    db,
    z.object({ value: z.string() }),
    sql`select value from secrets where name = ${secretName} and exists (select from forgotten)`,
  );
  return found?.value;
}

/** The digest of a bank's own id, hex, as `forgotten` keeps it. */
export function digestOf(secret: string, of: 'customer' | 'holding', id: SQL): SQL {
  return sql`encode(sha256(convert_to(${`${secret}:${of}:`} || ${id}, 'UTF8')), 'hex')`;
}

/** Remembers that a customer was forgotten, and which holdings were theirs, without their ids. */
export async function rememberForgotten(tx: Database, person: HeldPerson, at: Date): Promise<void> {
  const secret = await keepSecret(tx, secretName, () => randomBytes(32).toString('hex'));
  const customer = digestOf(secret, 'customer', sql`${person.externalId}::text`);
  await tx.execute(
    sql`insert into forgotten (digest, of, customer, at)
        select ${customer}, 'customer', ${customer}, ${at.toISOString()}::timestamptz
        union all
        select distinct on (1) ${digestOf(secret, 'holding', sql`id`)}, 'holding', ${customer}, ${at.toISOString()}::timestamptz
        from jsonb_array_elements_text(${JSON.stringify(person.holdings)}::jsonb) id
        on conflict do nothing`,
  );
}

/** When a customer was forgotten; undefined where they were not. */
export async function forgottenAt(db: Database, externalId: string): Promise<Date | undefined> {
  const secret = await forgottenSecret(db);
  if (secret === undefined) return undefined;
  const [found] = await queryRows(
    db,
    z.object({ at: z.coerce.date() }),
    sql`select at from forgotten where digest = ${digestOf(secret, 'customer', sql`${externalId}::text`)}`,
  );
  return found?.at;
}

/** Lets the bank's files bring a customer in again; returns whether they were forgotten. */
export async function letInAgain(db: Database, externalId: string): Promise<boolean> {
  const secret = await forgottenSecret(db);
  if (secret === undefined) return false;
  const gone = await queryRows(
    db,
    z.object({ of: z.string() }),
    sql`delete from forgotten where customer = ${digestOf(secret, 'customer', sql`${externalId}::text`)} returning of`,
  );
  return gone.length > 0;
}
