import { newestSlot } from '../conversation/schedules/slots.ts';
import { bankCalendar } from '../settings/bank-calendar.ts';
import { newestPublished } from '../store/book/newest-run.ts';
import { digestWindow } from '../store/deliveries/deliveries.ts';
import { addSlots, scheduledDigests } from '../store/deliveries/due-slots.ts';
import { readTime } from '../store/store-time.ts';
import type { DeliveryServices } from './deliveries/services.ts';
import { missedReply, tellOwner } from './deliveries/tell-owner.ts';
import { resumeDigests } from './resume-digests.ts';

/** How far back a slot that was missed is looked for, in milliseconds. */
const lookBack = 35 * 24 * 60 * 60 * 1000;

type Slot = { digestId: number; slot: Date };

/**
 * Makes every digest slot that is due a delivery. Any number of replicas may tick: a slot is added once. A slot missed by
 * more than the window is not sent, and its owner is told.
 * @returns how many slots are to be sent
 */
export async function queueDueDigests(
  services: Pick<DeliveryServices, 'store' | 'config' | 'time' | 'log' | 'outlets'>,
): Promise<number> {
  const { store, config, time, log } = services;
  const at = await readTime(store.db, time());
  const calendar = bankCalendar(config.calendar);
  await resumeDigests(store.db, at);
  const published = await newestPublished(store.db);
  const [due, missed]: [Slot[], Slot[]] = [[], []];
  for (const digest of await scheduledDigests(store.db)) {
    let slot: Date | undefined;
    try {
      const from = Math.max(digest.dueSince.getTime() + 1, at.getTime() - lookBack);
      slot = digest.rule.afterRun
        ? published !== undefined && published.getTime() >= from && published <= at
          ? published
          : undefined
        : newestSlot(digest, calendar, new Date(from), at);
    } catch (error) {
      // One digest whose schedule cannot be read must not hold up the others.
      log.error({ err: error, digestId: digest.id }, 'the schedule of a digest cannot be read');
      continue;
    }
    if (slot === undefined || (digest.lastSlot !== null && digest.lastSlot >= slot)) continue;
    const late = at.getTime() - slot.getTime() > digestWindow * 60_000;
    (late ? missed : due).push({ digestId: digest.id, slot });
  }
  const queued = await addSlots(store.db, due, 'due');
  for (const { digestId, slot } of missed) {
    await store.db.transaction(async (tx) => {
      const added = await addSlots(tx, [{ digestId, slot }], 'late');
      if (added.length === 0) return;
      const key = `missed:${digestId}:${slot.toISOString()}`;
      await tellOwner(services, tx, { digestId, key }, (digest, locale) =>
        missedReply(digest, slot, digestWindow / 60, locale),
      );
    });
  }
  return queued.length;
}
