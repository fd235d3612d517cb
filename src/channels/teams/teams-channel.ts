import {
  type Activity,
  ActivityTypes,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  MessageFactory,
  TeamsInfo,
  TurnContext,
} from 'botbuilder';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { People } from '../../access/people.ts';
import type { Locale, Principal } from '../../access/principal.ts';
import type { Outlet } from '../../conversation/channel.ts';
import type { Answer, Conversation } from '../../conversation/conversation.ts';
import type { Reply } from '../../conversation/reply.ts';
import { takeEvent } from '../../store/events/take-event.ts';
import type { Store } from '../../store/store.ts';
import { findConversation, keepConversation } from '../../store/teams/conversation-references.ts';
import { adaptiveCard } from '../adaptive-card.ts';
import type { ChartLinks } from '../chart-links.ts';
import { askedText } from './asked-text.ts';

/** What the Teams channel stands on. */
export type TeamsOptions = {
  /** undefined together with the password: requests are not authenticated (loopback only) */
  appId: string | undefined;
  appPassword: string | undefined;
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

const texts: Record<Locale, { direct: string; openChat: string }> = {
  en: {
    direct: 'I have sent the answer to you directly, since others read along here.',
    openChat:
      'This answer is for your eyes only, and others read along here. Open a chat with me and ask again there.',
  },
  zh: {
    direct: '这里还有其他人，答案已单独发给您。',
    openChat: '这个答案只能给您本人看，而这里还有其他人。请打开与我的单独聊天再问一次。',
  },
};

const action = z.object({
  action: z.object({ verb: z.literal('ask'), data: z.object({ command: z.string().min(1) }) }),
});

/** As botbuilder makes them; parsed on the way back from the store. */
const reference = z.custom<Partial<ConversationReference>>(
  (value) =>
    z.object({ serviceUrl: z.url(), conversation: z.object({ id: z.string() }) }).safeParse(value)
      .success,
);

/** Teams as a channel: messages, mentions and card buttons in; Adaptive Cards out. */
export function teamsChannel(options: TeamsOptions): {
  outlet: Outlet;
  plugin(server: FastifyInstance): Promise<void>;
} {
  const { conversation, people, store, chartLinks, now, log } = options;
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({
      ...(options.appId === undefined ? {} : { MicrosoftAppId: options.appId }),
      ...(options.appPassword === undefined ? {} : { MicrosoftAppPassword: options.appPassword }),
      ...(options.tenantId === undefined
        ? {}
        : { MicrosoftAppTenantId: options.tenantId, MicrosoftAppType: 'SingleTenant' }),
    }),
  );
  adapter.onTurnError = async (_context, error) => {
    log.error({ err: error }, 'a Teams request failed');
  };

  /** Who is asking, linked by the address that Teams vouches for. */
  async function identify(context: TurnContext): Promise<Principal> {
    const { from, conversation: where } = context.activity;
    const tenant = where.tenantId ?? 'no-tenant';
    const id = `${tenant}:${from.aadObjectId ?? from.id}`;
    const known = await people.identify('teams', id);
    if (known.kind === 'linked') return known;
    if (options.stranger !== undefined) return options.stranger();
    if (options.tenantId !== undefined && tenant !== options.tenantId) return known;
    const member = await TeamsInfo.getMember(context, from.id);
    const email = member.email ?? member.userPrincipalName;
    return email === undefined ? known : people.identifyByEmail('teams', id, email);
  }

  const personal = (activity: Activity) =>
    activity.conversation.conversationType === undefined ||
    activity.conversation.conversationType === 'personal';

  async function answer(context: TurnContext, text: string): Promise<Answer> {
    const { activity } = context;
    const principal = await identify(context);
    return conversation.answer({
      text,
      principal,
      channel: 'teams',
      address: activity.conversation.id,
      shared: !personal(activity),
      // Teams always names a language; only the text tells when somebody writes another than their client's.
      ...(activity.locale?.startsWith('zh') ? { locale: 'zh' as const } : {}),
    });
  }

  async function cardOf(reply: Reply, locale: Locale) {
    const chartUrls = await Promise.all(reply.charts.map(({ spec }) => chartLinks.urlFor(spec)));
    return adaptiveCard(reply, { locale, chartUrls });
  }

  async function message(reply: Reply, locale: Locale): Promise<Partial<Activity>> {
    const attachment = CardFactory.adaptiveCard(await cardOf(reply, locale));
    const made = MessageFactory.attachment(attachment);
    // The notification, and what a client shows that cannot draw cards.
    made.summary = `${reply.title}: ${reply.summary}`;
    return made;
  }

  /** Sends what only the asker may see to their own chat with the bot. */
  async function sendDirectly(context: TurnContext, reply: Reply, locale: Locale): Promise<void> {
    const { activity } = context;
    const made = await message(reply, locale);
    try {
      await adapter.createConversationAsync(
        options.appId ?? '',
        activity.channelId,
        activity.serviceUrl,
        'https://api.botframework.com',
        {
          isGroup: false,
          bot: activity.recipient,
          members: [activity.from],
          ...(activity.conversation.tenantId === undefined
            ? {}
            : { tenantId: activity.conversation.tenantId }),
          channelData: { tenant: { id: activity.conversation.tenantId } },
        },
        async (direct) => {
          await direct.sendActivity(made);
        },
      );
      await context.sendActivity(texts[locale].direct);
    } catch (error) {
      log.warn({ err: error }, 'Teams opened no direct chat with the asker');
      await context.sendActivity(texts[locale].openChat);
    }
  }

  async function onMessage(context: TurnContext): Promise<void> {
    const { activity } = context;
    const { reply, locale } = await answer(context, askedText(activity.text ?? ''));
    if (reply.visibility === 'asker' && !personal(activity))
      await sendDirectly(context, reply, locale);
    else await context.sendActivity(await message(reply, locale));
  }

  /** A button. In a chat of one's own the answer is a new card; where others read along, the asker alone sees it. */
  async function onInvoke(context: TurnContext): Promise<void> {
    const { activity } = context;
    const respond = (status: number, body: unknown) =>
      context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status, body } });
    const pressed = action.safeParse(activity.value);
    if (activity.name !== 'adaptiveCard/action' || !pressed.success) {
      await respond(501, undefined);
      return;
    }
    const { reply, locale } = await answer(context, `value ${pressed.data.action.data.command}`);
    if (personal(activity) || reply.visibility === 'channel') {
      await context.sendActivity(await message(reply, locale));
      await respond(200, {
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: reply.title,
      });
      return;
    }
    await respond(200, {
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: await cardOf(reply, locale),
    });
  }

  async function turn(context: TurnContext): Promise<void> {
    const { activity } = context;
    await keepConversation(
      store.db,
      activity.conversation.id,
      TurnContext.getConversationReference(activity),
      now(),
    );
    if (activity.type === ActivityTypes.Invoke) return onInvoke(context);
    const added =
      activity.membersAdded?.some((member) => member.id === activity.recipient.id) ?? false;
    const asked = activity.type === ActivityTypes.Message && askedText(activity.text ?? '') !== '';
    if (!asked && !added) return;
    if (activity.id !== undefined) {
      const key = `${activity.conversation.id}:${activity.id}`;
      if (!(await takeEvent(store.db, 'teams', key, now()))) return;
    }
    if (asked) return onMessage(context);
    const { reply, locale } = await answer(context, 'value help');
    await context.sendActivity(await message(reply, locale));
  }

  return {
    async plugin(server) {
      server.post('/api/messages', async (request, reply) => {
        const body = z.record(z.string(), z.unknown()).safeParse(request.body);
        if (!body.success)
          return reply.code(400).send({ error: 'An activity was expected, as a JSON object.' });
        let status = 200;
        let answered: unknown;
        // What botbuilder wants of an Express response, gathered here and sent by Fastify.
        const response = {
          socket: request.raw.socket,
          header: () => response,
          status(code: number) {
            status = code;
            return response;
          },
          send(content: unknown) {
            answered = content;
            return response;
          },
          end: () => response,
        };
        await adapter.process(
          { method: 'POST', headers: request.headers, body: body.data },
          response,
          turn,
        );
        return reply.code(status).send(answered);
      });
    },
    outlet: {
      name: 'teams',
      async deliver(address, reply, locale) {
        const kept = await findConversation(store.db, address);
        if (kept === undefined)
          throw new Error('The bot has not been spoken to in this Teams conversation.');
        const made = await message(reply, locale);
        let refused: unknown;
        await adapter.continueConversationAsync(
          options.appId ?? '',
          reference.parse(kept),
          async (context) => {
            try {
              await context.sendActivity(made);
            } catch (error) {
              refused = error;
            }
          },
        );
        if (refused !== undefined) throw refused;
      },
    },
  };
}
