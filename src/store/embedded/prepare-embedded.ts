import type { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { applyMigrations } from '../migrate.ts';
import { makeRoles, secureRows } from '../row-security/secure-rows.ts';
import type { Roles } from '../row-security/who.ts';

/** Brings the tables of an embedded database up to date, and puts them under row-level security; gives its roles. */
export async function prepareEmbedded(client: PGlite): Promise<Roles> {
  const db = drizzle({ client, casing: 'snake_case' });
  const roles = await makeRoles(db);
  await applyMigrations(db);
  await secureRows(db, roles, (script) => client.exec(script));
  return roles;
}
