import type { Logger } from 'pino';
import { loggableError } from '../../access/loggable-error.ts';
import { NotTaken } from '../../conversation/channel.ts';
import type { SharedTo } from '../../conversation/conversation.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { Store } from '../../store/store.ts';
import { findConversation } from '../../store/teams/conversation-references.ts';
import type { TeamsAdapter } from './adapter.ts';
import { conversationReference } from './conversation-reference.ts';
import type { PreparedReply } from './messages.ts';
import { explained } from './outlet.ts';

/**
 * Posts what somebody shares where all in a conversation read it, in the thread where it was asked.
 * @returns what to tell them: that it is there, or that the bot is not in that conversation
 * @throws as `explained`: `NotTaken` where Teams takes it later or not at all, and an error where it is not known
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
  const kept = conversationReference.safeParse(await findConversation(store.db, address)).data;
  if (kept?.conversation === undefined) return sayIn(locale)('share.absent');
  const id = thread === undefined ? address : `${address};messageid=${thread}`;
  const there = { ...kept, conversation: { ...kept.conversation, id } };
  try {
    await adapter.continueConversationAsync(appId, there, async (context) => {
      await send(context);
    });
  } catch (error) {
    const why = explained(error);
    if (!(why instanceof NotTaken && why.refusal.kind === 'gone')) throw why;
    log.warn(loggableError(error), 'Teams did not take what was shared');
    return sayIn(locale)('share.absent');
  }
  return told;
}
