import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { score } from '../../../src/scoring/run/valuation-run.ts';
import { valueCardShape } from '../../../src/scoring/value/value-card.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { bank, customers, transactions } from '../../../src/store/schema.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { seededRandom } from '../../../src/valuation/index.ts';
import { commandLine } from '../../cli/command-line.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const now = () => new Date('2026-06-30T12:00:00Z');
const ann = 'ann@bank.example';
const answered = z.object({
  reply: z.object({
    facts: z.array(z.object({ label: z.string(), value: z.string() })),
    details: z.array(z.string()),
  }),
});

/** Purchases as files made up for a trial have them: each of anybody, on any day, of an amount like all others. */
async function fillAtRandom({ db }: Store, people: number): Promise<void> {
  const random = seededRandom(3);
  await db.insert(bank).values({ name: 'A bank', currency: 'EUR', timezone: 'Europe/Prague' });
  await db.insert(customers).values(
    Array.from({ length: people }, (_, n) => ({
      externalId: `C${n}`,
      name: `Customer ${n}`,
    })),
  );
  const rows = Array.from({ length: 2 * people }, (_, n) => ({
    customerId: 1 + Math.floor(random.next() * people),
    externalId: `t${n}`,
    bookedOn: new Date(Date.UTC(2025, 6, 1 + Math.floor(random.next() * 365)))
      .toISOString()
      .slice(0, 10),
    amount: -(1000 + Math.floor(900_000 * random.next()) / 100),
    kind: 'card-payment' as const,
  }));
  await db.insert(transactions).values(rows);
}

describe.each(storeKinds)('a bank whose customers buy all alike, on %s', (kind) => {
  let store: Store;
  let card: z.output<typeof valueCardShape>;
  const base = readConfig('config/bellwether.yaml');
  const clv = { ...base.valuation.clv, model: 'transactions' as const };
  // Most days of a year have nobody buy within so few purchases: nobody has left for that.
  const churn = { ...base.churn, definition: 'closed' as const };
  const config = { ...base, churn, valuation: { ...base.valuation, clv } };

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillAtRandom(store, 1500);
    const report = await score(store, { config, asOf: '2026-06-30', now });
    card = valueCardShape.parse(report.models.clv?.card);
    expect(report.models.clv?.method).toBe('NBD × Gamma-Gamma');
    await commandLine(store, { now })('user', 'link', ann, '--role', 'analyst');
  }, 60_000);
  afterAll(() => store.close());

  const ask = async (text: string, locale = 'en') => {
    const run = commandLine(store, { now });
    const { out, err } = await run('ask', text, '--as', ann, '--locale', locale, '--json');
    expect(err).toBe('');
    const { reply } = answered.parse(JSON.parse(out));
    return {
      ...reply,
      fact: (label: RegExp) => reply.facts.find((f) => label.test(f.label))?.value,
    };
  };

  it('gives them different values all the same', async () => {
    const rows = await queryRows(
      store.db,
      z.object({ clv: z.number(), alive: z.number().nullable() }),
      sql`select clv, probability_alive as alive from customer_values where clv > 0`,
    );
    expect(rows.length).toBeGreaterThan(1200);
    const sharing = new Map<string, number>();
    for (const { clv: each } of rows)
      sharing.set(each.toFixed(2), (sharing.get(each.toFixed(2)) ?? 0) + 1);
    expect(Math.max(...sharing.values())).toBeLessThan(rows.length / 50);
    expect(rows.every(({ alive }) => alive === 1)).toBe(true);
  });

  it('says on the card which model made them, and how little they differ', async () => {
    expect(card.purchases).toMatchObject({
      by: { kind: 'nbd' },
      instead: { kind: 'bg-nbd', bestFit: false },
      differ: null,
    });
    const told = await ask('/value model clv');
    expect(told.fact(/^Method/)).toBe('NBD × Gamma-Gamma');
    expect(told.fact(/^Purchases expected by/)).toMatch(
      /^NBD \(AIC [\d,]+\); BG\/NBD has no best fit, and [\d,]+ where it was left: the lower, the better$/,
    );
    expect(told.fact(/^How much customers differ/)).toMatch(/^by no more than chance/);
    expect(told.details.join(' ')).toMatch(/purchases are expected by NBD/);
    const zh = await ask('/value model clv', 'zh');
    expect(zh.fact(/购买次数的预计模型/)).toMatch(/^NBD（AIC [\d,]+）；BG\/NBD没有最优解/);
    expect(zh.fact(/购买频率的差异/)).toMatch(/^不超过偶然/);
  });

  it('says so beside the value of a customer', async () => {
    expect((await ask('/value customer C7')).details.join(' ')).toMatch(
      /^.*The CLV goes by how often this customer has bought \(NBD\), as if nobody left.*by no more than chance/,
    );
    expect((await ask('/value customer C7', 'zh')).details.join('')).toMatch(
      /购买频率计算（NBD），视为不会流失/,
    );
  });
});
