import type { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { loggableError } from '../../access/loggable-error.ts';
import type { Reply } from '../../conversation/reply.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { TeamsAdapter } from './adapter.ts';
import type { TeamsMessages } from './messages.ts';

/** The audience of the tokens that the bot's own messages carry. */
const connectorAudience = 'https://api.botframework.com';

/**
 * Sends a reply that only the asker may see to their own chat with the bot, and says so where the question was asked. If
 * that chat cannot be opened, nothing of the reply is shown; the asker learns how to open it.
 */
export async function sendDirectly(
  {
    adapter,
    appId,
    messages,
    log,
  }: {
    adapter: TeamsAdapter;
    appId: string;
    messages: TeamsMessages;
    log: Logger;
  },
  context: TurnContext,
  reply: Reply,
  locale: Locale,
): Promise<void> {
  const { channelId, serviceUrl, recipient, from, conversation } = context.activity;
  const { tenantId } = conversation;
  const send = await messages.prepare(reply, locale);
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
      send,
    );
  } catch (error) {
    log.warn(loggableError(error), 'Teams opened no direct chat with the asker');
    await context.sendActivity(sayIn(locale)('channels.teams.openChat'));
    return;
  }
  await context.sendActivity(sayIn(locale)('channels.teams.direct'));
}
