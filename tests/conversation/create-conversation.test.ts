import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../../src/access/principal.ts';
import type { Answer, Conversation } from '../../src/conversation/conversation.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { describeCommands } from '../../src/conversation/describe-commands.ts';
import type { Locale } from '../../src/language/locale.ts';
import { accessLog, customers } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { config, fillOddCustomers, now, oddCustomers } from '../banks/odd-customers.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const bad = /undefined|NaN|null|\[object Object\]|Invalid Date|Infinity/;

/** Every text of a reply that a person may come to read. */
function textsOf({ reply }: Answer): string[] {
  return [
    reply.title,
    reply.summary,
    ...reply.facts.flatMap(({ label, value }) => [label, value]),
    ...(reply.details ?? []),
    ...(reply.table?.columns.map(({ label }) => label) ?? []),
    ...(reply.table?.rows.flat() ?? []),
    ...reply.charts.map(({ alt }) => alt),
    ...reply.charts.map(({ spec }) => JSON.stringify(spec).replaceAll(/null|undefined/g, '')),
    ...reply.actions.flatMap(({ label, command }) => [label, command]),
  ];
}

describe.each(storeKinds)('a conversation on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;
  const failures: unknown[] = [];

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    conversation = createConversation({
      store,
      config,
      now,
      log: { error: (fields) => failures.push(fields) },
    });
  });
  afterAll(() => store.close());

  const ask = (text: string, principal: Principal = people.analyst, locale?: Locale) =>
    conversation.answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      // Each question stands for itself.
      thread: randomUUID(),
      shared: false,
      ...(locale === undefined ? {} : { locale }),
    });

  it('tells what a customer is worth', async () => {
    const { intent, entities, reply, data } = await ask('/value customer 1042');
    expect(intent).toBe('customer.value');
    expect(entities).toEqual({ customer: '1042' });
    expect(reply).toMatchObject({
      title: '张伟 · 1042',
      summary:
        '张伟 is worth about CZK\u00a098,765 over 3 years if they stay (high tier); the probability of losing them within 3 months is 42%, which puts CZK\u00a041,481 at stake.',
      visibility: 'asker',
      actions: [
        { label: 'Why?', command: 'why 1042' },
        { label: 'Trend', command: 'trend 1042' },
        { label: 'At-risk list', command: 'at-risk' },
      ],
    });
    expect(Object.fromEntries(reply.facts.map(({ label, value }) => [label, value]))).toEqual({
      Customer: '1042',
      Branch: 'Prague',
      Manager: 'Jana Dvorakova',
      'Customer since': '14 March 2019',
      Tier: 'High',
      Segment: 'dormant savers',
      'Value if they stay, over 3 years': 'CZK\u00a098,765',
      'CLV over 3 years': 'CZK\u00a098,765 (90% range: CZK\u00a080,000 – CZK\u00a0120,000)',
      'Value score (CVS)': '71.3 out of 100',
      'Churn within 3 months': '42%',
      'Value at stake': 'CZK\u00a041,481',
      'Contribution, last 12 months': 'CZK\u00a04,321',
      Balance: 'CZK\u00a0250,000',
      Satisfaction: '80% in surveys',
    });
    expect(reply.details).toHaveLength(6);
    expect(reply.charts).toHaveLength(1);
    expect(data).toMatchObject({
      customer: '1042',
      clv: 98765.43,
      clvLow: 80000,
      clvHigh: 120000,
      valueIfStays: 98765.43,
      horizonMonths: 36,
      cvs: 71.25,
      tier: 'high',
      segment: 'dormant savers',
      churnProbability: 0.42,
      churnHorizonMonths: 3,
      currency: 'CZK',
      asOf: '2026-06-30',
    });
    expect(data.months).toHaveLength(12);
    expect(data.reasons).toHaveLength(3);
  });

  it('answers a Chinese question in Chinese', async () => {
    const { reply, locale } = await ask('客户１０４２值多少钱？');
    expect(locale).toBe('zh');
    expect(reply.summary).toBe(
      '张伟若留存，未来3年的价值约为CZK\u00a098,765（层级：高）；3个月内的流失概率为42%，潜在损失CZK\u00a041,481。',
    );
    expect(reply.facts).toContainEqual({ label: '客群', value: '沉睡储户' });
    expect(reply.facts).toContainEqual({ label: '开户时间', value: '2019年3月14日' });
  });

  it('answers in the language that the platform names, then in that of a Chinese text, then the person’s', async () => {
    const zh: Principal = { ...people.analyst, locale: 'zh' };
    expect((await ask('what is 1042 worth', zh)).locale).toBe('zh');
    expect((await ask('what is 1042 worth', zh, 'en')).locale).toBe('en');
    const en: Principal = { ...people.analyst, locale: 'en' };
    expect((await ask('1042值多少钱', en)).locale).toBe('zh');
  });

  describe('a name instead of an id', () => {
    it.each([
      ['customer 张伟', '1042'],
      ['张伟值多少钱？', '1042'],
      ['張偉值多少錢', '1042'],
      ['customer 張偉', '1042'],
      ['what is Anna Nováková worth?', '1055'],
      ['value customer anna novakova', '1055'],
      ['customer Dora', '1064'],
      ['customer "Otto Idle"', '1063'],
      ['customer c-2071', 'C-2071'],
    ])('%s is %s', async (text, customer) => {
      expect((await ask(text)).data).toMatchObject({ customer });
    });

    it('asks which one when several fit', async () => {
      const { reply, data } = await ask('customer Anna Novotná');
      expect(data).toEqual({});
      expect(reply.title).toBe('Which customer do you mean?');
      expect(reply.actions.map(({ command }) => command)).toEqual([
        'customer 1066',
        'customer 1067',
      ]);
    });

    it('asks which one with the question that was asked', async () => {
      const { reply } = await ask('why is Anna Novotná at risk?');
      expect(reply.actions.map(({ command }) => command)).toEqual(['why 1066', 'why 1067']);
    });

    it('takes signs of patterns for what they are', async () => {
      expect((await ask('/value customer %')).reply.title).toBe('No such customer');
      expect((await ask("/value customer a'b\\_")).reply.title).toBe('No such customer');
    });
  });

  describe('who is asking', () => {
    it.each(['customer', 'why', 'trend'])('decides whom “%s” shows', async (word) => {
      const may = {
        prague: ['1042', '1063'],
        brno: ['1055'],
        supervisor: ['1042'],
        analyst: ['1042', '1055', '1063'],
      };
      const mayNot = {
        prague: ['1055'],
        brno: ['1042', '1063'],
        supervisor: ['1055', '1063'],
        analyst: [],
      };
      for (const who of ['prague', 'brno', 'supervisor', 'analyst'] as const) {
        for (const id of may[who])
          expect((await ask(`${word} ${id}`, people[who])).data).toMatchObject({ customer: id });
        for (const id of mayNot[who]) {
          const hidden = await ask(`${word} ${id}`, people[who]);
          const absent = await ask(`${word} 9999`, people[who]);
          const same = (answer: Answer) =>
            JSON.stringify([answer.reply, answer.data]).replaceAll(/9999|1055|1042|1063/g, 'ID');
          expect(same(hidden)).toBe(same(absent));
        }
      }
    });

    it('holds names to the scope', async () => {
      const hidden = await ask('customer Anna Nováková', people.prague);
      expect(JSON.stringify(hidden)).not.toContain('1055');
    });

    it('holds lists to the scope', async () => {
      const listed = async (text: string, principal: Principal) => {
        const { data } = await ask(text, principal);
        return JSON.stringify(data.customers);
      };
      for (const text of ['top 50', 'at-risk 50']) {
        expect(await listed(text, people.brno)).toContain('1055');
        expect(await listed(text, people.brno)).not.toContain('1042');
        expect(await listed(text, people.prague)).not.toContain('1055');
        expect(await listed(text, people.supervisor)).not.toContain('1055');
        expect(await listed(text, people.analyst)).toMatch(/1042.*1055|1055.*1042/);
      }
      expect((await ask('book', people.brno)).data).toMatchObject({ customers: 1 });
      const { data } = await ask('segments', people.brno);
      expect(data.segments).toMatchObject([{ names: { en: 'busy young spenders' }, customers: 1 }]);
    });

    it('tells an unlinked person how to be linked, and nothing else', async () => {
      const unlinked: Principal = { kind: 'unlinked' };
      const replies = new Set<string>();
      for (const text of [
        'customer 1042',
        'top',
        'digest list',
        'who is at risk?',
        'tell me a joke',
        '/value top x',
      ])
        replies.add(JSON.stringify((await ask(text, unlinked, 'en')).reply));
      expect(replies.size).toBe(1);
      expect([...replies][0]).toContain('linked');
      expect((await ask('help', unlinked)).reply.title).toBe('What I can do');
    });

    it.each([
      ['', 'What I can do'],
      ['help', 'What I can do'],
      ['/value', 'What I can do'],
      ['value help', 'What I can do'],
      ['/value HELP?', 'What I can do'],
      ['What can you do?', 'What I can do'],
      ['who are you', 'What I can do'],
      ['help lists', 'My customers: what I can do'],
      ['help One customer', 'One customer: what I can do'],
      ['help 客户名单', '客户名单：我能做什么'],
      ['帮助', '我能做什么'],
      ['你能做什么？', '我能做什么'],
      ['你是誰', '我能做什么'],
      [
        'help top',
        'top [N] [by value|clv|cvs|contribution] [branch=NAME] [segment=NAME] [tier=high|medium|low] [manager=NAME] [tag=NAME] [from=N]',
      ],
      ['help me with 1042', 'I do not know you yet'],
      ['help Zhang Wei', 'I do not know you yet'],
      ['1042', 'I do not know you yet'],
      ['customer 1042', 'I do not know you yet'],
    ])('gives an unlinked person help on “%s”, and nothing else', async (text, title) => {
      expect((await ask(text, { kind: 'unlinked' })).reply.title).toBe(title);
    });

    it('reads no sentence of an unlinked person, however it is made', async () => {
      // Lines that patterns for schedules, assumptions and names were slow on, and whatever else.
      for (const text of [
        `留存率${'能'.repeat(60)}x`,
        `/value digest add 9:00 ${'发给'.repeat(60)}x`,
        `利润${'变成升到'.repeat(60)}x`,
        `top ${' branch=x'.repeat(200_000)}`,
        'a'.repeat(3_000_000),
      ]) {
        const { intent, reply } = await ask(text, { kind: 'unlinked' });
        expect(intent).toBe('unknown');
        expect(reply.title).toMatch(/^(I do not know you yet|我还不认识您)$/);
      }
    });

    it('reads of a huge text what a question can have', async () => {
      const { intent, entities } = await ask(`top 3${' '.repeat(500)}${'x'.repeat(3_000_000)}`);
      expect({ intent, entities }).toEqual({ intent: 'ranking.top', entities: { limit: 3 } });
      expect((await ask('customer 10\u000042')).data).toMatchObject({ customer: '1042' });
    });

    it('notes in the access log who saw whom', async () => {
      await emptyAccessLog(store);
      await ask('customer 1055', people.brno);
      await ask('customer 1042', people.brno);
      await ask('help', { kind: 'unlinked' });
      const [anna] = await store.db
        .select()
        .from(customers)
        .where(eq(customers.externalId, '1055'));
      const log = await store.db.select().from(accessLog).orderBy(accessLog.id);
      expect(log).toMatchObject([
        {
          managerId: people.brno.managerId,
          channel: 'web',
          intent: 'customer.value',
          customerIds: [anna?.id],
        },
        {
          managerId: people.brno.managerId,
          intent: 'customer.value',
          outcome: 'refused',
          reason: 'unseen',
        },
        { managerId: null, intent: 'help', customerIds: [] },
      ]);
    });
  });

  describe('lists', () => {
    const ids = async (text: string) => {
      const { data } = await ask(text);
      return Array.isArray(data.customers) ? data.customers.map(({ customer }) => customer) : data;
    };
    it.each([
      ['top 3', ['1042', '1066', '1067']],
      ['my two most valuable customers', ['1042', '1066']],
      ['top 1 branch=Brno', ['1055']],
      ['most valuable customers in Brno', ['1055']],
      ['布尔诺分行最有价值的客户', ['1055']],
      ['top 1 by cvs tier=high', ['1042']],
      ['top segment="busy young spenders"', ['1055', '1064']],
      ['活跃年轻族里最有价值的客户', ['1055', '1064']],
      ['at-risk 2', ['1042', '1055']],
      ['at-risk tier=high', ['1042']],
      ['who is about to leave in Brno?', ['1055']],
      ['top 5 manager="Petr Svoboda"', ['1055']],
      ["Petr Svoboda's most valuable customers", ['1055']],
    ])('%s', async (text, expected) => {
      expect(await ids(text)).toEqual(expected);
    });

    it('does not list who has left', async () => {
      expect(await ids('top 50')).not.toContain('1061');
    });

    it('says which name there is none of, rather than list everybody', async () => {
      for (const text of [
        'top branch=Atlantis',
        'top customers in Atlantis',
        'top customers of the Atlantis branch',
      ]) {
        const { reply, data } = await ask(text);
        expect(reply.summary).toBe('There is no branch called “Atlantis”.');
        expect(reply.details).toEqual(['The choices are Brno and Prague.']);
        expect(data).toEqual({});
      }
      expect((await ask('at-risk segment=gnomes')).reply.summary).toContain('no segment called');
    });

    it('says so where nobody fits', async () => {
      expect((await ask('top branch=Brno tier=high')).reply.title).toBe('No customers found');
      expect(
        (await ask('book', { ...people.brno, managerId: people.analyst.managerId })).reply.title,
      ).toBe('No customers found');
    });
  });

  it('explains a risk', async () => {
    const { reply, data } = await ask('why is 1042 at risk?');
    expect(reply.summary).toBe(
      'The probability of losing 张伟 within 3 months is 42%; these are the strongest reasons.',
    );
    expect(reply.details).toHaveLength(5);
    expect(data).toMatchObject({ customer: '1042', churnProbability: 0.42 });
  });

  it('shows a trend over the months asked for', async () => {
    const { data, reply } = await ask("show 1042's balance over the last 6 months");
    expect(data).toMatchObject({ customer: '1042', metric: 'balance' });
    expect(data.points).toHaveLength(6);
    expect(reply.summary).toBe(
      'Balance of 张伟 went from CZK\u00a0252,000 in January 2026 to CZK\u00a0247,000 in June 2026 (6 months).',
    );
  });

  it('adds up a book', async () => {
    expect((await ask('how is my book doing?', people.prague)).data).toMatchObject({
      customers: 8,
      high: 1,
      atRisk: 4,
    });
  });

  it('reads a model’s card', async () => {
    const { reply } = await ask('how good is the churn model?');
    expect(reply.summary).toBe(
      'Discrimination is good: the model (logistic regression) ranks a customer who left as riskier than one who stayed in 85% of pairs.',
    );
    expect((await ask('model clv')).data).toEqual({ kind: 'clv', model: null });
  });

  describe('what a list cannot be held to', () => {
    it.each([
      ['top customers older than 60', 'older than 60'],
      ['at-risk customers except Prague', 'except Prague'],
      [
        'how are the customers in Prague with more than 3 products doing',
        'with more than 3 products',
      ],
      ['60岁以上的最有价值客户', '60岁以上'],
      ['最有价值的女客户', '女客'],
    ])('is said back, and no customer shown: %s', async (text, said) => {
      const { reply, data } = await ask(text);
      expect(['I cannot answer all of that', '这个问题我无法完整回答']).toContain(reply.title);
      expect(reply.summary).toContain(said);
      expect(reply.table).toBeUndefined();
      expect(data).not.toHaveProperty('customers');
    });

    it.each([
      ['top customers of the Atlantis branch', 'No such branch'],
      ['浦东分行最有价值的客户', '没有这家分行'],
      ['浦东分行整体情况如何', '没有这家分行'],
      ["how is Zorblax's book doing", 'No such manager'],
      ['at-risk customers in the moon walkers segment', 'No such segment'],
    ])('is told where the bank has none of that name: %s', async (text, title) => {
      expect((await ask(text)).reply.title).toBe(title);
    });

    it('is one of several, each a button with the rest of the question', async () => {
      const { reply } = await ask('top 5 high tier customers in Prague or Brno');
      expect(reply.actions.map(({ command }) => command)).toEqual([
        'top 5 branch="Prague" tier="high"',
        'top 5 branch="Brno" tier="high"',
      ]);
    });
  });

  describe('digests', () => {
    it('are added in the person’s time zone, listed, paused, resumed and removed', async () => {
      const person: Principal = { ...people.prague, timezone: 'Asia/Shanghai' };
      const added = await ask('digest add "at-risk customers every weekday at 8:30"', person);
      expect(added.reply.summary).toBe(
        'Customers newly at risk, every weekday at 08:30 (Asia/Shanghai).',
      );
      expect(added.data).toMatchObject({ cron: '30 8 * * 1-5', timezone: 'Asia/Shanghai' });
      const { digest } = added.data;
      expect((await ask('digest list', person)).data).toMatchObject({
        digests: [{ digest, channel: 'web', paused: false, last: null }],
      });
      expect((await ask('pause my digest', person)).data).toEqual({
        digest,
        paused: true,
        pausedUntil: null,
      });
      expect((await ask(`digest resume ${digest}`, person)).data).toEqual({
        digest,
        paused: false,
        pausedUntil: null,
      });
      expect((await ask(`digest remove ${digest}`, people.brno)).reply.title).toBe('No digests');
      // Much that is said of a digest is not that it should go, so that a sentence is asked about first.
      for (const text of [
        '取消我的简报',
        'remove my digest',
        `don't remove my digest ${digest}`,
        `change my digest to ${digest}`,
        `what happens if I remove digest ${digest}?`,
      ]) {
        await ask(text, person);
        expect((await ask('digest list', person)).data).not.toEqual({ digests: [] });
      }
      const asked = await ask('取消我的简报', person);
      expect(asked.data).toEqual({ digest, removed: false });
      const remove = asked.reply.actions[0]?.command ?? '';
      expect((await ask(remove, person)).data).toEqual({ digest, removed: true });
      expect((await ask('digest list', person)).data).toEqual({ digests: [] });
    });

    it.each([
      'send me at-risk customers of Prague with tier high every day at 7',
      'digest add "at-risk customers every day at 7" branch=Prague tier=high',
      '每天7点把布拉格分行高价值流失风险客户发给我',
    ])('are held to what was said: %s', async (text) => {
      const added = await ask(text, people.analyst, 'en');
      expect(added.data).toMatchObject({ cron: '0 7 * * *', filters: { tier: 'high' } });
      expect(added.reply.details?.[0]).toBe(
        'Only customers of the whole bank, branch Prague, high tier.',
      );
      const { digest } = added.data;
      const { reply } = await ask('digest list', people.analyst);
      expect(reply.table?.rows.flat()).toContain(
        'every day at 07:00 (Europe/Prague), only for the whole bank, branch Prague, high tier',
      );
      const tried = await ask(`digest test ${digest}`, people.analyst);
      const listed = await ask('at-risk 50 branch=Prague tier=high', people.analyst);
      expect(tried.data.atRisk).toBe(listed.data.atRisk);
      expect((await ask(`digest remove ${digest}`, people.analyst)).data).toMatchObject({ digest });
    });

    it.each([
      ['send me at-risk customers of the Atlantis branch every day at 7', 'No such branch'],
      ['digest add "at-risk customers every day at 7" segment="moon walkers"', 'No such segment'],
    ])('are not set up for what there is not: %s', async (text, title) => {
      expect((await ask(text, people.analyst)).reply.title).toBe(title);
      expect((await ask('digest list', people.analyst)).data).toEqual({ digests: [] });
    });

    it('ask which one is meant', async () => {
      await ask('send me at-risk customers every Monday at 9', people.brno);
      await ask('每天早上七点半把流失风险客户发给我', people.brno);
      const { reply } = await ask('pause the digest', people.brno);
      expect(reply.actions.map(({ label }) => label.replace(/^\d+ · /, ''))).toEqual([
        'At-risk customers, every Monday at 09:00 (Europe/Prague)',
        'At-risk customers, every day at 07:30 (Europe/Prague)',
      ]);
    });

    it('can be tried', async () => {
      const { reply, data } = await ask('digest test', people.prague);
      expect(data).toEqual({ digest: null, kind: 'at-risk', atRisk: 4, asOf: '2026-06-30' });
      expect(reply.charts).toHaveLength(1);
      expect(reply.table?.rows[0]?.[1]).toBe('1042');
    });
  });

  it.each([
    ['hi', 'Hello'],
    ['Good morning!', 'Hello'],
    ['早上好', '您好'],
    ['thx', 'You are welcome'],
    ['謝謝', '不客气'],
    ['ok', 'You are welcome'],
    ['bye', 'Until next time'],
  ])('answers “%s” civilly', async (text, title) => {
    const { intent, reply } = await ask(text);
    expect(intent).toBe('unknown');
    expect(reply.title).toBe(title);
    expect(reply.actions).toHaveLength(3);
    for (const { label } of reply.actions) expect(label.length).toBeLessThanOrEqual(32);
  });

  it.each([
    ['and why?', 'Which customer do you mean?', 'why 1042'],
    ['他的余额走势', '您指的是哪位客户？', 'trend 1042'],
    ['what would happen with 95% retention?', 'Which customer do you mean?', 'what-if 1042'],
  ])('asks which customer “%s” is about', async (text, title, example) => {
    const { reply } = await ask(text);
    expect(reply.title).toBe(title);
    expect(reply.details?.join()).toContain(example);
  });

  it('keeps a filter that was said alone in what it offers', async () => {
    const { intent, reply } = await ask('only high tier in Brno');
    expect(intent).toBe('unknown');
    expect(reply.actions.map(({ command }) => command)).toContain(
      'at-risk branch="Brno" tier="high"',
    );
  });

  it('says so when it does not know, and offers the nearest three', async () => {
    const { intent, reply, data } = await ask('what is the weather like for 1042?');
    expect(intent).toBe('unknown');
    expect(reply.actions).toHaveLength(3);
    expect(data.nearest).toHaveLength(3);
    for (const { command } of reply.actions)
      expect((await ask(command)).intent).not.toBe('unknown');
  });

  it('shows the usage of a slash form used wrongly', async () => {
    const { reply } = await ask('/value top many');
    expect(reply.details).toEqual([
      'Usage: /value top [N] [by value|clv|cvs|contribution] [branch=NAME] [segment=NAME] [tier=high|medium|low] [manager=NAME] [tag=NAME] [from=N]',
    ]);
  });

  it('asks for one customer at a time', async () => {
    const { reply } = await ask('show the balance of 1042 and 1055 over the last 6 months');
    expect(reply.title).toBe('One customer at a time');
    expect(reply.actions.map(({ command }) => command)).toEqual([
      'trend 1042 balance months=6',
      'trend 1055 balance months=6',
    ]);
  });

  it('never says what only a programmer understands, of any customer in either language', async () => {
    const slashes = describeCommands().flatMap(({ phrases }) =>
      [...phrases.values()].map(({ words }) => words[0]),
    );
    const aboutOne = ['customer', 'why', 'trend'].flatMap((word) =>
      [...Object.values(oddCustomers), 'C-2071', '9999', 'Anna', '张'].flatMap((id) =>
        word === 'trend'
          ? [`trend ${id}`, `trend ${id} balance`, `trend ${id} transactions`]
          : [`${word} ${id}`],
      ),
    );
    const lists = [
      'top 50',
      'top by cvs',
      'top by contribution',
      'at-risk 50',
      'at-risk branch=Brno',
      'segments tier=low',
      'book tier=high',
      'model segments',
      'digest test',
      'digest add daily at 7',
      '',
      '?',
      '🙂',
      'help why',
    ];
    for (const locale of ['en', 'zh'] as const) {
      for (const text of [...slashes, ...aboutOne, ...lists]) {
        const answer = await ask(text, people.analyst, locale);
        for (const said of textsOf(answer)) {
          expect(said, `${text} in ${locale}`).not.toMatch(bad);
          expect(said.trim(), `${text} in ${locale}`).not.toBe('');
        }
      }
    }
    expect(failures).toEqual([]);
  }, 60_000);
});

