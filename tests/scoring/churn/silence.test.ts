import { afterEach, describe, expect, it } from 'vitest';
import { type ScoreReport, score } from '../../../src/scoring/run/valuation-run.ts';
import { type Config, readConfig } from '../../../src/settings/settings.ts';
import {
  balances,
  bank,
  customers,
  customerValues,
  holdings,
  transactions,
} from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2026-07-01T12:00:00Z');
/** The last days of the 18 months up to June 2026, oldest first. */
const monthEnds = Array.from({ length: 18 }, (_, month) =>
  new Date(Date.UTC(2025, month + 1, 0)).toISOString().slice(0, 10),
);

type Plan = {
  id: string;
  joinedOn?: string | null;
  closedOn?: string;
  /** a savings account's balance at each month's end */
  balance?: number;
  /** the days of payments by card */
  pays?: readonly string[];
  /** the days of interest that the bank books */
  interest?: readonly string[];
};

async function fill({ db }: Store, plans: readonly Plan[]): Promise<void> {
  await db.insert(bank).values({ name: 'A bank', currency: 'EUR', timezone: 'Europe/Prague' });
  const ids = await db
    .insert(customers)
    .values(
      plans.map(({ id, joinedOn = '2020-01-01', closedOn }) => ({
        ...{ externalId: id, joinedOn, closedOn: closedOn ?? null },
      })),
    )
    .returning({ id: customers.id });
  const known = plans.map((plan, i) => ({ ...plan, customerId: ids[i]?.id ?? 0 }));
  const saving = known.filter(({ balance }) => balance !== undefined);
  if (saving.length > 0) {
    await db.insert(holdings).values(
      saving.map(({ customerId }) => ({
        ...{ customerId, externalId: 's', product: 'savings' as const, openedOn: '2020-01-01' },
      })),
    );
    await db
      .insert(balances)
      .values(
        saving.flatMap(({ customerId, balance = 0 }) =>
          monthEnds.map((asOf) => ({ customerId, holdingId: 's', asOf, amount: balance })),
        ),
      );
  }
  const booked = known.flatMap(({ customerId, pays = [], interest = [] }) => [
    ...pays.map((bookedOn, i) => ({
      ...{ customerId, externalId: `p${i}`, bookedOn, amount: -50, kind: 'card-payment' as const },
    })),
    ...interest.map((bookedOn, i) => ({
      ...{ customerId, externalId: `i${i}`, bookedOn, amount: 1, kind: 'interest' as const },
    })),
  ]);
  if (booked.length > 0) await db.insert(transactions).values(booked);
}

const several = (count: number, plan: (n: number) => Plan): Plan[] =>
  Array.from({ length: count }, (_, n) => plan(n + 1));

describe.each(storeKinds)('silence on %s', (kind) => {
  let store: Store;
  afterEach(() => store.close());

  async function valued(plans: readonly Plan[], asOf = '2026-06-30', by: Config = config) {
    store = await openTestStore(kind);
    await fill(store, plans);
    const report = await score(store, { config: by, asOf, now });
    const rows = await store.db.select().from(customerValues).orderBy(customerValues.customerId);
    return {
      report,
      rows,
      left: plans.filter((_, i) => rows[i]?.stage === 'left').map(({ id }) => id),
    };
  }
  const codes = ({ warnings }: ScoreReport) => warnings.map(({ code }) => code);

  it('says nothing in a bank that records no transactions', async () => {
    const { report, rows, left } = await valued(
      several(60, (n) => ({ id: `${n}`, balance: n * 10_000 })),
    );
    expect(left).toEqual([]);
    expect(codes(report)[0]).toBe('churn.silenceUnknown');
    expect(report.models.churn).toBeNull();
    // 600,000 at 1.2 % less 24 a year.
    expect(rows[59]?.contribution12m).toBeCloseTo(7176, 6);
    const best = rows.toSorted((a, b) => b.clv - a.clv)[0];
    expect(best).toBe(rows[59]);
    expect(best?.clv).toBeGreaterThan(7176);
    expect(rows.every(({ segmentId }) => segmentId !== null)).toBe(true);
  });

  it('says nothing there where the configuration asks for it, nor where the bank alone books', async () => {
    const { report, left } = await valued(
      several(30, (n) => ({ id: `${n}`, balance: n * 1000, interest: monthEnds })),
      '2026-06-30',
      { ...config, churn: { ...config.churn, definition: 'dormant' } },
    );
    expect(left).toEqual([]);
    expect(codes(report)).toContain('churn.silenceUnknown');
  });

  it('says nothing of customers whose product has no transactions recorded', async () => {
    const { report, rows, left } = await valued([
      ...several(30, (n) => ({ id: `card ${n}`, pays: monthEnds })),
      { id: 'card stopped', pays: monthEnds.slice(0, -4) },
      ...several(30, (n) => ({ id: `saver ${n}`, balance: n * 10_000 })),
      { id: 'nothing known', joinedOn: '2025-01-01' },
      { id: 'just joined', joinedOn: '2026-06-01' },
    ]);
    expect(left).toEqual(['card stopped', 'nothing known']);
    expect(rows.toSorted((a, b) => b.clv - a.clv)[0]).toBe(rows[60]);
    expect(codes(report)).not.toContain('churn.silenceUnknown');
  });

  it('is counted up to where the record of transactions ends', async () => {
    const plans = [
      ...several(20, (n) => ({ id: `${n}`, balance: 5000, pays: monthEnds.slice(0, -5) })),
      { id: 'stopped', balance: 5000, pays: monthEnds.slice(0, -9) },
    ];
    const { report, left } = await valued(plans);
    expect(left).toEqual(['stopped']);
    expect(report.warnings).toContainEqual({
      code: 'churn.transactionsEnded',
      figures: { end: '2026-01-31', asOf: '2026-06-30' },
    });
  });

  it('is not yet silence in the days after the record of transactions began', async () => {
    const { left } = await valued(
      [
        ...several(20, (n) => ({ id: `${n}`, pays: ['2026-05-20', '2026-06-10'] })),
        { id: 'none yet', joinedOn: '2020-01-01' },
        { id: 'nor known since when', joinedOn: null },
      ],
      '2026-06-15',
    );
    expect(left).toEqual([]);
  });

  it('of most customers is what a run says first, and counts in the test of the value model', async () => {
    const { report, left } = await valued([
      ...several(20, (n) => ({ id: `stays ${n}`, pays: monthEnds })),
      ...several(30, (n) => ({ id: `stops ${n}`, pays: monthEnds.slice(0, 13) })),
      { id: 'closed', closedOn: '2026-02-10', pays: monthEnds.slice(0, 13) },
    ]);
    expect(left).toHaveLength(31);
    expect(report.warnings[0]).toEqual({
      code: 'value.costsAloneAndMostDeparted',
      figures: { by: 'contribution', departed: 31, customers: 51, silent: 30, days: 90 },
    });
    expect(report.models.clv?.card).toMatchObject({
      backtest: { customers: 51, left: 31, judgedFrom: '2025-07-01' },
      warnings: [report.warnings[0], expect.anything()],
    });
  });

  it('of some is not, and costs alone are', async () => {
    const { report } = await valued([
      ...several(20, (n) => ({ id: `stays ${n}`, pays: monthEnds })),
      { id: 'stops', pays: monthEnds.slice(0, 13) },
    ]);
    expect(report.warnings[0]).toEqual({
      code: 'value.costsAlone',
      figures: { by: 'contribution' },
    });
  });
});
