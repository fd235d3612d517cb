import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { readCampaign } from '../../../src/scoring/campaigns/read-campaign.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { saveCampaign } from '../../../src/store/campaigns/campaigns.ts';
import {
  campaignMembers,
  campaigns,
  customers,
  holdings,
  interactions,
} from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank, type ValuedBank } from '../../banks/valued-bank.ts';
import { commandLine } from '../../cli/command-line.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/*
 * A bank of 240 customers, half of them in a campaign of calls that is over: of the 60 treated 54 stayed, of the 60 held out
 * 42, so that it kept 20 in 100 more. The other half is free for campaigns to come; m manages every third customer.
 */

const asOf = '2026-06-30';
const at = new Date('2026-06-30T09:00:00Z');
const size = 240;
const ids = Array.from({ length: size }, (_, i) => `c${i}`);
const tiers = ['high', 'medium', 'low'] as const;
const inPast = (i: number) => i < 120;
const heldOutOfPast = (i: number) => i % 2 === 1;
const leftOfPast = (i: number) => inPast(i) && (heldOutOfPast(i) ? i % 20 < 7 : i % 20 === 0);

const started = z.object({
  started: z.boolean(),
  treated: z.number(),
  heldOut: z.number(),
  looks: z.array(z.string()),
  elsewhere: z.object({ customers: z.number(), campaigns: z.array(z.string()) }),
  plan: z.object({ base: z.number(), effect: z.number(), needed: z.number().nullable() }),
});

