import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { chosenLocale, type Locale } from '../../language/locale.ts';

/** What every activity of the Bot Framework has. */
const activityShape = z.looseObject({
  type: z.string().min(1),
  channelId: z.string().min(1),
  serviceUrl: z.url(),
  from: z.looseObject({ id: z.string().min(1) }),
  recipient: z.looseObject({ id: z.string().min(1) }),
  conversation: z.looseObject({ id: z.string().min(1) }),
  text: z.string().nullish(),
  locale: z.string().nullish(),
});

/** Parses an activity as the Bot Framework sends it. */
export const activityOf = z.custom<Activity>((value) => activityShape.safeParse(value).success);

const pressed = z.object({
  action: z.object({ verb: z.literal('ask'), data: z.object({ command: z.string().min(1) }) }),
});

/** The command of the button that was pressed; undefined if it is not one of the bot's buttons. */
export const pressedCommand = ({ value }: Activity): string | undefined =>
  pressed.safeParse(value).data?.action.data.command;

/** The address at which the conversation can be reached later: a channel itself, not a thread in it. */
export const addressOf = ({ conversation }: Activity): string =>
  conversation.id.replace(/;messageid=.*$/, '');

/** Whether the conversation is between one person and the bot, so that nobody else reads it. */
export const isPersonal = ({ conversation }: Activity): boolean =>
  conversation.conversationType === undefined
    ? conversation.isGroup !== true
    : conversation.conversationType === 'personal';

/** The language the client was set to. Otherwise the text decides: Teams names a language in every activity. */
export const clientLocale = ({ locale }: Activity): Locale | undefined => chosenLocale(locale);

/** Whether the bot itself was added to a conversation. */
export const addsBot = ({ membersAdded, recipient }: Activity): boolean =>
  membersAdded?.some(({ id }) => id === recipient.id) ?? false;
