import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers, now, oddCustomers } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const compared = z.object({ customers: z.array(z.looseObject({ customer: z.string() })) });

describe.each(storeKinds)('customers side by side, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    conversation = createConversation({
      store,
      config,
      now,
      log: {
        error(fields) {
          throw new Error(JSON.stringify(fields));
        },
      },
    });
  });
  afterAll(() => store.close());

  const ask = (
    text: string,
    principal: Principal = people.analyst,
    locale?: Locale,
    thread?: string,
  ) =>
    conversation.answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      shared: false,
      ...(locale === undefined ? {} : { locale }),
      ...(thread === undefined ? {} : { thread }),
    });
  const idsIn = (data: unknown) => compared.parse(data).customers.map(({ customer }) => customer);

  it('tells value, risk, contribution and trend of each', async () => {
    const { intent, entities, reply, data } = await ask('/value compare 1042 1055');
    expect(intent).toBe('customer.compare');
    expect(entities).toEqual({ customer: ['1042', '1055'] });
    expect(reply.title).toMatch(/^.+ is worth more, (?:and safer|but likelier to leave)$/);
    expect(reply.summary).toMatch(
      /^Of 张伟 and Anna Nováková, 张伟 is worth the most, about CZK\u00a098,765 over 3 years if they stay, and Anna Nováková is most likely to leave: \d+% within 3 months\.$/,
    );
    expect(reply.table?.columns.map(({ label }) => label)).toEqual([
      'Customer',
      'If they stay',
      'Churn',
      '12 months',
      'Trend',
    ]);
    expect(reply.table?.rows.map(([name, value, churn]) => [name, value, churn])).toMatchObject([
      ['张伟', 'CZK\u00a098,765', '42%'],
      ['Anna Nováková', expect.stringMatching(/^CZK/), expect.stringMatching(/%$/)],
    ]);
    // A column of a table on a phone is narrow.
    for (const cell of reply.table?.rows.flat() ?? []) expect(cell.length).toBeLessThanOrEqual(20);
    expect(reply.actions.map(({ command }) => command)).toEqual(['customer 1042', 'customer 1055']);
    expect(reply.visibility).toBe('asker');
    expect(idsIn(data)).toEqual(['1042', '1055']);
  });

  it('gives of each the figures that are given of one', async () => {
    const ids = ['1042', '1055', '1063', '1064', 'C-2071'];
    const { data } = await ask(`compare ${ids.join(', ')}`);
    const each = await Promise.all(ids.map(async (id) => (await ask(`customer ${id}`)).data));
    expect(data).toEqual({ customers: each });
  });

  it('says the trend as the change from one half of a year to the next', async () => {
    const { reply, data } = await ask('compare 1042 1055');
    const [first] = z
      .object({
        customers: z.array(z.object({ months: z.array(z.object({ contribution: z.number() })) })),
      })
      .parse(data).customers;
    const sum = (from: number, to: number) =>
      (first?.months ?? [])
        .slice(from, to)
        .reduce((total, { contribution }) => total + contribution, 0);
    const change = sum(6, 12) - sum(0, 6);
    expect(first?.months).toHaveLength(12);
    expect(reply.table?.rows[0]?.[4]).toBe(
      `${change > 0 ? '+' : ''}${new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'CZK', maximumFractionDigits: Math.abs(change) < 99.995 ? 2 : 0 }).format(change)}`,
    );
  });

  it.each([
    ['1042 vs 1055', ['1042', '1055']],
    ['compare 1042 and 1055', ['1042', '1055']],
    ['比较1042和1055', ['1042', '1055']],
    ['1042跟1055比起来怎么样', ['1042', '1055']],
    ['which is worth more, 1055 or 1042?', ['1055', '1042']],
    ['compare 张伟 and Anna Nováková', ['1042', '1055']],
    ['compare Dora Debt, Otto Idle and 1042', ['1064', '1063', '1042']],
    ['compare "Otto Idle" 1042', ['1063', '1042']],
  ])('understands “%s”', async (text, ids) => {
    const { intent, data } = await ask(text);
    expect(intent).toBe('customer.compare');
    expect(idsIn(data)).toEqual(ids);
  });

  it('answers in Chinese', async () => {
    const { reply } = await ask('对比1042、1055和1063');
    expect(reply.title).toBe('3位客户对比');
    expect(reply.summary).toMatch(/^在张伟、Anna Nováková和Otto Idle中，张伟的价值最高/);
  });

  it('draws each over the same months and on the same scale', async () => {
    const { reply } = await ask('compare 1042 1055 1064');
    expect(reply.charts).toHaveLength(1);
    const [chart] = reply.charts;
    const panels = z
      .object({
        vconcat: z.array(
          z.object({
            title: z.object({ text: z.string() }),
            data: z.object({ values: z.array(z.object({ month: z.string() })) }),
            layer: z.array(
              z.object({ encoding: z.object({ y: z.object({ scale: z.unknown() }) }) }),
            ),
          }),
        ),
      })
      .parse(chart?.spec).vconcat;
    expect(panels.map(({ title }) => title.text)).toEqual(['张伟', 'Anna Nováková', 'Dora Debt']);
    const drawn = panels.map(({ data, layer }) =>
      JSON.stringify([data.values.map(({ month }) => month), layer[0]?.encoding.y.scale]),
    );
    expect(new Set(drawn).size).toBe(1);
    expect(chart?.alt).toMatch(/张伟 CZK.* in all, .* and Dora Debt/);
  });

  it('asks which one is meant with the whole comparison', async () => {
    const { reply, data } = await ask('compare 1042 and Anna Novotná');
    expect(data).toEqual({});
    expect(reply.title).toBe('Which customer do you mean?');
    expect(reply.actions.map(({ command }) => command)).toEqual([
      'compare 1042 1066',
      'compare 1042 1067',
    ]);
    const chosen = await ask(reply.actions[1]?.command ?? '');
    expect(idsIn(chosen.data)).toEqual(['1042', '1067']);
  });

  it('tells two of one name apart', async () => {
    const { reply } = await ask('compare 1066 1067');
    expect(reply.table?.rows.map(([name]) => name)).toEqual([
      'Anna Novotná · 1066',
      'Anna Novotná · 1067',
    ]);
  });

  it.each([
    ['/value compare 1042', 'Please name 2 to 5 customers'],
    ['/value compare 1 2 3 4 5 6', 'Please name 2 to 5 customers'],
    ['/value compare AB 12 1055', 'Put commas between the customers'],
    [
      '/value compare 1042, 张伟',
      'These are the same customer; please name 2 to 5 different ones.',
    ],
    ['compare 1042', 'Please name 2 to 5 customers'],
  ])('says of “%s” what it takes', async (text, message) => {
    const { intent, reply } = await ask(text, people.analyst, 'en', 'by themselves');
    expect(intent).toBe('customer.compare');
    expect(reply.summary).toContain(message);
  });

  it('takes one more beside those just compared, and says who all are', async () => {
    const thread = 'one more';
    await ask('compare 1066 1067', people.analyst, 'en', thread);
    const { reply, data } = await ask('compare 1042', people.analyst, 'en', thread);
    expect(idsIn(data).toSorted()).toEqual(['1042', '1066', '1067']);
    expect(reply.summary).toMatch(/1042.*1066|1066.*1042/s);
  });

  it('finds nobody outside the asker’s scope, as if there were none', async () => {
    const hidden = await ask('compare 1042 1055', people.prague);
    const absent = await ask('compare 1042 9999', people.prague);
    expect(hidden.data).toEqual({});
    expect(JSON.stringify(hidden.reply).replaceAll('1055', 'ID')).toBe(
      JSON.stringify(absent.reply).replaceAll('9999', 'ID'),
    );
  });

  it('takes customers about whom little is known', async () => {
    const ids = Object.values(oddCustomers).slice(0, 9);
    for (const [i, id] of ids.entries()) {
      const other = ids[(i + 1) % ids.length];
      for (const locale of ['en', 'zh'] as const) {
        const { reply } = await ask(`compare ${id} ${other}`, people.analyst, locale);
        const texts = [
          reply.summary,
          ...(reply.details ?? []),
          ...(reply.table?.rows.flat() ?? []),
        ];
        expect(texts.join()).not.toMatch(/undefined|NaN|null|Infinity/);
      }
    }
  });
});
