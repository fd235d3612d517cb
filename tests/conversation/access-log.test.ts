import { asc, inArray, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../../src/access/principal.ts';
import { figuresIn } from '../../src/conversation/access-entry.ts';
import { readAudit } from '../../src/conversation/audit/read-audit.ts';
import type { Conversation } from '../../src/conversation/conversation.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { recordAccess } from '../../src/store/access-log/record-access.ts';
import { sealEntries } from '../../src/store/access-log/seal-entries.ts';
import { verifyChain } from '../../src/store/access-log/verify-chain.ts';
import { accessLog, customers } from '../../src/store/schema.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../banks/odd-customers.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

describe.each(storeKinds)('the log of access of questions, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;
  const ids = new Map<string, number>();
  const failures: unknown[] = [];

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    const log = { error: (fields: unknown) => failures.push(fields) };
    conversation = createConversation({ store, config, now, log });
    for (const { id, externalId } of await store.db
      .select({ id: customers.id, externalId: customers.externalId })
      .from(customers)
      .where(inArray(customers.externalId, ['1042', '1055'])))
      ids.set(externalId, id);
  });
  afterAll(() => store.close());
  beforeEach(() => emptyAccessLog(store));

  const ask = (text: string, principal: Principal = people.brno) =>
    conversation.answer({ text, principal, channel: 'slack', address: 'C1', shared: false });
  const entries = () => store.db.select().from(accessLog).orderBy(asc(accessLog.id));

  it('has who asked what, where and about whom, and what was shown', async () => {
    const { votable } = await ask('customer 1055');
    await ask('at-risk 2 tier=high', people.analyst);
    await ask('segments', people.analyst);
    const [value, atRisk, segments] = await entries();
    expect(value).toMatchObject({
      at: now(),
      managerId: people.brno.managerId,
      identity: null,
      channel: 'slack',
      address: 'C1',
      intent: 'customer.value',
      outcome: 'allowed',
      reason: null,
      customerIds: [ids.get('1055')],
      asked: {},
      message: votable,
    });
    expect(value?.shown).toEqual(
      expect.arrayContaining(['clv', 'churnProbability', 'reasons.feature']),
    );
    expect(atRisk).toMatchObject({ asked: { limit: 2, tier: 'high' }, outcome: 'allowed' });
    expect(atRisk?.shown).toContain('customers.churnProbability');
    expect(segments).toMatchObject({ intent: 'segment.breakdown', outcome: 'allowed' });
  });

  it('has what was refused and why, and whom it was about, also of who nobody knows', async () => {
    const foreign = await ask('customer 1042');
    const unknown = await ask('customer 9999');
    expect(foreign.reply.title.replace('1042', '9999')).toBe(unknown.reply.title);
    await ask('/value predict products=2', people.brno);
    await ask('what is customer 1042 worth?', { kind: 'unlinked', identity: 'T1:U9' });
    await ask('help', { kind: 'unlinked', identity: 'T1:U9' });
    expect(await entries()).toMatchObject([
      { outcome: 'refused', reason: 'unseen', customerIds: [ids.get('1042')], shown: [] },
      { outcome: 'refused', reason: 'unseen', customerIds: [], shown: [] },
      { outcome: 'refused', reason: 'role', intent: 'model.predict', shown: [] },
      {
        outcome: 'refused',
        reason: 'unlinked',
        managerId: null,
        identity: 'T1:U9',
        customerIds: [],
        asked: {},
        message: null,
      },
      { outcome: 'allowed', intent: 'help', identity: 'T1:U9' },
    ]);
  });

  describe('read in chat', () => {
    const auditor = (): Principal => ({ ...people.analyst, role: 'auditor' });
    it.each([
      ['audit 1055', 'en', 'Who asked about customer 1055'],
      ['审计 1055', 'zh', '谁查询过客户 1055'],
    ] as const)(
      '%s tells an auditor who asked, a page at a time, and that they read it',
      async (line, locale, title) => {
        await ask('customer 1055');
        for (let n = 0; n < 11; n++) await ask('why 1055', people.analyst);
        await ask('customer 1042');
        const as = (text: string) =>
          conversation.answer({
            text,
            principal: auditor(),
            channel: 'teams',
            address: 'a',
            shared: false,
            locale,
          });
        const first = await as(line);
        expect(first.reply).toMatchObject({ title, visibility: 'asker', actions: [{}] });
        expect(first.data.all).toBe(13);
        expect(first.reply.table?.rows).toHaveLength(10);
        expect(first.reply.table?.rows[0]).toContain('teams a');
        const next = await as(`value ${first.reply.actions[0]?.command}`);
        expect(first.reply.summary).toContain({ en: 'the newest 10', zh: '最新的 10' }[locale]);
        expect(next.reply.summary).toContain({ en: '3 earlier ones', zh: '更早的 3' }[locale]);
        expect(next.reply.table?.rows).toHaveLength(3);
        expect(next.reply.actions).toEqual([]);
        expect(JSON.stringify([first.reply, next.reply])).not.toContain('Anna');
        const read = (await entries()).filter(({ intent }) => intent === 'audit');
        expect(read).toMatchObject([
          { outcome: 'allowed', customerIds: [ids.get('1055')], asked: {} },
          { outcome: 'allowed', customerIds: [ids.get('1055')] },
        ]);
        expect((await as('audit 987654')).data).toEqual({ outcome: 'unknown' });
      },
    );

    it.each([
      [
        'en',
        [
          'api.customers.get',
          'The log of access · Earlier entries',
          'The most valuable customers · 3 · branch="Brno" · CSV',
          'Shared with a room · What a customer is worth · 3 readers · names in full',
        ],
      ],
      [
        'zh',
        [
          'api.customers.get',
          '访问日志 · 更早的记录',
          '最有价值的客户 · 3 · 分行="Brno" · CSV',
          '与会话共享 · 客户的价值 · 3 位读者 · 显示全名',
        ],
      ],
    ] as const)('says in words what for (%s)', async (locale, expected) => {
      const entry = {
        at: now(),
        managerId: people.brno.managerId,
        identity: null,
        channel: 'slack',
        address: 'C1',
        outcome: 'allowed' as const,
        reason: null,
        customerIds: [ids.get('1055') ?? 0],
        shown: [],
        message: null,
      };
      for (const [intent, asked] of [
        ['share', { of: 'customer.value', readers: 3, names: 'full' }],
        ['ranking.top', { limit: 3, branch: 'Brno', export: 'csv' }],
        ['audit', { before: 7 }],
        ['api.customers.get', {}],
      ] as const)
        await recordAccess(store.db, { ...entry, intent, asked });
      const { reply } = await conversation.answer({
        text: 'audit 1055',
        principal: auditor(),
        channel: 'teams',
        address: 'a',
        shared: false,
        locale,
      });
      const [own, ...what] = reply.table?.rows.map((row) => row[3]) ?? [];
      expect(own).toBe({ en: 'The log of access', zh: '访问日志' }[locale]);
      expect(what).toEqual(expected);
    });

    it.each([
      ['审计1055', { customer: '1055' }],
      ['访问记录“1055 a”', { customer: '1055 a' }],
      ['审计#12', { customer: '#12' }],
      ['审计 1055 before=7', { customer: '1055', before: 7 }],
      ['审计报告2024', undefined],
      ['audit1055', undefined],
    ])('reads %s', (line, said) => {
      expect(readAudit(line)).toEqual(said);
    });

    it('is refused to everybody else, in words that say who may, whoever it is about', async () => {
      const [own, foreign, unknown] = await Promise.all(
        ['audit 1055', 'audit 1042', 'audit 9999'].map((text) => ask(text)),
      );
      expect(own?.reply.summary).toContain('role of an auditor');
      expect(foreign?.reply).toEqual(own?.reply);
      expect(unknown?.reply).toEqual(own?.reply);
      expect((await ask('audit 1055', people.analyst)).reply).toEqual(own?.reply);
      expect((await entries()).map(({ outcome, reason }) => [outcome, reason])).toEqual(
        Array.from({ length: 4 }, () => ['refused', 'role']),
      );
      expect((await ask('audit 1055', { kind: 'unlinked' })).reply.title).toContain(
        'do not know you',
      );
    });
  });

  it('has no text that somebody typed, and no id or name of a customer', async () => {
    await ask('I called 1055, Anna wants a mortgage from Zhang Wei');
    await ask('/value log 1055 called "Anna said 1055 is leaving"');
    await ask('top branch="Anna Nováková"', people.analyst);
    await ask('top 3 as csv', people.analyst);
    const all = await entries();
    expect(JSON.stringify(all.map(({ asked, shown }) => ({ asked, shown })))).not.toMatch(
      /Anna|Zhang|1055|mortgage/,
    );
    expect(all.at(-1)?.asked).toEqual({ limit: 3, export: 'csv' });
    const keyed = { customers: [{ clv: 1, 1042: 2 }], '1042': 3, 'Anna N': 4, none: null };
    expect(figuresIn(keyed)).toEqual(['customers.clv']);
  });

  it('stands in the help of an auditor, and in nobody else’s', async () => {
    const helpFor = async (principal: Principal) => (await ask('help', principal)).reply;
    const told = JSON.stringify(await helpFor({ ...people.analyst, role: 'auditor' }));
    expect(told).toContain('“audit 1042”');
    expect(JSON.stringify(await helpFor(people.analyst))).not.toContain('audit');
  });

  it.each(['auditor', 'operator'] as const)(
    'refuses an %s whatever shows customers',
    async (role) => {
      const { brno } = people;
      const nobodysBook = { ...brno, role };
      for (const text of [
        'customer 1055',
        'top 3',
        'book',
        'segments',
        'digest list',
        '/value undo',
      ])
        expect((await ask(text, nobodysBook)).data).toEqual({});
      expect((await ask('help', nobodysBook)).reply.summary).not.toMatch(/1055/);
      const refused = (await entries()).filter(({ intent }) => intent !== 'help');
      expect(refused.map(({ reason }) => reason)).toEqual(Array(6).fill('role'));
    },
  );

  it('comes into the chain', async () => {
    await ask('customer 1055');
    await ask('customer 1042');
    await sealEntries(store.db);
    expect(await verifyChain(store.db)).toMatchObject({ entries: 2, broken: null });
  });

  it.each(['en', 'zh'] as const)('shows nothing that it cannot hold (%s)', async (locale) => {
    failures.length = 0;
    const [row] = await queryRows(
      store.db,
      z.object({ roles: z.string() }),
      sql`select string_agg(quote_ident(rolname), ', ') as roles from pg_roles
          where has_table_privilege(oid, 'access_log', 'insert') and rolname like
            'bellwether_' || (select oid from pg_database where datname = current_database()) || '_%'`,
    );
    const asking = row?.roles ?? '';
    await store.db.execute(sql.raw(`revoke insert on access_log from ${asking}`));
    try {
      for (const text of ['customer 1055', 'top 3', 'book', 'top 3 as csv']) {
        const answer = await conversation.answer({
          text,
          principal: people.brno,
          channel: 'web',
          address: 'here',
          shared: false,
          locale,
        });
        const shown = JSON.stringify(answer.reply);
        expect(shown).toMatch(/[0-9a-f]{8}/);
        expect(shown).not.toMatch(/1055|CZK/);
        expect(answer).toMatchObject({ data: {} });
        expect(answer.file).toBeUndefined();
      }
      expect(failures).toHaveLength(4);
      expect(failures[0]).toMatchObject({ code: '42501', reference: expect.any(String) });
    } finally {
      await store.db.execute(sql.raw(`grant insert on access_log to ${asking}`));
    }
    expect(await entries()).toEqual([]);
    expect((await ask('customer 1055')).reply.title).toContain('1055');
  });
});
