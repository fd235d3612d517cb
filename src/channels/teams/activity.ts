import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { chosenLocale, type Locale } from '../../language/locale.ts';

/** What botbuilder writes back of whoever sent or reads an activity, and refuses to where it is no text. */
const named = {
  name: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  role: z.string().nullish(),
};

const account = z.looseObject({ ...named, id: z.string().min(1) });

/** What every activity of the Bot Framework has, with the types of what this channel and botbuilder read of it. */
const activityShape = z.looseObject({
  type: z.string().min(1),
  id: z.string().nullish(),
  name: z.string().nullish(),
  channelId: z.string().min(1),
  serviceUrl: z.url(),
  from: account,
  recipient: account,
  conversation: z.looseObject({
    ...named,
    // The Bot Framework's client sends it as an HTTP header, and as a part of an address that dots alone would shorten.
    id: z.string().regex(/^(?!\.+$)[\x21-\x7e]+$/),
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
    isGroup: z.boolean().nullish(),
  }),
  text: z.string().nullish(),
  locale: z.string().nullish(),
  timestamp: z.string().nullish(),
  replyToId: z.string().nullish(),
  entities: z.array(z.looseObject({ type: z.string() })).nullish(),
  membersAdded: z.array(account).nullish(),
  membersRemoved: z.array(account).nullish(),
  channelData: z.looseObject({}).nullish(),
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

/** The thread of a channel that an activity is in; undefined elsewhere. */
export const threadOf = ({ conversation }: Activity): string | undefined =>
  /;messageid=(.+)$/.exec(conversation.id)?.[1];

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
