import type { ConversationReference } from 'botbuilder';
import { z } from 'zod';
import { loggableError } from '../../access/loggable-error.ts';
import type { Outlet } from '../../conversation/channel.ts';
import type { Store } from '../../store/store.ts';
import { findConversation } from '../../store/teams/conversation-references.ts';
import type { TeamsAdapter } from './adapter.ts';
import type { TeamsMessages } from './messages.ts';

/** A conversation reference made by botbuilder, read back from the store. */
const reference = z.custom<Partial<ConversationReference>>(
  (value) =>
    z.object({ serviceUrl: z.url(), conversation: z.object({ id: z.string() }) }).safeParse(value)
      .success,
);

/** A reference to a chat between one person and the bot. */
const personal = z.object({ conversation: z.object({ conversationType: z.literal('personal') }) });

/** Delivers to Teams conversations in which the bot has been addressed before. An address is a conversation's id. */
export function createTeamsOutlet({
  adapter,
  appId,
  messages,
  store,
}: {
  adapter: TeamsAdapter;
  /** the bot's id at Microsoft; empty if requests are not authenticated */
  appId: string;
  messages: TeamsMessages;
  store: Store;
}): Outlet {
  return {
    name: 'teams',
    async isShared(address) {
      return !personal.safeParse(await findConversation(store.db, address)).success;
    },
    async deliver(address, reply, locale) {
      const kept = await findConversation(store.db, address);
      if (kept === undefined) {
        throw new Error('The bot has not been spoken to in this Teams conversation.');
      }
      const send = await messages.prepare(reply, locale);
      try {
        await adapter.continueConversationAsync(appId, reference.parse(kept), send);
      } catch (error) {
        const { code, status } = loggableError(error);
        throw new Error(
          `Teams did not take the message (${code ?? status ?? 'not reached'}): the bot must still be installed there.`,
          { cause: error },
        );
      }
    },
  };
}
