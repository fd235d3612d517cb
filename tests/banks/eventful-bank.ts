import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { eventsConfig } from '../../src/settings/events.ts';
import { type EventKind, eventKinds } from '../../src/store/kinds.ts';
import type { EventRules } from '../../src/store/money-events/event-rules.ts';
import { foundEvents } from '../../src/store/money-events/found-events.ts';
import { holdings, interactions, transactions } from '../../src/store/schema.ts';
import { type Database, queryRows, type Store } from '../../src/store/store.ts';
import { fillValuedBank, ordinaryValue, type ValuedBank } from './valued-bank.ts';

/** The day of the run. */
export const asOf = '2026-03-31';

/** The day so many days before the run. */
export const daysAgo = (days: number) =>
  new Date(Date.parse(asOf) - days * 86_400_000).toISOString().slice(0, 10);

/** A transaction by days before the run, amount, and what is unusual about it. */
export type Booking = [
  ago: number,
  amount: number,
  also?: Partial<typeof transactions.$inferInsert>,
];

/** What a customer of a bank of events has had to do with it. */
export type Story = {
  joinedOn?: string;
  closedOn?: string;
  booked?: readonly Booking[];
  holds?: readonly Partial<typeof holdings.$inferInsert>[];
  complaints?: readonly { at: string; resolvedAt?: string }[];
};

/** Fills a store with customers of such stories, all of one manager m in Prague but the last, who is b's in Brno. */
export async function fillEventfulBank(
  store: Store,
  stories: Record<string, Story>,
): Promise<ValuedBank> {
  const ids = Object.keys(stories);
  const bank = await fillValuedBank(store, {
    branches: [
      { externalId: 'P', name: 'Prague' },
      { externalId: 'B', name: 'Brno' },
    ],
    people: [
      { externalId: 'm', name: 'Eva', role: 'manager', branch: 'P' },
      { externalId: 'b', name: 'Jan', role: 'manager', branch: 'B' },
      { externalId: 'a', name: 'Li', role: 'analyst' },
    ],
    customers: ids.map((externalId, i) => ({
      externalId,
      name: `Customer ${externalId}`,
      branch: i < ids.length - 1 ? 'P' : 'B',
      manager: i < ids.length - 1 ? 'm' : 'b',
      joinedOn: stories[externalId]?.joinedOn ?? '2014-08-14',
      closedOn: stories[externalId]?.closedOn ?? null,
      value: { ...ordinaryValue, valueIfStays: 10_000 * (i + 1), clv: 9000 * (i + 1) },
    })),
    segments: [{ id: 1, names: { en: 'savers', zh: '储户' }, size: ids.length }],
    run: { asOf, at: new Date('2026-04-01T01:00:00Z') },
  });
  for (const [id, { booked = [], holds = [], complaints = [] }] of Object.entries(stories)) {
    const customerId = bank.customerId(id);
    if (booked.length > 0)
      await store.db.insert(transactions).values(
        booked.map(([ago, amount, also], i) => ({
          customerId,
          externalId: String(i),
          bookedOn: daysAgo(ago),
          amount,
          kind: amount > 0 ? ('transfer-in' as const) : ('card-payment' as const),
          ...also,
        })),
      );
    if (holds.length > 0)
      await store.db.insert(holdings).values(
        holds.map((each, i) => ({
          customerId,
          externalId: String(i),
          product: 'term-deposit' as const,
          openedOn: '2020-01-01',
          ...each,
        })),
      );
    if (complaints.length > 0)
      await store.db.insert(interactions).values(
        complaints.map(({ at, resolvedAt }, i) => ({
          customerId,
          externalId: String(i),
          occurredAt: new Date(at),
          kind: 'complaint' as const,
          resolvedAt: resolvedAt === undefined ? null : new Date(resolvedAt),
        })),
      );
  }
  return bank;
}

const found = z.object({
  customer: z.string(),
  kind: z.enum(eventKinds),
  day: z.string(),
  figures: z.record(z.string(), z.unknown()),
});

/** What the rules find by a day, with settings changed. */
export function eventsBy(
  db: Database,
  {
    day = asOf,
    kinds = eventKinds,
    rules = {},
  }: { day?: string; kinds?: readonly EventKind[]; rules?: object } = {},
): Promise<z.infer<typeof found>[]> {
  const all: EventRules = eventsConfig.parse(rules);
  return queryRows(
    db,
    found,
    foundEvents(
      all,
      kinds,
      { range: { from: 0, to: 2 ** 31 - 1 } },
      { day, timezone: 'Europe/Prague' },
      sql`select c.external_id as customer, f.kind, f.day::text as day, f.figures
          from found f join customers c on c.id = f.customer_id order by f.customer_id, f.day, f.kind`,
    ),
  );
}
