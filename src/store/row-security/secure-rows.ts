import { createHash } from 'node:crypto';
import { getTableName, sql } from 'drizzle-orm';
import { z } from 'zod';
import { givingWay, lockPatience } from '../giving-way.ts';
import { type Database, queryRows } from '../store.ts';
import { grantsTo, policiesOf, securedTables } from './policies.ts';
import { type Roles, rolesOf } from './who.ts';

const known = z.object({
  database: z.coerce.number(),
  owner: z.string(),
  mayMakeRoles: z.boolean(),
});

/** The user of the database may not make the roles that questions run as. Its message is what to run. */
export class RolesMissing extends Error {}

/**
 * Makes the roles of a database that questions run as, where they are not there yet. To be called before migrations, so that
 * nothing is changed where it cannot be.
 * @throws RolesMissing where the user may not make them
 */
export async function makeRoles(db: Database): Promise<Roles> {
  const [found] = await queryRows(
    db,
    known,
    sql`select d.oid::text as database, current_user as owner, r.rolsuper or r.rolcreaterole as "mayMakeRoles"
        from pg_database d, pg_roles r where d.datname = current_database() and r.rolname = current_user`,
  );
  if (found === undefined) throw new Error('The database does not know its own user.');
  const roles = rolesOf(found.database);
  const { gate, ...reaches } = roles;
  const rows = await queryRows(
    db,
    z.object({ name: z.string(), mine: z.boolean() }),
    sql`select rolname as name, pg_has_role(oid, 'member') as mine from pg_roles
        where rolname in ${Object.values(roles)}`,
  );
  const there = new Map(rows.map(({ name, mine }) => [name, mine]));
  if (Object.values(roles).every((role) => there.get(role) === true)) return roles;
  // The gate inherits nothing: whoever owns the tables may take a role of those behind it, and has its rights only then.
  const create = (role: string, how: string) =>
    there.has(role) ? [] : [`create role ${role} nologin ${how}`];
  const statements = [
    ...create(gate, 'noinherit'),
    ...Object.values(reaches).flatMap((role) => create(role, '')),
    `grant ${Object.values(reaches).join(', ')} to ${gate}`,
    `grant ${gate} to "${found.owner.replaceAll('"', '""')}"`,
  ];
  if (!found.mayMakeRoles)
    throw new RolesMissing(
      `Its user ${found.owner} may not create roles, and questions run as roles that own nothing. Give it that right (ALTER ROLE … CREATEROLE), or run as an administrator: ${statements.join('; ')};`,
    );
  await db.transaction(async (tx) => {
    for (const statement of statements) await tx.execute(sql.raw(statement));
  });
  return roles;
}

/**
 * Puts the policies and rights of this version on the tables, where they are not those already: of each table at once, which gives way to
 * questions that are under way. To be called after migrations, by one process at a time.
 * @param run runs several statements at once
 */
export async function secureRows(
  db: Database,
  roles: Roles,
  run: (script: string) => Promise<unknown>,
): Promise<void> {
  const [user] = await queryRows(
    db,
    z.object({ name: z.string() }),
    sql`select current_user as name`,
  );
  const owner = user?.name ?? '';
  const wanted = securedTables.map((table) => {
    const statements = policiesOf(table, roles, owner);
    const digest = createHash('md5').update(statements.join(';')).digest('hex');
    const policies = statements.filter((each) => each.startsWith('create policy')).length;
    return { name: getTableName(table), statements, policies, digest };
  });
  // A restore into a server that lacks the roles brings the policy of the owner along, and none of theirs.
  const found = await queryRows(
    db,
    z.object({ table: z.string(), digest: z.string().nullable(), policies: z.number() }),
    sql`select relname as table, max(obj_description(p.oid, 'pg_policy')) as digest, count(*)::int as policies
        from pg_policy p join pg_class c on c.oid = p.polrelid
        where c.relnamespace = 'public'::regnamespace group by relname`,
  );
  const standing = new Map(found.map(({ table, ...how }) => [table, how]));
  const stands = ({ name, digest, policies }: (typeof wanted)[number]) =>
    standing.get(name)?.digest === digest && standing.get(name)?.policies === policies;
  const grants = grantsTo(roles);
  const lacking = await queryRows(
    db,
    z.object({ statement: z.string() }),
    sql`select format(case when "column" is null then 'grant %1$s on %2$I to %3$I' else 'grant %1$s (%4$I) on %2$I to %3$I' end,
          "right", "table", role, "column") as statement
        from jsonb_to_recordset(${JSON.stringify(grants)}::jsonb)
          as g (role text, "table" text, "right" text, "column" text)
        where not case when "column" is null then has_table_privilege(role, format('public.%I', "table"), "right")
          else has_column_privilege(role, format('public.%I', "table"), "column", "right") end`,
  );
  const together = async (statements: readonly string[]) => {
    try {
      await run(['begin', lockPatience, ...statements, 'commit'].join(';\n'));
    } catch (error) {
      await run('rollback');
      throw error;
    }
  };
  for (const { name, statements, digest } of wanted.filter((each) => !stands(each)))
    await givingWay(() =>
      together([...statements, `comment on policy work on "${name}" is '${digest}'`]),
    );
  if (lacking.length > 0)
    await givingWay(() => together(lacking.map(({ statement }) => statement)));
}
