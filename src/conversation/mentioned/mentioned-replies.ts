import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import type { Reply } from '../reply.ts';
import { customerTitle } from '../wording/customer-words.ts';
import { helpAction, plainReply } from '../wording/fallback-replies.ts';
import type { Mentioned } from './find-mentioned.ts';

/** So many customers of a message are offered. */
export const mostOffered = 10;

/** To whoever asked about a message that mentions none of their customers. */
export function noneMentionedReply(locale: Locale): Reply {
  const say = sayIn(locale);
  return plainReply(say('mentioned.none.title'), say('mentioned.none.summary'), [
    helpAction(locale),
  ]);
}

/** Asks which of several customers of a message is meant. */
export function whichMentionedReply(mentioned: readonly Mentioned[], locale: Locale): Reply {
  const say = sayIn(locale);
  const offered = mentioned.slice(0, mostOffered);
  return plainReply(
    say('mentioned.several.title'),
    say('mentioned.several.summary', { count: mentioned.length }),
    offered.map((customer) => ({
      label: customerTitle(customer, locale),
      command: `customer ${customerInSlashForm(customer.externalId)}`,
    })),
  );
}
