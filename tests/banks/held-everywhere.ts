import { getTableName, sql } from 'drizzle-orm';
import { z } from 'zod';
import { treatments } from '../../src/store/rights/treatments.ts';
import {
  accessLog,
  actions,
  answersBefore,
  bank,
  branches,
  campaigns,
  chartLinks,
  deliveries,
  digests,
  inbox,
  ingestBatches,
  ingestRejects,
  managers,
  models,
  valuationRuns,
  votes,
} from '../../src/store/schema.ts';
import { queryRows, type Store } from '../../src/store/store.ts';

/** A customer whose ids and words stand nowhere by chance. */
export type Held = { id: number; externalId: string; name: string; holding: string };

export const zdislava: Held = {
  id: 7_654_321,
  externalId: 'KX-90417',
  name: 'Zdislava Unikátová',
  holding: 'ACC-77120',
};
export const other: Held = {
  id: 6_543_210,
  externalId: 'KX-50111',
  name: '欧阳无双',
  holding: 'ACC-33119',
};

const at = new Date('2026-06-30T09:00:00Z');

const column = z.object({
  name: z.string(),
  type: z.string(),
  needed: z.boolean(),
  refers: z.string().nullable(),
});

/**
 * Fills every table that holds something of customers with a row about each, from the catalogue: a table that is new is filled,
 * too. The first is the manager of all, and of everything there is one.
 */
export async function fillHeldEverywhere({ db }: Store, people: readonly Held[]): Promise<void> {
  await db.insert(bank).values({ name: 'Small Bank', currency: 'CZK', timezone: 'Europe/Prague' });
  await db.insert(branches).values({ externalId: 'P', name: 'Prague' });
  await db
    .insert(managers)
    .values({ externalId: 'm', name: 'Eva', email: 'eva@bank.example', role: 'analyst' });
  await db.insert(valuationRuns).values({
    asOf: '2026-06-30',
    status: 'published',
    startedAt: at,
    publishedAt: at,
    parameters: {},
  });
  await db.insert(models).values({
    kind: 'churn',
    method: 'logistic',
    trainedAt: at,
    asOf: '2026-06-30',
    champion: true,
    body: {},
    card: {},
  });
  await db.insert(campaigns).values({
    name: 'Spring call',
    outcome: 'conversion',
    startedOn: '2026-05-01',
    endsOn: '2026-06-01',
    looks: [],
    heldOutShare: 0.5,
    seed: 1,
    target: {},
    plan: { base: 0, effect: 0, power: 0, alpha: 0, needed: null },
    startedAt: at,
  });
  await db.insert(digests).values({
    ownerId: 1,
    kind: 'at-risk',
    channel: 'slack',
    address: 'C1',
    cron: '0 8 * * *',
    timezone: 'UTC',
    locale: 'en',
    createdAt: at,
    dueSince: at,
  });
  await db.insert(ingestBatches).values({ mapping: 'standard', status: 'done' });
  for (const person of people) {
    await db.execute(sql`insert into customers (id, external_id, name, manager_id, branch_id, joined_on)
      overriding system value values (${person.id}, ${person.externalId}, ${person.name}, 1, 1, '2020-01-01')`);
    await db.execute(
      sql`insert into holdings (customer_id, external_id, product) values (${person.id}, ${person.holding}, 'savings')`,
    );
    await fillById({ db }, person);
    await fillOtherwise({ db }, person);
  }
}

