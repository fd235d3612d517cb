import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import {
  customers,
  customerValues,
  holdings,
  models,
  segments,
  valuationRuns,
} from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

describe.each(storeKinds)('a segment on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    await portrayAndMove(store);
    conversation = createConversation({
      store,
      config,
      now,
      log: {
        error: (fields) => {
          throw new Error(JSON.stringify(fields));
        },
      },
    });
  });
  afterAll(() => store.close());

  const ask = (
    text: string,
    principal: Principal = people.analyst,
    { shared = false, locale }: { shared?: boolean; locale?: Locale } = {},
  ) =>
    conversation.answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      shared,
      ...(locale === undefined ? {} : { locale }),
    });

  it.each([
    ['/value segment dormant savers', 1],
    ['/value segment 2', 2],
    ['/value segment savers', 1],
    ['/value segment "Dormant saver"', 1],
    ['/value segment dormnat savers', 1],
    ['/value segment 活跃', 2],
    ['tell me about the dormant savers', 1],
    ['介绍一下沉睡储户群体', 1],
    ['value segment busy young spenders', 2],
    ['tell me about the savers', 1],
    ['who are the young spenders?', 2],
    ['what are the busy customers like', 2],
    ['介绍一下储户', 1],
    ['年轻族客群有什么特点', 2],
  ])('%s', async (text, id) => {
    const { intent, data } = await ask(text);
    expect(intent).toBe('segment.detail');
    expect(data.segment).toMatchObject({ id });
  });

  it('tells size, value, risk, products and what sets it apart', async () => {
    const { reply, data } = await ask('segment dormant savers', people.analyst, { shared: true });
    expect(data).toMatchObject({
      customers: 6,
      share: 6 / 9,
      atRisk: 3,
      products: [
        { product: 'savings', share: 2 / 6, shareOfAll: 3 / 9 },
        { product: 'mortgage', share: 1 / 6, shareOfAll: 1 / 9 },
      ],
      portrait: [
        { feature: 'balance', mean: 90000, bankMean: 60000, standardScore: 1.2 },
        { feature: 'products', mean: 2, bankMean: 2, standardScore: 0 },
      ],
    });
    expect(data.meanClv).toBeCloseTo((98765.43 + 500.4 - 70.5 + 30000 + 20000 + 1000) / 6);
    expect(reply.details).toContainEqual(
      'What sets it apart: balance much higher (CZK\u00a090,000 on average, CZK\u00a060,000 across the bank).',
    );
    expect(reply.details).toContainEqual(
      'They hold: savings 33% (all: 33%) and mortgage 17% (all: 11%).',
    );
    expect(reply.charts).toHaveLength(1);
  });

  it('tells who came and went since the run before', async () => {
    const { data, reply } = await ask('segment dormant savers');
    expect(data.movement).toEqual({
      since: '2026-06-29',
      stayed: 4,
      cameIn: [
        { segment: 2, customers: 1 },
        { segment: null, customers: 1 },
      ],
      wentOut: [{ segment: 2, customers: 1 }],
    });
    expect(reply.details).toContainEqual(
      'Since 29 June 2026: 2 moved in (busy young spenders 1; in no segment before 1), 1 moved out (busy young spenders 1), 4 stayed.',
    );
  });

  it('shows a customer only where nobody else reads it', async () => {
    const alone = await ask('segment dormant savers');
    expect(alone.reply.visibility).toBe('asker');
    expect(alone.data.typicalCustomer).toMatch(/\w/);
    const before = JSON.stringify(alone.reply);
    expect(before).toContain(String(alone.data.typicalCustomer));
    for (const locale of ['en', 'zh'] as const) {
      const { reply, data } = await ask('/value segment 1', people.supervisor, {
        shared: true,
        locale,
      });
      // Of so few customers, its figures are for whoever asked as well.
      expect(reply.visibility).toBe('asker');
      expect(data).not.toHaveProperty('typicalCustomer');
      const named = await store.db
        .select({ name: customers.name, externalId: customers.externalId })
        .from(customers);
      for (const { name, externalId } of named) {
        if (name?.trim()) expect(JSON.stringify(reply)).not.toContain(name);
        expect(JSON.stringify(reply)).not.toContain(`customer ${externalId}`);
      }
    }
  });

  it('is held to the scope', async () => {
    expect((await ask('segment 2', people.brno)).data).toMatchObject({
      customers: 1,
      share: 1,
      typicalCustomer: '1055',
    });
    expect((await ask('segment 1', people.brno)).data).toEqual({});
    expect((await ask('segment 2 branch=Brno')).data).toMatchObject({ customers: 1 });
  });

  it('asks which one where it cannot tell', async () => {
    const { reply, data } = await ask('/value segment gnomes');
    expect(data).toEqual({});
    expect(reply.actions.map(({ command }) => command)).toEqual(['segment 1', 'segment 2']);
  });

  it.each([
    ['tell me about the gnomes segment', 'en', ['segment 1', 'segment 2']],
    ['介绍一下小矮人客群', 'zh', ['segment 1', 'segment 2']],
  ] as const)('lists the names there are: %s', async (text, locale, commands) => {
    const { intent, reply } = await ask(text, people.analyst, { locale });
    expect(intent).toBe('segment.detail');
    expect(reply.actions.map(({ command }) => command)).toEqual(commands);
  });

  it('of the breakdown: tells who moved where, and how branches differ', async () => {
    const { reply, data } = await ask('segments');
    expect(data.movement).toMatchObject({
      since: '2026-06-29',
      moved: 2,
      stayed: 5,
      flows: expect.arrayContaining([
        { from: 2, to: 1, customers: 1 },
        { from: 1, to: 2, customers: 1 },
        { from: null, to: 1, customers: 1 },
      ]),
    });
    expect(reply.details?.[0]).toBe(
      'Since 29 June 2026, 2 of 7 customers have changed segment: dormant savers → busy young spenders 1; busy young spenders → dormant savers 1.',
    );
    expect(data.branches).toEqual([
      { branch: 'Prague', customers: 7, shares: { 1: 5 / 7, 2: 1 / 7 } },
      { branch: 'Brno', customers: 1, shares: { 2: 1 } },
    ]);
    expect(reply.charts).toHaveLength(4);
    expect(JSON.stringify(reply.charts[3]?.spec)).toContain('1 dormant savers');
    expect((await ask('segments branch=Prague')).reply.charts).toHaveLength(2);
    expect(reply.visibility).toBe('channel');
    const own = await ask('segments', people.supervisor, { locale: 'zh' });
    expect(own.data).not.toHaveProperty('branches');
    expect(own.reply.charts).toHaveLength(2);
    expect((await ask('segments', people.brno)).reply.details?.[0]).toBe(
      'Since 29 June 2026, nobody has changed segment.',
    );
  });

  it('needs a name', async () => {
    expect((await ask('/value segment')).reply.details?.join()).toContain('/value segment NAME');
  });
});

