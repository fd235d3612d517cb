import type { Locale } from '../language/locale.ts';
import type { ChannelName } from '../store/kinds.ts';
import type { Reply } from './reply.ts';

/** A way out for what nobody asked for just now, such as a digest. */
export type Outlet = {
  name: ChannelName;
  /**
   * Sends a Reply to an address of the channel, as `Question.address` gave it.
   * @param key the same for every attempt at the same message, so that a platform that can will show it once
   * @throws when the platform did not take it; the caller tries again later
   */
  deliver(address: string, reply: Reply, locale: Locale, key: string): Promise<void>;
};
