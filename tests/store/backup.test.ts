import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPeople } from '../../src/access/people.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { copiedTables, tallyOf } from '../../src/store/backup/copied-tables.ts';
import { NotRestored, restoreBackup } from '../../src/store/backup/restore-backup.ts';
import { writeBackup } from '../../src/store/backup/write-backup.ts';
import { accessLog, customers, managers } from '../../src/store/schema.ts';
import { rawRows, type Store } from '../../src/store/store.ts';
import { fillTalkedOfBank } from '../banks/talked-of-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const now = () => new Date('2026-07-02T07:30:00Z');
const about = { version: '9.9.9', writtenAt: '2026-07-02T07:30:00.000Z' };
const config = readConfig('config/bellwether.yaml');

const questions = [
  'customer 1024',
  'customer 1042',
  'why 1042',
  'trend 1055',
  'forecast 1042',
  'survival 1042',
  'compare 1042 1055',
  'what-if 1042 retention=0.9',
  'brief 1030',
  'history 1042',
  'household 1042',
  'top 10',
  'top 5 by cvs branch=Brno',
  'at-risk 20',
  'at-risk by stake',
  'segments',
  'segment "Loyal savers"',
  'book',
  'tasks',
  'digest list',
];

async function linesOf(store: Store): Promise<string[]> {
  let text = '';
  await writeBackup(store, about, async (piece) => {
    text += piece;
  });
  return text.split('\n').slice(0, -1);
}

async function* each(lines: readonly string[]) {
  yield* lines;
}

async function held(store: Store) {
  const tables = await copiedTables(store.db);
  return Promise.all(
    tables.map(async (table) => ({ table: table.name, ...(await tallyOf(store.db, table)) })),
  );
}

async function answersOf(store: Store): Promise<unknown[]> {
  const conversation = createConversation({ store, config, now });
  const principal = await createPeople(store, now).byEmail('ana@bank.example');
  const answers: unknown[] = [];
  for (const text of questions) {
    const { intent, data, reply } = await conversation.answer({
      text: `value ${text}`,
      principal,
      channel: 'web',
      address: 'here',
      shared: false,
    });
    answers.push({ intent, data, title: reply.title, summary: reply.summary, facts: reply.facts });
  }
  return answers;
}

describe.each(storeKinds)('a backup of the store on %s', (kind) => {
  let store: Store;
  let lines: string[];
  let then: Awaited<ReturnType<typeof held>>;
  let answers: unknown[];
  beforeAll(async () => {
    store = await openTestStore(kind);
    const { ana } = await fillTalkedOfBank(store);
    const conversation = createConversation({ store, config, now });
    for (const text of [
      'log 1042 called "wants \\t a “mortgage”, 50 % now\u2028"',
      'remind 1055 2026-07-10 "rates, {braces} and \'quotes\'"',
      'digest add every weekday at 8:30',
      'follow 1030',
    ])
      await conversation.answer({
        text: `value ${text}`,
        principal: ana,
        channel: 'web',
        address: '3',
        shared: false,
      });
    lines = await linesOf(store);
    then = await held(store);
    answers = await answersOf(store);
  });
  afterAll(() => store.close());

  it.each(storeKinds)(
    'is restored on %s to the row, and answers twenty questions alike',
    async (to) => {
      const other = await openTestStore(to);
      try {
        const { head, copied } = await restoreBackup(other, each(lines));
        expect(head).toMatchObject(about);
        expect(copied.find(({ table }) => table === 'customers')?.rows).toBe(40);
        expect(await held(other)).toEqual(then);
        expect(await answersOf(other)).toEqual(answers);
      } finally {
        await other.close();
      }
    },
  );

  it('has nothing of what an import or a run stages, and is restored under another time zone', async () => {
    const staging = sql.raw('staged_by_a_run_that_broke_off');
    await store.db.execute(sql`create unlogged table ${staging} (id int)`);
    const other = await openTestStore(kind);
    try {
      await other.db.execute(
        sql`do $$ begin execute format('alter database %I set timezone = %L', current_database(), 'Asia/Kathmandu'); end $$`,
      );
      await restoreBackup(other, each(await linesOf(store)));
    } finally {
      await other.close();
      await store.db.execute(sql`drop table ${staging}`);
    }
  });

  it('gives no id again that was taken away before', async () => {
    const [gone] = await store.db
      .insert(managers)
      .values({ externalId: 'gone', name: 'Gone', role: 'manager' })
      .returning();
    await store.db.delete(managers).where(eq(managers.id, gone?.id ?? 0));
    const other = await openTestStore(kind);
    try {
      await restoreBackup(other, each(await linesOf(store)));
      const [next] = await other.db
        .insert(managers)
        .values({ externalId: 'next', name: 'Next', role: 'manager' })
        .returning();
      expect(next?.id).toBe((gone?.id ?? 0) + 1);
    } finally {
      await other.close();
    }
  });

  it('leaves a store that goes on as it would have', async () => {
    const other = await openTestStore(kind);
    try {
      await restoreBackup(other, each(lines));
      const [{ id } = { id: 0 }] = await other.db
        .insert(managers)
        .values({ externalId: 'new', name: 'New', role: 'manager' })
        .returning();
      expect(id).toBe(4);
      await expect(other.db.update(accessLog).set({ intent: 'other' })).rejects.toThrow();
    } finally {
      await other.close();
    }
  });

  const without = (at: number) => lines.filter((_, i) => i !== at);
  const rowAt = () =>
    lines.findIndex((line) => line.startsWith('[') && line.includes('Jan Dvořák'));
  it.each([
    ['a row is missing', () => without(rowAt())],
    ['a letter is another', () => lines.map((l) => l.replace('Jan Dvořák', 'Jan Dvorak'))],
    ['its end is missing', () => lines.slice(0, -1)],
    ['half of it is missing', () => lines.slice(0, lines.length / 2)],
    ['a table is missing', () => lines.filter((l) => !/^\{"(table|end)":"votes"/.test(l))],
    ['a line is no JSON', () => lines.with(rowAt(), '["half')],
    ['it is something else', () => ['{"hello":1}']],
    ['it is empty', () => []],
    [
      'it is of other tables',
      () => [String(lines[0]).replace(/"count":\d+/, '"count":1'), ...lines.slice(1)],
    ],
  ])('is refused whole where %s', async (_, damaged) => {
    const other = await openTestStore(kind);
    try {
      await expect(restoreBackup(other, each(damaged()))).rejects.toThrow(NotRestored);
      expect((await held(other)).filter(({ rows }) => rows > 0)).toEqual([]);
      // Whatever was put aside for it is back.
      await restoreBackup(other, each(lines));
    } finally {
      await other.close();
    }
  });

  it('is refused by a store that holds something', async () => {
    const other = await openTestStore(kind);
    try {
      await other.db.insert(customers).values({ externalId: 'c', name: 'Somebody' });
      await expect(restoreBackup(other, each(lines))).rejects.toThrow(
        /not empty: customers has rows/,
      );
    } finally {
      await other.close();
    }
  });

  it('has every table, those with triggers too', async () => {
    const tables = await copiedTables(store.db);
    const all = await rawRows(
      store.db,
      sql`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    );
    expect(tables).toHaveLength(all.length);
    expect(tables.filter(({ watched }) => watched).map(({ name }) => name)).toContain('access_log');
  });
});
