import { inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asValue } from '../../../src/api/customer-shapes.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { customersListed } from '../../../src/store/conversation/answers-before.ts';
import { getValue } from '../../../src/store/listings/list-values.ts';
import {
  balances,
  customerValues,
  holdings,
  households,
  models,
} from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank, monthsUpTo, type ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2026-06-30T09:00:00Z');
const asOf = '2026-06-30';
const nothing = { clv: 0, clvLow: 0, clvHigh: 0, churnProbability: null, churnReasons: [] };

describe.each(storeKinds)('a value and the risk beside it, on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let conversation: Conversation;
  beforeAll(async () => {
    store = await openTestStore(kind);
    conversation = createConversation({ store, config, now });
    bank = await fillValuedBank(store, {
      branches: [
        { externalId: 'P', name: 'Prague' },
        { externalId: 'B', name: 'Brno' },
      ],
      people: [
        { externalId: 'm', name: 'Eva', role: 'manager', branch: 'P' },
        { externalId: 'n', name: 'Ota', role: 'manager', branch: 'B' },
      ],
      customers: [
        { externalId: 'VR', name: 'Anna', value: { ...nothing, valueIfStays: 833, balance: null } },
        {
          externalId: 'buyer',
          name: 'Petr',
          value: { churnProbability: 0.75, clv: 171, clvLow: 90, clvHigh: 240, valueIfStays: 174 },
          months: monthsUpTo(asOf, 5).map((month) => ({
            month,
            netInterest: 3,
            fees: 1,
            costToServe: 2,
            expectedLoss: 0,
            transactions: 4,
          })),
        },
        { externalId: 'idle', name: 'Jan', value: { ...nothing, valueIfStays: 0 } },
        {
          externalId: 'cost',
          name: 'Ida',
          value: { segmentId: 2, churnProbability: 0.1, clv: -60, valueIfStays: -63 },
        },
      ]
        .map((each) => ({ branch: 'P', manager: 'm', ...each }))
        .concat(
          [
            { externalId: 'L', name: 'Lenka', value: { ...nothing, valueIfStays: 2000 } },
            { externalId: 'K', name: 'Karel', value: { ...nothing, valueIfStays: 3000 } },
          ].map((each) => ({ branch: 'B', manager: 'n', ...each })),
        ),
      segments: [
        { id: 1, names: { en: 'savers', zh: '储户' }, size: 5 },
        { id: 2, names: { en: 'costly', zh: '高成本' }, size: 1 },
      ],
      run: { asOf, at: new Date('2026-06-30T03:00:00Z') },
    });
    const customerId = bank.customerId('VR');
    await store.db.insert(holdings).values([
      { customerId, externalId: 'card', product: 'card' },
      { customerId: bank.customerId('L'), externalId: 'l', product: 'mortgage', amount: 9000 },
      {
        customerId: bank.customerId('K'),
        externalId: 'l',
        product: 'loan',
        amount: 9000,
        openedOn: '2020-01-31',
        attributes: { months: 60 },
      },
      { customerId, externalId: 'old', product: 'loan', closedOn: '2026-01-31' },
      { customerId, externalId: 'giro', product: 'current-account' },
    ]);
    await store.db.insert(households).values(
      ['K', 'L', 'buyer', 'idle'].map((id, at) => ({
        customerId: bank.customerId(id),
        kind: 'household' as const,
        externalId: at < 2 ? 'H1' : 'H2',
      })),
    );
    await store.db.insert(balances).values([
      { customerId, holdingId: 'card', asOf: '2026-05-31', amount: -900 },
      { customerId, holdingId: 'card', asOf: '2026-06-30', amount: -777 },
      { customerId, holdingId: 'card', asOf: '2026-07-31', amount: -1 },
      { customerId, holdingId: 'old', asOf: '2025-12-31', amount: -5000 },
      { customerId, holdingId: 'giro', asOf: '2026-06-30', amount: -20 },
    ]);
  }, 60_000);
  afterAll(() => store.close());

  const valuedBy = async (card: Record<string, unknown>) => {
    await store.db.delete(models);
    await store.db
      .insert(models)
      .values({ kind: 'clv', method: 'm', trainedAt: now(), asOf, champion: true, card });
  };
  const ask = async (text: string, locale: Locale = 'en', who = 'm') => {
    const answer = await conversation.answer({
      text,
      locale,
      principal: bank.person(who),
      channel: 'web',
      address: 'here',
      shared: false,
    });
    const fact = (label: RegExp) =>
      answer.reply.facts.find((each) => label.test(each.label))?.value;
    return { ...answer, fact, details: answer.reply.details ?? [] };
  };

  it('says that a CLV is not known, and why, instead of 0', async () => {
    await valuedBy({
      model: 'contribution',
      survival: {
        from: 'base rate',
        leavingWithinHorizon: 1,
        because: { code: 'churn.tooFewLeft', figures: { left: 1, customers: 1, needed: 20 } },
      },
    });
    const { fact, details, data } = await ask('/value customer VR');
    expect(fact(/^CLV/)).toBe('not known: nothing tells how many leave');
    expect(details).toContain(
      'The CLV is not known: there is no churn model, and no rate of departure to take in its place.',
    );
    expect(details.join(' ')).toMatch(/No churn model: 1 of 1 customers left/);
    expect(data).toMatchObject({ clv: null, clvLow: null, clvHigh: null, valueIfStays: 833 });
    const zh = await ask('/value customer VR', 'zh');
    expect(zh.fact(/CLV/)).toBe('未知：无从得知有多少客户会流失');
    const idle = await ask('/value customer idle');
    expect(idle.fact(/^CLV/)).toMatch(/^€0/);
    const whatIf = await ask('/value what-if VR margin=5%');
    expect(whatIf.reply.summary).toMatch(/^The CLV is not known/);
  });

  it('says so in lists, in a book of which none is known, and to programs', async () => {
    const { reply, data } = await ask('/value top');
    expect(reply.table?.rows.find(([name]) => name === 'Anna')?.[5]).toBe('–');
    expect(data.customers).toContainEqual(expect.objectContaining({ customer: 'VR', clv: null }));
    const row = await getValue(store.db, { kind: 'all' }, 'VR');
    expect(row && asValue(row)).toMatchObject({ clv: null, clvLow: null, debt: 777 });
    const { file } = await ask('/value top as csv');
    expect(new TextDecoder().decode(file?.content)).toMatch(/Anna,VR,.*,833(?:\.00)?,,/);
  });

  const unknown = 'not known: nothing tells how many leave';

  it('says so of a household, which is told what it is worth if they stay', async () => {
    const { reply, fact, data } = await ask('/value household K', 'en', 'n');
    expect(reply.summary).toMatch(/is worth about €5,000 over .* if nobody leaves/);
    expect(fact(/^CLV/)).toBe(unknown);
    expect(data).toMatchObject({ clv: null, valueIfStays: 5000 });
  });

  it('takes another order where that by CLV is not known, and says so', async () => {
    const { reply, details, data } = await ask('/value top by clv', 'en', 'n');
    expect(reply.summary).toMatch(/^Karel is worth the most if they stay: €3,000/);
    expect(details[0]).toMatch(/^The CLV is not known.* goes by the value if they stay/);
    expect(data).toMatchObject({ sortBy: 'value' });
    expect((await ask('/value top by clv', 'zh', 'n')).details[0]).toMatch(/^CLV 未知/);
    expect((await ask('/value top by clv')).data).toMatchObject({ sortBy: 'clv' });
  });

  it('says so of segments and a book', async () => {
    const all = await ask('/value segments', 'en', 'n');
    expect(all.reply.table?.rows).toEqual([['savers', '2', '–', '–', '–', '–']]);
    expect(all.details).toContainEqual(expect.stringMatching(/^The CLV is not known/));
    expect(all.data.segments).toEqual([expect.objectContaining({ clv: null, valueIfStays: 5000 })]);
    const { file } = await ask('/value segments as csv', 'en', 'n');
    expect(new TextDecoder().decode(file?.content)).toMatch(/savers,2,,,5000/);
    const one = await ask('/value segment savers', 'en', 'n');
    expect(one.fact(/^CLV|^Total CLV/)).toBe(unknown);
    expect(one.data).toMatchObject({ clv: null, meanClv: null, shareOfClv: null });
    const book = await ask('/value book', 'en', 'n');
    expect(book.fact(/^CLV/)).toBe(unknown);
    expect(book.data).toMatchObject({ clv: null });
  });

  it('says so of the segments of a report, and remembers none of customers listed', async () => {
    const { reply } = await ask('/value report', 'en', 'm');
    for (const row of reply.table?.rows ?? []) expect(row[2]).not.toBe('€0');
    const listed = await customersListed(store.db, { kind: 'all' }, [
      bank.customerId('VR'),
      bank.customerId('buyer'),
      bank.customerId('idle'),
    ]);
    expect([...listed.values()].map(({ externalId, clv }) => [externalId, clv])).toEqual(
      expect.arrayContaining([
        ['VR', null],
        ['buyer', 171],
        ['idle', 0],
      ]),
    );
  });

  it('says of nobody that they are new because the data begins', async () => {
    const stageOf = async (id: string) => {
      const row = await getValue(store.db, { kind: 'all' }, id);
      return row && asValue(row).stage;
    };
    await store.db
      .update(customerValues)
      .set({ stage: 'onboarding' })
      .where(inArray(customerValues.customerId, [bank.customerId('idle'), bank.customerId('K')]));
    expect(await stageOf('idle')).toBeNull();
    // A loan was opened on a day that the bank says.
    expect(await stageOf('K')).toBe('onboarding');
  });

  it('shows what is owed where the store has it', async () => {
    const { fact, data } = await ask('/value customer VR');
    expect(fact(/^Balance/)).toBe('not recorded');
    expect(fact(/^Owed/)).toBe('€777');
    expect(data).toMatchObject({ debt: 777, balance: null });
    expect((await ask('/value customer VR', 'zh')).fact(/^欠款/)).toBe('€777');
    expect((await ask('/value brief VR')).fact(/^Owed/)).toBe('€777');
    expect((await ask('/value customer buyer')).fact(/^Owed/)).toBeUndefined();
  });

  it('says where what is owed leaves out loans without a recorded balance', async () => {
    const { fact, data } = await ask('/value customer L', 'en', 'n');
    expect(fact(/^Owed/)).toBe('not known: of one loan, no balance is recorded');
    expect(data).toMatchObject({ debt: null, debtsUnrecorded: 1 });
    const row = await getValue(store.db, { kind: 'all' }, 'L');
    expect(row && asValue(row)).toMatchObject({ debt: null, debtsUnrecorded: 1 });
    // Its months are over.
    expect((await ask('/value customer K', 'en', 'n')).fact(/^Owed/)).toBeUndefined();
    const unrecorded = { customerId: bank.customerId('VR'), externalId: 'n', amount: 500 };
    await store.db.insert(holdings).values({ ...unrecorded, product: 'loan' });
    expect((await ask('/value brief VR')).fact(/^Owed/)).toBe(
      'at least €777: of one loan, no balance is recorded',
    );
    expect((await ask('/value customer VR', 'zh')).fact(/^欠款/)).toBe(
      '至少€777（另有1笔贷款没有余额记录）',
    );
  });

  it('says of how many months a contribution is where fewer than twelve are known', async () => {
    const label = async (text: string, locale: Locale = 'en') =>
      (await ask(text, locale)).reply.facts.find((each) => /ontribution|贡献/.test(each.label))
        ?.label;
    expect(await label('/value customer buyer')).toBe('Contribution, 5 months known');
    expect(await label('/value customer buyer', 'zh')).toBe('贡献（已知5个月）');
    expect(await label('/value customer VR')).toBe('Contribution, last 12 months');
    expect(await label('/value brief buyer')).toBe('Contribution, 5 months known');
    expect(await label('/value book')).toBe('Contribution, 5 months known');
    const { reply } = await ask('/value top');
    expect(reply.table?.columns.map((each) => each.label)).toContain(
      'Contribution, 5 months known',
    );
    expect(await label('/value household buyer')).toBe('Contribution, 5 months known');
    expect(await label('/value household buyer', 'zh')).toBe('贡献（已知5个月）');
    expect((await ask('/value top by contribution')).reply.summary).toMatch(
      /leads by contribution of the 5 months known with/,
    );
    expect((await ask('/value top by contribution', 'zh')).reply.summary).toMatch(/已知5个月贡献/);
    const compared = (await ask('/value compare buyer, VR')).reply;
    expect(compared.table?.columns.map((each) => each.label)).toContain('5 months known');
    expect(compared.details?.[0]).toMatch(/5 months known is the contribution of as many/);
    for (const list of ['top', 'segments']) {
      const { file } = await ask(`/value ${list} as csv`);
      const [headings = '', ...rows] = new TextDecoder().decode(file?.content).trim().split('\r\n');
      const at = headings.split(',').indexOf('Months of contribution known');
      expect(headings, list).toMatch(
        /"Contribution, 12 months \(EUR\)",Months of contribution known/,
      );
      expect(
        rows.map((row) => row.split(',').at(at - headings.split(',').length)),
        list,
      ).toContain('5');
    }
    expect(await label('/value metrics')).toBe('Contribution, 5 months known');
    expect(await label('/value metrics', 'zh')).toBe('贡献（已知5个月）');
    const row = await getValue(store.db, { kind: 'all' }, 'buyer');
    expect(row && asValue(row).contributionMonths).toBe(5);
    expect((await ask('/value customer buyer')).details.join(' ')).toMatch(
      /The contribution of the 5 months known is/,
    );
  });

  it('calls nobody the most valuable of a list of costs', async () => {
    const top = (locale: Locale) => ask('/value top segment=2', locale);
    expect((await top('en')).reply.summary).toMatch(
      /^Nobody here brings in more than they cost: over 3 years, Ida would cost the least if they stay, -€63/,
    );
    expect((await top('zh')).reply.summary).toMatch(
      /没有客户带来的收入高于成本；未来3年若留存，Ida的净成本最低/,
    );
  });

  it('says what a CLV counts with that stays close to the value in spite of the risk', async () => {
    await valuedBy({ model: 'transactions', survival: { from: 'churn model' } });
    const { details } = await ask('/value customer buyer');
    expect(details.join(' ')).toMatch(/The CLV goes by how often this customer buys, not by/);
    expect((await ask('/value customer buyer', 'zh')).details.join('')).toMatch(
      /CLV 依据该客户的购买频率/,
    );
    await valuedBy({
      model: 'contribution',
      survival: {
        from: 'churn model',
        reversion: { horizonMonths: 3, longRun: 0.02, persistence: 0.5, measuredOn: 100 },
      },
    });
    expect((await ask('/value customer buyer')).details).toContain(
      'The CLV counts with this churn probability for 3 months and then, more and more, with what is usual in this bank, 2% within 3 months.',
    );
  });
});
