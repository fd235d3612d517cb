import { describe, expect, it } from 'vitest';
import { dayOf, dayText } from '../../src/demo/calendar.ts';
import { tellCustomer } from '../../src/demo/customer.ts';
import { noRows } from '../../src/demo/rows.ts';
import { settingOf } from '../../src/demo/setting.ts';
import { rocAuc } from '../../src/valuation/evaluation/metrics.ts';
import { type Dataset, predictChurn, trainChurn } from '../../src/valuation/index.ts';

const today = dayOf('2025-11-22');
const customers = 5000;
const quarter = 91;

type Features = {
  balance: number;
  balanceChange: number;
  transactionsChange: number;
  products: number;
  tenure: number;
  complaints: number;
  unresolved: number;
  satisfaction: number;
};

/** What a bank would see of each customer on each day, and who left in the quarter after it. */
function observe(seed: number, days: readonly number[]) {
  const setting = settingOf(customers, seed, dayText(today));
  const seen = days.map(() => ({ rows: [] as Features[], left: [] as number[] }));
  for (let number = 1; number <= customers; number++) {
    const told = noRows();
    tellCustomer(number, setting, told);
    const [, , , , , , , joined, closed] = told.customers[0] ?? [];
    const kept = new Set(
      told.holdings
        .filter((row) => !['card', 'loan', 'mortgage'].includes(String(row[2])))
        .map((row) => row[1]),
    );
    for (const [i, day] of days.entries()) {
      const on = dayText(day);
      if (String(joined) > on || (closed !== null && String(closed) <= on)) continue;
      const before = (back: number) => dayText(day - back);
      const balanceOn = (asOf: string) => {
        const then = told.balances.filter(
          (row) => kept.has(String(row[1])) && String(row[2]) <= asOf,
        );
        const newest = then.at(-1)?.[2];
        return then
          .filter((row) => row[2] === newest)
          .reduce((sum, row) => sum + Number(row[3]), 0);
      };
      const between = (value: unknown, from: string, to: string) =>
        String(value).slice(0, 10) > from && String(value).slice(0, 10) <= to;
      const booked = (from: string, to: string) =>
        told.transactions.filter((row) => between(row[3], from, to) && row[5] !== 'fee').length;
      const complaints = told.interactions.filter(
        (row) => row[3] === 'complaint' && between(row[2], before(365), on),
      );
      const survey = told.surveys.findLast((row) => String(row[2]) <= on);
      const balance = balanceOn(on);
      seen[i]?.rows.push({
        balance: Math.log(Math.max(1, balance)),
        balanceChange: Math.log(Math.max(1, balance) / Math.max(1, balanceOn(before(quarter)))),
        transactionsChange: Math.log(
          (booked(before(60), on) + 1) / (booked(before(360), before(60)) / 5 + 1),
        ),
        products: told.holdings.filter(
          (row) => String(row[4]) <= on && (row[5] === null || String(row[5]) > on),
        ).length,
        tenure: Math.log(day - dayOf(String(joined)) + 1),
        complaints: complaints.length,
        unresolved: complaints.filter((row) => row[5] === null || String(row[5]) > on).length,
        satisfaction: survey === undefined ? Number.NaN : Number(survey[3]) / Number(survey[4]),
      });
      seen[i]?.left.push(closed !== null && String(closed) <= before(-quarter) ? 1 : 0);
    }
  }
  return seen;
}

function datasetOf(rows: readonly Features[]): Dataset {
  const names = Object.keys(rows[0] ?? {}) as (keyof Features)[];
  return {
    rows: rows.length,
    columns: names.map((name) => ({
      name,
      kind: 'number',
      values: Float64Array.from(rows, (row) => row[name]),
    })),
  };
}

describe('departures of the demo bank', () => {
  const [before, earlier, latest] = observe(42, [
    today - 4 * quarter,
    today - 2 * quarter,
    today - quarter,
  ]);
  const past = {
    rows: [...before!.rows, ...earlier!.rows],
    left: [...before!.left, ...earlier!.left],
  };

  it('are 2.5 to 4 % a quarter', () => {
    for (const { left } of [before!, earlier!, latest!]) {
      const share = left.reduce((sum, one) => sum + one, 0) / left.length;
      expect(share).toBeGreaterThan(0.025);
      expect(share).toBeLessThan(0.04);
    }
  });

  it('can be foreseen well, but not too well, from what the bank saw before', () => {
    const train = datasetOf(past.rows);
    const model = trainChurn('logistic', train, Uint8Array.from(past.left), { seed: 1 });
    const foreseen = predictChurn(model, datasetOf(latest!.rows));
    const ranked = rocAuc(latest!.left, foreseen);
    expect(ranked).toBeGreaterThan(0.78);
    expect(ranked).toBeLessThan(0.93);
  });

  it('are told by no single figure', () => {
    for (const { name, values } of datasetOf(latest!.rows).columns) {
      const ranked = rocAuc(
        latest!.left,
        values.map((value) => (Number.isNaN(value) ? 0.7 : value)),
      );
      expect(Math.max(ranked, 1 - ranked), name).toBeLessThan(0.85);
    }
  });
});
