import type { Logger } from 'pino';
import { loggableError } from '../access/loggable-error.ts';
import { type Anchor, sealEntries } from '../store/access-log/seal-entries.ts';
import type { Store } from '../store/store.ts';

/** The chain goes into the server's log after so many entries, or so many milliseconds, whichever is first. */
const anchored = { entries: 1_000, every: 60 * 60 * 1000 };

/** Puts new entries of the log of access into its chain. */
export type Sealing = {
  /** Seals what waits. That it fails is logged, and the next time seals more. */
  seal(): Promise<void>;
  /** Seals what waits, and writes down how far the chain goes. */
  end(): Promise<void>;
};

/**
 * Seals the log of access again and again, and writes its last place and hash to the server's log: whoever keeps that log
 * elsewhere can tell whether the newest entries are gone, or all were written anew.
 */
export function startSealing({
  store,
  now,
  log,
}: {
  store: Store;
  now: () => Date;
  log: Logger;
}): Sealing {
  let last: Anchor | undefined;
  let written = { place: 0, at: 0 };
  function write(): void {
    if (last === undefined || last.place === written.place) return;
    written = { place: last.place, at: now().getTime() };
    log.info({ place: last.place, hash: last.hash }, 'anchor of the log of access');
  }
  async function seal(): Promise<void> {
    try {
      last = (await sealEntries(store.db)) ?? last;
    } catch (error) {
      log.error(loggableError(error), 'the log of access could not be sealed; it is tried again');
    }
    if (last === undefined) return;
    const due =
      last.place - written.place >= anchored.entries ||
      now().getTime() - written.at >= anchored.every;
    if (due) write();
  }
  return {
    seal,
    async end() {
      await seal();
      write();
    },
  };
}
