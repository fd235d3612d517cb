import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { today } from '../../../src/scoring/history/snapshots.ts';
import { score } from '../../../src/scoring/run/valuation-run.ts';
import { BankValuer } from '../../../src/scoring/run/value-bank.ts';
import { expectPurchases, type PurchaseModels } from '../../../src/scoring/value/clv.ts';
import { valueByModel } from '../../../src/scoring/value/value-by-model.ts';
import { valueCardShape } from '../../../src/scoring/value/value-card.ts';
import { type Config, readConfig } from '../../../src/settings/settings.ts';
import { valueModels } from '../../../src/settings/value-models.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { onThisThread } from '../../../src/valuation/churn/selection.ts';
import { oneCustomer } from '../../banks/one-customer.ts';
import { asOf, fillRecordedHistory } from '../../banks/recorded-history.ts';
import { openTestStore } from '../../test-store.ts';

const base = readConfig('config/bellwether.yaml');
const by = (clv: Partial<Config['valuation']['clv']>): Config => ({
  ...base,
  valuation: { ...base.valuation, clv: { ...base.valuation.clv, ...clv } },
});
const now = () => new Date('2024-08-01T12:00:00Z');
const figures = z.object({
  stage: z.string(),
  transactions: z.number().nullable(),
  monthly: z.number(),
  clv: z.number(),
  low: z.number(),
  high: z.number(),
  stake: z.number().nullable(),
  churn: z.number().nullable(),
});

describe('a bank valued by its purchases', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore('pglite');
    await fillRecordedHistory(store);
  });
  afterAll(() => store.close());

  async function valued(clv: Partial<Config['valuation']['clv']>) {
    const report = await score(store, { config: by(clv), asOf, now });
    const rows = await queryRows(
      store.db,
      figures,
      sql`select stage, expected_transactions as transactions, expected_contribution as monthly, clv, clv_low as low,
            clv_high as high, value_at_stake as stake, churn_probability as churn
          from customer_values where run_id = ${report.runId} order by customer_id`,
    );
    return { report, rows };
  }

  it('has a value and a range for every active buyer, in proportion to the margin', async () => {
    const { report, rows } = await valued({ model: 'transactions' });
    expect(report.models.clv).toMatchObject({
      method: 'BG/NBD × Gamma-Gamma',
      card: {
        model: 'transactions',
        margin: 0.02,
        backtest: { of: 'spend', monthsSeen: 6, monthsJudged: 12, judgedFrom: '2023-07-01' },
        choice: null,
      },
    });
    const buyers = rows.filter((row) => row.stage !== 'left' && row.transactions !== null);
    expect(buyers.length).toBeGreaterThan(100);
    for (const { clv, low, high, stake, churn, monthly } of buyers) {
      expect(clv).toBeGreaterThan(0);
      expect(monthly).toBeGreaterThan(0);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThan(clv);
      expect(high).toBeGreaterThan(clv);
      if (stake !== null) expect(stake).toBeGreaterThanOrEqual((churn ?? 1) * clv);
    }
    for (const { clv } of rows.filter((row) => !buyers.includes(row))) expect(clv).toBe(0);
    const twice = await valued({ model: 'transactions', margin: 0.04 });
    twice.rows.forEach(({ clv }, i) => {
      expect(clv).toBeCloseTo(2 * (rows[i]?.clv ?? Number.NaN), 6);
    });
  });

  it('is valued by the model that did best on its own past where auto is asked for', async () => {
    const { report, rows } = await valued({ model: 'auto' });
    const { model, choice, backtest } = valueCardShape.parse(report.models.clv?.card);
    // Balances bring in interest, so that models are judged by contributions.
    expect(choice?.by).toBe('contribution');
    expect(choice?.candidates.map((each) => each.model)).toEqual([...valueModels]);
    expect(choice?.candidates.every(({ measures }) => measures !== null)).toBe(true);
    const chosen = choice?.candidates.find((each) => each.model === model);
    expect(chosen?.measures).toEqual(backtest?.model);
    expect(rows.some(({ clv }) => clv > 0)).toBe(true);
  });

  it('is valued by tenure where that is asked for', async () => {
    const { report, rows } = await valued({ model: 'shifted-beta-geometric' });
    expect(report.models.clv).toMatchObject({
      method: 'contribution × shifted beta-geometric',
      card: { model: 'shifted-beta-geometric', backtest: { of: 'contribution' } },
    });
    expect(rows.every(({ clv, low, high }) => low <= clv && clv <= high)).toBe(true);
    expect(rows.some(({ clv }) => clv > 0)).toBe(true);
  });

  it('is worth something else by contribution, which the card then names', async () => {
    const { report, rows } = await valued({});
    expect(report.models.clv).toMatchObject({
      method: 'contribution × survival',
      card: { model: 'contribution' },
    });
    expect(rows.every(({ clv, low, high }) => low <= clv && clv <= high)).toBe(true);
    expect(rows.some(({ transactions, clv }) => transactions === null && clv !== 0)).toBe(true);
  });
});

