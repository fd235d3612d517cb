import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { z } from 'zod';
import { errorInWords, loggableError } from '../access/loggable-error.ts';
import type { People } from '../access/people.ts';
import { findFilters } from '../conversation/arguments/filters.ts';
import type { Outlet } from '../conversation/channel.ts';
import { commandContext } from '../conversation/command-context.ts';
import { heldToNothing, makeDigest } from '../conversation/digest/make-digest.ts';
import { defaultLocale, knownLocale } from '../language/locale.ts';
import type { Config } from '../settings/settings.ts';
import { recordAccess } from '../store/access-log/record-access.ts';
import {
  claimSlot,
  lastAtRisk,
  lastRunTold,
  markFailed,
  markSent,
  openDelivery,
  scheduledDigests,
} from '../store/digests/deliveries.ts';
import { createQueue, jobsInTransaction } from '../store/jobs-in-transaction.ts';
import type { Store } from '../store/store.ts';
import { dueSlot } from './due-slots.ts';

const queue = 'digest.send';
/** A slot missed while no replica ran is still sent this late. */
const graceMinutes = 180;

const jobData = z.object({ digestId: z.number().int(), slot: z.iso.datetime() });

/** What digests need. */
export type DigestDependencies = {
  store: Store;
  config: Config;
  boss: PgBoss;
  people: People;
  outlets: readonly Outlet[];
  now: () => Date;
  log: Logger;
};

/**
 * Queues every digest slot that is due. Any number of replicas may tick: the claim of a slot and its job are one
 * transaction, and a slot is claimed once.
 * @returns how many slots were queued
 */
export async function queueDueDigests({
  store,
  boss,
  now,
  log,
}: Pick<DigestDependencies, 'store' | 'boss' | 'now' | 'log'>): Promise<number> {
  const at = now();
  let queued = 0;
  for (const digest of await scheduledDigests(store.db)) {
    let slot: Date | undefined;
    try {
      slot = dueSlot(digest, at, graceMinutes);
    } catch (error) {
      // One digest whose schedule cannot be read must not hold up the others.
      log.error({ err: error, digestId: digest.id }, 'the schedule of a digest cannot be read');
      continue;
    }
    if (slot === undefined) continue;
    const due = slot;
    const claimed = await store.db.transaction(async (tx) => {
      if (!(await claimSlot(tx, digest.id, due))) return false;
      await boss.send(
        queue,
        { digestId: digest.id, slot: due.toISOString() },
        { db: jobsInTransaction(tx), singletonKey: `${digest.id}:${due.toISOString()}` },
      );
      return true;
    });
    if (claimed) queued++;
  }
  return queued;
}

/** Makes and delivers one slot of a digest, as its owner may see it now. */
async function sendDigest(
  { store, config, people, outlets, now }: DigestDependencies,
  digestId: number,
  slot: Date,
): Promise<void> {
  const delivery = await openDelivery(store.db, digestId, slot);
  if (delivery === undefined) return;
  const principal = await people.byId(delivery.ownerId);
  if (principal.kind === 'unlinked') {
    throw new Error('The owner of the digest is no longer an active person of the bank.');
  }
  const outlet = outlets.find((each) => each.name === delivery.channel);
  if (outlet === undefined)
    throw new Error(`The channel ${delivery.channel} is not set up on this server.`);
  const locale = knownLocale(delivery.locale) ?? defaultLocale;
  const context = await commandContext(
    { store, config, now },
    {
      principal,
      channel: delivery.channel,
      address: delivery.address,
      shared: await outlet.isShared(delivery.address),
      locale,
      timezone: delivery.timezone,
    },
  );
  if (context === undefined) throw new Error('No valuation run has been published yet.');
  const previous = await lastAtRisk(store.db, digestId);
  const previousRun = await lastRunTold(store.db, digestId);
  const { filters: said } = delivery;
  const finding = await findFilters(said, context);
  const since = previous === null ? null : { runId: previousRun, state: { atRisk: previous } };
  const { reply, state, seen } =
    'found' in finding
      ? await makeDigest('at-risk', context, { since, said, found: finding.found })
      : { reply: heldToNothing(context, finding), state: { atRisk: previous ?? [] }, seen: [] };
  const { atRisk = [] } = state;
  // Before it goes out: nobody sees a customer without an entry.
  await recordAccess(store.db, {
    at: now(),
    managerId: principal.managerId,
    channel: delivery.channel,
    intent: 'digest',
    customerIds: seen,
  });
  await outlet.deliver(delivery.address, reply, locale, `digest:${digestId}:${slot.toISOString()}`);
  await markSent(store.db, digestId, slot, { at: now(), runId: context.run.id, atRisk });
}

/** Makes the queue where there is none; a failed delivery is tried again with growing pauses. */
export async function createDigestQueue(boss: PgBoss): Promise<void> {
  await createQueue(boss, queue, {
    retryLimit: 6,
    retryDelay: 15,
    retryBackoff: true,
    retryDelayMax: 900,
  });
}

/** Starts working the queue of digests. */
export async function workDigests(dependencies: DigestDependencies): Promise<void> {
  const { boss, store, log } = dependencies;
  await createDigestQueue(boss);
  await boss.work(queue, { batchSize: 1 }, async (jobs) => {
    for (const job of jobs) {
      const { digestId, slot } = jobData.parse(job.data);
      const moment = new Date(slot);
      try {
        await sendDigest(dependencies, digestId, moment);
        log.info({ digestId, slot }, 'digest sent');
      } catch (error) {
        const why = errorInWords(error);
        log.error({ digestId, slot, ...loggableError(error) }, 'a digest was not sent');
        await markFailed(store.db, digestId, moment, why.slice(0, 500));
        // pg-boss keeps what it is thrown with the job.
        throw new Error(why);
      }
    }
  });
}
