import type { webApi } from '@slack/bolt';
import { isAbsent, type Send } from './message.ts';
import { ownChat } from './own-chat.ts';
import { postToResponseAddress } from './response-address.ts';

/**
 * Where in Slack a question was asked. `direct`: in the asker's own chat with the bot, which nobody else reads; `thread`: the
 * timestamp of the first message of the thread, in a channel, or in the agent view; `begins`: whether it is that message.
 */
export type Place = {
  team: string;
  user: string;
  channel: string;
  direct: boolean;
  thread?: string | undefined;
  begins?: boolean;
};

/** How to send an answer: to everybody in the conversation, or to the asker alone. */
export type Destination = (everybody: boolean) => Send;

/**
 * Posts where the question was asked, or in the asker's own chat with the bot where the bot is not a member.
 * @param thread the timestamp of the first message of the thread the question was asked in
 */
export const postedIn =
  (client: webApi.WebClient, { user, channel }: Place, thread: string | undefined): Destination =>
  (everybody) =>
  async (message) => {
    const where = { channel, ...(thread === undefined ? {} : { thread_ts: thread }) };
    try {
      if (everybody) await client.chat.postMessage({ ...where, ...message, unfurl_links: false });
      else await client.chat.postEphemeral({ ...where, ...message, user });
    } catch (error) {
      if (!isAbsent(error)) throw error;
      const own = await ownChat(client, user);
      if (own === undefined) throw error;
      await client.chat.postMessage({ channel: own, ...message, unfurl_links: false });
    }
  };

/**
 * Posts to the address that came with a command or a button; this works even where the bot is not a member.
 * @param inPlace whether it stands in the place of the message that the button belongs to
 */
export const respondedTo =
  (address: string, inPlace = false): Destination =>
  (everybody) =>
  (message) =>
    postToResponseAddress(address, {
      ...message,
      response_type: everybody ? 'in_channel' : 'ephemeral',
      replace_original: inPlace,
    });