it('values by contribution, and says so, where nobody bought twice', async () => {
  const valueBy = async (clv: Partial<Config['valuation']['clv']>) => {
    const contributions = Float64Array.of(12);
    const valuer = await BankValuer.learn(
      {
        bank: oneCustomer,
        sampled: false,
        inParts: false,
        lastSegmentation: {},
        highestNumbers: new Map(),
        churnPast: { last: null, prediction: null },
        config: by(clv),
        seed: 1,
      },
      Promise.resolve(contributions),
      onThisThread,
      { clock: () => 0, onStep: () => {} },
    );
    const { figures } = await valuer.value({ bank: today(oneCustomer), contributions });
    return { figures, ...valuer.end() };
  };
  const wanted = await valueBy({ model: 'transactions' });
  expect(wanted.models.clv).toMatchObject({
    method: 'contribution × survival',
    card: { model: 'contribution' },
  });
  const byContribution = { code: 'value.byContribution', figures: {} };
  expect(wanted.warnings).toContainEqual(byContribution);
  const usual = await valueBy({});
  expect(usual.figures).toEqual(wanted.figures);
  expect(usual.warnings).not.toContainEqual(byContribution);
});

it('counts whom no finite amount is expected of, who is worth 0, and values all others', () => {
  // Amounts so far apart that they have no mean (q < 1): of whoever bought once nothing finite is expected.
  const fitted = { logLikelihood: 0, converged: true, iterations: 1 };
  const models: PurchaseModels = {
    transactions: { kind: 'bg-nbd', r: 0.5, alpha: 10, a: 1, b: 3, ...fitted },
    gammaGamma: { kind: 'gamma-gamma', p: 2, q: 0.7, v: 20, ...fitted },
    other: null,
    warnings: [],
  };
  const each = (value: number) => new Float64Array(4).fill(value);
  const { clv } = by({ model: 'transactions' }).valuation;
  const history = {
    dayNumber: 1000,
    first: each(300),
    last: Float64Array.of(900, 300, 900, 900),
    days: Float64Array.of(5, 1, 5, 5),
    amount: Float64Array.of(500, 100, Number.POSITIVE_INFINITY, 500),
    kept: Float64Array.of(500, 100, Number.POSITIVE_INFINITY, 500),
  };
  const valued = valueByModel(
    { model: 'transactions', contribution: null, retention: null, warnings: [] },
    {
      bank: today(oneCustomer),
      contributions: each(1),
      active: Uint8Array.of(1, 1, 1, 0),
      segment: new Int32Array(4),
    },
    {
      churn: each(0.1),
      reversion: { horizonMonths: 3, longRun: 0.1, persistence: 0.5 },
      purchases: expectPurchases(models, history, clv.horizonMonths),
    },
    clv,
  );
  expect(valued.unvalued).toBe(2);
  expect(valued.clv[0]).toBeGreaterThan(0);
  expect(valued.ifStays[0]).toBeGreaterThan(valued.clv[0]!);
  for (const column of [valued.clv, valued.low, valued.high, valued.ifStays])
    expect([...column.subarray(1)]).toEqual([0, 0, 0]);
});
