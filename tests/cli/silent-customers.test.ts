import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commandContext } from '../../src/conversation/command-context.ts';
import { makeDigest } from '../../src/conversation/digest/make-digest.ts';
import { readConfig } from '../../src/settings/settings.ts';
import {
  balances,
  bank,
  customers,
  customerValues,
  holdings,
  managers,
  transactions,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestStore, storeKinds } from '../test-store.ts';
import { commandLine } from './command-line.ts';

const now = () => new Date('2026-06-20T12:00:00Z');
const ann = 'ann@bank.example';
const answer = z.object({
  reply: z.object({
    title: z.string(),
    summary: z.string(),
    facts: z.array(z.object({ label: z.string(), value: z.string() })),
    details: z.array(z.string()).optional(),
    table: z.object({ rows: z.array(z.array(z.string())) }).optional(),
  }),
  data: z.record(z.string(), z.unknown()),
});

/** Asks a store in words, as an analyst of the bank. */
async function asker(store: Store) {
  const run = commandLine(store, { now });
  await run('user', 'link', ann, '--role', 'analyst');
  return {
    run,
    ask: async (text: string) => {
      const { code, out, err } = await run('ask', text, '--as', ann, '--json');
      if (code !== 0) throw new Error(err);
      return answer.parse(JSON.parse(out));
    },
  };
}

const theBank = { name: 'A bank', currency: 'EUR', timezone: 'Europe/Prague' };
const fifteenths = Array.from({ length: 18 }, (_, month) =>
  new Date(Date.UTC(2025, month, 15)).toISOString().slice(0, 10),
);

describe.each(storeKinds)('customers who fell silent, on %s', (kind) => {
  let store: Store;
  let cli: Awaited<ReturnType<typeof asker>>;
  const ask = (text: string) => cli.ask(text);
  beforeAll(async () => {
    store = await openTestStore(kind);
    await store.db.insert(bank).values(theBank);
    const ids = await store.db
      .insert(customers)
      .values(
        Array.from({ length: 27 }, (_, n) => ({
          externalId: `${n + 1}`,
          name: n < 20 ? `Active ${n + 1}` : `Silent ${n + 1}`,
          joinedOn: '2025-01-01',
          closedOn: n === 26 ? '2026-07-10' : null,
        })),
      )
      .returning({ id: customers.id });
    await store.db.insert(transactions).values(
      ids.flatMap(({ id }, n) =>
        (n < 20 || n === 26 ? fifteenths : n === 25 ? [] : fifteenths.slice(0, 14)).map(
          (bookedOn) => ({
            ...{ customerId: id, externalId: bookedOn, bookedOn },
            ...{ amount: -50, kind: 'card-payment' as const },
          }),
        ),
      ),
    );
    cli = await asker(store);
    const { code, out } = await cli.run('score');
    expect(code).toBe(0);
    expect(out.split('\n')[1]).toContain('rest on costs alone');
  });
  afterAll(() => store.close());

  it('count as departed since a day, in each language', async () => {
    const { reply, data } = await ask('customer 21');
    expect(reply.summary).toBe(
      'Silent 21 counts as departed: no transaction of their own since 15 February 2026.',
    );
    expect(reply.facts).toContainEqual({ label: 'Silent since', value: '15 February 2026' });
    expect(reply.facts).toContainEqual({
      label: 'Churn within 3 months',
      value: 'counts as departed',
    });
    expect(data.departed).toEqual({ because: 'silent', since: '2026-02-15' });
    const inChinese = await ask('客户21值多少钱？');
    expect(inChinese.reply.summary).toBe('Silent 21视为已流失：自2026年2月15日以来没有自主交易。');
    const never = await ask('customer 26');
    expect(never.reply.summary).toBe(
      'Silent 26 counts as departed: no transaction of their own on record.',
    );
    expect(never.data.departed).toEqual({ because: 'silent', since: null });
  });

  it('are explained as departed, and have no value to suppose', async () => {
    const why = await ask('why 22');
    expect(why.reply.summary).toBe(
      'Silent 22 counts as departed: no transaction of their own since 15 February 2026.',
    );
    expect(why.data.departed).toEqual({ because: 'silent', since: '2026-02-15' });
    expect((await ask('what-if 22 retention=0.9')).reply.summary).toBe(
      'Silent 22 counts as departed (no transaction of their own since 15 February 2026), so there is no future value to make assumptions about.',
    );
    const zh = await ask('为什么22有流失风险？');
    expect(zh.reply.summary).toBe('Silent 22视为已流失：自2026年2月15日以来没有自主交易。');
  });

  it('are compared as departed, and not as worth the most', async () => {
    const mixed = await ask('compare 21 1 22');
    expect(mixed.reply.summary).toContain('Active 1 is worth the most');
    expect(mixed.reply.table?.rows.map(([, , churn]) => churn)).toEqual([
      'counts as departed',
      '–',
      'counts as departed',
    ]);
    const all = await ask('compare 21 22');
    expect(all.reply.summary).toBe('All of them count as departed: Silent 21 and Silent 22.');
  });

  it('leave the others as they are: nobody knows their risk, and why', async () => {
    const active = await ask('customer 1');
    expect(active.reply.summary).toContain('there is not enough history for a churn estimate');
    expect(active.data.departed).toBeNull();
    const why = await ask('why 1');
    expect(why.reply.details?.[0]).toMatch(/^No churn model is in use yet.* customers left/);
    // Leaves after the day of the figures.
    const later = await ask('why 27');
    expect(later.reply.summary).toContain('not enough history for a churn estimate');
    expect((await ask('customer 27')).data.departed).toBeNull();
  });

  it('are no reason to say that nobody is at risk', async () => {
    const { reply, data } = await ask('at-risk');
    expect(reply.title).toBe('No churn model is in use yet');
    expect(reply.summary).toMatch(
      /^No churn model is in use yet, so who is likely to leave cannot be said\. No churn model: \d+ of \d+ customers left in the months examined\. It needs at least 30 who left, and some who stayed\.$/,
    );
    expect(data).toMatchObject({ customers: [], atRisk: null, totalAtStake: null });
    const model = await ask('model churn');
    expect(model.reply.summary).toBe(reply.summary);
    const zh = await ask('谁最可能流失？');
    expect(zh.reply.summary).toMatch(/^目前没有可用的流失模型，无法判断谁可能流失。无流失模型：/);
  });

  it('are no good news in a digest', async () => {
    const [person] = await store.db.select().from(managers);
    const context = await commandContext(
      { store, config: readConfig('config/bellwether.yaml'), now },
      {
        principal: {
          kind: 'linked',
          managerId: person?.id ?? 0,
          name: 'Ann',
          email: ann,
          role: 'analyst',
          branchId: null,
          locale: null,
          timezone: null,
        },
        channel: 'web',
        address: 'x',
        shared: false,
        locale: 'en',
      },
    );
    if (context === undefined) throw new Error('No run is published.');
    const since = { runId: null, state: { atRisk: [] } };
    const { reply, state } = await makeDigest('at-risk', context, { since });
    expect(reply.summary).toMatch(/No churn model is in use yet, so who is likely to leave/);
    expect(state.atRisk).toEqual([]);
  });

  it('count in the test of the value model, which warns as the run did', async () => {
    const { reply, data } = await ask('model clv');
    expect(reply.details?.some((line) => line.includes('rest on costs alone'))).toBe(true);
    expect(data).toMatchObject({ model: { card: { backtest: { left: 5 } } } });
  });
});

