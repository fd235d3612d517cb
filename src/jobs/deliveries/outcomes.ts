import { plainReply } from '../../conversation/wording/fallback-replies.ts';
import { sayIn } from '../../language/messages.ts';
import {
  type Claimed,
  endDelivery,
  holdOutlet,
  leaveForLater,
} from '../../store/deliveries/deliveries.ts';
import { addNotice } from '../../store/deliveries/notices.ts';
import { pauseByItself } from '../../store/digests/manage-digests.ts';
import type { Database } from '../../store/store.ts';
import type { AttemptServices } from './services.ts';
import { tellOperators } from './tell-operators.ts';
import { type Failure, failedReply, tellOwner } from './tell-owner.ts';
import { windowOf } from './windows.ts';

/** Pauses before another attempt, in seconds, by how many there were; after these, the last again. */
const pauses: readonly number[] = [5, 15, 30, 60, 120, 300];
const lastPause = 600;

/**
 * Leaves a delivery that did not get through to a later attempt.
 * @param what.after what the platform asks for, in seconds: nobody sends anything there sooner
 */
export async function leave(
  { store, time, by }: AttemptServices,
  delivery: Claimed,
  what: { uncertain: boolean; begun: boolean; after: number | undefined; error: string },
): Promise<'later'> {
  const { uncertain, begun, after = 0, error } = what;
  if (after > 0) await holdOutlet(store.db, delivery.channel, { at: time(), after });
  await leaveForLater(store.db, delivery, {
    at: time(),
    by,
    state: uncertain ? 'sending' : 'due',
    after: Math.max(after, pauses[delivery.attempts] ?? lastPause),
    error,
    tried: !begun,
  });
  return 'later';
}

/** Leaves a delivery for so many seconds without its counting as an attempt. */
export async function leaveUntried(
  { store, time, by }: AttemptServices,
  delivery: Claimed,
  { state, after }: { state: 'due' | 'sending'; after: number },
): Promise<'later'> {
  const untried = { state, after, error: null, tried: false };
  await leaveForLater(store.db, delivery, { at: time(), by, ...untried });
  return 'later';
}

/** Ends a delivery whose digest was paused or removed meanwhile. */
export async function skip({ store, by }: AttemptServices, delivery: Claimed): Promise<'skipped'> {
  await endDelivery(store.db, delivery, { by, state: 'skipped', error: null });
  return 'skipped';
}

/** Ends a delivery that will not arrive; who answers for it is told, and a digest that cannot go on is paused. */
export async function giveUp(
  services: AttemptServices,
  delivery: Claimed,
  failure: Failure,
): Promise<'failed'> {
  const { store, by } = services;
  await store.db.transaction(async (tx) => {
    const error = failure.said || failure.kind;
    if (!(await endDelivery(tx, delivery, { by, state: 'failed', error }))) return;
    const { digestId, slot } = delivery;
    if (digestId === null) return takeToInbox(services, tx, delivery);
    if (failure.kind === 'gone') await pauseByItself(tx, digestId, 'gone');
    const key = `failed:${digestId}:${slot.toISOString()}`;
    const hours = windowOf(delivery) / 60;
    await tellOwner(services, tx, { digestId, key }, (digest, locale) =>
      failedReply(digest, slot, { kind: failure.kind, hours }, locale),
    );
    await tellOperators(services, tx, `operators:${key}`, (locale) => {
      const say = sayIn(locale);
      return plainReply(
        say('delivery-notice.failed.title', { digest: String(digestId) }),
        say('delivery-notice.failed.toOperators', { channel: delivery.channel, said: error }),
      );
    });
  });
  return 'failed';
}

/** A notice that could not be delivered on a platform waits in the inbox of whom it is for. */
async function takeToInbox(
  { time }: AttemptServices,
  tx: Database,
  { channel, key, ownerId, locale, content }: Claimed,
): Promise<void> {
  if (channel === 'web' || ownerId === null) return;
  const address = String(ownerId);
  await addNotice(
    tx,
    { key: `${key}:inbox`, ownerId, channel: 'web', address, locale, reply: content },
    time(),
  );
}

/** Ends a delivery of a digest whose owner left the bank, and pauses the digest; the operators are told. */
export async function loseOwner(services: AttemptServices, delivery: Claimed): Promise<'failed'> {
  const { store, by } = services;
  await store.db.transaction(async (tx) => {
    const error = 'The owner of the digest is no longer an active person of the bank.';
    if (!(await endDelivery(tx, delivery, { by, state: 'failed', error }))) return;
    if (delivery.digestId === null) return;
    const digest = String(delivery.digestId);
    await pauseByItself(tx, delivery.digestId, 'ownerGone');
    await tellOperators(services, tx, `owner-gone:${digest}`, (locale) => {
      const say = sayIn(locale);
      return plainReply(
        say('delivery-notice.ownerGone.title'),
        say('delivery-notice.ownerGone.summary', { digest }),
      );
    });
  });
  return 'failed';
}
