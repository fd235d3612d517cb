import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../../../src/access/principal.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { score } from '../../../src/scoring/run/valuation-run.ts';
import { type Config, readConfig } from '../../../src/settings/settings.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const base = readConfig('config/bellwether.yaml');
const way = { k: 5, neighbours: 15, rules: {}, names: {} } as const;
const asOf = '2024-06-30';
const now = () => new Date('2024-08-01T12:00:00Z');
const config: Config = {
  ...base,
  churn: { ...base.churn, definition: 'closed' },
  valuation: {
    ...base.valuation,
    segments: {
      ...base.valuation.segments,
      k: 5,
      further: {
        ...base.valuation.segments.further,
        chosen: { ...way, k: 'auto', name: { en: 'chosen', zh: '自选' }, method: 'k-means' },
        tree: { ...way, name: { en: 'likeness', zh: '相似' }, method: 'hierarchical' },
        crowd: { ...way, name: { en: 'crowds', zh: '聚集' }, method: 'density' },
      },
    },
  },
};
const analyst: Principal = {
  kind: 'linked',
  managerId: 1,
  name: 'Ana',
  email: 'ana@bank.example',
  role: 'analyst',
  branchId: null,
  locale: null,
  timezone: null,
};

/** A bank of so many customers, each with one account and, unless told otherwise, the same as all others. */
async function fill({ db }: Store, customers: number, balance = '100', joined = '2020-01-01') {
  await db.execute(
    sql`insert into bank (name, currency, timezone) values ('Odd Bank', 'EUR', 'Europe/Prague')`,
  );
  await db.execute(sql`insert into managers (external_id, name, email, role) values
    ('a', 'Ana', 'ana@bank.example', 'analyst')`);
  await db.execute(sql`
    insert into customers (external_id, name, joined_on)
    select n::text, 'Customer ' || n, ${sql.raw(joined === 'null' ? 'null' : `date '${joined}'`)}
    from generate_series(1, ${customers}::int) n`);
  await db.execute(sql`
    insert into holdings (customer_id, external_id, product, opened_on)
    select id, 'c' || id, 'current-account', joined_on from customers`);
  await db.execute(sql`
    insert into balances (customer_id, holding_id, as_of, amount)
    select id, 'c' || id, month, ${sql.raw(balance)}
    from customers cross join (
      select (date '2023-11-01' + n * interval '1 month')::date - 1 as month from generate_series(1, 8) n) months`);
}

describe.each(storeKinds)('segments of an odd bank on %s', (kind) => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore(kind);
  });
  afterEach(() => store.close());

  async function cutTwice(): Promise<Map<string, number[]>> {
    await score(store, { config, asOf, now });
    const { runId } = await score(store, { config, asOf, now });
    const rows = await queryRows(
      store.db,
      z.object({ segmentation: z.string(), size: z.number() }),
      sql`select segmentation, size from segments where run_id = ${runId} order by segmentation, id`,
    );
    return new Map(
      [...Map.groupBy(rows, ({ segmentation }) => segmentation)].map(([id, of]) => [
        id,
        of.map(({ size }) => size),
      ]),
    );
  }

  async function answers() {
    const { answer } = createConversation({ store, config, now });
    const asked = ['segments', 'segments by habits', 'segments by crowds', 'segment 1'];
    const cards = ['model segments', 'model segments chosen', 'model segments tree'];
    return Promise.all(
      [...asked, ...cards].flatMap((text) =>
        (['en', 'zh'] as const).map((locale) =>
          answer({
            text,
            locale,
            principal: analyst,
            channel: 'web',
            address: 'here',
            shared: false,
          }),
        ),
      ),
    );
  }

  /** Whether what a person reads has none of what a person should not. */
  function isPlain(replies: Awaited<ReturnType<typeof answers>>) {
    for (const { reply } of replies) {
      const { charts, actions: _, ...words } = reply;
      const read = [JSON.stringify(words), ...charts.map(({ alt }) => alt)].join();
      expect(read).not.toMatch(/NaN|Infinity|undefined|null|\(\)|出错|went wrong|1 customers/);
    }
  }

  it.each([
    ['one customer', 1, '100', '2020-01-01'],
    ['identical customers', 30, '100', '2020-01-01'],
    ['customers of whom hardly anything is known', 30, '100', 'null'],
  ])(
    '%s: one segment of each segmentation, and no empty one',
    async (_, customers, balance, joined) => {
      await fill(store, customers, balance, joined);
      expect([...(await cutTwice())]).toEqual(
        ['chosen', 'crowd', 'habits', 'main', 'tree'].map((id) => [id, [customers]]),
      );
      isPlain(await answers());
    },
  );

  it('fewer kinds of customers than segments asked for: as many as there are kinds', async () => {
    await fill(store, 60, '100 + 4000 * (customers.id % 3)');
    const sizes = await cutTwice();
    expect(sizes.get('main')).toEqual([20, 20, 20]);
    expect(sizes.get('tree')).toEqual([20, 20, 20]);
    expect(sizes.get('chosen')).toEqual([20, 20, 20]);
    expect([...sizes.values()].flat().every((size) => size > 0)).toBe(true);
    isPlain(await answers());
  });

  it('a bank all of whose customers have left: no segments, and a kind word', async () => {
    await fill(store, 5);
    await store.db.execute(sql`update customers set closed_on = '2024-06-01'`);
    expect([...(await cutTwice())]).toEqual([]);
    const replies = await answers();
    isPlain(replies);
    expect(replies[0]?.reply.charts).toEqual([]);
  });
});