/** Gives the segments portraits, customers holdings, and the bank a run a day earlier in which two were elsewhere. */
async function portrayAndMove({ db }: Store): Promise<void> {
  const portrait = (balance: number, z: number) => ({
    balance: { mean: balance, z },
    products: { mean: 2, z: 0 },
  });
  await db
    .update(segments)
    .set({ portrait: portrait(90_000, 1.2), size: 6 })
    .where(eq(segments.id, 1));
  await db
    .update(segments)
    .set({ portrait: portrait(0, -1.2), size: 3 })
    .where(eq(segments.id, 2));
  const ids = new Map(
    (await db.select({ id: customers.id, externalId: customers.externalId }).from(customers)).map(
      ({ id, externalId }) => [externalId, id],
    ),
  );
  const idOf = (externalId: string) => ids.get(externalId) ?? 0;
  await db.insert(holdings).values([
    { customerId: idOf('1042'), externalId: 'a', product: 'savings' },
    { customerId: idOf('1042'), externalId: 'b', product: 'savings' },
    { customerId: idOf('1042'), externalId: 'c', product: 'mortgage', openedOn: '2020-01-01' },
    { customerId: idOf('1060'), externalId: 'd', product: 'savings' },
    { customerId: idOf('1060'), externalId: 'e', product: 'loan', closedOn: '2026-01-01' },
    { customerId: idOf('1055'), externalId: 'f', product: 'savings' },
    { customerId: idOf('1061'), externalId: 'g', product: 'insurance' },
  ]);
  const [now] = await db.select().from(valuationRuns);
  if (now === undefined) throw new Error('The bank lacks its run.');
  const { id: _, ...same } = now;
  const [before] = await db
    .insert(valuationRuns)
    .values({ ...same, asOf: '2026-06-29' })
    .returning();
  if (before === undefined) throw new Error('The run before was not written.');
  await db.insert(segments).values([
    { runId: before.id, id: 1, names: { en: 'dormant savers', zh: '沉睡储户' }, size: 5 },
    { runId: before.id, id: 2, names: { en: 'busy young spenders', zh: '活跃年轻族' }, size: 4 },
  ]);
  const [model] = await db
    .insert(models)
    .values({
      kind: 'segments',
      method: 'k-means',
      trainedAt: now.startedAt,
      asOf: now.asOf,
      champion: true,
      body: {},
      card: {
        cuts: {
          main: {
            position: {
              explained: [0.5, 0.25],
              points: [
                { x: 0.5, y: -1, segment: 1 },
                { x: -0.5, y: 1, segment: 2 },
              ],
            },
          },
        },
      },
    })
    .returning();
  await db
    .update(valuationRuns)
    .set({ models: model === undefined ? {} : { segments: model.id } })
    .where(eq(valuationRuns.id, now.id));
  const elsewhere = new Map<string, number | null>([
    ['1066', 2],
    ['1067', null],
    ['1064', 1],
  ]);
  const values = await db.select().from(customerValues);
  const externalIds = new Map([...ids].map(([externalId, id]) => [id, externalId]));
  await db.insert(customerValues).values(
    values.map((value) => {
      const moved = elsewhere.get(externalIds.get(value.customerId) ?? '');
      return {
        ...value,
        runId: before.id,
        segmentId: moved === undefined ? value.segmentId : moved,
      };
    }),
  );
  await db.execute(sql`analyze customer_values`);
}