describe.each(storeKinds)('campaigns on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let run: ReturnType<typeof commandLine>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [
        {
          externalId: 'm',
          name: 'Petra',
          email: 'petra@bank.example',
          role: 'manager',
          branch: 'P',
        },
        { externalId: 'a', name: 'Ana', email: 'ana@bank.example', role: 'analyst' },
      ],
      customers: ids.map((externalId, i) => ({
        externalId,
        name: `Customer ${i}`,
        branch: 'P',
        ...(i % 3 === 0 ? { manager: 'm' } : {}),
        joinedOn: '2020-01-01',
        closedOn: leftOfPast(i) ? '2026-04-15' : null,
        value: {
          tier: tiers[i % 3] ?? 'low',
          churnProbability: leftOfPast(i) ? null : (i % 10) / 20,
          contribution12m: 100 + i,
        },
        months: ['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01'].map((month) => ({
          month,
          netInterest: inPast(i) && !heldOutOfPast(i) ? 30 : 10 + (i % 5),
          fees: 0,
          costToServe: 0,
          expectedLoss: 0,
          balance: 0,
          transactions: 1,
        })),
      })),
      segments: [{ id: 1, names: { en: 'Loyal savers' }, size }],
      run: { asOf, at },
    });
    await saveCampaign(
      store.db,
      {
        name: 'Spring call',
        names: { zh: '春季回访' },
        outcome: 'retention',
        product: null,
        startedOn: '2026-02-28',
        endsOn: '2026-05-31',
        looks: ['2026-04-14', '2026-05-31'],
        heldOutShare: 0.5,
        seed: 1,
        target: { tier: 'high' },
        plan: { base: 0.65, effect: 0.2, power: 0.8, alpha: 0.05, needed: 150 },
        startedAt: at,
        startedBy: null,
      },
      ids.flatMap((id, i) =>
        inPast(i)
          ? [
              {
                customerId: bank.customerId(id),
                heldOut: heldOutOfPast(i),
                tier: tiers[i % 3] ?? 'low',
                riskBand: 'unknown' as const,
              },
            ]
          : [],
      ),
    );
    await store.db.insert(interactions).values(
      ids.slice(0, 40).map((id, i) => ({
        customerId: bank.customerId(id),
        externalId: 'i1',
        occurredAt: new Date('2026-03-05T10:00:00Z'),
        kind: i < 30 && !heldOutOfPast(i) ? ('call' as const) : ('complaint' as const),
      })),
    );
    await store.db.insert(holdings).values([
      // Taken in time, too early, and too late.
      {
        customerId: bank.customerId('c0'),
        externalId: 'h1',
        product: 'savings',
        openedOn: '2026-03-05',
      },
      {
        customerId: bank.customerId('c2'),
        externalId: 'h1',
        product: 'savings',
        openedOn: '2026-02-28',
      },
      {
        customerId: bank.customerId('c4'),
        externalId: 'h1',
        product: 'card',
        openedOn: '2026-06-01',
      },
    ]);
    run = commandLine(store, { now: () => at });
  });

  afterAll(() => store.close());

  const ask = async (text: string, person = 'a', locale: 'en' | 'zh' = 'en') => {
    const conversation = createConversation({
      store,
      config: readConfig('config/bellwether.yaml'),
      now: () => at,
    });
    return conversation.answer({
      text,
      principal: bank.person(person),
      channel: 'terminal',
      address: '',
      shared: false,
      locale,
    });
  };

  it('tells what a campaign did, by all as they were drawn', async () => {
    const { reply, data, intent } = await ask('did the spring call campaign help?');
    expect(intent).toBe('campaign');
    expect(reply.summary).toMatch(/^Yes\. It kept about 20 in 100 more; between \d/);
    expect(data).toMatchObject({
      verdict: 'gain',
      on: '2026-05-31',
      treated: 60,
      heldOut: 60,
      groups: {
        treated: {
          customers: 60,
          retention: 0.9,
          conversion: 1 / 60,
          contacted: 15,
          contribution: 90,
        },
        heldOut: { customers: 60, retention: 0.7, conversion: 0, contacted: 0 },
      },
    });
    const [low, high] = [data, data].map(
      (each, i) =>
        z
          .object({
            differences: z.object({ retention: z.object({ low: z.number(), high: z.number() }) }),
          })
          .parse(each).differences.retention[i === 0 ? 'low' : 'high'],
    );
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(0.5);
    expect(reply.charts).toHaveLength(1);
  });

  it('answers in Chinese by its Chinese name', async () => {
    const { reply } = await ask('春季回访活动有效果吗？', 'a', 'zh');
    expect(reply.title).toBe('春季回访');
    expect(reply.summary).toMatch(/^有效。每100人约多留住20人，介于/);
  });

  it('tells a manager how many of their own are in it', async () => {
    const { reply } = await ask('campaign Spring call', 'm');
    expect(reply.details?.join(' ')).toContain(
      'Of your customers, 40 took part and 20 of them were held out.',
    );
  });

  it('says that there is none of a name', async () => {
    const { reply } = await ask('/value campaign Moon landing');
    expect(reply.summary).toContain('no campaign called “Moon landing”');
  });

  it('draws who is held out, once, from each tier and risk its share', async () => {
    const words = [
      'campaign',
      'start',
      'Summer call',
      '--share',
      '25%',
      '--days',
      '60',
      '--seed',
      '7',
    ];
    const planned = await run(...words, '--plan', '--json');
    expect(planned.code).toBe(0);
    const plan = started.parse(JSON.parse(planned.out));
    expect(plan).toMatchObject({ started: false, looks: ['2026-07-30', '2026-08-29'] });
    expect(plan.plan.base).toBeGreaterThan(0.8);
    expect(plan.plan.needed).toBeGreaterThan(300);
    expect(await store.db.$count(campaigns)).toBe(1);

    const done = await run(...words, '--json');
    expect(done.code).toBe(0);
    const { treated, heldOut } = started.parse(JSON.parse(done.out));
    expect(treated + heldOut).toBe(ids.filter((_, i) => !leftOfPast(i)).length);
    const drawn = await store.db
      .select()
      .from(campaignMembers)
      .where(eq(campaignMembers.campaignId, 2));
    expect(drawn.filter((each) => each.heldOut)).toHaveLength(heldOut);
    for (const tier of tiers) {
      const stratum = drawn.filter((each) => each.tier === tier);
      const share = stratum.filter((each) => each.heldOut).length / stratum.length;
      expect(Math.abs(share - 0.25)).toBeLessThan(0.06);
    }
    expect((await run(...words)).err).toContain('There is a campaign called "Summer call" already');
  });

  it('is too early to be judged, and shows nothing of it, before its first day', async () => {
    const { reply, data } = await ask('campaign Summer call');
    expect(reply.summary).toMatch(
      /^Too early to say: 216 of [\d,]+ customers needed take part, on day 0 of 60\./,
    );
    expect(data).toMatchObject({ verdict: 'early', groups: null, differences: null });
    expect(reply.table).toBeUndefined();
    expect(reply.details?.join(' ')).toContain(
      'please do not contact these because of the campaign',
    );
  });

  it('leaves out of a new campaign whoever another holds out', async () => {
    const { out } = await run('campaign', 'start', 'Third', '--days', '30', '--plan', '--json');
    const { elsewhere, treated, heldOut } = started.parse(JSON.parse(out));
    expect(elsewhere).toEqual({ customers: 54, campaigns: ['Summer call'] });
    expect(treated + heldOut).toBe(162);
    expect((await run('campaign', 'start', 'Third', '--days', '30', '--plan')).out).toContain(
      '54 more are left out, because they are held out of "Summer call".',
    );
  });

  it('is never changed after its start', async () => {
    const refused = async (change: Promise<unknown>) => {
      const error: unknown = await change.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(String(error instanceof Error ? error.cause : error)).toContain('never changed');
    };
    await refused(store.db.update(campaignMembers).set({ heldOut: false }).execute());
    await refused(store.db.update(campaigns).set({ endsOn: '2026-07-01' }).execute());
  });

  it('says that nobody can say who stayed where no departure is recorded', async () => {
    await store.db
      .transaction(async (tx) => {
        await tx.update(customers).set({ closedOn: null });
        const [first] = await tx.select().from(campaigns).where(eq(campaigns.name, 'Spring call'));
        if (first === undefined) throw new Error('The campaign is missing.');
        const read = await readCampaign(tx, { id: bank.runId, asOf }, first);
        expect(read.verdict).toBe('unknown');
        expect(read.comparison?.differences.conversion).not.toBeNull();
        throw new Error('undone');
      })
      .catch((error: unknown) => {
        if (!(error instanceof Error && error.message === 'undone')) throw error;
      });
  });

  it('lists campaigns with what each did', async () => {
    const { out } = await run('campaign', 'list');
    expect(out).toMatch(/Summer call\s+retention\s+2026-06-30\s+2026-08-29\s+162\s+54\s+early/);
    expect(out).toMatch(/Spring call\s+retention.*gain/);
    const { reply, data } = await ask('which campaigns are running');
    expect(reply.summary).toBe('2 campaigns, one under way.');
    expect(data).toMatchObject({ campaigns: [{ verdict: 'early' }, { verdict: 'gain' }] });
    const shown = await run('campaign', 'show', 'spring call');
    expect(shown.out).toContain('It kept about 20 in 100 more');
  });

  it.each([
    [['--share', '95%'], /share from 1% to 90%/],
    [['--days', '3'], /whole number from 7 to 730/],
    [['--effect', '0'], /number above 0/],
    [['--looks', '9'], /whole number from 1 to 5/],
  ])('refuses %s', async (words, says) => {
    const { code, err } = await run('campaign', 'start', 'X', '--days', '30', ...words);
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });

  it.each([
    [['--share', '3%'], /[1-9] to hold out; each group needs 10/],
    [['--branch', 'Atlantis'], /--branch "Atlantis": the bank has no such branch/],
    [['--product', 'savings'], /--product is for --outcome conversion/],
  ])('fails for %s', async (words, says) => {
    const { code, err } = await run('campaign', 'start', 'X', '--days', '30', ...words);
    expect(code).toBe(1);
    expect(err).toMatch(says);
  });
});
