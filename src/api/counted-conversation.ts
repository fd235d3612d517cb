import { z } from 'zod';
import type { Conversation } from '../conversation/conversation.ts';
import { voteIntent } from '../conversation/votes/cast-vote.ts';
import type { Metrics } from './metrics.ts';

/** A vote that is new, or another than before. */
const newVote = z.object({ about: z.string(), helpful: z.boolean(), changed: z.literal(true) });

/** A conversation that also counts its answers and votes, and measures how long answers take. */
export function countedConversation(
  conversation: Conversation,
  metrics: Pick<Metrics, 'answers' | 'answerSeconds' | 'votes'>,
): Conversation {
  return {
    ...conversation,
    async answer(question) {
      const { channel } = question;
      const stop = metrics.answerSeconds.startTimer({ channel });
      const answer = await conversation.answer(question);
      stop();
      metrics.answers.inc({ channel, intent: answer.intent });
      const vote = answer.intent === voteIntent ? newVote.safeParse(answer.data).data : undefined;
      if (vote !== undefined)
        metrics.votes.inc({ intent: vote.about, vote: vote.helpful ? 'helpful' : 'not_helpful' });
      return answer;
    },
  };
}
