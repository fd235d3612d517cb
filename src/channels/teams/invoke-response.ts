import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { AdaptiveCard } from '../adaptive-card.ts';

/** Responds to an invoke in the form that the Bot Framework defines for card actions. */
const respond = (context: TurnContext, statusCode: number, type: string, value: unknown) =>
  context.sendActivity({
    type: ActivityTypes.InvokeResponse,
    value: { status: 200, body: { statusCode, type, value } },
  });

/** Shows a card to the person who pressed the button, and to nobody else. */
export const respondWithCard = (context: TurnContext, card: AdaptiveCard) =>
  respond(context, 200, 'application/vnd.microsoft.card.adaptive', card);

/** A line of text, as an answer to a card action has it. */
export const line = (text: string) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: text,
});

/** Shows a line of text to the person who pressed the button. */
export const respondWithText = (context: TurnContext, text: string) =>
  context.sendActivity({
    type: ActivityTypes.InvokeResponse,
    value: { status: 200, body: line(text) },
  });

/** Shows an error to the person who pressed the button. */
export const respondWithError = (
  context: TurnContext,
  status: 400 | 500,
  { code, message }: { code: string; message: string },
) => respond(context, status, 'application/vnd.microsoft.error', { code, message });

/** Responds to the answer to an offered file, which Teams wants a status to and nothing else. */
export const respondToConsent = (context: TurnContext, status: 200 | 400) =>
  context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status } });
