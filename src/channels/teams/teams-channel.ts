import { randomUUID } from 'node:crypto';
import {
  type Activity,
  ActivityTypes,
  CardFactory,
  type ConversationReference,
  MessageFactory,
  TurnContext,
} from 'botbuilder';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { loggableError } from '../../access/loggable-error.ts';
import type { People } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';
import type { Outlet } from '../../conversation/channel.ts';
import type { Answer, Conversation } from '../../conversation/conversation.ts';
import type { Reply } from '../../conversation/reply.ts';
import { failedReply } from '../../conversation/wording/fallback-replies.ts';
import { languageOf } from '../../language/language-of.ts';
import type { Locale } from '../../language/locale.ts';
import { takeEvent } from '../../store/events/take-event.ts';
import type { Store } from '../../store/store.ts';
import { findConversation, keepConversation } from '../../store/teams/conversation-references.ts';
import { adaptiveCard } from '../adaptive-card.ts';
import type { ChartLinks } from '../chart-links.ts';
import { TeamsAdapter } from './adapter.ts';
import { askedText } from './asked-text.ts';
import { identifyAsker } from './asker.ts';

/** What the Teams channel stands on. */
export type TeamsOptions = {
  /** undefined together with the password: requests are not authenticated (loopback only) */
  appId: string | undefined;
  appPassword: string | undefined;
  /** the bank's tenant: only its people are linked by e-mail */
  tenantId: string | undefined;
  /** who somebody unknown speaks as, where requests are not authenticated: the demo's analyst */
  stranger: (() => Promise<Principal>) | undefined;
  conversation: Conversation;
  people: People;
  store: Store;
  chartLinks: ChartLinks;
  now: () => Date;
  log: Logger;
};

const texts: Record<Locale, { direct: string; openChat: string; noButton: string }> = {
  en: {
    direct: 'I have sent the answer to you directly, since others read along here.',
    openChat:
      'This answer is for your eyes only, and others read along here. Open a chat with me and ask again there.',
    noButton: 'This button is none of mine.',
  },
  zh: {
    direct: '这里还有其他人，答案已单独发给您。',
    openChat: '这个答案只能给您本人看，而这里还有其他人。请打开与我的单独聊天再问一次。',
    noButton: '这个按钮不属于我。',
  },
};

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
const activityOf = z.custom<Activity>((value) => activityShape.safeParse(value).success);

const pressed = z.object({
  action: z.object({ verb: z.literal('ask'), data: z.object({ command: z.string().min(1) }) }),
});

/** As botbuilder makes them; parsed on the way back from the store. */
const reference = z.custom<Partial<ConversationReference>>(
  (value) =>
    z.object({ serviceUrl: z.url(), conversation: z.object({ id: z.string() }) }).safeParse(value)
      .success,
);

/** A conversation where it can be reached later: a channel itself, not the thread in it. */
const addressOf = (activity: Activity) => activity.conversation.id.replace(/;messageid=.*$/, '');

const personal = ({ conversation }: Activity) =>
  conversation.conversationType === undefined
    ? conversation.isGroup !== true
    : conversation.conversationType === 'personal';

/** Teams always names a language; only the text tells when somebody writes another than their client's. */
const clientLocale = ({ locale }: Activity): Locale | undefined =>
  locale?.startsWith('zh') ? 'zh' : undefined;

