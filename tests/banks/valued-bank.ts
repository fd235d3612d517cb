import { eq } from 'drizzle-orm';
import type { Linked } from '../../src/access/principal.ts';
import { knownLocale } from '../../src/language/locale.ts';
import {
  bank,
  branches,
  contributions,
  customers,
  customerValues,
  managers,
  segments,
  valuationRuns,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';

/** A person of the bank, as one who asks. */

type Row<Table extends { $inferInsert: object }, Column extends keyof Table['$inferInsert']> = Pick<
  Table['$inferInsert'],
  Column
>;

/** What a run says of a customer. */
export type Value = Omit<typeof customerValues.$inferInsert, 'customerId' | 'runId'>;

/** What a test says about its bank. Branches and people are referred to by the bank's own ids. */
export type BankPlan = {
  /** ISO 4217; EUR unless said */
  currency?: string;
  branches: readonly Row<typeof branches, 'externalId' | 'name' | 'names' | 'attributes'>[];
  people: readonly (Row<
    typeof managers,
    'externalId' | 'name' | 'email' | 'role' | 'locale' | 'timezone'
  > & { branch?: string })[];
  customers: readonly (Row<
    typeof customers,
    'externalId' | 'name' | 'joinedOn' | 'closedOn' | 'phone' | 'email' | 'tags'
  > & {
    branch?: string;
    manager?: string;
    /** how the customer differs from an ordinary one; without it, no run knows the customer */
    value?: Partial<Value>;
    months?: readonly Omit<typeof contributions.$inferInsert, 'customerId' | 'runId'>[];
  })[];
  segments: readonly Omit<typeof segments.$inferInsert, 'runId'>[];
  /** the published run */
  run: { asOf: string; at: Date; parameters?: Record<string, unknown> };
};

/** What stands in the store, by the bank's own ids; who asks for others gets an error. */
export type ValuedBank = {
  runId: number;
  person(externalId: string): Linked;
  customerId(externalId: string): number;
};

/** A value that nothing is odd about. */
export const ordinaryValue = {
  recencyDays: 3,
  frequency: 120,
  monetary: 450.5,
  recencyScore: 5,
  frequencyScore: 4,
  monetaryScore: 4,
  probabilityAlive: 0.9,
  expectedTransactions: 300,
  contribution12m: 4321,
  expectedContribution: 350,
  clv: 12345.67,
  clvLow: 9876.5,
  clvHigh: 15432.1,
  horizonMonths: 36,
  cvs: 71.25,
  tier: 'medium',
  segmentId: 1,
  churnProbability: 0.12,
  churnReasons: [
    { feature: 'balance_change_3m', value: -0.4, contribution: 0.9 },
    { feature: 'complaints_3m', value: 2, contribution: 0.6 },
    { feature: 'tenure_months', value: 87, contribution: -0.4 },
    { feature: 'products', value: 1, contribution: 0.1 },
  ],
  balance: 250000,
  satisfaction: 0.8,
  stage: 'retained',
} satisfies Value;

/** First days of `count` months, the last of them the month of a day. */
export function monthsUpTo(day: string, count: number): string[] {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(year, month - count + 1 + i, 1)).toISOString().slice(0, 10),
  );
}

/**
 * A customer's value where it differs from an ordinary one's. Unless said, they are worth their CLV if they stay, and the
 * risk's share of that is at stake; of those who have left by the run's day nothing is said of either.
 */
function completeValue(changed: Partial<Value>, left: boolean): Value {
  const row = { ...ordinaryValue, ...(left ? { stage: 'left' as const } : {}), ...changed };
  const { churnProbability: risk = null, clv, valueIfStays = left ? null : clv } = row;
  return {
    valueIfStays,
    valueAtStake: risk === null || valueIfStays === null ? null : risk * valueIfStays,
    ...row,
  };
}

/** Fills an empty store with a bank and one published run of it. Nothing is computed: the plan says the figures. */
export async function fillValuedBank({ db }: Store, plan: BankPlan): Promise<ValuedBank> {
  await db.insert(bank).values({
    name: 'Small Bank',
    currency: plan.currency ?? 'EUR',
    timezone: 'Europe/Prague',
  });
  const places = await db
    .insert(branches)
    .values([...plan.branches])
    .returning();
  const branchId = (of?: string) => (of === undefined ? null : find(places, of).id);
  const staff = await db
    .insert(managers)
    .values(plan.people.map(({ branch, ...row }) => ({ ...row, branchId: branchId(branch) })))
    .returning();
  const known = await db
    .insert(customers)
    .values(
      plan.customers.map(({ branch, manager, value: _, months: __, ...row }) => ({
        ...row,
        branchId: branchId(branch),
        managerId: manager === undefined ? null : find(staff, manager).id,
      })),
    )
    .returning({ id: customers.id, externalId: customers.externalId });
  const customerId = (externalId: string) => find(known, externalId).id;

  const { asOf, at, parameters = {} } = plan.run;
  const [run] = await db
    .insert(valuationRuns)
    .values({
      asOf,
      status: 'published',
      startedAt: at,
      publishedAt: at,
      parameters,
      customers: known.length,
    })
    .returning({ id: valuationRuns.id });
  if (run === undefined) throw new Error('The run was not inserted.');
  const runId = run.id;
  await db.insert(segments).values(plan.segments.map((row) => ({ ...row, runId })));
  const values = plan.customers.flatMap(({ externalId, closedOn, value }) =>
    value === undefined
      ? []
      : [
          {
            ...completeValue(value, closedOn != null && closedOn <= asOf),
            customerId: customerId(externalId),
            runId,
          },
        ],
  );
  if (values.length > 0) await db.insert(customerValues).values(values);
  const months = plan.customers.flatMap(({ externalId, months = [] }) =>
    months.map((row) => ({ ...row, customerId: customerId(externalId), runId })),
  );
  if (months.length > 0) await db.insert(contributions).values(months);

  return {
    runId,
    customerId,
    person(externalId) {
      const { id, externalId: _, active: __, locale, ...row } = find(staff, externalId);
      return { kind: 'linked', managerId: id, ...row, locale: knownLocale(locale) };
    },
  };
}

function find<Named extends { externalId: string }>(rows: readonly Named[], externalId: string) {
  const row = rows.find((each) => each.externalId === externalId);
  if (row === undefined) throw new Error(`The bank of this test has no ${externalId}.`);
  return row;
}

/** Publishes another run that says the same of everybody as a run does, as of another day; returns its id. */
export async function copyRun({ db }: Store, runId: number, asOf: string): Promise<number> {
  const [original] = await db.select().from(valuationRuns).where(eq(valuationRuns.id, runId));
  if (original === undefined) throw new Error(`There is no run ${runId}.`);
  const { id: _, ...row } = original;
  const [copy] = await db
    .insert(valuationRuns)
    .values({ ...row, asOf })
    .returning({ id: valuationRuns.id });
  if (copy === undefined) throw new Error('The copy of the run was not inserted.');
  const named = await db.select().from(segments).where(eq(segments.runId, runId));
  await db.insert(segments).values(named.map((each) => ({ ...each, runId: copy.id })));
  const valued = await db.select().from(customerValues).where(eq(customerValues.runId, runId));
  await db.insert(customerValues).values(valued.map((each) => ({ ...each, runId: copy.id })));
  return copy.id;
}
