import {
  type Activity,
  ActivityTypes,
  CardFactory,
  MessageFactory,
  TextFormatTypes,
  type TurnContext,
} from 'botbuilder';
import type { Logger } from 'pino';
import { z } from 'zod';
import { loggableError } from '../../access/loggable-error.ts';
import type { Reply } from '../../conversation/reply.ts';
import type { Locale } from '../../language/locale.ts';
import { type AdaptiveCard, adaptiveCard } from '../adaptive-card.ts';
import type { ChartLinks, Viewer } from '../chart-links.ts';
import { replyText } from '../reply-text.ts';
import type { FormAction } from './forms.ts';
import { teamsLimits } from './limits.ts';

/** Turns replies into messages for Teams. */
export type TeamsMessages = {
  card(reply: Reply, locale: Locale, viewer: Viewer, votable?: string): Promise<AdaptiveCard>;
  /**
   * Prepares a reply for sending: as a card, or as text if Teams refuses the card.
   * @param votable the key of the answer, where it can be voted on
   * @param forms buttons that open forms
   */
  prepare(
    reply: Reply,
    locale: Locale,
    viewer: Viewer,
    votable?: string,
    forms?: readonly FormAction[],
  ): Promise<PreparedReply>;
  /** Prepares a reply as a card that takes the place of a message before. */
  prepareInstead(
    reply: Reply,
    locale: Locale,
    viewer: Viewer,
    messageId: string,
  ): Promise<(context: TurnContext) => Promise<void>>;
};

/** Sends a reply into the conversation of a turn, and gives the id that Teams has for it. */
export type PreparedReply = (context: TurnContext) => Promise<string | undefined>;

/** How Teams refuses a card: as a bad request, or as too large. */
const refusedForm = z.object({ statusCode: z.union([z.literal(400), z.literal(413)]) });

/** A reply as plain text, in which Teams reads no formatting. */
const textMessage = (reply: Reply, locale: Locale): Partial<Activity> => ({
  type: ActivityTypes.Message,
  text: replyText(reply, locale, { length: teamsLimits.messageText }),
  textFormat: TextFormatTypes.Plain,
});

function cardMessage(card: AdaptiveCard, forms: readonly FormAction[] = []): Partial<Activity> {
  const shown = { ...card, actions: [...card.actions, ...forms] };
  const message = MessageFactory.attachment(CardFactory.adaptiveCard(shown));
  // Shown in the notification, and by clients that cannot show cards.
  message.summary = card.fallbackText;
  return message;
}

/** @param chartLinks makes the addresses that clients fetch charts from */
export function createMessages(chartLinks: ChartLinks, log: Logger): TeamsMessages {
  async function card(
    reply: Reply,
    locale: Locale,
    viewer: Viewer,
    votable?: string,
  ): Promise<AdaptiveCard> {
    const chartUrls = await Promise.all(
      reply.charts.map(({ spec }) => chartLinks.urlFor(spec, viewer)),
    );
    return adaptiveCard(reply, { locale, chartUrls, votable });
  }
  return {
    card,
    async prepareInstead(reply, locale, viewer, messageId) {
      const message = { ...cardMessage(await card(reply, locale, viewer)), id: messageId };
      return async (context) => {
        await context.updateActivity(message);
      };
    },
    async prepare(reply, locale, viewer, votable, forms = []) {
      const message = cardMessage(await card(reply, locale, viewer, votable), forms);
      return async (context) => {
        try {
          return (await context.sendActivity(message))?.id;
        } catch (error) {
          if (!refusedForm.safeParse(error).success) throw error;
          log.warn(loggableError(error), 'Teams refused a card; the reply goes out as text');
          return (await context.sendActivity(textMessage(reply, locale)))?.id;
        }
      };
    },
  };
}