/** A row in every table with a customer's id. */
async function fillById({ db }: Pick<Store, 'db'>, { id, name }: Held): Promise<void> {
  for (const { table } of treatments) {
    const into = getTableName(table);
    const columns = await queryRows(
      db,
      column,
      sql`select c.column_name as name, c.data_type as type, c.is_nullable = 'NO' as needed,
            (select ccu.table_name from information_schema.key_column_usage k
              join information_schema.table_constraints tc using (constraint_name)
              join information_schema.constraint_column_usage ccu using (constraint_name)
              where tc.constraint_type = 'FOREIGN KEY' and k.table_name = c.table_name
                and k.column_name = c.column_name limit 1) as refers
          from information_schema.columns c
          where c.table_schema = 'public' and c.table_name = ${into} and c.is_identity = 'NO'`,
    );
    if (!columns.some((each) => each.name === 'customer_id')) continue;
    const values = columns.map((each) => {
      if (each.name === 'customer_id') return sql`${id}::int`;
      if (each.refers !== null) return sql`1`;
      switch (each.type) {
        case 'text':
          return sql`${`${name} ${each.name}`}`;
        case 'jsonb':
          return sql`${JSON.stringify({ said: [`of ${name}`] })}::jsonb`;
        case 'ARRAY':
          return sql`'{}'`;
        case 'date':
          return sql`date '2026-06-01'`;
        case 'timestamp with time zone':
          return sql`${at.toISOString()}::timestamptz`;
        case 'boolean':
          return sql`false`;
        default:
          return sql`1`;
      }
    });
    await db.execute(
      sql`insert into ${sql.identifier(into)} (${sql.join(
        columns.map((each) => sql.identifier(each.name)),
        sql`, `,
      )}) values (${sql.join(values, sql`, `)})`,
    );
  }
}

/** A row in every other table that knows customers: a list of ids, a text that was said or sent, a line that was typed. */
async function fillOtherwise(
  { db }: Pick<Store, 'db'>,
  { id, externalId, name, holding }: Held,
): Promise<void> {
  const reply = {
    title: 'At risk',
    table: { rows: [[`${name} · ${externalId}`]] },
    actions: [{ command: `why ${externalId}` }],
  };
  await db.insert(accessLog).values({
    at,
    managerId: 1,
    channel: 'slack',
    intent: 'customer.value',
    customerIds: [id],
  });
  await db.insert(answersBefore).values([
    {
      managerId: 1,
      channel: 'slack',
      address: 'C1',
      thread: '',
      at,
      intent: 'customer.value',
      entities: { customer: name },
      customerIds: [id],
    },
  ]);
  await db.insert(actions).values({
    managerId: 1,
    at,
    intent: 'customer.log',
    effects: [
      { of: 'interaction', customerId: id, externalId: 'x' },
      { of: 'campaign', id: 1 },
    ],
  });
  await db.insert(actions).values({
    managerId: 1,
    at,
    intent: 'customer.follow',
    effects: [{ of: 'follow', customerId: id, before: null }],
  });
  await db.insert(chartLinks).values({
    id: `chart ${id === zdislava.id ? 'a' : 'b'}`,
    spec: { title: { text: name } },
    managerId: 1,
    role: 'analyst',
    expiresAt: at,
  });
  await db.insert(inbox).values({
    managerId: 1,
    at,
    key: `inbox ${reply.title} ${id === zdislava.id}`,
    locale: 'en',
    reply,
  });
  await db.insert(ingestRejects).values([
    {
      batchId: 1,
      mapping: 'm',
      file: 'f.csv',
      line: 1,
      column: 'customer',
      value: externalId,
      reason: 'unknown-customer',
    },
    {
      batchId: 1,
      mapping: 'm',
      file: 'f.csv',
      line: 2,
      column: 'holding',
      value: holding,
      reason: 'unknown-holding',
    },
  ]);
  await db.insert(votes).values({
    answer: `answer ${id === zdislava.id}`,
    managerId: 1,
    at,
    intent: 'customer.value',
    helpful: false,
    words: `wrong of ${name.toUpperCase()}`,
  });
  const sent = {
    key: `slot ${id === zdislava.id}`,
    ownerId: 1,
    slot: new Date(at.getTime() + (id === zdislava.id ? 0 : 60_000)),
    channel: 'slack' as const,
    address: 'C1',
    locale: 'en',
    tryAt: at,
  };
  await db.insert(deliveries).values([
    {
      ...sent,
      digestId: 1,
      state: 'sent',
      content: reply,
      takable: { customers: [{ id, claim: `claim ${externalId}` }], column: 1 },
      shownTakers: { [String(id)]: { owner: 'Eva', dueOn: '2026-07-01' } },
      told: { atRisk: [id, 1] },
      messageId: '171.2',
      sentAt: at,
    },
    { ...sent, key: `notice ${sent.key}`, digestId: null, state: 'due', content: reply },
  ]);
}