describe.each(storeKinds)('a bank that no run can value, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it('is told what is missing, and not to come back in a few minutes', async () => {
    const { run, ask } = await asker(store);
    expect((await ask('top 5')).reply.summary).toMatch(/^No data of the bank has been imported\./);

    await store.db.insert(bank).values(theBank);
    const [customer] = await store.db
      .insert(customers)
      .values({ externalId: '1', joinedOn: '2026-03-01' })
      .returning({ id: customers.id });
    const refused = await run('score');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('holds no transaction and no balance');
    const { reply } = await ask('top 5');
    expect(reply.title).toBe('There is nothing to value yet');
    expect(reply.summary).toMatch(/^The bank's data holds no transaction and no balance, so/);
    expect((await ask('我最有价值的客户')).reply.summary).toMatch(/^银行数据中没有任何交易或余额/);

    const customerId = customer?.id ?? 0;
    await store.db.insert(holdings).values({ customerId, externalId: 's', product: 'savings' });
    await store.db
      .insert(balances)
      .values({ customerId, holdingId: 's', asOf: '2026-02-28', amount: 10 });
    expect((await run('score')).err).toContain('Nobody was a customer of the bank on 2026-02-28');
    expect((await ask('top 5')).reply.summary).toMatch(
      /^Nobody was a customer of the bank by 28 February 2026/,
    );

    await store.db
      .insert(balances)
      .values({ customerId, holdingId: 's', asOf: '2026-03-31', amount: 10 });
    expect((await ask('top 5')).reply.summary).toContain('ask me again in a few minutes');
    expect((await run('score')).code).toBe(0);
    expect(await store.db.select().from(customerValues)).toHaveLength(1);
  });
});
