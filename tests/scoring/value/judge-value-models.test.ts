import { describe, expect, it } from 'vitest';
import { dayNumber } from '../../../src/scoring/history/calendar.ts';
import type { LearningBank } from '../../../src/scoring/history/snapshots.ts';
import {
  judgeValueModel,
  judgeValueModels,
} from '../../../src/scoring/value/judge-value-models.ts';
import { departureByTenure, fitRetention } from '../../../src/scoring/value/retention.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { purchaseModels } from '../../../src/settings/value-models.ts';
import { seededRandom } from '../../../src/valuation/index.ts';
import { oneCustomer } from '../../banks/one-customer.ts';
import { gammaDraw } from '../../valuation/lifetime/simulation.ts';

const months = Array.from({ length: 24 }, (_, n) =>
  new Date(Date.UTC(2024, n, 1)).toISOString().slice(0, 10),
);
const from = dayNumber('2024-01-01');
const cut = dayNumber('2024-12-31');
const end = dayNumber('2025-12-31');
const { clv } = readConfig('config/bellwether.yaml').valuation;

/**
 * A shop whose 600 customers buy at rates of their own, spend amounts of their own and some day buy no more; the second of
 * two years is judged. Each purchase costs the bank a little, and brings nothing that it knows of.
 */
function shop(): { bank: LearningBank; contributions: Float64Array } {
  const random = seededRandom(11);
  const customers = 600;
  const column = (value = Number.NaN) => new Float64Array(customers).fill(value);
  const columns = {
    days: column(0),
    amount: column(0),
    kept: column(0),
    kept_newest: column(0),
    kept_later: column(0),
    first_own: column(),
    last_own: column(),
  };
  const contributions = new Float64Array(customers * 24).fill(-2);
  for (let row = 0; row < customers; row++) {
    const aDay = gammaDraw(random, 1.2, 40);
    const mean = 40 * Math.exp(0.8 * random.normal());
    const wait = (rate: number) => Math.ceil(-Math.log(1 - random.next()) / rate);
    const first = from + random.integer(365);
    const leaves = first + wait(gammaDraw(random, 1, 300));
    const seen = { first, last: first, days: 0, kept: 0 };
    for (let day = first; day <= Math.min(leaves, end); day += wait(aDay)) {
      const amount = mean * (0.5 + random.next());
      const month = Math.min(23, Math.floor((day - from) / 30.5));
      contributions[row * 24 + month]! -= 0.05;
      if (day > cut) columns.kept_later[row]! += amount;
      else {
        seen.last = day;
        seen.days += 1;
        seen.kept += amount;
      }
    }
    columns.days[row] = seen.days;
    columns.amount[row] = seen.kept;
    columns.kept[row] = seen.kept;
    columns.kept_newest[row] = seen.kept;
    columns.first_own[row] = seen.first;
    columns.last_own[row] = seen.last;
  }
  return {
    bank: {
      ...oneCustomer,
      customers: {
        ...oneCustomer.customers,
        joined: columns.first_own,
        closed: column(),
      },
      months,
      bringsIn: false,
      pastPurchases: { months: { seen: 12, newest: 12, judged: 12 }, dayNumber: cut, columns },
    },
    contributions,
  };
}

/** A bank of 600 customers with accounts, who leave the less likely the longer they have been there. */
function contractualBank(): { bank: LearningBank; contributions: Float64Array } {
  const random = seededRandom(12);
  const customers = 600;
  const month = 365.25 / 12;
  const joined = new Float64Array(customers);
  const closed = new Float64Array(customers).fill(Number.NaN);
  const contributions = new Float64Array(customers * 24).fill(Number.NaN);
  for (let row = 0; row < customers; row++) {
    const [a, b] = [gammaDraw(random, 0.8, 1), gammaDraw(random, 12, 1)];
    const start = from - 900 + random.integer(1300);
    joined[row] = start;
    for (let at = start + month; at <= end; at += month) {
      if (random.next() >= a / (a + b)) continue;
      closed[row] = Math.floor(at - 1);
      break;
    }
    const level = 20 * Math.exp(0.7 * random.normal());
    for (let n = 0; n < 24; n++) {
      const day = dayNumber(months[n] ?? '');
      if (joined[row]! > day + 30 || closed[row]! < day) continue;
      contributions[row * 24 + n] = level * (1 + 0.2 * random.normal());
    }
  }
  return {
    bank: {
      ...oneCustomer,
      customers: { ...oneCustomer.customers, joined, closed },
      snapshots: [{ ...oneCustomer.snapshots[0], dayNumber: end }],
      months,
      bringsIn: true,
    },
    contributions,
  };
}