/** Teams as a channel: messages, mentions and card buttons in; Adaptive Cards out. */
export function teamsChannel(options: TeamsOptions): {
  outlet: Outlet;
  plugin(server: FastifyInstance): Promise<void>;
} {
  const { conversation, people, store, chartLinks, now, log } = options;
  const appId = options.appId ?? '';
  const adapter = new TeamsAdapter(
    options.appId === undefined
      ? undefined
      : {
          appId: options.appId,
          password: options.appPassword ?? '',
          tenantId: options.tenantId,
        },
  );
  if (options.appId !== undefined && options.tenantId === undefined) {
    log.warn('TEAMS_TENANT_ID is not set: people in Teams are not linked by their e-mail address');
  }

  async function identify(context: TurnContext): Promise<Principal> {
    const known = await identifyAsker(context, people, options.tenantId);
    return known.kind === 'unlinked' && options.stranger !== undefined ? options.stranger() : known;
  }

  function ask(activity: Activity, text: string, principal: Principal): Promise<Answer> {
    const locale = clientLocale(activity);
    return conversation.answer({
      text,
      principal,
      channel: 'teams',
      address: addressOf(activity),
      shared: !personal(activity),
      ...(locale === undefined ? {} : { locale }),
    });
  }

  async function cardOf(reply: Reply, locale: Locale) {
    const chartUrls = await Promise.all(reply.charts.map(({ spec }) => chartLinks.urlFor(spec)));
    return adaptiveCard(reply, { locale, chartUrls });
  }

  async function message(reply: Reply, locale: Locale): Promise<Partial<Activity>> {
    const card = await cardOf(reply, locale);
    const made = MessageFactory.attachment(CardFactory.adaptiveCard(card));
    // The notification, and what a client shows that cannot draw cards.
    made.summary = card.fallbackText;
    return made;
  }

  /** Sends what only the asker may see to their own chat with the bot. */
  async function sendDirectly(context: TurnContext, reply: Reply, locale: Locale): Promise<void> {
    const { channelId, serviceUrl, recipient, from, conversation: where } = context.activity;
    const made = await message(reply, locale);
    try {
      await adapter.createConversationAsync(
        appId,
        channelId,
        serviceUrl,
        'https://api.botframework.com',
        {
          isGroup: false,
          bot: recipient,
          members: [from],
          ...(where.tenantId === undefined ? {} : { tenantId: where.tenantId }),
          channelData: { tenant: { id: where.tenantId } },
        },
        async (direct) => {
          await direct.sendActivity(made);
        },
      );
    } catch (error) {
      log.warn(loggableError(error), 'Teams opened no direct chat with the asker');
      await context.sendActivity(texts[locale].openChat);
      return;
    }
    await context.sendActivity(texts[locale].direct);
  }

  async function onMessage(context: TurnContext, text: string): Promise<void> {
    const { activity } = context;
    const { reply, locale } = await ask(activity, text, await identify(context));
    if (reply.visibility === 'asker' && !personal(activity)) {
      await sendDirectly(context, reply, locale);
    } else {
      await context.sendActivity(await message(reply, locale));
    }
  }

  /** Answers an invoke, as the Bot Framework's card actions are answered. */
  const respond = (context: TurnContext, statusCode: number, type: string, value: unknown) =>
    context.sendActivity({
      type: ActivityTypes.InvokeResponse,
      value: { status: 200, body: { statusCode, type, value } },
    });

  const notify = (context: TurnContext, words: string) =>
    respond(context, 200, 'application/vnd.microsoft.activity.message', words);

  /** A button. In a chat of one's own the answer is a new card; where others read along, the asker alone sees it. */
  async function onButton(context: TurnContext, command: string): Promise<void> {
    const { activity } = context;
    const { reply, locale } = await ask(activity, `value ${command}`, await identify(context));
    if (personal(activity) || reply.visibility === 'channel') {
      await context.sendActivity(await message(reply, locale));
      await notify(context, reply.title);
    } else {
      const card = await cardOf(reply, locale);
      await respond(context, 200, 'application/vnd.microsoft.card.adaptive', card);
    }
  }

  /** Says that it did not work, with a reference that is in the log, too. */
  async function apologise(context: TurnContext, error: unknown): Promise<void> {
    const reference = randomUUID().slice(0, 8);
    log.error({ reference, ...loggableError(error) }, 'a Teams question was not answered');
    const { activity } = context;
    const locale = clientLocale(activity) ?? languageOf(activity.text ?? '') ?? 'en';
    const { summary } = failedReply(locale, reference);
    if (activity.type === ActivityTypes.Invoke) {
      const value = { code: 'InternalServerError', message: summary };
      await respond(context, 500, 'application/vnd.microsoft.error', value);
    } else {
      await context.sendActivity(summary);
    }
  }

  /** Whether an activity comes for the first time: Teams delivers again what was acknowledged late. */
  const first = ({ id, conversation: where }: Activity) =>
    id === undefined ? true : takeEvent(store.db, 'teams', `${where.id}:${id}`, now());

  async function turn(context: TurnContext): Promise<void> {
    const { activity } = context;
    const address = addressOf(activity);
    const kept = TurnContext.getConversationReference(activity);
    await keepConversation(
      store.db,
      address,
      { ...kept, conversation: { ...kept.conversation, id: address } },
      now(),
    );
    if (activity.type === ActivityTypes.Invoke) {
      const { data } = pressed.safeParse(activity.value);
      const words = texts[clientLocale(activity) ?? 'en'];
      if (activity.name !== 'adaptiveCard/action') return;
      if (data === undefined) {
        const value = { code: 'BadRequest', message: words.noButton };
        await respond(context, 400, 'application/vnd.microsoft.error', value);
      } else if (await first(activity)) {
        await onButton(context, data.action.data.command);
      } else {
        await notify(context, 'Bellwether');
      }
      return;
    }
    const text = askedText(activity);
    const asked = activity.type === ActivityTypes.Message && text !== '';
    const added = activity.membersAdded?.some(({ id }) => id === activity.recipient.id) ?? false;
    if (!(asked || added) || !(await first(activity))) return;
    if (asked) return onMessage(context, text);
    const { reply, locale } = await ask(activity, 'value help', { kind: 'unlinked' });
    await context.sendActivity(await message(reply, locale));
  }

  return {
    async plugin(server) {
      server.post('/api/messages', async (request, reply) => {
        const activity = activityOf.safeParse(request.body);
        if (!activity.success) {
          return reply.code(400).send({ error: 'An activity of the Bot Framework was expected.' });
        }
        // The bot's other channels, such as Direct Line, let a client say who they are.
        if (options.appId !== undefined && activity.data.channelId !== 'msteams') {
          return reply.code(403).send({ error: 'Only Microsoft Teams is served here.' });
        }
        let believed = false;
        try {
          const answer = await adapter.receive(
            request.headers.authorization ?? '',
            activity.data,
            async (context) => {
              believed = true;
              try {
                await turn(context);
              } catch (error) {
                await apologise(context, error);
              }
            },
          );
          return reply.code(answer?.status ?? 200).send(answer?.body);
        } catch (error) {
          log.warn(loggableError(error), 'a Teams request failed');
          const { status } = refusal.safeParse(error).data ?? {};
          if (!believed && status !== undefined) {
            return reply
              .code(status)
              .send({ error: 'The request does not carry a valid token of the Bot Framework.' });
          }
          return reply.code(502).send({ error: 'Teams could not be answered.' });
        }
      });
    },
    outlet: {
      name: 'teams',
      async deliver(address, reply, locale) {
        const kept = await findConversation(store.db, address);
        if (kept === undefined) {
          throw new Error('The bot has not been spoken to in this Teams conversation.');
        }
        const made = await message(reply, locale);
        try {
          await adapter.continueConversationAsync(appId, reference.parse(kept), async (context) => {
            await context.sendActivity(made);
          });
        } catch (error) {
          const { code, status } = loggableError(error);
          throw new Error(
            `Teams did not take the message (${code ?? status ?? 'not reached'}): the bot must still be installed there.`,
            { cause: error },
          );
        }
      },
    },
  };
}

/** An error of the Bot Framework's authentication. */
const refusal = z
  .object({ statusCode: z.union([z.literal(401), z.literal(403)]) })
  .transform(({ statusCode }) => ({ status: statusCode }));
