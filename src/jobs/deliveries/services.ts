import type { Logger } from 'pino';
import type { People } from '../../access/people.ts';
import type { Outlet } from '../../conversation/channel.ts';
import type { Config } from '../../settings/settings.ts';
import type { ChannelName } from '../../store/kinds.ts';
import type { Store } from '../../store/store.ts';
import type { StoreTime } from '../../store/store-time.ts';

/** What came of an attempt at a delivery. */
export type Outcome = 'sent' | 'settled' | 'skipped' | 'failed' | 'later';

/** What deliveries need. */
export type DeliveryServices = {
  store: Store;
  config: Config;
  people: People;
  outlets: readonly Outlet[];
  /** the clock by which replicas agree on what is due and who is at work on it */
  time: () => StoreTime;
  /** the clock that dates what is told */
  now: () => Date;
  log: Logger;
  /** is told of each attempt: what came of it, and how many seconds after its time the message arrived, where it did */
  onAttempt?: (attempt: { channel: ChannelName; outcome: Outcome; seconds?: number }) => void;
};

/** What an attempt runs with besides. */
export type AttemptServices = DeliveryServices & {
  /** the replica */
  by: string;
  /** makes a reply in its turn, so that questions do not wait behind many */
  making<T>(make: () => Promise<T>): Promise<T>;
};
