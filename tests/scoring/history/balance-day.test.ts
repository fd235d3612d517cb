import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { balanceDay } from '../../../src/scoring/history/balance-day.ts';
import { calendarOf } from '../../../src/scoring/history/calendar.ts';
import { readBank, stageHistory } from '../../../src/scoring/history/read-snapshots.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const config = readConfig('config/bellwether.yaml');

/** Ten customers with an account each, whose balance grows by 100 a month; the newest records are of the day given. */
async function fill(
  { db }: Store,
  recordedOn: { day: string; every: 'month' | 'week' }[],
): Promise<void> {
  await db.execute(sql`insert into customers (external_id, name, joined_on)
    select n::text, 'Customer ' || n, date '2020-01-01' from generate_series(1, 10) n`);
  await db.execute(sql`insert into holdings (customer_id, external_id, product, opened_on)
    select id, 'c' || id, 'current-account', joined_on from customers`);
  for (const { day, every } of recordedOn) {
    await db.execute(sql`insert into balances (customer_id, holding_id, as_of, amount)
      select c.id, 'c' || c.id, day, 1000 + 100 * (extract(year from day) * 12 + extract(month from day) - 2024 * 12)
      from customers c cross join (
        select case when ${every} = 'week' then ${day}::date - 7 * k
          when extract(day from ${day}::date + 1) = 1 then (date_trunc('month', ${day}::date + 1) - k * interval '1 month')::date - 1
          else (${day}::date - k * interval '1 month')::date end as day
        from generate_series(0, 80) k) days
      where day >= date '2024-01-01'
      on conflict do nothing`);
  }
}

describe.each(storeKinds)('the balances of a run on %s', (kind) => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore(kind);
  });
  afterEach(() => store.close());

  /** A customer's change of balance over a month, as seen on the as-of date and on the dates a model learns from. */
  async function changes(asOf: string): Promise<number[]> {
    const calendar = calendarOf(asOf, '2024-01-01', {
      anchors: 30,
      months: 12,
      balancesOn: await balanceDay(store.db, asOf),
    });
    const options = { config, timezone: 'UTC', onProgress: () => {}, signal: undefined };
    await stageHistory(store, calendar, options);
    const { bank } = await readBank(store, calendar, [0, 1, 3, 6], options, null);
    return bank.snapshots.map(({ columns }) => columns.balance[0]! - columns.balance_1m[0]!);
  }

  it.each(['2026-10-31', '2026-11-01', '2026-11-21', '2026-11-30', '2026-12-10'])(
    'are as old on %s as they were whenever the models learnt, where the bank records month ends',
    async (asOf) => {
      await fill(store, [{ day: '2026-10-31', every: 'month' }]);
      expect(await changes(asOf)).toEqual([100, 100, 100, 100]);
    },
  );

  it('are of the month end they fall on once that is recorded', async () => {
    await fill(store, [{ day: '2026-11-30', every: 'month' }]);
    expect(await balanceDay(store.db, '2026-11-30')).toBe('2026-11-30');
    expect(await balanceDay(store.db, '2026-12-15')).toBe('2026-12-15');
    expect(await changes('2026-11-30')).toEqual([100, 100, 100, 100]);
  });

  it.each([13, 7])(
    'are of the newest month end though it has %i holdings for every ten before',
    async (now) => {
      await fill(store, [{ day: '2026-10-31', every: 'month' }]);
      if (now < 10) {
        await store.db.execute(
          sql`delete from balances where customer_id > ${now} and as_of = date '2026-10-31'`,
        );
        expect(await balanceDay(store.db, '2026-11-21')).not.toBe('2026-11-21');
        return;
      }
      await store.db.execute(sql`insert into holdings (customer_id, external_id, product, opened_on)
      select id, 'new' || id, 'savings', date '2026-10-05' from customers where id <= ${now - 10}`);
      await store.db.execute(sql`insert into balances (customer_id, holding_id, as_of, amount)
      select id, 'new' || id, date '2026-10-31', 50 from customers where id <= ${now - 10}`);
      expect(await balanceDay(store.db, '2026-11-21')).toBe('2026-11-21');
      expect(await balanceDay(store.db, '2026-11-30')).toBe('2026-10-31');
    },
  );

  it('are shown as they are on the as-of date, whatever models learn from', async () => {
    await fill(store, [{ day: '2026-10-31', every: 'month' }]);
    await store.db.execute(sql`insert into balances (customer_id, holding_id, as_of, amount)
      select id, 'c' || id, date '2026-11-10' + id, 9000 from customers`);
    const calendar = calendarOf('2026-11-21', '2024-01-01', {
      anchors: 30,
      months: 12,
      balancesOn: await balanceDay(store.db, '2026-11-21'),
    });
    const options = { config, timezone: 'UTC', onProgress: () => {}, signal: undefined };
    await stageHistory(store, calendar, options);
    const { bank } = await readBank(store, calendar, [0], options, null);
    expect(bank.balance[0]).toBe(9000);
    expect(bank.snapshots[0].columns.balance[0]).toBeLessThan(9000);
  });

  it('leave the month under way out where only the last of a month is kept', async () => {
    await fill(store, [{ day: '2026-10-31', every: 'month' }]);
    await store.db.execute(sql`insert into balances (customer_id, holding_id, as_of, amount)
      select id, 'c' || id, date '2026-11-10' + id, 9000 from customers`);
    expect(await balanceDay(store.db, '2026-11-21')).toBe('2026-10-31');
    expect(await changes('2026-11-21')).toEqual([100, 100, 100, 100]);
  });

  it('are the newest there are where the bank records them each week, or on another day of the month', async () => {
    await fill(store, [{ day: '2026-11-20', every: 'week' }]);
    expect(await balanceDay(store.db, '2026-11-21')).toBe('2026-11-21');
    await store.db.execute(sql`delete from balances`);
    await store.db.execute(sql`delete from holdings`);
    await store.db.execute(sql`truncate customers restart identity cascade`);
    await fill(store, [{ day: '2026-11-15', every: 'month' }]);
    expect(await balanceDay(store.db, '2026-11-21')).toBe('2026-11-21');
  });

  it('are all there is in a bank whose records have just begun', async () => {
    await fill(store, [{ day: '2026-10-31', every: 'month' }]);
    await store.db.execute(sql`delete from balances where as_of < date '2026-09-01'`);
    expect(await balanceDay(store.db, '2026-11-21')).toBe('2026-11-21');
    await store.db.execute(sql`delete from balances where as_of < date '2026-10-01'`);
    expect(await balanceDay(store.db, '2026-11-21')).toBe('2026-11-21');
  });

  it('are of the as-of date in a bank that records none', async () => {
    expect(await balanceDay(store.db, '2026-11-21')).toBe('2026-11-21');
  });
});
