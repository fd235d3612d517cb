import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import { loggableError } from '../../access/loggable-error.ts';
import { inRequest, newRequestId } from '../../access/request-id.ts';
import { claimDeliveries, claimSeconds, keepClaims } from '../../store/deliveries/deliveries.ts';
import { readTime } from '../../store/store-time.ts';
import { inSpan } from '../../tracing/span.ts';
import { attemptDelivery } from './attempt.ts';
import type { DeliveryServices } from './services.ts';

/** How many deliveries a replica has under way at once: most of their time is the platform's. */
const underWayAtMost = 40;
/** How many replies a replica makes at once, so that questions find the store free. */
const madeAtOnce = 3;
/** For so many milliseconds at most a reply waits while questions are answered, and how often it looks whether they are. */
const longestWait = 150;
const waitsBy = 10;
/** Milliseconds between two looks for what has come due. */
const lookEvery = 1_000;
const wakeAfter = 40;
/** Milliseconds between two signs of life for what is under way. */
const keepEvery = (claimSeconds * 1000) / 4;

/** Sends what is due. */
export type DeliveryWorker = {
  /** Looks for what is due at once. */
  wake(): void;
  /** Takes up nothing more. */
  pause(): void;
  /** Waits for what is under way, at most so many milliseconds; the rest is looked for by whichever replica comes next. */
  stop(patience: number): Promise<void>;
};

/**
 * Starts sending what is due, beside any number of other replicas.
 * @param questions how many questions this replica is answering: these go first
 */
export function startDeliveryWorker(
  services: DeliveryServices,
  questions: () => number = () => 0,
): DeliveryWorker {
  const { store, time, log, onAttempt = () => undefined } = services;
  const by = randomUUID();
  const underWay = new Map<number, Promise<void>>();
  const limit = pLimit(madeAtOnce);
  const making = <T>(make: () => Promise<T>): Promise<T> =>
    limit(async () => {
      for (let waited = 0; questions() > 0 && waited < longestWait; waited += waitsBy)
        await pause(waitsBy);
      return make();
    });
  let taking = true;
  let waking: () => void = () => undefined;

  async function see(delivery: Awaited<ReturnType<typeof claimDeliveries>>[number]): Promise<void> {
    const { key } = delivery;
    try {
      const outcome = await inSpan('delivery', { channel: delivery.channel }, async (span) => {
        const came = await attemptDelivery({ ...services, by, making }, delivery);
        span?.setAttribute('outcome', came);
        return came;
      });
      log.info({ delivery: key, outcome }, 'a delivery was seen to');
      const { channel, slot } = delivery;
      if (outcome !== 'sent') onAttempt({ channel, outcome });
      else {
        const at = await readTime(store.db, time());
        onAttempt({ channel, outcome, seconds: (at.getTime() - slot.getTime()) / 1000 });
      }
    } catch (error) {
      log.error(
        { delivery: key, ...loggableError(error) },
        'what became of a delivery could not be noted; it is looked for in a while',
      );
    } finally {
      underWay.delete(delivery.id);
      waking();
    }
  }

  async function take(): Promise<void> {
    const limit = underWayAtMost - underWay.size;
    if (limit <= 0) return;
    const claimed = await claimDeliveries(store.db, { at: time(), by, limit });
    for (const delivery of claimed) {
      const seen = inRequest(newRequestId(), () => see(delivery));
      underWay.set(delivery.id, seen);
    }
    // What did not fit, or comes next at the same address, is looked for when one of these is done.
  }

  async function look(): Promise<void> {
    while (taking) {
      const woken = new Promise<void>((wake) => {
        waking = wake;
      });
      try {
        await take();
      } catch (error) {
        log.error(loggableError(error), 'what is due could not be taken up; it is tried again');
      }
      await Promise.race([woken, pause(lookEvery)]);
      // Several that end together are one reason to look.
      await pause(wakeAfter);
    }
  }

  const keeping = setInterval(() => {
    keepClaims(store.db, { at: time(), by, ids: [...underWay.keys()] }).catch((error: unknown) =>
      log.error(loggableError(error), 'the store was not told what is under way'),
    );
  }, keepEvery);
  const looking = look();

  return {
    wake: () => waking(),
    pause() {
      taking = false;
      waking();
    },
    async stop(patience) {
      taking = false;
      waking();
      await looking;
      await Promise.race([Promise.all(underWay.values()), pause(patience, undefined)]);
      clearInterval(keeping);
    },
  };
}
