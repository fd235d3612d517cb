import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { mayBeTold } from '../../src/conversation/small-groups.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { saveCampaign } from '../../src/store/campaigns/campaigns.ts';
import { accessLog } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillValuedBank, monthsUpTo, type ValuedBank } from '../banks/valued-bank.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

/*
 * Forty-one customers, all but the last in Prague; Eva manages the first 24 of these. The savers of segment 1 are twenty of
 * Prague's and the stranger of Brno; the spenders are the other twenty. Five of Prague's are of the tier high.
 */

const asOf = '2026-06-30';
const now = () => new Date('2026-07-01T09:00:00Z');
const config = readConfig('config/bellwether.yaml');
const portrait = { balance: { mean: 1000, z: 1 } };

describe.each(storeKinds)('figures of few customers on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [
        { externalId: 'P', name: 'Prague' },
        { externalId: 'B', name: 'Brno' },
      ],
      people: [
        { externalId: 's', name: 'Jan', role: 'supervisor', branch: 'P' },
        { externalId: 'm', name: 'Eva', role: 'manager', branch: 'P' },
        { externalId: 'a', name: 'Li', role: 'analyst' },
      ],
      customers: Array.from({ length: 41 }, (_, i) => ({
        externalId: `c${i}`,
        name: `Customer ${i}`,
        branch: i < 40 ? 'P' : 'B',
        ...(i < 24 ? { manager: 'm' } : {}),
        joinedOn: '2020-01-01',
        value: {
          segmentId: i % 2 === 0 ? 1 : 2,
          tier: i < 5 ? ('high' as const) : ('low' as const),
          contribution12m: i < 40 ? 100 : 98_765,
        },
        months: monthsUpTo(asOf, 12).map((month) => ({
          month,
          netInterest: 10,
          fees: 0,
          costToServe: 0,
          expectedLoss: 0,
          balance: 0,
          transactions: 1,
        })),
      })),
      segments: [
        { id: 1, names: { en: 'savers', zh: '储户' }, size: 21, portrait },
        { id: 2, names: { en: 'spenders', zh: '消费者' }, size: 20, portrait },
      ],
      run: { asOf, at: now() },
    });
    await startPast('Spring call', (i) => i >= 20);
    await startPast('Tiny call', (i) => i === 40, [0, 40]);
  });

  /** A campaign that is over, of all customers or a few of them. */
  async function startPast(name: string, heldOut: (i: number) => boolean, only?: number[]) {
    const members = only ?? Array.from({ length: 41 }, (_, i) => i);
    await saveCampaign(
      store.db,
      {
        name,
        outcome: 'conversion',
        product: null,
        startedOn: '2026-02-28',
        endsOn: '2026-05-31',
        looks: ['2026-05-31'],
        heldOutShare: 0.5,
        seed: 1,
        target: {},
        plan: { base: 0.1, effect: 0.2, power: 0.8, alpha: 0.05, needed: 150 },
        startedAt: now(),
        startedBy: null,
      },
      members.map((i) => ({
        customerId: bank.customerId(`c${i}`),
        heldOut: heldOut(i),
        tier: i < 5 ? ('high' as const) : ('low' as const),
        riskBand: 'unknown' as const,
      })),
    );
  }
  afterAll(() => store.close());

  const ask = (text: string, person: 's' | 'm' | 'a', locale: 'en' | 'zh' = 'en', shared = false) =>
    createConversation({ store, config, now }).answer({
      text,
      principal: bank.person(person),
      channel: 'web',
      address: 'here',
      shared,
      locale,
    });
  const loggedBy = async (text: string, person: 's' | 'm' | 'a') => {
    await emptyAccessLog(store);
    await ask(text, person);
    const rows = await store.db.select().from(accessLog);
    return rows.flatMap(({ customerIds }) => customerIds).sort((a, b) => a - b);
  };
  const idsTo = (end: number, step = 1) =>
    Array.from({ length: Math.ceil(end / step) }, (_, i) => bank.customerId(`c${i * step}`));

  it.each([
    ['segments branch=Prague', 'channel'],
    ['segments', 'asker'],
    ['segments branch=Brno', 'asker'],
    ['segments tier=high', 'asker'],
  ])('%s, asked where others read along, is for the %s', async (text, visibility) => {
    const { reply } = await ask(text, 'a', 'en', true);
    expect(reply.visibility).toBe(visibility);
    expect((reply.details ?? []).some((line) => line.startsWith('Only you see this'))).toBe(
      visibility === 'asker',
    );
    expect((await ask(text, 'a')).reply.details ?? []).not.toContainEqual(
      expect.stringContaining('Only you see this'),
    );
  });

  it.each(['metrics', 'metrics tier=high', 'metrics segment=savers'])(
    '%s does not tell a branch of the one customer of another',
    async (text) => {
      const { data } = await ask(text, 's');
      expect(data.customers).toBeGreaterThan(0);
      expect(data).toMatchObject({ contributionRate: null, bank: null });
      expect(data.segments).not.toContainEqual(
        expect.objectContaining({ contributionRate: expect.any(Number) }),
      );
    },
  );

  it('metrics tells a book of the bank beyond it, which is of many', async () => {
    expect((await ask('metrics tier=high', 'm')).data).toMatchObject({
      contributionRate: 500 / 102_765,
      bank: { customers: 41 },
    });
    expect((await ask('metrics tier=high', 'a')).data).toMatchObject({ bank: { customers: 41 } });
  });

  it.each(['segment 1', 'segment 2', 'segment 1 tier=high'])(
    '%s shows no portrait to whoever sees all of it but one',
    async (text) => {
      // That of the spenders, who are all their own, would tell of the stranger by the mean of the bank.
      expect((await ask(text, 's')).data).toMatchObject({ portrait: [] });
      expect((await ask(text, 'a')).data.portrait).toHaveLength(1);
    },
  );

  it.each([
    ['metrics tier=high', 5],
    ['book tier=high', 5],
    ['forecast book tier=high', 5],
    ['book', 0],
    ['forecast book', 0],
    ['metrics', 0],
  ])('%s notes whose figures it tells where they are few', async (text, few) => {
    expect(await loggedBy(text, 'm')).toEqual(idsTo(few));
  });

  it('a campaign is compared where of either group none or many are beyond the scope', async () => {
    for (const person of ['m', 'a'] as const) {
      const { data, reply } = await ask('campaign Spring call', person);
      expect(data).toMatchObject({
        verdict: 'none',
        groups: { treated: { customers: 20 }, heldOut: { customers: 21 } },
        campaign: { plan: { base: 0.1 } },
      });
      expect(reply.visibility).toBe('channel');
    }
    const { data, reply } = await ask('campaign Spring call', 's');
    expect(data).toMatchObject({ verdict: 'unknown', groups: null, differences: null });
    expect(data.campaign).toMatchObject({ plan: null });
    expect(reply.summary).toMatch(/^What it did is not shown to you: fewer than ten/);
    expect(reply.table).toBeUndefined();
    expect(reply.charts).toEqual([]);
    expect((await ask('campaign Spring call', 's', 'zh')).reply.summary).toContain('不足十位');
    const list = await ask('campaigns', 's');
    expect(list.data).toMatchObject({
      campaigns: [{ verdict: 'unknown' }, { verdict: 'unknown' }],
    });
    expect(JSON.stringify(list.reply.table)).not.toContain('between');
  });

  it('a campaign of few goes to the asker alone, and notes each', async () => {
    expect((await ask('campaign Tiny call', 'm')).data).toMatchObject({ groups: null });
    const { data, reply } = await ask('campaign Tiny call', 'a');
    expect(data).toMatchObject({ groups: { treated: { customers: 1 } } });
    expect(reply.visibility).toBe('asker');
    const both = [bank.customerId('c0'), bank.customerId('c40')];
    expect(await loggedBy('campaign Tiny call', 'a')).toEqual(both);
    expect(await loggedBy('campaigns', 'a')).toEqual(both);
    expect(await loggedBy('campaign Tiny call', 'm')).toEqual([]);
  });

  it('notes who is alone in a row of a table', async () => {
    expect(await loggedBy('metrics', 'a')).toEqual([bank.customerId('c40')]);
  });

  it('notes the few of a row of the segments, and of a branch beside others', async () => {
    expect(await loggedBy('segments tier=high', 'm')).toEqual(idsTo(5));
    expect(await loggedBy('segments', 's')).toEqual([]);
    expect(await loggedBy('segments', 'a')).toEqual([bank.customerId('c40')]);
  });

  it('notes the few of a segment', async () => {
    expect(await loggedBy('segment 1 tier=high', 'm')).toEqual(idsTo(5, 2));
  });
});

describe('mayBeTold', () => {
  it.each([
    [0, true],
    [1, false],
    [9, false],
    [10, true],
  ])('of %i others: %s', (others, may) => {
    expect(mayBeTold({ kind: 'branch', branchId: 1 }, others)).toBe(may);
    expect(mayBeTold({ kind: 'all' }, others)).toBe(true);
  });
});
