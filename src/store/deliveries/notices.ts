import { sql } from 'drizzle-orm';
import type { ChannelName } from '../kinds.ts';
import type { Database } from '../store.ts';
import type { StoreTime } from '../store-time.ts';

/** A message that is made already, to one address; `key` is the same for the same notice, which is sent once. */
export type Notice = {
  key: string;
  /** who is told by another way where this one fails; null: nobody */
  ownerId: number | null;
  channel: ChannelName;
  address: string;
  locale: string;
  reply: unknown;
};

/** Has a notice delivered; the same one twice is one. */
export async function addNotice(db: Database, notice: Notice, at: StoreTime): Promise<void> {
  await db.execute(
    sql`insert into deliveries (key, owner_id, slot, state, channel, address, locale, try_at, content)
        values (${notice.key}, ${notice.ownerId}, ${at}, 'due', ${notice.channel}, ${notice.address},
          ${notice.locale}, ${at}, ${JSON.stringify(notice.reply)}::jsonb)
        on conflict do nothing`,
  );
}