describe('a conversation that meets trouble', () => {
  it('says that the figures are being prepared before the first run', async () => {
    const store = await openTestStore('pglite');
    const conversation = createConversation({ store, config, now });
    const principal: Principal = {
      kind: 'linked',
      managerId: 1,
      name: 'A',
      email: null,
      role: 'analyst',
      branchId: null,
      locale: null,
      timezone: null,
    };
    const question = { principal, channel: 'web', address: 'x', shared: false } as const;
    await fillOddCustomers(store);
    await store.db.execute(sql`update valuation_runs set status = 'running'`);
    for (const text of ['customer 1042', 'top', 'how is my book?', 'digest list'])
      expect((await conversation.answer({ ...question, text })).reply.title).toBe(
        'The figures are being prepared',
      );
    await store.db.execute(sql`update valuation_runs set done = 0.4`);
    expect((await conversation.answer({ ...question, text: 'top' })).reply.summary).toContain(
      'is being made: 40% of it is done',
    );
    expect((await conversation.answer({ ...question, text: 'help' })).reply.title).toBe(
      'What I can do',
    );
    expect((await conversation.answer({ ...question, text: 'sing a song' })).intent).toBe(
      'unknown',
    );
    await store.close();
  });

  it('is sorry, and logs a reference without what was asked', async () => {
    const store = await openTestStore('pglite');
    const logged: unknown[] = [];
    const conversation = createConversation({
      store,
      config,
      now,
      log: { error: (fields) => logged.push(fields) },
    });
    await store.close();
    const { reply } = await conversation.answer({
      text: 'customer Zhang Secret',
      principal: { kind: 'unlinked' },
      channel: 'web',
      address: 'x',
      shared: false,
    });
    expect(reply.title).toBe('Sorry, that did not work');
    expect(logged).toHaveLength(1);
    const [entry] = logged;
    expect(JSON.stringify(entry)).not.toContain('Secret');
    expect(reply.summary).toContain(String(referenceOf(entry)));
  });
});

const referenceOf = (entry: unknown) => z.object({ reference: z.string() }).parse(entry).reference;
