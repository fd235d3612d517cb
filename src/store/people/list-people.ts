import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { bankRoles } from '../kinds.ts';
import { type Database, queryRows } from '../store.ts';
import { analystsSeeGroups } from './analysts-see.ts';
import { booksOf } from './books-of.ts';

const listed = z.object({
  email: z.string().nullable(),
  name: z.string(),
  role: z.enum(bankRoles),
  branch: z.string().nullable(),
  /** the name of who leads their team */
  lead: z.string().nullable(),
  /** for example slack, teams */
  linked: z.array(z.string()),
});

/** A person of the bank, with the platforms they are linked on. */
export type ListedPerson = z.infer<typeof listed>;

/** Everybody active, or everybody who may see one customer (by the bank's own id). */
export async function listPeople(
  db: Database,
  customerExternalId?: string,
): Promise<ListedPerson[]> {
  const maySee =
    customerExternalId === undefined
      ? sql`true`
      : sql`exists (
          select 1 from customers c
          where c.external_id = ${customerExternalId}
            and ((m.role = 'analyst' and not ${analystsSeeGroups})
              or (m.role = 'supervisor' and c.branch_id = m.branch_id)
              or (m.role in ('manager', 'lead') and c.manager_id = any(${booksOf(sql`m.id`)}))))`;
  return queryRows(
    db,
    listed,
    sql`select m.email, m.name, m.role, b.name as branch, l.name as lead,
          array(select i.channel from identities i where i.manager_id = m.id order by 1) as linked
        from managers m left join branches b on b.id = m.branch_id
          left join managers l on l.external_id = m.lead and l.role = 'lead'
        where m.active and ${maySee}
        order by m.role, b.name, m.name`,
  );
}
