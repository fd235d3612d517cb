import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { People } from '../../access/people.ts';
import { managerIdOf } from '../../access/principal.ts';
import { type Found, NotTaken, type Outlet, type Refusal } from '../../conversation/channel.ts';
import { isUnreached } from '../is-unreached.ts';
import { identifyAsker } from './asker.ts';
import type { BotIdentity } from './bot-identity.ts';
import { upload } from './files.ts';
import { slackLimits } from './limits.ts';
import type { LinksOnly } from './links-only.ts';
import { isAbsent, isNobody, slackCode } from './message.ts';
import { ownChat } from './own-chat.ts';
import { readersOf } from './readers.ts';
import { type ReplySender, sendReply } from './send-reply.ts';

/** Under this type a message carries its key, in its metadata. */
const eventType = 'bellwether_delivery';

const history = z.object({
  messages: z
    .array(
      z.looseObject({
        ts: z.string(),
        metadata: z
          .object({ event_type: z.string(), event_payload: z.object({ key: z.string() }) })
          .optional()
          .catch(undefined),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/**
 * Delivers to Slack conversations that the bot is a member of. An address is a conversation's id, or a person's for their own
 * chat with the bot.
 * @param direct a client that neither waits nor tries again: what came of a request is for the caller to decide
 */
export function createSlackOutlet(
  sender: ReplySender,
  direct: webApi.WebClient,
  {
    people,
    whoAmI,
    links,
  }: {
    people: People;
    whoAmI: () => Promise<BotIdentity>;
    /** where the bank keeps customers' data out of Slack */
    links: LinksOnly | undefined;
  },
): Outlet & Required<Pick<Outlet, 'readers'>> {
  return {
    name: 'slack',
    // A group of people has an id of its own: only a direct message is read by one.
    isShared: async (address) => !address.startsWith('D') && !isPerson(address),
    async readers(address) {
      try {
        return await readersOf(direct, people, whoAmI, address);
      } catch (error) {
        throw lookUpFailed(error, address);
      }
    },
    async admits(personId) {
      const accounts = await people.accountsOf('slack', personId);
      if (accounts.length === 0) return true;
      const { team_id: home } = await whoAmI();
      for (const account of accounts) {
        const [team = '', user = ''] = account.split(':');
        const { principal } = await identifyAsker(direct, people, home, { team, user });
        if (managerIdOf(principal) === personId) return true;
      }
      return false;
    },
    privately: (externalId) => externalId.split(':').at(-1) ?? externalId,
    async deliver({ key, ...message }, sending) {
      const { address, locale } = message;
      const reply = links?.message(message) ?? message.reply;
      const channel = await conversationOf(direct, address);
      let messageId: string | undefined;
      try {
        await sendReply(sender, { reply, locale }, async (message) => {
          await sending();
          const { ts } = await direct.chat.postMessage({
            channel,
            ...message,
            unfurl_links: false,
            metadata: { event_type: eventType, event_payload: { key } },
          });
          messageId = ts;
        });
      } catch (error) {
        throw explained(error, address);
      }
      return messageId;
    },
    async update({ messageId, ...message }) {
      const { address, locale } = message;
      const reply = links?.message(message) ?? message.reply;
      const channel = await conversationOf(direct, address);
      const charts = await chartsOf(direct, channel, messageId);
      try {
        await sendReply(
          sender,
          { reply, locale },
          ({ mrkdwn: _, ...message }) =>
            direct.chat.update({ channel, ts: messageId, parse: 'none', ...message }),
          charts,
        );
      } catch (error) {
        throw explained(error, address);
      }
    },
    async attach({ address, messageId }, files) {
      if (links !== undefined) return;
      const channel = await conversationOf(direct, address);
      for (const file of files) await upload(sender.client, file, channel, messageId);
    },
    async find({ address, key }) {
      const channel = await conversationOf(direct, address);
      try {
        return await findByKey(direct, channel, key);
      } catch (error) {
        if (unreadable.has(slackCode(error) ?? '')) return 'unknowable';
        throw lookUpFailed(error, address);
      }
    },
  };
}

const isPerson = (address: string): boolean => /^[UW]/.test(address);

async function conversationOf(client: webApi.WebClient, address: string): Promise<string> {
  if (!isPerson(address)) return address;
  try {
    const chat = await ownChat(client, address);
    if (chat !== undefined) return chat;
  } catch (error) {
    throw lookUpFailed(error, address);
  }
  throw new Error('Slack opened no chat with the person.');
}

/**
 * Looks for a message among the newest of a conversation. It goes by no time: Slack's clock and ours may differ. What is
 * further back than `slackLimits.historyPages` pages is not found.
 */
async function findByKey(client: webApi.WebClient, channel: string, key: string): Promise<Found> {
  let cursor: string | undefined;
  for (let page = 0; page < slackLimits.historyPages; page++) {
    const { messages, response_metadata } = history.parse(
      await client.conversations.history({
        channel,
        limit: slackLimits.historyPage,
        include_all_metadata: true,
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    const found = messages.find(
      ({ metadata }) => metadata?.event_type === eventType && metadata.event_payload.key === key,
    );
    if (found !== undefined) return { messageId: found.ts };
    cursor = response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return 'absent';
}

const posted = z.object({
  messages: z
    .array(z.object({ ts: z.string(), blocks: z.array(z.looseObject({})).default([]) }))
    .default([]),
});
const chartBlock = z.object({
  type: z.literal('image'),
  slack_file: z.object({ id: z.string() }),
});

/** The files of the charts that a message shows, in order; undefined where Slack does not tell. */
async function chartsOf(
  client: webApi.WebClient,
  channel: string,
  ts: string,
): Promise<string[] | undefined> {
  try {
    const answer = await client.conversations.history({
      channel,
      latest: ts,
      oldest: ts,
      inclusive: true,
      limit: 1,
    });
    const message = posted.parse(answer).messages.find((each) => each.ts === ts);
    return message?.blocks.flatMap(
      (block) => chartBlock.safeParse(block).data?.slack_file.id ?? [],
    );
  } catch (error) {
    if (unreadable.has(slackCode(error) ?? '')) return undefined;
    throw lookUpFailed(error, channel);
  }
}

/** Error codes for a conversation whose messages the bot may not read. */
const unreadable = new Set([
  'missing_scope',
  'not_allowed_token_type',
  'no_permission',
  'not_in_channel',
  'channel_not_found',
  'access_denied',
]);

/** Error codes after which it is not known whether Slack took the message. */
const unsure = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);

/** Error codes of a workspace that takes nothing from the bot for now, whatever the conversation. */
const closed = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'team_access_not_granted',
  'org_login_required',
  'ekm_access_denied',
]);

/** What an error of Slack's client says of a message; undefined: nothing for certain. */
function refusalOf(error: unknown): { refusal: Refusal; said: string } | undefined {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { refusal: { kind: 'later', after: error.retryAfter }, said: 'ratelimited' };
  if (error instanceof webApi.WebAPIHTTPError) {
    const { statusCode } = error;
    const said = `HTTP ${statusCode}`;
    return statusCode < 500 && statusCode !== 408
      ? { refusal: { kind: 'refused' }, said }
      : undefined;
  }
  if (error instanceof webApi.WebAPIRequestError) {
    return isUnreached(error.original)
      ? { refusal: { kind: 'later' }, said: 'not reached' }
      : undefined;
  }
  const code = slackCode(error);
  if (code === undefined || unsure.has(code)) return undefined;
  if (isAbsent(error)) return { refusal: { kind: 'gone' }, said: code };
  return { refusal: { kind: closed.has(code) ? 'later' : 'refused' }, said: code };
}

/** Says that the bot cannot post in a conversation. */
const gone = (address: string, said: string, cause: unknown): NotTaken =>
  new NotTaken(
    `The bot cannot post in the Slack conversation ${address} (${said}): invite it there.`,
    { kind: 'gone' },
    { cause },
  );

/**
 * What it means for a message that Slack did not answer a question about its conversation: unless that is gone, only that it
 * is asked again later.
 */
function lookUpFailed(error: unknown, address: string): unknown {
  const code = slackCode(error);
  if (isAbsent(error) || isNobody(error)) return gone(address, code ?? '', error);
  const known = refusalOf(error);
  if (known === undefined) return explained(error, address);
  const refusal: Refusal = known.refusal.kind === 'later' ? known.refusal : { kind: 'later' };
  const words = `Slack did not tell about the conversation ${address}: ${known.said}.`;
  return new NotTaken(words, refusal, { cause: error });
}

/** An error of Slack's client as the caller knows it, without the request that it repeats. */
function explained(error: unknown, address: string): unknown {
  const known = refusalOf(error);
  if (known !== undefined) {
    const { refusal, said } = known;
    if (refusal.kind === 'gone') return gone(address, said, error);
    const words = `Slack did not take the message to ${address}: ${said}.`;
    return new NotTaken(words, refusal, { cause: error });
  }
  const said =
    slackCode(error) ??
    (error instanceof webApi.WebAPIHTTPError
      ? `HTTP ${error.statusCode}`
      : error instanceof webApi.WebAPIRequestError
        ? 'no answer'
        : undefined);
  return said === undefined
    ? error
    : new Error(`It is not known whether Slack took the message to ${address}: ${said}.`, {
        cause: error,
      });
}
