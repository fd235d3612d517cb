import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';
import { noteChanged, refreshTotals } from '../totals/keep-totals.ts';

/*
 * What a customer asked of the bank, which it keeps to wherever customers are worked with. A bank's files and an operator may
 * each say so; neither takes back what the other said.
 */

/** Customers whom somebody may contact. */
export const mayContact: SQL = sql`(not ${customers.doNotContact} and ${customers.contactRefusedAt} is null)`;

/** Customers whom models may judge and learn from: whose data is restricted is none of them. */
export const mayProfile: SQL = sql`(not ${customers.doNotProfile} and ${customers.profilingRefusedAt} is null and ${customers.restrictedAt} is null)`;

/** What can be noted of a customer, and in which column. */
const columns = {
  restricted: 'restricted_at',
  'do-not-contact': 'contact_refused_at',
  'do-not-profile': 'profiling_refused_at',
} as const;

/** What can be noted of a customer by an operator. */
export type Wish = keyof typeof columns;

/**
 * Notes what a customer asked for, or that they do so no more; who is not to be judged by models loses at once what these said.
 * @param at null: it is lifted
 * @returns the id in the store, and whether the bank's files say it too; undefined where there is no customer of this id
 */
export async function noteWish(
  tx: Database,
  externalId: string,
  wish: Wish,
  at: Date | null,
): Promise<{ id: number; byFiles: boolean } | undefined> {
  const column = sql.identifier(columns[wish]);
  const [noted] = await queryRows(
    tx,
    z.object({ id: z.number(), contact: z.boolean(), profile: z.boolean() }),
    sql`update customers set ${column} = ${
      at === null ? sql`null` : sql`coalesce(${column}, ${at.toISOString()}::timestamptz)`
    } where external_id = ${externalId}
        returning id, do_not_contact as contact, do_not_profile as profile`,
  );
  if (noted === undefined) return undefined;
  await dropProfiles(tx);
  await refreshTotals(tx);
  const byFiles =
    (wish === 'do-not-contact' && noted.contact) || (wish === 'do-not-profile' && noted.profile);
  return { id: noted.id, byFiles };
}

/** Takes away what runs said of customers whom no model may judge; what is restricted is kept, and not shown. */
export async function dropProfiles(tx: Database): Promise<void> {
  const refused = sql`(select id from ${customers} where ${customers.doNotProfile} or ${customers.profilingRefusedAt} is not null)`;
  await noteChanged(
    tx,
    sql`${customers.id} in ${refused} and exists (select from customer_values v where v.customer_id = ${customers.id})`,
  );
  for (const table of [
    'customer_steps',
    'customer_facts',
    'churn_predictions',
    'opinions',
    'customer_values',
  ] as const)
    await tx.execute(sql`delete from ${sql.identifier(table)} where customer_id in ${refused}`);
}
