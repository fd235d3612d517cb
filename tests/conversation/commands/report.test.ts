import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import { accessLog } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillTwoWeeks, now, weekLater } from '../../banks/two-weeks.ts';
import { copyRun, type ValuedBank } from '../../banks/valued-bank.ts';
import { emptyAccessLog } from '../../empty-access-log.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

type Person = 'eva' | 'petr' | 'jan' | 'li';

describe.each(storeKinds)('the report on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillTwoWeeks(store);
  });
  afterAll(() => store.close());

  const log = {
    error: (fields: Record<string, unknown>) => {
      throw new Error(JSON.stringify(fields));
    },
  };
  const ask = (
    text: string,
    person: Person = 'li',
    { locale = 'en', shared = false }: { locale?: Locale; shared?: boolean } = {},
  ) =>
    createConversation({ store, config, now, log }).answer({
      text: `/value ${text}`,
      principal: bank.person(person),
      channel: 'web',
      address: 'here',
      shared,
      locale,
    });
  const logged = async () => {
    const rows = await store.db.select().from(accessLog);
    await emptyAccessLog(store);
    return rows.flatMap(({ customerIds }) => customerIds);
  };

  it('says what is missing where there is nothing to compare with', async () => {
    const { reply, data } = await ask('report weekly');
    expect(reply.title).toBe('Whole bank: 59 customers, nothing to compare with yet');
    expect(reply.summary).toContain('No valuation before that of 21 November 2026 is kept');
    expect(data).toMatchObject({
      period: { from: '2026-11-15', to: '2026-11-21' },
      compared: { from: null },
      customers: { before: null, now: 59 },
      value: { before: null, change: null, steps: [] },
      risk: { now: 12 },
      warnings: null,
      movement: null,
    });
    expect(reply.charts).toHaveLength(1);
    expect((await ask('report weekly', 'li', { locale: 'zh' })).reply.title).toBe(
      '全行：59位客户，尚无可比较的估值',
    );
  });

  it('tells of a week what changed the value, to the last cent', async () => {
    await weekLater(store, bank);
    const { reply, data, intent, entities } = await ask('report weekly');
    expect(intent).toBe('report');
    expect(entities).toEqual({ period: 'weekly' });
    const sum = 58 * 1000 + (58 * 59) / 2 + 1000;
    const change = 500 - 1000 - 1005 + 10 * 100 - 2 * 50;
    expect(data).toMatchObject({
      report: 'weekly',
      period: { from: '2026-11-22', to: '2026-11-28' },
      compared: { from: '2026-11-21', to: '2026-11-28', exact: true },
      customers: { before: 59, now: 58 },
      value: {
        basis: 'ifStays',
        before: sum,
        now: sum + change,
        change,
        steps: [
          { kind: 'new', customers: 1, amount: 500 },
          { kind: 'left', customers: 2, amount: -2005 },
          { kind: 'grew', customers: 10, amount: 1000 },
          { kind: 'shrank', customers: 2, amount: -100 },
        ],
      },
      risk: { before: 12, now: 10, newly: 2, recovered: 2, left: 2, still: 8, in: 0, out: 0 },
      warnings: {
        warned: 12,
        left: 2,
        closed: 1,
        silent: 1,
        notWarned: 47,
        notWarnedLeft: 0,
        contacted: 3,
        contactedRecovered: 1,
        contactedLeft: 1,
      },
      movement: { since: '2026-11-21', moved: 1, stayed: 56 },
      contacts: {
        customers: 3,
        contacts: 4,
        complaints: 1,
        followUpsDone: 1,
        followUpsOverdue: 1,
      },
    });
    expect(reply.title).toBe('Whole bank: value down 1% in a week, 2 newly at risk');
    expect(reply.charts).toHaveLength(3);
    expect(reply.charts[0]?.alt).toContain('New or back +€500, Left the bank -€2,005');
  });

  it.each([
    ['', 'li'],
    [' branch=Prague', 'li'],
    [' tier=high', 'li'],
    [' segment=savers', 'li'],
    [' manager="Eva Malá"', 'jan'],
    ['', 'jan'],
    ['', 'eva'],
  ] as const)('gives the figures of book, segments and at-risk%s to %s', async (held, person) => {
    const { data } = await ask(`report weekly${held}`, person);
    const book = (await ask(`book${held}`, person)).data;
    expect(book).toMatchObject({ ...(data.totals as object) });
    expect(data).toMatchObject({
      customers: { now: book.customers },
      value: { now: book.valueIfStays },
    });
    expect(data.risk).toMatchObject({ now: (await ask(`at-risk${held}`, person)).data.atRisk });
    const segments = (await ask(`segments${held}`, person)).data.segments;
    expect(data.segments).toMatchObject(segments as object[]);
    const { value, risk } = data as {
      value: { before: number; now: number; steps: { amount: number }[] };
      risk: Record<string, number>;
    };
    const added = value.steps.reduce((sum, { amount }) => sum + amount, value.before);
    expect(added).toBeCloseTo(value.now, 6);
    const {
      before = 0,
      newly = 0,
      in: came = 0,
      out = 0,
      left = 0,
      recovered = 0,
      cleared = 0,
    } = risk;
    expect(before + newly + came - left - recovered - cleared - out).toBe(risk.now);
  });

  it('tells a tier or a segment who came from others and who went there', async () => {
    expect((await ask('report tier=high')).data).toMatchObject({
      customers: { before: 0, now: 1 },
      value: { steps: [{ kind: 'in', customers: 1, amount: 1107 }] },
    });
    expect((await ask('report segment=spenders')).data.value).toMatchObject({
      steps: expect.arrayContaining([{ kind: 'out', customers: 1, amount: -1006 }]),
    });
  });

  it('breaks down by branch and manager where there are several', async () => {
    const { data, reply } = await ask('report');
    expect(data.branches).toMatchObject([
      { branch: 'Prague', customers: { before: 40, now: 38 }, contacts: { customers: 3 } },
      { branch: 'Brno', customers: { before: 19, now: 20 }, contacts: { customers: 0 } },
    ]);
    expect(reply.table?.rows.map(([name]) => name)).toEqual(['Prague', 'Brno']);
    const lead = await ask('report', 'jan');
    expect(lead.data.branches).toEqual([]);
    expect(lead.reply.table?.rows.map(([name]) => name)).toEqual([
      'Eva Malá',
      'Petr Svoboda',
      'Ivo Krátký',
    ]);
    const own = await ask('report', 'eva');
    expect(own.data).toMatchObject({ managers: [], customers: { before: 24, now: 22 } });
    expect(own.reply.title).toMatch(/^Your book: value down/);
  });

  it('names no customer, and puts groups of few together where others read along', async () => {
    for (const locale of ['en', 'zh'] as const) {
      const { reply, data } = await ask('report', 'jan', { locale, shared: true });
      const told = JSON.stringify([reply, data]);
      expect(told).not.toContain('Surname');
      expect(told).not.toContain('Krátký');
      expect(reply.visibility).toBe('channel');
      expect(reply.table?.rows).toHaveLength(2);
    }
    const { reply, data } = await ask('report', 'jan', { shared: true });
    expect(data.value).toMatchObject({
      change: -1105,
      steps: [{ kind: 'others', customers: 14, amount: -1105 }],
    });
    expect(data.totals).toMatchObject({ atRisk: 6, valueAtStake: null });
    expect(data.movement).toMatchObject({ moved: 1 });
    expect(data.movement).not.toMatchObject({ flows: [{ customers: 1 }] });
    expect(reply.details).toContain(
      'Groups of fewer than 10 customers are put together, as others read along.',
    );
    expect((await ask('report tier=high', 'jan', { shared: true })).reply.visibility).toBe('asker');
  });

  it('is asked for in a sentence, whose time is not said to be left out', async () => {
    for (const [text, entities] of [
      ['how did Prague do last month', { period: 'monthly' }],
      ['布拉格分行的周报', { period: 'weekly' }],
    ] as const) {
      const answer = await createConversation({ store, config, now, log }).answer({
        text,
        principal: bank.person('li'),
        channel: 'web',
        address: 'here',
        shared: false,
        locale: 'en',
      });
      expect(answer).toMatchObject({ intent: 'report', entities });
      expect(JSON.stringify(answer.reply)).not.toContain('last month');
    }
  });

  it('notes whose figures it tells where they are few', async () => {
    await logged();
    await ask('report tier=high', 'jan');
    expect(await logged()).toEqual([bank.customerId('c7')]);
    await ask('report', 'jan');
    expect(await logged()).toEqual([]);
  });

  it('is exported with a row for all, each branch and each manager', async () => {
    const { file } = await ask('report weekly as csv');
    const lines = new TextDecoder().decode(file?.content).trim().split(/\r?\n/);
    expect(file?.name).toBe('report-2026-11-28.csv');
    expect(lines[0]).toContain('Value before (EUR)');
    expect(lines).toHaveLength(1 + 1 + 2 + 4);
    expect((await ask('report monthly as xlsx')).file?.name).toMatch(/\.xlsx$/);
  });

  it('compares a month or a quarter that is over with the oldest run there is', async () => {
    const { reply, data } = await ask('report monthly');
    expect(data).toMatchObject({
      period: { from: '2026-10-01', to: '2026-10-31' },
      compared: { from: '2026-11-21', to: '2026-11-28', exact: false },
    });
    expect(reply.title).toContain('since 21 November 2026');
    expect(reply.details?.[0]).toBe(
      'No valuation from 30 September 2026 or before is kept, so this compares with the earliest there is, of 21 November 2026.',
    );
    await copyRun(store, bank.runId, '2026-09-30');
    await copyRun(store, bank.runId, '2026-10-31');
    const month = await ask('report monthly');
    expect(month.data.compared).toEqual({ from: '2026-09-30', to: '2026-10-31', exact: true });
    expect(month.reply.title).toBe('Whole bank: value unchanged in October 2026');
    expect((await ask('report quarterly')).data).toMatchObject({
      period: { from: '2026-07-01', to: '2026-09-30' },
      compared: { from: '2026-09-30', to: '2026-11-28', exact: false },
    });
  });
});
