import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { bankRoles, channelNames } from '../kinds.ts';
import { type Database, queryRows } from '../store.ts';

const moment = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : new Date(text)));

const shown = z.object({
  managerId: z.number(),
  email: z.string().nullable(),
  externalId: z.string(),
  name: z.string(),
  role: z.enum(bankRoles),
  branch: z.string().nullable(),
  /** who leads their team: the address, or else the bank's id */
  lead: z.string().nullable(),
  active: z.boolean(),
  disabledAt: moment,
  /** accounts on platforms: how they are linked, when the platform was asked last, and since when it no longer has them */
  accounts: z.array(
    z.object({
      channel: z.enum(channelNames),
      externalId: z.string(),
      by: z.enum(['address', 'hand']),
      checkedAt: moment,
      endedAt: moment,
    }),
  ),
  customers: z.number(),
  digests: z.number(),
  signIns: z.number(),
  tokens: z.number(),
});

/** A person of the bank with what they may use, whether they are active or not. */
export type ShownPerson = z.infer<typeof shown>;

/**
 * A person by an address or an id of the bank's.
 * @param now decides which sign-ins and tokens are valid
 */
export async function showPerson(
  db: Database,
  who: string,
  now: Date,
): Promise<ShownPerson | undefined> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const [found] = await queryRows(
    db,
    shown,
    sql`select m.id as "managerId", m.email, m.external_id as "externalId", m.name, m.role, b.name as branch,
          (select coalesce(l.email, l.external_id) from managers l where l.external_id = m.lead and l.role = 'lead') as lead, m.active,
          to_json(m.disabled_at) #>> '{}' as "disabledAt",
          coalesce((select json_agg(json_build_object('channel', i.channel, 'externalId', i.external_id,
              'by', case when i.email is null then 'hand' else 'address' end, 'checkedAt', i.checked_at, 'endedAt', i.ended_at)
              order by i.channel, i.external_id)
            from identities i where i.manager_id = m.id), '[]') as accounts,
          (select count(*)::int from customers c where c.manager_id = m.id and c.closed_on is null) as customers,
          (select count(*)::int from digests d where d.owner_id = m.id and d.removed_at is null) as digests,
          (select count(*)::int from sign_ins s
            where s.manager_id = m.id and s.ended_at is null and s.expires_at > ${at}) as "signIns",
          (select count(*)::int from api_tokens t
            where t.manager_id = m.id and t.revoked_at is null and coalesce(t.expires_at > ${at}, true)) as tokens
        from managers m left join branches b on b.id = m.branch_id
        where m.email = lower(${who}) or m.external_id = ${who}
        order by m.active desc limit 1`,
  );
  return found;
}
