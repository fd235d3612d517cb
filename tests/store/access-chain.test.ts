import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pruneEntries } from '../../src/store/access-log/prune-entries.ts';
import { recordAccess } from '../../src/store/access-log/record-access.ts';
import { lastAnchor, sealEntries } from '../../src/store/access-log/seal-entries.ts';
import { verifyChain } from '../../src/store/access-log/verify-chain.ts';
import { accessLog } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const noon = new Date('2026-07-01T12:00:00Z');
const daysOn = (days: number) => new Date(noon.getTime() + days * 24 * 3_600_000);

describe.each(storeKinds)('the chain over the log of access, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(() => emptyAccessLog(store));

  const record = (count: number, first = 0) =>
    store.db.insert(accessLog).values(
      Array.from({ length: count }, (_, n) => ({
        at: daysOn(first + n),
        identity: 'T1:U1',
        channel: 'slack',
        intent: 'customer.value',
        customerIds: [first + n, 1],
        asked: { limit: n, tier: 'high' },
        shown: ['clv', 'cvs'],
      })),
    );
  const sealed = async (count: number) => {
    await record(count);
    await sealEntries(store.db);
    return lastAnchor(store.db);
  };
  const entryIds = async () =>
    (await store.db.select({ id: accessLog.id }).from(accessLog).orderBy(accessLog.id)).map(
      ({ id }) => id,
    );
  /** What somebody does who owns the tables, and takes the triggers off. */
  const tamper = async (statement: ReturnType<typeof sql>) => {
    for (const table of ['access_log', 'access_seals'])
      await store.db.execute(sql.raw(`alter table ${table} disable trigger user`));
    await store.db.execute(statement);
    for (const table of ['access_log', 'access_seals'])
      await store.db.execute(sql.raw(`alter table ${table} enable trigger user`));
  };

  it('holds every entry once, whoever seals at the same time', async () => {
    expect(await verifyChain(store.db)).toEqual({ entries: 0, last: null, broken: null });
    await record(520);
    expect(await verifyChain(store.db)).toMatchObject({ entries: 0, broken: null });
    await Promise.all([1, 2, 3].map(() => sealEntries(store.db)));
    const anchor = await lastAnchor(store.db);
    expect(await verifyChain(store.db)).toEqual({ entries: 520, last: anchor, broken: null });
    expect(anchor).toEqual({ place: 520, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await sealEntries(store.db)).toBeUndefined();
  });

  it('refuses to be changed: to a question by its role, to everybody by triggers', async () => {
    await sealed(2);
    for (const statement of [
      sql`update access_log set intent = 'x'`,
      sql`delete from access_log`,
      sql`truncate access_log`,
      sql`update access_seals set hash = 'x'`,
      sql`delete from access_seals`,
      sql`truncate access_seals`,
    ]) {
      await expect(store.db.execute(statement)).rejects.toThrow();
      for (const scope of [{ kind: 'all' } as const, { kind: 'none' } as const])
        await expect(store.as({ person: 1, scope }).db.execute(statement)).rejects.toMatchObject({
          cause: { code: '42501' },
        });
    }
    const asked = store.as({ person: null, scope: { kind: 'none' } }).db;
    await recordAccess(asked, {
      at: noon,
      managerId: null,
      channel: 'slack',
      intent: 'help',
      customerIds: [],
    });
    await expect(asked.execute(sql`select from access_log`)).rejects.toMatchObject({
      cause: { code: '42501' },
    });
    await sealEntries(store.db);
    expect(await verifyChain(store.db)).toMatchObject({ entries: 3, broken: null });
  });

  it.each<
    [string, (ids: number[]) => ReturnType<typeof sql>, 'altered' | 'deleted', number | null]
  >([
    [
      'a time',
      ([, id]) => sql`update access_log set at = at + interval '1 microsecond' where id = ${id}`,
      'altered',
      2,
    ],
    [
      'whom it shows',
      ([, , id]) => sql`update access_log set customer_ids = '{7}' where id = ${id}`,
      'altered',
      3,
    ],
    [
      'what was asked',
      ([id]) => sql`update access_log set asked = '{}' where id = ${id}`,
      'altered',
      1,
    ],
    [
      'who asked',
      ([id]) => sql`update access_log set identity = null where id = ${id}`,
      'altered',
      1,
    ],
    [
      'an entry that is deleted',
      ([, id]) => sql`delete from access_log where id = ${id}`,
      'deleted',
      2,
    ],
    [
      'a place that is deleted',
      ([, , id]) => sql`delete from access_seals where entry_id = ${id}`,
      'deleted',
      3,
    ],
    [
      'two that change places',
      ([first, second]) =>
        sql`update access_seals set entry_id = case place when 1 then ${second ?? 0}::bigint + 1000000 else ${first ?? 0}::bigint + 1000000 end where place < 3`,
      'deleted',
      1,
    ],
    [
      'a hash',
      () => sql`update access_seals set hash = repeat('0', 64) where place = 3`,
      'altered',
      3,
    ],
  ])('shows %s', async (_, change, how, place) => {
    await sealed(4);
    const ids = await entryIds();
    await tamper(change(ids));
    const { broken } = await verifyChain(store.db);
    expect(broken).toMatchObject({ how, place });
  });

  it('shows the contents of two entries that change places', async () => {
    await sealed(4);
    await tamper(sql`update access_log l set customer_ids = o.customer_ids, at = o.at, asked = o.asked
      from access_log o where l.id + o.id = (select sum(id) from (select id from access_log order by id limit 2) two)
        and l.id <> o.id and l.id in (select id from access_log order by id limit 2)`);
    expect((await verifyChain(store.db)).broken).toMatchObject({ how: 'altered', place: 1 });
  });

  it('shows what is deleted before it is sealed, and what never came into the chain', async () => {
    await sealed(2);
    await record(2, 2);
    const [, , third] = await entryIds();
    await tamper(sql`delete from access_log where id = ${third}`);
    await sealEntries(store.db);
    expect((await verifyChain(store.db)).broken).toEqual({
      how: 'deleted',
      place: null,
      entryId: third,
    });
    await store.db.execute(sql`delete from access_unsealed`);
    expect((await verifyChain(store.db)).broken).toBeNull();
    await tamper(
      sql`insert into access_log (at, channel, intent, customer_ids) values (now(), 'x', 'x', '{}')`,
    );
    expect((await verifyChain(store.db)).broken).toMatchObject({ how: 'unchained', place: null });
  });

  it('shows by an anchor that the newest were deleted, or all written anew', async () => {
    const anchor = await sealed(4);
    expect(anchor).toBeDefined();
    if (anchor === undefined) return;
    await tamper(sql`delete from access_log where id = (select max(id) from access_log)`);
    await tamper(sql`delete from access_seals where place = 4`);
    expect((await verifyChain(store.db)).broken).toBeNull();
    const gone = { how: 'anchor', place: 4 };
    expect((await verifyChain(store.db, [anchor])).broken).toMatchObject(gone);
    await record(1, 9);
    await sealEntries(store.db);
    expect((await verifyChain(store.db)).broken).toBeNull();
    expect((await verifyChain(store.db, [anchor])).broken).toMatchObject(gone);
  });

  it('is whole after retention, which says what it deleted', async () => {
    await sealed(6);
    expect(await pruneEntries(store.db, daysOn(-1), daysOn(6))).toBeUndefined();
    const anchor = await lastAnchor(store.db);
    expect(await pruneEntries(store.db, daysOn(3), daysOn(6))).toMatchObject({ place: 3 });
    await sealEntries(store.db);
    expect(await verifyChain(store.db, anchor ? [anchor] : [])).toMatchObject({
      entries: 4,
      last: { place: 7 },
      broken: null,
    });
    // All of it, the word of retention included.
    expect(await pruneEntries(store.db, daysOn(7), daysOn(7))).toMatchObject({ place: 7 });
    await sealEntries(store.db);
    expect(await verifyChain(store.db)).toMatchObject({ entries: 1, broken: null });
    await record(3, 8);
    await sealEntries(store.db);
    await tamper(
      sql`delete from access_log where id in (select entry_id from access_seals where place < 10)`,
    );
    await tamper(sql`delete from access_seals where place < 9`);
    expect((await verifyChain(store.db)).broken).toMatchObject({ how: 'beginning', place: 9 });
  });
});
