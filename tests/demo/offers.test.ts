import { beforeAll, describe, expect, it } from 'vitest';
import { tellCustomer } from '../../src/demo/customer.ts';
import { type DemoRows, noRows } from '../../src/demo/rows.ts';
import { settingOf } from '../../src/demo/setting.ts';

const setting = settingOf(1500, 42, '2025-11-22');

describe('offers of the demo bank', () => {
  let rows: DemoRows;
  beforeAll(() => {
    rows = noRows();
    for (let number = 1; number <= 1500; number++) tellCustomer(number, setting, rows);
  });

  it('were declined, accepted, and some are not answered yet', () => {
    const outcomes = rows.offers.map((row) => row[4]);
    const of = (outcome: string) => outcomes.filter((each) => each === outcome).length;
    expect(of('declined')).toBeGreaterThan(250);
    expect(of('accepted')).toBeGreaterThan(30);
    expect(of('open')).toBeGreaterThan(5);
    expect(outcomes).toHaveLength(of('declined') + of('accepted') + of('open'));
    for (const [, , , offered, outcome, answered] of rows.offers) {
      expect(answered === null).toBe(outcome === 'open');
      if (answered !== null) expect(String(answered) >= String(offered)).toBe(true);
    }
  });

  it('were accepted by those who opened the product, declined by those who have none', () => {
    const opened = new Set(rows.holdings.map((row) => `${row[0]} ${row[2]}`));
    for (const [customer, , product, , outcome] of rows.offers) {
      if (outcome === 'open') continue;
      expect(opened.has(`${customer} ${product}`)).toBe(outcome === 'accepted');
    }
  });

  it('include one that customer 1042 declined', () => {
    expect(rows.offers.filter(([customer]) => customer === 1142)).toEqual([
      [
        1142,
        expect.any(String),
        'loan',
        '2025-06-25',
        'declined',
        '2025-07-02',
        expect.any(String),
        expect.any(Number),
      ],
    ]);
  });
});
