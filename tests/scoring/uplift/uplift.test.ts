import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { learnUplift } from '../../../src/scoring/uplift/learn-uplift.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { saveCampaign } from '../../../src/store/campaigns/campaigns.ts';
import { holdings, models } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank, type ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/*
 * A campaign of 480 that is over: of those who hold three products the treated stay more often than the held-out, of the others
 * everybody leaves as often. Twenty more customers are at risk, every other one with three products.
 */

const asOf = '2026-06-30';
const at = new Date('2026-06-30T09:00:00Z');
const members = 480;
const ids = Array.from({ length: members + 20 }, (_, i) => `c${i}`);
const manyProducts = (i: number) => i % 2 === 0;
const heldOut = (i: number) => Math.floor(i / 2) % 3 === 0;
const left = (i: number) => {
  if (i >= members) return false;
  const turn = Math.floor(i / 6) % 10;
  return turn < (manyProducts(i) && !heldOut(i) ? 2 : 6);
};
const ranked = z.object({
  customers: z.array(z.object({ customer: z.string(), uplift: z.number() })),
});
const config = readConfig('config/bellwether.yaml');

describe.each(storeKinds)('whom a campaign moves, on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [{ externalId: 'a', name: 'Ana', email: 'ana@bank.example', role: 'analyst' }],
      customers: ids.map((externalId, i) => ({
        externalId,
        name: `Customer ${i}`,
        branch: 'P',
        joinedOn: '2020-01-01',
        closedOn: left(i) ? '2026-04-15' : null,
        value: { churnProbability: i < members ? 0.05 : 0.6, clv: 1000 + i },
      })),
      segments: [{ id: 1, names: { en: 'Loyal savers' }, size: ids.length }],
      run: { asOf, at },
    });
    await store.db.insert(holdings).values(
      ids.flatMap((id, i) =>
        ['h1', 'h2', 'h3'].slice(0, manyProducts(i) ? 3 : 1).map((externalId) => ({
          customerId: bank.customerId(id),
          externalId,
          product: 'savings' as const,
          openedOn: '2021-01-01',
        })),
      ),
    );
  });

  afterAll(() => store.close());

  const ask = (text: string) =>
    createConversation({ store, config, now: () => at }).answer({
      text,
      principal: bank.person('a'),
      channel: 'terminal',
      address: '',
      shared: false,
      locale: 'en',
    });

  it('is not known before a campaign is over, and how to get there is said', async () => {
    expect(await learnUplift(store.db, { asOf, config, seed: 1 })).toBeUndefined();
    const { reply, data } = await ask('at-risk by persuadable');
    expect(reply.summary).toContain('No uplift model yet');
    expect(reply.summary).toContain('bellwether campaign start');
    expect(data).toMatchObject({ customers: [], why: 'noModel' });
    expect((await ask('model uplift')).reply.summary).toContain('No uplift model yet');
  });

  it('is learnt from a campaign, and ranks who is at risk', async () => {
    await saveCampaign(
      store.db,
      {
        name: 'Spring call',
        outcome: 'retention',
        product: null,
        startedOn: '2026-02-28',
        endsOn: '2026-05-31',
        looks: ['2026-05-31'],
        heldOutShare: 1 / 3,
        seed: 1,
        target: {},
        plan: { base: 0.5, effect: 0.2, power: 0.8, alpha: 0.05, needed: 200 },
        startedAt: at,
        startedBy: null,
      },
      ids.slice(0, members).map((id, i) => ({
        customerId: bank.customerId(id),
        heldOut: heldOut(i),
        tier: 'low' as const,
        riskBand: 'unknown' as const,
      })),
    );
    const learnt = await learnUplift(store.db, { asOf, config, seed: 1 });
    if (learnt === undefined) throw new Error('Nothing was learnt.');
    const { card } = learnt;
    expect(card.customers).toBe(members);
    expect(card.treated).toBe(320);
    expect(card.measured.qini).toBeGreaterThan(0.08);
    expect(card.byChance).toBeLessThan(0.05);
    expect(card.curve.at(-1)?.share).toBe(1);
    expect(card.profit?.best.share).toBeGreaterThan(0.3);
    expect(card.profit?.best.profit).toBeGreaterThanOrEqual(card.profit?.everybody ?? 0);
    await store.db
      .insert(models)
      .values({ kind: 'uplift', trainedAt: at, asOf, champion: true, ...learnt });
    expect(await learnUplift(store.db, { asOf, config, seed: 1 })).toBeUndefined();

    const { reply, data, intent } = await ask('at-risk by persuadable');
    expect(intent).toBe('ranking.atRisk');
    expect(reply.summary).toContain(
      'those first whom a contact keeps most often, as “Spring call” showed',
    );
    const { customers } = ranked.parse(data);
    expect(customers).toHaveLength(10);
    for (const { customer, uplift } of customers) {
      expect(Number(customer.slice(1)) % 2).toBe(0);
      expect(uplift).toBeGreaterThan(0.2);
    }
    expect(ranked.safeParse((await ask('at-risk')).data).success).toBe(false);
  });

  it('has a card with its evidence', async () => {
    const { reply } = await ask('model uplift');
    expect(reply.summary).toMatch(
      /^It ranks better than chance whom a campaign keeps, as “Spring call” showed: a Qini of 0\.\d{3}\./,
    );
    expect(reply.table?.rows).toHaveLength(3);
    expect(reply.charts).toHaveLength(1);
    expect(reply.facts.map(({ label }) => label)).toContain('Most profitable share');
  });
});
