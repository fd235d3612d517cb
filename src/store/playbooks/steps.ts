import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { mayContact } from '../rights/wishes.ts';
import { customers, type PlaybookWords, playbooks } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const texts = z.record(z.string(), z.string());
const step = z.object({
  playbook: z.string(),
  name: texts,
  step: texts,
  say: texts,
  owner: z.enum(['manager', 'supervisor']),
  priority: z.number(),
  dueDays: z.number(),
  because: z.array(
    z.object({
      fact: z.string(),
      value: z.union([z.number(), z.boolean(), z.string(), z.array(z.string())]),
    }),
  ),
});

/** A next step of a customer: what a playbook says, by locale, and the facts that bore its condition out. */
export type CustomerStep = z.infer<typeof step>;

const columns = sql`s.playbook, p.words -> 'name' as name, p.words -> 'step' as step, p.words -> 'say' as say,
  p.words ->> 'owner' as owner, (p.words -> 'priority')::int as priority, (p.words -> 'dueDays')::int as "dueDays",
  s.because`;

/** The next steps of one customer (id of the store) by a run, the first to do first. */
export function customerSteps(
  db: Database,
  scope: Scope,
  runId: number,
  customerId: number,
): Promise<CustomerStep[]> {
  return queryRows(
    db,
    step,
    sql`select ${columns}
        from customer_steps s
        join ${customers} on ${customers.id} = s.customer_id
        join playbooks p on p.run_id = s.run_id and p.id = s.playbook
        where s.customer_id = ${customerId} and s.run_id = ${runId} and ${inScope(scope)} and ${mayContact}
        order by s.position`,
  );
}

/** The first step of each of some customers (ids of the store) who have one. */
export async function firstSteps(
  db: Database,
  scope: Scope,
  runId: number,
  ids: readonly number[],
): Promise<Map<number, CustomerStep>> {
  if (ids.length === 0) return new Map();
  const rows = await queryRows(
    db,
    step.extend({ id: z.number() }),
    sql`select s.customer_id as id, ${columns}
        from customer_steps s
        join ${customers} on ${customers.id} = s.customer_id
        join playbooks p on p.run_id = s.run_id and p.id = s.playbook
        where s.run_id = ${runId} and s.position = 1 and ${inScope(scope)} and ${mayContact}
          and s.customer_id in (select value::int from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
  );
  return new Map(rows.map(({ id, ...each }) => [id, each]));
}

/** Writes the playbooks that a run goes by. */
export async function keepPlaybooks(
  db: Database,
  runId: number,
  kept: readonly { id: string; words: PlaybookWords }[],
): Promise<void> {
  if (kept.length === 0) return;
  await db.insert(playbooks).values(kept.map((each) => ({ runId, ...each })));
}
