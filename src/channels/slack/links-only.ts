import type { Message } from '../../conversation/channel.ts';
import type { Answer } from '../../conversation/conversation.ts';
import type { Reply } from '../../conversation/reply.ts';
import { plainReply } from '../../conversation/wording/fallback-replies.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';

/** What makes of each message one without a customer's data: a link to the web page, which shows it after a sign-in. */
export type LinksOnly = {
  /** An answer as it is shown in Slack. */
  answer(answer: Answer): Reply;
  /** A message that nobody has just asked for, as it is shown in Slack. */
  message(message: Pick<Message, 'reply' | 'locale' | 'opens'>): Reply;
  /** The address of the page that asks something; without a form, of the page. */
  address(form?: string): string;
};

/** Answers that tell of the bot alone; any other may name a customer, if only as whoever asked typed it. */
const ofTheBot = new Set<string>(['help', 'vote', 'web']);
const ofNobody = new Set<Answer['outcome']>(['refused', 'busy', 'failed']);

/** @param publicUrl how the web page is reached */
export function linksOnly(publicUrl: string): LinksOnly {
  const root = publicUrl.replace(/\/*$/, '/');
  const address = (form?: string) => {
    if (form === undefined) return root;
    const [, customer] = /^customer ([\w-]+)$/.exec(form) ?? [];
    return customer === undefined
      ? `${root}#q/${encodeURIComponent(form)}`
      : `${root}c/${encodeURIComponent(customer)}`;
  };
  const linked = (
    what: 'answer' | 'done' | 'asked' | 'message',
    form: string | undefined,
    locale: Locale,
  ): Reply => {
    const say = sayIn(locale);
    const reply = plainReply(
      say('slack.links.title', { what }),
      say('slack.links.summary', { what }),
    );
    return { ...reply, link: { label: say('slack.links.open'), address: address(form) } };
  };
  return {
    address,
    answer({ intent, outcome, reply, data, form, locale }) {
      if (ofTheBot.has(intent) || ofNobody.has(outcome)) return bare(reply);
      if (outcome !== 'answered') return linked('asked', form, locale);
      return linked(isDone(data) ? 'done' : 'answer', form, locale);
    },
    message({ locale, opens }) {
      return linked('message', opens, locale);
    },
  };
}

/** Whether an answer says that something was changed. */
const isDone = ({ changed, action }: Answer['data']): boolean =>
  changed === true || typeof action === 'number';

/** A reply that tells of the bot, without what leads on to customers. */
const bare = (reply: Reply): Reply => ({ ...reply, charts: [], actions: [] });
