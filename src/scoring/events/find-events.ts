import { setImmediate } from 'node:timers/promises';
import type { EventsConfig } from '../../settings/events.ts';
import { eventKinds } from '../../store/kinds.ts';
import { eventGrounds } from '../../store/money-events/event-grounds.ts';
import type { EventDay } from '../../store/money-events/event-rules.ts';
import { analyseEvents, writeEvents } from '../../store/money-events/write-events.ts';
import { atATime, customerRanges, withRoom } from '../../store/scoring/staging.ts';
import type { Store } from '../../store/store.ts';

/**
 * Finds what befell every customer lately by the as-of date of a run, and writes it. A rule that lacks something finds nothing.
 * @returns false where every rule lacks something, so that nothing is known
 */
export async function findEvents(
  store: Store,
  runId: number,
  { rules, day, signal }: { rules: EventsConfig; day: EventDay; signal: AbortSignal | undefined },
): Promise<boolean> {
  const { db } = store;
  const grounds = await eventGrounds(db, rules, day);
  const kinds = eventKinds.filter((kind) => grounds[kind] === null);
  if (kinds.length === 0) return false;
  for (const range of await customerRanges(db, atATime[store.kind].customers)) {
    await withRoom(store, (room) => writeEvents(room, runId, { rules, kinds, range, day }));
    await setImmediate();
    signal?.throwIfAborted();
  }
  await analyseEvents(db);
  return true;
}
