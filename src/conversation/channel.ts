import type { Locale } from '../language/locale.ts';
import type { ChannelName } from '../store/kinds.ts';
import type { Reply } from './reply.ts';

/** Delivers messages that nobody has just asked for, such as a digest. */
export type Outlet = {
  name: ChannelName;
  /** Whether others than one person read what is delivered to an address; where that is not known, they may. */
  isShared(address: string): Promise<boolean>;
  /**
   * Sends a Reply to an address on the channel, as found in `Question.address`.
   * @param key the same for every attempt at the same message, so that a channel that can shows it only once
   * @throws if the platform did not accept the Reply; the caller tries again later
   */
  deliver(address: string, reply: Reply, locale: Locale, key: string): Promise<void>;
};
