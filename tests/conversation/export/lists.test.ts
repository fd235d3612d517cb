import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import type { Answer, Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { upToMost } from '../../../src/conversation/export/exported.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { accessLog } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank, monthsUpTo } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';
import { hostileNames } from './hostile-names.ts';
import { parseCsv } from './parse-csv.ts';
import { readXlsx } from './read-xlsx.ts';

const asOf = '2026-06-30';
const names = Object.values(hostileNames);
const customers = 25;
const petras = 20;

describe.each(storeKinds)('lists as files on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillBank>>;

  async function fillBank() {
    const { person } = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [
        { externalId: 'm1', name: 'Petra', email: 'p@bank.example', role: 'manager', branch: 'P' },
        { externalId: 'm2', name: 'Li', email: 'l@bank.example', role: 'manager', branch: 'P' },
        { externalId: 'a', name: 'Ana', email: 'a@bank.example', role: 'analyst' },
      ],
      customers: Array.from({ length: customers }, (_, i) => ({
        externalId: String(1042 + i),
        name: names[i] ?? `Customer Number ${i}`,
        branch: 'P',
        manager: i < petras ? 'm1' : 'm2',
        joinedOn: '2019-03-14',
        value: {
          recencyDays: 3,
          frequency: 24,
          contribution12m: 412.345 - i,
          clv: 1234.5678 - 10 * i,
          clvLow: 900,
          clvHigh: 1600,
          tier: 'high' as const,
          churnProbability: 0.9 - i / 100,
          valueAtStake: 1000.005 - i,
          churnReasons: [{ feature: 'balance_change_3m', value: -0.41, contribution: 0.9 }],
          balance: 8000,
          satisfaction: 0.6,
          stage: 'at-risk' as const,
        },
        months: monthsUpTo(asOf, 12).map((month, at) => ({
          month,
          netInterest: 30 - at,
          fees: 5,
          costToServe: 3,
          expectedLoss: 1,
          balance: 8000 - 300 * at,
          transactions: 6,
        })),
      })),
      segments: [{ id: 1, names: { en: '=Loyal savers', zh: '忠实储户' }, size: customers }],
      run: { asOf, at: new Date('2026-07-01T02:00:00Z') },
    });
    return { petra: person('m1'), ana: person('a') };
  }

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillBank();
    conversation = createConversation({
      store,
      config: readConfig('config/bellwether.yaml'),
      now: () => new Date('2026-07-02T07:30:00Z'),
    });
  });
  afterAll(() => store.close());

  const ask = (text: string, principal: Principal = people.ana, locale: 'en' | 'zh' = 'en') =>
    conversation.answer({ text, principal, channel: 'web', address: 'x', shared: false, locale });
  const lastLogged = async () => {
    const [entry] = await store.db.select().from(accessLog).orderBy(desc(accessLog.id)).limit(1);
    return entry;
  };
  const csvOf = ({ file }: Answer) => {
    expect(file?.type).toBe('text/csv; charset=utf-8');
    return parseCsv(new TextDecoder().decode(file?.content));
  };

  it('gives all who are at risk, not only those shown, and logs each', async () => {
    const shown = await ask('at-risk');
    expect(shown.file).toBeUndefined();
    expect(shown.reply.table?.rows).toHaveLength(10);
    expect(shown.reply.exportable).toBe('at-risk');

    const given = await ask('at-risk as csv');
    expect(given.entities).toEqual({ export: 'csv' });
    expect(given.reply.summary).toBe(`at-risk-${asOf}.csv has 25 rows: the whole list.`);
    expect(given.reply.table).toBeUndefined();
    expect(given.reply.visibility).toBe('asker');
    expect(given.file?.name).toBe(`at-risk-${asOf}.csv`);
    const [headings, ...rows] = csvOf(given);
    expect(headings).toEqual([
      'Customer',
      'Id',
      'Branch',
      'Value at stake (EUR)',
      'Churn probability within 3 months',
      'Main reason',
      'Value if they stay (EUR)',
      'CLV (EUR)',
      'Value score',
      'Contribution, 12 months (EUR)',
      'Months of contribution known',
      'Tier',
    ]);
    expect(rows).toHaveLength(customers);
    expect(rows[0]?.slice(0, 5)).toEqual([
      `'${hostileNames.formula}`,
      '1042',
      'Prague',
      expect.stringMatching(/^1000(?:\.01?)?$/),
      '0.9',
    ]);
    const logged = await lastLogged();
    expect(logged?.intent).toBe('ranking.atRisk');
    expect(new Set(logged?.customerIds).size).toBe(customers);
  });

  it('prints an answer as it is shown, list or none', async () => {
    for (const text of [
      'report weekly as pdf',
      'Can you give me the weekly report as a PDF?',
      '周报导出为PDF',
    ]) {
      const { intent, entities, file, reply } = await ask(text);
      expect(intent).toBe('report');
      expect(entities).toMatchObject({ export: 'pdf' });
      expect(file).toMatchObject({ name: `report-${asOf}.pdf`, type: 'application/pdf' });
      expect(file?.command).toMatch(/^report(?: weekly)? as pdf$/);
      expect(
        Buffer.from(file?.content ?? [])
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
      expect(reply.summary).toContain(`report-${asOf}.pdf`);
    }
    const card = await ask('customer 1042 as pdf', people.petra);
    expect(card.file?.type).toBe('application/pdf');
    expect((await lastLogged())?.customerIds).toHaveLength(1);
  });

  it('holds to the scope of the asker, and to filters and numbers that are said', async () => {
    const own = csvOf(await ask('at-risk as csv', people.petra));
    expect(own).toHaveLength(1 + petras);
    expect(new Set((await lastLogged())?.customerIds).size).toBe(petras);
    expect(csvOf(await ask('top 12 as csv'))).toHaveLength(1 + 12);
    expect(csvOf(await ask('top tier=high as csv', people.petra))).toHaveLength(1 + petras);
    expect((await ask('top tier=low as csv')).file).toBeUndefined();
  });

  it('writes the same for Excel, in the reader’s language', async () => {
    const given = await ask('最有价值的客户导出为xlsx', people.ana, 'zh');
    expect(given.reply.summary).toContain(`top-${asOf}.xlsx`);
    if (given.file === undefined) throw new Error('There is no file.');
    const [headings, ...rows] = readXlsx(given.file.content);
    expect(headings?.map(({ text }) => text)).toContain('近12个月贡献 (EUR)');
    expect(rows).toHaveLength(customers);
    expect(rows[1]?.[0]).toEqual({ text: hostileNames.plus });
  });

  it.each([
    ['segments as csv', ["'=Loyal savers", '25']],
    ['compare 1042 and 1043 as csv', [`'${hostileNames.formula}`, '1042']],
    ['trend 1042 as csv', [`'${hostileNames.formula}`, '1042', '2025-07-01', '31']],
    ['forecast 1042 as csv', [`'${hostileNames.formula}`, '1042', '2026-07-01']],
    ['forecast book as csv', ['2026-07-01']],
  ])('%s', async (line, beginning) => {
    const [headings, first] = csvOf(await ask(line));
    expect(headings?.every((heading) => heading !== '')).toBe(true);
    expect(first?.slice(0, beginning.length)).toEqual(beginning);
  });

  it('gives what somebody has to do and what passed with a customer', async () => {
    expect((await ask('tasks as csv', people.petra)).file).toBeUndefined();
    await ask('log 1043 called "=1+1, \\"no\\"" follow=2026-07-10', people.petra);
    await ask('I called 1043, they want a card. Follow up on 10 July', people.petra);
    const [, task] = csvOf(await ask('tasks as csv', people.petra));
    expect(task?.slice(0, 2)).toEqual([`'${hostileNames.plus}`, '1043']);
    expect(task?.[4]).toBe('2026-07-10');
    const [headings, ...rows] = csvOf(await ask('history 1043 as csv', people.petra));
    expect(headings).toContain('Day');
    expect(rows.length).toBeGreaterThan(1);
  });

  it('exports a list without values as it is shown', async () => {
    await ask('digest add at-risk every Monday at 9');
    const { reply, file } = await ask('digest list as csv');
    expect(file?.name).toBe(`digest-list-${asOf}.csv`);
    expect(reply.summary).toContain('what the chat shows');
  });

  it('says so where there is no list, and answers', async () => {
    const { reply, file } = await ask('customer 1044 as csv');
    expect(file).toBeUndefined();
    expect(reply.summary).toMatch(/^This answer has no list to export\. ./);
    expect(reply.facts.length).toBeGreaterThan(0);
  });

  it('gives no stranger a file', async () => {
    const { file, reply } = await ask('at-risk as csv', { kind: 'unlinked' });
    expect(file).toBeUndefined();
    expect(reply.exportable).toBeUndefined();
  });

  it('gives the list before, whole, and the next question goes on without a file', async () => {
    const asks = (text: string) =>
      conversation.answer({
        text,
        principal: people.petra,
        channel: 'web',
        address: 'x',
        shared: false,
        thread: `one of ${kind}`,
        locale: 'en',
      });
    expect((await asks('as csv')).reply.details?.join(' ')).toContain('top 50 as xlsx');
    await asks('at-risk');
    await asks('the next ten');
    const { entities, file, reply } = await asks('as csv');
    expect(entities).toEqual({ export: 'csv' });
    expect(reply.taken).toBeDefined();
    const content = new TextDecoder().decode(file?.content);
    expect(parseCsv(content)).toHaveLength(1 + petras);
    expect((await asks('and only high tier?')).file).toBeUndefined();
    expect((await asks('and low tier, in Excel?')).entities).toMatchObject({
      tier: 'low',
      export: 'xlsx',
    });
  });

  it('answers a button of the list with the file of the same list', async () => {
    const shown = await ask('who is about to leave in Prague?', people.petra);
    const { exportable } = shown.reply;
    expect(exportable).toBe('at-risk branch="Prague"');
    expect(csvOf(await ask(`/value ${exportable} as csv`, people.petra))).toHaveLength(1 + petras);
  });
});

describe('a list longer than a file', () => {
  const items = Array.from({ length: 10_001 }, (_, i) => i);
  it('is cut, and says so unless fewer were asked for', () => {
    expect(upToMost(items).items).toHaveLength(10_000);
    expect(upToMost(items).cut).toBe(true);
    expect(upToMost(items.slice(1)).cut).toBe(false);
    expect(upToMost(items, 3)).toEqual({ items: [0, 1, 2], cut: false });
    expect(upToMost(items, 20_000).cut).toBe(true);
  });
});
