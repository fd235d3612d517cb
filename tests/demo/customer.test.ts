import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellCustomer } from '../../src/demo/customer.ts';
import { demoPeople } from '../../src/demo/people.ts';
import { type DemoRows, noRows } from '../../src/demo/rows.ts';
import { settingOf } from '../../src/demo/setting.ts';

const today = '2025-11-22';
const setting = settingOf(1500, 42, today);

function tell(number: number, of = setting): DemoRows {
  const rows = noRows();
  tellCustomer(number, of, rows);
  return rows;
}

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('a customer of the demo bank', () => {
  it('is told alike for the same seed and day, and otherwise for another seed', () => {
    fc.assert(
      fc.property(fc.integer(), day, fc.integer({ min: 1, max: 1_000_000 }), (seed, on, number) => {
        const once = tell(number, settingOf(10, seed, on));
        expect(tell(number, settingOf(10, seed, on))).toEqual(once);
        expect(tell(number, settingOf(10, seed + 1, on)).customers).not.toEqual(once.customers);
      }),
      { numRuns: 60 },
    );
  });

  it('does nothing after today, before joining or after leaving, whatever the day', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 1500 }), (on, number) => {
        const rows = tell(number, settingOf(1500, 7, on));
        const [customer] = rows.customers;
        const joined = String(customer?.[7]);
        const end = customer?.[8] ?? on;
        const days = [
          ...rows.balances.map((row) => row[2]),
          ...rows.transactions.map((row) => row[3]),
          ...rows.interactions.flatMap((row) => [row[2], row[5]]),
          ...rows.surveys.map((row) => row[2]),
          ...rows.feedback.map((row) => row[2]),
          ...rows.offers.flatMap((row) => [row[3], row[5]]),
          ...rows.holdings.flatMap((row) => [row[4], row[5]]),
        ].filter((value) => value !== null);
        for (const value of days) {
          const told = String(value).slice(0, 10);
          expect(told >= joined && told <= String(end)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('leaves its manager something to do now and then, of which some is overdue, unless it left', () => {
    const all = Array.from({ length: 1500 }, (_, i) => tell(i + 1));
    const left = new Set(
      all.flatMap((rows) => rows.customers.filter((row) => row[8] !== null)).map(([id]) => id),
    );
    const open = all.flatMap((rows) => rows.follow_ups);
    expect(open.length).toBeGreaterThan(30);
    expect(open.length).toBeLessThan(120);
    expect(open.filter(([id]) => left.has(id))).toEqual([]);
    expect(new Set(open.map((row) => row[2]))).toEqual(new Set(['follow-up', 'claim', 'request']));
    const overdue = open.filter((row) => String(row[5]) < today);
    expect(overdue.length).toBeGreaterThan(0);
    expect(overdue.length).toBeLessThan(open.length / 2);
  });

  it('has accounts whose transactions add up to the change of the balance', () => {
    const cash = new Set(['current-account', 'savings', 'term-deposit']);
    let compared = 0;
    for (let number = 1; number <= 150; number++) {
      const rows = tell(number);
      for (const holding of rows.holdings.filter((row) => cash.has(String(row[2])))) {
        const balances = rows.balances.filter((row) => row[1] === holding[1]);
        for (const [i, balance] of balances.entries()) {
          const before = balances[i - 1];
          if (before === undefined) continue;
          const booked = rows.transactions
            .filter((row) => row[2] === holding[1])
            .filter(
              (row) => String(row[3]) > String(before[2]) && String(row[3]) <= String(balance[2]),
            )
            .reduce((sum, row) => sum + Number(row[4]), 0);
          expect(Number(balance[3]) - Number(before[3])).toBeCloseTo(booked, 2);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(3000);
  });

  it('is paid out in full on leaving', () => {
    let left = 0;
    for (let number = 1; number <= 400; number++) {
      const rows = tell(number);
      const closed = rows.customers[0]?.[8];
      if (closed === null || rows.balances.length === 0) continue;
      left++;
      for (const holding of rows.holdings) expect(String(holding[5]) <= String(closed)).toBe(true);
      for (const balance of rows.balances) expect(String(balance[2]) < String(closed)).toBe(true);
      expect(rows.transactions.some((row) => row[3] === closed && row[5] === 'transfer-out')).toBe(
        true,
      );
    }
    expect(left).toBeGreaterThan(40);
  });
});

describe('customer 1042', () => {
  it.each([42, 7, 99])(
    'is Zhang Wei, whose money is leaving over a complaint (seed %i)',
    (seed) => {
      const of = settingOf(1500, seed, today);
      const rows = tell(1042, of);
      const [, externalId, name, , , branch, managerId, , closed] = rows.customers[0] ?? [];
      expect({ externalId, name, branch, closed }).toEqual({
        externalId: '1042',
        name: 'Zhang Wei',
        branch: 1,
        closed: null,
      });
      const manager = of.staff.all.find(({ id }) => id === managerId);
      expect(manager).toMatchObject({ email: demoPeople.manager, role: 'manager' });

      const totalAt = (asOf: string) =>
        rows.balances
          .filter((row) => row[2] === asOf && Number(row[3]) > 0)
          .reduce((sum, row) => sum + Number(row[3]), 0);
      expect(totalAt('2025-04-30')).toBeGreaterThan(150_000);
      expect(totalAt('2025-10-31') / totalAt('2025-04-30')).toBeLessThan(0.5);
      const complaints = rows.interactions.filter((row) => row[3] === 'complaint');
      expect(complaints.at(-1)?.[5]).toBeNull();
      expect(rows.surveys.at(-1)?.[3]).toBe(4);
    },
  );

  it('is the only one of that name in Latin letters', () => {
    for (let number = 1; number <= 1500; number++) {
      if (number !== 1042) expect(tell(number).customers[0]?.[2]).not.toBe('Zhang Wei');
    }
  });
});
