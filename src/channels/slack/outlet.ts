import type { Outlet } from '../../conversation/channel.ts';
import { isAbsent, slackCode } from './message.ts';
import { type ReplySender, sendReply } from './send-reply.ts';

/** Delivers to Slack conversations that the bot is a member of. An address is a conversation's id. */
export function createSlackOutlet(sender: ReplySender): Outlet {
  return {
    name: 'slack',
    // A group of people has an id of its own: only a direct message is read by one.
    isShared: async (address) => !address.startsWith('D'),
    async deliver(address, reply, locale) {
      try {
        await sendReply(sender, { reply, locale }, (message) =>
          sender.client.chat.postMessage({ channel: address, ...message, unfurl_links: false }),
        );
      } catch (error) {
        const code = slackCode(error);
        if (code === undefined) throw error;
        throw new Error(
          isAbsent(error)
            ? `The bot cannot post in the Slack conversation ${address} (${code}): invite it there.`
            : `Slack did not take the message to ${address}: ${code}.`,
          { cause: error },
        );
      }
    },
  };
}
