import type pg from 'pg';
import { z } from 'zod';
import { rolesOf } from '../src/store/row-security/who.ts';

/** The roles that a database of the server has for questions, to be dropped after it. */
export async function rolesOfDatabase(admin: pg.Client, name: string): Promise<string[]> {
  const { rows } = await admin.query('select oid from pg_database where datname = $1', [name]);
  return z
    .array(z.object({ oid: z.number() }))
    .parse(rows)
    .flatMap(({ oid }) => Object.values(rolesOf(oid)));
}
