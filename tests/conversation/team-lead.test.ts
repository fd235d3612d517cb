import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { askedBy } from '../../src/access/principal.ts';
import { drawPng } from '../../src/charts/draw-png.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { delegateBook, endDelegations } from '../../src/store/people/delegations.ts';
import { listPeople } from '../../src/store/people/list-people.ts';
import { howManyMayNotSee } from '../../src/store/people/who-may-see.ts';
import { managers } from '../../src/store/schema.ts';
import { type Database, queryRows, type Store } from '../../src/store/store.ts';
import { serveApi } from '../api/served-api.ts';
import { fillValuedBank, type ValuedBank } from '../banks/valued-bank.ts';
import { commandLine } from '../cli/command-line.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

/*
 * Eva has 1042 and eleven more, Jan 2042 and eleven more, Ota 3042 and eleven more, all in one branch; Lena leads Eva and Jan, and
 * has 4042 herself.
 */

const now = () => new Date('2026-07-01T09:00:00Z');
const config = readConfig('config/bellwether.yaml');
const counted = z.object({ count: z.number() });
const items = z.object({ items: z.array(z.object({ id: z.string() })) });

describe.each(storeKinds)('a team lead on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let run: ReturnType<typeof commandLine>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    const of = (manager: string, first: number, count = 12) =>
      Array.from({ length: count }, (_, i) => ({
        externalId: String(first + i),
        name: `Customer ${first + i}`,
        branch: 'P',
        manager,
        joinedOn: '2020-01-01',
        value: { segmentId: 1, churnProbability: 0.8 },
      }));
    const person = (id: string, name: string, role: 'manager' | 'lead' | 'auditor') => ({
      externalId: id,
      name,
      email: `${id}@bank.example`,
      role,
      branch: 'P',
    });
    bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [
        person('eva', 'Eva Malá', 'manager'),
        person('jan', 'Jan Novák', 'manager'),
        person('ota', 'Ota Veselý', 'manager'),
        person('lena', 'Lena Kos', 'lead'),
        person('aud', 'Audit', 'auditor'),
      ],
      customers: [
        ...of('eva', 1042),
        ...of('jan', 2042),
        ...of('ota', 3042),
        ...of('lena', 4042, 1),
      ],
      segments: [{ id: 1, names: { en: 'savers', zh: '储户' }, size: 37 }],
      run: { asOf: '2026-06-30', at: now() },
    });
    run = commandLine(store, { now });
    expect(await run('user', 'team', 'lena', '--add', 'eva', 'jan@bank.example')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Eva Malá[\s\S]*Jan Novák/),
    });
  });
  afterAll(() => store.close());

  const ask = (text: string, who = 'lena', locale: 'en' | 'zh' = 'en') =>
    createConversation({ store, config, now }).answer({
      text,
      principal: bank.person(who),
      channel: 'slack',
      address: 'D1',
      shared: false,
      locale,
    });
  const rowsIn = async (db: Database, table: string) =>
    (
      await queryRows(db, counted, sql`select count(*)::int as count from ${sql.identifier(table)}`)
    )[0]?.count;
  /** How many customers, and values of some, the database gives somebody, whatever a statement asks for. */
  const reached = async (who: string) => {
    const { db } = store.as(askedBy(bank.person(who)));
    return [await rowsIn(db, 'customers'), await rowsIn(db, 'customer_values')];
  };

  it('sees the books of the team and their own, and nobody else’s', async () => {
    for (const [id, found] of [
      ['1042', { customer: '1042' }],
      ['2042', { customer: '2042' }],
      ['4042', { customer: '4042' }],
      ['3042', {}],
    ] as const)
      expect((await ask(`customer ${id}`)).data).toEqual(
        'customer' in found ? expect.objectContaining(found) : {},
      );
    expect(await reached('lena')).toEqual([25, 25]);
    expect(await reached('eva')).toEqual([12, 12]);
    const stranger = await ask('customer 3042');
    const unknown = await ask('customer 9999');
    expect(stranger.reply.summary.replace('3042', '9999')).toBe(unknown.reply.summary);
  });

  it('is told of the team, in lists, in files and in Chinese', async () => {
    const book = await ask('book');
    expect(book.data.customers).toBe(25);
    expect(JSON.stringify(book.reply)).toContain('your team');
    expect(JSON.stringify((await ask('book', 'lena', 'zh')).reply)).toContain('您的团队');
    expect((await ask('book manager=eva')).data.customers).toBe(12);
    const { file } = await ask('at-risk as csv');
    const text = new TextDecoder().decode(file?.content);
    expect(text).toContain('1042');
    expect(text).toContain('2042');
    expect(text).not.toContain('3042');
    expect((await ask('help')).reply.summary).toBeTruthy();
  });

  it('has tokens and tools that reach as far', async () => {
    const served = await serveApi(store, now, {
      conversation: createConversation({ store, config, now }),
      drawPng,
      secret: 'a secret of the server',
    });
    try {
      const token = await served.tokenFor(bank.person('lena').managerId);
      const { body } = await served.get('/api/customers?limit=100', token);
      const ids = items.parse(body).items.map(({ id }) => id);
      expect(ids).toHaveLength(25);
      expect(ids).not.toContain('3042');
      expect((await served.get('/api/values/3042', token)).status).toBe(404);
      expect((await served.get('/api/values/2042', token)).status).toBe(200);
      const tools = await fetch(`${served.address}/mcp`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': '2025-06-18',
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name: 'customer_value', arguments: { customer: '3042' } },
        }),
      });
      expect(tools.status).toBe(200);
      expect(await tools.text()).not.toContain('Customer 3042');
    } finally {
      await served.close();
    }
  });

  it('is told from others in rooms and in who may see a customer', async () => {
    const lena = [bank.person('lena').managerId];
    expect(await howManyMayNotSee(store.db, lena, [bank.customerId('2042')])).toBe(0);
    expect(await howManyMayNotSee(store.db, lena, [bank.customerId('3042')])).toBe(1);
    expect((await listPeople(store.db, '2042')).map(({ name }) => name)).toEqual([
      'Lena Kos',
      'Jan Novák',
    ]);
    expect((await listPeople(store.db, '3042')).map(({ name }) => name)).toEqual(['Ota Veselý']);
  });

  it('says in whose place they see a book that is not of the team', async () => {
    const id = (who: string) => bank.person(who).managerId;
    const pair = { fromId: id('ota'), toId: id('lena') };
    await delegateBook(store.db, pair, {
      until: '2099-12-31',
      timezone: 'Europe/Prague',
      now: now(),
    });
    expect(await reached('lena')).toEqual([37, 37]);
    expect((await ask('customer 3042')).reply.details?.[0]).toContain('stand in for Ota Veselý');
    expect((await ask('customer 2042')).reply.details?.join(' ')).not.toContain('stand in');
    await endDelegations(store.db, pair, new Date());
    expect(await reached('lena')).toEqual([25, 25]);
  });

  it('is shown and listed with the team, which is of managers', async () => {
    expect(JSON.parse((await run('user', 'show', 'lena', '--json')).out)).toMatchObject({
      role: 'lead',
      lead: null,
      team: [{ name: 'Eva Malá', email: 'eva@bank.example' }, { name: 'Jan Novák' }],
    });
    expect((await run('user', 'show', 'lena')).out).toMatch(/In the team[\s\S]*Eva Malá/);
    expect(JSON.parse((await run('user', 'show', 'eva', '--json')).out)).toMatchObject({
      lead: 'lena@bank.example',
      team: [],
    });
    expect((await run('user', 'list')).out).toMatch(/Eva Malá +manager +Prague +Lena Kos/);
    for (const [words, why] of [
      [['eva', '--add', 'jan'], 'leads no team'],
      [['lena', '--add', 'aud'], 'a team is of managers'],
      [['lena', '--remove', 'ota'], 'is not in the team'],
      [['lena', '--add', 'nobody'], 'Nobody of the bank'],
    ] as const) {
      const refused = await run('user', 'team', ...words);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain(why);
    }
    expect(await reached('lena')).toEqual([25, 25]);
  });

  it('sees no more of somebody who left the team, nor of any of it under another role', async () => {
    expect((await run('user', 'team', 'lena', '--remove', 'jan')).code).toBe(0);
    expect(await reached('lena')).toEqual([13, 13]);
    expect((await ask('customer 2042')).data).toEqual({});
    const { email } = bank.person('lena');
    expect((await run('user', 'link', email ?? '', '--role', 'manager')).code).toBe(0);
    const [lena] = await store.db
      .select({ role: managers.role })
      .from(managers)
      .where(sql`${managers.externalId} = 'lena'`);
    expect(lena?.role).toBe('manager');
    const scope = { kind: 'book', managerId: bank.person('lena').managerId } as const;
    const { db } = store.as({ person: scope.managerId, scope });
    expect(await rowsIn(db, 'customers')).toBe(1);
    expect((await listPeople(store.db, '1042')).map(({ name }) => name)).toEqual(['Eva Malá']);
  });
});
