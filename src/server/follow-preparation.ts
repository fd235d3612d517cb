import type { Logger } from 'pino';
import type { Preparation as ShownPreparation } from '../channels/definition.ts';
import type { Preparation } from '../prepare-store.ts';

/** The preparation of a store, which others can follow. */
export type FollowedPreparation = {
  /** its progress so far */
  state(): ShownPreparation;
  /** settles when it has ended, even if it failed */
  done: Promise<void>;
  /** Reports progress until it has ended. */
  follow(onProgress: (progress: Preparation) => void): Promise<void>;
  begin(): void;
};

/** @param prepare prepares the store; called once */
export function followPreparation(
  prepare: (onProgress: (progress: Preparation) => void) => Promise<void>,
  log: Logger,
): FollowedPreparation {
  let state: ShownPreparation = { state: 'preparing', stage: 'demo', done: 0, total: 0 };
  const watchers = new Set<(progress: Preparation) => void>();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  return {
    state: () => state,
    done,
    async follow(onProgress) {
      watchers.add(onProgress);
      await done;
      watchers.delete(onProgress);
    },
    begin() {
      prepare((progress) => {
        const { stage, done: doneSoFar, total } = progress;
        state = { state: 'preparing', stage, done: doneSoFar, total };
        for (const watcher of watchers) watcher(progress);
      })
        .then(
          () => {
            state = { state: 'ready' };
            log.info('ready to answer');
          },
          (error: unknown) => {
            state = { state: 'failed' };
            log.error({ err: error }, 'the demo bank could not be prepared; a restart tries again');
          },
        )
        .finally(resolve);
    },
  };
}
