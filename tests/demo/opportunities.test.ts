import { beforeAll, describe, expect, it } from 'vitest';
import { tellCustomer } from '../../src/demo/customer.ts';
import { type DemoRows, noRows } from '../../src/demo/rows.ts';
import { settingOf } from '../../src/demo/setting.ts';

const today = '2025-11-22';
const setting = settingOf(1500, 42, today);

describe('opportunities of the demo bank', () => {
  let rows: DemoRows;
  beforeAll(() => {
    rows = noRows();
    for (let number = 1; number <= 1500; number++) tellCustomer(number, setting, rows);
  });

  it('are open at every stage, some of them overdue, or were won or lost', () => {
    const at = (stage: string) => rows.opportunities.filter((row) => row[5] === stage);
    for (const stage of ['lead', 'qualified', 'proposal', 'negotiation'])
      expect(at(stage).length, stage).toBeGreaterThan(3);
    expect(at('won').length).toBeGreaterThan(5);
    expect(at('lost').length).toBeGreaterThan(20);
    const open = rows.opportunities.filter((row) => row[5] !== 'won' && row[5] !== 'lost');
    const overdue = open.filter((row) => row[7] !== null && String(row[7]) < today);
    expect(overdue.length).toBeGreaterThan(1);
    expect(overdue.length).toBeLessThan(open.length / 2);
    const keys = rows.opportunities.map((row) => `${row[0]} ${row[1]}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are of what a customer who has not left does not hold', () => {
    const held = new Set(rows.holdings.map((row) => `${row[0]} ${row[2]}`));
    const left = new Set(rows.customers.filter((row) => row[8] !== null).map(([id]) => id));
    for (const [customer, , , product, , stage] of rows.opportunities) {
      if (stage === 'won') expect(held.has(`${customer} ${product}`)).toBe(true);
      else if (stage !== 'lost') {
        expect(held.has(`${customer} ${product}`)).toBe(false);
        expect(left.has(customer)).toBe(false);
      }
    }
  });

  it('were declined where they were lost', () => {
    const declined = new Set(
      rows.offers.filter((row) => row[4] === 'declined').map((row) => `${row[0]} ${row[2]}`),
    );
    for (const [customer, , , product, , stage] of rows.opportunities)
      if (stage === 'lost') expect(declined.has(`${customer} ${product}`)).toBe(true);
  });
});