describe('a model of purchases', () => {
  const { bank, contributions } = shop();
  const past = { bank, contributions, clv, seed: 1 };

  it.each(purchaseModels)(
    '%s is judged on what customers spent in a year it had not seen',
    (model) => {
      const found = judgeValueModel(model, past)!;
      expect(found).toMatchObject({
        of: 'spend',
        seenFrom: '2024-01-01',
        judgedFrom: '2025-01-01',
        monthsSeen: 12,
        monthsJudged: 12,
        customers: 600,
      });
      expect(found.left).toBeGreaterThan(50);
      const { lastYearSpend, meanSpend, steadyRate } = found.baselines;
      expect(Object.keys(found.baselines)).toEqual(['lastYearSpend', 'meanSpend', 'steadyRate']);
      expect(found.model.rankCorrelation).toBeGreaterThan(lastYearSpend?.rankCorrelation ?? 1);
      expect(found.model.meanAbsoluteError).toBeLessThan(meanSpend?.meanAbsoluteError ?? 0);
      // Nobody is as they were for ever.
      expect(found.model.meanAbsoluteError).toBeLessThan(steadyRate?.meanAbsoluteError ?? 0);
      expect(found.coverage).toBeGreaterThan(0.8);
      expect(found.coverage).toBeLessThanOrEqual(1);
    },
  );

  it('cannot be judged where nobody had bought twice, or there are too few customers', () => {
    const { pastPurchases } = bank;
    if (pastPurchases === null) throw new Error('The shop has purchases.');
    const once = pastPurchases.columns.days.map((days) => Math.min(1, days));
    const with_ = (columns: Partial<typeof pastPurchases.columns>) =>
      judgeValueModel('pareto-nbd', {
        ...past,
        bank: {
          ...bank,
          pastPurchases: { ...pastPurchases, columns: { ...pastPurchases.columns, ...columns } },
        },
      });
    expect(with_({ days: once })).toBeNull();
    expect(with_({ days: once.map((days, row) => (row < 19 ? 2 * days : 0)) })).toBeNull();
  });

  it('is chosen where the bank knows of nothing but costs, by what customers spent', () => {
    const { model, choice, backtest } = judgeValueModels({
      ...past,
      clv: { ...clv, model: 'auto' },
    });
    expect(purchaseModels).toContain(model);
    expect(choice?.by).toBe('spend');
    expect(choice?.best).toBeGreaterThan(0);
    const measured = new Map(choice?.candidates.map((each) => [each.model, each.measures]));
    expect([...measured.keys()]).toEqual([
      'contribution',
      'transactions',
      'modified-bg-nbd',
      'pareto-nbd',
      'shifted-beta-geometric',
    ]);
    expect(measured.get(model)).toEqual(backtest?.model);
    expect(measured.get('contribution')?.rankCorrelation).toBeLessThan(
      backtest?.model.rankCorrelation ?? 0,
    );
    // Nobody closes an account in a shop.
    expect(measured.get('shifted-beta-geometric')).toBeNull();
  });
});

describe('retention by tenure', () => {
  const { bank, contributions } = contractualBank();
  const past = { bank, contributions, clv, seed: 1 };

  it('is learnt from when customers joined and left, and from nothing later', () => {
    const { joined, closed } = bank.customers;
    const model = fitRetention({ joined, closed }, { from, to: cut })!;
    const errors = model.standardErrors;
    if (!errors) throw new Error('The fit should converge.');
    expect(Math.abs(model.alpha - 0.8)).toBeLessThan(4 * errors.alpha);
    expect(Math.abs(model.beta - 12)).toBeLessThan(4 * errors.beta);
    const later = closed.map((day) => (day > cut ? Number.NaN : day));
    expect(fitRetention({ joined, closed: later }, { from, to: cut })).toEqual(model);
    const nobody = closed.map(() => Number.NaN);
    expect(fitRetention({ joined, closed: nobody }, { from, to: cut })).toMatchObject({
      alpha: 0,
      boundary: 'no-dropout',
    });
    const customers = { ...bank.customers, closed: nobody };
    expect(
      judgeValueModel('shifted-beta-geometric', { ...past, bank: { ...bank, customers } }),
    ).toBeNull();
  });

  it('leaves whoever has been there for long less likely to go', () => {
    const model = fitRetention(bank.customers, { from, to: cut })!;
    const departure = departureByTenure(model, Float64Array.of(cut, cut - 1461, Number.NaN), cut);
    expect(departure.monthlyChurn[0]).toBeCloseTo(model.alpha / (model.alpha + model.beta), 12);
    expect(departure.monthlyChurn[1]).toBeCloseTo(
      model.alpha / (model.alpha + model.beta + 48),
      12,
    );
    // When they joined is not known: they count as the longest there.
    expect(departure.monthlyChurn[2]).toBe(departure.monthlyChurn[1]);
  });

  it('is judged by contributions, as the model by contribution is', () => {
    const byTenure = judgeValueModel('shifted-beta-geometric', past)!;
    const usual = judgeValueModel('contribution', past)!;
    expect(byTenure).toMatchObject({ of: 'contribution', monthsJudged: 12, left: usual.left });
    expect(byTenure.baselines).toEqual(usual.baselines);
    expect(byTenure.model).not.toEqual(usual.model);
    expect(byTenure.model.rankCorrelation).toBeGreaterThan(0.5);
  });

  it('is among those that auto tries, and models of purchases are not where there are none', () => {
    const { model, choice } = judgeValueModels({ ...past, clv: { ...clv, model: 'auto' } });
    expect(['contribution', 'shifted-beta-geometric']).toContain(model);
    expect(choice?.by).toBe('contribution');
    expect(
      choice?.candidates.filter(({ measures }) => measures === null).map((each) => each.model),
    ).toEqual([...purchaseModels]);
  });

  it('leaves a bank that is too young to be judged with the model by contribution', () => {
    const young = {
      bank: { ...bank, months: months.slice(0, 4) },
      contributions: contributions.subarray(0, 600 * 4),
    };
    expect(judgeValueModels({ ...past, ...young, clv: { ...clv, model: 'auto' } })).toMatchObject({
      model: 'contribution',
      backtest: null,
      choice: { best: 0 },
    });
  });
});
