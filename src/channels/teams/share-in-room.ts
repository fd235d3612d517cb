import type { Logger } from 'pino';
import { loggableError } from '../../access/loggable-error.ts';
import type { SharedTo } from '../../conversation/conversation.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { Store } from '../../store/store.ts';
import { findConversation } from '../../store/teams/conversation-references.ts';
import type { TeamsAdapter } from './adapter.ts';
import type { PreparedReply } from './messages.ts';
import { reference } from './outlet.ts';

/**
 * Posts what somebody shares where all in a conversation read it, in the thread where it was asked.
 * @returns what to tell them: that it is there, or that the bot cannot post there
 */
export async function shareInRoom(
  {
    adapter,
    appId,
    store,
    log,
  }: { adapter: TeamsAdapter; appId: string; store: Store; log: Logger },
  send: PreparedReply,
  { address, thread, told }: SharedTo,
  locale: Locale,
): Promise<string> {
  const kept = reference.safeParse(await findConversation(store.db, address)).data;
  if (kept?.conversation === undefined) return sayIn(locale)('share.absent');
  const id = thread === undefined ? address : `${address};messageid=${thread}`;
  const there = { ...kept, conversation: { ...kept.conversation, id } };
  try {
    await adapter.continueConversationAsync(appId, there, async (context) => {
      await send(context);
    });
  } catch (error) {
    log.warn(loggableError(error), 'Teams did not take what was shared');
    return sayIn(locale)('share.absent');
  }
  return told;
}
