import { pino } from 'pino';
import type { Outlet } from '../../src/conversation/channel.ts';
import { attemptDelivery } from '../../src/jobs/deliveries/attempt.ts';
import type { AttemptServices, Outcome } from '../../src/jobs/deliveries/services.ts';
import { queueDueDigests } from '../../src/jobs/due-digests.ts';
import { type Config, readConfig } from '../../src/settings/settings.ts';
import { claimDeliveries } from '../../src/store/deliveries/deliveries.ts';
import { addDigest } from '../../src/store/digests/manage-digests.ts';
import type { DigestKind } from '../../src/store/kinds.ts';
import { fixedTime } from '../../src/store/store-time.ts';
import { bankPeople, type openFortyCustomers, testMoment } from '../banks/forty-customers.ts';

const base = readConfig('config/bellwether.yaml');

/** What deliveries of the forty customers' bank run with, at the moment of the tests. */
export function deliveryServices(
  { store, people }: Awaited<ReturnType<typeof openFortyCustomers>>,
  outlets: readonly Outlet[],
  digests: Partial<Config['digests']> = {},
): AttemptServices {
  return {
    store,
    config: { ...base, digests: { ...base.digests, leastAtStake: 0, ...digests } },
    people,
    outlets,
    time: () => fixedTime(testMoment),
    now: () => testMoment,
    log: pino({ level: 'silent' }),
    by: 'this replica',
    making: (make) => make(),
  };
}

/** Sets up a digest of Petra's, unless told otherwise of customers at risk, in a conversation, and delivers it. */
export async function deliverPetrasDigest(
  services: AttemptServices,
  {
    channel,
    address,
    kind = 'at-risk',
  }: { channel: 'slack' | 'teams'; address: string; kind?: DigestKind },
): Promise<Outcome> {
  const { store, people } = services;
  const owner = await people.byEmail(bankPeople.petra);
  if (owner.kind === 'unlinked') throw new Error('Petra is of the bank.');
  await addDigest(store.db, {
    ownerId: owner.managerId,
    kind,
    channel,
    address,
    cron: '30 8 * * *',
    timezone: 'Europe/Prague',
    locale: 'en',
    createdAt: new Date('2026-06-01T00:00:00Z'),
  });
  await queueDueDigests(services);
  const at = services.time();
  const [claimed] = await claimDeliveries(store.db, { at, by: services.by, limit: 1 });
  if (claimed === undefined) throw new Error('The digest is due.');
  return attemptDelivery(services, claimed);
}
