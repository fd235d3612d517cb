import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import type { Config } from '../../../src/settings/settings.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { models } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillOfferedBank } from '../../banks/offered-bank.ts';
import type { ValuedBank } from '../../banks/valued-bank.ts';
import { commandLine } from '../../cli/command-line.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const shipped = readConfig('config/bellwether.yaml');
const now = () => new Date('2026-07-01T08:00:00Z');

const answered = z.object({
  customer: z.string(),
  offers: z.array(
    z.looseObject({
      product: z.string(),
      label: z.string().nullable(),
      score: z.number(),
      yearly: z.number().nullable(),
    }),
  ),
  excluded: z.array(z.looseObject({ product: z.string(), because: z.string() })),
});

describe.each(storeKinds)('what to offer, on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let conversation: Conversation;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillOfferedBank(store);
    conversation = talk(shipped);
  });
  afterAll(() => store.close());

  const talk = (config: Config) =>
    createConversation({ store, config, now, log: { error: () => {} } });
  const ask = (
    text: string,
    {
      locale,
      principal = bank.person('a'),
      on = conversation,
    }: {
      locale?: Locale;
      principal?: Principal;
      on?: Conversation;
    } = {},
  ) =>
    on.answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      shared: false,
      ...(locale === undefined ? {} : { locale }),
    });
  const offered = async (customer: string, on = conversation) => {
    const { offers, excluded } = answered.parse(
      (await ask(`/value recommend ${customer}`, { on })).data,
    );
    return {
      offers: offers.map(({ product }) => product),
      excluded: Object.fromEntries(excluded.map(({ product, because }) => [product, because])),
    };
  };

  it('is what goes with what they hold, with why and what it brings', async () => {
    const { intent, reply, data } = await ask('what should I offer 1042?');
    expect(intent).toBe('customer.recommend');
    const { offers, excluded } = answered.parse(data);
    expect(offers.map(({ product }) => product)).toEqual(['savings', 'loan', 'mortgage']);
    expect(offers[0]).toMatchObject({
      product: 'savings',
      label: null,
      held: [expect.objectContaining({ product: 'card' })],
      customers: expect.any(Number),
      confidence: expect.any(Number),
      share: expect.any(Number),
      usualBalance: 10_000,
      yearly: 10_000 * 0.012,
    });
    expect(offers.map(({ score }) => score)).toEqual(
      offers.map(({ score }) => score).toSorted((a, b) => b - a),
    );
    // No balance of loans is recorded.
    expect(offers[1]).toMatchObject({ yearly: null, usualBalance: null });
    expect(excluded.map(({ product, because }) => [product, because])).toEqual(
      expect.arrayContaining([
        ['current-account', 'held'],
        ['card', 'held'],
        ['standing-order', 'never'],
      ]),
    );
    expect(reply.summary).toBe('Best fit for Zhang Wei: savings; then loan and mortgage.');
    expect(reply.facts.map(({ value }) => value)).toEqual([
      'savings: about €120 a year',
      'loan: what it brings is not known',
      'mortgage: what it brings is not known',
    ]);
    expect(reply.details?.[0]).toMatch(
      /^Customers with a card “(classic|gold)” like theirs mostly hold savings: \d+% of \d+, against \d+% of all\. At its usual balance of €10,000 it brings about €120 a year before costs\.$/,
    );
    expect(reply.charts).toHaveLength(1);
    expect(reply.visibility).toBe('asker');
    expect(reply.actions.map(({ command }) => command)).toEqual([
      'customer 1042',
      'why 1042',
      'model recommend',
    ]);
  });

  it('is said in Chinese, too', async () => {
    const { intent, reply } = await ask('应该向1042推荐什么产品？', { locale: 'zh' });
    expect(intent).toBe('customer.recommend');
    expect(reply.summary).toBe('最适合Zhang Wei的是储蓄存款，其次是贷款和房贷。');
    expect(reply.details?.join('')).toMatch(/不宜推荐：定期转账（银行设置中已排除）。/);
  });

  it('leaves out what was lost in chat, until that is undone', async () => {
    expect((await offered('1042')).offers).toContain('loan');
    const asked = await ask('1042 declined the loan');
    // Nobody opened an opportunity of it: what is ended then is asked about.
    expect(asked.data).toMatchObject({ customer: '1042', outcome: 'asked', offer: null });
    const { data } = await ask(`/value ${asked.reply.actions[0]?.command}`);
    expect(data).toMatchObject({ customer: '1042', offer: 'declined' });
    const after = await offered('1042');
    expect(after.offers).not.toContain('loan');
    expect(after.excluded).toMatchObject({ loan: 'declined' });
    await ask('undo that');
    expect((await offered('1042')).offers).toContain('loan');
  });

  it('is nothing for one who holds everything, with a kind word', async () => {
    const { reply, data } = await ask('/value recommend everything');
    expect(data.offers).toEqual([]);
    expect(reply.summary).toMatch(/^everything already holds every product/);
    expect(reply.charts).toEqual([]);
  });

  it('is what most customers hold for one who holds nothing', async () => {
    const { offers } = await offered('nothing');
    expect(offers).toHaveLength(3);
    expect(offers[0]).toBe('current-account');
  });

  it.each([
    ['left', 'left left on 1 January 2026, so there is nothing to offer.'],
    ['silent', /^silent counts as departed: .*\. Get in touch before offering anything\.$/],
  ])('is nothing for one who has %s', async (customer, summary) => {
    const { reply, data } = await ask(`/value recommend ${customer}`);
    expect(data).toMatchObject({ offers: [], excluded: [] });
    expect(reply.summary).toMatch(summary);
  });

  it('is not what is closed to their age, and says so where the age is not known', async () => {
    expect(await offered('ageless')).toEqual({
      offers: ['savings'],
      excluded: expect.objectContaining({ loan: 'ageUnknown', mortgage: 'ageUnknown' }),
    });
    const young = await ask('/value recommend young');
    expect(young.data.excluded).toEqual(
      expect.arrayContaining([
        { product: 'loan', label: null, because: 'tooYoung', age: 13, minimumAge: 18 },
      ]),
    );
    expect(young.reply.details?.join(' ')).toContain(
      'loan (from the age of 18; this customer is 13)',
    );
    const old = await ask('/value recommend old');
    expect(old.data.excluded).toEqual(
      expect.arrayContaining([
        { product: 'mortgage', label: null, because: 'tooOld', age: 80, maximumAge: 60 },
      ]),
    );
  });

  it('is not what is closed to their risk', async () => {
    expect((await offered('restless')).excluded).toMatchObject({
      loan: 'churn',
      mortgage: 'churn',
    });
  });

  it('is not what they declined lately or have not answered, but what they declined long ago', async () => {
    const { offers, excluded } = await offered('refusing');
    expect(excluded).toMatchObject({ savings: 'declined', mortgage: 'open' });
    expect(offers).toEqual(['loan']);
    const { reply } = await ask('/value recommend refusing');
    expect(reply.details?.join(' ')).toContain('savings (declined on 4 May 2026)');
  });

  it('is held to what the configuration says of a product, and of one of the bank’s own', async () => {
    const config: Config = {
      ...shipped,
      offers: {
        monthsAfterRefusal: 0,
        products: {
          loan: { notWithOpenComplaints: true },
          'card/gold': { never: true },
          'card/classic': { minimumAge: 18 },
        },
      },
    };
    const on = talk(config);
    expect(await offered('refusing', on)).toMatchObject({
      offers: expect.arrayContaining(['savings', 'mortgage', 'standing-order']),
      excluded: { loan: 'complaint' },
    });
    const { offers, excluded } = answered.parse((await ask('/value recommend old', { on })).data);
    expect(offers).toContainEqual(expect.objectContaining({ product: 'card', label: 'classic' }));
    expect(excluded).toContainEqual({ product: 'card', label: 'gold', because: 'never' });
  });

  it('is for the customers of one’s own book alone', async () => {
    const principal = bank.person('m');
    expect((await ask('/value recommend 1042', { principal })).data.offers).toHaveLength(3);
    const other = await ask('/value recommend old', { principal });
    expect(other.data.offers).toBeUndefined();
    expect(other.reply.summary).toMatch(/None of the customers/);
  });

  it('is tested on holdings left out, and the card says so', async () => {
    const { intent, reply, data } = await ask('how good are the recommendations?');
    expect(intent).toBe('model.card');
    const { card } = z
      .object({
        card: z.object({
          leftOut: z.number(),
          popularity: z.number(),
          recommender: z.number(),
          customers: z.number(),
          segments: z.array(z.object({ segment: z.number(), leftOut: z.number() })),
          rules: z.array(z.object({ lift: z.number() })).min(1),
        }),
      })
      .parse(data.model);
    expect(data.kind).toBe('offers');
    expect(card.customers).toBe(128);
    expect(card.recommender).toBeGreaterThanOrEqual(card.popularity);
    expect(card.segments.map(({ segment }) => segment)).toEqual([1, 2]);
    expect(card.segments.reduce((sum, { leftOut }) => sum + leftOut, 0)).toBe(card.leftOut);
    const said = reply.facts.map(({ label }) => label);
    expect(said).toEqual(
      expect.arrayContaining(['Hit rate at 3', 'Hit rate at 3 of popularity', 'Rules found']),
    );
    expect(reply.table?.rows.length).toBeGreaterThan(0);
    expect(reply.details?.join(' ')).toMatch(/by segment, popularity in brackets: “savers” /);
  });

  it('is told of on the command line, too', async () => {
    const { code, out } = await commandLine(store, { now })('model', 'show', 'offers');
    expect({ code, shown: out.includes('Hit rate at 3 of popularity') }).toEqual({
      code: 0,
      shown: true,
    });
  });

  it('is not known before a run has learnt from holdings', async () => {
    await store.db.delete(models);
    const { reply, data } = await ask('/value recommend 1042');
    expect(data.offers).toEqual([]);
    expect(reply.summary).toMatch(
      /^What to offer Zhang Wei is not known: .* the latest valuation found too few/,
    );
    expect((await ask('/value model recommend')).data.model).toBeNull();
  });
});
