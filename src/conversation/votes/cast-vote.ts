import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { ThreadKey } from '../../store/conversation/answers-before.ts';
import type { Store } from '../../store/store.ts';
import { answerOfKey, lastAnswerGiven, vote } from '../../store/votes/votes.ts';
import type { Answer } from '../conversation.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import type { SaidVote } from './read-vote.ts';

/** The intent of what says whether an answer was helpful. */
export const voteIntent = 'vote';

/**
 * Keeps whether somebody found an answer helpful. `data`: `outcome` (`noted`, `none` without an answer of the last hour, or
 * `gone`), and of what was noted `about`, the intent of the answer, `helpful`, and `changed`, whether it is new or another
 * than before.
 */
export async function castVote(
  { store, now }: { store: Store; now: Date },
  thread: ThreadKey,
  { helpful, key, words }: SaidVote,
  locale: Locale,
): Promise<Answer> {
  const say = sayIn(locale);
  const of = { intent: voteIntent, entities: {}, locale };
  const given =
    key === undefined
      ? await lastAnswerGiven(store.db, thread, now)
      : await answerOfKey(store.db, key, now);
  if (given === undefined) {
    const outcome = key === undefined ? 'none' : 'gone';
    return {
      ...of,
      outcome: 'hindered',
      reply: plainReply(say('votes.title.not'), say(`votes.${outcome}`)),
      data: { outcome },
    };
  }
  const { managerId } = thread;
  const changed = await vote(store.db, { ...given, managerId, at: now, helpful, words });
  const summary = helpful
    ? say('votes.helpful')
    : say(words === null ? 'votes.notHelpful' : 'votes.notHelpfulInWords');
  return {
    ...of,
    outcome: 'answered',
    reply: plainReply(say('votes.title.noted'), summary),
    data: { outcome: 'noted', about: given.intent, helpful, changed },
  };
}
