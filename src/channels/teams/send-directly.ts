import type { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { loggableError } from '../../access/loggable-error.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { TeamsAdapter } from './adapter.ts';
import type { PreparedReply } from './messages.ts';

/** The audience of the tokens that the bot's own messages carry. */
const connectorAudience = 'https://api.botframework.com';

/**
 * Sends what only the asker may see to their own chat with the bot.
 * @returns what to say where the question was asked. If the chat cannot be opened, nothing is shown, and the asker learns how
 *   to open it
 */
export async function sendDirectly(
  {
    adapter,
    appId,
    log,
  }: {
    adapter: TeamsAdapter;
    appId: string;
    log: Logger;
  },
  context: TurnContext,
  send: PreparedReply,
  locale: Locale,
): Promise<string> {
  const { channelId, serviceUrl, recipient, from, conversation } = context.activity;
  const { tenantId } = conversation;
  try {
    await adapter.createConversationAsync(
      appId,
      channelId,
      serviceUrl,
      connectorAudience,
      {
        isGroup: false,
        bot: recipient,
        members: [from],
        ...(tenantId === undefined ? {} : { tenantId }),
        channelData: { tenant: { id: tenantId } },
      },
      async (opened) => {
        await send(opened);
      },
    );
  } catch (error) {
    log.warn(loggableError(error), 'Teams opened no direct chat with the asker');
    return sayIn(locale)('channels.teams.openChat');
  }
  return sayIn(locale)('channels.teams.direct');
}
