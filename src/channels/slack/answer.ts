import { logIncident } from '../../access/incident.ts';
import type { People } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';
import type { Readers } from '../../conversation/channel.ts';
import type { Conversation, SharedTo } from '../../conversation/conversation.ts';
import type { Reply } from '../../conversation/reply.ts';
import { failedReply, tooManyReply } from '../../conversation/wording/fallback-replies.ts';
import { languageOf } from '../../language/language-of.ts';
import { defaultLocale, type Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { type RequestLimits, refuseQuestion } from '../../limits/request-limits.ts';
import type { AgentThread, AgentView } from './agent-view.ts';
import { identifyAsker } from './asker.ts';
import { slackText } from './blocks.ts';
import type { BotIdentity } from './bot-identity.ts';
import type { Destination, Place } from './destinations.ts';
import { type FileSent, sendFile } from './files.ts';
import { formButtons } from './forms/form-buttons.ts';
import type { LinksOnly } from './links-only.ts';
import { isAbsent } from './message.ts';
import { type ReplySender, type Sent, sendReply } from './send-reply.ts';

/** What is asked in Slack: in words, or by what somebody else wrote. */
export type Asked = string | { mentionedIn: string };

/** Answers a question asked in Slack; if that fails, tells the asker so. */
export type AnswerQuestion = (asked: Asked, place: Place, to: Destination) => Promise<void>;

/** What is needed to answer. */
export type AnsweringOptions = ReplySender & {
  conversation: Conversation;
  people: People;
  limits: RequestLimits;
  whoAmI: () => Promise<BotIdentity>;
  /** who reads a conversation, by its id */
  readers: (address: string) => Promise<Readers>;
  /** where the bank keeps customers' data out of Slack */
  links: LinksOnly | undefined;
  agent: AgentView;
};

/** The thread of somebody's own chat that a question stands in, which only the agent view has. */
const ownThread = ({ direct, channel, thread }: Place): AgentThread | undefined =>
  direct && thread !== undefined ? { channel, thread } : undefined;

const localeOf = (principal: Principal): Locale | null =>
  principal.kind === 'linked' ? principal.locale : null;

/** Answers questions for whoever asks: with what they may see, in their language, to those who may read it. */
export function answering(options: AnsweringOptions): AnswerQuestion {
  const { client, conversation, people, limits, whoAmI, links, agent, log } = options;

  async function reply(asked: Asked, place: Place, to: Destination): Promise<void> {
    const { team_id: home } = await whoAmI();
    const { principal, locale: slackLocale } = await identifyAsker(client, people, home, place);
    const text = typeof asked === 'string' ? asked : asked.mentionedIn;
    const spoken = localeOf(principal) ?? slackLocale ?? languageOf(text) ?? defaultLocale;
    const own = ownThread(place);
    const working = own === undefined ? undefined : agent.working(own, spoken);
    const answer = await conversation.answer({
      ...(typeof asked === 'string' ? { text: asked } : { text: '', ...asked }),
      principal,
      channel: 'slack',
      address: place.channel,
      ...(place.thread === undefined ? {} : { thread: place.thread }),
      ...(place.begins === true ? { beginsThread: true as const } : {}),
      shared: !place.direct,
      readers: options.readers,
      quietly: true,
      ...(links === undefined ? {} : { linkOnly: true as const }),
      ...(slackLocale === undefined ? {} : { locale: slackLocale }),
    });
    const { locale, file, votable, sharedTo } = answer;
    const reply =
      links === undefined || principal.kind === 'unlinked' ? answer.reply : links.answer(answer);
    if (sharedTo !== undefined) {
      const told = await share(options, { reply, locale }, sharedTo);
      if (told !== undefined || place.channel !== sharedTo.address)
        await to(place.direct)({ text: told ?? sharedTo.told, mrkdwn: false });
      return;
    }
    // In a channel, everybody reads only what somebody shares on purpose.
    const everybody = place.direct;
    const sent = file && links === undefined && (await sendFile(options, place, file, everybody));
    const told = !sent ? reply : withFileSent(reply, sent, locale);
    const forms = links === undefined ? formButtons(answer) : [];
    // Slack takes the status away with the answer, and so not one that comes after it.
    await working;
    await sendReply(options, { reply: told, locale, votable, forms }, to(everybody));
    if (own !== undefined && place.begins === true && links === undefined)
      await agent.name(own, reply.title);
  }

  return async (asked, place, to) => {
    const text = typeof asked === 'string' ? asked : asked.mentionedIn;
    try {
      const refused = refuseQuestion(limits, {
        workspace: `slack:${place.team}`,
        person: place.user,
      });
      if (refused !== undefined) {
        const locale = languageOf(text) ?? defaultLocale;
        const told = slackText(tooManyReply(locale, refused.most, refused.seconds), locale);
        if (refused.tell) await to(place.direct)({ text: told, mrkdwn: false });
        return;
      }
      await reply(asked, place, to);
    } catch (error) {
      const reference = logIncident(log, error, 'a Slack question was not answered');
      const locale = languageOf(text) ?? defaultLocale;
      const apology = slackText(failedReply(locale, reference), locale);
      await to(place.direct)({ text: apology, mrkdwn: false });
    }
  };
}

/**
 * Posts what somebody shares where all in a conversation read it.
 * @returns what to tell them where the bot cannot post there
 */
async function share(
  sender: ReplySender,
  sent: Sent,
  { address: channel, thread }: SharedTo,
): Promise<string | undefined> {
  const where = { channel, ...(thread === undefined ? {} : { thread_ts: thread }) };
  try {
    await sendReply(sender, sent, (message) =>
      sender.client.chat.postMessage({ ...where, ...message, unfurl_links: false }),
    );
    return undefined;
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return sayIn(sent.locale)('share.absent');
  }
}

/** What comes with a file, with where to find it. */
function withFileSent(reply: Reply, sent: FileSent, locale: Locale): Reply {
  if (sent === 'here') return reply;
  const say = sayIn(locale);
  return sent === 'failed'
    ? { ...reply, summary: say('channels.slack.noFile'), details: [] }
    : { ...reply, details: [say('channels.slack.fileSentDirectly'), ...(reply.details ?? [])] };
}
