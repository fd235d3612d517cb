import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { loggableError } from '../../access/loggable-error.ts';

/** The id of a person's direct conversation with the bot. */
export const ownChat = async (
  client: webApi.WebClient,
  user: string,
): Promise<string | undefined> => (await client.conversations.open({ users: user })).channel?.id;

/** Whether a conversation is between the user and the bot, and not between two people. */
export async function isOwnChat(
  client: webApi.WebClient,
  log: Logger,
  { user, channel }: { user: string; channel: string },
): Promise<boolean> {
  if (!channel.startsWith('D')) return false;
  try {
    return (await ownChat(client, user)) === channel;
  } catch (error) {
    log.warn(loggableError(error), 'Slack did not say whose chat it is: only the asker will see');
    return false;
  }
}
