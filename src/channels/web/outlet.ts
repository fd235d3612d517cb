import type { Outlet } from '../../conversation/channel.ts';
import { findMessage, keepMessage } from '../../store/inbox/messages.ts';
import type { Store } from '../../store/store.ts';

/** Delivers to the inbox, which the web page shows on the person's next visit. An address is a manager's id. */
export function createWebOutlet({ store, now }: { store: Store; now: () => Date }): Outlet {
  return {
    name: 'web',
    isShared: async () => false,
    async deliver({ address, reply, locale, key }, sending) {
      const managerId = Number(address);
      if (!Number.isInteger(managerId) || managerId < 1) {
        throw new Error(
          `The web address ${JSON.stringify(address)} is no person: the id of a manager was expected.`,
        );
      }
      await sending();
      await keepMessage(store.db, { managerId, at: now(), key, locale, reply });
      return undefined;
    },
    async find({ key }) {
      return (await findMessage(store.db, key)) ? { messageId: undefined } : 'absent';
    },
  };
}
